//! `GET /moderation/cases/{id}`: all that moderators know of a case, and what can be decided.

use super::{
    QUEUE, case_address,
    parts::{complaint_name, deed_name, measures},
};
use crate::{
    copies,
    failure::Failure,
    forms::{Field, problem_summary},
    plans::parts::{self, counted},
    shell::{Page, Place, Robots},
    time::{Ago, Day},
    visit::Visit,
};
use axum::{extract::Path, http::StatusCode, response::Response};
use domain::{
    accounts::Standing,
    ids::CaseId,
    moderation::{
        self, CaseFile, CaseState, Deed, Flag, MOST_SWEPT, Note, PublicReason, Record, Span, Swept,
        Thing, ThingKind, Words,
    },
    plans::{MOST_TAGS, Plan, Tag},
    problems::Problems,
};
use leptos::prelude::*;

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

/// `GET /moderation/cases/{id}`
pub async fn show(visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    page(&visit, StatusCode::OK, named(&id)?, &Typed::default()).await
}

/// The case of an address.
pub(super) fn named(id: &str) -> Result<CaseId, Failure> {
    id.parse().map_err(|_| Failure::NotFound)
}

pub(super) async fn page(
    visit: &Visit,
    status: StatusCode,
    id: CaseId,
    typed: &Typed,
) -> Result<Response, Failure> {
    let moderator = visit.moderator()?;
    let file = moderation::case_file(visit.forum(), &moderator, id).await?;
    let file = file.ok_or(Failure::NotFound)?;
    let head = Page::new(format!("Case {id}: {}", file.case.title))
        .robots(Robots::Hidden)
        .place(Place::Moderation);
    let is_open = file.case.state == CaseState::Open;
    Ok(visit.page_with(status, head, || {
        view! {
            <div class="wrap wide">
                <main id="main">
                    <p class="meta">
                        <a href=QUEUE>"What waits for a moderator"</a>
                    </p>
                    <h1>{file.case.title.clone()}</h1>
                    {thing(&file)}
                    {typed
                        .refusal
                        .clone()
                        .map(|words| {
                            view! {
                                <div class="problems" role="alert">
                                    <p>{words}</p>
                                </div>
                            }
                        })}
                    {typed.swept.map(told_swept)}
                    {flags(visit, &file.flags)}
                    {if is_open { open(visit, &file, typed) } else { decided(&file) }}
                    {notes(visit, &file, typed)}
                    {before(visit, &file)}
                    {record(visit, &file.author)}
                </main>
            </div>
        }
    }))
}

/// What the case is about.
fn thing(file: &CaseFile) -> AnyView {
    let case = &file.case;
    let read = match case.thing {
        Thing::Plan(id) => Some((format!("/plans/{id}"), "Read the plan")),
        Thing::Comment(id) => Some((crate::comments::address(id), "Read it in its thread")),
        Thing::Listing(id) => Some((format!("/listings/{id}"), "Read the listing")),
        Thing::Account(_) => case
            .author
            .person
            .as_ref()
            .map(|named| (format!("/people/{}", named.handle), "Read the profile")),
    };
    view! {
        <p class="meta">
            {match case.thing.kind() {
                ThingKind::Plan => "A plan by ",
                ThingKind::Comment => "A comment by ",
                ThingKind::Account => "The account of ",
                ThingKind::Listing => "A listing by ",
            }}
            {parts::author(&case.author)}
            {case.withheld.map(|_| ", not shown to readers for now")}
        </p>
        {(case.thing.kind() == ThingKind::Plan)
            .then(|| view! { <p class="lede">{case.excerpt.clone()}</p> })}
        {(!file.html.is_empty())
            .then(|| view! { <blockquote class="said" inner_html=file.html.clone()></blockquote> })}
        <p class="actions">
            {read
                .map(|(href, words)| {
                    view! {
                        <a class="button" href=href>
                            {words}
                        </a>
                    }
                })}
            {(case.thing.kind() == ThingKind::Plan)
                .then(|| {
                    view! {
                        <a class="button" href=copies::COPIES>
                            "Possible copies"
                        </a>
                    }
                })}
        </p>
    }
    .into_any()
}

