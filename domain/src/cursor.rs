//! Where a page of a list ended, so that the next one begins behind it.

use std::{fmt, str::FromStr};

/// A place in a list: the value that the list is ordered by, and the number of what stands there,
/// which tells those of one value apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cursor {
    pub(crate) value: i64,
    pub(crate) id: i64,
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}_{}", self.value, self.id)
    }
}

impl FromStr for Cursor {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parse = || {
            let (value, id) = text.split_once('_')?;
            Some(Self {
                value: value.parse().ok()?,
                id: id.parse().ok()?,
            })
        };
        parse().ok_or("is not a place in this list")
    }
}

#[cfg(test)]
mod tests {
    use super::Cursor;

    #[test]
    fn a_place_is_read_as_it_was_written() {
        let place = Cursor { value: -7, id: 12 };
        assert_eq!(place.to_string(), "-7_12");
        assert_eq!("-7_12".parse(), Ok(place));
        for wrong in [
            "",
            "7",
            "7_",
            "_7",
            "a_7",
            "7_12_1",
            "99999999999999999999_1",
        ] {
            assert!(wrong.parse::<Cursor>().is_err(), "{wrong}");
        }
    }
}
