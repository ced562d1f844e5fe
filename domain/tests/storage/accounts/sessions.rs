//! Signing in and out, sessions, API tokens.

use super::{HERE, PASSWORD, sign_in};
use crate::harness::Fresh;
use domain::{
    Viewer,
    accounts::{self, MakeTokenError, Registration, SessionKind, SignIn, SignInError},
    clock::Timestamp,
};

on_both!(
    a_session_replaces_the_one_before_and_ends,
    a_wrong_password_and_an_unknown_handle_are_one_answer,
    sessions_are_listed_and_ended_one_by_one,
    everywhere_is_everywhere_but_for_tokens,
    a_session_slides_and_a_token_does_not,
    only_so_many_sessions_are_kept,
    tokens_are_made_and_revoked,
    guessing_is_slowed_down,
);

async fn a_session_replaces_the_one_before_and_ends(fresh: Fresh) {
    fresh.joined("ada").await;
    let first = fresh.sign_in("ada", PASSWORD).await.expect("in");
    let typed = SignIn {
        who: "ada",
        password: PASSWORD,
        device: "Firefox on Linux\r\n",
        replaces: Some(first.as_str()),
    };
    let second = accounts::sign_in(&fresh.forum, &typed, HERE)
        .await
        .expect("in again");
    assert_eq!(fresh.shows(&first).await, Viewer::Anonymous);
    assert!(fresh.shows(&second).await.member().is_some());
    accounts::sign_out(&fresh.forum, second.as_str())
        .await
        .expect("out");
    assert_eq!(fresh.shows(&second).await, Viewer::Anonymous);
}

async fn a_wrong_password_and_an_unknown_handle_are_one_answer(fresh: Fresh) {
    fresh.joined("ada").await;
    let long = "x".repeat(100_000);
    for (who, password) in [
        ("ada", "wrong"),
        ("ada", ""),
        ("ada", &long),
        ("nobody-here", PASSWORD),
        ("nobody@example.org", PASSWORD),
        (&long, PASSWORD),
        ("", ""),
        ("a\0b", "\0"),
    ] {
        let forum = fresh.unlimited(Registration::Open);
        let refused = sign_in(&forum, who, password).await;
        assert!(matches!(refused, Err(SignInError::Wrong)), "{refused:?}");
    }
}

async fn sessions_are_listed_and_ended_one_by_one(fresh: Fresh) {
    let ada = fresh.person("ada").await;
    let ben = fresh.person("ben").await;
    let phone = fresh.sign_in("ada", PASSWORD).await.expect("in");
    let listed = accounts::sessions(&fresh.forum, &ada, SessionKind::Browser)
        .await
        .expect("a list");
    assert_eq!(listed.len(), 2);
    assert_eq!(listed.iter().filter(|session| session.current).count(), 1);
    let other = listed
        .iter()
        .find(|session| !session.current)
        .expect("the phone");
    let not_his = accounts::end_session(&fresh.forum, &ben, other.id).await;
    assert!(!not_his.expect("an answer"));
    assert!(fresh.shows(&phone).await.member().is_some());
    let hers = accounts::end_session(&fresh.forum, &ada, other.id).await;
    assert!(hers.expect("an answer"));
    assert_eq!(fresh.shows(&phone).await, Viewer::Anonymous);
}

async fn everywhere_is_everywhere_but_for_tokens(fresh: Fresh) {
    let ada = fresh.person("ada").await;
    let browser = fresh.sign_in("ada", PASSWORD).await.expect("in");
    let token = accounts::make_token(&fresh.forum, &fresh.acting("ada").await, "Backup")
        .await
        .expect("a token");
    accounts::sign_out_everywhere(&fresh.forum, &ada)
        .await
        .expect("out");
    assert_eq!(fresh.shows(&browser).await, Viewer::Anonymous);
    assert!(fresh.shows(&token).await.member().is_some());
}

