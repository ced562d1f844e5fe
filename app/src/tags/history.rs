//! What moderators did about a tag, below its plans.

use crate::{moderation, visit::Visit};
use domain::tags::{Deed, TagAction};
use leptos::prelude::*;

/// Who did what and why; nothing when nobody did anything.
pub(super) fn view(visit: &Visit, actions: &[TagAction]) -> Option<AnyView> {
    if actions.is_empty() {
        return None;
    }
    let items = actions.iter().map(|one| item(visit, one)).collect();
    Some(moderation::acts(items))
}

fn item(visit: &Visit, action: &TagAction) -> AnyView {
    view! {
        <li>
            <p>
                {words(action)}
                {action.reason.as_ref().map(|reason| format!(" “{reason}”"))}
            </p>
            {moderation::moderator(visit, &action.moderator, action.at)}
        </li>
    }
    .into_any()
}

fn words(action: &TagAction) -> String {
    let word = &action.word;
    match (action.deed, &action.other) {
        (Deed::Renamed, Some(to)) => format!("Renamed “{word}” to “{to}”."),
        (Deed::Merged, Some(into)) => format!("Merged “{word}” into “{into}”."),
        (Deed::Unmerged, Some(from)) => format!("Took “{word}” out of “{from}” again."),
        (Deed::Retired, Some(instead)) => {
            format!("Retired “{word}”: “{instead}” is to be used instead.")
        }
        (Deed::Retired, None) => format!("Retired “{word}”."),
        (Deed::Restored, _) => format!("Brought “{word}” back."),
        (Deed::Described, _) => format!("Described “{word}”."),
        (Deed::Renamed | Deed::Merged | Deed::Unmerged, None) => format!("Changed “{word}”."),
    }
}
