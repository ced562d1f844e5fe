//! The table itself, as a file.

use crate::{Counts, Meaning, PROCESSOR, Vocabulary};

/// A vector for each word and piece of a word, as long as the word tells.
///
/// The file: `OPM1`, how many units, how many dimensions, how many bytes of names; the names, a line
/// each; for each unit a scale; for each unit its numbers, a signed byte each. All little endian.
#[derive(Debug)]
pub struct Table<'f> {
    vocabulary: Vocabulary<'f>,
    dimensions: usize,
    scales: Vec<f32>,
    numbers: &'f [u8],
}

const MARK: &[u8] = b"OPM1";
const HEAD: usize = 16;

/// What was read is no table, or not a whole one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("it is not a table of meanings")]
pub struct NotATable;

impl<'f> Table<'f> {
    /// Reads a file, without copying its vectors.
    ///
    /// # Errors
    /// When it is none.
    pub fn read(file: &'f [u8]) -> Result<Self, NotATable> {
        let parts = || {
            let rest = file.strip_prefix(MARK)?;
            let head = rest.get(..HEAD - MARK.len())?.as_chunks::<4>().0;
            let [count, dimensions, names] = [head[0], head[1], head[2]].map(u32::from_le_bytes);
            let count = usize::try_from(count).ok()?;
            let dimensions = usize::try_from(dimensions).ok()?;
            let (names, rest) = file
                .get(HEAD..)?
                .split_at_checked(usize::try_from(names).ok()?)?;
            let (scales, numbers) = rest.split_at_checked(count.checked_mul(4)?)?;
            let names = std::str::from_utf8(names).ok()?;
            let is_whole =
                numbers.len() == count.checked_mul(dimensions)? && names.lines().count() == count;
            is_whole.then(|| Self {
                vocabulary: Vocabulary::new(names.lines()),
                dimensions,
                scales: scales
                    .as_chunks::<4>()
                    .0
                    .iter()
                    .copied()
                    .map(f32::from_le_bytes)
                    .collect(),
                numbers,
            })
        };
        parts().ok_or(NotATable)
    }

    /// The file of a table with these names, no line breaks in them, and these vectors, all of one
    /// length. Of a vector each number is kept as one of 255 steps.
    pub fn write<'n>(units: impl IntoIterator<Item = (&'n str, Vec<f32>)>) -> Vec<u8> {
        let (mut names, mut scales, mut numbers) = (String::new(), Vec::new(), Vec::new());
        let mut dimensions = 0;
        for (name, vector) in units {
            names.push_str(name);
            names.push('\n');
            dimensions = vector.len();
            let most = vector
                .iter()
                .fold(0.0_f32, |most, number| most.max(number.abs()));
            let step = if most > 0.0 { most / 127.0 } else { 1.0 };
            scales.push(if most > 0.0 { step } else { 0.0 });
            #[expect(clippy::cast_possible_truncation, reason = "between -127 and 127")]
            let bytes = vector.iter().map(|number| (number / step).round() as i8);
            numbers.extend(bytes.map(i8::cast_unsigned));
        }
        let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes();
        let mut file = MARK.to_vec();
        file.extend([scales.len(), dimensions, names.len()].map(number).concat());
        file.extend(names.as_bytes());
        file.extend(scales.into_iter().flat_map(f32::to_le_bytes));
        file.extend(numbers);
        file
    }

    /// What a text says, in the table's words.
    pub fn counts<'t>(
        &self,
        title: &'t str,
        others: impl IntoIterator<Item = &'t str>,
    ) -> Counts<'t> {
        self.vocabulary.counts(title, others)
    }

    /// What a text is about; nothing when no word of it tells anything.
    pub fn meaning(&self, counts: &Counts<'_>) -> Option<Meaning> {
        let mut sum = vec![0.0_f32; self.dimensions];
        // Floats are added in one order, so that a text has one vector.
        PROCESSOR.dispatch(
            #[inline(always)]
            || {
                for (unit, counts) in counts.iter() {
                    let (scale, numbers) = self.vector(unit);
                    add(counts * scale, numbers, &mut sum);
                }
            },
        );
        Meaning::of_numbers(&sum)
    }

    /// How many numbers a vector has.
    pub fn dimensions(&self) -> usize {
        self.dimensions
    }

    /// A unit's vector, and what each number of it is to be multiplied with.
    pub(crate) fn vector(&self, unit: u32) -> (f32, &[u8]) {
        let unit = usize::try_from(unit).unwrap_or(0);
        let numbers = &self.numbers[unit * self.dimensions..][..self.dimensions];
        (self.scales[unit], numbers)
    }
}

#[expect(
    clippy::inline_always,
    reason = "compiled anew for each kind of processor"
)]
#[inline(always)]
fn add(times: f32, numbers: &[u8], sum: &mut [f32]) {
    if times > 0.0 {
        for (sum, number) in sum.iter_mut().zip(numbers) {
            *sum += times * f32::from(number.cast_signed());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{shared, telling};

    fn file() -> Vec<u8> {
        Table::write([
            ("coin", vec![1.0, 0.0]),
            ("laundry", vec![0.5, 2.0]),
            ("washing", vec![0.25, 2.0]),
            ("the", vec![0.0, 0.0]),
        ])
    }

    #[test]
    fn what_is_written_is_read() {
        let file = file();
        let table = Table::read(&file).expect("a table");
        assert_eq!(table.dimensions(), 2);
        let meaning = |text| table.meaning(&table.counts(text, []));
        let coin = meaning("the coin").expect("a word");
        assert_eq!(coin.numbers(), [127, 0]);
        let laundry = meaning("Laundry").expect("a word");
        let likeness = coin.likeness(&laundry);
        assert!(
            (likeness - 0.5 / 4.25_f32.sqrt()).abs() < 0.01,
            "{likeness}"
        );
        assert_eq!(meaning("the"), None);
        assert_eq!(meaning("unknown"), None);
    }

    #[test]
    fn what_is_no_table_is_refused() {
        let file = file();
        for wrong in [
            &b""[..],
            b"OPM1",
            b"nothing at all, but long enough",
            &file[..file.len() - 1],
        ] {
            assert!(Table::read(wrong).is_err());
        }
    }

    #[test]
    fn what_is_shared_is_told_as_each_says_it() {
        let file = file();
        let table = Table::read(&file).expect("a table");
        let telling = |text| telling(&table, &table.counts(text, []));
        let told = shared(
            &telling("the coin laundry"),
            &telling("the coins, washing"),
            3,
        );
        let told: Vec<_> = told
            .iter()
            .map(|one| (one.here.as_str(), one.there.as_str()))
            .collect();
        assert_eq!(told, [("laundry", "washing"), ("coin", "coins")]);
    }
}
