//! `/plans/{id}/pull`: taking over what a fork's parent has changed since.

use crate::{
    failure::Failure,
    forms::{once_field, problem_summary},
    plans::{
        address,
        editor::edit::own,
        page::{Tab, masthead, tabs},
        parts::author,
    },
    posted::Posted,
    shell::{Page, Place, Robots},
    suggestions::parts::{self, Chosen, Done, Shown, Words},
    time::Ago,
    visit::Visit,
};
use axum::{extract::Path, http::StatusCode, response::Response};
use domain::{
    forks::{self, Pull, PullError, Upstream},
    once,
    plans::{Plan, RevisionSummary},
    problems::Problems,
};
use leptos::prelude::*;

/// How the two sides are called here.
const WORDS: Words = Words {
    ours: "in your fork now",
    theirs: "in the parent",
    theirs_now: "In the parent",
    begins: "It begins as what is in your fork now. Its heading belongs to it.",
    take: "Take it over",
    decline: None,
    later: "Leave it",
};

/// `GET /plans/{id}/pull`
pub async fn ask(visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    visit.member()?;
    let plan = own(&visit, &id).await?;
    answer(&visit, StatusCode::OK, &plan, &Said::default()).await
}

/// `POST /plans/{id}/pull`
pub async fn send(
    visit: Visit,
    Path(id): Path<String>,
    Posted { form: chosen, .. }: Posted<Chosen>,
) -> Result<Response, Failure> {
    let member = visit.member()?;
    let plan = own(&visit, &id).await?;
    let upstream = upstream(&visit, &plan).await?;
    let typed = pull(&upstream, &chosen);
    let key = once::given(chosen.field("once"));
    let pulled = forks::pull(visit.forum(), member, plan.id, &typed, key).await;
    let said = |problems, note: Option<&str>| Said {
        chosen: chosen.clone(),
        problems,
        note: note.map(str::to_owned),
    };
    match pulled {
        Ok(saved) => Ok(visit.to(&format!("/plans/{}/{}", saved.id, saved.slug))),
        Err(PullError::Invalid(problems)) => {
            let said = said(problems, None);
            answer(&visit, StatusCode::UNPROCESSABLE_ENTITY, &plan, &said).await
        }
        Err(PullError::Stale) => {
            let plan = own(&visit, &id).await?;
            let words = "The plan or its parent has been changed since. Look once more before you \
                         take something over.";
            let said = said(Problems::default(), Some(words));
            answer(&visit, StatusCode::CONFLICT, &plan, &said).await
        }
        Err(PullError::Nothing) => Ok(visit.to(&address(&plan))),
        Err(PullError::NotFound) => Err(Failure::NotFound),
        Err(PullError::Withdrawn) => Err(Failure::Conflict(
            "This plan is withdrawn. Bring it back first.".into(),
        )),
        Err(PullError::Suspended) => Err(Failure::Suspended),
        Err(PullError::Broken(broken)) => Err(Failure::broken(broken)),
    }
}

/// What was chosen, and what is wrong with it.
#[derive(Default)]
struct Said {
    chosen: Chosen,
    problems: Problems,
    note: Option<String>,
}

async fn upstream(visit: &Visit, plan: &Plan) -> Result<Upstream, Failure> {
    forks::upstream(visit.forum(), &visit.viewer, plan)
        .await?
        .ok_or(Failure::NotFound)
}

fn pull(upstream: &Upstream, chosen: &Chosen) -> Pull {
    let choices = upstream
        .parts
        .iter()
        .filter_map(|part| match chosen.of(&part.key.to_string()) {
            Done::Taken(choice) => Some((part.key.clone(), choice)),
            Done::Later | Done::Declined => None,
        });
    Pull {
        seen: chosen.field("seen").parse().unwrap_or(0),
        upstream: chosen.field("upstream").parse().unwrap_or(0),
        choices: choices.collect(),
    }
}

