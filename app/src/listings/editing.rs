//! The page on which a listing is edited. Every button is a form of its own, so that nothing of it takes
//! a script.

use super::{
    address, editable,
    form::{Form, fields},
};
use crate::{
    failure::Failure,
    forms::{Field, problem_summary},
    plans::{address as plan_address, parts::counted},
    shell::{Page, Place, Robots},
    visit::Visit,
};
use axum::{http::StatusCode, response::Response};
use domain::{
    accounts::Byline,
    ids::{ListingId, PlanId},
    listings::{self, Entries, LONGEST_NOTE, Listed, Listing, Opened, State},
    problems::Problems,
};
use frontend::ArrangePlans;
use leptos::prelude::*;

/// Which form of the page something was typed into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Title, introduction and question.
    Words,
    /// A plan to be put into it.
    Add,
    /// The note on a plan in it.
    Note(PlanId),
    /// Who is to be a curator.
    Curator,
}

/// What was typed, and what is wrong with it.
#[derive(Clone, Debug, Default)]
pub(super) struct Typed {
    pub words: Option<Form>,
    /// Whether somebody else has changed the words meanwhile.
    pub is_stale: bool,
    pub plan: String,
    pub note: String,
    pub handle: String,
    pub wrong: Option<(Part, Problems)>,
}

impl Typed {
    pub(super) fn wrong(part: Part, problems: Problems) -> Self {
        Self {
            wrong: Some((part, problems)),
            ..Self::default()
        }
    }

    fn problems(&self, part: Part) -> Problems {
        let wrong = self.wrong.as_ref().filter(|(of, _)| *of == part);
        wrong
            .map(|(_, problems)| problems.clone())
            .unwrap_or_default()
    }
}

/// The page of a listing that this visitor may edit, with what was typed.
pub(super) async fn page(
    visit: &Visit,
    status: StatusCode,
    id: &str,
    typed: Typed,
) -> Result<Response, Failure> {
    let opened = editable(visit, id).await?;
    let entries = listings::entries(visit.forum(), &visit.viewer, &opened.listing).await?;
    let waiting = listings::count_waiting(visit.forum(), &opened.listing).await?;
    let page = Page::new(format!("Edit {}", opened.listing.title))
        .robots(Robots::Hidden)
        .place(Place::Listings);
    Ok(visit.page_with(status, page, || {
        view! {
            <div class="wrap plain">
                <main id="main">
                    <p class="meta">
                        <a href=address(&opened.listing)>{opened.listing.title.clone()}</a>
                    </p>
                    <h1>"Edit the listing"</h1>
                    {standing(&opened.listing)}
                    {typed.wrong.as_ref().and_then(|(_, problems)| problem_summary(problems))}
                    {proposed(&opened.listing, waiting)}
                    {words(&opened.listing, &typed)}
                    {plans(&opened.listing, &entries, &typed)}
                    {curators(visit, &opened, &typed)}
                    {opened.may_moderate.then(|| state(&opened.listing))}
                </main>
            </div>
        }
    }))
}

fn standing(listing: &Listing) -> AnyView {
    let words = match listing.state {
        State::Draft => "A draft: only its curators see it. A moderator publishes it.",
        State::Withdrawn => "Withdrawn: only its curators see it. A moderator can bring it back.",
        State::Published => "Published: what you change here is seen at once.",
    };
    view! { <p class="lede">{words}</p> }.into_any()
}

fn proposed(listing: &Listing, waiting: u64) -> Option<AnyView> {
    let waiting = i64::try_from(waiting).ok().filter(|waiting| *waiting > 0)?;
    let href = format!("/listings/{}/proposals", listing.id);
    Some(
        view! {
            <p class="note">
                <a href=href>{format!("{} waiting", counted(waiting, "proposal"))}</a>
                " for your answer."
            </p>
        }
        .into_any(),
    )
}

fn words(listing: &Listing, typed: &Typed) -> AnyView {
    let mut form = typed.words.clone().unwrap_or_else(|| Form::of(listing));
    let action = format!("/listings/{}/edit", listing.id);
    let conflict = typed.is_stale.then(|| {
        // Whoever has read what is there may save over it.
        form.base = listing.edits.to_string();
        let now = Form::of(listing);
        view! {
            <div class="note setback" role="alert">
                <p>
                    "Somebody else has changed this since you began. Yours is in the fields below, not saved; theirs is this. Saving again replaces it."
                </p>
                <p>
                    <b>{now.title}</b>
                </p>
                <p class="theirs">{now.introduction}</p>
                {(!now.question.is_empty()).then(|| view! { <p>{now.question}</p> })}
            </div>
        }
    });
    view! {
        <section class="aside" aria-labelledby="words">
            <h2 id="words">"What it says"</h2>
            {conflict}
            <form class="write" method="post" action=action>
                {fields(&form, &typed.problems(Part::Words))}
                <p class="actions">
                    <button class="primary">"Save"</button>
                </p>
            </form>
        </section>
    }
    .into_any()
}

