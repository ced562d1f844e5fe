//! Several at once: whatever comes first, every plan stands where the log and its parent say.

use super::{Kept, leaving, words};
use crate::harness::Fresh;
use domain::{
    Forum, Member,
    accounts::{self, Enrolment},
    copies::{self, JudgeError},
    forks::{self, NewFork},
    ids::PlanId,
    plans,
};

on_both!(
    a_pair_is_linked_once,
    a_plan_is_linked_while_it_is_forked_and_withdrawn,
    a_plan_is_linked_while_its_author_leaves,
    links_crossing_each_other_make_no_circle,
    whatever_is_done_families_hold,
);

async fn fork(forum: &Forum, author: &Member, parent: PlanId) -> Option<PlanId> {
    let because = NewFork {
        reason: "At the same time".into(),
        ..NewFork::default()
    };
    let saved = forks::fork(forum, author, parent, &because, None).await;
    saved.ok().map(|saved| saved.id)
}

async fn forget_attempts(kept: &Kept) {
    kept.fresh.write("DELETE FROM attempts", []).await;
}

/// Panics where something broke instead of being refused.
fn refused_at_most(done: &Result<(), JudgeError>) {
    if let Err(JudgeError::Broken(broken)) = done {
        panic!("{broken}");
    }
}

async fn a_pair_is_linked_once(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let olga = kept.moderator("olga").await;
    let forum = &kept.fresh.forum;
    let older = kept.post(&kept.ada, "The first", &words("a", 0, 60)).await;
    for round in 0..10 {
        let younger = kept.post(&kept.ben, "A copy", &words("a", 0, 60)).await;
        let judged = kept.judged(older, younger).await;
        let (one, two, three) = tokio::join!(
            copies::link(forum, &kept.mo, &judged, "Mo’s reason"),
            copies::link(forum, &olga, &judged, "Olga’s reason"),
            copies::set_aside(forum, &olga, &judged, "No copy"),
        );
        for done in [&one, &two, &three] {
            refused_at_most(done);
        }
        let linked = usize::from(one.is_ok()) + usize::from(two.is_ok());
        assert_eq!(linked, 1, "round {round}");
        assert_eq!(kept.plan(older).await.forks, round + 1);
        let (one, two) = tokio::join!(
            copies::unlink(forum, &kept.mo, older, younger, "Mo’s reason"),
            copies::unlink(forum, &olga, older, younger, "Olga’s reason"),
        );
        refused_at_most(&one);
        refused_at_most(&two);
        assert!(one.is_ok() != two.is_ok());
        kept.link(older, younger).await;
    }
    kept.log_is_whole().await;
}

async fn a_plan_is_linked_while_it_is_forked_and_withdrawn(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    let older = kept.post(&kept.ada, "The first", &words("a", 0, 60)).await;
    for round in 0..10 {
        forget_attempts(&kept).await;
        let younger = kept.post(&kept.ben, "A copy", &words("a", 0, 60)).await;
        let below = fork(forum, &kept.eve, younger).await.expect("it is forked");
        let judged = kept.judged(older, younger).await;
        let (linked, withdrawn, _, deep, beside) = tokio::join!(
            copies::link(forum, &kept.mo, &judged, "Word for word"),
            async {
                if round % 2 == 0 {
                    plans::withdraw(forum, &kept.ben, younger).await
                } else {
                    plans::withdraw(forum, &kept.eve, below).await
                }
            },
            fork(forum, &kept.eve, younger),
            fork(forum, &kept.ada, below),
            fork(forum, &kept.eve, older),
        );
        refused_at_most(&linked);
        withdrawn.expect("it is withdrawn");
        assert!(beside.is_some());
        let place = kept.plan(deep.unwrap_or(below)).await.family;
        assert_eq!(place.first, if linked.is_ok() { older } else { younger });
        kept.log_is_whole().await;
    }
}