async fn answer(
    visit: &Visit,
    status: StatusCode,
    plan: &Plan,
    said: &Said,
) -> Result<Response, Failure> {
    let upstream = upstream(visit, plan).await?;
    let shown = parts::compared(upstream.parts.clone()).await?;
    let head = Page::new(format!("Take over into {}", plan.title))
        .robots(Robots::Hidden)
        .place(Place::Plans);
    Ok(visit.page_with(status, head, || {
        view! {
            <div class="wrap wide">
                <main id="main">
                    {masthead(visit, plan)}
                    {tabs(plan, Tab::Forks)}
                    {said.note.clone().map(|note| view! { <p class="note" role="status">{note}</p> })}
                    {problem_summary(&said.problems)}
                    <h2>"What the parent has changed"</h2>
                    {newer(visit, &upstream)}
                    {content(visit, plan, &upstream, &shown, said)}
                </main>
            </div>
        }
    }))
}

/// The parent's revisions that are new to the fork.
fn newer(visit: &Visit, upstream: &Upstream) -> AnyView {
    let parent = &upstream.parent;
    let whole = format!(
        "/plans/{}/compare/{}..{}",
        parent.id, upstream.pulled, parent.head
    );
    let rows = upstream
        .newer
        .iter()
        .map(|revision| row(visit, parent, revision))
        .collect_view();
    view! {
        <p class="lede">
            <a href=address(parent)>{parent.title.clone()}</a>
            {match upstream.newer.len() {
                0 => " has nothing newer than what you took over.".to_owned(),
                1 => " has one newer revision.".to_owned(),
                count => format!(" has {count} newer revisions."),
            }}
        </p>
        <ul class="newer">{rows}</ul>
        {(!upstream.newer.is_empty())
            .then(|| view! { <p><a href=whole>"All that it changed, in one comparison"</a></p> })}
    }
    .into_any()
}

fn row(visit: &Visit, parent: &Plan, revision: &RevisionSummary) -> AnyView {
    let number = revision.number;
    let href = format!("/plans/{}/history/{number}", parent.id);
    view! {
        <li>
            <a href=href>{format!("Revision {number}")}</a>
            {format!(": {} ", revision.note)}
            <span class="meta">
                {author(&revision.author)} ", " <Ago at=revision.created_at now=visit.now />
            </span>
        </li>
    }
    .into_any()
}

fn content(
    visit: &Visit,
    plan: &Plan,
    upstream: &Upstream,
    shown: &[Shown],
    said: &Said,
) -> AnyView {
    if let Some(refusal) = upstream.refusal.clone() {
        return view! { <p class="note">{refusal}</p> }.into_any();
    }
    if upstream.newer.is_empty() {
        return view! {
            <p class="actions">
                <a class="button" href=address(plan)>
                    "To your fork"
                </a>
            </p>
        }
        .into_any();
    }
    let parts = shown
        .iter()
        .zip(1..)
        .map(|(shown, number)| one(shown, number, said))
        .collect_view();
    let nothing = shown
        .is_empty()
        .then(|| view! { <p>"Your fork says all of it already."</p> });
    view! {
        <form class="deciding" method="post" action=format!("/plans/{}/pull", plan.id)>
            {once_field(once::new_key(visit.forum()))}
            <input type="hidden" name="seen" value=plan.head.to_string() />
            <input type="hidden" name="upstream" value=upstream.parent.head.to_string() />
            {nothing}
            {parts}
            <div class="actions" id="field-parts">
                <button class="primary">"Take over what is chosen"</button>
                <p class="meta">
                    "It becomes one new revision of your fork. What you leave is not offered again until the parent changes it once more."
                </p>
            </div>
        </form>
    }
    .into_any()
}

fn one(shown: &Shown, number: usize, said: &Said) -> AnyView {
    let name = shown.part.key.to_string();
    let id = format!("page-part-{number}");
    view! {
        <section class="part" aria-labelledby=id.clone()>
            <h3 id=id.clone()>
                {shown.part.title.clone()}
                " "
                <span class="meta">{parts::kind(&shown.part)}</span>
            </h3>
            {parts::change(shown, &WORDS)}
            {parts::choices(&name, shown, &WORDS, &said.chosen, &said.problems)}
        </section>
    }
    .into_any()
}
