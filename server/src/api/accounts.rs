//! Accounts and sessions.

use super::{
    Problem,
    extract::{Asking, Sent},
};
use app::client::ClientAddress;
use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode, header::USER_AGENT},
};
use domain::{
    Forum, Viewer,
    accounts::{self, New, SignIn, SignInError, SignUp, SignUpError},
    viewer::Person,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

/// This feature's calls.
pub(super) fn routes() -> OpenApiRouter<Forum> {
    OpenApiRouter::new()
        .routes(routes!(open))
        .routes(routes!(begin_session, end_session))
        .routes(routes!(who))
}

/// What a new account takes.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default)]
struct NewAccount {
    /// 3 to 30 of a-z, 0-9 and hyphens.
    handle: String,
    email: String,
    /// At least 10 characters, and not easily guessed.
    password: String,
    /// The token of an invitation, where one is needed.
    invite: Option<String>,
    /// Why one wants to join, 20 to 1,000 letters, where that is asked and nobody has invited one.
    #[serde(default)]
    application: String,
}

/// An account that was opened.
#[derive(Debug, Serialize, ToSchema)]
struct Opened {
    handle: String,
}

/// Opens an account. Whether the e-mail address is another account's, no answer tells.
#[utoipa::path(post, path = "/accounts", tag = "accounts", request_body = NewAccount,
    responses((status = CREATED, body = Opened), (status = "4XX", body = Problem)))]
async fn open(
    State(forum): State<Forum>,
    ClientAddress(from): ClientAddress,
    Sent(sent): Sent<NewAccount>,
) -> Result<(StatusCode, Json<Opened>), Problem> {
    let typed = SignUp {
        handle: sent.handle,
        email: sent.email,
        password: sent.password,
        invite: sent.invite,
        application: sent.application,
    };
    let joined = accounts::sign_up(&forum, &typed, from).await?;
    let opened = Opened {
        handle: joined.handle().to_string(),
    };
    Ok((StatusCode::CREATED, Json(opened)))
}

impl From<SignUpError> for Problem {
    fn from(error: SignUpError) -> Self {
        match error {
            SignUpError::Invalid(problems) => problems.into(),
            SignUpError::Closed | SignUpError::NotInvited | SignUpError::SetUpAlready => {
                Self::of(StatusCode::FORBIDDEN).because(error.to_string())
            }
            SignUpError::Limited { retry_after } => Self::too_many(retry_after),
            SignUpError::Broken(broken) => broken.into(),
        }
    }
}

/// What signs somebody in.
#[derive(Deserialize, ToSchema)]
struct Credentials {
    /// A handle, or a confirmed e-mail address.
    handle: String,
    password: String,
}

/// A session that was begun.
#[derive(Serialize, ToSchema)]
struct Begun {
    /// To be sent as `Authorization: Bearer …`. It ends when it is not used for 60 days.
    token: String,
}

/// Signs in.
#[utoipa::path(post, path = "/session", tag = "accounts", request_body = Credentials,
    responses((status = OK, body = Begun), (status = "4XX", body = Problem)))]
async fn begin_session(
    State(forum): State<Forum>,
    ClientAddress(from): ClientAddress,
    headers: HeaderMap,
    Sent(sent): Sent<Credentials>,
) -> Result<Json<Begun>, Problem> {
    let program = headers
        .get(USER_AGENT)
        .and_then(|value| value.to_str().ok());
    let typed = SignIn {
        who: &sent.handle,
        password: &sent.password,
        device: program.unwrap_or("A program"),
        replaces: None,
    };
    let token = accounts::sign_in(&forum, &typed, from).await?;
    let token = token.as_str().to_owned();
    Ok(Json(Begun { token }))
}

impl From<SignInError> for Problem {
    fn from(error: SignInError) -> Self {
        match error {
            SignInError::Wrong => Self::of(StatusCode::UNAUTHORIZED).because(error.to_string()),
            SignInError::Limited { retry_after } => Self::too_many(retry_after),
            SignInError::Broken(broken) => broken.into(),
        }
    }
}

/// Signs out: the token that is shown works no longer.
#[utoipa::path(delete, path = "/session", tag = "accounts", security(("token" = [])),
    responses((status = NO_CONTENT), (status = "4XX", body = Problem)))]
async fn end_session(
    State(forum): State<Forum>,
    Asking(viewer): Asking,
) -> Result<StatusCode, Problem> {
    let person = asking(&viewer)?;
    accounts::end_session(&forum, person, person.session).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Whoever shows a token.
#[derive(Debug, Serialize, ToSchema)]
struct Myself {
    handle: String,
    /// The name for people; the handle when none was given.
    name: String,
    /// member, moderator or admin.
    role: &'static str,
    /// Whether the account may read but not act.
    suspended: bool,
    /// What it may while it is new; null once it is known.
    new: Option<NewMember>,
}

/// What a new account may.
#[derive(Debug, Serialize, ToSchema)]
struct NewMember {
    /// Until then at the latest. RFC 3339, UTC.
    until: String,
    /// How many of its contributions were accepted …
    accepted: i64,
    /// … and how many more end it sooner.
    missing: i64,
    /// Plans in an hour, forks among them.
    plans_per_hour: u32,
    comments_per_hour: u32,
    links_per_comment: u32,
    links_per_plan: u32,
    mentions_per_text: u32,
}

impl From<New> for NewMember {
    fn from(new: New) -> Self {
        Self {
            until: new.until.to_rfc3339(),
            accepted: new.accepted,
            missing: new.missing,
            plans_per_hour: new.may.plans,
            comments_per_hour: new.may.comments,
            links_per_comment: new.may.links,
            links_per_plan: new.may.plan_links,
            mentions_per_text: new.may.mentions,
        }
    }
}

/// Who am I?
#[utoipa::path(get, path = "/account", tag = "accounts", security(("token" = [])),
    responses((status = OK, body = Myself), (status = "4XX", body = Problem)))]
async fn who(State(forum): State<Forum>, Asking(viewer): Asking) -> Result<Json<Myself>, Problem> {
    let person = asking(&viewer)?;
    let new = accounts::newcomer(&forum, person.id).await?;
    Ok(Json(Myself {
        handle: person.handle.to_string(),
        name: person.name.clone(),
        role: person.role.as_str(),
        suspended: matches!(viewer, Viewer::Suspended(_)),
        new: new.map(Into::into),
    }))
}

fn asking(viewer: &Viewer) -> Result<&Person, Problem> {
    viewer.person().ok_or_else(Problem::unauthorized)
}
