//! What readers report.

use super::{Kept, account};
use crate::{cast::seen_by, harness::Fresh};
use domain::{
    Viewer,
    ids::{CommentId, PlanId},
    moderation::{self, Complaint, FlagError, NewFlag, Thing, Waiting},
};

on_both!(
    a_thing_is_flagged_once_by_each,
    what_is_not_to_be_seen_is_not_flagged,
    enough_flags_hold_a_plan_until_somebody_has_looked,
    whoever_was_right_weighs_more,
    a_person_is_flagged_and_never_held,
    flags_are_checked_and_limited,
    the_queue_is_paged_by_weight,
);

async fn a_thing_is_flagged_once_by_each(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let plan = Thing::Plan(kept.post(&kept.ada, "Bakery at night").await);
    let [ben, eve, _] = &kept.readers[..] else {
        panic!("three readers")
    };
    assert!(matches!(
        kept.flag(&kept.ada, plan).await,
        Err(FlagError::Own)
    ));
    let seen = moderation::flaggable(&kept.fresh.forum, ben, plan).await;
    let seen = seen.expect("it is read").expect("it is there");
    assert_eq!(
        (seen.name.as_str(), seen.has_flagged),
        ("Bakery at night", false)
    );
    assert!(!kept.flag(ben, plan).await.expect("flagged").held);
    assert!(matches!(
        kept.flag(ben, plan).await,
        Err(FlagError::Already)
    ));
    kept.flag(eve, plan).await.expect("flagged");
    let seen = moderation::flaggable(&kept.fresh.forum, ben, plan).await;
    assert!(seen.expect("it is read").expect("it is there").has_flagged);
    let queue = kept.queue(Waiting::All).await;
    assert_eq!(queue.len(), 1);
    let case = &queue[0];
    assert_eq!(case.thing, plan);
    assert_eq!(case.title, "Bakery at night");
    assert_eq!(case.weight, 1_000, "what was refused weighs nothing");
    assert_eq!(case.complaints, [(Complaint::Spam, 2)]);
    let file = kept.file(case.id).await;
    let by: Vec<&str> = file.flags.iter().map(|flag| flag.by.name()).collect();
    assert_eq!(by, ["eve", "ben"]);
    assert_eq!(file.flags[0].words, "Look at it");
    // Flags are nobody's to read in the log.
    kept.log_is_whole().await;
    let told = kept
        .fresh
        .number("SELECT COUNT(*) FROM log WHERE act LIKE 'flag%' OR act LIKE 'moderation%'")
        .await;
    assert_eq!(told, 0);
}

async fn what_is_not_to_be_seen_is_not_flagged(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    let plan = kept.post(&kept.ada, "Bakery at night").await;
    let comment = kept
        .comment(&kept.ada, plan, "Bread costs two euros.")
        .await;
    domain::plans::withdraw(forum, &kept.ada, plan)
        .await
        .expect("withdrawn");
    let ben = &kept.readers[0];
    for thing in [
        Thing::Plan(plan),
        Thing::Plan(PlanId(77)),
        Thing::Comment(CommentId(77)),
    ] {
        let flagged = kept.flag(ben, thing).await;
        assert!(matches!(flagged, Err(FlagError::NotFound)), "{thing}");
        let seen = moderation::flaggable(forum, ben, thing).await;
        assert_eq!(seen.expect("it is read"), None, "{thing}");
    }
    let seen = moderation::flaggable(forum, ben, Thing::Comment(comment)).await;
    assert_eq!(seen.expect("it is read"), None, "its plan is withdrawn");
}

async fn enough_flags_hold_a_plan_until_somebody_has_looked(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    let id = kept.post(&kept.ada, "Bakery at night").await;
    let plan = Thing::Plan(id);
    let [ben, eve, zoe] = &kept.readers[..] else {
        panic!("three readers")
    };
    kept.flag(ben, plan).await.expect("flagged");
    kept.flag(eve, plan).await.expect("flagged");
    assert!(kept.is_shown(id).await);
    assert!(kept.flag(zoe, plan).await.expect("flagged").held);
    assert!(!kept.is_shown(id).await);
    // Its author and moderators read on, and nobody else learns what it was called.
    let hidden = kept.plan_for(&seen_by(ben), id).await;
    assert_eq!(hidden.title, "A hidden plan");
    assert_eq!(hidden.slug, "a-hidden-plan");
    for reader in [&kept.ada, &kept.mo] {
        let plan = kept.plan_for(&seen_by(reader), id).await;
        assert_eq!(plan.title, "Bakery at night");
        assert!(plan.readable_by(&seen_by(reader)));
    }
    let letters = kept.letters_to("ada").await;
    assert_eq!(letters.len(), 1);
    assert!(letters[0].contains("by the forum itself"), "{}", letters[0]);
    // The case waits on, and to keep the plan gives it back.
    let queue = kept.queue(Waiting::All).await;
    let withheld = queue[0].withheld.expect("it is held");
    let decided = kept.decide(&kept.mo, queue[0].id, "kept").await;
    let restored = decided.expect("it is decided");
    assert!(kept.is_shown(id).await);
    let held = kept.measure(&Viewer::Anonymous, withheld).await;
    assert_eq!(held.told.by, None);
    assert_eq!(held.told.undone_by, Some(restored));
    assert!(!held.stands);
    assert_eq!(kept.queue(Waiting::All).await, []);
    assert_eq!(kept.queue(Waiting::Decided).await.len(), 1);
    for reader in ["ben", "eve", "zoe"] {
        let letters = kept.letters_to(reader).await;
        assert_eq!(letters.len(), 1, "{reader}");
        assert!(letters[0].contains("left it as it is"), "{}", letters[0]);
    }
    // A new case may be made of it.
    kept.forget_attempts().await;
    kept.flag(ben, plan).await.expect("flagged anew");
    domain::search::find(
        forum,
        &Viewer::Anonymous,
        &domain::search::Query::parse("bakery"),
        &domain::search::Reading::default(),
    )
    .await
    .expect("a forum without an index answers");
    kept.log_is_whole().await;
}

