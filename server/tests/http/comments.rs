//! Discussion, by pages and by the API.

use crate::{
    harness::{Client, Fresh},
    plans::posted,
};
use axum::http::Method;
use http_body_util::BodyExt;
use serde_json::{Value, json};
use std::time::Duration;

/// Ada's plan, and Ben who reads it.
async fn discussed() -> (Fresh, Client, Client) {
    let (fresh, ada) = posted().await;
    let ben = fresh.member("ben").await;
    (fresh, ada, ben)
}

async fn says(client: &Client, comment: &Value) -> i64 {
    let answer = client
        .call(Method::POST, "/plans/1/comments", comment)
        .await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    answer.json()["id"].as_i64().expect("a number")
}

async fn discussion(fresh: &Fresh) -> Value {
    fresh.visitor().get("/api/v1/plans/1/comments").await.json()
}

#[tokio::test]
async fn a_program_discusses_a_plan() {
    let (fresh, ada, ben) = discussed().await;
    let asked = json!({"body": "How **so**?", "section": "risks", "quote": "The boiler."});
    let question = says(&ben, &asked).await;
    says(&ada, &json!({"body": "It is old.", "parent": question})).await;
    let vote = format!("/comments/{question}/vote");
    let votes = ada.call(Method::PUT, &vote, &Value::Null).await.json();
    assert_eq!(votes, json!({"votes": 1, "voted": true}));
    let items = discussion(&fresh).await["items"].clone();
    insta::assert_json_snapshot!(items[0], @r#"
    {
      "author": {
        "handle": "ben",
        "name": "ben"
      },
      "body": "How **so**?",
      "created_at": "2026-11-01T09:00:00Z",
      "depth": 0,
      "edited_at": null,
      "edits": 0,
      "favorite": false,
      "favorite_revision": null,
      "forecast": null,
      "founder": false,
      "html": "<p>How <strong>so</strong>?</p>\n",
      "id": 1,
      "parent": null,
      "plan": 1,
      "quote": "The boiler.",
      "replies": 1,
      "revision": 1,
      "section": "risks",
      "section_now": "same",
      "section_title": "Risks",
      "state": "shown",
      "votes": 1
    }
    "#);
    assert_eq!(items[1]["parent"], question);
    assert_eq!(items[1]["depth"], 1);
    assert_eq!(items[1]["founder"], true);

    let one = format!("/comments/{question}");
    let edit = json!({"body": "How come?", "base_edits": 0});
    assert_eq!(ben.call(Method::PUT, &one, &edit).await.status, 204);
    let stale = json!({"body": "Why?", "base_edits": 0});
    assert_eq!(ben.call(Method::PUT, &one, &stale).await.status, 409);
    assert_eq!(
        ada.call(Method::DELETE, &one, &Value::Null).await.status,
        404
    );
    assert_eq!(
        ben.call(Method::DELETE, &one, &Value::Null).await.status,
        204
    );
    let items = discussion(&fresh).await["items"].clone();
    assert_eq!(items[0]["state"], "deleted");
    assert_eq!(items[0]["body"], Value::Null);
    assert_eq!(items[0]["author"], Value::Null);
    let late = json!({"body": "Wait!", "parent": question});
    let late = ben.call(Method::POST, "/plans/1/comments", &late).await;
    assert_eq!(late.status, 409);
}

#[tokio::test]
async fn what_cannot_be_posted_is_told_by_field() {
    let (fresh, _, ben) = discussed().await;
    for (comment, field) in [
        (json!({"body": " \n"}), "body"),
        (json!({"body": "x".repeat(10_241)}), "body"),
        (json!({"body": "a\u{0}b"}), "body"),
        (json!({"body": "a\u{202e}b"}), "body"),
        (json!({"body": "Hm.", "section": "nowhere"}), "section"),
        (json!({"body": "Hm.", "quote": "The boiler."}), "section"),
        (
            json!({"body": "Hm.", "section": "risks", "quote": "Not said."}),
            "quote",
        ),
        (json!({"body": "Hm.", "parent": 404}), "parent"),
        (json!({"body": "Hm.", "parent": "x"}), "parent"),
    ] {
        let answer = ben.call(Method::POST, "/plans/1/comments", &comment).await;
        assert_eq!(answer.status, 422, "{comment} {}", answer.text);
        assert_eq!(answer.json()["errors"][0]["field"], field, "{comment}");
    }
    let comment = json!({"body": "Hm."});
    let nobody = fresh.visitor();
    let answer = nobody
        .call(Method::POST, "/plans/1/comments", &comment)
        .await;
    assert_eq!(answer.status, 401);
    let answer = ben
        .call(Method::POST, "/plans/404/comments", &comment)
        .await;
    assert_eq!(answer.status, 404);
    assert_eq!(discussion(&fresh).await["items"], json!([]));
}

#[tokio::test]
async fn a_comment_and_its_answer_are_posted_without_a_script() {
    let (_fresh, ada, ben) = discussed().await;
    let fields = [
        ("body", "How so?"),
        ("section", "risks"),
        ("quote", "The boiler."),
        ("once", "k"),
    ];
    for _ in 0..2 {
        let sent = ben.post_form("/plans/1/comments", &fields).await;
        assert_eq!(sent.status, 303, "{}", sent.text);
        assert_eq!(sent.location(), "/plans/1/discussion?sort=new#c1");
    }
    let answer = [("body", "It is old."), ("parent", "1")];
    let sent = ada.post_form("/plans/1/comments", &answer).await;
    assert_eq!(sent.location(), "/comments/1#c2");
    let page = ben.get("/plans/1/discussion").await;
    for part in [
        "How so?",
        "The boiler.",
        "It is old.",
        "founder",
        r#"id="c2""#,
    ] {
        assert!(page.text.contains(part), "{part}: {}", page.text);
    }
    let plan = ben
        .get("/plans/1/solar-laundromat-for-apartment-blocks")
        .await;
    assert!(plan.text.contains("2 comments"), "{}", plan.text);
}

#[tokio::test]
async fn what_was_typed_is_kept_whatever_is_wrong() {
    let (fresh, ada, ben) = discussed().await;
    let typed = "My </textarea><script>alert(1)</script> thought";
    let kept = "My &lt;/textarea&gt;&lt;script&gt;";
    let fields = [("body", typed), ("section", "nowhere"), ("quote", "So?")];
    let wrong = ben.post_form("/plans/1/comments", &fields).await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.text.contains(kept), "{}", wrong.text);
    assert!(wrong.text.contains("So?"), "{}", wrong.text);
    let stale = fresh
        .visitor()
        .post_form("/plans/1/comments", &fields)
        .await;
    assert_eq!(stale.status, 401);
    assert!(stale.text.contains(kept), "{}", stale.text);

    let id = says(&ada, &json!({"body": "One."})).await;
    let gone = format!("/comments/{id}");
    ada.call(Method::DELETE, &gone, &Value::Null).await;
    let parent = id.to_string();
    let fields = [("body", typed), ("parent", parent.as_str())];
    let late = ben.post_form("/plans/1/comments", &fields).await;
    assert_eq!(late.status, 409);
    assert!(late.text.contains(kept), "{}", late.text);
}

