//! What the pages about order have in common.

use super::{QUEUE, flag_address, measure_address};
use crate::{
    plans::{address, parts},
    time::{Ago, Day},
    visit::Visit,
};
use domain::{
    Member,
    accounts::Byline,
    clock::Timestamp,
    ids::{AccountId, MeasureId},
    moderation::{AppealState, Complaint, Deed, Thing, Told},
    plans::Plan,
};
use leptos::prelude::*;

/// What is wrong, as whoever reports it chooses.
pub(super) fn complaint_name(complaint: Complaint) -> &'static str {
    match complaint {
        Complaint::Spam => "Spam: advertising, or the same again and again",
        Complaint::NotAPlan => "No business plan",
        Complaint::Copy => "A copy that does not say so",
        Complaint::Abuse => "Abuse: insults, threats",
        Complaint::Illegal => "Against the law",
        Complaint::PrivateData => "Private data",
        Complaint::Other => "Something else",
    }
}

/// The same in a word, for lists.
pub(super) fn complaint_word(complaint: Complaint) -> &'static str {
    match complaint {
        Complaint::Spam => "spam",
        Complaint::NotAPlan => "no plan",
        Complaint::Copy => "copy",
        Complaint::Abuse => "abuse",
        Complaint::Illegal => "illegal",
        Complaint::PrivateData => "private data",
        Complaint::Other => "something else",
    }
}

/// What a moderator may choose, as an order to the forum.
pub(super) fn deed_name(deed: Deed) -> &'static str {
    match deed {
        Deed::Kept => "Leave it as it is",
        Deed::Held => "Hold it until others have looked",
        Deed::Hidden => "Hide it",
        Deed::Restored => "Show it again",
        Deed::Locked => "Close its discussion",
        Deed::Unlocked => "Open its discussion",
        Deed::Outdated => "Mark it as outdated",
        Deed::Current => "No longer mark it as outdated",
        Deed::Edited => "Change its title or its tags",
        Deed::Unedited => "Give its title and tags back",
        Deed::LinksCut => "Remove its links to elsewhere",
        Deed::LinksBack => "Give its links back",
        Deed::Merged => "Merge it into another plan",
        Deed::Parted => "Take it apart from that plan",
        Deed::Warned => "Warn its author",
        Deed::Unwarned => "Take the warning back",
        Deed::Suspended => "Suspend the account",
        Deed::Lifted => "Lift the suspension",
        Deed::Appointed => "Give a role",
    }
}

/// What was done, as a heading.
pub(super) fn done(deed: Deed) -> &'static str {
    match deed {
        Deed::Kept => "Left as it is",
        Deed::Held => "Held",
        Deed::Hidden => "Hidden",
        Deed::Restored => "Shown again",
        Deed::Locked => "Discussion closed",
        Deed::Unlocked => "Discussion opened again",
        Deed::Outdated => "Marked as outdated",
        Deed::Current => "No longer marked as outdated",
        Deed::Edited => "Title or tags changed",
        Deed::Unedited => "Title and tags given back",
        Deed::LinksCut => "Links removed",
        Deed::LinksBack => "Links given back",
        Deed::Merged => "Merged into another plan",
        Deed::Parted => "Taken apart from another plan",
        Deed::Warned => "Warned",
        Deed::Unwarned => "Warning taken back",
        Deed::Suspended => "Suspended",
        Deed::Lifted => "Suspension lifted",
        Deed::Appointed => "Role changed",
    }
}

/// Why nothing was done.
pub(super) fn refused(words: String) -> AnyView {
    view! {
        <div class="problems" role="alert">
            <p>{words}</p>
        </div>
    }
    .into_any()
}

/// What a measure is about, with the way there.
pub(super) fn about(told: &Told) -> AnyView {
    match (told.thing, &told.plan) {
        (Thing::Plan(_), Some(plan)) => view! {
            "the plan "
            <a href=address(plan)>{plan.title.clone()}</a>
            {told
                .other
                .as_ref()
                .map(|other| view! { " and " <a href=address(other)>{other.title.clone()}</a> })}
        }
        .into_any(),
        (Thing::Comment(id), Some(plan)) => view! {
            <a href=crate::comments::address(id)>"a comment"</a>
            " on "
            <a href=address(plan)>{plan.title.clone()}</a>
        }
        .into_any(),
        (Thing::Listing(id), _) => match &told.listing {
            Some((title, slug)) => view! {
                "the listing "
                <a href=format!("/listings/{id}/{slug}")>{title.clone()}</a>
            }
            .into_any(),
            None => view! {
                <a href=format!("/listings/{id}")>"a listing"</a>
            }
            .into_any(),
        },
        (Thing::Round(id), _) => match &told.listing {
            Some((title, slug)) => view! {
                "the round "
                <a href=format!("/rounds/{id}/{slug}")>{title.clone()}</a>
            }
            .into_any(),
            None => view! {
                <a href=format!("/rounds/{id}")>"a round"</a>
            }
            .into_any(),
        },
        _ => view! {
            "the account of "
            {parts::author(&told.concerned)}
        }
        .into_any(),
    }
}

