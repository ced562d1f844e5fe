//! `GET /moderation/cases/{id}`: all that moderators know of a case, and what can be decided.

use super::{
    QUEUE, case_address,
    deciding::{Typed, forms, told_swept},
    parts::{complaint_name, measures, refused},
};
use crate::{
    copies,
    failure::Failure,
    forms::Field,
    plans::parts::{self, counted},
    shell::{Page, Place, Robots},
    time::{Ago, Day},
    visit::Visit,
};
use axum::{extract::Path, http::StatusCode, response::Response};
use domain::{
    accounts::{Role, Standing},
    ids::CaseId,
    moderation::{self, CaseFile, CaseState, Flag, Note, Record, Thing, ThingKind, Words},
};
use leptos::prelude::*;

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
                <main id="main" class="case">
                    <p class="meta">
                        <a href=QUEUE>"What waits for a moderator"</a>
                    </p>
                    <h1>{file.case.title.clone()}</h1>
                    {thing(&file)}
                    {typed.refusal.clone().map(refused)}
                    {typed.swept.map(told_swept)}
                    {flags(visit, &file.flags)}
                    {if is_open { forms(visit, &file, typed) } else { decided(&file) }}
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
        Thing::Round(id) => Some((format!("/rounds/{id}"), "Read the round")),
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
                ThingKind::Round => "A round by ",
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
                        .then(|| view! { <blockquote class="verbatim">{flag.words.clone()}</blockquote> })}
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
    let role = match record.role {
        Role::Member => "A member",
        Role::Moderator => "A moderator",
        Role::Admin => "An admin",
    };
    let standing = match record.standing {
        Standing::Active => "joined",
        Standing::Suspended => "suspended, joined",
        Standing::Deactivated | Standing::Erased => "has left, joined",
    };
    view! {
        <section aria-labelledby="author">
            <h2 id="author">{parts::author(&record.byline)}</h2>
            <p class="meta">
                {format!("{role}, {standing} ")}
                <Day at=record.joined />
                {format!(
                    ", {}, {}; of what was reported of theirs {} upheld and {} dismissed.",
                    counted(record.plans, "plan"),
                    counted(record.comments, "comment"),
                    record.upheld,
                    record.dismissed,
                )}
            </p>
            {record
                .application
                .clone()
                .map(|words| {
                    view! {
                        <h3>"Why they want to join"</h3>
                        <blockquote class="verbatim">{words}</blockquote>
                    }
                })}
            {measures(visit, &record.measures)}
        </section>
    }
    .into_any()
}
