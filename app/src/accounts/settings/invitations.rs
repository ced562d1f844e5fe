//! `/settings/invitations`: letting people in, for admins.

use super::{Entry, Settings};
use crate::{failure::Failure, plans::parts::author, time::Day, visit::Visit};
use axum::{extract::Path, response::Response};
use domain::{
    accounts::{self, Invitation, InviteError, Registration, Token},
    clock::Timestamp,
    ids::LinkId,
};
use leptos::prelude::*;

/// `GET /settings/invitations`
pub async fn show(visit: Visit) -> Result<Response, Failure> {
    let admin = visit.admin()?;
    let settings = Settings::of(visit).await?;
    let made = accounts::invitations(settings.visit.forum(), &admin).await?;
    Ok(settings.page(Entry::Invitations, || content(&settings, made)))
}

/// `POST /settings/invitations`: makes one, and shows its link this once.
pub async fn make(visit: Visit) -> Result<Response, Failure> {
    let admin = visit.admin()?;
    let settings = Settings::of(visit).await?;
    let forum = settings.visit.forum();
    let token = accounts::invite(forum, &admin).await.map_err(failure)?;
    let made = accounts::invitations(forum, &admin).await?;
    Ok(settings.page_once(Entry::Invitations, || {
        view! {
            {fresh(&settings, &token)}
            {content(&settings, made)}
        }
        .into_any()
    }))
}

/// `POST /settings/invitations/{id}/revoke`
pub async fn revoke(visit: Visit, Path(id): Path<LinkId>) -> Result<Response, Failure> {
    let admin = visit.admin()?;
    accounts::revoke_invitation(visit.forum(), &admin, id)
        .await
        .map_err(failure)?;
    Ok(visit.to("/settings/invitations"))
}

fn failure(error: InviteError) -> Failure {
    match error {
        InviteError::Suspended => Failure::Suspended,
        InviteError::NotFound => Failure::NotFound,
        InviteError::Broken(broken) => broken.into(),
    }
}

fn fresh(settings: &Settings, token: &Token) -> AnyView {
    let link = settings
        .visit
        .site
        .absolute(&format!("/invited/{}", token.as_str()));
    view! {
        <div class="note good" role="status">
            <p>"A new invitation, good for one person and two weeks. Copy the link now: it is not shown again."</p>
            <p>
                <code class="secret">{link}</code>
            </p>
        </div>
    }
    .into_any()
}

fn content(settings: &Settings, made: Vec<Invitation>) -> AnyView {
    let now = settings.visit.now;
    let open = settings.visit.forum().policy().registration == Registration::Open;
    let words = if open {
        "This forum is open: anybody may join, and an invitation is only a kindness."
    } else {
        "Each link lets one person join."
    };
    let items = made
        .into_iter()
        .map(|invitation| item(&invitation, now))
        .collect_view();
    view! {
        <p>{words}</p>
        <form method="post" action="/settings/invitations">
            <p class="actions">
                <button class="primary">"Make an invitation"</button>
            </p>
        </form>
        <ul class="rows">{items}</ul>
    }
    .into_any()
}

fn item(invitation: &Invitation, now: Timestamp) -> AnyView {
    let unused = invitation.used_at.is_none();
    let state = match invitation.used_at {
        Some(used_at) => view! {
            "Used on "
            <Day at=used_at />
        }
        .into_any(),
        None if invitation.expires_at <= now => "Expired unused".into_any(),
        None => view! {
            "Good until "
            <Day at=invitation.expires_at />
        }
        .into_any(),
    };
    let revoke = unused.then(|| {
        let action = format!("/settings/invitations/{}/revoke", invitation.id);
        let label = format!("Revoke invitation {}", invitation.id);
        view! {
            <form method="post" action=action>
                <button aria-label=label>"Revoke"</button>
            </form>
        }
    });
    view! {
        <li>
            <div>
                <strong>"Invitation " {invitation.id.to_string()}</strong>
                <p class="meta">
                    {state}
                    ", made by "
                    {author(&invitation.by)}
                    " on "
                    <Day at=invitation.created_at />
                </p>
            </div>
            {revoke}
        </li>
    }
    .into_any()
}