#[tokio::test]
async fn two_windows_edit_one_comment_and_neither_text_is_lost() {
    let (_fresh, _, ben) = discussed().await;
    let id = says(&ben, &json!({"body": "One."})).await;
    let edit = format!("/comments/{id}/edit");
    let first = ben
        .post_form(&edit, &[("body", "Two."), ("base", "0")])
        .await;
    assert_eq!(first.status, 303);
    let second = ben
        .post_form(&edit, &[("body", "Three."), ("base", "0")])
        .await;
    assert_eq!(second.status, 409);
    assert!(second.text.contains("Two.") && second.text.contains("Three."));
    let history = ben.get(&format!("/comments/{id}/history")).await;
    assert!(history.text.contains("One.") && history.text.contains("Two."));
}

#[tokio::test]
async fn the_form_for_an_answer_is_had_alone() {
    let (fresh, ada, ben) = discussed().await;
    let id = says(&ben, &json!({"body": "How so?"})).await;
    let path = format!("/comments/{id}/reply/form");
    let part = ada.get(&path).await;
    assert_eq!(part.status, 200);
    let form = r#"<form method="post" action="/plans/1/comments""#;
    assert!(part.text.starts_with(form), "{}", part.text);
    // The page that it is put into has these already.
    for id in [
        "id=\"write\"",
        "id=\"field-body\"",
        "id=\"field-body-hint\"",
    ] {
        assert!(!part.text.contains(id), "{id}: {}", part.text);
    }
    let (_, once) = part
        .text
        .split_once("name=\"once\" value=\"")
        .expect("a key");
    let once = once.split('"').next().expect("its end");
    let parent = id.to_string();
    let fields = [("body", "So."), ("parent", &parent), ("once", once)];
    let sent = ada.post_form("/plans/1/comments", &fields).await;
    assert_eq!(sent.location(), "/comments/1#c2");

    // Whoever cannot have it keeps the plain link.
    let offered = |page: &str| page.contains("data-answer");
    assert!(offered(&ben.get("/plans/1/discussion").await.text));
    assert!(!offered(
        &fresh.visitor().get("/plans/1/discussion").await.text
    ));
    assert_eq!(fresh.visitor().get(&path).await.status, 401);
    let deleted = format!("/comments/{id}");
    ben.call(Method::DELETE, &deleted, &Value::Null).await;
    assert_eq!(ada.get(&path).await.status, 409);
}

