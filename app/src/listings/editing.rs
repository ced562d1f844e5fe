//! The page on which a listing is edited. Every button is a form of its own, so that nothing of it takes
//! a script.

use super::{
    address,
    arranging::plans,
    editable,
    form::{Form, fields},
    typed::{Part, Typed},
};
use crate::{
    failure::Failure,
    forms::{Field, problem_summary},
    plans::parts::counted,
    shell::{Page, Place, Robots},
    visit::Visit,
};
use axum::{http::StatusCode, response::Response};
use domain::{
    accounts::Byline,
    ids::ListingId,
    listings::{self, Listing, Opened, State},
};
use leptos::prelude::*;

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
