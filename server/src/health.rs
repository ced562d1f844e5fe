//! Whether the process lives, and whether it can answer: for whoever runs it.

use axum::{Json, Router, extract::State, http::StatusCode, response::IntoResponse, routing::get};
use domain::Forum;
use serde::Serialize;

#[derive(Serialize)]
struct Health {
    status: &'static str,
}

/// `/health/live` says that the process runs; `/health/ready` that its database answers.
pub(crate) fn routes(forum: Forum) -> Router {
    Router::new()
        .route("/health/live", get(live))
        .route("/health/ready", get(ready))
        .with_state(forum)
}

async fn live() -> Json<Health> {
    Json(Health { status: "live" })
}

async fn ready(State(forum): State<Forum>) -> impl IntoResponse {
    if forum.ready().await {
        return (StatusCode::OK, Json(Health { status: "ready" }));
    }
    let status = "the database does not answer";
    (StatusCode::SERVICE_UNAVAILABLE, Json(Health { status }))
}
