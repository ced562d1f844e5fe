//! `GET /log/{seq}`: an entry by itself, with all that is hashed of it.

use super::{entry_address, sentence};
use crate::{failure::Failure, shell::Page, time::exact, visit::Visit};
use axum::{extract::Path, response::Response};
use domain::{
    hash::Hash,
    ids::Seq,
    log::{self, Head, Told},
};
use leptos::prelude::*;

/// `GET /log/{seq}`
pub async fn show(visit: Visit, Path(seq): Path<String>) -> Result<Response, Failure> {
    let seq: Seq = seq.parse().map_err(|_| Failure::NotFound)?;
    let told = log::told_one(visit.forum(), &visit.viewer, seq).await?;
    let told = told.ok_or(Failure::NotFound)?;
    let head = log::head(visit.forum()).await?;
    let expected = told.entry.expected_hash()?;
    let detail = serde_json::to_string_pretty(&told.entry.detail)?;
    let page = Page::new(format!("Entry {seq}: {}", told.text())).canonical(entry_address(seq));
    Ok(visit.page(page, || {
        view! {
            <div class="wrap plain">
                <main id="main">
                    <p class="meta">
                        <a href="/log">"The log"</a>
                    </p>
                    <h1>{format!("Entry {seq}")}</h1>
                    <p class="lede">{sentence(&told)}</p>
                    <p class="meta">{exact(told.entry.at)}</p>
                    {neighbours(seq, &head)}
                    {hashed(&told, detail)}
                    {verdict(&told, expected)}
                </main>
            </div>
        }
    }))
}

fn neighbours(seq: Seq, head: &Head) -> AnyView {
    let before = (seq.0 > 1).then(|| {
        view! {
            <a class="button" rel="prev" href=entry_address(Seq(seq.0 - 1))>
                "The entry before"
            </a>
        }
    });
    let after = (seq < head.seq).then(|| {
        view! {
            <a class="button" rel="next" href=entry_address(Seq(seq.0 + 1))>
                "The entry after"
            </a>
        }
    });
    view! { <p class="actions">{before} {after}</p> }.into_any()
}

/// The entry as it is hashed.
fn hashed(told: &Told, detail: String) -> AnyView {
    let entry = &told.entry;
    let actor = entry
        .actor
        .map_or_else(|| "null".to_owned(), |actor| actor.to_string());
    let row = |name: &'static str, value: String| {
        view! {
            <div>
                <dt>
                    <code>{name}</code>
                </dt>
                <dd>
                    <code class="hash">{value}</code>
                </dd>
            </div>
        }
    };
    view! {
        <h2>"As it is recorded"</h2>
        <dl class="recorded">
            {row("seq", entry.seq.to_string())}
            {row("at", entry.at.0.to_string())}
            {row("actor", actor)}
            {row("act", entry.act.clone())}
            {row("subject", entry.subject.clone())}
            <div>
                <dt>
                    <code>"detail"</code>
                </dt>
                <dd>
                    <pre>{detail}</pre>
                </dd>
            </div>
            {row("prev_hash", entry.prev_hash.to_hex())}
            {row("hash", entry.hash.to_hex())}
        </dl>
    }
    .into_any()
}

fn verdict(told: &Told, expected: Hash) -> AnyView {
    if expected == told.entry.hash {
        return view! {
            <p class="note good">
                "The hash is that of what stands here and of the hash before it. "
                <a href="/help/log">"How to check that yourself"</a>
            </p>
        }
        .into_any();
    }
    view! {
        <p class="note setback">
            "The hash is not that of what stands here: this entry has been changed after it was written."
        </p>
    }
    .into_any()
}
