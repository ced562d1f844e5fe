//! `GET /moderation/copies`: pairs of plans that look like unmarked copies, the strongest first.

use super::{
    COPIES, pair_address,
    parts::{filters, percent, side},
};
use crate::{
    failure::Failure,
    paging::{Asked, after, more},
    plans::parts::counted,
    shell::{Page, Place, Robots},
    visit::Visit,
};
use axum::response::Response;
use domain::copies::{self, Counts, MOST_FAMILIES, Pair, PairCursor, Pairs, WORDS};
use leptos::prelude::*;

const PER_PAGE: u64 = 20;

/// `GET /moderation/copies`
pub async fn show(visit: Visit, asked: Asked) -> Result<Response, Failure> {
    let moderator = visit.moderator()?;
    let after: Option<PairCursor> = after(asked)?;
    let pairs = copies::pairs(visit.forum(), &moderator, after, PER_PAGE).await?;
    let page = Page::new("Possible copies")
        .robots(Robots::Hidden)
        .place(Place::Moderation);
    Ok(visit.page(page, || {
        view! {
            <div class="wrap wide">
                <main id="main">
                    <h1>"Possible copies"</h1>
                    <p class="lede">
                        "Plans of which at least half stands in another plan word for word, and that say nothing of where they come from. Look at both, then link the younger as a fork of the older, or set the pair aside."
                    </p>
                    {filters(false)}
                    {list(&pairs)}
                    {pairs.surveyed.map(|counts| told(&counts))}
                </main>
            </div>
        }
    }))
}

fn list(pairs: &Pairs) -> AnyView {
    if let Some(built) = pairs.building {
        return empty(
            "The search index is being built",
            format!("{built} documents so far. Pairs are found in it as soon as it is there."),
        );
    }
    if pairs.page.items.is_empty() {
        return empty(
            "Nothing waits here",
            "No two plans of different families look like copies, or all that do have been decided about."
                .into(),
        );
    }
    let items = pairs.page.items.iter().map(item).collect_view();
    let more = more(
        pairs
            .page
            .next
            .map(|after| format!("{COPIES}?after={after}")),
        "Weaker pairs",
    );
    view! {
        <ol class="pairs">{items}</ol>
        {more}
    }
    .into_any()
}

fn empty(title: &'static str, words: String) -> AnyView {
    view! {
        <div class="empty">
            <h2>{title}</h2>
            <p>{words}</p>
        </div>
    }
    .into_any()
}

fn item(pair: &Pair) -> AnyView {
    let (older, younger, overlap) = (&pair.older, &pair.younger, &pair.overlap);
    let share = percent(overlap.containment());
    let label = format!("Compare {} with {}", younger.title, older.title);
    view! {
        <li>
            <h2>{format!("{share} of the shorter stands in the longer")}</h2>
            <dl class="sides">
                {side("Older", older, Some(overlap.of_older))}
                {side("Younger", younger, Some(overlap.of_younger))}
            </dl>
            <p class="actions">
                <a class="button" aria-label=label href=pair_address(older.id, younger.id)>
                    "Compare and decide"
                </a>
                <span class="meta">{remarks(pair)}</span>
            </p>
        </li>
    }
    .into_any()
}

/// What a moderator should know before looking.
fn remarks(pair: &Pair) -> String {
    let mut remarks = Vec::new();
    if pair.older.author.id == pair.younger.author.id {
        remarks.push("Both are by one author.".to_owned());
    }
    if pair.is_back {
        remarks.push("Set aside before; the text has become another since.".to_owned());
    }
    let now = (pair.older.head, pair.younger.head);
    if now != pair.revisions {
        remarks.push("One of them was changed after they were compared.".to_owned());
    }
    if let Some(fork) = &pair.younger.fork {
        remarks.push(format!("The younger is a fork of “{}”.", fork.parent.title));
    }
    remarks.join(" ")
}

/// How they were found, and what was left out.
fn told(counts: &Counts) -> AnyView {
    let many = |count: usize, noun: &str| counted(i64::try_from(count).unwrap_or(i64::MAX), noun);
    let left = (counts.left > 0).then(|| {
        format!(
            " {} that may be alike were not compared word for word: decide about stronger ones first.",
            many(counts.left, "weaker pair")
        )
    });
    let common = (counts.common > 0).then(|| {
        format!(
            " {} that stand in more than {MOST_FAMILIES} families of plans were left out: everybody says them.",
            many(counts.common, "run")
        )
    });
    let cut = counts.is_cut.then_some(
        " There are more plans that share passages than are looked at: not all pairs are here.",
    );
    view! {
        <p class="meta more">
            {format!(
                "{} compared by runs of {WORDS} words; {} found alike, decided ones among them. Headings, quotations and the prompts of a new plan do not count.",
                many(counts.plans, "plan"),
                many(counts.pairs, "pair"),
            )}
            {common}
            {left}
            {cut}
        </p>
    }
    .into_any()
}
