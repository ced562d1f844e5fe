//! What changed between two contents apart from the body: one entry a field, in words.

use super::{Licence, Stage, Typed};
use crate::{
    money::{Currency, Money},
    numbers::{
        Numbers, Part, Return,
        rows::{Row, cost_rows, revenue_rows},
    },
};
use serde::Serialize;

/// How many months of a changed line are told one by one.
const MONTHS_TOLD: usize = 6;

/// A field that says something else now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldChange {
    /// Which one, in words: `Title`, `Price of one`, `Cost: rent`.
    pub field: String,
    /// What it said; nothing when it was empty.
    pub before: Option<String>,
    /// What it says; nothing when it is empty.
    pub after: Option<String>,
}

/// Every field but the body that differs, in the order of the form.
#[must_use]
pub fn changes(old: &Typed, new: &Typed) -> Vec<FieldChange> {
    let mut changes = Changes::default();
    changes.note("Title", filled(&old.title), filled(&new.title));
    changes.note("Pitch", filled(&old.pitch), filled(&new.pitch));
    changes.note("Tags", tags(old), tags(new));
    changes.note("Stage", Some(stage(old)), Some(stage(new)));
    changes.note("Licence", Some(licence(old)), Some(licence(new)));
    let mut changes = changes.0;
    changes.extend(of_numbers(old.numbers.as_ref(), new.numbers.as_ref()));
    changes
}

/// Every assumption that differs, in the order of the form.
#[must_use]
pub fn of_numbers(old: Option<&Numbers>, new: Option<&Numbers>) -> Vec<FieldChange> {
    let mut changes = Changes::default();
    scalars(&mut changes, old, new);
    worksheet(&mut changes, old, new);
    lines(
        &mut changes,
        "Revenue",
        &rows(old, revenue_rows),
        &rows(new, revenue_rows),
    );
    lines(
        &mut changes,
        "Cost",
        &rows(old, cost_rows),
        &rows(new, cost_rows),
    );
    changes.0
}

#[derive(Default)]
struct Changes(Vec<FieldChange>);

impl Changes {
    fn note(&mut self, field: impl Into<String>, before: Option<String>, after: Option<String>) {
        if before != after {
            self.0.push(FieldChange {
                field: field.into(),
                before,
                after,
            });
        }
    }
}

