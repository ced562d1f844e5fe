//! The page of a family of a thousand plans against that of a family of ten.

use crate::{CONNECTIONS, TURN, TURNS, client::Load, fixture::Fixture, report::Report};
use anyhow::Result;
use domain::{
    Forum, Member,
    forks::{self, NewFork},
    ids::PlanId,
    plans,
};
use futures::future::try_join_all;

/// Forks of a plan, a third of them forks of forks.
async fn family(forum: &Forum, founder: &Member, size: usize) -> Result<PlanId> {
    let first = plans::publish(forum, founder, &crate::fixture::laundromat(), None).await?;
    let below = fork_all(forum, founder, vec![first.id; size * 2 / 3]).await?;
    let rest = size - 1 - below.len();
    let parents = below.into_iter().cycle().take(rest).collect();
    fork_all(forum, founder, parents).await?;
    Ok(first.id)
}

/// At once, because writes at the same time share the flush of the disk.
async fn fork_all(forum: &Forum, founder: &Member, parents: Vec<PlanId>) -> Result<Vec<PlanId>> {
    let mut made = Vec::with_capacity(parents.len());
    for (batch, parents) in parents.chunks(32).enumerate() {
        let forks = parents
            .iter()
            .enumerate()
            .map(|(number, parent)| async move {
                let typed = NewFork {
                    reason: format!("Another city, number {batch}-{number}"),
                    ..NewFork::default()
                };
                forks::fork(forum, founder, *parent, &typed, None).await
            });
        made.extend(try_join_all(forks).await?.into_iter().map(|saved| saved.id));
    }
    Ok(made)
}

/// One page of each, in each order.
pub(crate) async fn family_page(fixture: &Fixture, report: &mut Report) -> Result<()> {
    let founder = fixture.founder();
    let small = family(&fixture.forum, founder, 10).await?;
    let large = family(&fixture.forum, founder, 1_000).await?;
    let server = fixture.serve().await?;
    for order in ["tree", "active", "distance"] {
        let page = |plan: PlanId| {
            let path = format!("/plans/{plan}/forks?order={order}");
            Load::get(&server, &path, CONNECTIONS)
        };
        let (of_small, of_large) = (page(small), page(large));
        of_small.run(TURN / 3).await?;
        of_large.run(TURN / 3).await?;
        let mut ratios = Vec::new();
        for _ in 0..TURNS {
            let (a, b) = (of_large.run(TURN).await?, of_small.run(TURN).await?);
            ratios.push(b.per_second() / a.per_second());
        }
        report.row(
            &format!("page of a family of 1,000 against 10, order {order}"),
            "at most 2 × the cost",
            format!("{:.2} ×", crate::median(&mut ratios)),
        );
    }
    Ok(())
}