async fn a_session_slides_and_a_token_does_not(fresh: Fresh) {
    fresh.joined("ada").await;
    let browser = fresh.sign_in("ada", PASSWORD).await.expect("in");
    let token = accounts::make_token(&fresh.forum, &fresh.acting("ada").await, "Backup")
        .await
        .expect("a token");
    for _ in 0..8 {
        fresh
            .forum
            .set_clock(fresh.forum.now().plus(50 * Timestamp::DAY));
        assert!(fresh.shows(&browser).await.member().is_some());
        fresh.noted(fresh.forum.now()).await;
    }
    assert_eq!(
        fresh.shows(&token).await,
        Viewer::Anonymous,
        "a year is over"
    );
    fresh
        .forum
        .set_clock(fresh.forum.now().plus(61 * Timestamp::DAY));
    assert_eq!(fresh.shows(&browser).await, Viewer::Anonymous);
    domain::prune(&fresh.forum).await.expect("pruned");
    assert_eq!(fresh.number("SELECT COUNT(*) FROM sessions").await, 0);
}

impl Fresh {
    /// Waits until the use of a session has been noted, which happens beside the request.
    async fn noted(&self, now: Timestamp) {
        let sql = format!(
            "SELECT COUNT(*) FROM sessions WHERE last_used_at = {}",
            now.0
        );
        for _ in 0..200 {
            if self.number(&sql).await > 0 {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        panic!("the use was not noted");
    }
}

async fn only_so_many_sessions_are_kept(fresh: Fresh) {
    let joined = fresh.joined("ada").await;
    let first = accounts::begin_session(&fresh.forum, &joined, "first")
        .await
        .expect("in");
    for _ in 0..50 {
        fresh
            .forum
            .set_clock(fresh.forum.now().plus(Timestamp::SECOND));
        accounts::begin_session(&fresh.forum, &joined, "another")
            .await
            .expect("in");
    }
    assert_eq!(fresh.number("SELECT COUNT(*) FROM sessions").await, 50);
    assert_eq!(fresh.shows(&first).await, Viewer::Anonymous);
}

async fn tokens_are_made_and_revoked(fresh: Fresh) {
    let ada = fresh.person("ada").await;
    let member = fresh.acting("ada").await;
    let unnamed = accounts::make_token(&fresh.forum, &member, "  ").await;
    assert!(matches!(unnamed, Err(MakeTokenError::Invalid(_))));
    let token = accounts::make_token(&fresh.forum, &member, "Backup")
        .await
        .expect("a token");
    assert_eq!(token.as_str().len(), 43);
    let listed = accounts::sessions(&fresh.forum, &ada, SessionKind::Api)
        .await
        .expect("a list");
    assert_eq!(listed[0].label, "Backup");
    accounts::end_session(&fresh.forum, &ada, listed[0].id)
        .await
        .expect("revoked");
    assert_eq!(fresh.shows(&token).await, Viewer::Anonymous);
    for _ in 0..25 {
        accounts::make_token(&fresh.forum, &member, "Many")
            .await
            .expect("a token");
    }
    let one_too_many = accounts::make_token(&fresh.forum, &member, "Many").await;
    assert!(matches!(one_too_many, Err(MakeTokenError::Invalid(_))));
}

async fn guessing_is_slowed_down(fresh: Fresh) {
    fresh.joined("ada").await;
    for _ in 0..10 {
        let wrong = fresh.sign_in("ada", "wrong").await;
        assert!(matches!(wrong, Err(SignInError::Wrong)));
    }
    let Err(SignInError::Limited { retry_after }) = fresh.sign_in("ada", PASSWORD).await else {
        panic!("the eleventh has to wait");
    };
    assert!((1..=31).contains(&retry_after), "{retry_after}");
    fresh
        .forum
        .set_clock(fresh.forum.now().plus(60 * Timestamp::SECOND));
    fresh
        .sign_in("ada", PASSWORD)
        .await
        .expect("after a minute");
}