fn filled(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn tags(typed: &Typed) -> Option<String> {
    filled(&typed.tags.join(", "))
}

fn stage(typed: &Typed) -> String {
    let stage = typed.stage.parse().unwrap_or(Stage::Sketch);
    stage.to_string()
}

fn licence(typed: &Typed) -> String {
    let licence = typed.licence.parse().unwrap_or(Licence::BySa);
    licence.name().to_owned()
}

fn scalars(changes: &mut Changes, old: Option<&Numbers>, new: Option<&Numbers>) {
    let mut note = |field: &str, read: fn(&Numbers) -> Option<String>| {
        changes.note(field, old.and_then(read), new.and_then(read));
    };
    note("Currency", |numbers| Some(numbers.currency.clone()));
    note("Unit sold", |numbers| numbers.unit.clone());
    note("Price of one", |numbers| money(numbers, numbers.price?));
    note("Cost of one", |numbers| {
        money(numbers, numbers.cost_of_one()?)
    });
    note("Opening cash", |numbers| {
        money(numbers, numbers.opening_cash?)
    });
    note("Asks for", |numbers| money(numbers, numbers.ask?));
    note("Funder gets", |numbers| {
        numbers.returns.as_ref().map(returned)
    });
    note("Months", |numbers| {
        (!numbers.months.is_empty()).then(|| numbers.months.len().to_string())
    });
}

fn money(numbers: &Numbers, minor: i64) -> Option<String> {
    let currency = Currency::new(&numbers.currency).ok()?;
    Some(Money::new(minor, currency).to_string())
}

fn returned(returned: &Return) -> String {
    let (kind, terms) = (returned.kind.name(), &returned.terms);
    match (terms.is_empty(), returned.worked()) {
        (false, Some(worked)) => format!("{kind}: {terms} ({worked})"),
        (true, Some(worked)) => format!("{kind}: {worked}"),
        (_, None) => format!("{kind}: {terms}"),
    }
}

/// The parts of the worksheet, told apart by kind and label, and of the same by their order.
fn worksheet(changes: &mut Changes, old: Option<&Numbers>, new: Option<&Numbers>) {
    let (before, after) = (parts(old), parts(new));
    let find = |parts: &[(String, String)], name: &str| {
        let known = parts.iter().find(|(known, _)| known == name);
        known.map(|(_, sum)| sum.clone())
    };
    for (name, sum) in &after {
        changes.note(name.as_str(), find(&before, name), Some(sum.clone()));
    }
    for (name, sum) in before {
        if find(&after, &name).is_none() {
            changes.note(name, Some(sum), None);
        }
    }
}

fn parts(numbers: Option<&Numbers>) -> Vec<(String, String)> {
    let currency = numbers.and_then(|numbers| Currency::new(&numbers.currency).ok());
    let (Some(numbers), Some(currency)) = (numbers, currency) else {
        return Vec::new();
    };
    let same = |one: &Part, other: &Part| (one.kind, &one.label) == (other.kind, &other.label);
    let named = |(index, part): (usize, &Part)| {
        let before = numbers.worksheet[..index].iter();
        let name = format!("In one: {}, {}", part.label, part.kind);
        let name = match before.filter(|other| same(other, part)).count() {
            0 => name,
            others => format!("{name} ({})", others + 1),
        };
        (name, summed(part, currency))
    };
    numbers.worksheet.iter().enumerate().map(named).collect()
}

fn summed(part: &Part, currency: Currency) -> String {
    let money = |minor: Option<i64>| {
        minor.map_or_else(String::new, |minor| Money::new(minor, currency).to_string())
    };
    match part.minutes {
        Some(minutes) => {
            let wage = money(part.wage);
            format!("{}: {minutes} min at {wage} an hour", money(part.cost()))
        }
        None => money(part.amount),
    }
}

/// The lines of one side, with the currency that they are in.
struct Side<'n> {
    currency: Option<Currency>,
    rows: Vec<Row<'n>>,
}

fn rows(numbers: Option<&Numbers>, read: fn(&[crate::numbers::Month]) -> Vec<Row<'_>>) -> Side<'_> {
    Side {
        currency: numbers.and_then(|numbers| Currency::new(&numbers.currency).ok()),
        rows: numbers.map_or_else(Vec::new, |numbers| read(&numbers.months)),
    }
}

fn lines(changes: &mut Changes, side: &str, old: &Side<'_>, new: &Side<'_>) {
    for after in &new.rows {
        let name = name(side, after);
        match old.rows.iter().find(|before| before.line == after.line) {
            Some(before) if old.currency == new.currency => {
                let (before, after) = differing(new.currency, before, after);
                changes.note(name, before, after);
            }
            Some(before) => {
                changes.note(
                    name,
                    whole(old.currency, before),
                    whole(new.currency, after),
                );
            }
            None => changes.note(name, None, whole(new.currency, after)),
        }
    }
    let gone = |before: &&Row<'_>| new.rows.iter().all(|after| after.line != before.line);
    for before in old.rows.iter().filter(gone) {
        changes.note(name(side, before), whole(old.currency, before), None);
    }
}

fn name(side: &str, row: &Row<'_>) -> String {
    match row.line.life_months {
        Some(life) => format!("{side}: {}, over {life} months", row.line.label),
        None => format!("{side}: {}", row.line.label),
    }
}

/// A line that is on one side only: its sum.
fn whole(currency: Option<Currency>, row: &Row<'_>) -> Option<String> {
    let sum = row
        .amounts
        .iter()
        .flatten()
        .copied()
        .fold(0, i64::saturating_add);
    Some(format!("{} in all", Money::new(sum, currency?)))
}

/// A line that is on both sides: the months that differ.
fn differing(
    currency: Option<Currency>,
    before: &Row<'_>,
    after: &Row<'_>,
) -> (Option<String>, Option<String>) {
    let months = before.amounts.len().max(after.amounts.len());
    let at = |row: &Row<'_>, month: usize| row.amounts.get(month).copied().flatten();
    let differing: Vec<usize> = (0..months)
        .filter(|month| at(before, *month) != at(after, *month))
        .collect();
    let told = |row: &Row<'_>| {
        let mut told: Vec<String> = differing
            .iter()
            .take(MONTHS_TOLD)
            .map(|month| match (at(row, *month), currency) {
                (Some(minor), Some(currency)) => {
                    format!("month {}: {}", month + 1, Money::new(minor, currency))
                }
                _ => format!("month {}: none", month + 1),
            })
            .collect();
        if differing.len() > MONTHS_TOLD {
            told.push(format!("{} more", differing.len() - MONTHS_TOLD));
        }
        filled(&told.join("; "))
    };
    (told(before), told(after))
}

