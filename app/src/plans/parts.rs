//! What several pages show of a plan.

use super::address;
use crate::{
    forks::{self, written_elsewhere},
    numbers,
    time::Ago,
    visit::Visit,
};
use domain::{
    accounts::Byline,
    forks::RevisionOrigin,
    plans::{Plan, Stage, State, Tag},
};
use frontend::vote::{VoteButton, VoteFor, Votes};
use leptos::prelude::*;

/// A choice above a list, and whether it is the one that is shown.
pub fn choice(href: String, name: &'static str, is_shown: bool) -> AnyView {
    view! {
        <a class="tag" href=href aria-current=is_shown.then_some("page")>
            {name}
        </a>
    }
    .into_any()
}

/// A plan in a list.
pub fn item(visit: &Visit, plan: &Plan) -> AnyView {
    item_with(visit, plan, None)
}

/// The same, with what is said of it below its pitch.
pub fn item_with(visit: &Visit, plan: &Plan, said: Option<AnyView>) -> AnyView {
    let href = address(plan);
    let spark = plan
        .figures
        .as_ref()
        .map(|figures| numbers::spark(&figures.cash_flow, figures.breaks_even_by_day).into_any());
    view! {
        <li>
            {vote(visit, plan)}
            <div>
                <h2>
                    <a href=href.clone()>{plan.title.clone()}</a>
                </h2>
                <p class="pitch">{plan.pitch.clone()}</p>
                {said}
                <div class="meta">
                    <span class="stage">{stage_name(plan.stage)}</span>
                    " by "
                    {author(&plan.author)}
                    " "
                    <Ago at=plan.created_at now=visit.now />
                    {forks::fork_of(plan)}
                    ", "
                    <a href=format!("/plans/{}/discussion", plan.id)>
                        {counted(plan.comments, "comment")}
                    </a>
                    {(plan.forks > 0).then(|| format!(", {}", counted(plan.forks, "fork")))}
                    " "
                    {tags(&plan.tags)}
                </div>
            </div>
            {spark}
        </li>
    }
    .into_any()
}

/// The vote for a plan: a form of one button, with the count. An island for members.
pub fn vote(visit: &Visit, plan: &Plan) -> AnyView {
    if plan.state == State::Withdrawn {
        return view! {
            <p class="vote" title="Votes">
                {arrow()}
                <span>{plan.votes}</span>
            </p>
        }
        .into_any();
    }
    let action = format!("/plans/{}/vote", plan.id);
    let label = format!("Vote for {}", plan.title);
    let next = visit.path.clone();
    if visit.viewer.member().is_none() {
        return view! {
            <form class="vote" method="post" action=action>
                <input type="hidden" name="vote" value="yes" />
                <input type="hidden" name="next" value=next />
                <button aria-label=label aria-pressed="false">
                    {arrow()}
                </button>
                <span>{plan.votes}</span>
            </form>
        }
        .into_any();
    }
    view! {
        <VoteButton
            of=VoteFor::Plan(plan.id.0)
            action=action
            next=next
            label=label
            stand=Votes {
                votes: plan.votes,
                voted: plan.voted,
            }
        />
    }
    .into_any()
}

fn arrow() -> AnyView {
    view! {
        <svg width="14" height="9" viewBox="0 0 14 9" aria-hidden="true">
            <path d="M7 0l7 9H0z" fill="currentColor" />
        </svg>
    }
    .into_any()
}

/// Who wrote something, as a link to their profile.
pub fn author(byline: &Byline) -> AnyView {
    match &byline.person {
        Some(person) => {
            view! { <a href=format!("/people/{}", person.handle)>{person.name.clone()}</a> }
                .into_any()
        }
        None => byline.name().to_owned().into_any(),
    }
}

/// Who wrote a revision: of one from another forum its author there, and who brought it.
pub fn written_by(origin: Option<&RevisionOrigin>, byline: &Byline) -> AnyView {
    match origin {
        Some(origin) => {
            view! { {written_elsewhere(origin)} ", brought here by " {author(byline)} }.into_any()
        }
        None => author(byline),
    }
}

/// Tags, each a link.
pub fn tags(tags: &[Tag]) -> impl IntoView + use<> {
    tags.iter()
        .map(|tag| {
            view! {
                <a class="tag" href=format!("/tags/{tag}")>
                    {tag.to_string()}
                </a>
                " "
            }
        })
        .collect_view()
}

/// The stage, as people read it.
#[must_use]
pub fn stage_name(stage: Stage) -> &'static str {
    match stage {
        Stage::Sketch => "Sketch",
        Stage::Seeking => "Seeking",
        Stage::Running => "Running",
        Stage::Closed => "Closed",
    }
}

/// `1 comment`, `7 comments`.
#[must_use]
pub fn counted(count: i64, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}
