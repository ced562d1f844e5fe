//! The one error that reaches a visitor: a status and words that are safe to show.

use crate::{
    plans::Tombstone,
    shell::{Page, Robots},
    visit::Visit,
};
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{Broken, plans::Plan};
use leptos::prelude::*;

/// Why a page was not shown or an act not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// Nobody has signed in, and this takes a member.
    SignIn,
    /// The person may read, not act.
    Suspended,
    /// There is no such thing, or it is not this visitor's to see.
    NotFound,
    /// A plan that its author took back: this is left of it.
    Withdrawn(Box<Tombstone>),
    /// What was asked makes no sense, said in words.
    BadRequest(String),
    /// It cannot be done any more, said in words.
    Conflict(String),
    /// Refused before any page was reached, with this status and in words.
    Refused {
        /// The status.
        status: StatusCode,
        /// Why, for whoever asked.
        words: &'static str,
    },
    /// More than a page's worth was sent.
    TooLarge,
    /// Too often: again after so many seconds.
    TooMany {
        /// Seconds to wait.
        retry_after: u64,
    },
    /// Something of ours failed. It has been logged.
    Broken,
    /// The database does not answer for now.
    Unavailable,
}

impl Failure {
    /// Something of ours failed: logs it, once and here.
    #[must_use]
    pub fn broken(error: impl std::fmt::Display) -> Self {
        tracing::error!(%error, "a page failed");
        Self::Broken
    }

    /// The plan was taken back: of it, only its tombstone may be shown.
    #[must_use]
    pub fn withdrawn(plan: &Plan) -> Self {
        Self::Withdrawn(Box::new(Tombstone::of(plan)))
    }

    /// The status of the answer.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self {
            Self::SignIn => StatusCode::UNAUTHORIZED,
            Self::Suspended => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Withdrawn(_) => StatusCode::GONE,
            Self::BadRequest(_) => StatusCode::BAD_REQUEST,
            Self::Refused { status, .. } => *status,
            Self::Conflict(_) => StatusCode::CONFLICT,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Broken => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// What to tell of a status that the framework chose.
    fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::NOT_FOUND => Self::NotFound,
            StatusCode::PAYLOAD_TOO_LARGE => Self::TooLarge,
            StatusCode::TOO_MANY_REQUESTS => Self::TooMany { retry_after: 60 },
            StatusCode::SERVICE_UNAVAILABLE | StatusCode::REQUEST_TIMEOUT => Self::Unavailable,
            status if status.is_server_error() => Self::Broken,
            StatusCode::METHOD_NOT_ALLOWED => Self::Refused {
                status,
                words: "This address does not take that kind of request.",
            },
            _ => Self::Refused {
                status,
                words: "The request could not be understood.",
            },
        }
    }

    /// What it is called.
    #[must_use]
    pub fn title(&self) -> &'static str {
        match self {
            Self::SignIn => "Please sign in",
            Self::Suspended => "Your account is suspended",
            Self::NotFound => "There is nothing here",
            Self::Withdrawn(_) => "Withdrawn",
            Self::BadRequest(_) | Self::Refused { .. } => "That could not be understood",
            Self::Conflict(_) => "That can no longer be done",
            Self::TooLarge => "That is too long",
            Self::TooMany { .. } => "A little slower, please",
            Self::Broken => "Something of ours failed",
            Self::Unavailable => "Back in a moment",
        }
    }

    /// What went wrong, in a sentence that is safe to show.
    pub fn words(&self) -> String {
        match self {
            Self::SignIn => "This takes an account.".into(),
            Self::Suspended => {
                "You can read everything, but not post, comment or vote for now.".into()
            }
            Self::NotFound => {
                "The page does not exist, or it is not yours to see. The address may have a typo."
                    .into()
            }
            Self::Withdrawn(_) => "Its author withdrew this plan.".into(),
            Self::BadRequest(words) | Self::Conflict(words) => words.clone(),
            Self::Refused { words, .. } => (*words).to_owned(),
            Self::TooLarge => {
                "More was sent than a page of ours can take. Go back: your browser still has what \
                 you typed."
                    .into()
            }
            Self::TooMany { retry_after } => {
                format!(
                    "You can try again in {retry_after} seconds. Nothing you typed is lost: go back."
                )
            }
            Self::Broken => {
                "It has been noted. Going back and trying again is safe: nothing is posted twice."
                    .into()
            }
            Self::Unavailable => "The forum is busy or restarting. Please try again.".into(),
        }
    }
}

impl<E: Into<Broken>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self::broken(error.into())
    }
}

impl IntoResponse for Failure {
    /// The bare status; [`in_the_look`] makes the page of it.
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        if let Self::TooMany { retry_after } = self {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(retry_after));
        }
        response.extensions_mut().insert(self);
        response
    }
}

/// A page that says why one has to wait, to be asked again after so many seconds.
#[must_use]
pub fn slowed(mut page: Response, seconds: u64) -> Response {
    *page.status_mut() = StatusCode::TOO_MANY_REQUESTS;
    page.headers_mut()
        .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    page
}

/// Turns an answer that failed, ours or the framework's, into a page. An answer that is a page
/// already, such as a form with its mistakes, stays as it is; so does one to an island.
#[must_use]
pub fn in_the_look(visit: &Visit, response: Response) -> Response {
    let status = response.status();
    let is_said = response
        .headers()
        .get(header::CONTENT_TYPE)
        .map(HeaderValue::as_bytes)
        .is_some_and(|kind| kind.starts_with(b"text/html") || kind == b"application/json");
    if !(status.is_client_error() || status.is_server_error()) || is_said {
        return response;
    }
    let failure = response
        .extensions()
        .get::<Failure>()
        .cloned()
        .unwrap_or_else(|| Failure::of_status(status));
    let mut page = show(visit, &failure);
    for name in [header::RETRY_AFTER, header::ALLOW] {
        if let Some(value) = response.headers().get(&name) {
            page.headers_mut().insert(name, value.clone());
        }
    }
    page
}

/// The failure as a page.
#[must_use]
pub fn show(visit: &Visit, failure: &Failure) -> Response {
    if let Failure::Withdrawn(tombstone) = failure {
        return tombstone.page(visit);
    }
    let page = Page::new(failure.title()).robots(Robots::Hidden);
    visit.page_with(failure.status(), page, || {
        view! {
            <div class="wrap plain">
                <main id="main">
                    <p class="meta">{failure.status().as_u16()}</p>
                    <h1>{failure.title()}</h1>
                    <p class="lede">{failure.words()}</p>
                    {ways_on(visit, failure)}
                </main>
            </div>
        }
    })
}

fn ways_on(visit: &Visit, failure: &Failure) -> AnyView {
    if *failure == Failure::SignIn {
        let next = crate::shell::sign_in_address(visit);
        return view! {
            <p class="actions">
                <a class="button primary" href=next>"Sign in"</a>
                <a class="button" href="/join">"Join"</a>
            </p>
        }
        .into_any();
    }
    let why = (*failure == Failure::Suspended).then(|| {
        view! { <a class="button primary" href="/settings">"Why, and what you can do"</a> }
    });
    view! {
        <p class="actions">
            {why}
            <a class="button" href="/">"To the plans"</a>
        </p>
    }
    .into_any()
}
