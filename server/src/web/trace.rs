//! One name for each request, in the log and in the answer.

use axum::{
    extract::Request,
    http::{HeaderName, HeaderValue},
    middleware::Next,
    response::Response,
};
use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Instant,
};
use tracing::Instrument;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Gives the request its name and notes what came of it. Neither the query nor the address is
/// noted: they hold what people look for and who they are.
pub(super) async fn trace(request: Request, next: Next) -> Response {
    let id = next_id();
    let span = tracing::info_span!(
        "request",
        id,
        method = %request.method(),
        path = request.uri().path(),
    );
    let start = Instant::now();
    let mut response = next.run(request).instrument(span.clone()).await;
    span.in_scope(|| note(&response, start));
    if let Ok(id) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}

fn note(response: &Response, start: Instant) {
    let status = response.status().as_u16();
    let ms = start.elapsed().as_millis();
    if response.status().is_server_error() {
        tracing::error!(status, ms, "answered");
    } else {
        tracing::debug!(status, ms, "answered");
    }
}

/// Unlike any other of this process, and of other processes too unless they started within the
/// same instant.
fn next_id() -> String {
    static STARTED: std::sync::OnceLock<i64> = std::sync::OnceLock::new();
    static COUNT: AtomicU64 = AtomicU64::new(1);
    let started = STARTED.get_or_init(|| domain::clock::Clock::System.now().0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    format!("{started:x}-{count}")
}
