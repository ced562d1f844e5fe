//! How much a request may bring.

use app::forks::import;
use axum::{
    body::Body,
    extract::Request,
    http::{HeaderMap, StatusCode, header::CONTENT_LENGTH},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http_body_util::Limited;

/// The most that a request may bring, in bytes, but for the one address that takes files.
const LARGEST_BODY: usize = 1024 * 1024;

/// Refuses a body that is too large: at once when it says so, and otherwise as soon as it has
/// become so. Everywhere else axum's own limit is switched off: there would be two.
pub(super) async fn limit(request: Request, next: Next) -> Response {
    let most = most(request.uri().path());
    if announced(request.headers()).is_some_and(|length| length > most) {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    }
    next.run(request.map(|body| Body::new(Limited::new(body, most))))
        .await
}

fn most(path: &str) -> usize {
    if path == import::PATH {
        import::LARGEST_FORM
    } else {
        LARGEST_BODY
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
        assert_eq!(most("/plans/import"), 16 * 1024 * 1024 + 64 * 1024);
        for path in ["/plans/new", "/plans/import/", "/api/v1/plans", "/"] {
            assert_eq!(most(path), 1024 * 1024, "{path}");
        }
    }
}
