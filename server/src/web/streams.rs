//! Streams of events end when the process stops; otherwise they would hold it up.

use crate::serve::stopped;
use axum::{
    body::Body,
    extract::{Request, State},
    http::header::CONTENT_TYPE,
    middleware::Next,
    response::Response,
};
use futures::StreamExt;
use tokio::sync::watch;

/// Cuts a stream of events short at the order to stop. Browsers connect again by themselves.
pub(super) async fn end_at_stop(
    State(mut stop): State<watch::Receiver<bool>>,
    request: Request,
    next: Next,
) -> Response {
    let response = next.run(request).await;
    let is_stream = response
        .headers()
        .get(CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/event-stream"));
    if !is_stream {
        return response;
    }
    response.map(|body| {
        let stopped = Box::pin(async move { stopped(&mut stop).await });
        Body::from_stream(body.into_data_stream().take_until(stopped))
    })
}
