//! `/join` and `/invited/{token}`: opening an account.

use super::{parts, session};
use crate::{
    client::ClientAddress,
    failure::Failure,
    forms::{Field, problem_summary},
    shell::{Page, Robots},
    visit::Visit,
};
use axum::{
    Form,
    extract::{Path, Query},
    http::{HeaderMap, StatusCode},
    response::Response,
};
use domain::{
    accounts::{self, Joined, LONGEST_APPLICATION, Registration, SignUp, SignUpError},
    problems::Problems,
};
use leptos::prelude::*;
use serde::Deserialize;

/// What was typed, or asked for by a link.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    pub(super) handle: String,
    pub(super) email: String,
    pub(super) password: String,
    application: String,
    invite: String,
    next: String,
}

/// `GET /join`
pub async fn show(visit: Visit, Query(typed): Query<Typed>) -> Response {
    if visit.viewer.person().is_some() {
        return visit.to(session::onward(&typed.next));
    }
    match visit.forum().policy().registration {
        Registration::Open | Registration::Application => {
            visit.page(page(), || form(&visit, &typed, &Problems::default()))
        }
        Registration::Invite => refusal(&visit, INVITATION_NEEDED),
        Registration::Closed => refusal(&visit, CLOSED),
    }
}

/// `GET /invited/{token}`
pub async fn invited(visit: Visit, Path(token): Path<String>) -> Result<Response, Failure> {
    if visit.viewer.person().is_some() {
        return Ok(visit.to("/"));
    }
    if !accounts::is_invited(visit.forum(), &token).await? {
        return Ok(refusal(&visit, INVITATION_USED));
    }
    let typed = Typed {
        invite: token,
        ..Typed::default()
    };
    let page = page().robots(Robots::Hidden);
    Ok(visit.page(page, || form(&visit, &typed, &Problems::default())))
}

/// `POST /join`: opens the account and signs in.
pub async fn send(
    visit: Visit,
    ClientAddress(from): ClientAddress,
    headers: HeaderMap,
    Form(typed): Form<Typed>,
) -> Result<Response, Failure> {
    match accounts::sign_up(visit.forum(), &typed.sign_up(), from).await {
        Ok(joined) => begin(&visit, &headers, &joined, &typed.next).await,
        Err(SignUpError::Invalid(problems)) => {
            Ok(visit.page_again(page(), || form(&visit, &typed, &problems)))
        }
        Err(SignUpError::Closed | SignUpError::SetUpAlready) => Ok(refusal(&visit, CLOSED)),
        Err(SignUpError::NotInvited) => Ok(refusal(&visit, INVITATION_USED)),
        Err(SignUpError::Limited { retry_after }) => Err(Failure::TooMany { retry_after }),
        Err(SignUpError::Broken(broken)) => Err(broken.into()),
    }
}

impl Typed {
    pub(super) fn sign_up(&self) -> SignUp {
        SignUp {
            handle: self.handle.clone(),
            email: self.email.clone(),
            password: self.password.clone(),
            invite: (!self.invite.is_empty()).then(|| self.invite.clone()),
            application: self.application.clone(),
        }
    }
}

/// Signs the new member in and takes them to where they were going, or to their profile.
pub(super) async fn begin(
    visit: &Visit,
    headers: &HeaderMap,
    joined: &Joined,
    next: &str,
) -> Result<Response, Failure> {
    let device = session::device(headers);
    let token = accounts::begin_session(visit.forum(), joined, &device).await?;
    let onward = match session::onward(next) {
        "/" => "/settings?done=joined",
        next => next,
    };
    Ok(session::begin(&visit.site, &token, visit.to(onward)))
}

fn page() -> Page {
    Page::new("Join")
        .description("Join the forum: post plans, question those of others, copy and improve them.")
        .canonical("/join")
}

fn form(visit: &Visit, typed: &Typed, problems: &Problems) -> AnyView {
    let asks = visit.forum().policy().registration == Registration::Application;
    let application = (asks && typed.invite.is_empty()).then(|| {
        Field::new("application", "Why do you want to join?")
            .hint("Only moderators read it. Once one of them has, you may post; until then you can read.")
            .value(typed.application.clone())
            .problems(problems)
            .most(LONGEST_APPLICATION)
            .required()
            .area(4)
    });
    let content = view! {
        <p class="lede">"To post plans, question those of others, and copy what is good."</p>
        {problem_summary(problems)}
        <form method="post" action="/join">
            {fields(typed, problems)}
            {application}
            <input type="hidden" name="invite" value=typed.invite.clone() />
            <input type="hidden" name="next" value=typed.next.clone() />
            <p class="meta">
                "By joining you agree to the "
                <a href="/rules">"rules"</a>
                " and the "
                <a href="/terms">"terms"</a>
                ". "
                <a href="/privacy">"Privacy"</a>
                " tells what is kept of you."
            </p>
            <p class="actions">
                <button class="primary">"Join"</button>
            </p>
        </form>
        <p class="meta aside">"You have an account? " <a href="/sign-in">"Sign in"</a> "."</p>
    };
    parts::narrow("Join", content.into_any())
}

/// Handle, address, password: what a new account takes.
pub(super) fn fields(typed: &Typed, problems: &Problems) -> AnyView {
    let handle = Field::new("handle", "Handle")
        .hint("Your name in addresses and mentions: 3 to 30 of a–z, 0–9 and hyphens. It stays as it is.")
        .value(typed.handle.clone())
        .problems(problems)
        .most(30)
        .autocomplete("username")
        .required()
        .input("text");
    let email = Field::new("email", "E-mail address")
        .hint("Never shown. We write only about your account, and to confirm that it is yours.")
        .value(typed.email.clone())
        .problems(problems)
        .most(254)
        .autocomplete("email")
        .required()
        .input("email");
    let password = parts::new_password("Password")
        .problems(problems)
        .input("password");
    view! {
        {handle}
        {email}
        {password}
    }
    .into_any()
}

const CLOSED: &str = "This forum takes no new members at the moment. Everything in it can be read without an account.";
const INVITATION_NEEDED: &str = "Joining this forum takes an invitation: a link from one of its admins. \
    Everything in it can be read without an account.";
const INVITATION_USED: &str = "Joining this forum takes an invitation that has not been used, taken back, or \
    gone two weeks without being used. Ask for another.";

fn refusal(visit: &Visit, words: &'static str) -> Response {
    let page = page().robots(Robots::Hidden);
    visit.page_with(StatusCode::FORBIDDEN, page, || {
        let content = view! {
            <p class="lede">{words}</p>
            <p class="actions">
                <a class="button primary" href="/plans">
                    "Read the plans"
                </a>
                <a class="button" href="/sign-in">
                    "Sign in"
                </a>
            </p>
        };
        parts::narrow("Join", content.into_any())
    })
}
