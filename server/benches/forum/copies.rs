//! Finding all pairs of plans that look like copies in a large forum: what the first look after a change
//! costs, and what the next pages do.

use crate::{fixture::Fixture, report::Report};
use anyhow::{Context, Result};
use domain::{
    Moderator, Viewer,
    copies::{self, Pairs},
    ids::PlanId,
    plans::{self, Typed},
    search,
};
use std::{collections::HashSet, time::Instant};

/// How many copies are posted among the others, and how often a page is read.
const COPIES: usize = 100;
const PAGES: usize = 20;

/// A forum that searches already.
pub(crate) async fn copies(fixture: &Fixture, plans: u32, report: &mut Report) -> Result<()> {
    let moderator = fixture.moderator().await?;
    let begun = Instant::now();
    let before = pairs(fixture, &moderator).await?;
    let took = begun.elapsed().as_secs_f64();
    let counts = before.surveyed.context("there is an index")?;
    report.row(
        &format!("pairs that look like copies among {plans} plans"),
        "no bar",
        format!(
            "{took:.2} s, {} pairs, {} common runs left out, {} candidates left",
            counts.pairs, counts.common, counts.left
        ),
    );
    let begun = Instant::now();
    for _ in 0..PAGES {
        pairs(fixture, &moderator).await?;
    }
    let page = begun.elapsed().as_secs_f64() / PAGES as f64;
    report.row(
        "a page of them after that",
        "no bar",
        format!("{:.1} ms", page * 1_000.0),
    );
    let copied = copy(fixture, plans).await?;
    search::catch_up(&fixture.forum).await?;
    let mut found = HashSet::new();
    let mut after = None;
    loop {
        let pairs = copies::pairs(&fixture.forum, &moderator, after, 100).await?;
        found.extend(
            pairs
                .page
                .items
                .iter()
                .map(|pair| (pair.older.id, pair.younger.id)),
        );
        after = pairs.page.next;
        if after.is_none() {
            break;
        }
    }
    let hits = copied.iter().filter(|pair| found.contains(pair)).count();
    report.row(
        &format!("of {COPIES} copies with a third of the paragraphs replaced"),
        "no bar",
        format!("{hits} found"),
    );
    Ok(())
}

async fn pairs(fixture: &Fixture, moderator: &Moderator) -> Result<Pairs> {
    Ok(copies::pairs(&fixture.forum, moderator, None, 20).await?)
}

/// Posts copies of seeded plans, in which every third paragraph is another plan's. Answers which of which.
async fn copy(fixture: &Fixture, plans: u32) -> Result<Vec<(PlanId, PlanId)>> {
    let mut copied = Vec::new();
    let step = (plans as usize / COPIES).max(2);
    for number in 0..COPIES {
        let id = i64::try_from(number * step + 1)?;
        let (Some(text), Some(other)) = (text(fixture, id).await?, text(fixture, id + 1).await?)
        else {
            continue;
        };
        let own: Vec<&str> = text.body.split("\n\n").collect();
        let others: Vec<&str> = other.body.split("\n\n").collect();
        let mixed = own
            .iter()
            .enumerate()
            .map(|(at, paragraph)| match others.get(at) {
                Some(other) if at % 3 == 2 => other,
                _ => paragraph,
            });
        let typed = Typed {
            body: mixed.copied().collect::<Vec<_>>().join("\n\n"),
            ..text
        };
        let saved = plans::publish(&fixture.forum, fixture.founder(), &typed, None).await?;
        copied.push((PlanId(id), saved.id));
    }
    Ok(copied)
}

async fn text(fixture: &Fixture, id: i64) -> Result<Option<Typed>> {
    let viewer = Viewer::Anonymous;
    let Some(plan) = plans::find(&fixture.forum, &viewer, PlanId(id)).await? else {
        return Ok(None);
    };
    let revision = plans::revision(&fixture.forum, &viewer, &plan, plan.head).await?;
    Ok(revision.map(|revision| revision.typed()))
}
