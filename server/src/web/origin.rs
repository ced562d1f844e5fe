//! Whether a change was asked for by one of our own pages.

use app::failure::Failure;
use axum::{
    body::Body,
    extract::Request,
    http::{
        HeaderMap, HeaderName, StatusCode, Uri,
        header::{HOST, ORIGIN},
    },
};

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
/// The REST calls look at no cookie, so that another site can do nothing there in somebody's name.
const WITHOUT_COOKIES: &str = "/api/v1/";

/// Refuses a change that another site asked for. A browser says so by `Sec-Fetch-Site`, or an older
/// one, or any over plain http, by `Origin`; whoever sends neither is no browser and has the API.
pub(super) fn foreign(request: &Request<Body>, public_url: &str) -> Option<Failure> {
    if request.method().is_safe() || request.uri().path().starts_with(WITHOUT_COOKIES) {
        return None;
    }
    let ours = match request.headers().get(SEC_FETCH_SITE) {
        Some(site) => site == "same-origin" || site == "none",
        None => origin_is_ours(request.headers(), request.uri(), public_url),
    };
    (!ours).then_some(Failure::Refused {
        status: StatusCode::FORBIDDEN,
        words: "This was sent from another site, so it was not done. Open the page here and try again.",
    })
}

fn origin_is_ours(headers: &HeaderMap, uri: &Uri, public_url: &str) -> bool {
    let Some(origin) = headers.get(ORIGIN).and_then(|origin| origin.to_str().ok()) else {
        return false;
    };
    if origin == public_url {
        return true;
    }
    // HTTP/2 has the host in the address.
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    let host = host.or_else(|| uri.authority().map(axum::http::uri::Authority::as_str));
    let authority = origin.split_once("://").map(|(_, authority)| authority);
    authority.is_some() && authority == host
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(method: &str, path: &str, headers: &[(&str, &str)]) -> bool {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::empty()).expect("a request");
        foreign(&request, "https://plans.example").is_some()
    }

    #[test]
    fn only_our_own_pages_change_anything() {
        for ours in [
            &[("sec-fetch-site", "same-origin")][..],
            &[("sec-fetch-site", "none")],
            &[("origin", "https://plans.example")],
            &[
                ("origin", "http://127.0.0.1:3000"),
                ("host", "127.0.0.1:3000"),
            ],
        ] {
            assert!(!refused("POST", "/sign-out", ours), "{ours:?}");
        }
        for foreign in [
            &[][..],
            &[("sec-fetch-site", "cross-site")],
            &[
                ("sec-fetch-site", "same-site"),
                ("origin", "https://plans.example"),
            ],
            &[("origin", "null"), ("host", "plans.example")],
            &[
                ("origin", "https://evil.example"),
                ("host", "plans.example"),
            ],
            &[("host", "plans.example")],
        ] {
            assert!(refused("POST", "/sign-out", foreign), "{foreign:?}");
        }
    }

    #[test]
    fn reading_and_the_api_are_open() {
        let foreign = &[("sec-fetch-site", "cross-site")];
        assert!(!refused("GET", "/plans", foreign));
        assert!(!refused("POST", "/api/v1/plans", foreign));
        assert!(refused("POST", "/api/fn/vote", foreign));
    }
}
