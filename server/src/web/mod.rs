//! What stands around every request, whoever answers it: who asks, what is refused at the door,
//! what every answer carries.

mod admission;
mod body;
mod bounds;
mod client;
mod errors;
mod headers;
mod origin;
mod rate;
mod speculation;
mod streams;
mod trace;

pub use rate::Rates;

use crate::settings::Settings;
use app::site::Site;
use axum::{
    Router,
    middleware::{from_fn, from_fn_with_state},
};
use bounds::Bounds;
use std::sync::Arc;
use tokio::sync::watch;
use tower_http::{CompressionLevel, catch_panic::CatchPanicLayer, compression::CompressionLayer};

/// Brotli at its default takes three times as long as rendering the page.
const COMPRESSION: CompressionLevel = CompressionLevel::Precise(3);

/// What the layers around the routes know.
pub(crate) struct Around {
    /// What the operator decided.
    pub settings: Settings,
    /// The site, for pages that say what went wrong before any page was reached.
    pub site: Site,
    /// How often each address has asked lately; nothing when limits are off.
    pub rates: Option<Arc<Rates>>,
    /// Whether the process is stopping.
    pub stop: watch::Receiver<bool>,
}

impl Around {
    fn public_url(&self) -> &str {
        &self.site.forum().policy().public_url
    }
}

/// Puts everything around the routes. The first layer named is the last to see a request.
pub(crate) fn around(routes: Router, around: Around) -> Router {
    let (stop, site) = (around.stop.clone(), around.site.clone());
    let around = Arc::new(around);
    Bounds::default()
        .around(routes.merge(speculation::routes()))
        .layer(CatchPanicLayer::custom(errors::panicked))
        .layer(from_fn_with_state(stop, streams::end_at_stop))
        .layer(from_fn_with_state(Arc::clone(&around), admission::admit))
        .layer(from_fn_with_state(site, errors::dress))
        .layer(CompressionLayer::new().quality(COMPRESSION))
        .layer(from_fn_with_state(Arc::clone(&around), headers::add))
        .layer(from_fn(crate::measure::count))
        .layer(from_fn(trace::trace))
        .layer(from_fn_with_state(around, client::find))
}
