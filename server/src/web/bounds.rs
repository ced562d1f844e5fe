//! How much of the process one request may take.

use super::body;
use axum::{Router, extract::DefaultBodyLimit, http::StatusCode, middleware::from_fn_with_state};
use std::time::Duration;
use tower_http::timeout::TimeoutLayer;

/// What bounds a request.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    /// The most that it may bring, in bytes, but for the one address that takes files.
    pub body: usize,
    /// How long its answer may take to begin, which includes reading what it brings. A stream of
    /// events begins at once and may then last.
    pub time: Duration,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            body: 1024 * 1024,
            time: Duration::from_secs(30),
        }
    }
}

impl Bounds {
    /// Puts them around the routes.
    pub(super) fn around(self, routes: Router) -> Router {
        routes
            // Everywhere else axum's own limit is switched off: there would be two.
            .layer(DefaultBodyLimit::disable())
            .layer(from_fn_with_state(self.body, body::limit))
            .layer(TimeoutLayer::with_status_code(
                StatusCode::SERVICE_UNAVAILABLE,
                self.time,
            ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::{
        body::{Body, Bytes},
        http::{Request, header::CONTENT_LENGTH},
        response::Response,
        routing::{get, post},
    };
    use futures::stream;
    use http_body_util::BodyExt;
    use std::{convert::Infallible, future::pending};
    use tokio::time::sleep;
    use tower::ServiceExt;

    /// So short that a test can wait for it, and for more.
    const TIME: Duration = Duration::from_millis(100);

    async fn asked(routes: Router, request: Request<Body>) -> Response {
        let bounds = Bounds {
            body: 8,
            time: TIME,
        };
        let answer = bounds.around(routes).oneshot(request).await;
        answer.expect("a router never fails")
    }

    async fn posted(request: Request<Body>) -> StatusCode {
        let length = |body: Bytes| async move { body.len().to_string() };
        asked(Router::new().route("/", post(length)), request)
            .await
            .status()
    }

    /// A body of these pieces, of which nobody says how long it will be.
    fn unmeasured(pieces: &[&'static str]) -> Body {
        let pieces: Vec<Result<&str, Infallible>> = pieces.iter().copied().map(Ok).collect();
        Body::from_stream(stream::iter(pieces))
    }

    #[tokio::test]
    async fn a_body_is_refused_beyond_its_bound_and_not_before() {
        for (body, status) in [
            (Body::from("12345678"), 200),
            (Body::from("123456789"), 413),
            (unmeasured(&["1234", "5678"]), 200),
            (unmeasured(&["1234", "5678", "9"]), 413),
        ] {
            let request = Request::post("/").body(body).expect("a request");
            assert_eq!(posted(request).await, status);
        }
    }

    #[tokio::test]
    async fn a_body_that_calls_itself_too_long_is_not_waited_for() {
        let endless = Body::from_stream(stream::pending::<Result<&str, Infallible>>());
        let request = Request::post("/").header(CONTENT_LENGTH, "9");
        let request = request.body(endless).expect("a request");
        assert_eq!(posted(request).await, 413);
    }

    #[tokio::test]
    async fn neither_a_slow_answer_nor_a_slow_body_is_waited_for_too_long() {
        let endless = Body::from_stream(stream::pending::<Result<&str, Infallible>>());
        let request = Request::post("/").body(endless).expect("a request");
        assert_eq!(posted(request).await, 503);
        let never = Router::new().route("/", get(pending::<()>));
        let request = Request::get("/").body(Body::empty()).expect("a request");
        assert_eq!(asked(never, request).await.status(), 503);
    }

    #[tokio::test]
    async fn an_answer_that_has_begun_may_last() {
        let slow = || async {
            Body::from_stream(stream::unfold(0, |sent| async move {
                sleep(TIME).await;
                (sent < 3).then_some((Ok::<_, Infallible>("event\n"), sent + 1))
            }))
        };
        let routes = Router::new().route("/", get(slow));
        let request = Request::get("/").body(Body::empty()).expect("a request");
        let answer = asked(routes, request).await;
        let body = answer.into_body().collect().await.expect("it ends");
        assert_eq!(body.to_bytes(), "event\nevent\nevent\n");
    }
}
