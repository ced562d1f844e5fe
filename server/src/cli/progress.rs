//! Saying how far a long command has come, where somebody is looking.

use indicatif::{ProgressBar, ProgressStyle};

/// A bar over so many things, on standard error; invisible when that is not a terminal.
pub(super) fn bar(length: u64) -> ProgressBar {
    let bar = ProgressBar::new(length);
    let style = ProgressStyle::with_template("{msg:>10} {wide_bar} {human_pos}/{human_len} {eta}");
    if let Ok(style) = style {
        bar.set_style(style);
    }
    bar
}
