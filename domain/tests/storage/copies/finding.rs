//! Finding pairs.

use super::{Kept, numbers, words};
use crate::harness::Fresh;
use domain::{
    copies::{self, MOST_FAMILIES, PairCursor},
    forks::{self, NewFork},
    plans::{self, template},
};

on_both!(
    copies_are_found_the_strongest_first,
    what_everybody_uses_makes_no_pair,
    kin_and_hidden_plans_make_no_pair,
    pages_of_pairs_follow_each_other,
    two_plans_are_told_with_the_passages_that_they_share,
    without_an_index_nothing_is_found_and_said_so,
);

async fn copies_are_found_the_strongest_first(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let text = words("a", 0, 400);
    let first = kept.post(&kept.ada, "The first", &text).await;
    kept.post(&kept.ada, "Another", &words("b", 0, 400)).await;
    let whole = kept.post(&kept.ben, "A copy", &text).await;
    let most = format!("{}\n\n{}", words("a", 0, 320), words("c", 0, 80));
    kept.post(&kept.eve, "Most of it", &most).await;
    let little = format!("{}\n\n{}", words("a", 0, 100), words("d", 0, 300));
    kept.post(&kept.eve, "A quarter of it", &little).await;
    let part = kept.post(&kept.eve, "A part", &words("a", 200, 280)).await;
    let pairs = kept.pairs().await;
    assert_eq!(
        numbers(&pairs),
        [(1, 3), (1, 6), (3, 6), (4, 6), (1, 4), (3, 4)]
    );
    let overlaps: Vec<_> = pairs
        .page
        .items
        .iter()
        .map(|pair| (pair.overlap.of_older, pair.overlap.of_younger))
        .collect();
    // Pitches differ by their titles, and say a few words that are the same.
    assert!(
        overlaps[0].0 > 980 && overlaps[0].0 == overlaps[0].1,
        "{overlaps:?}"
    );
    assert!(
        (195..210).contains(&overlaps[1].0) && overlaps[1].1 > 930,
        "{overlaps:?}"
    );
    assert!((780..820).contains(&overlaps[4].0), "{overlaps:?}");
    let counts = pairs.surveyed.expect("there is an index");
    assert_eq!(
        (counts.plans, counts.pairs, counts.left, counts.is_cut),
        (6, 6, 0, false)
    );
    kept.revise(&kept.ben, whole, &words("e", 0, 400)).await;
    plans::withdraw(&kept.fresh.forum, &kept.eve, part)
        .await
        .expect("it is withdrawn");
    assert_eq!(kept.waiting().await, [(first.0, 4)]);
}

async fn what_everybody_uses_makes_no_pair(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let everybody = words("q", 0, 120);
    for number in 0..=MOST_FAMILIES {
        let own = words(&format!("o{number}y"), 0, 100);
        let quoted = words("said", 0, 200).replace("\n\n", "\n>\n> ");
        let body = format!("{}\n\n{everybody}\n\n> {quoted}\n\n{own}", template());
        kept.post(&kept.ada, &format!("Plan {number}"), &body).await;
    }
    let pairs = kept.pairs().await;
    assert_eq!(numbers(&pairs), []);
    assert!(pairs.surveyed.expect("an index").common > 10);
    // A copy is found all the same, by what is its own.
    let body = format!("{}\n\n{everybody}\n\n{}", template(), words("o7y", 0, 100));
    kept.post(&kept.eve, "A copy", &body).await;
    let pairs = kept.pairs().await;
    assert_eq!(numbers(&pairs), [(8, 32)]);
    let overlap = pairs.page.items[0].overlap;
    assert!(
        overlap.of_younger > 900 && overlap.shared < 110,
        "{overlap:?}"
    );
}

async fn kin_and_hidden_plans_make_no_pair(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let text = words("a", 0, 300);
    let first = kept.post(&kept.ada, "The first", &text).await;
    let because = NewFork {
        reason: "Another city".into(),
        ..NewFork::default()
    };
    forks::fork(&kept.fresh.forum, &kept.ben, first, &because, None)
        .await
        .expect("it is forked");
    assert_eq!(kept.waiting().await, []);
    let copy = kept.post(&kept.eve, "A copy", &text).await;
    // Of two families one pair is told, however many are in them.
    assert_eq!(kept.waiting().await.len(), 1);
    // What was hidden since the index looked is gone at once.
    plans::withdraw(&kept.fresh.forum, &kept.eve, copy)
        .await
        .expect("it is withdrawn");
    let pairs = copies::pairs(&kept.fresh.forum, &kept.mo, None, 10).await;
    assert_eq!(numbers(&pairs.expect("pairs")), []);
    let pair = copies::pair(&kept.fresh.forum, &kept.mo, first, copy).await;
    assert!(pair.expect("an answer").is_none());
    plans::bring_back(&kept.fresh.forum, &kept.eve, copy)
        .await
        .expect("it is back");
    assert_eq!(kept.waiting().await.len(), 1);
    kept.erase(&kept.eve).await;
    assert_eq!(kept.waiting().await, []);
}

async fn pages_of_pairs_follow_each_other(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    for number in 0..6 {
        let body = format!(
            "{}\n\n{}",
            words("a", 0, 200),
            words(&format!("o{number}y"), 0, 10 * number)
        );
        kept.post(&kept.ada, &format!("Plan {number}"), &body).await;
    }
    let all = kept.waiting().await;
    assert_eq!(all.len(), 15);
    let mut told = Vec::new();
    let mut after: Option<PairCursor> = None;
    loop {
        let pairs = copies::pairs(&kept.fresh.forum, &kept.mo, after, 4).await;
        let pairs = pairs.expect("pairs");
        told.extend(numbers(&pairs));
        after = pairs.page.next;
        if after.is_none() {
            break;
        }
        assert_eq!(pairs.page.items.len(), 4);
    }
    assert_eq!(told, all);
}

async fn two_plans_are_told_with_the_passages_that_they_share(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let older = kept.post(&kept.ada, "The first", &words("a", 0, 120)).await;
    let body = format!("{}\n\n{}", words("b", 0, 40), words("a", 40, 80));
    let younger = kept.post(&kept.ben, "A copy", &body).await;
    let forum = &kept.fresh.forum;
    let told = copies::pair(forum, &kept.mo, older, younger).await;
    let told = told.expect("an answer").expect("they are there");
    assert_eq!(
        told.overlap.shared, 38,
        "36 of the text and two of the pitches"
    );
    let longest = &told.passages[0];
    assert_eq!(longest.words, 40);
    assert!(
        longest.younger.starts_with("a40x a41x"),
        "{}",
        longest.younger
    );
    assert_eq!(longest.older, longest.younger);
    assert_eq!(
        (told.fitting.map(|number| number.0), told.refusal),
        (Some(1), None)
    );
    assert!(told.decided.is_none() && !told.is_own);
    let turned = copies::pair(forum, &kept.mo, younger, older).await;
    assert!(turned.expect("an answer").is_none());
}

async fn without_an_index_nothing_is_found_and_said_so(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    fresh
        .write("UPDATE accounts SET role = 'moderator'", [])
        .await;
    let ada = domain::accounts::acting_as(&fresh.forum, ada.handle.as_str()).await;
    let ada = ada.expect("it is read").and_then(|ada| ada.moderator());
    let pairs = copies::pairs(&fresh.forum, &ada.expect("a moderator"), None, 10).await;
    let pairs = pairs.expect("an answer");
    assert!(pairs.page.items.is_empty() && pairs.surveyed.is_none());
    assert_eq!(pairs.building, Some(0));
}
