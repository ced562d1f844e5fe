//! What moderators did about a tag, below its plans.

use crate::{plans::parts, time::Ago, visit::Visit};
use domain::tags::{Deed, TagAction};
use leptos::prelude::*;

/// Who did what and why; nothing when nobody did anything.
pub(super) fn view(visit: &Visit, actions: &[TagAction]) -> Option<AnyView> {
    if actions.is_empty() {
        return None;
    }
    let items = actions.iter().map(|one| item(visit, one)).collect_view();
    Some(
        view! {
            <section id="moderators" class="moderators" aria-labelledby="moderators-title">
                <h2 id="moderators-title">"What moderators did"</h2>
                <ol class="did">{items}</ol>
            </section>
        }
        .into_any(),
    )
}

fn item(visit: &Visit, action: &TagAction) -> AnyView {
    view! {
        <li>
            <p>
                {words(action)}
                {action.reason.as_ref().map(|reason| format!(" “{reason}”"))}
            </p>
            <p class="meta">
                "The moderator "
                {parts::author(&action.moderator)}
                ", "
                <Ago at=action.at now=visit.now />
            </p>
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
