//! `GET /listings/{id}/{slug}`: the listing itself.

use super::{address, cover, edit_address, known, parts};
use crate::{
    failure::Failure,
    moderation,
    paging::{begins, more},
    plans::parts::{counted, item_with},
    shell::{Page, Place, Robots, Shared},
    time::Day,
    visit::Visit,
};
use axum::{
    extract::{Path, Query, rejection::QueryRejection},
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    clock::Timestamp,
    cursor::Cursor,
    listings::{self, Answers, Entries, Listed, Opened, Source, State},
    moderation::Thing,
    plans::Plan,
};
use leptos::prelude::*;
use serde::Deserialize;
use serde_json::json;

/// How many answers to its question stand on a page.
const PER_PAGE: u64 = 25;

/// `?after=`, a place among the answers, and `?since=`, the moment somebody looked last.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    after: String,
    since: Option<i64>,
}

/// All that a listing's page shows.
struct Shown {
    opened: Opened,
    entries: Entries,
    answers: Option<Answers>,
    waiting: u64,
    after: Option<Cursor>,
    since: Option<Timestamp>,
}

/// `GET /listings/{id}`: on to the whole address.
pub async fn without_slug(visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let opened = known(&visit, &id).await?;
    Ok(Redirect::permanent(&address(&opened.listing)).into_response())
}

