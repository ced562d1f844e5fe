//! What a change of numbers does: the results that differ, in words.

use super::FieldChange;
use crate::numbers::{CheckedNumbers, Numbers, rules::Results};

/// The results of both that differ: break even, profit, margin, lowest cash. Numbers that break a
/// rule have none.
#[must_use]
pub fn effects(old: Option<&Numbers>, new: Option<&Numbers>) -> Vec<FieldChange> {
    let (old, new) = (Worked::out(old), Worked::out(new));
    let unit = [&new, &old]
        .into_iter()
        .find_map(|worked| worked.as_ref()?.numbers.unit())
        .unwrap_or("unit");
    let effect = |field: &str, words: fn(&Worked) -> Option<String>| FieldChange {
        field: field.to_owned(),
        before: old.as_ref().and_then(words),
        after: new.as_ref().and_then(words),
    };
    let effects = [
        effect("Breaks even", |worked| {
            worked.by_day(worked.results.breaks_even_by_day)
        }),
        effect("Profitable", |worked| {
            worked.by_day(worked.results.profitable_by_day)
        }),
        effect(&format!("Margin per {unit}"), Worked::margin),
        effect("Lowest cash", Worked::lowest_cash),
        effect("The ask", Worked::ask_to_spare),
    ];
    let differs = |effect: &FieldChange| effect.before != effect.after;
    effects.into_iter().filter(differs).collect()
}

/// Numbers and what they come to.
struct Worked {
    numbers: CheckedNumbers,
    results: Results,
}

impl Worked {
    fn out(numbers: Option<&Numbers>) -> Option<Self> {
        let numbers = numbers?.clone().check().ok()?;
        Some(Self {
            results: numbers.results(),
            numbers,
        })
    }

    fn by_day(&self, day: Option<u32>) -> Option<String> {
        match (day, self.results.months.len()) {
            (_, 0) => None,
            (Some(day), _) => Some(format!("by day {day}")),
            (None, 1) => Some("not within 1 month".to_owned()),
            (None, months) => Some(format!("not within {months} months")),
        }
    }

    fn margin(&self) -> Option<String> {
        let margin = self.results.margin?;
        Some(match margin.percent {
            // With a real minus sign, as money has it.
            Some(percent) => format!("{} ({percent}%)", margin.amount).replace('-', "−"),
            None => margin.amount.to_string(),
        })
    }

    fn lowest_cash(&self) -> Option<String> {
        let lowest = self.results.lowest_cash?;
        let amount = self.numbers.money(lowest.amount);
        Some(format!("{amount} in month {}", lowest.month))
    }

    fn ask_to_spare(&self) -> Option<String> {
        let spare = self.results.ask_to_spare?;
        let amount = self.numbers.money(spare.saturating_abs());
        Some(if spare < 0 {
            format!("falls short by {amount}")
        } else {
            format!("leaves {amount} to spare")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{FieldChange, effects};
    use crate::numbers::{Numbers, testing};

    fn effect(field: &str, before: Option<&str>, after: Option<&str>) -> FieldChange {
        FieldChange {
            field: field.to_owned(),
            before: before.map(str::to_owned),
            after: after.map(str::to_owned),
        }
    }

    fn sold(price: i64, months: &[(i64, i64)]) -> Numbers {
        Numbers {
            unit: Some("wash".to_owned()),
            price: Some(price),
            unit_cost: Some(200),
            ..testing::simple(months)
        }
    }

    #[test]
    fn what_differs_is_told_and_nothing_else() {
        let old = sold(150, &[(0, 50_000), (10_000, 20_000)]);
        let new = sold(320, &[(0, 50_000), (30_000, 20_000)]);
        let told = [
            effect(
                "Breaks even",
                Some("not within 2 months"),
                Some("by day 60"),
            ),
            effect("Profitable", Some("not within 2 months"), Some("by day 60")),
            effect(
                "Margin per wash",
                Some("−$0.50 (−33%)"),
                Some("$1.20 (38%)"),
            ),
            effect(
                "Lowest cash",
                Some("−$600 in month 2"),
                Some("−$500 in month 1"),
            ),
        ];
        assert_eq!(effects(Some(&old), Some(&new)), told);
        let dearer = sold(320, &[(0, 50_000), (30_100, 20_000)]);
        assert_eq!(effects(Some(&new), Some(&dearer)), []);
    }

    #[test]
    fn what_the_ask_leaves_is_told() {
        let asking = |ask| Numbers {
            ask: Some(ask),
            ..testing::simple(&[(0, 50_000)])
        };
        let told = [effect(
            "The ask",
            Some("falls short by $100"),
            Some("leaves $0 to spare"),
        )];
        assert_eq!(effects(Some(&asking(40_000)), Some(&asking(50_000))), told);
    }

    #[test]
    fn numbers_that_came_or_went_are_told_on_one_side() {
        let new = testing::simple(&[(0, 0)]);
        let told = [
            effect("Breaks even", None, Some("by day 30")),
            effect("Profitable", None, Some("not within 1 month")),
            effect("Lowest cash", None, Some("$0 in month 1")),
        ];
        assert_eq!(effects(None, Some(&new)), told);
        let unknown = testing::numbers("???", Vec::new());
        assert_eq!(effects(Some(&unknown), None), []);
    }
}
