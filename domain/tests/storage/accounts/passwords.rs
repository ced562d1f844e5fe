//! Changing a password and replacing a forgotten one.

use super::{HERE, OTHER_PASSWORD, PASSWORD, token_in};
use crate::harness::Fresh;
use domain::{
    Viewer,
    accounts::{self, ChangePasswordError, ResetError, ResetRequestError},
    clock::Timestamp,
};

on_both!(
    a_changed_password_ends_all_other_sessions,
    the_current_password_is_asked,
    a_forgotten_password_is_replaced_once,
    of_two_who_use_a_reset_link_at_once_one_does,
    a_reset_link_lives_for_an_hour,
    an_unknown_address_gets_the_same_answer_and_no_letter,
);

async fn a_changed_password_ends_all_other_sessions(fresh: Fresh) {
    fresh.person("ada").await;
    let here = fresh.sign_in("ada", PASSWORD).await.expect("in");
    let there = fresh.sign_in("ada", PASSWORD).await.expect("in");
    let token = accounts::make_token(&fresh.forum, &fresh.acting("ada").await, "Backup")
        .await
        .expect("a token");
    let ada = fresh.shows(&here).await.person().expect("her").clone();
    accounts::change_password(&fresh.forum, &ada, PASSWORD, OTHER_PASSWORD)
        .await
        .expect("changed");
    assert!(fresh.shows(&here).await.member().is_some());
    assert_eq!(fresh.shows(&there).await, Viewer::Anonymous);
    assert_eq!(fresh.shows(&token).await, Viewer::Anonymous);
    assert!(fresh.sign_in("ada", PASSWORD).await.is_err());
    fresh
        .sign_in("ada", OTHER_PASSWORD)
        .await
        .expect("with the new one");
    let letters = fresh.letters().await;
    assert!(letters[0].subject.contains("was changed"));
}

async fn the_current_password_is_asked(fresh: Fresh) {
    let ada = fresh.person("ada").await;
    let refused = accounts::change_password(&fresh.forum, &ada, "wrong", "short").await;
    let Err(ChangePasswordError::Invalid(problems)) = refused else {
        panic!("two mistakes: {refused:?}");
    };
    assert!(problems.of("current").is_some() && problems.of("password").is_some());
}

async fn reset_token(fresh: &Fresh) -> String {
    accounts::request_reset(&fresh.forum, "Ada@example.org", HERE)
        .await
        .expect("asked");
    let letters = fresh.letters().await;
    token_in(&letters[0].body, "reset").expect("a link")
}

async fn a_forgotten_password_is_replaced_once(fresh: Fresh) {
    fresh.person("ada").await;
    let session = fresh.sign_in("ada", PASSWORD).await.expect("in");
    let older = reset_token(&fresh).await;
    let token = reset_token(&fresh).await;
    let weak = accounts::reset_password(&fresh.forum, &token, "ada").await;
    assert!(matches!(weak, Err(ResetError::Invalid(_))));
    assert!(
        accounts::reset_link_works(&fresh.forum, &token)
            .await
            .expect("an answer")
    );
    accounts::reset_password(&fresh.forum, &token, OTHER_PASSWORD)
        .await
        .expect("replaced");
    assert_eq!(fresh.shows(&session).await, Viewer::Anonymous);
    for used in [&token, &older] {
        let again = accounts::reset_password(&fresh.forum, used, PASSWORD).await;
        assert!(matches!(again, Err(ResetError::Unknown)));
    }
    fresh
        .sign_in("ada", OTHER_PASSWORD)
        .await
        .expect("with the new one");
}

async fn of_two_who_use_a_reset_link_at_once_one_does(fresh: Fresh) {
    fresh.person("ada").await;
    let token = reset_token(&fresh).await;
    let (one, other) = tokio::join!(
        accounts::reset_password(&fresh.forum, &token, OTHER_PASSWORD),
        accounts::reset_password(&fresh.forum, &token, "thirteen torn ponchos"),
    );
    match (one, other) {
        (Ok(()), Err(ResetError::Unknown)) | (Err(ResetError::Unknown), Ok(())) => {}
        both => panic!("one of them: {both:?}"),
    }
}

async fn a_reset_link_lives_for_an_hour(fresh: Fresh) {
    fresh.person("ada").await;
    let token = reset_token(&fresh).await;
    fresh
        .forum
        .set_clock(fresh.forum.now().plus(Timestamp::HOUR));
    let late = accounts::reset_password(&fresh.forum, &token, OTHER_PASSWORD).await;
    assert!(matches!(late, Err(ResetError::Unknown)));
    assert!(
        !accounts::reset_link_works(&fresh.forum, &token)
            .await
            .expect("an answer")
    );
}

async fn an_unknown_address_gets_the_same_answer_and_no_letter(fresh: Fresh) {
    fresh.joined("ada").await;
    fresh.letters().await;
    for _ in 0..3 {
        accounts::request_reset(&fresh.forum, "ada@example.org", HERE)
            .await
            .expect("the same answer, for an address that was never confirmed too");
    }
    assert_eq!(fresh.letters().await.len(), 0);
    let kept = fresh
        .number("SELECT COUNT(*) FROM mails WHERE state = 'sent' AND recipient = ''")
        .await;
    assert_eq!(kept, 3, "the same work, and the address is not kept");
    let more = accounts::request_reset(&fresh.forum, "ada@example.org", HERE).await;
    assert!(matches!(more, Err(ResetRequestError::Limited { .. })));
    let none = accounts::request_reset(&fresh.forum, "nowhere", HERE).await;
    assert!(matches!(none, Err(ResetRequestError::Invalid(_))));
}
