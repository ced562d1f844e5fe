//! Comparing and merging plans, in process: what a page that shows a change has to wait for.

use crate::report::Report;
use anyhow::Result;
use domain::{
    merge::{self, Choice, PartKey},
    plans::Typed,
    text::compare::compare,
};
use std::{
    fs,
    hint::black_box,
    io,
    path::Path,
    time::{Duration, Instant},
};

/// How often each is done: enough for the slowest hundredth to be more than one.
const RUNS: usize = 300;

/// Two plans of 64 KiB, of which a tenth of the words differs; and a third with another tenth, merged
/// with the two and taken over in full.
pub(crate) fn compare_and_merge(report: &mut Report) -> Result<()> {
    let base = plan()?;
    let (ours, theirs) = (edited(&base, 3), edited(&base, 8));
    let size = base.body.len() / 1024;
    let mut took = Took::default();
    for _ in 0..RUNS {
        took.time(|| compare(&base.body, &theirs.body))?;
    }
    report.row(
        &format!("compare of two plans of {size} KiB"),
        "p99 at most 20 ms",
        took.quantiles(),
    );
    let mut took = Took::default();
    for _ in 0..RUNS {
        took.time(|| take_all(&base, &ours, &theirs))?;
    }
    report.row(
        &format!("merge of three plans of {size} KiB"),
        "no bar",
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

const SIZE: usize = 64 * 1024;

/// Plans of the sample forum, one after the other, until there is enough of them.
fn plan() -> Result<Typed> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample/plans");
    let files: io::Result<Vec<_>> = fs::read_dir(folder)?
        .map(|entry| Ok(entry?.path()))
        .collect();
    let mut files = files?;
    files.sort();
    let mut body = String::new();
    for file in files {
        let plan = fs::read_to_string(file)?;
        // After the front matter.
        body.push_str(plan.splitn(3, "+++").last().unwrap_or_default());
    }
    body.truncate(body.floor_char_boundary(SIZE));
    Ok(Typed {
        body,
        ..Typed::default()
    })
}

/// Every tenth word is another of the same text, from this one on.
fn edited(plan: &Typed, first: usize) -> Typed {
    let is_word = |word: &str| word.len() > 2 && word.chars().all(char::is_alphabetic);
    let all: Vec<&str> = plan
        .body
        .split_whitespace()
        .filter(|word| is_word(word))
        .collect();
    let mut count = 0;
    let word = |word| {
        if !is_word(word) {
            return word;
        }
        count += 1;
        if count % 10 == first {
            all[count * 7_919 % all.len()]
        } else {
            word
        }
    };
    let body: Vec<&str> = plan.body.split(' ').map(word).collect();
    Typed {
        body: body.join(" "),
        ..plan.clone()
    }
}
