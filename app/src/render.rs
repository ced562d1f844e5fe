//! One synchronous pass of Leptos.

use hydration_context::{SharedContext, SsrSharedContext};
use leptos::prelude::*;
use std::sync::Arc;

/// A whole document as text. Islands in it are marked for the browser; nothing is streamed and
/// nothing is left for later, so that the answer has its true status and length.
pub fn html<V: RenderHtml>(view: impl FnOnce() -> V) -> String {
    format!("<!doctype html>{}", fragment(view))
}

/// A part of a document as text, for what is loaded into a page that is being read.
pub fn fragment<V: RenderHtml>(view: impl FnOnce() -> V) -> String {
    let shared: Arc<dyn SharedContext + Send + Sync> = Arc::new(SsrSharedContext::new_islands());
    let owner = Owner::new_root(Some(shared));
    let html = owner.with(|| view().to_html());
    owner.unset_with_forced_cleanup();
    html
}
