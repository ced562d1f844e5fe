//! `GET /listings/{id}/proposals`, and answering them.

use super::{address, known, refused};
use crate::{
    failure::Failure,
    forms::{Field, problem_summary},
    paging::{begins, more},
    plans::{
        address as plan_address,
        parts::{author, choice},
    },
    posted::Posted,
    shell::{Page, Place, Robots},
    time::Ago,
    visit::Visit,
};
use axum::{
    extract::{Path, Query, rejection::QueryRejection},
    http::StatusCode,
    response::Response,
};
use domain::{
    ids::ProposalId,
    listings::{
        self, CurateError, LONGEST_NOTE, Opened, Outcome, Proposal, PublicReason, State, Verdict,
    },
    plans::Page as Items,
    problems::Problems,
};
use leptos::prelude::*;
use serde::Deserialize;

const PER_PAGE: u64 = 25;

/// `?show=all` and `?after=`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    show: String,
    after: String,
}

/// What a curator typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Form {
    verdict: String,
    reason: String,
    note: String,
}

/// A proposal of which the answer was not taken, with what was typed.
type Wrong = (ProposalId, Form, Problems);

/// `GET /listings/{id}/proposals`
pub async fn show(
    visit: Visit,
    Path(id): Path<String>,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, Failure> {
    let opened = known(&visit, &id).await?;
    let Query(asked) = asked.map_err(|_| Failure::NotFound)?;
    answer_page(&visit, StatusCode::OK, &opened, &asked, None).await
}

/// `POST /proposals/{id}/answer`
pub async fn answer(
    visit: Visit,
    Path(id): Path<String>,
    posted: Posted<Form>,
) -> Result<Response, Failure> {
    let (member, form) = (visit.member()?, posted.form);
    let id = named(&id)?;
    let proposal = listings::proposal(visit.forum(), &visit.viewer, id).await?;
    let listing = proposal.ok_or(Failure::NotFound)?.listing.to_string();
    let opened = super::editable(&visit, &listing).await?;
    let accept = match form.verdict.as_str() {
        "accept" => true,
        "decline" => false,
        _ => {
            return Err(Failure::BadRequest(
                "A proposal is accepted or declined.".into(),
            ));
        }
    };
    let verdict = Verdict {
        accept,
        reason: &form.reason,
        note: &form.note,
    };
    match listings::answer(visit.forum(), member, id, &verdict).await {
        Ok(_) => Ok(visit.to(&format!(
            "/listings/{listing}/proposals?show=all#proposal-{id}"
        ))),
        Err(CurateError::Invalid(problems)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            let wrong = (id, form, problems);
            answer_page(&visit, status, &opened, &Asked::default(), Some(wrong)).await
        }
        Err(error) => Err(refused(error)),
    }
}

/// `POST /proposals/{id}/take-back`
pub async fn take_back(visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let member = visit.member()?;
    let taken = listings::take_proposal_back(visit.forum(), member, named(&id)?).await;
    let listing = taken.map_err(refused)?;
    Ok(visit.to(&format!("/listings/{listing}/proposals")))
}

fn named(id: &str) -> Result<ProposalId, Failure> {
    id.parse().map_err(|_| Failure::NotFound)
}

async fn answer_page(
    visit: &Visit,
    status: StatusCode,
    opened: &Opened,
    asked: &Asked,
    wrong: Option<Wrong>,
) -> Result<Response, Failure> {
    let below = begins(&asked.after)?;
    let only_waiting = asked.show != "all";
    let listing = &opened.listing;
    let page = (below, PER_PAGE);
    let found =
        listings::proposals(visit.forum(), &visit.viewer, listing, only_waiting, page).await?;
    let page = Page::new(format!("Proposals for {}", listing.title))
        .robots(Robots::Hidden)
        .place(Place::Listings);
    Ok(visit.page_with(status, page, || {
        let problems = wrong
            .as_ref()
            .and_then(|(.., problems)| problem_summary(problems));
        view! {
            <div class="wrap plain">
                <main id="main">
                    <p class="meta">
                        <a href=address(listing)>{listing.title.clone()}</a>
                    </p>
                    <h1>"Proposals"</h1>
                    {which(opened, only_waiting)} {problems}
                    {items(visit, opened, &found, wrong.as_ref())}
                    {more(found.next.map(|after| further(opened, only_waiting, after)), "More proposals")} {propose(opened)}
                </main>
            </div>
        }
    }))
}

fn which(opened: &Opened, only_waiting: bool) -> AnyView {
    let at = format!("/listings/{}/proposals", opened.listing.id);
    let all = format!("{at}?show=all");
    view! {
        <nav class="filters" aria-label="Which proposals">
            {choice(at, "Waiting", only_waiting)}
            {choice(all, "All", !only_waiting)}
        </nav>
    }
    .into_any()
}

fn further(opened: &Opened, only_waiting: bool, after: ProposalId) -> String {
    let show = if only_waiting { "waiting" } else { "all" };
    let id = opened.listing.id;
    format!("/listings/{id}/proposals?show={show}&after={after}")
}

fn propose(opened: &Opened) -> Option<AnyView> {
    let is_open = opened.listing.state == State::Published && !opened.may_edit;
    let href = format!("/listings/{}/propose", opened.listing.id);
    is_open.then(|| {
        view! {
            <p class="actions">
                <a class="button primary" rel="nofollow" href=href>
                    "Propose a plan"
                </a>
            </p>
        }
        .into_any()
    })
}

fn items(
    visit: &Visit,
    opened: &Opened,
    found: &Items<Proposal, ProposalId>,
    wrong: Option<&Wrong>,
) -> AnyView {
    if found.items.is_empty() {
        return view! {
            <div class="empty">
                <h2>"No proposal here"</h2>
                <p>"Any member may propose a plan; a curator answers and says why."</p>
            </div>
        }
        .into_any();
    }
    let items = found
        .items
        .iter()
        .map(|proposal| item(visit, opened, proposal, wrong))
        .collect_view();
    view! { <ol class="proposals">{items}</ol> }.into_any()
}

fn item(visit: &Visit, opened: &Opened, proposal: &Proposal, wrong: Option<&Wrong>) -> AnyView {
    let waits = proposal.outcome == Outcome::Waiting;
    let own = visit.viewer.id() == Some(proposal.proposer.id) && visit.member().is_ok();
    let because = proposal
        .because
        .clone()
        .unwrap_or_else(|| "The reason went with whoever gave it.".to_owned());
    view! {
        <li id=format!("proposal-{}", proposal.id)>
            <h2>
                <a href=plan_address(&proposal.plan)>{proposal.plan.title.clone()}</a>
            </h2>
            <blockquote>{because}</blockquote>
            <p class="meta">
                {author(&proposal.proposer)} ", " <Ago at=proposal.created_at now=visit.now />
            </p>
            {answered(visit, proposal)}
            {(waits && opened.may_edit).then(|| answering(proposal, wrong))}
            {(waits && own).then(|| taking_back(proposal))}
        </li>
    }
    .into_any()
}

fn answered(visit: &Visit, proposal: &Proposal) -> Option<AnyView> {
    let answer = proposal.answer.as_ref()?;
    let what = match proposal.outcome {
        Outcome::Accepted => "Put into the listing by ",
        _ => "Declined by ",
    };
    let reason = answer
        .reason
        .clone()
        .map(|reason| view! { <blockquote>{reason}</blockquote> });
    Some(
        view! {
            <div class="decision">
                <p>{what} {author(&answer.by)} ", " <Ago at=answer.at now=visit.now /></p>
                {reason}
            </div>
        }
        .into_any(),
    )
}

fn answering(proposal: &Proposal, wrong: Option<&Wrong>) -> AnyView {
    let wrong = wrong.filter(|(id, ..)| *id == proposal.id);
    let (typed, problems) = wrong
        .map(|(_, form, problems)| (form.clone(), problems.clone()))
        .unwrap_or_default();
    // The summary of what is wrong leads to the one that is.
    let apart = if wrong.is_some() { "" } else { "-other" };
    let reason = Field::new("reason", "Why, or why not")
        .apart(apart)
        .hint("Everybody may read it.")
        .value(typed.reason)
        .problems(&problems)
        .most(PublicReason::MOST)
        .autocomplete("off")
        .required()
        .input("text");
    let note = Field::new("note", "What the listing says of it, if you take it")
        .apart(apart)
        .value(typed.note)
        .problems(&problems)
        .most(LONGEST_NOTE)
        .autocomplete("off")
        .input("text");
    view! {
        <details open=wrong.is_some()>
            <summary>{format!("Answer {}", proposal.proposer.name())}</summary>
            <form method="post" action=format!("/proposals/{}/answer", proposal.id)>
                {reason} {note} <p class="actions">
                    <button class="primary" name="verdict" value="accept">
                        "Put it in"
                    </button>
                    <button name="verdict" value="decline">
                        "Decline"
                    </button>
                </p>
            </form>
        </details>
    }
    .into_any()
}

fn taking_back(proposal: &Proposal) -> AnyView {
    view! {
        <form method="post" action=format!("/proposals/{}/take-back", proposal.id)>
            <button>"Take it back"</button>
        </form>
    }
    .into_any()
}
