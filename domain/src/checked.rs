//! The rules that every typed text keeps, whatever it is for.

use crate::text::input;

/// Whether a text may have more than one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lines {
    /// It is folded into one, and trimmed.
    One,
    /// It may; its end is trimmed.
    Many,
}

/// A typed text made clean (see [`input::normalise_input`]), with at least and at most so many letters.
///
/// # Errors
/// What is wrong, as a sentence to show by the field.
pub fn text(typed: &str, lines: Lines, least: usize, most: usize) -> Result<String, String> {
    let clean = input::normalise_input(typed).map_err(|error| error.to_string())?;
    let clean = match lines {
        Lines::One => clean.split_whitespace().collect::<Vec<_>>().join(" "),
        Lines::Many => clean.trim_end().trim_start_matches('\n').to_owned(),
    };
    match clean.chars().count() {
        0 if least > 0 => Err("must not be empty".into()),
        length if length < least => Err(format!(
            "is {length} letters long; it takes at least {least}"
        )),
        length if length > most => Err(format!(
            "is {length} letters long; at most {most} are allowed"
        )),
        _ => Ok(clean),
    }
}