/// Who did it.
pub(super) fn doer(told: &Told) -> AnyView {
    match &told.by {
        Some(by) => view! {
            "the moderator "
            {parts::author(by)}
        }
        .into_any(),
        None => "the forum by itself".into_any(),
    }
}

/// What moderators did about the thing on this page, below it.
pub fn acts(items: Vec<AnyView>) -> AnyView {
    view! {
        <section id="moderators" class="moderators" aria-labelledby="moderators-title">
            <h2 id="moderators-title">"What moderators did"</h2>
            <ol class="did">{items}</ol>
        </section>
    }
    .into_any()
}

/// Which moderator did it, and when.
pub fn moderator(visit: &Visit, by: &Byline, at: Timestamp) -> AnyView {
    view! {
        <p class="meta">
            "The moderator "
            {parts::author(by)}
            ", "
            <Ago at=at now=visit.now />
        </p>
    }
    .into_any()
}

/// A list of what was done; nothing when nobody did anything.
pub fn measures(visit: &Visit, told: &[Told]) -> Option<AnyView> {
    if told.is_empty() {
        return None;
    }
    let items = told.iter().map(|one| item(visit, one)).collect_view();
    Some(view! { <ol class="did">{items}</ol> }.into_any())
}

fn item(visit: &Visit, told: &Told) -> AnyView {
    let appeal = told.appeal.as_ref().map(|appeal| match appeal.state {
        AppealState::Waiting => ", appealed against",
        AppealState::Granted => ", appealed against: granted",
        AppealState::Refused => ", appealed against: refused",
    });
    view! {
        <li>
            <p>
                <a href=measure_address(told.id)>{done(told.deed)}</a>
                {told.until.map(|until| view! { " until " <Day at=until /> })}
                {": "}
                {about(told)}
                "."
                {(!told.reason.is_empty()).then(|| format!(" “{}”", told.reason))}
            </p>
            <p class="meta">
                {doer(told)}
                ", "
                <Ago at=told.at now=visit.now />
                {told.undone_by.map(|_| ", undone since")}
                {appeal}
            </p>
        </li>
    }
    .into_any()
}

/// The way to report a thing; none to one's own.
pub fn report(visit: &Visit, thing: Thing, author: AccountId) -> Option<AnyView> {
    let is_own = visit.viewer.id() == Some(author);
    (!is_own).then(|| {
        view! {
            <a href=flag_address(thing) rel="nofollow">
                "Report"
            </a>
        }
        .into_any()
    })
}

/// For moderators, the way to do something about a thing; none about their own.
pub fn look_after(visit: &Visit, thing: Thing, author: AccountId) -> Option<AnyView> {
    let is_moderator = visit.viewer.member().is_some_and(Member::is_moderator);
    let is_own = visit.viewer.id() == Some(author);
    (is_moderator && !is_own).then(|| {
        view! {
            <form method="post" action=format!("{QUEUE}/open/{thing}")>
                <button>"Moderate"</button>
            </form>
        }
        .into_any()
    })
}

/// What was done about the thing on this page, with the way to the reason.
pub fn note(measure: MeasureId, words: &'static str) -> AnyView {
    view! {
        <p class="note">
            {words}
            " "
            <a href=measure_address(measure)>"Why, and by whom"</a>
        </p>
    }
    .into_any()
}

/// What readers of a plan have to know of what moderators did about it.
pub fn banner(plan: &Plan) -> Option<AnyView> {
    let notes: Vec<AnyView> = [
        (
            plan.withheld,
            match plan.merged_into {
                None => {
                    "This plan is hidden from readers: only its author and moderators can read it."
                }
                Some(_) => "This plan was merged into another: readers are led there.",
            },
        ),
        (
            plan.outdated,
            "A moderator marked this plan as outdated: what it says may no longer hold.",
        ),
        (
            plan.edited,
            "A moderator gave this plan its title or its tags.",
        ),
        (
            plan.unlinked,
            "A moderator removed the links of this plan to elsewhere.",
        ),
        (
            plan.locked,
            "A moderator closed the discussion of this plan.",
        ),
    ]
    .into_iter()
    .filter_map(|(measure, words)| Some(note(measure?, words)))
    .collect();
    (!notes.is_empty()).then(|| notes.collect_view().into_any())
}
