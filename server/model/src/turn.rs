//! How a model's vectors are turned, so that the ways in which different people tell one business count
//! less beside what the business is. `cargo xtask table` makes it from labelled topics.

/// A map from a model's vectors to shorter ones.
#[derive(Clone, Debug, PartialEq)]
pub struct Turn {
    /// Of which model's weights it is.
    pub(crate) of: String,
    columns: usize,
    numbers: Vec<f32>,
}

const MARK: &[u8] = b"OPT1";
/// How many letters name a model's weights.
const NAME: usize = 16;

impl Turn {
    /// Reads a file: `OPT1`, the name of the model's weights, how many columns; the rows of the map.
    /// Nothing when it is none.
    pub fn read(file: &[u8]) -> Option<Self> {
        let rest = file.strip_prefix(MARK)?;
        let (of, rest) = rest.split_at_checked(NAME)?;
        let (columns, rest) = rest.split_first_chunk::<4>()?;
        let columns = usize::try_from(u32::from_le_bytes(*columns)).ok()?;
        let (numbers, after) = rest.as_chunks::<4>();
        let is_whole = after.is_empty() && numbers.len().is_multiple_of(columns.max(1));
        is_whole.then(|| Self {
            of: String::from_utf8_lossy(of).into_owned(),
            columns,
            numbers: numbers.iter().copied().map(f32::from_le_bytes).collect(),
        })
    }

    /// The file of a map with these rows, all of one length, for the model with weights of this name.
    pub fn write<'r>(of: &str, rows: impl Iterator<Item = &'r [f32]>) -> Vec<u8> {
        let rows: Vec<&[f32]> = rows.collect();
        let columns = rows.first().map_or(0, |row| row.len());
        let mut file = MARK.to_vec();
        file.extend(of.bytes().chain(std::iter::repeat(b' ')).take(NAME));
        file.extend(u32::try_from(columns).unwrap_or(u32::MAX).to_le_bytes());
        file.extend(rows.concat().into_iter().flat_map(f32::to_le_bytes));
        file
    }

    /// The vector turned; as it is when it is of another length.
    pub(crate) fn apply(&self, vector: Vec<f32>) -> Vec<f32> {
        if vector.len() * self.columns != self.numbers.len() {
            return vector;
        }
        let mut turned = vec![0.0; self.columns];
        for (number, row) in vector.iter().zip(self.numbers.chunks_exact(self.columns)) {
            for (sum, one) in turned.iter_mut().zip(row) {
                *sum += number * one;
            }
        }
        turned
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_and_applied() {
        let rows: [&[f32]; 2] = [&[1.0, 0.0, 2.0], &[0.0, -1.0, 0.5]];
        let file = Turn::write("0123456789abcdef", rows.into_iter());
        let turn = Turn::read(&file).expect("a map");
        assert_eq!(turn.of, "0123456789abcdef");
        assert_eq!(turn.apply(vec![2.0, 4.0]), [2.0, -4.0, 6.0]);
        assert_eq!(turn.apply(vec![2.0]), [2.0], "of another model");
        assert_eq!(Turn::read(b""), None);
        assert_eq!(Turn::read(&file[..file.len() - 1]), None);
    }
}
