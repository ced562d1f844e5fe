//! Setting pairs aside.

use super::{Kept, numbers, words};
use crate::harness::Fresh;
use domain::copies::{self, Deed, JudgeError, Refusal};

on_both!(
    a_pair_that_was_set_aside_is_gone_until_its_text_is_another,
    only_what_may_be_decided_is,
);

async fn a_pair_that_was_set_aside_is_gone_until_its_text_is_another(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    let older = kept.post(&kept.ada, "The first", &words("a", 0, 400)).await;
    let half = format!("{}\n\n{}", words("a", 0, 200), words("b", 0, 100));
    let younger = kept.post(&kept.ben, "A copy", &half).await;
    assert_eq!(kept.waiting().await, [(1, 2)]);
    let judged = kept.judged(older, younger).await;
    for _ in 0..2 {
        copies::set_aside(forum, &kept.mo, &judged, "A common source")
            .await
            .expect("it is set aside");
    }
    assert_eq!(kept.fresh.number("SELECT count(*) FROM actions").await, 1);
    let pairs = copies::pairs(forum, &kept.mo, None, 10).await;
    assert_eq!(numbers(&pairs.expect("pairs")), [], "at once");
    let letters = kept.letters().await;
    assert_eq!(letters.len(), 2);
    assert!(
        letters[0].1.contains("neither is a copy"),
        "{}",
        letters[0].1
    );
    let told = copies::pair(forum, &kept.mo, older, younger).await;
    let told = told.expect("an answer").expect("there");
    assert_eq!(told.decided.map(|action| action.deed), Some(Deed::SetAside));
    // A little is changed.
    kept.revise(
        &kept.ben,
        younger,
        &format!("{half}\n\nCounted again, twice."),
    )
    .await;
    assert_eq!(kept.waiting().await, []);
    // Nearly everything is.
    let other = format!("{}\n\n{}", words("a", 200, 400), words("b", 0, 100));
    kept.revise(&kept.ben, younger, &other).await;
    let pairs = kept.pairs().await;
    assert_eq!(numbers(&pairs), [(1, 2)]);
    assert!(pairs.page.items[0].is_back);
    let judged = kept.judged(older, younger).await;
    copies::set_aside(forum, &kept.mo, &judged, "Still no copy")
        .await
        .expect("it is set aside again");
    assert_eq!(kept.waiting().await, []);
    let decided = copies::decided(forum, &kept.mo, None, 10).await;
    let decided = decided.expect("decided").items;
    assert_eq!(decided.len(), 1, "the first no longer stands");
    assert_eq!(decided[0].reason.as_deref(), Some("Still no copy"));
    copies::reopen(forum, &kept.mo, older, younger, "Looked again")
        .await
        .expect("it is open again");
    assert_eq!(kept.waiting().await, [(1, 2)]);
    kept.log_is_whole().await;
}

async fn only_what_may_be_decided_is(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    let text = words("a", 0, 200);
    let older = kept.post(&kept.ada, "The first", &text).await;
    let own = kept.post(&kept.mo, "Mo’s own", &text).await;
    let younger = kept.post(&kept.ben, "A copy", &text).await;
    let judged = kept.judged(older, own).await;
    let refused = copies::set_aside(forum, &kept.mo, &judged, "Mine").await;
    assert!(matches!(refused, Err(JudgeError::Own)));
    let other = kept.moderator("olga").await;
    copies::set_aside(forum, &other, &judged, "Olga’s")
        .await
        .expect("another moderator may");
    let mine = copies::reopen(forum, &kept.mo, older, own, "Mine").await;
    assert!(matches!(mine, Err(JudgeError::Own)));
    let never = copies::reopen(forum, &kept.mo, older, younger, "Never").await;
    assert!(matches!(
        never,
        Err(JudgeError::Refused(Refusal::NotSetAside))
    ));
    let judged = kept.judged(younger, older).await;
    let turned = copies::set_aside(forum, &kept.mo, &judged, "Turned").await;
    assert!(matches!(turned, Err(JudgeError::Refused(Refusal::Younger))));
    kept.link(older, younger).await;
    let judged = kept.judged(older, younger).await;
    let kin = copies::set_aside(forum, &kept.mo, &judged, "Kin").await;
    assert!(matches!(kin, Err(JudgeError::Refused(Refusal::Kin))));
    kept.log_is_whole().await;
}
