//! What a condition such as `ask:<20k` asks.

use super::{Bounds, Figure, What};
use crate::{money::Currency, plans::Licence};

/// Why a condition was not understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum NotUnderstood {
    Field,
    Value(&'static str),
}

/// Whether this before a colon is a condition.
pub(in crate::search) fn is_field(word: &str) -> bool {
    condition(&word.to_lowercase(), "") != Err(NotUnderstood::Field)
}

pub(super) fn condition(field: &str, value: &str) -> Result<What, NotUnderstood> {
    let value = value.trim();
    let expected = NotUnderstood::Value;
    if let Some((_, figure)) = Figure::ALL.iter().find(|(word, _)| *word == field) {
        let bounds = bounds(*figure, value);
        let bounds = bounds.ok_or(expected(
            "write a number after it, such as <60, >=3 or 10..20",
        ))?;
        return Ok(What::Figure(*figure, bounds));
    }
    let small = value.to_lowercase();
    match field {
        "kind" | "type" => small
            .trim_end_matches('s')
            .replace("people", "person")
            .parse()
            .map(What::Kind)
            .map_err(|_| expected("it is one of plan, comment, person")),
        "tag" => value
            .parse()
            .map(What::Tag)
            .map_err(|_| expected("a tag has 2 to 24 of a-z, 0-9 and -")),
        "by" | "author" | "from" => Some(small.trim_start_matches('@'))
            .filter(|handle| !handle.is_empty() && handle.chars().all(is_of_handle))
            .map(|handle| What::By(handle.to_owned()))
            .ok_or(expected("write somebody's handle after it")),
        "stage" => small
            .parse()
            .map(What::Stage)
            .map_err(|_| expected("it is one of sketch, seeking, running, closed")),
        "licence" | "license" => licence(&small)
            .map(What::Licence)
            .ok_or(expected("it is one of by-sa, by, cc0")),
        "currency" => Currency::new(&value.to_uppercase())
            .map(|currency| What::Currency(currency.code().to_lowercase()))
            .map_err(|_| expected("write a currency's code after it, such as usd")),
        _ => Err(NotUnderstood::Field),
    }
}

fn is_of_handle(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '-'
}

fn licence(text: &str) -> Option<Licence> {
    let text = text.replace([' ', '_'], "-");
    let short = |licence: Licence| {
        let name = licence.as_str().to_lowercase();
        let name = name.trim_start_matches("cc-").to_owned();
        name.rsplit_once('-')
            .map_or(name.clone(), |(name, _)| name.to_owned())
    };
    let mut all = Licence::ALL.iter().copied();
    all.find(|licence| {
        let (whole, short) = (licence.as_str().to_lowercase(), short(*licence));
        text == whole || text == short || text == format!("cc-{short}")
    })
}

/// `60`, `<60`, `<=60`, `>60`, `>=60`, `10..60`, `10..`, `..60`.
fn bounds(figure: Figure, text: &str) -> Option<Bounds> {
    let number = |text: &str| figure.parse(text.trim());
    if let Some((from, to)) = text.split_once("..") {
        let side = |text: &str| {
            if text.trim().is_empty() {
                Some(None)
            } else {
                number(text).map(Some)
            }
        };
        let bounds = Bounds {
            from: side(from)?,
            to: side(to)?,
        };
        return (bounds != Bounds::default()).then_some(bounds);
    }
    let (at_least, at_most) = (
        |from| Bounds {
            from: Some(from),
            to: None,
        },
        |to| Bounds {
            from: None,
            to: Some(to),
        },
    );
    if let Some(rest) = text.strip_prefix("<=").or(text.strip_prefix('≤')) {
        number(rest).map(at_most)
    } else if let Some(rest) = text.strip_prefix(">=").or(text.strip_prefix('≥')) {
        number(rest).map(at_least)
    } else if let Some(rest) = text.strip_prefix('<') {
        number(rest)
            .filter(|most| *most > 0)
            .map(|most| at_most(most - 1))
    } else if let Some(rest) = text.strip_prefix('>') {
        number(rest).map(|from| at_least(from.saturating_add(1)))
    } else {
        let number = number(text.strip_prefix('=').unwrap_or(text))?;
        Some(Bounds {
            from: Some(number),
            to: Some(number),
        })
    }
}

impl Figure {
    fn parse(self, text: &str) -> Option<i64> {
        if text.starts_with(['-', '−']) {
            return None;
        }
        // A currency's sign.
        let text = text.trim_start_matches(|letter: char| !letter.is_ascii_digit());
        let (text, times) = match text.to_lowercase().strip_suffix(['k', 'm']) {
            Some(number) => (
                number.to_owned(),
                if text.ends_with(['k', 'K']) {
                    1_000
                } else {
                    1_000_000
                },
            ),
            None => (text.to_owned(), 1),
        };
        let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
        let whole: i64 = whole.replace(['_', '\'', ','], "").parse().ok()?;
        let digits = part
            .bytes()
            .all(|byte| byte.is_ascii_digit())
            .then_some(part)?;
        let hundredths: i64 = format!("{digits:0<2}").get(..2)?.parse().ok()?;
        let all = whole
            .checked_mul(100)?
            .checked_add(hundredths)?
            .checked_mul(times)?;
        Some(if self.is_money() { all } else { all / 100 })
    }
}
