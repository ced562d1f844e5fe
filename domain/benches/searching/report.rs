//! The table that `docs/benchmarks.md` holds.

use std::fs;

/// Rows of what, its bar, and what was measured.
pub(crate) struct Report {
    rows: Vec<[String; 3]>,
}

impl Report {
    pub(crate) fn begin() -> Self {
        Self { rows: Vec::new() }
    }

    pub(crate) fn row(&mut self, what: &str, bar: &str, measured: String) {
        eprintln!("{what}: {measured}");
        self.rows.push([what.into(), bar.into(), measured]);
    }

    pub(crate) fn print(&self) {
        println!("\n{}\n", machine());
        println!("| what | bar | measured |\n|---|---|---|");
        for [what, bar, measured] in &self.rows {
            println!("| {what} | {bar} | {measured} |");
        }
    }
}

fn machine() -> String {
    let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
    let field = |text: &str, name: &str| {
        text.lines()
            .find(|line| line.starts_with(name))
            .and_then(|line| line.split_once(':'))
            .map_or_else(String::new, |(_, value)| value.trim().to_owned())
    };
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    format!(
        "{cores} cores, {}; memory {}",
        field(&read("/proc/cpuinfo"), "model name"),
        field(&read("/proc/meminfo"), "MemTotal"),
    )
}
