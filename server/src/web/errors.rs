//! What is answered when something is refused or fails: a page in the site's look, or for a program
//! a problem document.

use crate::api::Problem;
use app::{failure::Failure, site::Site, visit::Visit};
use axum::{
    extract::{Request, State},
    http::{StatusCode, header::CONTENT_TYPE},
    middleware::Next,
    response::{IntoResponse, Response},
};
use domain::Viewer;
use std::any::Any;

/// Gives an error that no page has dressed yet, because it was refused before it reached one, the
/// form that its reader expects.
pub(super) async fn dress(State(site): State<Site>, request: Request, next: Next) -> Response {
    let path = request.uri().to_string();
    let for_a_program = request.uri().path().starts_with("/api/");
    let response = next.run(request).await;
    let failed = response.status().is_client_error() || response.status().is_server_error();
    if !failed {
        return response;
    }
    if for_a_program {
        return as_problem(response);
    }
    let visit = Visit {
        now: site.forum().now(),
        viewer: Viewer::Anonymous,
        path,
        site,
    };
    app::failure::in_the_look(&visit, response)
}

fn as_problem(response: Response) -> Response {
    let is_json = response
        .headers()
        .get(CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().ends_with(b"json"));
    if is_json {
        return response;
    }
    let mut problem = Problem::of(response.status());
    if let Some(failure) = response.extensions().get::<Failure>() {
        problem = problem.because(failure.words());
    }
    let mut answer = problem.into_response();
    for name in [axum::http::header::RETRY_AFTER, axum::http::header::ALLOW] {
        if let Some(value) = response.headers().get(&name) {
            answer.headers_mut().insert(name, value.clone());
        }
    }
    answer
}

/// A handler that panicked is a mistake of ours; the process goes on.
#[expect(
    clippy::needless_pass_by_value,
    reason = "the layer that catches panics wants this signature"
)]
pub(super) fn panicked(panic: Box<dyn Any + Send>) -> Response {
    let words = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("without words");
    tracing::error!(panic = words, "a handler panicked");
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}
