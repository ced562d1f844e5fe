//! What is refused at the door, before any handler sees it.

use super::{Around, origin};
use app::{client::ClientAddress, failure::Failure};
use axum::{
    extract::{Request, State},
    http::{Method, StatusCode, Uri},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use percent_encoding::percent_decode_str;
use std::sync::Arc;

/// The longest path and the longest query that are read, in bytes. Every address of ours fits.
const LONGEST_PATH: usize = 1024;
const LONGEST_QUERY: usize = 4096;

/// Lets a request in, or answers why not.
pub(super) async fn admit(
    State(around): State<Arc<Around>>,
    client: ClientAddress,
    request: Request,
    next: Next,
) -> Response {
    let refused = too_often(&around, client)
        .or_else(|| unreadable(request.uri()))
        .or_else(|| origin::foreign(&request, around.public_url()));
    if let Some(refusal) = refused {
        return refusal.into_response();
    }
    match without_last_slash(request.method(), request.uri()) {
        Some(address) => Redirect::permanent(&address).into_response(),
        None => next.run(request).await,
    }
}

fn too_often(around: &Around, client: ClientAddress) -> Option<Failure> {
    let wait = around.rates.as_ref()?.count(client)?;
    Some(Failure::TooMany {
        retry_after: wait.as_secs() + 1,
    })
}

/// No address of ours ends with a slash. What has two in a row is left alone: `//elsewhere.example`
/// would lead to another site.
fn without_last_slash(method: &Method, uri: &Uri) -> Option<String> {
    let path = uri
        .path()
        .strip_suffix('/')
        .filter(|path| !path.is_empty())?;
    let strange = path.contains("//") || path.contains('\\');
    if !method.is_safe() || strange {
        return None;
    }
    let query = uri.query().map(|query| format!("?{query}"));
    Some(format!("{path}{}", query.unwrap_or_default()))
}

/// An address that no page of ours can have.
fn unreadable(uri: &Uri) -> Option<Failure> {
    let path = uri.path();
    if path.len() > LONGEST_PATH || uri.query().is_some_and(|query| query.len() > LONGEST_QUERY) {
        return Some(Failure::Refused {
            status: StatusCode::URI_TOO_LONG,
            words: "This address is longer than any of ours.",
        });
    }
    let readable = |text: &str| match percent_decode_str(text).decode_utf8() {
        Ok(text) => !text.contains('\0'),
        Err(_) => false,
    };
    let readable = readable(path) && uri.query().is_none_or(readable);
    (!readable).then_some(Failure::Refused {
        status: StatusCode::BAD_REQUEST,
        words: "This address holds characters that cannot be read.",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(uri: &str) -> Option<u16> {
        let uri: Uri = uri.parse().expect("an address");
        unreadable(&uri).map(|refusal| refusal.status().as_u16())
    }

    #[test]
    fn broken_text_and_endless_addresses_are_refused() {
        assert_eq!(refused("/plans/1/a%C3%A9"), None);
        assert_eq!(refused("/plans/%ff"), Some(400));
        assert_eq!(refused("/plans/%00"), Some(400));
        assert_eq!(refused("/plans?tag=%c3"), Some(400));
        assert_eq!(refused(&format!("/{}", "a".repeat(2000))), Some(414));
        assert_eq!(refused(&format!("/?{}", "a".repeat(5000))), Some(414));
    }

    #[test]
    fn a_last_slash_is_taken_off_but_never_leads_elsewhere() {
        let redirected = |uri: &str| {
            let uri: Uri = uri.parse().expect("an address");
            without_last_slash(&Method::GET, &uri)
        };
        assert_eq!(redirected("/plans/?a=1"), Some("/plans?a=1".into()));
        assert_eq!(redirected("/"), None);
        assert_eq!(redirected("//evil.example/"), None);
        assert_eq!(redirected("/plans"), None);
    }
}
