//! Telling a reader that has the newest already so.

use axum::{
    http::{
        HeaderMap, HeaderValue, StatusCode,
        header::{
            CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED,
        },
    },
    response::{IntoResponse, Response},
};
use domain::{clock::Timestamp, hash::Hash};
use jiff::fmt::rfc2822::DateTimePrinter;

/// A document that anybody may keep for a few minutes.
pub(super) struct Document {
    /// Its media type.
    pub kind: &'static str,
    /// What it says.
    pub text: String,
    /// When what it shows last changed.
    pub changed: Option<Timestamp>,
}

impl Document {
    /// The document, or 304 when the reader has it.
    pub(super) fn answer(self, request: &HeaderMap) -> Response {
        let tag = format!("\"{}\"", &Hash::of(&[self.text.as_bytes()]).to_hex()[..32]);
        let date = self.changed.and_then(http_date);
        let mut headers = HeaderMap::new();
        headers.insert(
            CACHE_CONTROL,
            HeaderValue::from_static("public, max-age=300"),
        );
        for (name, value) in [(ETAG, Some(tag.as_str())), (LAST_MODIFIED, date.as_deref())] {
            if let Some(value) = value.and_then(|value| HeaderValue::from_str(value).ok()) {
                headers.insert(name, value);
            }
        }
        if is_known(request, &tag, date.as_deref()) {
            return (StatusCode::NOT_MODIFIED, headers).into_response();
        }
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(self.kind));
        (headers, self.text).into_response()
    }
}

fn http_date(at: Timestamp) -> Option<String> {
    DateTimePrinter::new()
        .timestamp_to_rfc9110_string(&at.to_jiff())
        .ok()
}

/// A tag counts before a date, as RFC 9110 has it. A date counts only when it is the very one that
/// was sent: within one second much can change.
fn is_known(request: &HeaderMap, tag: &str, date: Option<&str>) -> bool {
    if request.contains_key(IF_NONE_MATCH) {
        return request
            .get_all(IF_NONE_MATCH)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .any(|known| known.trim().trim_start_matches("W/") == tag);
    }
    let since = request
        .get(IF_MODIFIED_SINCE)
        .and_then(|value| value.to_str().ok());
    date.is_some() && since == date
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document() -> Document {
        Document {
            kind: "text/plain",
            text: "one".into(),
            changed: Some(Timestamp(1_793_523_600 * Timestamp::SECOND)),
        }
    }

    #[test]
    fn a_reader_that_has_it_is_told_so() {
        let first = document().answer(&HeaderMap::new());
        assert_eq!(
            first.headers()[LAST_MODIFIED],
            "Sun, 01 Nov 2026 09:00:00 GMT"
        );
        for (asked, told) in [(IF_NONE_MATCH, ETAG), (IF_MODIFIED_SINCE, LAST_MODIFIED)] {
            let request = HeaderMap::from_iter([(asked, first.headers()[&told].clone())]);
            let again = document().answer(&request);
            assert_eq!(again.status(), StatusCode::NOT_MODIFIED, "{told}");
        }
        let other = HeaderMap::from_iter([(IF_NONE_MATCH, HeaderValue::from_static("\"other\""))]);
        assert_eq!(document().answer(&other).status(), StatusCode::OK);
    }
}