fn flags(visit: &Visit, flags: &[Flag]) -> Option<AnyView> {
    if flags.is_empty() {
        return None;
    }
    let items = flags
        .iter()
        .map(|flag| {
            view! {
                <li>
                    <p>{complaint_name(flag.reason)}</p>
                    {(!flag.words.is_empty())
                        .then(|| view! { <blockquote class="plain">{flag.words.clone()}</blockquote> })}
                    <p class="meta">
                        {parts::author(&flag.by)}
                        {format!(", right so far: {}%, ", flag.trust / 10)}
                        <Ago at=flag.at now=visit.now />
                    </p>
                </li>
            }
        })
        .collect_view();
    Some(
        view! {
            <section aria-labelledby="reported">
                <h2 id="reported">"What readers reported"</h2>
                <ol class="did">{items}</ol>
            </section>
        }
        .into_any(),
    )
}

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

fn open(visit: &Visit, file: &CaseFile, typed: &Typed) -> AnyView {
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

fn told_swept(swept: Swept) -> AnyView {
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

fn decided(file: &CaseFile) -> AnyView {
    let words = match file.case.state {
        CaseState::Upheld => "Decided: something was done.",
        _ => "Decided: left as it is.",
    };
    let open = format!("{QUEUE}/open/{}", file.case.thing);
    view! {
        <form class="note good" method="post" action=open>
            <p>
                {words}
                {file
                    .case
                    .measure
                    .map(|id| {
                        view! {
                            " "
                            <a href=super::measure_address(id)>"What, and why"</a>
                        }
                    })}
            </p>
            <button>"Do something else about it"</button>
        </form>
    }
    .into_any()
}

fn notes(visit: &Visit, file: &CaseFile, typed: &Typed) -> AnyView {
    let items = file.notes.iter().map(|note| said(visit, note));
    let list =
        (!file.notes.is_empty()).then(|| view! { <ol class="did">{items.collect_view()}</ol> });
    view! {
        <section aria-labelledby="notes">
            <h2 id="notes">"Among moderators"</h2>
            {list}
            <form class="write" method="post" action=format!("{}/note", case_address(file.case.id))>
                {Field::new("note", "Tell other moderators")
                    .hint("Only moderators read it.")
                    .value(typed.note.clone())
                    .problems(&typed.problems)
                    .most(Words::MOST)
                    .area(2)}
                <p class="actions">
                    <button>"Tell them"</button>
                </p>
            </form>
        </section>
    }
    .into_any()
}

fn said(visit: &Visit, note: &Note) -> AnyView {
    view! {
        <li>
            <p class="lines">{note.words.clone()}</p>
            <p class="meta">
                {parts::author(&note.by)}
                ", "
                <Ago at=note.at now=visit.now />
            </p>
        </li>
    }
    .into_any()
}

fn before(visit: &Visit, file: &CaseFile) -> Option<AnyView> {
    let list = measures(visit, &file.before)?;
    Some(
        view! {
            <section aria-labelledby="before">
                <h2 id="before">"What was done about it before"</h2>
                {list}
            </section>
        }
        .into_any(),
    )
}

fn record(visit: &Visit, record: &Record) -> AnyView {
    let standing = match record.standing {
        Standing::Active => "",
        Standing::Suspended => ", suspended",
        Standing::Deactivated | Standing::Erased => ", has left",
    };
    view! {
        <section aria-labelledby="author">
            <h2 id="author">{parts::author(&record.byline)}</h2>
            <p class="meta">
                {record.role.to_string()}
                {standing}
                ", joined "
                <Day at=record.joined />
                {format!(
                    ", {}, {}; of what was reported of theirs {} upheld and {} dismissed.",
                    counted(record.plans, "plan"),
                    counted(record.comments, "comment"),
                    record.upheld,
                    record.dismissed,
                )}
            </p>
            {measures(visit, &record.measures)}
        </section>
    }
    .into_any()
}
