//! A plan's figures as they are searched and compared by.

use super::query::Figure;
use crate::{broken::Broken, money::Currency, numbers::Numbers, plans::Figures};

/// The figures of a plan with numbers.
#[derive(Clone, Debug)]
pub(super) struct Known {
    /// ISO 4217.
    pub currency: String,
    /// Those that it has; money in hundredths.
    pub figures: Vec<(Figure, i64)>,
}

/// Reads what is stored of a plan's figures and numbers; nothing of a plan without numbers.
pub(super) fn read(figures: Option<&str>, numbers: Option<&str>) -> Result<Option<Known>, Broken> {
    let Some(figures) = figures else {
        return Ok(None);
    };
    let figures: Figures = serde_json::from_str(figures)?;
    let numbers: Option<Numbers> = numbers.map(serde_json::from_str).transpose()?;
    let price = numbers.and_then(|numbers| numbers.price);
    let hundredths = |minor| hundredths(minor, &figures.currency);
    let found = [
        (Figure::Price, price.and_then(hundredths)),
        (Figure::Ask, figures.ask.and_then(hundredths)),
        (Figure::Even, figures.breaks_even_by_day.map(i64::from)),
    ];
    let found = found
        .into_iter()
        .filter_map(|(figure, number)| Some((figure, number?)));
    Ok(Some(Known {
        figures: found.collect(),
        currency: figures.currency,
    }))
}

/// An amount in hundredths of its currency, whatever the currency's minor unit is.
fn hundredths(minor: i64, currency: &str) -> Option<i64> {
    match Currency::new(currency).ok()?.exponent() {
        0 => minor.checked_mul(100),
        2 => Some(minor),
        _ => Some(minor / 10),
    }
}
