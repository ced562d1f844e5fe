//! What a text is about, as a vector: texts about the same thing in other words lie close together.
//!
//! A table holds a vector for each of tens of thousands of words and pieces of words, and a text's
//! vector is the sum of those of its different words, of length one. No model runs. `docs/similar.md`
//! says how the forum's table was made; this crate reads, writes and applies such tables, and knows
//! nothing of the forum.

mod shared;
mod table;
mod words;

pub use shared::{Shared, Telling, shared, telling};
pub use table::{NotATable, Table};
pub use words::{Counts, Vocabulary};

use std::sync::LazyLock;

/// A vector, a byte for each number, and what each is to be multiplied with.
#[derive(Clone, Debug, PartialEq)]
pub struct Meaning {
    scale: f32,
    numbers: Vec<i8>,
}

impl Meaning {
    /// These numbers in bytes, brought to length one; nothing when all are zero.
    pub fn of_numbers(sum: &[f32]) -> Option<Self> {
        let length = dot(sum, sum).sqrt();
        let most = sum
            .iter()
            .fold(0.0_f32, |most, number| most.max(number.abs()));
        if !length.is_normal() {
            return None;
        }
        #[expect(clippy::cast_possible_truncation, reason = "between -127 and 127")]
        let numbers = sum
            .iter()
            .map(|number| (number / most * 127.0).round() as i8)
            .collect();
        Some(Self {
            scale: most / 127.0 / length,
            numbers,
        })
    }

    /// How close another is: 1 for the same, 0 for what has nothing in common.
    pub fn likeness(&self, other: &Self) -> f32 {
        let numbers: Vec<u8> = other
            .numbers
            .iter()
            .map(|one| one.cast_unsigned())
            .collect();
        self.likeness_to(other.scale, &numbers)
    }

    /// How close another is, by its scale and its numbers as they are stored.
    pub fn likeness_to(&self, scale: f32, numbers: &[u8]) -> f32 {
        let sum = on_this_processor(&self.numbers, numbers);
        #[expect(clippy::cast_precision_loss, reason = "at most 512 × 127²")]
        let sum = sum as f32;
        sum * self.scale * scale
    }

    /// As it is stored.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.scale.to_le_bytes().to_vec();
        bytes.extend(self.numbers.iter().map(|number| number.cast_unsigned()));
        bytes
    }

    /// From where it was stored.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (scale, numbers) = Self::in_bytes(bytes)?;
        Some(Self::of_parts(scale, numbers))
    }

    /// The scale and the numbers of a vector that was stored.
    pub fn in_bytes(bytes: &[u8]) -> Option<(f32, &[u8])> {
        let (scale, numbers) = bytes.split_first_chunk::<4>()?;
        (!numbers.is_empty()).then_some((f32::from_le_bytes(*scale), numbers))
    }

    /// Of a scale and numbers as they are stored.
    pub fn of_parts(scale: f32, numbers: &[u8]) -> Self {
        Self {
            scale,
            numbers: numbers.iter().map(|number| number.cast_signed()).collect(),
        }
    }

    /// What each number is to be multiplied with.
    pub fn scale(&self) -> f32 {
        self.scale
    }

    /// The numbers.
    pub fn numbers(&self) -> &[i8] {
        &self.numbers
    }
}

/// What this processor can do, asked once: the product is compiled for several kinds, and the best one is
/// taken. A forum's program runs on all of them.
static PROCESSOR: LazyLock<pulp::Arch> = LazyLock::new(pulp::Arch::new);

fn on_this_processor(a: &[i8], b: &[u8]) -> i32 {
    PROCESSOR.dispatch(
        #[inline(always)]
        || product(a, b),
    )
}

#[expect(
    clippy::inline_always,
    reason = "compiled anew for each kind of processor"
)]
#[inline(always)]
fn product(a: &[i8], b: &[u8]) -> i32 {
    // In two steps, because processors multiply and add pairs of 16 bits at once.
    let product = |(a, b): (&i8, &u8)| i32::from(i16::from(*a) * i16::from(b.cast_signed()));
    a.iter().zip(b).map(product).sum()
}

fn dot(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vector_is_kept_in_bytes() {
        let meaning = Meaning::of_numbers(&[3.0, -4.0, 0.0]).expect("a vector");
        assert_eq!(meaning.numbers(), [95, -127, 0]);
        let itself = meaning.likeness(&meaning);
        assert!((itself - 1.0).abs() < 0.01, "{itself}");
        let bytes = meaning.to_bytes();
        assert_eq!(bytes.len(), 3 + 4);
        assert_eq!(Meaning::from_bytes(&bytes), Some(meaning));
        assert_eq!(Meaning::from_bytes(&[0; 4]), None);
        assert_eq!(Meaning::of_numbers(&[0.0, 0.0]), None);
        assert_eq!(Meaning::of_numbers(&[f32::NAN, 1.0]), None);
    }

    #[test]
    fn the_product_is_the_same_on_every_processor() {
        for length in [1, 15, 16, 31, 64, 255, 256, 512] {
            let numbers = |begin: i8| -> Vec<i8> {
                let next = |last: &i8| Some(last.wrapping_mul(37).wrapping_add(11));
                let numbers = std::iter::successors(Some(begin), next);
                numbers.map(|one| one.max(-127)).take(length).collect()
            };
            let (mine, other) = (numbers(3), numbers(101));
            let both = mine.iter().zip(&other);
            let expected: i32 = both.map(|(a, b)| i32::from(*a) * i32::from(*b)).sum();
            let bytes: Vec<u8> = other.iter().map(|one| one.cast_unsigned()).collect();
            assert_eq!(on_this_processor(&mine, &bytes), expected, "{length}");
        }
    }
}
