//! Tables to take away, as CSV (RFC 4180).

use crate::broken::Broken;

/// Rows below the names of their columns. What a spreadsheet might run is for the caller to make harmless
/// ([`defuse`](crate::numbers::csv::defuse)).
pub(crate) fn to_csv<const N: usize>(
    columns: [&str; N],
    rows: impl IntoIterator<Item = [String; N]>,
) -> Result<String, Broken> {
    let failed = |error: &dyn std::fmt::Display| Broken::internal(error.to_string());
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer
        .write_record(columns)
        .map_err(|error| failed(&error))?;
    for row in rows {
        writer.write_record(row).map_err(|error| failed(&error))?;
    }
    let bytes = writer.into_inner().map_err(|error| failed(&error))?;
    String::from_utf8(bytes).map_err(|error| failed(&error))
}
