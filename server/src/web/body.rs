//! How much a request may bring.

use app::forks::import;
use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, StatusCode, header::CONTENT_LENGTH},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http_body_util::Limited;

/// Refuses a body that is larger than its address takes: at once when it says so, and otherwise as
/// soon as it has become so.
pub(super) async fn limit(State(usual): State<usize>, request: Request, next: Next) -> Response {
    let most = most(request.uri().path(), usual);
    if announced(request.headers()).is_some_and(|length| length > most) {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    }
    next.run(request.map(|body| Body::new(Limited::new(body, most))))
        .await
}

fn most(path: &str, usual: usize) -> usize {
    if path == import::PATH {
        import::LARGEST_FORM
    } else {
        usual
    }
}

fn announced(headers: &HeaderMap) -> Option<usize> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_may_be_large() {
        assert_eq!(most("/plans/import", 1024), 16 * 1024 * 1024 + 64 * 1024);
        for path in ["/plans/new", "/plans/import/", "/api/v1/plans", "/"] {
            assert_eq!(most(path, 1024), 1024, "{path}");
        }
    }
}
