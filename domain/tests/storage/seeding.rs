//! A benchmark's forum: the same each time, and whole.

use crate::harness::Fresh;
use domain::{
    Viewer,
    ids::PlanId,
    log,
    plans::{self, Typed},
    seed::{self, Amount, SeedError},
};

on_both!(a_seeded_forum_is_whole_and_the_same_each_time);

const AMOUNT: Amount = Amount {
    plans: 250,
    comments_per_plan: 4,
    seed: 7,
};

async fn a_seeded_forum_is_whole_and_the_same_each_time(fresh: Fresh) {
    let mut told = Vec::new();
    seed::seed(&fresh.forum, &AMOUNT, |plans| told.push(plans))
        .await
        .expect("an empty database is filled");
    assert_eq!(told, [200, 250]);
    let report = log::verify(&fresh.forum).await.expect("it can be read");
    assert_eq!(report.faults, Vec::<String>::new());
    assert_eq!(report.texts, 250 + 31 + 1_000);
    counters_are_right(&fresh).await;
    ids_go_on(&fresh).await;

    let again = seed::seed(&fresh.forum, &AMOUNT, |_| {}).await;
    assert!(matches!(again, Err(SeedError::NotEmpty)));
    let other = Fresh::sqlite().await;
    seed::seed(&other.forum, &AMOUNT, |_| {})
        .await
        .expect("an empty database is filled");
    let second = log::verify(&other.forum).await.expect("it can be read");
    assert_eq!(report.head, second.head);
}

async fn counters_are_right(fresh: &Fresh) {
    for (counted, summed) in [
        (
            "SELECT COUNT(*) FROM comments",
            "SELECT CAST(SUM(comments) AS BIGINT) FROM plans",
        ),
        (
            "SELECT COUNT(*) FROM comments",
            "SELECT CAST(SUM(comments) AS BIGINT) FROM accounts",
        ),
        (
            "SELECT COUNT(*) FROM comments WHERE parent_id IS NOT NULL",
            "SELECT CAST(SUM(replies) AS BIGINT) FROM comments",
        ),
        (
            "SELECT COUNT(*) FROM plan_votes",
            "SELECT CAST(SUM(votes) AS BIGINT) FROM plans",
        ),
        (
            "SELECT COUNT(*) FROM comment_votes",
            "SELECT CAST(SUM(votes) AS BIGINT) FROM comments",
        ),
        (
            "SELECT COUNT(*) FROM plan_tags",
            "SELECT CAST(SUM(plans) AS BIGINT) FROM tags",
        ),
        (
            "SELECT COUNT(*) FROM plans",
            "SELECT CAST(SUM(plans) AS BIGINT) FROM accounts",
        ),
    ] {
        let (counted, summed) = (
            fresh.number(counted).await,
            (summed, fresh.number(summed).await),
        );
        assert_eq!(counted, summed.1, "{}", summed.0);
        assert!(counted > 0, "{}", summed.0);
    }
}

/// Whoever posts next gets the next number, and what was seeded can be read.
async fn ids_go_on(fresh: &Fresh) {
    let ada = fresh.member("ada").await;
    let plan = plans::find(&fresh.forum, &Viewer::Anonymous, PlanId(1))
        .await
        .expect("it can be read")
        .expect("it is there");
    let revision = plans::revision(&fresh.forum, &Viewer::Anonymous, &plan, plan.head)
        .await
        .expect("it can be read")
        .expect("it is there");
    assert!(
        (1_500..6_000).contains(&revision.body.len()),
        "{}",
        revision.body.len()
    );
    let typed = Typed {
        title: revision.title,
        pitch: revision.pitch,
        body: revision.body,
        ..Typed::default()
    };
    let saved = plans::publish(&fresh.forum, &ada, &typed, None)
        .await
        .expect("it keeps the rules");
    assert_eq!(saved.id, PlanId(251));
}
