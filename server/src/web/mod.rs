//! What stands around every request, whoever answers it: who asks, what is refused at the door,
//! what every answer carries.

mod admission;
mod body;
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
    extract::DefaultBodyLimit,
    http::StatusCode,
    middleware::{from_fn, from_fn_with_state},
};
use std::{sync::Arc, time::Duration};
use tokio::sync::watch;
use tower_http::{
    CompressionLevel, catch_panic::CatchPanicLayer, compression::CompressionLayer,
    timeout::TimeoutLayer,
};

/// How long an answer may take to begin. A stream of events begins at once and may then last.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(30);
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
    routes
        .merge(speculation::routes())
        .layer(DefaultBodyLimit::disable())
        .layer(from_fn(body::limit))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            REQUEST_TIMEOUT,
        ))
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
