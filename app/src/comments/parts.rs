//! What several pages show of comments.

use super::{address, discussion_address, is_own};
use crate::{
    moderation, numbers,
    plans::{self, parts},
    time::Ago,
    visit::Visit,
};
use domain::{
    comments::{Comment, Counted, Favorite, OnSection, SectionCounts, SectionNow, State},
    ids::MeasureId,
    moderation::Thing,
    plans::Plan,
    text::markdown::RenderedSection,
};
use frontend::{
    agree::{self, AgreeForms},
    answer::AnswerForms,
};
use leptos::prelude::*;
use std::collections::HashMap;

/// How far answers are set in. Deeper ones stand below each other and say whom they answer, so that
/// a phone's 390 pixels still hold a sentence.
const DEEPEST: usize = 6;

/// How many answers under one comment are open from the start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Open {
    /// All of them.
    All,
    /// So many; more are folded away, to be opened at once.
    UpTo(usize),
}

/// What takes over links and forms of all comments on a page, also of those that come later.
pub fn islands() -> AnyView {
    view! {
        <AgreeForms />
        <AnswerForms />
    }
    .into_any()
}

/// Comments in reading order, as nested lists.
pub fn branches(visit: &Visit, plan: &Plan, comments: &[Comment], open: Open) -> AnyView {
    level(visit, plan, comments, open, 0)
}

fn level(visit: &Visit, plan: &Plan, comments: &[Comment], open: Open, depth: usize) -> AnyView {
    let items = siblings(comments)
        .into_iter()
        .map(|branch| {
            let answers = answers(visit, plan, &branch[1..], open, depth + 1);
            item(visit, plan, &branch[0], None, answers)
        })
        .collect_view();
    view! { <ul class="thread">{items}</ul> }.into_any()
}

fn answers(
    visit: &Visit,
    plan: &Plan,
    below: &[Comment],
    open: Open,
    depth: usize,
) -> Option<AnyView> {
    if below.is_empty() {
        return None;
    }
    let list = if depth < DEEPEST {
        level(visit, plan, below, open, depth)
    } else {
        flat(visit, plan, below)
    };
    let folded = matches!(open, Open::UpTo(most) if below.len() > most);
    if !folded {
        return Some(list);
    }
    let count = parts::counted(i64::try_from(below.len()).unwrap_or(i64::MAX), "answer");
    Some(
        view! {
            <details class="answers">
                <summary>{count}</summary>
                {list}
            </details>
        }
        .into_any(),
    )
}

/// Comments one below the other, however deep, each naming what it answers.
pub fn flat(visit: &Visit, plan: &Plan, comments: &[Comment]) -> AnyView {
    let writers: HashMap<_, _> = comments
        .iter()
        .map(|comment| (comment.id, comment.author.name().to_owned()))
        .collect();
    let items = comments
        .iter()
        .map(|comment| {
            let above = comment.parent.map(|parent| {
                let writer = writers
                    .get(&parent)
                    .map_or("an earlier comment", String::as_str);
                view! {
                    ", answering "
                    <a href=address(parent)>{writer.to_owned()}</a>
                }
                .into_any()
            });
            item(visit, plan, comment, above, None)
        })
        .collect_view();
    view! { <ul class="thread">{items}</ul> }.into_any()
}

/// Splits comments in reading order where one of the first's depth begins.
fn siblings(comments: &[Comment]) -> Vec<&[Comment]> {
    let Some(first) = comments.first() else {
        return Vec::new();
    };
    let mut branches = Vec::new();
    let mut rest = comments;
    while !rest.is_empty() {
        let next = rest[1..]
            .iter()
            .position(|comment| comment.depth <= first.depth)
            .map_or(rest.len(), |at| at + 1);
        let (branch, after) = rest.split_at(next);
        branches.push(branch);
        rest = after;
    }
    branches
}

