//! Letters: taken by one process at a time, tried again, given up.

use crate::harness::Fresh;
use domain::{clock::Timestamp, mail};

on_both!(
    a_letter_is_taken_once_and_its_text_forgotten,
    a_letter_whose_process_died_is_taken_again,
    a_letter_is_tried_eight_times_ever_more_slowly,
);

async fn a_letter_is_taken_once_and_its_text_forgotten(fresh: Fresh) {
    for handle in ["ada", "ben", "fay"] {
        fresh.joined(handle).await;
    }
    let (one, other) = tokio::join!(mail::due(&fresh.forum, 2), mail::due(&fresh.forum, 2));
    let (one, other) = (one.expect("some"), other.expect("the rest"));
    assert!(one.len() + other.len() <= 3);
    assert!(one.iter().all(|letter| !other.contains(letter)));
    for letter in one.iter().chain(&other) {
        mail::sent(&fresh.forum, letter).await.expect("noted");
    }
    for letter in mail::due(&fresh.forum, 10).await.expect("what is left") {
        mail::sent(&fresh.forum, &letter).await.expect("noted");
    }
    let kept = fresh
        .number("SELECT COUNT(*) FROM mails WHERE body <> '' OR state <> 'sent'")
        .await;
    assert_eq!(kept, 0);
}

async fn a_letter_whose_process_died_is_taken_again(fresh: Fresh) {
    fresh.joined("ada").await;
    let taken = mail::due(&fresh.forum, 10).await.expect("a letter");
    assert_eq!(taken.len(), 1);
    assert_eq!(mail::due(&fresh.forum, 10).await.expect("none"), []);
    fresh
        .forum
        .set_clock(fresh.forum.now().plus(5 * Timestamp::MINUTE));
    let again = mail::due(&fresh.forum, 10).await.expect("the letter");
    assert_eq!((again[0].id, again[0].tries), (taken[0].id, 2));
    mail::failed(&fresh.forum, &taken[0], "too late to say")
        .await
        .expect("noted");
    assert_eq!(
        mail::due(&fresh.forum, 10).await.expect("none"),
        [],
        "it is the other's now"
    );
}

async fn a_letter_is_tried_eight_times_ever_more_slowly(fresh: Fresh) {
    fresh.joined("ada").await;
    let mut wait = Timestamp::MINUTE;
    for tries in 1..=8 {
        let letters = mail::due(&fresh.forum, 10).await.expect("the letter");
        assert_eq!(letters[0].tries, tries);
        mail::failed(&fresh.forum, &letters[0], "connection refused")
            .await
            .expect("noted");
        fresh.forum.set_clock(fresh.forum.now().plus(wait - 1));
        assert_eq!(mail::due(&fresh.forum, 10).await.expect("none"), []);
        fresh.forum.set_clock(fresh.forum.now().plus(1));
        wait *= 3;
    }
    assert_eq!(mail::due(&fresh.forum, 10).await.expect("given up"), []);
    let failed = fresh
        .number("SELECT COUNT(*) FROM mails WHERE state = 'failed' AND body = ''")
        .await;
    assert_eq!(failed, 1);
}
