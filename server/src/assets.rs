//! The style sheet, scripts and images that `cargo xtask build` put into `target/site`: read from
//! there by a development build, part of the program in a release.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use app::assets::AssetUrls;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use rust_embed::RustEmbed;

/// A hashed name never gets another content, so a copy stays good for ever.
const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// An address that browsers ask for unasked has no hash; a changed icon may take a day to show.
const FOR_A_DAY: &str = "public, max-age=86400";

#[derive(RustEmbed)]
#[folder = "../target/site"]
struct Site;

/// All assets by the names that the sources call them by.
#[derive(Clone, Debug)]
pub struct Assets {
    hashed: BTreeMap<String, String>,
}

impl Assets {
    /// Reads what this program was built with. Without a browser bundle every asset is missing and
    /// pages are plain HTML; [`Assets::missing_bundle`] says so.
    #[must_use]
    pub fn load() -> Self {
        let manifest = Site::get("manifest.json");
        let hashed = manifest.and_then(|file| serde_json::from_slice(&file.data).ok());
        Self {
            hashed: hashed.unwrap_or_default(),
        }
    }

    /// What to tell who started a server that was built without a browser bundle.
    #[must_use]
    pub fn missing_bundle(&self) -> Option<&'static str> {
        self.hashed.is_empty().then_some(
            "this build holds no browser bundle: pages have neither style nor islands; \
             `cargo xtask build` builds it",
        )
    }

    /// The address of an asset, such as `openplan.css`.
    #[must_use]
    pub fn url(&self, name: &str) -> String {
        format!(
            "/assets/{}",
            self.hashed.get(name).map_or(name, String::as_str)
        )
    }

    /// The addresses that every page needs.
    #[must_use]
    pub fn urls(&self) -> AssetUrls {
        AssetUrls {
            css: self.url("openplan.css"),
            boot: self.url("boot.js"),
            icon: self.url("favicon.svg"),
        }
    }

    fn holds(&self, hashed: &str) -> bool {
        self.hashed.values().any(|name| name == hashed)
    }
}

/// The addresses of all assets, and of the icon that browsers ask for without being told.
pub fn routes<S>(assets: Arc<Assets>) -> Router<S> {
    Router::new()
        .route("/assets/{name}", get(asset))
        .route("/favicon.svg", get(icon))
        .route("/favicon.ico", get(icon))
        .with_state(assets)
}

async fn asset(
    State(assets): State<Arc<Assets>>,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Response {
    if assets.holds(&name) {
        answer(&name, &headers, FOR_EVER)
    } else {
        StatusCode::NOT_FOUND.into_response()
    }
}

async fn icon(State(assets): State<Arc<Assets>>, headers: HeaderMap) -> Response {
    match assets.hashed.get("favicon.svg") {
        Some(name) => answer(name, &headers, FOR_A_DAY),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// Answers with the smallest form that the browser takes, or with 304 when it has that.
fn answer(name: &str, request: &HeaderMap, caching: &'static str) -> Response {
    let smallest = accepted_encodings(request)
        .find_map(|encoding| Some((encoding, Site::get(&encoding.file(name))?)));
    let Some((encoding, file)) = smallest else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let tag = format!("\"{}\"", encoding.file(name));
    let mut headers = HeaderMap::new();
    headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(caching));
    insert(&mut headers, ETAG, &tag);
    if is_known(request, &tag) {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type(name)));
    if let Some(coding) = encoding.content_encoding() {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static(coding));
    }
    let body = match file.data {
        Cow::Borrowed(embedded) => Bytes::from_static(embedded),
        Cow::Owned(read) => Bytes::from(read),
    };
    (headers, body).into_response()
}

fn insert(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    // A file's name that is no header value has no tag; the file is sent all the same.
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

fn is_known(request: &HeaderMap, tag: &str) -> bool {
    let sent = request
        .get_all(IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok());
    sent.flat_map(|value| value.split(','))
        .any(|known| known.trim().trim_start_matches("W/") == tag)
}

/// The forms in which a file is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Encoding {
    Brotli,
    Gzip,
    Identity,
}

impl Encoding {
    fn file(self, name: &str) -> String {
        match self {
            Self::Brotli => format!("{name}.br"),
            Self::Gzip => format!("{name}.gz"),
            Self::Identity => name.to_owned(),
        }
    }

    fn content_encoding(self) -> Option<&'static str> {
        match self {
            Self::Brotli => Some("br"),
            Self::Gzip => Some("gzip"),
            Self::Identity => None,
        }
    }
}