#[tokio::test]
async fn only_the_founder_is_offered_to_lift_a_comment_up() {
    let (fresh, ada, ben) = discussed().await;
    let id = says(&ben, &json!({"body": "Prepay in tens."})).await;
    let favorite = format!("/comments/{id}/favorite");
    assert_eq!(ben.get(&favorite).await.status, 404);
    assert_eq!(fresh.visitor().get(&favorite).await.status, 401);
    let wrong = ada.post_form(&favorite, &[("revision", "7")]).await;
    assert_eq!(wrong.status, 422);
    let done = ada.post_form(&favorite, &[("revision", "1")]).await;
    assert_eq!(done.status, 303);
    let page = ben.get("/plans/1/discussion?show=favorites").await;
    assert!(
        page.text.contains("favorite of the founder"),
        "{}",
        page.text
    );
    assert!(page.text.contains("led to"), "{}", page.text);
}

#[tokio::test]
async fn addresses_that_name_nothing_are_not_found() {
    let (_fresh, _, ben) = discussed().await;
    for path in [
        "/comments/1",
        "/comments/x",
        "/comments/9/edit",
        "/comments/99999999999999999999",
    ] {
        assert_eq!(ben.get(path).await.status, 404, "{path}");
    }
    for path in [
        "/plans/1/discussion?sort=up",
        "/plans/1/discussion?after=x",
        "/plans/1/discussion?section=NO",
    ] {
        assert_eq!(ben.get(path).await.status, 400, "{path}");
    }
    for path in ["/plans/1/live", "/plans/1/discussion/new"] {
        let answer = ben.get(&format!("{path}?after=x")).await;
        assert_eq!(answer.status, 400, "{path}");
        let told = answer.text.contains("“after” is not a place in the log");
        assert!(told, "{path}: {}", answer.text);
    }
}

#[tokio::test]
async fn a_withdrawn_plan_says_nothing_of_its_discussion() {
    let (fresh, ada, ben) = discussed().await;
    says(&ben, &json!({"body": "Canary."})).await;
    assert_eq!(ada.post_form("/plans/1/withdraw", &[]).await.status, 303);
    let paths = [
        "/plans/1/discussion",
        "/plans/1/discussion/new?after=0",
        "/plans/1/live?after=0",
        "/comments/1",
        "/comments/1/history",
        "/comments/1/reply",
        "/api/v1/plans/1/comments",
    ];
    for client in [&ben, &fresh.visitor()] {
        for path in paths {
            let answer = client.get(path).await;
            assert!(answer.status.is_client_error(), "{path} {}", answer.status);
            assert!(!answer.text.contains("Canary"), "{path}");
        }
    }
}

#[tokio::test]
async fn an_open_discussion_is_told_of_new_comments() {
    let (_fresh, _, ben) = discussed().await;
    says(&ben, &json!({"body": "Missed."})).await;
    let request = ben.request(Method::GET, "/plans/1/live?after=1");
    let mut stream = ben.respond(request).await.into_body();
    let mut told = String::new();
    says(&ben, &json!({"body": "Live."})).await;
    while told.matches("event: comment").count() < 2 {
        let frame = tokio::time::timeout(Duration::from_secs(5), stream.frame());
        let frame = frame.await.expect("in time").expect("open").expect("whole");
        told += &String::from_utf8_lossy(frame.data_ref().expect("data"));
    }
    assert!(
        told.contains("data: 1") && told.contains("data: 2"),
        "{told}"
    );
    assert!(!told.contains("Live."), "numbers only: {told}");
    let new = ben.get("/plans/1/discussion/new?after=1").await;
    assert!(new.text.contains("Missed.") && new.text.contains("Live."));
    assert!(!new.text.contains("<html"), "a part of a page");
}

#[tokio::test]
async fn who_names_no_place_in_the_log_is_told_what_comes_from_now_on() {
    let (_fresh, _, ben) = discussed().await;
    says(&ben, &json!({"body": "Said before."})).await;
    let new = ben.get("/plans/1/discussion/new").await;
    assert_eq!(new.status, 200);
    assert!(
        !new.text.contains("<li") && !new.text.contains("<ul"),
        "{}",
        new.text
    );
    let request = ben.request(Method::GET, "/plans/1/live");
    let mut stream = ben.respond(request).await.into_body();
    says(&ben, &json!({"body": "Said now."})).await;
    let frame = tokio::time::timeout(Duration::from_secs(5), stream.frame());
    let frame = frame.await.expect("in time").expect("open").expect("whole");
    let told = String::from_utf8_lossy(frame.data_ref().expect("data")).into_owned();
    assert!(told.contains("data: 2"), "{told}");
}
