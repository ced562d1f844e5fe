//! A plan's figures as they are searched and compared by.

use super::query::Figure;
use crate::{broken::Broken, money::Currency, numbers::Numbers, plans::Figures};
use serde::Deserialize;

/// The figures of a plan with numbers.
#[derive(Clone, Debug)]
pub(super) struct Known {
    /// ISO 4217.
    pub currency: String,
    /// Those that it has; money in hundredths.
    pub figures: Vec<(Figure, i64)>,
}

/// What is needed of a plan's numbers, of which the months are by far the most.
#[derive(Deserialize)]
struct Priced {
    price: Option<i64>,
}

/// Reads what is stored of a plan's figures and numbers; nothing of a plan without numbers.
pub(super) fn read(figures: Option<&str>, numbers: Option<&str>) -> Result<Option<Known>, Broken> {
    let Some(figures) = figures else {
        return Ok(None);
    };
    let figures: Figures = serde_json::from_str(figures)?;
    let priced: Option<Priced> = numbers.map(serde_json::from_str).transpose()?;
    let price = priced.and_then(|numbers| numbers.price);
    let even = figures.breaks_even_by_day;
    Ok(Some(known(figures.currency, price, figures.ask, even)))
}

/// The figures of numbers that are not stored yet; nothing when they do not add up.
pub(super) fn of(numbers: &Numbers) -> Option<Known> {
    let checked = numbers.clone().check().ok()?;
    let even = checked.results().breaks_even_by_day;
    let Numbers {
        currency,
        price,
        ask,
        ..
    } = checked.into_numbers();
    Some(known(currency, price, ask, even))
}

fn known(currency: String, price: Option<i64>, ask: Option<i64>, even: Option<u32>) -> Known {
    let hundredths = |minor| in_hundredths(minor, &currency);
    let found = [
        (Figure::Price, price.and_then(hundredths)),
        (Figure::Ask, ask.and_then(hundredths)),
        (Figure::Even, even.map(i64::from)),
    ];
    let found = found
        .into_iter()
        .filter_map(|(figure, number)| Some((figure, number?)));
    Known {
        figures: found.collect(),
        currency,
    }
}

/// An amount in hundredths of its currency, whatever the currency's minor unit is.
pub(crate) fn in_hundredths(minor: i64, currency: &str) -> Option<i64> {
    match Currency::new(currency).ok()?.exponent() {
        0 => minor.checked_mul(100),
        2 => Some(minor),
        _ => Some(minor / 10),
    }
}
