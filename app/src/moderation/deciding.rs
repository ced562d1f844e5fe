//! What can be decided about a case, as forms.

use super::{case_address, parts::deed_name};
use crate::{
    forms::{Field, problem_summary},
    plans::parts,
    visit::Visit,
};
use domain::{
    ids::CaseId,
    moderation::{CaseFile, Deed, MOST_SWEPT, PublicReason, Span, Swept, ThingKind},
    plans::{MOST_TAGS, Plan, Tag},
    problems::Problems,
};
use leptos::prelude::*;

/// What was typed, and what is wrong with it.
#[derive(Default)]
pub(super) struct Typed {
    pub deed: String,
    pub reason: String,
    pub days: String,
    /// What a plan is to be called, and its tags; as they are before anything was typed.
    pub edited: Option<(String, String)>,
    pub into: String,
    pub note: String,
    pub to: String,
    pub problems: Problems,
    /// What was hidden of all that a person has posted.
    pub swept: Option<Swept>,
    /// Why nothing was done.
    pub refusal: Option<String>,
}

/// Reasons that are given often, to choose and change.
const USUAL: [&str; 7] = [
    "Advertising for something that is no business plan",
    "The same was posted before",
    "It attacks a person and says nothing of the plan",
    "It tells private data of somebody",
    "It is no business plan: nobody could do it elsewhere",
    "Nothing in it breaks the rules of the forum",
    "It is under the law of whoever runs the forum not allowed",
];

/// Why something is decided, with reasons to choose from.
pub(super) fn reason_field(typed: &str, problems: &Problems) -> AnyView {
    let usual = USUAL.map(|reason| view! { <option value=reason></option> });
    view! {
        {Field::new("reason", "Why?")
            .hint("Everybody may read it. Whoever is concerned and whoever reported it are told.")
            .value(typed)
            .problems(problems)
            .required()
            .most(PublicReason::MOST)
            .list("usual")
            .input("text")}
        <datalist id="usual">{usual.collect_view()}</datalist>
    }
    .into_any()
}

/// The forms of an open case.
pub(super) fn forms(visit: &Visit, file: &CaseFile, typed: &Typed) -> AnyView {
    let case = &file.case;
    let at = case_address(case.id);
    let kind = case.thing.kind();
    let choices = Deed::about(kind).iter().map(|deed| {
        let name = match (deed, kind) {
            (Deed::Warned, ThingKind::Account) => "Warn",
            (deed, _) => deed_name(*deed),
        };
        (deed.as_str().to_owned(), name.to_owned())
    });
    let days = (kind == ThingKind::Account).then(|| {
        Field::new("days", "Suspended for how many days?")
            .hint(format!(
                "From 1 to {}. Empty: until a moderator lifts it.",
                Span::MOST_DAYS
            ))
            .value(typed.days.clone())
            .problems(&typed.problems)
            .input("text")
    });
    view! {
        <section aria-labelledby="decide">
            <h2 id="decide">"Decide"</h2>
            {claimed(visit, file, typed)}
            <form class="write" method="post" action=format!("{at}/decide")>
                {problem_summary(&typed.problems)}
                {Field::new("deed", "What to do")
                    .value(typed.deed.clone())
                    .problems(&typed.problems)
                    .choice(choices)}
                {days}
                {file.plan.as_ref().map(|plan| naming(plan, typed))}
                {reason_field(&typed.reason, &typed.problems)}
                <p class="actions">
                    <button class="primary">"Decide"</button>
                </p>
            </form>
            {(kind == ThingKind::Account).then(|| sweeping(case.id, typed))}
        </section>
    }
    .into_any()
}

/// What became of hiding all that somebody posted.
pub(super) fn told_swept(swept: Swept) -> AnyView {
    let words = match (swept.hidden, swept.more) {
        (0, _) => "Nothing of theirs was to be seen.".to_owned(),
        (1, false) => "One plan or comment is hidden now.".to_owned(),
        (many, false) => format!("{many} plans and comments are hidden now."),
        (many, true) => {
            format!("{many} plans and comments are hidden now, and there are more: do it again.")
        }
    };
    view! {
        <p class="note good" role="status">
            {words}
        </p>
    }
    .into_any()
}

