//! `GET /moderation/copies/{older}-{younger}`: two plans beside each other, and what can be decided.

use super::{
    COPIES, pair_address, parse,
    parts::{percent, side},
};
use crate::{
    failure::Failure,
    forms::{Field, problem_summary},
    plans::{self, compare, parts},
    shell::{Page, Place, Robots},
    time::Ago,
    visit::Visit,
};
use axum::{extract::Path, http::StatusCode, response::Response};
use domain::{
    copies::{self, Action, Deed, PairTold, Passage, Refusal, WORDS},
    ids::PlanId,
    moderation::PublicReason,
    problems::Problems,
};
use leptos::prelude::*;

/// `GET /moderation/copies/{older}-{younger}`
pub async fn show(visit: Visit, Path(pair): Path<String>) -> Result<Response, Failure> {
    let pair = known(&visit, named(&pair)?).await?;
    Ok(page(&visit, StatusCode::OK, &pair, &Typed::default()))
}

/// The two plans of an address.
pub(super) fn named(pair: &str) -> Result<(PlanId, PlanId), Failure> {
    parse(pair).ok_or(Failure::NotFound)
}

/// Both, as a moderator sees them.
pub(super) async fn known(
    visit: &Visit,
    (older, younger): (PlanId, PlanId),
) -> Result<PairTold, Failure> {
    let moderator = visit.moderator()?;
    copies::pair(visit.forum(), &moderator, older, younger)
        .await?
        .ok_or(Failure::NotFound)
}

/// What was typed, and what is wrong with it.
#[derive(Default)]
pub(super) struct Typed {
    pub reason: String,
    pub problems: Problems,
    /// Why nothing was done.
    pub refusal: Option<String>,
}

pub(super) fn page(visit: &Visit, status: StatusCode, pair: &PairTold, typed: &Typed) -> Response {
    let (older, younger) = (&pair.older, &pair.younger);
    let head = Page::new(format!("{} and {}", older.title, younger.title))
        .robots(Robots::Hidden)
        .place(Place::Moderation);
    visit.page_with(status, head, || {
        view! {
            <div class="wrap wide">
                <main id="main">
                    <p class="meta">
                        <a href=COPIES>"Possible copies"</a>
                    </p>
                    <h1>{heading(pair)}</h1>
                    <dl class="sides">
                        {side("Older", older, Some(pair.overlap.of_older))}
                        {side("Younger", younger, Some(pair.overlap.of_younger))}
                    </dl>
                    {typed.refusal.clone().map(refused)}
                    {decision(visit, pair, typed)}
                    {passages(pair)}
                </main>
            </div>
        }
    })
}

fn heading(pair: &PairTold) -> String {
    let deed = pair.decided.as_ref().map(|action| action.deed);
    match deed {
        Some(Deed::Linked) => "Linked as a fork".to_owned(),
        Some(_) => "Set aside: no copy".to_owned(),
        None => format!(
            "{} of the shorter stands in the longer",
            percent(pair.overlap.containment())
        ),
    }
}

fn refused(words: String) -> AnyView {
    view! {
        <div class="problems" role="alert">
            <p>{words}</p>
        </div>
    }
    .into_any()
}

fn decision(visit: &Visit, pair: &PairTold, typed: &Typed) -> AnyView {
    if pair.is_own {
        return view! {
            <p class="note">"One of the two is your own plan: another moderator has to decide."</p>
        }
        .into_any();
    }
    match &pair.decided {
        Some(action) => undoing(visit, pair, action, typed),
        None => deciding(pair, typed),
    }
}

/// A form of one reason and several ways.
fn form(pair: &PairTold, typed: &Typed, label: &str, buttons: AnyView) -> AnyView {
    let (older, younger) = (&pair.older, &pair.younger);
    let action = format!("{}/set-aside", pair_address(older.id, younger.id));
    view! {
        <form class="write" method="post" action=action>
            {problem_summary(&typed.problems)}
            <input type="hidden" name="older_revision" value=older.head.to_string() />
            <input type="hidden" name="younger_revision" value=younger.head.to_string() />
            {Field::new("reason", label)
                .hint("Everybody may read it, and both authors are told: what you did, why, and that it was you.")
                .value(typed.reason.clone())
                .problems(&typed.problems)
                .required()
                .most(PublicReason::MOST)
                .input("text")}
            {buttons}
        </form>
    }
    .into_any()
}