async fn whoever_was_right_weighs_more(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let ben = &kept.readers[0];
    for round in 0..8 {
        kept.forget_attempts().await;
        let spam = kept.post(&kept.ada, &format!("Spam number {round}")).await;
        kept.flag(ben, Thing::Plan(spam)).await.expect("flagged");
        let case = kept.queue(Waiting::All).await[0].id;
        kept.decide(&kept.mo, case, "hidden").await.expect("hidden");
    }
    kept.forget_attempts().await;
    let plan = Thing::Plan(kept.post(&kept.ada, "Bakery at night").await);
    kept.flag(ben, plan).await.expect("flagged");
    assert_eq!(kept.queue(Waiting::All).await[0].weight, 900);
    let letters = kept.letters_to("ben").await;
    assert_eq!(letters.len(), 8);
    assert!(
        letters[0].contains("done something about it"),
        "{}",
        letters[0]
    );
}

async fn a_person_is_flagged_and_never_held(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    kept.all_flag(account(&kept.ada)).await;
    let queue = kept.queue(Waiting::All).await;
    assert_eq!(queue[0].weight, 1_500);
    assert_eq!(queue[0].withheld, None);
    // Nor is what an admin wrote.
    let plan = kept.post(&kept.root, "Rules of the house").await;
    kept.forget_attempts().await;
    kept.all_flag(Thing::Plan(plan)).await;
    assert!(kept.is_shown(plan).await);
}

async fn flags_are_checked_and_limited(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    let plan = Thing::Plan(kept.post(&kept.ada, "Bakery at night").await);
    let ben = &kept.readers[0];
    for (reason, words, field) in [
        ("", "", "reason"),
        ("ugly", "", "reason"),
        ("other", "", "words"),
        ("spam", &"x".repeat(2_001), "words"),
    ] {
        let typed = NewFlag {
            reason: reason.into(),
            words: words.into(),
        };
        match moderation::flag(forum, ben, plan, &typed).await {
            Err(FlagError::Invalid(problems)) => assert!(problems.of(field).is_some()),
            other => panic!("{reason}: {other:?}"),
        }
    }
    let mut last = kept.flag(ben, plan).await;
    for _ in 0..10 {
        last = kept.flag(ben, plan).await;
    }
    assert!(matches!(last, Err(FlagError::Limited { .. })), "{last:?}");
    kept.fresh.suspend(ben).await;
    kept.forget_attempts().await;
    let flagged = kept.flag(ben, plan).await;
    assert!(matches!(flagged, Err(FlagError::Suspended)));
}

async fn the_queue_is_paged_by_weight(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    let mut things = Vec::new();
    for number in 0..7 {
        things.push(kept.post(&kept.ada, &format!("Plan number {number}")).await);
    }
    for (at, plan) in things.iter().enumerate() {
        kept.forget_attempts().await;
        for reader in kept.readers.iter().take(at % 3) {
            kept.flag(reader, Thing::Plan(*plan))
                .await
                .expect("flagged");
        }
        if at % 3 == 0 {
            kept.open(Thing::Plan(*plan)).await;
        }
    }
    let (mut after, mut seen) = (None, Vec::new());
    loop {
        let page = moderation::queue(forum, &kept.mo, Waiting::All, after, 2).await;
        let page = page.expect("a page");
        seen.extend(page.items.iter().map(|case| (case.weight, case.thing)));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    let weights: Vec<i64> = seen.iter().map(|(weight, _)| *weight).collect();
    assert_eq!(weights, [1_000, 1_000, 500, 500, 0, 0, 0]);
    let mut all: Vec<Thing> = seen.into_iter().map(|(_, thing)| thing).collect();
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), 7);
    for (most, counted) in [(3, 3), (10, 4)] {
        let open = moderation::count_open(forum, &kept.mo, most).await;
        assert_eq!(open.expect("a number"), counted, "of what was reported");
    }
}
