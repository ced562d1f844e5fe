//! A page of the moderators' queue, of ten thousand cases against a hundred.

use crate::{
    TURN, TURNS,
    client::Load,
    fixture::{Fixture, laundromat},
    report::Report,
};
use anyhow::{Context, Result};
use domain::{
    Moderator,
    comments::{self, NewComment},
    ids::PlanId,
    moderation::{self, NewFlag, Thing, Waiting},
    plans,
};
use futures::future::try_join_all;
use std::net::SocketAddr;

const FEW: usize = 100;
const MANY: usize = 10_000;
/// How many are written at once, because writes at the same time share the flush of the disk.
const BATCH: usize = 32;
const PER_PAGE: u64 = 25;

/// The first page, and the last before the end.
pub(crate) async fn queue(fixture: &Fixture, report: &mut Report) -> Result<()> {
    let moderator = fixture.moderator().await?;
    let token = fixture.tokens.first().context("there are people")?;
    let server = fixture.serve().await?;
    // Other benchmarks read the plan with 50 comments.
    let plan = plans::publish(&fixture.forum, fixture.founder(), &laundromat(), None)
        .await?
        .id;
    report_comments(fixture, plan, FEW).await?;
    let few = [
        medians(&server, "/moderation", token).await?,
        medians(&server, &late(fixture, &moderator).await?, token).await?,
    ];
    report_comments(fixture, plan, MANY - FEW).await?;
    let many = [
        medians(&server, "/moderation", token).await?,
        medians(&server, &late(fixture, &moderator).await?, token).await?,
    ];
    for (place, (many, few)) in ["first", "last full"].iter().zip(many.iter().zip(few)) {
        report.row(
            &format!("{place} page of a queue of {MANY} against {FEW}"),
            "about 1 ×",
            format!("{:.2} × ({many:.1} ms against {few:.1})", many / few),
        );
    }
    Ok(())
}

/// Comments that somebody reports, each by another than wrote it.
async fn report_comments(fixture: &Fixture, plan: PlanId, count: usize) -> Result<()> {
    let forum = &fixture.forum;
    let (_, readers) = fixture.people().split_first().context("there are people")?;
    let pairs: Vec<_> = readers.iter().zip(readers.iter().cycle().skip(1)).collect();
    let mut left = count;
    while left > 0 {
        let batch = pairs.iter().cycle().take(left.min(BATCH));
        let reported = batch.map(|(writer, reporter)| async move {
            let comment = NewComment {
                body: "Cheap boilers from a shop that nobody asked for.".into(),
                ..NewComment::default()
            };
            let made = comments::post(forum, writer, plan, &comment, None).await?;
            let flag = NewFlag {
                reason: "spam".into(),
                words: String::new(),
            };
            moderation::flag(forum, reporter, Thing::Comment(made.id), &flag).await?;
            anyhow::Ok(())
        });
        left -= try_join_all(reported).await?.len();
    }
    Ok(())
}

/// The address of the last full page.
async fn late(fixture: &Fixture, moderator: &Moderator) -> Result<String> {
    let mut after = None;
    loop {
        let page =
            moderation::queue(&fixture.forum, moderator, Waiting::All, after, PER_PAGE).await?;
        match (page.next, after) {
            (Some(next), _) => after = Some(next),
            (None, Some(after)) => return Ok(format!("/moderation?after={after}")),
            (None, None) => return Ok("/moderation".into()),
        }
    }
}

/// What one moderator waits for a page, in milliseconds.
async fn medians(server: &SocketAddr, path: &str, token: &str) -> Result<f64> {
    let page = Load::get_as(server, path, token);
    page.run(TURN / 3).await?;
    let mut medians = Vec::new();
    for _ in 0..TURNS {
        medians.push(page.run(TURN / 3).await?.quantile(0.5));
    }
    Ok(crate::median(&mut medians))
}
