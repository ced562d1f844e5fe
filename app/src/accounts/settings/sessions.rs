//! `/settings/sessions`: where one is signed in.

use super::{Entry, Settings};
use crate::{
    accounts::session,
    failure::Failure,
    time::{Ago, Day},
    visit::Visit,
};
use axum::{extract::Path, response::Response};
use domain::{
    accounts::{self, Session, SessionKind},
    clock::Timestamp,
    ids::SessionId,
};
use leptos::prelude::*;

/// `GET /settings/sessions`
pub async fn show(visit: Visit) -> Result<Response, Failure> {
    let settings = Settings::of(visit).await?;
    let forum = settings.visit.forum();
    let sessions = accounts::sessions(forum, &settings.person, SessionKind::Browser).await?;
    let now = settings.visit.now;
    Ok(settings.page(Entry::Sessions, || {
        let items = sessions
            .into_iter()
            .map(|session| item(session, now))
            .collect_view();
        view! {
            <p>
                "Where you are signed in. A session ends by itself when it is not used for 60 days. If you do not know one, end it and change your password."
            </p>
            <ul class="rows">{items}</ul>
            <form method="post" action="/settings/sessions/end">
                <p class="actions">
                    <button class="danger">"Sign out everywhere"</button>
                    <span class="meta">"This one too. API tokens stay."</span>
                </p>
            </form>
        }
        .into_any()
    }))
}

/// `POST /settings/sessions/{id}/end`
pub async fn end(visit: Visit, Path(id): Path<SessionId>) -> Result<Response, Failure> {
    let person = visit.person()?;
    let ended = accounts::end_session(visit.forum(), person, id).await?;
    if ended && id == person.session {
        return Ok(session::end(&visit.site, visit.to("/")));
    }
    Ok(visit.to("/settings/sessions"))
}

/// `POST /settings/sessions/end`
pub async fn end_all(visit: Visit) -> Result<Response, Failure> {
    accounts::sign_out_everywhere(visit.forum(), visit.person()?).await?;
    Ok(session::end(&visit.site, visit.to("/")))
}

fn item(session: Session, now: Timestamp) -> AnyView {
    let label = if session.label.is_empty() {
        "An unnamed browser".to_owned()
    } else {
        session.label
    };
    let button = format!("End the session on {label}");
    let used = if session.current {
        view! { <span class="stage">"This one"</span> }.into_any()
    } else {
        view! {
            "Last used "
            <Ago at=session.last_used_at now=now />
        }
        .into_any()
    };
    view! {
        <li>
            <div>
                <strong>{label}</strong>
                <p class="meta">
                    {used}
                    ", signed in on "
                    <Day at=session.created_at />
                </p>
            </div>
            <form method="post" action=format!("/settings/sessions/{}/end", session.id)>
                <button aria-label=button>"End"</button>
            </form>
        </li>
    }
    .into_any()
}
