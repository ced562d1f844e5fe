//! What handlers are given: who asks, and what was sent, or a problem that says what is wrong
//! with it.

use super::{Problem, by_name::ByName};
use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Path, Request},
    http::{
        HeaderMap, StatusCode,
        header::{AUTHORIZATION, CONTENT_TYPE},
        request::Parts,
    },
};
use domain::{
    Forum, Member, Moderator, Viewer, accounts,
    once::{self, LONGEST_KEY},
};
use serde::de::DeserializeOwned;

/// Who asks; nobody in particular without a token.
#[derive(Debug)]
pub(super) struct Asking(pub Viewer);

impl FromRequestParts<Forum> for Asking {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, forum: &Forum) -> Result<Self, Problem> {
        let Some(token) = bearer(&parts.headers)? else {
            return Ok(Self(Viewer::Anonymous));
        };
        match accounts::viewer(forum, token).await? {
            Viewer::Anonymous => Err(Problem::unauthorized()),
            viewer => Ok(Self(viewer)),
        }
    }
}

/// A member who acts.
#[derive(Debug)]
pub(super) struct Acting(pub Member);

impl FromRequestParts<Forum> for Acting {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, forum: &Forum) -> Result<Self, Problem> {
        match Asking::from_request_parts(parts, forum).await?.0 {
            Viewer::Member(member) => Ok(Self(member)),
            Viewer::Suspended(_) => Err(Problem::suspended()),
            Viewer::Anonymous => Err(Problem::unauthorized()),
        }
    }
}

/// A moderator who asks. To others there is nothing.
#[derive(Debug)]
pub(super) struct Moderating(pub Moderator);

impl FromRequestParts<Forum> for Moderating {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, forum: &Forum) -> Result<Self, Problem> {
        let Asking(viewer) = Asking::from_request_parts(parts, forum).await?;
        let moderator = viewer.member().and_then(Member::moderator);
        moderator.map(Self).ok_or_else(Problem::not_found)
    }
}

fn bearer(headers: &HeaderMap) -> Result<Option<&str>, Problem> {
    let Some(value) = headers.get(AUTHORIZATION) else {
        return Ok(None);
    };
    let token = value
        .to_str()
        .ok()
        .and_then(|value| value.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, token)| token.trim());
    token.map(Some).ok_or_else(Problem::unauthorized)
}

/// The parts of the address. One that is no number, or too large a one, names nothing.
#[derive(Debug)]
pub(super) struct At<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for At<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        match Path::from_request_parts(parts, state).await {
            Ok(Path(value)) => Ok(Self(value)),
            Err(_) => Err(Problem::not_found()),
        }
    }
}

/// The query, field by field.
#[derive(Debug)]
pub(super) struct Asked<T>(pub T);

impl<S: Sync, T: DeserializeOwned> FromRequestParts<S> for Asked<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let query = parts.uri.query().unwrap_or_default();
        let pairs = serde_urlencoded::Deserializer::new(form_urlencoded::parse(query.as_bytes()));
        serde_path_to_error::deserialize(pairs)
            .map(Self)
            .map_err(|error| at_path(&error))
    }
}

/// The body, as JSON.
#[derive(Debug)]
pub(super) struct Sent<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Sent<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        if !is_json(request.headers()) {
            return Err(Problem::of(StatusCode::UNSUPPORTED_MEDIA_TYPE)
                .because("send JSON, as `Content-Type: application/json`"));
        }
        let bytes = Bytes::from_request(request, state)
            .await
            .map_err(|rejection| Problem::of(rejection.status()))?;
        let json = &mut serde_json::Deserializer::from_slice(&bytes);
        let value = serde_path_to_error::deserialize(ByName(&mut *json))
            .map_err(|error| not_as_agreed(&error))?;
        json.end().map_err(|error| not_json(&error))?;
        Ok(Self(value))
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok());
    let essence = kind.and_then(|kind| kind.split(';').next()).map(str::trim);
    essence.is_some_and(|kind| {
        kind.eq_ignore_ascii_case("application/json") || kind.ends_with("+json")
    })
}

fn not_as_agreed(error: &serde_path_to_error::Error<serde_json::Error>) -> Problem {
    if error.inner().is_data() {
        return Problem::field(error.path().to_string(), plainly(error.inner()));
    }
    not_json(error.inner())
}

/// What is wrong with a value, as a sentence about its field: `must be a string, not 7`. The field's
/// path says where; line and column would say it again.
fn plainly(error: &serde_json::Error) -> String {
    let words = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    let words = words.strip_suffix(&place).unwrap_or(&words);
    let kinds = words.strip_prefix("invalid type: ");
    match kinds.and_then(|kinds| kinds.rsplit_once(", expected ")) {
        Some((found, expected)) => format!("must be {}, not {}", kind(expected), kind(found)),
        None => words.into(),
    }
}

/// What JSON calls the kinds of value that serde names in its own way. A text is not repeated: it may
/// be long.
fn kind(of: &str) -> &str {
    match of {
        "sequence" | "a sequence" => "an array",
        "map" => "an object",
        "i32" | "i64" | "u32" | "u64" => "a whole number",
        _ if of.starts_with("string ") => "a string",
        _ => of.split('`').nth(1).unwrap_or(of),
    }
}

fn not_json(error: &serde_json::Error) -> Problem {
    Problem::of(StatusCode::BAD_REQUEST).because(format!("the body is not JSON: {error}"))
}

fn at_path<E: std::error::Error>(error: &serde_path_to_error::Error<E>) -> Problem {
    Problem::field(error.path().to_string(), error.inner().to_string())
}

/// The `Idempotency-Key`: the same key by the same member makes one thing.
#[derive(Debug)]
pub(super) struct Once(pub Option<String>);

impl Once {
    pub(super) fn key(&self) -> Option<&str> {
        self.0.as_deref()
    }
}

impl<S: Sync> FromRequestParts<S> for Once {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let Some(value) = parts.headers.get("idempotency-key") else {
            return Ok(Self(None));
        };
        match value.to_str().ok().and_then(once::given) {
            Some(key) => Ok(Self(Some(key.into()))),
            None => Err(Problem::of(StatusCode::BAD_REQUEST).because(format!(
                "an Idempotency-Key is 1 to {LONGEST_KEY} visible ASCII letters"
            ))),
        }
    }
}