/// What the browser takes, smallest first. Identity is always last: a browser that refuses it in
/// words still gets the file rather than nothing.
fn accepted_encodings(request: &HeaderMap) -> impl Iterator<Item = Encoding> {
    let accepted: Vec<_> = request
        .get_all(ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .collect();
    [Encoding::Brotli, Encoding::Gzip, Encoding::Identity]
        .into_iter()
        .filter(move |encoding| {
            encoding
                .content_encoding()
                .is_none_or(|coding| accepts(&accepted, coding))
        })
}

/// Whether a coding is named without `q=0`. (`*` is not read: no browser sends it.)
fn accepts(accepted: &[&str], coding: &str) -> bool {
    accepted
        .iter()
        .flat_map(|value| value.split(','))
        .any(|item| {
            let mut parts = item.split(';').map(str::trim);
            let named = parts
                .next()
                .is_some_and(|name| name.eq_ignore_ascii_case(coding));
            let weight = parts.find_map(|part| part.strip_prefix("q=")?.parse::<f32>().ok());
            named && weight.unwrap_or(1.0) > 0.0
        })
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("css") => "text/css; charset=utf-8",
        Some("ico") => "image/x-icon",
        Some("js") => "text/javascript; charset=utf-8",
        Some("png") => "image/png",
        Some("svg") => "image/svg+xml",
        Some("txt") => "text/plain; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("webmanifest") => "application/manifest+json",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::http::Request;
    use tower::ServiceExt;

    use super::*;

    fn headers(name: HeaderName, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_str(value).expect("a header value"))])
    }

    fn first_choice(accept: &str) -> Encoding {
        accepted_encodings(&headers(ACCEPT_ENCODING, accept))
            .next()
            .expect("identity is always there")
    }

    async fn get(path: &str, headers: &[(HeaderName, &str)]) -> Response {
        let mut request = Request::get(path);
        for (name, value) in headers {
            request = request.header(name, *value);
        }
        let request = request.body(Body::empty()).expect("a request");
        routes::<()>(Arc::new(Assets::load()))
            .oneshot(request)
            .await
            .expect("a router never fails")
    }

    #[test]
    fn the_smallest_accepted_form_is_sent() {
        assert_eq!(first_choice("gzip, deflate, br, zstd"), Encoding::Brotli);
        assert_eq!(first_choice("gzip, br;q=0"), Encoding::Gzip);
        assert_eq!(first_choice("GZIP;q=0.5"), Encoding::Gzip);
        assert_eq!(first_choice("deflate"), Encoding::Identity);
        assert_eq!(first_choice("*"), Encoding::Identity);
        assert_eq!(
            accepted_encodings(&HeaderMap::new()).next(),
            Some(Encoding::Identity)
        );
    }

    #[test]
    fn a_tag_is_known_in_any_of_the_ways_it_is_sent() {
        for sent in ["\"a\"", "W/\"a\"", "\"b\", \"a\""] {
            assert!(is_known(&headers(IF_NONE_MATCH, sent), "\"a\""), "{sent}");
        }
        assert!(!is_known(&headers(IF_NONE_MATCH, "\"b\""), "\"a\""));
    }

    #[test]
    fn without_a_bundle_addresses_are_plain_and_the_lack_is_told() {
        let assets = Assets {
            hashed: BTreeMap::new(),
        };
        assert_eq!(assets.urls(), AssetUrls::default());
        assert!(assets.missing_bundle().is_some());
    }

    #[tokio::test]
    async fn what_is_not_an_asset_is_not_found_and_not_kept() {
        for path in [
            "/assets/manifest.json",
            "/assets/..%2F..%2FCargo.toml",
            "/assets/openplan.css",
        ] {
            let response = get(path, &[(ACCEPT_ENCODING, "br")]).await;
            assert_eq!(response.status(), StatusCode::NOT_FOUND, "{path}");
            assert!(!response.headers().contains_key(CACHE_CONTROL), "{path}");
        }
    }

    #[tokio::test]
    async fn every_asset_is_sent_compressed_and_to_be_kept_for_ever() {
        for name in Assets::load().hashed.values() {
            let path = format!("/assets/{name}");
            let response = get(&path, &[(ACCEPT_ENCODING, "br")]).await;
            assert_eq!(response.status(), StatusCode::OK, "{name}");
            assert_eq!(response.headers()[CACHE_CONTROL], FOR_EVER);
            assert_eq!(response.headers()[VARY], "accept-encoding");
            assert_eq!(response.headers()[CONTENT_TYPE], content_type(name));
            let tag = response.headers()[ETAG].to_str().expect("a tag is ASCII");
            let again = get(&path, &[(ACCEPT_ENCODING, "br"), (IF_NONE_MATCH, tag)]).await;
            assert_eq!(again.status(), StatusCode::NOT_MODIFIED, "{name}");
        }
    }
}
