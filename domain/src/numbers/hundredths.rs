//! Shares and multiples as people type them, in whole hundredths: `12.5%` is 1250, `2x` is 200.

/// Reads a number of at most two decimals; a percent sign or a times sign behind it says the same.
///
/// # Errors
/// How to write it, as a sentence to show by the field.
pub fn parse(text: &str) -> Result<u32, &'static str> {
    const WRONG: &str = "must be a number such as 5 or 12.5, with at most two decimals";
    let number = text.trim().trim_end_matches(['%', 'x', '×']).trim_end();
    let (whole, decimals) = number.split_once('.').unwrap_or((number, "0"));
    let is_number = |digits: &str| {
        !digits.is_empty() && digits.len() <= 6 && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    if !is_number(whole) || !is_number(decimals) || decimals.len() > 2 {
        return Err(WRONG);
    }
    let whole: u32 = whole.parse().map_err(|_| WRONG)?;
    let decimals: u32 = format!("{decimals:0<2}").parse().map_err(|_| WRONG)?;
    Ok(whole * 100 + decimals)
}

/// As it is read: `12.5`, `2`.
#[must_use]
pub fn written(hundredths: u32) -> String {
    let (whole, decimals) = (hundredths / 100, hundredths % 100);
    match (decimals, decimals % 10) {
        (0, _) => whole.to_string(),
        (_, 0) => format!("{whole}.{}", decimals / 10),
        _ => format!("{whole}.{decimals:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{parse, written};
    use proptest::prelude::*;

    #[test]
    fn people_write_shares_in_several_ways() {
        for (text, hundredths) in [
            ("12.5%", 1250),
            (" 12.50 % ", 1250),
            ("2x", 200),
            ("1.05×", 105),
            ("0", 0),
        ] {
            assert_eq!(parse(text), Ok(hundredths), "{text}");
        }
        for text in [
            "", "%", "-1", "1,5", "1.234", "1.", ".5", "1e3", "9999999", "five",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(hundredths in 0..=99_999_999_u32) {
            prop_assert_eq!(parse(&written(hundredths)), Ok(hundredths));
        }
    }
}
