//! Work told as a list of steps, each with its time.

use std::io::IsTerminal;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

/// Names the work, does it, and says how long it took.
pub(crate) fn step<T>(name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    eprintln!("{}", bold(&format!("==> {name}")));
    let start = Instant::now();
    let result = work();
    let verdict = if result.is_ok() {
        "done in"
    } else {
        "failed after"
    };
    eprintln!("    {verdict} {}", seconds(start.elapsed()));
    result
}

/// Runs a command with its output passed on.
///
/// # Errors
/// When it does not start or does not end well; the message is the command, ready to be run by hand.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = command
        .status()
        .with_context(|| format!("cannot start: {}", shown(command)))?;
    ensure!(status.success(), "{status}: {}", shown(command));
    Ok(())
}

/// A duration in the precision that a reader of a build's output wants.
pub(crate) fn seconds(duration: Duration) -> String {
    format!("{:.1} s", duration.as_secs_f64())
}

/// Bold where the output is a terminal.
pub(crate) fn bold(text: &str) -> String {
    if std::io::stderr().is_terminal() {
        format!("\x1b[1m{text}\x1b[0m")
    } else {
        text.to_owned()
    }
}

fn shown(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy()];
    words.extend(
        command
            .get_args()
            .map(|argument| argument.to_string_lossy()),
    );
    words.join(" ")
}
