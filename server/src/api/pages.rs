//! The forum's own pages: read by everybody, written by admins.

#![expect(
    unused_qualifications,
    reason = "written by utoipa's macro for query parameters"
)]

use super::{
    List, Problem,
    extract::{Asked, Asking, At, Sent},
    plans::Author,
};
use axum::{
    Json,
    extract::{FromRequestParts, State},
    http::request::Parts,
};
use domain::{
    Admin, Forum, Member,
    ids::VersionNumber,
    pages::{self, EditPageError, Name, Saving, TypedPage, Version, VersionSummary},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

/// This feature's calls.
pub(super) fn routes() -> OpenApiRouter<Forum> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(one, change))
        .routes(routes!(versions))
}

/// An admin who acts. To others there is nothing to act on.
#[derive(Debug)]
pub(super) struct Administering(Admin);

impl FromRequestParts<Forum> for Administering {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, forum: &Forum) -> Result<Self, Problem> {
        let Asking(viewer) = Asking::from_request_parts(parts, forum).await?;
        let admin = viewer.member().and_then(Member::admin);
        admin.map(Self).ok_or_else(Problem::not_found)
    }
}

impl From<EditPageError> for Problem {
    fn from(error: EditPageError) -> Self {
        match error {
            EditPageError::NotFound => Self::not_found(),
            EditPageError::Invalid(problems) => problems.into(),
            EditPageError::Stale { .. } | EditPageError::Unchanged => {
                Self::conflict(error.to_string())
            }
            EditPageError::Suspended => Self::suspended(),
            EditPageError::Broken(broken) => broken.into(),
        }
    }
}

/// Who saved a version, when and why.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PageSaving {
    by: Author,
    /// RFC 3339, UTC.
    at: String,
    /// What was changed and why; null once its writer has left with their words.
    note: Option<String>,
    /// The version whose text was brought back.
    restored_from: Option<i32>,
}

impl From<Saving> for PageSaving {
    fn from(saved: Saving) -> Self {
        Self {
            by: Author::from(&saved.by),
            at: saved.at.to_rfc3339(),
            note: saved.note,
            restored_from: saved.restored_from.map(|number| number.0),
        }
    }
}

/// A version of a page, as lists show it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PageVersion {
    /// 0 for the text that ships with the program.
    version: i32,
    /// Null for the text that ships with the program.
    saved: Option<PageSaving>,
}

impl From<VersionSummary> for PageVersion {
    fn from(version: VersionSummary) -> Self {
        Self {
            version: version.number.0,
            saved: version.saved.map(Into::into),
        }
    }
}

/// A page with its text.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct WholePage {
    /// rules, about, privacy or terms.
    page: &'static str,
    title: &'static str,
    #[serde(flatten)]
    version: PageVersion,
    /// Markdown.
    body: String,
    /// The body, rendered and made safe.
    html: String,
}

impl From<Version> for WholePage {
    fn from(version: Version) -> Self {
        Self {
            page: version.page.as_str(),
            title: version.page.title(),
            version: PageVersion {
                version: version.number.0,
                saved: version.saved.map(Into::into),
            },
            body: version.body,
            html: version.html,
        }
    }
}

/// The forum's own pages, as they are now.
#[utoipa::path(get, path = "/pages", tag = "pages",
    responses((status = OK, body = List<WholePage>), (status = "4XX", body = Problem)))]
pub(super) async fn list(State(forum): State<Forum>) -> Result<Json<List<WholePage>>, Problem> {
    let mut items = Vec::with_capacity(Name::ALL.len());
    for page in Name::ALL {
        items.push(pages::newest(&forum, *page).await?.into());
    }
    Ok(Json(List { items, next: None }))
}

/// Which version.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct VersionQuery {
    /// Its number; the newest without it. 0 is the text that ships with the program.
    #[param(value_type = Option<i32>)]
    version: Option<VersionNumber>,
}

/// A page: rules, about, privacy or terms.
#[utoipa::path(get, path = "/pages/{page}", tag = "pages", params(("page" = String, Path), VersionQuery),
    responses((status = OK, body = WholePage), (status = "4XX", body = Problem)))]
pub(super) async fn one(
    State(forum): State<Forum>,
    At(page): At<Name>,
    Asked(query): Asked<VersionQuery>,
) -> Result<Json<WholePage>, Problem> {
    let version = match query.version {
        Some(number) => pages::version(&forum, page, number).await?,
        None => Some(pages::newest(&forum, page).await?),
    };
    let version = version.ok_or_else(Problem::not_found)?;
    Ok(Json(version.into()))
}

/// What a page is to say.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct PageChange {
    /// The version that this started from.
    base_version: i32,
    /// Markdown, up to 64 KiB.
    body: String,
    /// What was changed and why, in 3 to 200 letters.
    note: String,
}

/// Saves a new version of a page; 409 when it is not at `base_version` any more, or says that already.
#[utoipa::path(put, path = "/pages/{page}", tag = "pages", request_body = PageChange,
    params(("page" = String, Path)),
    responses((status = OK, body = WholePage), (status = "4XX", body = Problem)))]
pub(super) async fn change(
    State(forum): State<Forum>,
    Administering(admin): Administering,
    At(page): At<Name>,
    Sent(change): Sent<PageChange>,
) -> Result<Json<WholePage>, Problem> {
    let typed = TypedPage {
        base: change.base_version,
        body: change.body,
        note: change.note,
    };
    let number = pages::edit(&forum, &admin, page, &typed).await?;
    let saved = pages::version(&forum, page, number).await?;
    let saved = saved.ok_or_else(Problem::not_found)?;
    Ok(Json(saved.into()))
}

/// Which versions.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct VersionsQuery {
    /// The `next` of the page before.
    #[param(value_type = Option<i32>)]
    after: Option<VersionNumber>,
    /// At most so many; never more than 100.
    limit: Option<u64>,
}

/// A page's versions, the newest first; the last is the text that ships with the program.
#[utoipa::path(get, path = "/pages/{page}/versions", tag = "pages",
    params(("page" = String, Path), VersionsQuery),
    responses((status = OK, body = List<PageVersion>), (status = "4XX", body = Problem)))]
pub(super) async fn versions(
    State(forum): State<Forum>,
    At(page): At<Name>,
    Asked(query): Asked<VersionsQuery>,
) -> Result<Json<List<PageVersion>>, Problem> {
    let limit = query.limit.unwrap_or(30);
    let found = pages::history(&forum, page, query.after, limit).await?;
    Ok(Json(List::of(found)))
}
