//! The one error that crosses to a program.

use axum::{
    http::{
        HeaderValue, StatusCode,
        header::{CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE},
    },
    response::{IntoResponse, Response},
};
use domain::{
    Broken,
    ids::PlanId,
    limits::Wait,
    plans::{PublishError, ReviseError},
    problems::Problems,
};
use serde::Serialize;
use std::borrow::Cow;
use utoipa::ToSchema;

/// A problem document, as RFC 9457 has it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Problem {
    /// Always `about:blank`: the status says what kind of problem it is.
    #[serde(rename = "type")]
    kind: &'static str,
    /// The status in words.
    title: &'static str,
    /// The status of the answer.
    status: u16,
    /// What went wrong this time.
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<Cow<'static, str>>,
    /// What is wrong with which field.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldProblem>,
    /// The plan that the one asked for was merged into.
    #[serde(skip_serializing_if = "Option::is_none")]
    merged_into: Option<i64>,
    #[serde(skip)]
    retry_after: Option<u64>,
}

/// What is wrong with a field.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FieldProblem {
    /// The field, as a path into what was sent.
    field: String,
    /// What is wrong with it.
    message: String,
}

impl Problem {
    /// A problem of which the status says everything.
    #[must_use]
    pub fn of(status: StatusCode) -> Self {
        Self {
            kind: "about:blank",
            title: status.canonical_reason().unwrap_or("Error"),
            status: status.as_u16(),
            detail: None,
            errors: Vec::new(),
            merged_into: None,
            retry_after: None,
        }
    }

    /// With what went wrong this time.
    #[must_use]
    pub fn because(mut self, detail: impl Into<Cow<'static, str>>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// The plan asked for was merged into another.
    #[must_use]
    pub fn merged_into(mut self, plan: PlanId) -> Self {
        self.merged_into = Some(plan.0);
        self
    }

    /// There is no such thing, or it is not the asker's to see.
    #[must_use]
    pub fn not_found() -> Self {
        Self::of(StatusCode::NOT_FOUND)
    }

    /// The call takes a token.
    #[must_use]
    pub fn unauthorized() -> Self {
        Self::of(StatusCode::UNAUTHORIZED)
            .because("send a valid token as `Authorization: Bearer …`")
    }

    /// The account may read, not act.
    #[must_use]
    pub fn suspended() -> Self {
        Self::of(StatusCode::FORBIDDEN).because("this account is suspended: it may read, not act")
    }

    /// It has changed since, or cannot be done any more.
    #[must_use]
    pub fn conflict(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::of(StatusCode::CONFLICT).because(detail)
    }

    /// Too often: again after so many seconds.
    #[must_use]
    pub fn too_many(seconds: u64) -> Self {
        let mut problem = Self::of(StatusCode::TOO_MANY_REQUESTS)
            .because(format!("try again in {seconds} seconds"));
        problem.retry_after = Some(seconds);
        problem
    }

    /// Too often, in words of its own.
    #[must_use]
    pub fn wait(wait: Wait) -> Self {
        let mut problem = Self::of(StatusCode::TOO_MANY_REQUESTS).because(wait.words);
        problem.retry_after = Some(wait.seconds);
        problem
    }

    /// A single field's mistake.
    #[must_use]
    pub fn field(field: impl Into<Cow<'static, str>>, message: impl Into<String>) -> Self {
        Problems::one(field, message).into()
    }

    fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = self.status();
        let body = serde_json::to_vec(&self).unwrap_or_default();
        let mut response = (status, body).into_response();
        let headers = response.headers_mut();
        headers.insert(
            CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Some(seconds) = self.retry_after {
            headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

impl From<Broken> for Problem {
    /// What failed is for the operator's log.
    fn from(broken: Broken) -> Self {
        tracing::error!(error = %broken, "a call failed");
        Self::of(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

impl From<Problems> for Problem {
    fn from(problems: Problems) -> Self {
        let field = |problem: domain::problems::Problem| FieldProblem {
            field: problem.field.into_owned(),
            message: problem.message,
        };
        let mut problem = Self::of(StatusCode::UNPROCESSABLE_ENTITY);
        problem.errors = problems.0.into_iter().map(field).collect();
        problem
    }
}

impl From<PublishError> for Problem {
    fn from(error: PublishError) -> Self {
        match error {
            PublishError::Invalid(problems) => problems.into(),
            PublishError::Wait(wait) => Self::wait(wait),
            PublishError::Suspended => Self::suspended(),
            PublishError::Broken(broken) => broken.into(),
        }
    }
}

impl From<ReviseError> for Problem {
    fn from(error: ReviseError) -> Self {
        match error {
            ReviseError::NotFound => Self::not_found(),
            ReviseError::Invalid(problems) => problems.into(),
            ReviseError::Withdrawn | ReviseError::Stale { .. } => Self::conflict(error.to_string()),
            ReviseError::Suspended => Self::suspended(),
            ReviseError::Broken(broken) => broken.into(),
        }
    }
}
