//! Where a plan comes from, as each of its pages says.

use super::{compare_with_parent, words::moved};
use crate::{forms::capitalised, plans::parts, visit::Visit};
use domain::{
    forks::Origin,
    plans::{Fork, Parent, Plan, State},
};
use leptos::prelude::*;

/// What a plan was made from and why, or from where it was brought; nothing for one that came from
/// nowhere. Its licence asks for this on every page.
pub fn attribution(plan: &Plan) -> Option<AnyView> {
    let fork = plan.fork.as_ref().map(|fork| forked(plan, fork));
    fork.or_else(|| plan.origin.as_ref().map(brought))
}

fn forked(plan: &Plan, fork: &Fork) -> AnyView {
    let differs = fork.distance.untouched.then(|| fork.differs.clone());
    let history = format!("/plans/{}/history#moderators", plan.id);
    let how = if fork.linked {
        view! {
            "A fork, as "
            <a href=history>"a moderator found"</a>
            ", of "
        }
        .into_any()
    } else {
        "Forked from ".into_any()
    };
    view! {
        <p class="meta source">
            {how}
            <a href=parent_address(&fork.parent)>{fork.parent.title.clone()}</a>
            " by "
            {parts::author(&fork.parent.author)}
            " at "
            {revision(fork)}
            {if fork.reason.is_empty() { ". ".to_owned() } else { format!(": “{}”. ", fork.reason) }}
            {distance(plan, fork)}
            ". "
            {differs.flatten().map(|differs| format!("What will differ: {differs}"))}
        </p>
    }
    .into_any()
}

/// How far it has come, and the way to see how.
fn distance(plan: &Plan, fork: &Fork) -> AnyView {
    let words = capitalised(&moved(fork.distance));
    let comparable = !fork.distance.untouched && !fork.parent.withdrawn;
    match compare_with_parent(plan).filter(|_| comparable) {
        Some(href) => view! {
            <a class="moved" href=href>
                {words}
            </a>
        }
        .into_any(),
        None => view! { <span class="moved">{words}</span> }.into_any(),
    }
}

/// The revision that was copied; of a plan that was withdrawn it can no longer be read.
fn revision(fork: &Fork) -> AnyView {
    let words = format!("revision {}", fork.revision);
    if fork.parent.withdrawn {
        return format!("{words}, withdrawn since").into_any();
    }
    let href = format!("/plans/{}/history/{}", fork.from, fork.revision);
    view! { <a href=href>{words}</a> }.into_any()
}

/// The address of a parent's page, be it a tombstone.
fn parent_address(parent: &Parent) -> String {
    format!("/plans/{}/{}", parent.id, parent.slug)
}

/// Nobody has checked what a file says of itself, so it is shown as said, and no search engine is
/// sent there by us.
fn brought(origin: &Origin) -> AnyView {
    let based = origin
        .based_on
        .iter()
        .map(|line| format!(" That was made from: {line}."))
        .collect_view();
    let reason = (!origin.reason.is_empty())
        .then(|| format!(" Why it was brought here: “{}”.", origin.reason));
    view! {
        <p class="meta source">
            "Brought from " {elsewhere(&origin.address)} ", where it says: "
            {origin.attribution.clone()} "." {based} {reason}
        </p>
    }
    .into_any()
}

fn elsewhere(address: &str) -> AnyView {
    let shown = address
        .strip_prefix("https://")
        .or_else(|| address.strip_prefix("http://"));
    match shown {
        Some(shown) => view! {
            <a href=address.to_owned() rel="nofollow ugc">
                {shown.to_owned()}
            </a>
        }
        .into_any(),
        None => address.to_owned().into_any(),
    }
}

/// What a fork's author is told when its parent has been changed since, but where it is taken over.
pub fn upstream(visit: &Visit, plan: &Plan) -> Option<AnyView> {
    let fork = plan.fork.as_ref()?;
    let is_author = visit.viewer.id() == Some(plan.author.id);
    let pull = format!("/plans/{}/pull", plan.id);
    let told = is_author
        && plan.state == State::Published
        && fork.newer() > 0
        && !visit.path.starts_with(&pull);
    told.then(|| {
        let words = match fork.newer() {
            1 => "The parent has one newer revision. ".to_owned(),
            count => format!("The parent has {count} newer revisions. "),
        };
        view! {
            <p class="note">
                {words} <a href=pull>"See what it changed, and take it over"</a>
            </p>
        }
        .into_any()
    })
}

/// In a list: `, fork of …`, and whether nothing was changed in it yet.
pub fn fork_of(plan: &Plan) -> Option<AnyView> {
    let fork = plan.fork.as_ref()?;
    let unchanged = fork.distance.untouched.then_some(", not changed yet");
    Some(
        view! {
            ", fork of "
            <a href=parent_address(&fork.parent)>{fork.parent.title.clone()}</a>
            {unchanged}
        }
        .into_any(),
    )
}

/// What its author is offered on a fork in which nothing was changed yet.
pub fn fresh(visit: &Visit, plan: &Plan) -> Option<AnyView> {
    let fork = plan.fork.as_ref()?;
    let is_author = visit.viewer.id() == Some(plan.author.id);
    let waiting =
        is_author && plan.state == State::Published && fork.distance.untouched && !fork.linked;
    waiting.then(|| {
        view! {
            <div class="note good">
                <p>
                    <b>"This fork is yours."</b>
                    " It still says what it was forked from says. Change what is different where you are: until then lists show it last."
                </p>
                <p>
                    <a class="button primary" href=format!("/plans/{}/edit", plan.id)>
                        "Edit it"
                    </a>
                </p>
            </div>
        }
        .into_any()
    })
}
