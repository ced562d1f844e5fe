//! What the table editor in `grid.js` asks of the domain: to take a text apart, and to work a table out. The same code
//! reads the table on the server. A bundle apart from the islands, for only whoever writes a plan needs it: readers would
//! wait for what they do not use.

use domain::numbers::table::{split, worked};
use wasm_bindgen::prelude::wasm_bindgen;

/// The rows of a text table as JSON: a list of lists of cells.
#[wasm_bindgen(js_name = takeApart)]
#[must_use]
pub fn take_apart(text: &str) -> String {
    serde_json::to_string(&split(text)).unwrap_or_default()
}

/// A table, as [`take_apart`] gives it, worked out: `text`, `mistakes` and `words` as JSON.
#[wasm_bindgen(js_name = workOut)]
#[must_use]
pub fn work_out(currency: &str, opening_cash: &str, rows: &str) -> String {
    let rows: Vec<Vec<String>> = serde_json::from_str(rows).unwrap_or_default();
    serde_json::to_string(&worked(currency, opening_cash, &rows)).unwrap_or_default()
}