/// `GET /listings/{id}/{slug}`
pub async fn show(
    visit: Visit,
    Path((id, slug)): Path<(String, String)>,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, Failure> {
    let opened = known(&visit, &id).await?;
    if slug != opened.listing.slug {
        return Ok(Redirect::permanent(&address(&opened.listing)).into_response());
    }
    let Query(asked) = asked.map_err(|_| Failure::NotFound)?;
    let shown = load(&visit, opened, asked).await?;
    Ok(visit.page(head(&shown), || {
        view! {
            <div class="wrap columns">
                <main id="main" class=(shown.after.is_none()).then_some("listing")>
                    {masthead(&visit, &shown)} {figure(&shown)} {picks(&visit, &shown)}
                    {answered(&visit, &shown)}
                </main>
                {rail(&visit, &shown)}
            </div>
        }
    }))
}

async fn load(visit: &Visit, opened: Opened, asked: Asked) -> Result<Shown, Failure> {
    let after = begins(&asked.after)?;
    let (forum, viewer) = (visit.forum(), &visit.viewer);
    let entries = listings::entries(forum, viewer, &opened.listing).await?;
    let answers = match &opened.listing.question {
        Some(question) => {
            let picks = entries.ids();
            let page = (after, PER_PAGE);
            Some(listings::answers(forum, viewer, question, &picks, page).await?)
        }
        None => None,
    };
    let waiting = listings::count_waiting(forum, &opened.listing).await?;
    Ok(Shown {
        opened,
        entries,
        answers,
        waiting,
        after,
        since: asked.since.map(Timestamp),
    })
}

fn head(shown: &Shown) -> Page {
    let listing = &shown.opened.listing;
    let data = json!({
        "@context": "https://schema.org",
        "@type": "ItemList",
        "name": listing.title,
        "numberOfItems": shown.entries.shown.len(),
        "itemListElement": (1..).zip(&shown.entries.shown).map(|(place, listed)| json!({
            "@type": "ListItem",
            "position": place,
            "name": listed.plan.title,
        })).collect::<Vec<_>>(),
    });
    let page = Page::new(listing.title.clone())
        .canonical(address(listing))
        .feed(
            listing.title.clone(),
            format!("/listings/{}/plans.atom", listing.id),
        )
        .shared(Shared {
            kind: "article",
            published: listing.published_at.map(Timestamp::to_rfc3339),
            modified: Some(listing.changed_at.to_rfc3339()),
        })
        .json_ld(&data)
        .place(Place::Listings);
    let page = match parts::about(listing) {
        Some(about) => page.description(about),
        None => page,
    };
    if listing.state == State::Published && shown.after.is_none() && shown.since.is_none() {
        page
    } else {
        page.robots(Robots::Hidden)
    }
}

fn masthead(visit: &Visit, shown: &Shown) -> AnyView {
    let (opened, listing) = (&shown.opened, &shown.opened.listing);
    let note = match listing.state {
        _ if listing.withheld.is_some() => None,
        State::Published => None,
        State::Draft => Some("This is a draft: only its curators see it."),
        State::Withdrawn => Some("This listing is withdrawn: only its curators see it."),
    };
    let introduction = (!listing.html.is_empty())
        .then(|| view! { <div class="prose" inner_html=listing.html.clone()></div> });
    view! {
        <div class="meta">
            <a href="/listings">"Listings"</a>
        </div>
        {note.map(|note| view! { <p class="note">{note}</p> })}
        {listing
            .withheld
            .map(|measure| {
                moderation::note(
                    measure,
                    "This listing is hidden from readers: only its curators can read it.",
                )
            })}
        <h1 class="title">{listing.title.clone()}</h1>
        <p class="meta byline">
            {parts::curated_by(opened)} {parts::followers(listing.followers)}
            {listing
                .published_at
                .map(|at| view! { ", published " <Day at=at /> })}
        </p>
        {introduction}
        {actions(visit, opened)}
    }
    .into_any()
}

fn actions(visit: &Visit, opened: &Opened) -> AnyView {
    let id = opened.listing.id;
    let (thing, maker) = (Thing::Listing(id), opened.listing.maker.id);
    let is_public = opened.listing.state == State::Published;
    let edit = opened.may_edit.then(|| {
        view! {
            <a class="button primary" href=edit_address(id, None)>
                "Edit"
            </a>
        }
    });
    let propose = (is_public && !opened.may_edit).then(|| {
        view! {
            <a class="button" rel="nofollow" href=format!("/listings/{id}/propose")>
                "Propose a plan"
            </a>
        }
    });
    view! {
        <div class="actions listing-actions">
            {edit} {is_public.then(|| follow(visit, opened))} {propose} {is_public.then(|| downloads(opened))}
            {is_public.then(|| moderation::report(visit, thing, maker))}
            {(is_public || opened.listing.withheld.is_some())
                .then(|| moderation::look_after(visit, thing, maker))}
        </div>
    }
    .into_any()
}

fn follow(visit: &Visit, opened: &Opened) -> AnyView {
    let id = opened.listing.id;
    let (value, words) = if opened.follows {
        ("no", "Following")
    } else {
        ("yes", "Follow")
    };
    view! {
        <form class="inline" method="post" action=format!("/listings/{id}/follow")>
            <input type="hidden" name="follow" value=value />
            <input type="hidden" name="next" value=visit.path.clone() />
            <button aria-pressed=opened.follows.to_string()>{words}</button>
        </form>
    }
    .into_any()
}

fn downloads(opened: &Opened) -> AnyView {
    let id = opened.listing.id;
    let items = [
        ("listing.md", "Markdown"),
        ("listing.csv", "CSV"),
        ("listing.json", "JSON"),
    ]
    .map(|(file, name)| {
        view! {
            <li>
                <a href=format!("/listings/{id}/{file}") download="">
                    {name}
                </a>
            </li>
        }
    });
    view! {
        <details class="menu">
            <summary class="button">"Download"</summary>
            <ul>{items.collect_view()}</ul>
        </details>
    }
    .into_any()
}

fn figure(shown: &Shown) -> Option<AnyView> {
    if shown.after.is_some() {
        return None;
    }
    cover::figure(&all(&shown.entries, shown.answers.as_ref()))
}

/// All plans on the page, in their order.
pub(super) fn all<'a>(entries: &'a Entries, answers: Option<&'a Answers>) -> Vec<&'a Plan> {
    let picked = entries.shown.iter().map(|listed| &listed.plan);
    let answered = answers.into_iter().flat_map(|answers| &answers.plans);
    picked.chain(answered).collect()
}

fn picks(visit: &Visit, shown: &Shown) -> Option<AnyView> {
    if shown.after.is_some() {
        return None;
    }
    if shown.entries.shown.is_empty() {
        return shown.answers.is_none().then(|| {
            view! {
                <div class="empty">
                    <h2>"Nothing stands here for now"</h2>
                    <p>"Its plans have been withdrawn, or none has been put into it yet."</p>
                </div>
            }
            .into_any()
        });
    }
    let items = shown
        .entries
        .shown
        .iter()
        .map(|listed| pick(visit, shown, listed))
        .collect_view();
    Some(view! { <ol class="plans picks">{items}</ol> }.into_any())
}

fn pick(visit: &Visit, shown: &Shown, listed: &Listed) -> AnyView {
    let own = parts::is_curators_own(&shown.opened, &listed.plan.author);
    let said = view! {
        {(!listed.note.is_empty())
            .then(|| view! { <blockquote class="said">{listed.note.clone()}</blockquote> })}
        {own.then(|| view! { <p class="meta">"A plan of one of the listing’s curators."</p> })}
        {new_since(shown.since, listed.added_at)}
    };
    item_with(visit, &listed.plan, Some(said.into_any()))
}

fn new_since(since: Option<Timestamp>, at: Timestamp) -> Option<AnyView> {
    let is_new = since.is_some_and(|since| at > since);
    is_new.then(|| view! { <p class="news">"New"</p> }.into_any())
}

fn answered(visit: &Visit, shown: &Shown) -> Option<AnyView> {
    let (listing, answers) = (&shown.opened.listing, shown.answers.as_ref()?);
    let question = listing.question.as_ref()?;
    let items = answers
        .plans
        .iter()
        .map(|plan| item_with(visit, plan, new_since(shown.since, plan.created_at)))
        .collect_view();
    let told = match answers.source {
        Source::Index if answers.plans.is_empty() => {
            Some("No plan fits for now. Those that will are shown here by themselves.")
        }
        Source::Index => None,
        Source::Youngest => Some(
            "The search index is being built: until it is there, only the youngest plans are looked at.",
        ),
        Source::Nowhere => {
            Some("The search index is being built: what fits is shown here in a moment.")
        }
    };
    let more = more(
        answers
            .next
            .map(|after| format!("{}?after={after}", address(listing))),
        "More plans",
    );
    Some(
        view! {
            <section class="answers" aria-labelledby="answers">
                <h2 id="answers">{question.asked.in_words()}</h2>
                {told.map(|told| view! { <p class="meta">{told}</p> })}
                <ol class="plans">{items}</ol>
                {more}
            </section>
        }
        .into_any(),
    )
}

fn rail(visit: &Visit, shown: &Shown) -> AnyView {
    let listing = &shown.opened.listing;
    let id = listing.id;
    let waiting = i64::try_from(shown.waiting).unwrap_or(i64::MAX);
    let code = format!(
        "<iframe src=\"{}\" title=\"{}\" width=\"100%\" height=\"480\" loading=\"lazy\"></iframe>",
        visit.site.absolute(&format!("/listings/{id}/embed")),
        domain::text::escaped(&listing.title),
    );
    let is_public = listing.state == State::Published;
    view! {
        <aside class="rail" aria-label="About this listing">
            {is_public
                .then(|| {
                    view! {
                        <section>
                            <h2>"Proposals"</h2>
                            <p class="meta">
                                <a href=format!(
                                    "/listings/{id}/proposals",
                                )>{format!("{} waiting", counted(waiting, "proposal"))}</a>
                                ". Any member may propose a plan; a curator answers and says why."
                            </p>
                        </section>
                        <section>
                            <h2>"Follow it elsewhere"</h2>
                            <p class="meta">
                                <a type="application/atom+xml" href=format!("/listings/{id}/plans.atom")>
                                    "Feed"
                                </a>
                                ", or embed it in a page of yours:"
                            </p>
                            <pre class="embed-code" tabindex="0" aria-label="Code to embed the listing">
                                <code>{code}</code>
                            </pre>
                        </section>
                    }
                })}
        </aside>
    }
    .into_any()
}