fn item(
    visit: &Visit,
    plan: &Plan,
    comment: &Comment,
    above: Option<AnyView>,
    answers: Option<AnyView>,
) -> AnyView {
    let more = comment.continues.then(|| {
        view! {
            <p class="meta">
                <a href=address(comment.id)>"Continue this thread"</a>
            </p>
        }
    });
    view! {
        <li class="comment" id=format!("c{}", comment.id)>
            {itself(visit, plan, comment, above)} {answers} {more}
        </li>
    }
    .into_any()
}

/// One comment without its answers.
pub fn itself(visit: &Visit, plan: &Plan, comment: &Comment, above: Option<AnyView>) -> AnyView {
    if comment.state != State::Shown {
        return gone(comment);
    }
    let class = comment.favorite.as_ref().map(|_| "favorite");
    view! {
        <div class=class>
            <div class="meta">
                {parts::author(&comment.author)}
                {comment.by_founder.then(|| view! { " " <span class="founder">"founder"</span> })}
                {comment.on.as_ref().map(|on| on_section(plan, on))}
                {comment
                    .from
                    .map(|from| view! { ", written on " <a href=format!("/plans/{from}")>"a plan that was merged into this"</a> })}
                ", "
                <a href=address(comment.id)>
                    <Ago at=comment.created_at now=visit.now />
                </a> {edited(comment)} {comment.unlinked.map(unlinked)} {above}
                {comment.favorite.as_ref().map(|favorite| lifted(plan, favorite))}
            </div>
            {comment.on.as_ref().map(|on| quoted(plan, comment, on))}
            <div class="said" inner_html=comment.html.clone()></div>
            {comment.forecast.as_ref().map(|counted| forecast(visit, plan, comment, counted))}
            {does(visit, plan, comment)}
        </div>
    }
    .into_any()
}

fn gone(comment: &Comment) -> AnyView {
    let words = match (comment.withheld, comment.state) {
        (Some(_), _) => "Hidden from readers.",
        (None, State::Erased) => "Its writer left and took this comment along.",
        (None, State::Shown | State::Deleted) => "Deleted by its writer.",
    };
    view! {
        <p class="meta gone">
            <a href=address(comment.id)>{words}</a>
            {comment
                .withheld
                .map(|measure| {
                    view! {
                        " "
                        <a href=moderation::measure_address(measure)>"Why, and by whom"</a>
                    }
                })}
        </p>
    }
    .into_any()
}

fn on_section(plan: &Plan, on: &OnSection) -> AnyView {
    let title = on.title.clone();
    let named = match on.now {
        SectionNow::Gone => title.into_any(),
        SectionNow::Same | SectionNow::Changed => {
            let href = format!("{}#{}", plans::address(plan), on.key);
            view! { <a href=href>{title}</a> }.into_any()
        }
    };
    view! {
        " on "
        {named}
    }
    .into_any()
}

fn edited(comment: &Comment) -> Option<AnyView> {
    (comment.edits > 0).then(|| {
        let href = format!("/comments/{}/history", comment.id);
        view! {
            ", "
            <a href=href>"edited"</a>
        }
        .into_any()
    })
}

fn unlinked(measure: MeasureId) -> AnyView {
    view! {
        ", "
        <a href=moderation::measure_address(measure)>"links removed"</a>
    }
    .into_any()
}

fn lifted(plan: &Plan, favorite: &Favorite) -> AnyView {
    let whose = if favorite.by_founder {
        " favorite of the founder"
    } else {
        " favorite of a moderator"
    };
    let caused = favorite.revision.map(|revision| {
        let href = format!("/plans/{}/history/{revision}", plan.id);
        view! {
            ", led to "
            <a href=href>{format!("revision {revision}")}</a>
        }
    });
    view! {
        <span class="pos">{whose}</span>
        {caused}
    }
    .into_any()
}

