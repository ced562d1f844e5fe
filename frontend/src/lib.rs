//! What runs in the browser: the islands and their server functions. Compiled twice, with `hydrate`
//! to WebAssembly for the browser and with `ssr` into the server; never with both.

pub mod agree;
pub mod answer;
mod arrange;
mod browser;
pub mod editor;
mod live_thread;
mod quote;
pub mod refused;
mod search_box;
pub mod vote;

pub use arrange::ArrangePlans;
pub use live_thread::LiveThread;
pub use quote::QuoteMarked;
pub use search_box::SearchField;

#[cfg(feature = "hydrate")]
use leptos::mount::hydrate_islands;

/// Prepares Leptos; `boot.js` calls it once before it starts the islands of a page.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    hydrate_islands();
}
