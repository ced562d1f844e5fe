//! What every answer carries to keep its reader safe.

use super::{Around, speculation};
use axum::{
    extract::{Request, State},
    http::{
        HeaderMap, HeaderName, HeaderValue,
        header::{
            CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY,
            STRICT_TRANSPORT_SECURITY, VARY, X_CONTENT_TYPE_OPTIONS,
        },
    },
    middleware::Next,
    response::Response,
};
use std::sync::Arc;

/// Nothing is loaded but from here, nothing runs inline, nobody frames a page, and a script can put
/// HTML into a page only through the one policy that our start script makes.
const CONTENT_SECURITY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
    style-src 'self'; img-src 'self' data:; connect-src 'self'; manifest-src 'self'; \
    form-action 'self'; frame-ancestors 'none'; base-uri 'none'; \
    require-trusted-types-for 'script'; trusted-types default";

/// Nothing here needs any of it.
const PERMISSIONS: &str = "accelerometer=(), camera=(), display-capture=(), geolocation=(), \
    gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=(), \
    browsing-topics=()";

/// `Origin` must still come with our own forms, so not `no-referrer`.
const REFERRER: &str = "same-origin";

static ALWAYS: [(HeaderName, &str); 6] = [
    (CONTENT_SECURITY_POLICY, CONTENT_SECURITY),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (REFERRER_POLICY, REFERRER),
    (HeaderName::from_static("permissions-policy"), PERMISSIONS),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
];

/// What older browsers read instead of `frame-ancestors`.
const FRAMES: HeaderName = HeaderName::from_static("x-frame-options");

/// Adds what the handler has not said itself.
pub(super) async fn add(
    State(around): State<Arc<Around>>,
    request: Request,
    next: Next,
) -> Response {
    let mut response = next.run(request).await;
    complete(response.headers_mut(), around.site.is_https());
    response
}

fn complete(headers: &mut HeaderMap, https: bool) {
    // A page that says itself who may frame it says so to all.
    if !headers.contains_key(CONTENT_SECURITY_POLICY) {
        or_insert(headers, &FRAMES, "DENY");
    }
    for (name, value) in &ALWAYS {
        or_insert(headers, name, value);
    }
    if https {
        or_insert(
            headers,
            &STRICT_TRANSPORT_SECURITY,
            "max-age=63072000; includeSubDomains",
        );
    }
    if !headers.contains_key(CACHE_CONTROL) {
        // Pages look different to whoever has signed in.
        or_insert(headers, &CACHE_CONTROL, "private, no-cache");
        headers.append(VARY, HeaderValue::from_static("cookie"));
    }
    let is_page = headers
        .get(CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if is_page {
        let rules = HeaderName::from_static(speculation::HEADER);
        or_insert(headers, &rules, speculation::ADDRESS);
    }
}

fn or_insert(headers: &mut HeaderMap, name: &HeaderName, value: &'static str) {
    headers
        .entry(name)
        .or_insert(HeaderValue::from_static(value));
}