fn quoted(plan: &Plan, comment: &Comment, on: &OnSection) -> AnyView {
    let quote = on.quote.clone().map(|quote| {
        view! {
            <blockquote class="quote">{quote}</blockquote>
        }
    });
    let since = match on.now {
        // Of another plan's revisions there is nothing to compare here.
        _ if comment.from.is_some() => None,
        SectionNow::Same => None,
        SectionNow::Changed => Some("This section has been changed since"),
        SectionNow::Gone => Some("The plan no longer has this section"),
    };
    let since = since.map(|words| {
        let href = format!(
            "/plans/{}/compare/{}..{}",
            plan.id, comment.revision, plan.head
        );
        view! {
            <p class="meta since">
                {words} ": " <a href=href>{format!("what changed since revision {}", comment.revision)}</a>
            </p>
        }
    });
    view! {
        {quote}
        {since}
    }
    .into_any()
}

/// What a comment counts on: its assumptions, what they change, and the chart of it. Its plan's founder may make it the
/// plan's.
fn forecast(visit: &Visit, plan: &Plan, comment: &Comment, counted: &Counted) -> AnyView {
    let adopted = comment
        .favorite
        .as_ref()
        .and_then(|favorite| favorite.revision);
    let is_founder = visit
        .viewer
        .member()
        .is_some_and(|member| member.id == plan.author.id);
    let adopts = is_founder && adopted.is_none() && comment.from.is_none();
    let adopt = adopts.then(|| {
        view! {
            <form method="post" action=format!("/comments/{}/adopt", comment.id)>
                <button>"Make these the plan's numbers"</button>
            </form>
        }
    });
    view! {
        <div class="forecast">
            {numbers::counted(counted)}
            {adopt}
        </div>
    }
    .into_any()
}

/// What this visitor can do with a comment.
fn does(visit: &Visit, plan: &Plan, comment: &Comment) -> AnyView {
    let link = |what: &'static str, words: &'static str| {
        let href = format!("/comments/{}/{what}", comment.id);
        view! {
            <a href=href>{words}</a>
        }
    };
    let own = is_own(visit, comment);
    let thing = Thing::Comment(comment.id);
    let lifts = visit
        .viewer
        .member()
        .is_some_and(|member| member.id == plan.author.id || member.moderator().is_some());
    view! {
        <div class="meta does">
            {reply(visit, comment)} {agree(visit, comment)} {own.then(|| link("edit", "Edit"))}
            {own.then(|| link("delete", "Delete"))}
            {lifts
                .then(|| {
                    let words = if comment.favorite.is_some() { "Change favorite" } else { "Favorite" };
                    link("favorite", words)
                })}
            {moderation::report(visit, thing, comment.author.id)}
            {moderation::look_after(visit, thing, comment.author.id)}
        </div>
    }
    .into_any()
}

/// The way to a page with a form. Of a member's browser, an island asks for the form alone.
fn reply(visit: &Visit, comment: &Comment) -> AnyView {
    let href = format!("{}/reply", address(comment.id));
    let in_place = visit.viewer.member().map(|_| "");
    view! {
        <a href=href data-answer=in_place>
            "Reply"
        </a>
    }
    .into_any()
}

fn agree(visit: &Visit, comment: &Comment) -> AnyView {
    let words = agree::words(comment.votes);
    if is_own(visit, comment) {
        return (comment.votes > 0)
            .then(|| view! { <span>{words}</span> })
            .into_any();
    }
    let action = format!("/comments/{}/vote", comment.id);
    view! {
        <form
            class="agree"
            method="post"
            action=action
            data-agree=comment.id.to_string()
            data-mine=comment.voted.then_some("")
        >
            <input type="hidden" name="vote" value=if comment.voted { "no" } else { "yes" } />
            <button class="quiet" aria-pressed=comment.voted.to_string()>
                {words}
            </button>
        </form>
    }
    .into_any()
}

/// The link beside a section's heading to what is said about it.
pub fn talk(plan: &Plan, section: &RenderedSection, counts: &SectionCounts) -> AnyView {
    let words = match counts.of(&section.key) {
        0 => "comment".to_owned(),
        count => parts::counted(count, "comment"),
    };
    let href = format!("{}?section={}#write", discussion_address(plan), section.key);
    let label = format!("{words} on {}", section.title);
    view! {
        <a class="talk" href=href aria-label=label>
            {words}
        </a>
    }
    .into_any()
}
