//! Tags: all of them, the plans of one, and what moderators do about them.

mod act;
pub mod all;
mod care;
pub mod curate;
mod history;
pub mod one;

pub use act::{describe, merge, rename, restore, retire, unmerge};

use domain::{
    plans::{Saved, Tag},
    tags::Respelled,
};
use leptos::prelude::*;

/// Where moderators look after tags.
pub const CURATE: &str = "/moderation/tags";

/// The address of a tag's page.
#[must_use]
pub fn address(tag: &Tag) -> String {
    format!("/tags/{tag}")
}

/// The tags that somebody typed, parted by commas or spaces.
#[must_use]
pub fn separate(typed: &str) -> Vec<String> {
    let words = typed.split([',', ' ', '\n', '\t']);
    words
        .filter(|tag| !tag.is_empty())
        .map(str::to_owned)
        .collect()
}

/// What is put behind the address of a plan that was saved with other tags than were typed, so that its page
/// says so.
#[must_use]
pub fn told_on(saved: &Saved) -> String {
    let words: Vec<&str> = saved
        .respelled
        .iter()
        .map(|one| one.word.as_str())
        .collect();
    if words.is_empty() {
        return String::new();
    }
    format!("?respelled={}", words.join(","))
}

/// The words that [`told_on`] put there.
#[must_use]
pub fn told_words(typed: &str) -> Vec<Tag> {
    let words = typed.split(',').take(domain::plans::MOST_TAGS);
    words.filter_map(|word| word.parse().ok()).collect()
}

/// That a plan has other tags than were typed.
pub fn respelled(respelled: &[Respelled]) -> Option<AnyView> {
    if respelled.is_empty() {
        return None;
    }
    let items = respelled
        .iter()
        .map(|one| {
            view! {
                <p>
                    {format!("“{}” is called ", one.word)} <a href=address(&one.tag)>{one.tag.to_string()}</a>
                    " here, so the plan has that tag."
                </p>
            }
        })
        .collect_view();
    Some(
        view! {
            <div class="note good" role="status">
                {items}
            </div>
        }
        .into_any(),
    )
}
