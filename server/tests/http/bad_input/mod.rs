//! Bad input: each answers with the right status and words, keeps what was typed, and leaves
//! nothing half done.

mod addresses;
mod bodies;
mod meanwhile;
mod twice;
mod typed;

use crate::{harness::Client, world::World};
use scraper::{Html, Selector};

/// These fields, but this one with this value.
pub fn with<'typed>(
    fields: &[(&'typed str, &'typed str)],
    name: &'typed str,
    value: &'typed str,
) -> Vec<(&'typed str, &'typed str)> {
    let others = fields.iter().filter(|(other, _)| *other != name);
    others.copied().chain([(name, value)]).collect()
}

/// What a field of a page holds; nothing when there is no such field.
pub fn held(page: &str, name: &str) -> Option<String> {
    let page = Html::parse_document(page);
    let field = Selector::parse(&format!("[name={name}]")).expect("a selector");
    let field = page.select(&field).next()?;
    match field.value().name() {
        "textarea" => Some(field.text().collect()),
        "select" => {
            let chosen = Selector::parse("option[selected]").expect("a selector");
            let chosen = field.select(&chosen).next()?;
            chosen.value().attr("value").map(str::to_owned)
        }
        _ => field.value().attr("value").map(str::to_owned),
    }
}

/// Refused with this status and words beside the field, everything typed kept, nothing done.
pub async fn assert_kept(
    world: &World,
    client: &Client,
    path: &str,
    fields: &[(&str, &str)],
    wrong: (&str, u16, &str),
) {
    let (name, status, words) = wrong;
    let before = world.fresh.rows().await;
    let answer = client.post_form(path, fields).await;
    let context = format!("{path} {name}: {}", answer.status);
    assert_eq!(answer.status, status, "{context}");
    let shown = Html::parse_document(&answer.text);
    let text: String = shown.root_element().text().collect();
    assert!(text.contains(words), "{context} lacks {words:?}");
    for (typed, value) in fields {
        if ["action", "understood", "once", "password", "current"].contains(typed) {
            continue;
        }
        let held = held(&answer.text, typed).unwrap_or_default();
        let same = held.replace("\r\n", "\n") == value.replace("\r\n", "\n");
        assert!(same, "{context}: {typed} was {value:.80?}, is {held:.80?}");
    }
    assert_eq!(world.fresh.rows().await, before, "{context}");
}