/// Hiding all that a person has posted.
fn sweeping(case: CaseId, typed: &Typed) -> AnyView {
    view! {
        <details>
            <summary>"Hide everything that they posted"</summary>
            <form class="write" method="post" action=format!("{}/sweep", case_address(case))>
                <p>
                    {format!(
                        "Their newest {MOST_SWEPT} plans and {MOST_SWEPT} comments, each with this reason, each to be appealed against and undone by itself.",
                    )}
                </p>
                {Field::new("reason", "Why?")
                    .apart("-sweep")
                    .hint("Everybody may read it.")
                    .value(typed.reason.clone())
                    .required()
                    .most(PublicReason::MOST)
                    .list("usual")
                    .input("text")}
                <p class="actions">
                    <button class="danger">"Hide everything"</button>
                </p>
            </form>
        </details>
    }
    .into_any()
}

/// What a plan is to be called, or merged into, where that is what is done about it.
fn naming(plan: &Plan, typed: &Typed) -> AnyView {
    let (title, tags) = typed.edited.clone().unwrap_or_else(|| {
        let tags: Vec<&str> = plan.tags.iter().map(Tag::as_str).collect();
        (plan.title.clone(), tags.join(", "))
    });
    let is_typed = typed.deed == Deed::Edited.as_str();
    view! {
        <details open=is_typed>
            <summary>"Another title or other tags"</summary>
            {Field::new("title", "Title")
                .hint("Only where the title or the tags are changed; the text stays the author’s.")
                .value(title)
                .problems(&typed.problems)
                .most(120)
                .autocomplete("off")
                .input("text")}
            {Field::new("tags", "Tags")
                .hint(format!("At most {MOST_TAGS}, parted by commas."))
                .value(tags)
                .problems(&typed.problems)
                .autocomplete("off")
                .input("text")}
            <input type="hidden" name="base" value=plan.head.to_string() />
        </details>
        <details open=typed.deed == Deed::Merged.as_str()>
            <summary>"The plan that it is merged into"</summary>
            {Field::new("into", "The other plan")
                .hint("Its number, or its address here. Votes and discussions are pooled there, and this plan’s address leads there.")
                .value(typed.into.clone())
                .problems(&typed.problems)
                .autocomplete("off")
                .input("text")}
        </details>
    }
    .into_any()
}

/// Who has taken it, and the ways to take it.
fn claimed(visit: &Visit, file: &CaseFile, typed: &Typed) -> AnyView {
    let case = &file.case;
    let at = case_address(case.id);
    let by_me = case
        .claimed_by
        .as_ref()
        .is_some_and(|by| Some(by.id) == visit.viewer.id());
    let told = match &case.claimed_by {
        None => view! { "Nobody has taken this case." }.into_any(),
        Some(_) if by_me => view! { "You have taken this case." }.into_any(),
        Some(by) => view! {
            "Taken by "
            {parts::author(by)}
            "."
        }
        .into_any(),
    };
    let take = match (&case.claimed_by, by_me) {
        (Some(_), true) => view! {
            <button formaction=format!("{at}/release")>"Give it back"</button>
        }
        .into_any(),
        (Some(_), false) => view! {
            <button name="over" value="yes">
                "Take it over"
            </button>
        }
        .into_any(),
        (None, _) => view! { <button>"Take it"</button> }.into_any(),
    };
    view! {
        <form class="write" method="post" action=format!("{at}/claim")>
            <p class="meta">{told}</p>
            <details>
                <summary>"Give it to another moderator"</summary>
                {Field::new("to", "Their handle")
                    .value(typed.to.clone())
                    .problems(&typed.problems)
                    .autocomplete("off")
                    .input("text")}
            </details>
            <p class="actions">{take}</p>
        </form>
    }
    .into_any()
}
