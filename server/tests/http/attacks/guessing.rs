//! Finding out by asking who has an account, and trying passwords.

use super::{PASSWORD, enrolled, session, sign_in};
use crate::harness::{Answer, Fresh, insert};
use axum::http::Method;
use serde_json::json;
use server::settings::Settings;

/// What an answer looks like to whoever guesses: everything but what they typed themselves.
fn seen(answer: &Answer, typed: &str) -> (u16, String, Vec<String>) {
    let names = answer.headers.keys().map(ToString::to_string).collect();
    (
        answer.status.as_u16(),
        answer.text.replace(typed, "…"),
        names,
    )
}

#[tokio::test]
async fn nobody_learns_by_signing_in_who_has_an_account() {
    let fresh = Fresh::new().await;
    enrolled(&fresh, "ada").await;
    let mut seen_by_guesser = Vec::new();
    for who in ["ada", "eve", "ada@example.org", "eve@example.org"] {
        let before = fresh.forum.hashes();
        let page = sign_in(&fresh.visitor(), who, "wrong").await;
        let on_page = fresh.forum.hashes() - before;
        let credentials = json!({"handle": who, "password": "wrong"});
        let call = fresh
            .visitor()
            .call(Method::POST, "/session", &credentials)
            .await;
        let by_call = fresh.forum.hashes() - before - on_page;
        seen_by_guesser.push((seen(&page, who), on_page, seen(&call, who), by_call));
    }
    for other in &seen_by_guesser[1..] {
        assert_eq!(seen_by_guesser[0], *other);
    }
    assert_eq!((seen_by_guesser[0].1, seen_by_guesser[0].3), (1, 1));
}

#[tokio::test]
async fn nobody_learns_by_joining_whose_address_has_an_account() {
    let fresh = Fresh::new().await;
    enrolled(&fresh, "ada").await;
    let mut seen_by_guesser = Vec::new();
    for (handle, email) in [
        ("eve-one", "ada@example.org"),
        ("eve-two", "eve@example.org"),
    ] {
        let before = fresh.forum.hashes();
        let account = json!({"handle": handle, "email": email, "password": PASSWORD});
        let answer = fresh
            .visitor()
            .call(Method::POST, "/accounts", &account)
            .await;
        let hashes = fresh.forum.hashes() - before;
        seen_by_guesser.push((seen(&answer, handle), hashes));
    }
    assert_eq!(seen_by_guesser[0], seen_by_guesser[1]);
    assert_eq!(seen_by_guesser[0].1, 1);
    let mut pages = Vec::new();
    for (handle, email) in [
        ("eve-three", "ada@example.org"),
        ("eve-four", "fay@example.org"),
    ] {
        let typed = [("handle", handle), ("email", email), ("password", PASSWORD)];
        let answer = fresh.visitor().post_form("/join", &typed).await;
        let joined = fresh.visitor().with_token(session(&answer));
        let settings = joined.get("/settings").await;
        let text = settings.text.replace(handle, "…").replace(email, "…");
        pages.push((seen(&answer, handle), text));
    }
    assert_eq!(pages[0], pages[1]);
}

#[tokio::test]
async fn nobody_learns_by_a_reset_whose_address_has_an_account() {
    let fresh = Fresh::new().await;
    enrolled(&fresh, "ada").await;
    let mut seen_by_guesser = Vec::new();
    for email in ["ada@example.org", "eve@example.org"] {
        let before = (fresh.rows().await, fresh.forum.hashes());
        let answer = fresh
            .visitor()
            .post_form("/reset", &[("email", email)])
            .await;
        let mut grown = fresh.rows().await;
        for (table, rows) in &mut grown {
            *rows -= before.0[table];
        }
        // Its letter is not sent, so it does not stay; all else happens.
        grown.remove("mails");
        seen_by_guesser.push((seen(&answer, email), grown, fresh.forum.hashes() - before.1));
    }
    assert_eq!(seen_by_guesser[0], seen_by_guesser[1]);
}

#[tokio::test]
async fn whoever_tries_too_often_waits_whatever_address_they_claim() {
    let tried: [(&str, &[(&str, &str)]); 3] = [
        ("/sign-in", &[("who", "ada"), ("password", "wrong")]),
        ("/reset", &[("email", "ada@example.org")]),
        (
            "/join",
            &[("handle", "H"), ("email", "E"), ("password", PASSWORD)],
        ),
    ];
    for (path, fields) in tried {
        let fresh = Fresh::with(Settings::default()).await;
        let mut waits = None;
        for attempt in 0..40 {
            let fields = fields.iter().map(|(name, value)| match *value {
                "H" => (*name, format!("eve-{attempt}")),
                "E" => (*name, format!("eve-{attempt}@example.org")),
                value => (*name, value.to_owned()),
            });
            let body = serde_urlencoded::to_string(fields.collect::<Vec<_>>()).expect("a form");
            let mut request = fresh.visitor().request(Method::POST, path);
            *request.body_mut() = body.into();
            let headers = request.headers_mut();
            insert(headers, "content-type", "application/x-www-form-urlencoded");
            insert(headers, "sec-fetch-site", "same-origin");
            let claimed = format!("203.0.113.{attempt}");
            for name in [
                "x-forwarded-for",
                "x-real-ip",
                "forwarded",
                "cf-connecting-ip",
            ] {
                insert(headers, name, &claimed);
            }
            let answer = fresh.visitor().send(request).await;
            if answer.status == 429 {
                waits = answer.header("retry-after").parse::<u64>().ok();
                assert!(answer.text.contains("A little slower"), "{path}");
                break;
            }
        }
        assert!(
            waits.is_some_and(|seconds| seconds > 0),
            "{path}: {waits:?}"
        );
    }
}
