//! A visit: who looks at which page of the site.

use crate::{failure::Failure, render, shell::Page, site::Site};
use axum::{
    extract::{FromRequestParts, Request, State},
    http::{HeaderMap, HeaderName, StatusCode, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use domain::{Admin, Forum, Member, Moderator, Viewer, accounts, clock::Timestamp, viewer::Person};
use leptos::prelude::*;

/// The cookie's name over https; browsers keep `__Host-` cookies to this host, path and https.
const SECURE_COOKIE: &str = "__Host-session";
/// The cookie's name over plain http, as on one's own machine.
const PLAIN_COOKIE: &str = "session";

/// What is made for its visitor says so to whoever keeps copies on the way.
const HTML: [(HeaderName, &str); 3] = [
    (header::CONTENT_TYPE, "text/html; charset=utf-8"),
    (header::CACHE_CONTROL, "private, no-cache"),
    (header::VARY, "cookie"),
];

/// Who looks, at what, when. Every page handler takes one.
#[derive(Clone, Debug)]
pub struct Visit {
    /// The site.
    pub site: Site,
    /// Who looks.
    pub viewer: Viewer,
    /// The address of the page, with its query.
    pub path: String,
    /// When.
    pub now: Timestamp,
}

impl Visit {
    /// The forum.
    #[must_use]
    pub fn forum(&self) -> &Forum {
        self.site.forum()
    }

    /// Whoever has signed in, whether they may act or not.
    ///
    /// # Errors
    /// When nobody has.
    pub fn person(&self) -> Result<&Person, Failure> {
        self.viewer.person().ok_or(Failure::SignIn)
    }

    /// Permission to act; a visitor who has not signed in is asked to.
    ///
    /// # Errors
    /// When nobody has signed in, or the person is suspended.
    pub fn member(&self) -> Result<&Member, Failure> {
        match &self.viewer {
            Viewer::Member(member) => Ok(member),
            Viewer::Suspended(_) => Err(Failure::Suspended),
            Viewer::Anonymous => Err(Failure::SignIn),
        }
    }

    /// Permission to curate. To everybody else the page is not there.
    ///
    /// # Errors
    /// When the visitor is no moderator.
    pub fn moderator(&self) -> Result<Moderator, Failure> {
        self.viewer
            .member()
            .and_then(Member::moderator)
            .ok_or(Failure::NotFound)
    }

    /// Permission to run the forum. To everybody else the page is not there.
    ///
    /// # Errors
    /// When the visitor is no admin.
    pub fn admin(&self) -> Result<Admin, Failure> {
        self.viewer
            .member()
            .and_then(Member::admin)
            .ok_or(Failure::NotFound)
    }

    /// The page as an answer.
    #[must_use]
    pub fn page<V: IntoView + 'static>(&self, page: Page, view: impl FnOnce() -> V) -> Response {
        self.page_with(StatusCode::OK, page, view)
    }

    /// The same page again with what is wrong in it, and everything typed kept.
    #[must_use]
    pub fn page_again<V: IntoView + 'static>(
        &self,
        page: Page,
        view: impl FnOnce() -> V,
    ) -> Response {
        self.page_with(StatusCode::UNPROCESSABLE_ENTITY, page, view)
    }

    /// The page as an answer with this status.
    #[must_use]
    pub fn page_with<V: IntoView + 'static>(
        &self,
        status: StatusCode,
        page: Page,
        view: impl FnOnce() -> V,
    ) -> Response {
        let html = render::html(|| page.whole(self, view().into_any()));
        (status, HTML, html).into_response()
    }

    /// A part of a page as an answer, to be put into a page that is open.
    #[must_use]
    pub fn part<V: RenderHtml>(&self, view: impl FnOnce() -> V) -> Response {
        (HTML, render::fragment(view)).into_response()
    }

    /// After a form has done its work: on to this address of the site.
    #[must_use]
    pub fn to(&self, path: &str) -> Response {
        Redirect::to(path).into_response()
    }
}

/// The name of the session's cookie.
#[must_use]
pub fn session_cookie(site: &Site) -> &'static str {
    if site.is_https() {
        SECURE_COOKIE
    } else {
        PLAIN_COOKIE
    }
}

/// The session's token in a request, if it carries one.
#[must_use]
pub fn session_token<'headers>(site: &Site, headers: &'headers HeaderMap) -> Option<&'headers str> {
    let name = session_cookie(site);
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, token)| token)
}

/// Finds out who visits, once for each request, and shows what went wrong in the site's look.
pub async fn begin(State(site): State<Site>, mut request: Request, next: Next) -> Response {
    let visit = match of(&site, request.headers(), request.uri().to_string()).await {
        Ok(visit) => visit,
        Err(failure) => return failure.into_response(),
    };
    request.extensions_mut().insert(visit.clone());
    let response = next.run(request).await;
    crate::failure::in_the_look(&visit, response)
}

async fn of(site: &Site, headers: &HeaderMap, path: String) -> Result<Visit, Failure> {
    let viewer = match session_token(site, headers) {
        Some(token) => accounts::viewer(site.forum(), token).await?,
        None => Viewer::Anonymous,
    };
    Ok(Visit {
        now: site.forum().now(),
        site: site.clone(),
        viewer,
        path,
    })
}

impl<S: Send + Sync> FromRequestParts<S> for Visit {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        parts
            .extensions
            .get::<Self>()
            .cloned()
            .ok_or_else(|| Failure::broken("a page's route lies outside `visit::begin`"))
    }
}