#[cfg(test)]
mod tests {
    use super::{FieldChange, changes};
    use crate::plans::Typed;

    fn typed(numbers: &str) -> Typed {
        Typed {
            title: "Solar laundromat".into(),
            numbers: serde_json::from_str(numbers).expect("numbers"),
            ..Typed::default()
        }
    }

    #[test]
    fn nothing_changed_is_nothing_told() {
        let one = typed(r#"{"currency": "USD", "price": 320}"#);
        let explicit = Typed {
            stage: "sketch".into(),
            licence: "CC-BY-SA-4.0".into(),
            ..one.clone()
        };
        assert_eq!(changes(&one, &explicit), []);
    }

    #[test]
    fn amounts_are_told_as_money_and_months_one_by_one() {
        let month = |amount| {
            format!(
                r#"{{"currency": "USD", "price": {amount}, "months": [
                    {{"costs": [{{"kind": "fixed", "label": "rent", "amount": 500}}]}},
                    {{"costs": [{{"kind": "fixed", "label": "rent", "amount": {amount}}}]}}]}}"#
            )
        };
        let change = |field: &str, before: &str, after: &str| FieldChange {
            field: field.into(),
            before: Some(before.into()),
            after: Some(after.into()),
        };
        let expected = [
            change("Price of one", "$4", "$4.50"),
            change("Cost: rent", "month 2: $4", "month 2: $4.50"),
        ];
        assert_eq!(changes(&typed(&month(400)), &typed(&month(450))), expected);
    }

    #[test]
    fn parts_of_the_cost_and_terms_of_the_return_are_told_one_by_one() {
        let old = typed(
            r#"{"currency": "USD", "worksheet": [
                {"kind": "materials", "label": "soap", "amount": 42},
                {"kind": "work", "label": "folding", "minutes": 10, "wage": 1500}],
                "return": {"kind": "loan"}}"#,
        );
        let new = typed(
            r#"{"currency": "USD", "opening_cash": 500, "worksheet": [
                {"kind": "materials", "label": "soap", "amount": 42},
                {"kind": "work", "label": "folding", "minutes": 10, "wage": 1800},
                {"kind": "materials", "label": "soap", "amount": 1}],
                "return": {"kind": "loan", "interest_bp": 500}}"#,
        );
        let told: Vec<_> = changes(&old, &new)
            .into_iter()
            .map(|change| (change.field, change.before, change.after))
            .collect();
        let change = |field: &str, before: Option<&str>, after: Option<&str>| {
            (
                field.to_owned(),
                before.map(str::to_owned),
                after.map(str::to_owned),
            )
        };
        assert_eq!(
            told,
            [
                change("Cost of one", Some("$2.92"), Some("$3.43")),
                change("Opening cash", None, Some("$5")),
                change("Funder gets", Some("loan: "), Some("loan: 5% a year")),
                change(
                    "In one: folding, work",
                    Some("$2.50: 10 min at $15 an hour"),
                    Some("$3: 10 min at $18 an hour")
                ),
                change("In one: soap, materials (2)", None, Some("$0.01")),
            ]
        );
    }

    #[test]
    fn a_line_that_came_or_went_is_told_by_its_sum() {
        let with = typed(
            r#"{"currency": "USD", "months": [
                {"revenue": [{"kind": "sales", "label": "washes", "amount": 120000}]}]}"#,
        );
        let told = changes(&typed(r#"{"currency": "USD", "months": [{}]}"#), &with);
        let expected = FieldChange {
            field: "Revenue: washes".into(),
            before: None,
            after: Some("$1,200 in all".into()),
        };
        assert_eq!(told, [expected]);
    }
}
