//! A plan's numbers worked out, in process: what every keystroke in the table, and every look at a plan, waits for.

use crate::report::Report;
use anyhow::{Result, anyhow};
use domain::numbers::{Cost, CostKind, MAX_MONTHS, Month, Numbers, Revenue, RevenueKind};
use std::{hint::black_box, time::Instant};

const RUNS: usize = 1_000;
/// Lines of each side in each month: more than any plan of the sample has.
const LINES: usize = 12;

/// Three years of a dozen lines a side, a machine bought every month.
pub(crate) fn evaluate(report: &mut Report) -> Result<()> {
    let numbers = Numbers {
        currency: "USD".into(),
        months: (0..MAX_MONTHS).map(month).collect(),
        ..Numbers::default()
    };
    let checked = numbers.check().map_err(|problems| anyhow!("{problems}"))?;
    let mut took: Vec<f64> = (0..RUNS)
        .map(|_| {
            let begun = Instant::now();
            black_box(black_box(&checked).results());
            begun.elapsed().as_secs_f64() * 1_000.0
        })
        .collect();
    let half = crate::median(&mut took);
    let slowest = took[RUNS * 99 / 100];
    report.row(
        &format!("numbers of {MAX_MONTHS} months worked out"),
        "at most 1 ms",
        format!("p50 {half:.3} ms, p99 {slowest:.3} ms in process"),
    );
    Ok(())
}

fn month(number: usize) -> Month {
    let amount = |line: usize| i64::try_from(1_000 * line + number).unwrap_or(0);
    let revenue = (0..LINES).map(|line| Revenue {
        kind: RevenueKind::Sales,
        label: format!("line {line}"),
        amount: amount(line),
    });
    let costs = (0..LINES).map(|line| Cost {
        kind: if line == 0 {
            CostKind::Capital
        } else {
            CostKind::Fixed
        },
        label: format!("line {line}"),
        amount: amount(line),
        life_months: (line == 0).then_some(36),
    });
    Month {
        revenue: revenue.collect(),
        costs: costs.collect(),
    }
}
