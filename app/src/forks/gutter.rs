//! The drawing of a family tree, a strip beside each row of its list, as histories of code are
//! drawn: titles stay text that can be selected, followed and wrapped, and a narrow window makes
//! narrow words and not small letters.

use super::tree::Row;
use leptos::prelude::*;

/// From the top of a row to the middle of its first line.
const MIDDLE: usize = 18;
/// From one lane to the next.
const STEP: usize = 18;
/// The same where many stand beside each other.
const NARROW: usize = 10;
/// So many lanes stand wide.
const WIDE_LANES: usize = 4;
/// Beside the first lane and the last.
const MARGIN: usize = 9;
/// Longer than any row is high: the row cuts off what is below it.
const DOWN: usize = 9999;

/// What a row's plan is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// The plan whose page it is.
    Here,
    /// One of its ancestors.
    Ancestor,
    /// Any other.
    Other,
    /// A fork in which nothing was changed yet, or some of them.
    Untouched,
    /// One that was withdrawn or erased.
    Gone,
}

/// How a list of rows is drawn: all alike, or their lines would not meet.
#[derive(Clone, Copy, Debug)]
pub(super) struct Gutter {
    step: usize,
}

impl Gutter {
    /// For all of these rows.
    pub(super) fn of(rows: &[Row]) -> Self {
        let deepest = rows.iter().map(|row| row.lane).max().unwrap_or(0);
        let step = if deepest > WIDE_LANES { NARROW } else { STEP };
        Self { step }
    }

    /// The strip beside this row.
    pub(super) fn draw(self, row: &Row, mark: Mark, label: String) -> AnyView {
        self.strip(row, mark, label, None)
    }

    /// The strip beside a row into which others are folded, which hang from the same plan: when
    /// they are open, its line goes on to them.
    pub(super) fn draw_folded(self, row: &Row, label: String) -> AnyView {
        let on = row.from.map(|from| format!("M{} 0V{DOWN}", self.x(from)));
        self.strip(row, Mark::Untouched, label, on)
    }

    fn strip(self, row: &Row, mark: Mark, label: String, opened: Option<String>) -> AnyView {
        let x = self.x(row.lane);
        let (class, radius) = match mark {
            Mark::Here => ("here", "6"),
            Mark::Ancestor => ("ancestor", "6"),
            Mark::Other => ("other", "5"),
            Mark::Untouched => ("untouched", "3.5"),
            Mark::Gone => ("gone", "5"),
        };
        let (solid, dashed) = if row.apart {
            (self.going(row), self.coming(row))
        } else {
            (self.going(row) + &self.coming(row), String::new())
        };
        let line = |class: &'static str, d: String| {
            (!d.is_empty()).then(|| view! { <path class=class d=d /> })
        };
        view! {
            <svg class="branch" width=(x + MARGIN).to_string() height="1" role="img" aria-label=label>
                {line("way", solid)} {line("way apart", dashed)}
                {line("way opened", opened.unwrap_or_default())}
                <circle class=class cx=x.to_string() cy=MIDDLE.to_string() r=radius />
            </svg>
        }
        .into_any()
    }

    fn x(self, lane: usize) -> usize {
        MARGIN + lane * self.step
    }

    /// The line to the row's plan.
    fn coming(self, row: &Row) -> String {
        let x = self.x(row.lane);
        match row.from.map(|from| self.x(from)) {
            // From plans that are not shown.
            None if row.apart => format!("M{x} 0V{MIDDLE}"),
            None => String::new(),
            Some(from) if from == x => format!("M{x} 0V{MIDDLE}"),
            Some(from) => {
                let bend = 8;
                format!("M{from} 0V{}q0 {bend} {bend} {bend}H{x}", MIDDLE - bend)
            }
        }
    }

    /// The lines that go past it, and on from it.
    fn going(self, row: &Row) -> String {
        let past = row
            .past
            .iter()
            .map(|lane| format!("M{} 0V{DOWN}", self.x(*lane)));
        let down = row
            .down
            .then(|| format!("M{} {MIDDLE}V{DOWN}", self.x(row.lane)));
        past.chain(down).collect()
    }
}
