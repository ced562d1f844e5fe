//! Comparing and merging plans, in process: what a page that shows a change has to wait for.

use crate::report::Report;
use anyhow::Result;
use domain::{
    merge::{self, Choice, PartKey},
    plans::Typed,
    text::compare::compare,
};
use std::{
    fmt::Write,
    hint::black_box,
    time::{Duration, Instant},
};

/// How often each is done: enough for the slowest hundredth to be more than one.
const RUNS: usize = 300;
const SECTIONS: usize = 40;
const BAR: &str = "p99 at most 20 ms";
const WORDS: &str = "a and at boiler by clean cost day each for from hour in is laundry load machine month not of on \
    one or paid per power price rent roof sold solar stand that the they to unit wash water week who with year";

/// Two plans of 64 KiB, of which a tenth of the words differs; and a third with another tenth, merged
/// with the two and taken over in full.
pub(crate) fn compare_and_merge(report: &mut Report) -> Result<()> {
    let base = plan();
    let (ours, theirs) = (edited(&base, 3), edited(&base, 8));
    let size = base.body.len() / 1024;
    let mut took = Took::default();
    for _ in 0..RUNS {
        took.time(|| compare(&base.body, &theirs.body))?;
    }
    report.row(
        &format!("compare of two plans of {size} KiB"),
        BAR,
        took.quantiles(),
    );
    let mut took = Took::default();
    for _ in 0..RUNS {
        took.time(|| take_all(&base, &ours, &theirs))?;
    }
    report.row(
        &format!("merge of three plans of {size} KiB"),
        BAR,
        took.quantiles(),
    );
    Ok(())
}

fn take_all(base: &Typed, ours: &Typed, theirs: &Typed) -> Result<Typed> {
    let parts = merge::parts(base, ours, theirs)?;
    let choices: Vec<(PartKey, Choice)> = parts
        .into_iter()
        .map(|part| (part.key, Choice::TakeTheirs))
        .collect();
    Ok(merge::apply(base, ours, theirs, &choices)?)
}

#[derive(Default)]
struct Took(Vec<Duration>);

impl Took {
    fn time<T, E>(&mut self, run: impl Fn() -> Result<T, E>) -> Result<(), E> {
        let begun = Instant::now();
        black_box(run()?);
        self.0.push(begun.elapsed());
        Ok(())
    }

    fn quantiles(&mut self) -> String {
        self.0.sort();
        let at = |hundredths: usize| self.0[(self.0.len() - 1) * hundredths / 100].as_secs_f64();
        format!(
            "p50 {:.1} ms, p99 {:.1} ms in process",
            at(50) * 1_000.0,
            at(99) * 1_000.0
        )
    }
}

/// A paragraph, a list, a table and another paragraph in each section.
fn plan() -> Typed {
    let mut words = Words(1);
    let mut body = String::new();
    for section in 1..=SECTIONS {
        let (first, last) = (words.some(90), words.some(90));
        write!(body, "## Part {section}\n\n{first}.\n\n").expect("a string takes everything");
        for _ in 0..6 {
            writeln!(body, "- {}", words.some(9)).expect("a string takes everything");
        }
        body.push_str("\n| what | each | month |\n|---|---|---|\n");
        for row in 0..8 {
            let name = words.some(3);
            writeln!(body, "| {name} | ${row}.20 | ${row}50 |").expect("a string takes everything");
        }
        write!(body, "\n{last}.\n\n").expect("a string takes everything");
    }
    Typed {
        body,
        ..Typed::default()
    }
}

/// Every tenth word is another, from this one on.
fn edited(plan: &Typed, first: usize) -> Typed {
    let mut words = Words(first as u64);
    let mut count = 0;
    let word = |word: &str| {
        count += usize::from(word.starts_with(char::is_alphabetic));
        if count % 10 == first && word.ends_with(char::is_alphabetic) {
            words.some(1)
        } else {
            word.to_owned()
        }
    };
    let body: Vec<String> = plan.body.split(' ').map(word).collect();
    Typed {
        body: body.join(" "),
        ..plan.clone()
    }
}

/// The same words for each seed.
struct Words(u64);

impl Words {
    fn some(&mut self, count: usize) -> String {
        let all: Vec<&str> = WORDS.split_whitespace().collect();
        let word = |_| {
            self.0 = self
                .0
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            all[usize::try_from(self.0 >> 40).unwrap_or(0) % all.len()]
        };
        (0..count).map(word).collect::<Vec<_>>().join(" ")
    }
}
