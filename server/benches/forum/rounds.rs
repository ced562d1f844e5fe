//! The page of a round that as many applied to as in 2009, against one that few did.

use crate::{
    TURN, TURNS,
    client::Load,
    fixture::{Fixture, laundromat},
    report::Report,
};
use anyhow::{Context, Result};
use domain::{
    clock::Timestamp,
    funding::{self, Applying, TypedTerms, rules::ready},
    ids::{RoundId, VersionNumber},
    plans::{self, Typed},
};
use futures::future::try_join_all;
use std::net::SocketAddr;

const FEW: usize = 14;
/// How many plans came in three weeks.
const MANY: usize = 1_400;
/// How many are written at once, because writes at the same time share the flush of the disk.
const BATCH: usize = 32;
/// What is asked of the list: nothing, an order, and a rule with a number.
const ASKED: [(&str, &str); 3] = [
    ("as it is", ""),
    ("by what is asked for", "?order=ask"),
    (
        "that miss a rule",
        "?rule=3&found=missed&margin=10&order=margin",
    ),
];

/// The same page of both rounds, listed, sorted and narrowed.
pub(crate) async fn rounds(fixture: &Fixture, report: &mut Report) -> Result<()> {
    let few = entered(fixture, FEW).await?;
    let many = entered(fixture, MANY).await?;
    let server = fixture.serve().await?;
    for (name, query) in ASKED {
        let few = median(
            &server,
            &format!("/rounds/{few}/a-round-by-all-rules{query}"),
        )
        .await?;
        let many = median(
            &server,
            &format!("/rounds/{many}/a-round-by-all-rules{query}"),
        )
        .await?;
        report.row(
            &format!("page of a round of {MANY} applications against {FEW}, {name}"),
            "no bar",
            format!("{:.2} × ({many:.1} ms against {few:.1})", many / few),
        );
    }
    // Other benchmarks read plans that no open round measures.
    for round in [few, many] {
        funding::close(&fixture.forum, &fixture.people()[0], round).await?;
    }
    Ok(())
}

/// A round in which so many plans are entered, half of which miss a rule.
async fn entered(fixture: &Fixture, count: usize) -> Result<RoundId> {
    let forum = &fixture.forum;
    let (funder, founders) = fixture.people().split_first().context("there are people")?;
    let set = ready("open-source-funding-2009").context("there are rules")?;
    let mut rules = set.rules();
    for rule in &mut rules {
        rule.may_miss = true;
    }
    let typed = TypedTerms {
        title: "A round by all rules".into(),
        currency: "USD".into(),
        amount: Some(100_000_000),
        per_plan: Some(2_000_000),
        opens: forum.now().to_day(),
        closes: forum.now().plus(60 * Timestamp::DAY).to_day(),
        rules,
        ..TypedTerms::default()
    };
    let round = funding::make(forum, funder, &typed, None).await?;
    funding::publish(forum, funder, round).await?;
    let numbers: Vec<usize> = (0..count).collect();
    for batch in numbers.chunks(BATCH) {
        let made = batch
            .iter()
            .zip(founders.iter().cycle())
            .map(|(number, founder)| async move {
                let plan = plans::publish(forum, founder, &spoiled(*number), None)
                    .await?
                    .id;
                let applying = Applying {
                    plan,
                    revision: None,
                    version: VersionNumber::FIRST,
                    attested: &[5, 7, 9, 10, 11],
                };
                funding::apply(forum, founder, round, &applying, None).await?;
                anyhow::Ok(())
            });
        try_join_all(made).await?;
    }
    Ok(round)
}

/// The laundromat, each with figures of its own, every other one never even.
fn spoiled(number: usize) -> Typed {
    let mut typed = Typed {
        title: format!("Laundromat number {number}"),
        ..laundromat()
    };
    if let Some(numbers) = &mut typed.numbers {
        let amount = i64::try_from(number).unwrap_or(0) * 1_000;
        numbers.ask = Some(1_000_000 + amount);
        if number.is_multiple_of(2) {
            for month in &mut numbers.months {
                month.revenue.clear();
            }
        }
    }
    typed
}

/// What one reader waits for a page, in milliseconds.
async fn median(server: &SocketAddr, path: &str) -> Result<f64> {
    let page = Load::get(server, path, 1);
    page.run(TURN / 3).await?;
    let mut medians = Vec::new();
    for _ in 0..TURNS {
        medians.push(page.run(TURN / 3).await?.quantile(0.5));
    }
    Ok(crate::median(&mut medians))
}
