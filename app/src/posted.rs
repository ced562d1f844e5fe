//! What a form sent.

use crate::failure::Failure;
use axum::{
    extract::{FromRequest, Request},
    http::{HeaderMap, StatusCode, header},
    response::IntoResponse,
};
use serde::de::DeserializeOwned;

/// A form's fields, and the text that they came in. A field that was left out is its default when
/// the type says `#[serde(default)]`; bytes that are no UTF-8 are shown as �.
#[derive(Clone, Debug)]
pub struct Posted<T> {
    /// The fields.
    pub form: T,
    /// As a browser sends them: `application/x-www-form-urlencoded`.
    pub raw: String,
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Posted<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        if !is_form(request.headers()) {
            return Err(unreadable());
        }
        let raw =
            String::from_request(request, state)
                .await
                .map_err(|rejection| match rejection.into_response().status() {
                    StatusCode::PAYLOAD_TOO_LARGE => Failure::TooLarge,
                    _ => unreadable(),
                })?;
        let form = read(&raw).ok_or_else(unreadable)?;
        Ok(Self { form, raw })
    }
}

/// The fields of a form from the text that they came in, or were kept in.
#[must_use]
pub fn read<T: DeserializeOwned>(raw: &str) -> Option<T> {
    serde_urlencoded::from_str(raw).ok()
}

/// An address of this site that a form asks to go on to; anything else is as good as none.
#[must_use]
pub fn local(path: &str) -> Option<&str> {
    let second = path.as_bytes().get(1);
    let here = path.starts_with('/') && !matches!(second, Some(b'/' | b'\\'));
    let plain = path.bytes().all(|byte| byte.is_ascii_graphic());
    (here && plain).then_some(path)
}

fn is_form(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"))
}

fn unreadable() -> Failure {
    Failure::BadRequest("What was sent is not the form of this page.".into())
}

#[cfg(test)]
mod tests {
    use super::local;

    #[test]
    fn nobody_is_sent_to_another_site() {
        assert_eq!(local("/plans?sort=new"), Some("/plans?sort=new"));
        for elsewhere in [
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "",
            "/a\r\nb",
        ] {
            assert_eq!(local(elsewhere), None, "{elsewhere:?}");
        }
    }
}