async fn a_plan_is_linked_while_its_author_leaves(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    let older = kept.post(&kept.ada, "The first", &words("a", 0, 60)).await;
    for round in 0..8 {
        forget_attempts(&kept).await;
        let handle = format!("fay-{}", ["a", "b", "c", "d", "e", "f", "g", "h"][round]);
        let enrolment = Enrolment {
            handle: handle.clone(),
            email: Some(format!("{handle}@example.org")),
            password: Some(super::PASSWORD.into()),
            role: None,
        };
        accounts::enrol(forum, &enrolment).await.expect("enrolled");
        let fay = accounts::acting_as(forum, &handle).await;
        let fay = fay.expect("it is read").expect("she is there");
        let younger = kept.post(&fay, "A copy", &words("a", 0, 60)).await;
        let below = fork(forum, &kept.eve, younger).await.expect("forked");
        fork(forum, &fay, below).await.expect("forked");
        fork(forum, &fay, older).await.expect("forked");
        let judged = kept.judged(older, younger).await;
        let leaving = leaving(&handle);
        let (linked, left) = tokio::join!(
            copies::link(forum, &kept.mo, &judged, "Word for word"),
            accounts::erase(forum, &fay, &leaving),
        );
        refused_at_most(&linked);
        left.expect("she leaves");
        kept.log_is_whole().await;
        let letters =
            format!("SELECT count(*) FROM mails WHERE recipient = '{handle}@example.org'");
        assert_eq!(kept.fresh.number(&letters).await, 0);
    }
}

async fn links_crossing_each_other_make_no_circle(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let olga = kept.moderator("olga").await;
    let forum = &kept.fresh.forum;
    for _ in 0..10 {
        forget_attempts(&kept).await;
        let mut plans = Vec::new();
        for title in ["One", "Two", "Three"] {
            let id = kept.post(&kept.ada, title, &words("a", 0, 60)).await;
            fork(forum, &kept.eve, id).await.expect("it is forked");
            plans.push(id);
        }
        let [one, two, three] = plans.try_into().expect("three");
        let up = kept.judged(one, two).await;
        let down = kept.judged(two, one).await;
        let next = kept.judged(two, three).await;
        let far = kept.judged(one, three).await;
        let (up, down, next, far) = tokio::join!(
            copies::link(forum, &kept.mo, &up, "Word for word"),
            copies::link(forum, &olga, &down, "The other way round"),
            copies::link(forum, &olga, &next, "Word for word"),
            copies::link(forum, &kept.mo, &far, "Word for word"),
        );
        for done in [&up, &down, &next, &far] {
            refused_at_most(done);
        }
        up.expect("nothing is in its way");
        assert!(down.is_err());
        assert!(next.is_ok() != far.is_ok());
        assert_eq!(kept.plan(three).await.family.first, one);
        kept.log_is_whole().await;
    }
}

/// Anything at all, from chance that is the same each time, two acts at a time.
async fn whatever_is_done_families_hold(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    for title in ["One", "Two", "Three", "Four", "Five"] {
        kept.post(&kept.ada, title, &words("a", 0, 40)).await;
    }
    let mut chance = 1_u64;
    let mut draw = |most: i64| {
        chance = chance
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        i64::try_from(chance >> 33).expect("31 bits") % most
    };
    let mut most = 5;
    for round in 0..60 {
        forget_attempts(&kept).await;
        let acts = [draw(4), draw(4)].map(|act| {
            // Only what is no fork can be linked: of forks there are soon many more.
            let among = if act == 0 { most } else { 5 };
            let (one, other) = (PlanId(draw(among) + 1), PlanId(draw(among) + 1));
            (act, one.min(other), one.max(other))
        });
        let [first, second] = acts.map(|act| one_act(&kept, act));
        tokio::join!(first, second);
        most = kept.fresh.number("SELECT max(id) FROM plans").await;
        if round % 10 == 9 {
            kept.log_is_whole().await;
        }
    }
    let linked = kept.fresh.number("SELECT count(*) FROM actions").await;
    assert!(linked > 3 && most > 10, "{linked} links, {most} plans");
}

async fn one_act(kept: &Kept, (act, one, other): (i64, PlanId, PlanId)) {
    let forum = &kept.fresh.forum;
    match act {
        0 => {
            fork(forum, &kept.eve, one).await;
        }
        1 => {
            let judged = kept.judged(one, other).await;
            refused_at_most(&copies::link(forum, &kept.mo, &judged, "Word for word").await);
        }
        2 => {
            let parent = kept.plan(other).await.fork.map_or(one, |fork| fork.from);
            let undone = copies::unlink(forum, &kept.mo, parent, other, "A mistake").await;
            refused_at_most(&undone);
        }
        _ => {
            let author = if other.0 <= 5 { &kept.ada } else { &kept.eve };
            // Back and forth.
            if plans::bring_back(forum, author, other).await.is_ok() {
                let _ = plans::withdraw(forum, author, one).await;
            }
        }
    }
}
