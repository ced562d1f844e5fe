//! What moderators did about a plan, below its history.

use crate::{moderation, plans::address, visit::Visit};
use domain::{
    copies::{Action, Deed},
    plans::Plan,
};
use leptos::prelude::*;

/// Who did what about this plan and why; nothing when nobody did anything.
pub fn on_plan(visit: &Visit, plan: &Plan, actions: &[Action]) -> Option<AnyView> {
    if actions.is_empty() {
        return None;
    }
    let items = actions.iter().map(|one| item(visit, plan, one)).collect();
    Some(moderation::acts(items))
}

fn item(visit: &Visit, plan: &Plan, action: &Action) -> AnyView {
    let is_younger = action.younger.id == plan.id;
    let other = if is_younger {
        &action.older
    } else {
        &action.younger
    };
    let (before, after) = words(action.deed, is_younger);
    view! {
        <li>
            <p>
                {before}
                <a href=address(other)>{other.title.clone()}</a>
                {after}
                {action.reason.as_ref().map(|reason| format!(" “{reason}”"))}
            </p>
            {moderation::moderator(visit, &action.moderator, action.at)}
        </li>
    }
    .into_any()
}

/// What was done, before and after the other plan's title.
fn words(deed: Deed, is_younger: bool) -> (&'static str, &'static str) {
    match (deed, is_younger) {
        (Deed::Linked, true) => ("Found to be a fork of ", "."),
        (Deed::Linked, false) => ("Found that ", " is a fork of this plan."),
        (Deed::Unlinked, true) => ("Took back that it is a fork of ", "."),
        (Deed::Unlinked, false) => ("Took back that ", " is a fork of this plan."),
        (Deed::SetAside, _) => ("Compared with ", ": neither is a copy."),
        (Deed::Reopened, _) => ("Took back that it and ", " are no copies."),
    }
}