fn plans(listing: &Listing, entries: &Entries, typed: &Typed) -> AnyView {
    let last = entries.last();
    let shown = entries.shown.iter().map(|listed| {
        let row = row(listing.id, listed, last, typed);
        (listed.place, row)
    });
    let hidden = entries.hidden.iter();
    let hidden = hidden.map(|&(place, plan)| (place, hidden_row(listing.id, (place, plan), last)));
    let mut rows: Vec<(i64, AnyView)> = shown.chain(hidden).collect();
    rows.sort_by_key(|(place, _)| *place);
    let has_several = rows.len() > 1;
    let rows: Vec<AnyView> = rows.into_iter().map(|(_, row)| row).collect();
    view! {
        <section class="aside" aria-labelledby="plans">
            <h2 id="plans">"Its plans, in their order"</h2>
            {has_several.then(|| view! { <ArrangePlans /> })}
            <ol class="arranged">{rows}</ol>
            {adding(listing, typed)}
        </section>
    }
    .into_any()
}

fn row(id: ListingId, listed: &Listed, last: i64, typed: &Typed) -> AnyView {
    let (plan, title) = (listed.plan.id, listed.plan.title.clone());
    let anchor = format!("plan-{plan}");
    view! {
        <li id=anchor>
            <p class="name">
                {handle(&title)} " "
                <a href=plan_address(&listed.plan)>{title.clone()}</a>
            </p>
            {note_form(id, listed, typed)}
            <div class="actions">{moves(id, plan, (&title, listed.place), last)} {removal(id, plan, &title)}</div>
        </li>
    }
    .into_any()
}

/// What nobody sees for now has a place, and can be taken out.
fn hidden_row(id: ListingId, (place, plan): (i64, PlanId), last: i64) -> AnyView {
    let title = format!("plan {plan}");
    let anchor = format!("plan-{plan}");
    view! {
        <li id=anchor>
            <p class="meta">
                {handle(&title)} " "
                {format!(
                    "Plan {plan} is not to be seen for now. It keeps its place, and comes back here if it does.",
                )}
            </p>
            <div class="actions">{moves(id, plan, (&title, place), last)} {removal(id, plan, &title)}</div>
        </li>
    }
    .into_any()
}

/// Shown where a script runs, which the buttons do not take.
fn handle(title: &str) -> AnyView {
    let label = format!("Move {title} by the arrow keys");
    view! {
        <button type="button" class="handle" data-handle=title.to_owned() aria-label=label>
            "⠿"
        </button>
    }
    .into_any()
}

fn moves(id: ListingId, plan: PlanId, (title, place): (&str, i64), last: i64) -> AnyView {
    let action = format!("/listings/{id}/plans/{plan}/move");
    let (is_first, is_last) = (place <= 1, place >= last);
    let buttons = [
        ("up", "Up", is_first),
        ("down", "Down", is_last),
        ("top", "To the top", is_first),
        ("bottom", "To the end", is_last),
    ]
    .map(|(to, name, is_there)| {
        let label = format!("{name}: {title}");
        view! {
            <button name="to" value=to aria-label=label disabled=is_there>
                {name}
            </button>
        }
    });
    view! {
        <form class="inline actions" method="post" action=action>
            {buttons.collect_view()}
        </form>
    }
    .into_any()
}

fn removal(id: ListingId, plan: PlanId, title: &str) -> AnyView {
    let action = format!("/listings/{id}/plans/{plan}/remove");
    view! {
        <form class="inline" method="post" action=action>
            <button class="danger" aria-label=format!("Take out: {title}")>
                "Take out"
            </button>
        </form>
    }
    .into_any()
}

fn note_form(id: ListingId, listed: &Listed, typed: &Typed) -> AnyView {
    let plan = listed.plan.id;
    let problems = typed.problems(Part::Note(plan));
    let is_typed = !problems.is_empty();
    let value = if is_typed {
        typed.note.clone()
    } else {
        listed.note.clone()
    };
    let theirs = (is_typed && !listed.note.is_empty())
        .then(|| view! { <p class="meta">"It says: " {listed.note.clone()}</p> });
    // The first of several is found by the link in the summary.
    let field = if is_typed {
        "field-note".to_owned()
    } else {
        format!("note-{plan}")
    };
    let problem = problems.of("note").map(|problem| {
        view! { <p class="problem">{format!("The note {}", lower_or_whole(problem))}</p> }
    });
    view! {
        <form class="noting" method="post" action=format!("/listings/{id}/plans/{plan}/note")>
            {theirs}
            <label for=field.clone()>"Note"</label>
            <input
                id=field
                name="note"
                type="text"
                value=value
                maxlength=LONGEST_NOTE
                autocomplete="off"
                aria-invalid=is_typed.then_some("true")
            />
            <input type="hidden" name="base" value=listed.edits.to_string() />
            <button aria-label=format!("Save the note on {}", listed.plan.title)>"Save"</button>
            {problem}
        </form>
    }
    .into_any()
}

