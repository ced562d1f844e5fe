//! Limits, counted by all processes together.

use crate::harness::Fresh;
use domain::{
    clock::Timestamp,
    forum::Policy,
    limits::{self, LimitError, Rate},
};

on_both!(
    a_burst_and_then_one_in_each_interval,
    many_at_once_are_counted_together,
    an_operator_switches_limits_off,
);

const RATE: Rate = Rate::new(3, 10 * Timestamp::SECOND);

async fn wait(fresh: &Fresh) -> Option<u64> {
    match limits::take(&fresh.forum, "test:ada", RATE).await {
        Ok(()) => None,
        Err(LimitError::Limited { retry_after }) => Some(retry_after),
        Err(LimitError::Broken(broken)) => panic!("{broken}"),
    }
}

async fn a_burst_and_then_one_in_each_interval(fresh: Fresh) {
    for _ in 0..3 {
        assert_eq!(wait(&fresh).await, None);
    }
    let told = wait(&fresh).await.expect("the fourth waits");
    assert_eq!(
        wait(&fresh).await,
        Some(told),
        "a refused attempt costs nothing"
    );
    let seconds = i64::try_from(told).expect("some seconds");
    fresh
        .forum
        .set_clock(fresh.forum.now().plus(seconds * Timestamp::SECOND));
    assert_eq!(wait(&fresh).await, None, "whoever waits as told is let in");
    assert!(wait(&fresh).await.is_some());
    fresh
        .forum
        .set_clock(fresh.forum.now().plus(Timestamp::HOUR));
    domain::prune(&fresh.forum).await.expect("pruned");
    assert_eq!(fresh.number("SELECT COUNT(*) FROM attempts").await, 0);
    for _ in 0..3 {
        assert_eq!(
            wait(&fresh).await,
            None,
            "rest gives the burst back, no more"
        );
    }
    assert!(wait(&fresh).await.is_some());
}

async fn many_at_once_are_counted_together(fresh: Fresh) {
    let tries = (0..12).map(|_| {
        let forum = fresh.forum.clone();
        tokio::spawn(async move { limits::take(&forum, "test:ada", RATE).await.is_ok() })
    });
    let mut admitted = 0;
    for attempt in tries.collect::<Vec<_>>() {
        admitted += i32::from(attempt.await.expect("it ends"));
    }
    assert_eq!(admitted, 3);
}

async fn an_operator_switches_limits_off(fresh: Fresh) {
    let forum = fresh.under(Policy {
        limits: false,
        ..Policy::default()
    });
    for _ in 0..20 {
        limits::take(&forum, "test:ada", RATE)
            .await
            .expect("no limit");
    }
}
