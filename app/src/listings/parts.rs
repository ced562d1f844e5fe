//! What several pages show of a listing.

use super::address;
use crate::{
    plans::parts::{author, counted},
    time::Ago,
    visit::Visit,
};
use domain::{
    accounts::Byline,
    listings::{Listing, Named, Opened, State},
    text::plain::excerpt,
};
use leptos::prelude::*;

/// How many letters of an introduction a list shows.
const LETTERS: usize = 220;

/// What a listing is for, in a few words; nothing when it does not say.
pub(super) fn about(listing: &Listing) -> Option<String> {
    let words = excerpt(&listing.introduction, LETTERS);
    (!words.is_empty()).then_some(words)
}

/// How much is in it.
pub(super) fn extent(listing: &Listing) -> String {
    match &listing.question {
        Some(question) if listing.plans == 0 => question.asked.in_words(),
        Some(question) => format!(
            "{} and {}",
            counted(listing.plans, "plan"),
            lower(&question.asked.in_words())
        ),
        None => counted(listing.plans, "plan"),
    }
}

fn lower(words: &str) -> String {
    let mut letters = words.chars();
    letters
        .next()
        .map(|first| first.to_lowercase().chain(letters).collect())
        .unwrap_or_default()
}

/// A listing in a list; `news` stands beside its title.
pub(super) fn item(
    visit: &Visit,
    listing: &Listing,
    title: AnyView,
    news: Option<String>,
) -> AnyView {
    let news = news.map(|news| view! { " " <span class="news">{news}</span> });
    view! {
        <li>
            <div>
                <h2>{title} {news}</h2>
                {about(listing).map(|about| view! { <p class="pitch">{about}</p> })}
                <div class="meta">
                    {state(listing.state)} {extent(listing)} ", by " {author(&listing.maker)}
                    {followers(listing.followers)} ", changed "
                    <Ago at=listing.changed_at now=visit.now />
                </div>
            </div>
        </li>
    }
    .into_any()
}

/// A link to it.
pub(super) fn link(listing: &Listing) -> AnyView {
    view! { <a href=address(listing)>{listing.title.clone()}</a> }.into_any()
}

fn state(state: State) -> Option<AnyView> {
    let word = match state {
        State::Draft => "Draft",
        State::Withdrawn => "Withdrawn",
        State::Published => return None,
    };
    Some(view! { <span class="stage">{word}</span> ", " }.into_any())
}

pub(super) fn followers(count: i64) -> Option<String> {
    (count > 0).then(|| format!(", {}", counted(count, "follower")))
}

/// Who curates it.
pub(super) fn curated_by(opened: &Opened) -> AnyView {
    let with = opened
        .curators
        .iter()
        .map(|curator| view! { ", " {author(curator)} })
        .collect_view();
    view! { "Curated by " {author(&opened.listing.maker)} {with} }.into_any()
}

/// Whether a plan is one of the curators' own.
pub(super) fn is_curators_own(opened: &Opened, of: &Byline) -> bool {
    let mut curators = std::iter::once(&opened.listing.maker).chain(&opened.curators);
    curators.any(|curator| curator.id == of.id)
}

/// The listings on the front page; nothing when there are none.
pub fn featured(listings: &[Listing]) -> Option<AnyView> {
    if listings.is_empty() {
        return None;
    }
    let items = listings
        .iter()
        .map(|listing| {
            view! {
                <li>
                    <h3>{link(listing)}</h3>
                    {about(listing).map(|about| view! { <p>{about}</p> })}
                    <p class="meta">{extent(listing)}</p>
                </li>
            }
        })
        .collect_view();
    Some(
        view! {
            <section class="featured" aria-labelledby="featured">
                <h2 id="featured">
                    <a href="/listings">"Listings"</a>
                </h2>
                <ul>{items}</ul>
            </section>
        }
        .into_any(),
    )
}

/// Beside a plan: the listings that it stands in; nothing when it stands in none.
pub fn naming(listings: &[Named]) -> Option<AnyView> {
    if listings.is_empty() {
        return None;
    }
    let items = listings
        .iter()
        .map(|listing| {
            let href = format!("/listings/{}/{}", listing.id, listing.slug);
            view! {
                <li>
                    <a href=href>{listing.title.clone()}</a>
                </li>
            }
        })
        .collect_view();
    Some(
        view! {
            <section>
                <h2>"In listings"</h2>
                <ul class="similar">{items}</ul>
            </section>
        }
        .into_any(),
    )
}

#[cfg(test)]
mod tests {
    use super::lower;

    #[test]
    fn a_question_goes_on_in_a_sentence() {
        assert_eq!(lower("Plans tagged energy"), "plans tagged energy");
        assert_eq!(lower(""), "");
    }
}