fn to(pair: &PairTold, deed: &str) -> String {
    format!("{}/{deed}", pair_address(pair.older.id, pair.younger.id))
}

fn deciding(pair: &PairTold, typed: &Typed) -> AnyView {
    let set_aside = view! { <button formaction=to(pair, "set-aside")>"No copy"</button> };
    let buttons = match (&pair.refusal, pair.fitting) {
        (None, Some(revision)) => view! {
            <p class="meta">
                {format!(
                    "Linked, “{}” becomes a fork of revision {revision} of “{}”, the newest when it was posted, with all that was forked from it. Its text stays as it is.",
                    pair.younger.title,
                    pair.older.title,
                )}
            </p>
            <p class="actions">
                <button class="primary" formaction=to(pair, "link")>
                    "Link as fork"
                </button>
                {set_aside}
            </p>
        }
        .into_any(),
        (Some(Refusal::Kin), _) => {
            return view! { <p class="note">"They are of one family: there is nothing to decide."</p> }
                .into_any();
        }
        (refusal, _) => view! {
            <p class="note">
                "They cannot be linked. " {refusal.as_ref().map(ToString::to_string)}
            </p>
            <p class="actions">{set_aside}</p>
        }
        .into_any(),
    };
    form(pair, typed, "Why do you decide so?", buttons)
}

fn undoing(visit: &Visit, pair: &PairTold, action: &Action, typed: &Typed) -> AnyView {
    let is_link = action.deed == Deed::Linked;
    let (deed, words) = if is_link {
        ("unlink", "Unlink")
    } else {
        ("reopen", "Ask again whether it is a copy")
    };
    let buttons = view! {
        <p class="actions">
            <button formaction=to(pair, deed)>{words}</button>
        </p>
    };
    view! {
        <div class="note good">
            <p>
                {parts::author(&action.moderator)}
                {if is_link { " linked the younger as a fork of the older, " } else { " found no copy, " }}
                <Ago at=action.at now=visit.now />
                {action.reason.as_ref().map(|reason| format!(": “{reason}”"))}
            </p>
        </div>
        {form(pair, typed, "Why do you take it back?", buttons.into_any())}
    }
    .into_any()
}

fn passages(pair: &PairTold) -> AnyView {
    let (older, younger) = (&pair.older, &pair.younger);
    let comparison = compare::path((older.id, older.head), (younger.id, younger.head));
    let rows = pair.passages.iter().map(passage).collect_view();
    let told = if pair.passages.is_empty() {
        view! { <p>{format!("They share no run of {WORDS} words.")}</p> }.into_any()
    } else {
        view! {
            <div class="passages">
                <div class="row names" aria-hidden="true">
                    <p>{older.title.clone()}</p>
                    <p>{younger.title.clone()}</p>
                </div>
                {rows}
            </div>
        }
        .into_any()
    };
    view! {
        <section aria-labelledby="shared">
            <h2 id="shared">"The longest passages that both have"</h2>
            <p class="actions">
                <a class="button" href=comparison>
                    "Compare word by word"
                </a>
                <a class="button" href=plans::address(older)>
                    "Read the older"
                </a>
                <a class="button" href=plans::address(younger)>
                    "Read the younger"
                </a>
            </p>
            {told}
        </section>
    }
    .into_any()
}

fn passage(passage: &Passage) -> AnyView {
    view! {
        <div class="row">
            <p class="meta">{format!("{} words", passage.words)}</p>
            <blockquote>
                <span class="whose">"The older: "</span>
                {passage.older.clone()}
            </blockquote>
            <blockquote>
                <span class="whose">"The younger: "</span>
                {passage.younger.clone()}
            </blockquote>
        </div>
    }
    .into_any()
}