/// A problem after the name of its field, or a sentence of its own.
fn lower_or_whole(problem: &str) -> String {
    if problem.starts_with(char::is_uppercase) {
        format!("could not be saved. {problem}")
    } else {
        problem.to_owned()
    }
}

fn adding(listing: &Listing, typed: &Typed) -> AnyView {
    let problems = typed.problems(Part::Add);
    let is_typed = !problems.is_empty();
    let plan = Field::new("plan", "Put a plan into it")
        .hint("Its number, or its address here. It goes to the end.")
        .value(typed.plan.clone())
        .problems(&problems)
        .autocomplete("off")
        .required()
        .input("text");
    let note = Field::new("note", "What you say of it")
        .apart(if is_typed { "" } else { "-new" })
        .value(if is_typed {
            typed.note.clone()
        } else {
            String::new()
        })
        .problems(&problems)
        .most(LONGEST_NOTE)
        .autocomplete("off")
        .input("text");
    view! {
        <form class="adding" method="post" action=format!("/listings/{}/plans", listing.id)>
            {plan} {note} <p class="actions">
                <button class="primary">"Put it in"</button>
            </p>
        </form>
    }
    .into_any()
}

fn curators(visit: &Visit, opened: &Opened, typed: &Typed) -> Option<AnyView> {
    if !opened.may_moderate && opened.curators.is_empty() {
        return None;
    }
    let id = opened.listing.id;
    let own = visit.viewer.id();
    let items = opened
        .curators
        .iter()
        .map(|curator| {
            let may_end = opened.may_moderate || own == Some(curator.id);
            view! {
                <li>
                    {crate::plans::parts::author(curator)}
                    {may_end.then(|| ending(id, curator))}
                </li>
            }
        })
        .collect_view();
    let form = opened.may_moderate.then(|| {
        let handle = Field::new("handle", "Add a member")
            .hint("They may edit this listing from then on, and are told so.")
            .value(typed.handle.clone())
            .problems(&typed.problems(Part::Curator))
            .autocomplete("off")
            .required()
            .input("text");
        view! {
            <form method="post" action=format!("/listings/{id}/curators")>
                {handle} <p class="actions">
                    <button>"Add"</button>
                </p>
            </form>
        }
    });
    Some(
        view! {
            <section class="aside" aria-labelledby="curators">
                <h2 id="curators">"Curators beside the moderators"</h2>
                <ul class="rows">{items}</ul>
                {form}
            </section>
        }
        .into_any(),
    )
}

fn ending(id: ListingId, curator: &Byline) -> Option<AnyView> {
    let handle = &curator.person.as_ref()?.handle;
    let action = format!("/listings/{id}/curators/{handle}/remove");
    let label = format!("Let {} curate no longer", curator.name());
    Some(
        view! {
            <form method="post" action=action>
                <button aria-label=label>"Remove"</button>
            </form>
        }
        .into_any(),
    )
}

fn state(listing: &Listing) -> AnyView {
    let id = listing.id;
    let publish = (listing.state != State::Published).then(|| {
        view! {
            <form class="inline" method="post" action=format!("/listings/{id}/publish")>
                <button class="primary">
                    {if listing.state == State::Draft { "Publish" } else { "Bring it back" }}
                </button>
            </form>
        }
    });
    let feature = (listing.state == State::Published).then(|| {
        let (value, words) = if listing.is_featured {
            ("no", "Take it from the front page")
        } else {
            ("yes", "Put it on the front page")
        };
        view! {
            <form class="inline" method="post" action=format!("/listings/{id}/feature")>
                <input type="hidden" name="feature" value=value />
                <button>{words}</button>
            </form>
        }
    });
    let withdraw = (listing.state != State::Withdrawn).then(|| {
        view! {
            <form class="inline" method="post" action=format!("/listings/{id}/withdraw")>
                <button class="danger">"Withdraw"</button>
            </form>
        }
    });
    view! {
        <section class="aside" aria-labelledby="state">
            <h2 id="state">"For moderators"</h2>
            <div class="actions">{publish} {feature} {withdraw}</div>
        </section>
    }
    .into_any()
}
