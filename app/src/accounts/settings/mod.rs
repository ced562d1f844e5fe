//! `/settings`: everything that is one's own.

pub mod account;
pub mod email;
pub mod invitations;
pub mod password;
pub mod profile;
pub mod sessions;
pub mod tokens;

use crate::{
    failure::Failure,
    plans::parts::counted,
    shell::{Page, Robots},
    time::Day,
    visit::Visit,
};
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use domain::{
    Viewer,
    accounts::{self, New, OwnAccount, VOTES_OF_ONE},
    viewer::Person,
};
use leptos::prelude::*;
use serde::Deserialize;

/// `?done=`: what a form has just done, to be said once.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Done {
    done: String,
}

/// One of the settings' pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Entry {
    Profile,
    Email,
    Password,
    Sessions,
    Tokens,
    Account,
    Invitations,
}

impl Entry {
    const ALL: [Self; 7] = [
        Self::Profile,
        Self::Email,
        Self::Password,
        Self::Sessions,
        Self::Tokens,
        Self::Invitations,
        Self::Account,
    ];

    fn address(self) -> &'static str {
        match self {
            Self::Profile => "/settings",
            Self::Email => "/settings/email",
            Self::Password => "/settings/password",
            Self::Sessions => "/settings/sessions",
            Self::Tokens => "/settings/tokens",
            Self::Account => "/settings/account",
            Self::Invitations => "/settings/invitations",
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Profile => "Profile",
            Self::Email => "E-mail",
            Self::Password => "Password",
            Self::Sessions => "Sessions",
            Self::Tokens => "API tokens",
            Self::Account => "Leaving",
            Self::Invitations => "Invitations",
        }
    }
}

/// A visit to the settings: whose they are, and what only they see.
struct Settings {
    visit: Visit,
    person: Person,
    account: OwnAccount,
    new: Option<New>,
}

impl Settings {
    async fn of(visit: Visit) -> Result<Self, Failure> {
        let person = visit.person()?.clone();
        let account = accounts::own_account(visit.forum(), &person).await?;
        let new = accounts::newcomer(visit.forum(), person.id).await?;
        Ok(Self {
            visit,
            person,
            account,
            new,
        })
    }

    fn page(&self, entry: Entry, content: impl FnOnce() -> AnyView) -> Response {
        self.page_with(StatusCode::OK, entry, content)
    }

    fn page_again(&self, entry: Entry, content: impl FnOnce() -> AnyView) -> Response {
        self.page_with(StatusCode::UNPROCESSABLE_ENTITY, entry, content)
    }

    /// A page with a secret that is shown once: nothing on the way keeps it.
    fn page_once(&self, entry: Entry, content: impl FnOnce() -> AnyView) -> Response {
        let mut response = self.page(entry, content);
        let never = HeaderValue::from_static("no-store");
        response.headers_mut().insert(header::CACHE_CONTROL, never);
        response
    }

    fn page_with(
        &self,
        status: StatusCode,
        entry: Entry,
        content: impl FnOnce() -> AnyView,
    ) -> Response {
        let title = format!("{} · Settings", entry.name());
        let page = Page::new(title).robots(Robots::Hidden);
        self.visit.page_with(status, page, || {
            view! {
                <div class="wrap plain settings">
                    <main id="main">
                        <h1>"Settings"</h1>
                        {self.entries(entry)}
                        {self.notes(entry)}
                        {content()}
                    </main>
                </div>
            }
        })
    }

    fn entries(&self, current: Entry) -> AnyView {
        let runs_the_forum = self.visit.admin().is_ok();
        let links = Entry::ALL
            .into_iter()
            .filter(|entry| *entry != Entry::Invitations || runs_the_forum)
            .map(|entry| {
                view! {
                    <a href=entry.address() aria-current=(entry == current).then_some("page")>
                        {entry.name()}
                    </a>
                }
            })
            .collect_view();
        view! {
            <nav class="tabs" aria-label="Settings">
                {links}
            </nav>
        }
        .into_any()
    }

    /// What its person should know of the account, whichever page they look at.
    fn notes(&self, entry: Entry) -> AnyView {
        let suspended = matches!(self.visit.viewer, Viewer::Suspended(_)).then(|| {
            let because = self.account.suspended_because.clone();
            view! {
                <div class="note setback">
                    <p>
                        <strong>"Your account is suspended."</strong>
                        " You can read, sign out, and leave, but not post, comment or vote."
                    </p>
                    {because.map(|because| view! { <p>"The reason given: " {because}</p> })}
                </div>
            }
        });
        let waiting = self
            .account
            .email_unconfirmed
            .clone()
            .filter(|_| entry != Entry::Email)
            .map(|address| {
                view! {
                    <p class="note">
                        "We have written to "
                        <strong>{address}</strong>
                        ": please confirm that it is yours by the link in the letter. "
                        <a href="/settings/email">"Nothing came, or a typo?"</a>
                    </p>
                }
            });
        let new = self.new.as_ref().filter(|_| entry == Entry::Profile);
        view! {
            {suspended}
            {waiting}
            {new.map(while_new)}
        }
        .into_any()
    }
}

/// What a new account may, and until when.
fn while_new(new: &New) -> AnyView {
    let may = &new.may;
    let count = |count: u32, noun: &str| counted(i64::from(count), noun);
    let words = format!(
        "Your account is new. For now you can post {} and {} in an hour, with up to {} in a plan, {} in a comment, and {} in either.",
        count(may.plans, "plan"),
        count(may.comments, "comment"),
        count(may.plan_links, "link"),
        count(may.links, "link"),
        count(may.mentions, "mention"),
    );
    let sooner = format!(
        ", or once {} more of your contributions have been accepted: a comment that is lifted up, a suggestion that is taken over, or {VOTES_OF_ONE} votes count one each.",
        new.missing
    );
    view! {
        <div class="note" id="new">
            <p>
                {words} " This ends on " <Day at=new.until /> {sooner}
                " Only what people say counts who are not new themselves."
            </p>
        </div>
    }
    .into_any()
}
