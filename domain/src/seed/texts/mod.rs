//! What a seeded forum says: plain sentences with changing words and figures, in the sections that
//! a plan has. Not meant to be read for long, but of the size and shape of what is.

mod figures;
mod sentences;
mod words;

pub(super) use words::name;

use crate::{
    numbers::Numbers,
    plans::{Licence, Stage, Typed},
};
use figures::numbers;
use rand::{RngExt, rngs::StdRng, seq::IndexedRandom};
use sentences::{REMARKS, SECTIONS};
use std::fmt::Write;
use words::{PLACES, TAGS, TRADES, fill, pick};

/// A plan.
pub(super) fn plan(chance: &mut StdRng) -> Typed {
    let (trade, place) = (*pick(chance, TRADES), *pick(chance, PLACES));
    let title = fill(chance, &format!("{{Name}} {trade} for {place}"));
    let pitch = fill(
        chance,
        &format!(
            "A {{quality}} {trade} for {{customers}} in {place}: {{n}} {{things}} a month at {{money}} each, even by the third month."
        ),
    );
    let numbers = chance.random_bool(0.8).then(|| numbers(chance));
    Typed {
        title,
        pitch,
        body: body(chance, numbers.as_ref()),
        tags: tags(chance),
        stage: pick(chance, Stage::ALL).as_str().into(),
        licence: pick(chance, Licence::ALL).as_str().into(),
        numbers,
    }
}

/// The same plan after a change.
pub(super) fn changed(chance: &mut StdRng, before: &Typed) -> Typed {
    let mut after = before.clone();
    let addition = fill(
        chance,
        "\n\nSince the last version {n} {customers} have said yes, and {material} is {money} cheaper.",
    );
    after.body.push_str(&addition);
    after
}

/// A comment.
pub(super) fn remark(chance: &mut StdRng) -> String {
    let first = pick(chance, REMARKS);
    let first = fill(chance, first);
    if chance.random_bool(0.4) {
        let second = pick(chance, REMARKS);
        let second = fill(chance, second);
        return format!("{first}\n\n{second}");
    }
    first
}

fn body(chance: &mut StdRng, numbers: Option<&Numbers>) -> String {
    let mut body = fill(
        chance,
        "A {trade} for {customers}, in {place}. It is {quality}, and it is meant to stay so.\n",
    );
    for (title, sentences) in SECTIONS {
        let _ = write!(body, "\n## {title}\n\n");
        for paragraph in 0..2 {
            let some = sentences.sample(chance, 2 + paragraph).copied();
            let some: Vec<String> = some
                .collect::<Vec<_>>()
                .into_iter()
                .map(|one| fill(chance, one))
                .collect();
            let separator = if some.iter().any(|one| one.starts_with(['-', '1'])) {
                "\n\n"
            } else {
                " "
            };
            let _ = write!(body, "{}\n\n", some.join(separator));
        }
        if *title == "Month by month" {
            month_table(&mut body, numbers);
        }
    }
    body.trim_end().to_owned()
}

fn month_table(body: &mut String, numbers: Option<&Numbers>) {
    let Some(numbers) = numbers else { return };
    body.push_str("| Month | Money in | Money out |\n| ---: | ---: | ---: |\n");
    for (month, lines) in (1..).zip(&numbers.months).take(6) {
        let paid: i64 = lines.revenue.iter().map(|line| line.amount).sum();
        let spent: i64 = lines.costs.iter().map(|line| line.amount).sum();
        let _ = writeln!(body, "| {month} | {} | {} |", paid / 100, spent / 100);
    }
    body.push('\n');
}

fn tags(chance: &mut StdRng) -> Vec<String> {
    let many = chance.random_range(1..=4);
    let mut tags: Vec<String> = TAGS.sample(chance, many).map(|tag| (*tag).into()).collect();
    if chance.random_bool(0.2) {
        tags.push(name(chance));
    }
    tags
}
