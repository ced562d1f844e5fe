//! Measurements for Prometheus: requests by route and status, and how long they took.

use crate::settings::Network;
use app::client::ClientAddress;
use axum::{
    Router,
    extract::{MatchedPath, Request, State},
    http::{HeaderMap, Method, StatusCode, header::CONTENT_TYPE},
    middleware::Next,
    response::{IntoResponse, Response},
    routing::get,
};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use std::{
    sync::{Arc, OnceLock},
    time::Instant,
};

/// Upper bounds of the classes in which durations are counted, in seconds.
const BOUNDS: &[f64] = &[
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0,
];

#[derive(Clone)]
struct Page {
    handle: PrometheusHandle,
    from: Arc<[Network]>,
}

/// `/metrics`, for this machine and for whom it was opened.
pub(crate) fn routes(from: &[Network]) -> Router {
    let page = Page {
        handle: recorder(),
        from: from.into(),
    };
    Router::new()
        .route("/metrics", get(metrics))
        .with_state(page)
}

/// The one recorder of the process.
fn recorder() -> PrometheusHandle {
    static RECORDER: OnceLock<PrometheusHandle> = OnceLock::new();
    let install = || {
        let recorder = PrometheusBuilder::new()
            .set_buckets_for_metric(Matcher::Suffix("_seconds".into()), BOUNDS)
            .expect("the bounds are not empty")
            .build_recorder();
        let handle = recorder.handle();
        if metrics::set_global_recorder(recorder).is_err() {
            tracing::warn!("measurements go elsewhere: another recorder was there first");
        }
        handle
    };
    RECORDER.get_or_init(install).clone()
}

async fn metrics(
    State(page): State<Page>,
    ClientAddress(client): ClientAddress,
    headers: HeaderMap,
) -> Response {
    // A proxy that nobody configured makes the whole world look like this machine.
    let here = client.is_loopback() && !headers.contains_key("x-forwarded-for");
    if !here && !page.from.iter().any(|network| network.holds(client)) {
        return StatusCode::NOT_FOUND.into_response();
    }
    page.handle.run_upkeep();
    let version = [(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")];
    (version, page.handle.render()).into_response()
}

/// Counts a request and its time under its route, of which there are few, never under its address,
/// nor under a method that somebody made up.
pub(crate) async fn count(request: Request, next: Next) -> Response {
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "none".to_owned(), |path| path.as_str().to_owned());
    let method = if is_usual(request.method()) {
        request.method().as_str().to_owned()
    } else {
        "other".to_owned()
    };
    let start = Instant::now();
    let response = next.run(request).await;
    let labels = [
        ("route", route),
        ("method", method),
        ("status", response.status().as_str().to_owned()),
    ];
    metrics::counter!("openplan_requests_total", &labels).increment(1);
    metrics::histogram!("openplan_request_seconds", &labels).record(start.elapsed());
    response
}

fn is_usual(method: &Method) -> bool {
    let changes = [Method::POST, Method::PUT, Method::PATCH, Method::DELETE];
    method.is_safe() || changes.contains(method)
}
