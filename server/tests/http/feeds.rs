//! Atom feeds and the sitemap: what is public is in them, and nothing else.

use crate::harness::{Answer, Client, Fresh, insert};
use axum::http::Method;
use serde_json::json;

const FEEDS: [&str; 5] = [
    "/plans.atom",
    "/tags/repair/plans.atom",
    "/people/ada/plans.atom",
    "/plans/1/discussion.atom",
    "/sitemap/1.xml",
];

/// Ada's plan, on which Ben has said something.
async fn something_said(fresh: &Fresh) -> Client {
    let (ada, ben) = (fresh.member("ada").await, fresh.member("ben").await);
    let plan = json!({
        "title": "Repair café <canary>",
        "pitch": "Weekend repair stalls in libraries & halls.",
        "body": "## Who pays\n\nThe library does.",
        "tags": ["repair"],
        "licence": "CC-BY-4.0",
    });
    let posted = ada.call(Method::POST, "/plans", &plan).await;
    assert_eq!(posted.status, 201, "{}", posted.text);
    let said = ben
        .post_form("/plans/1/comments", &[("body", "Who mends the *canary*?")])
        .await;
    assert_eq!(said.status, 303, "{}", said.text);
    ada
}

async fn all(fresh: &Fresh) -> Vec<Answer> {
    let mut answers = Vec::new();
    for path in FEEDS {
        answers.push(fresh.visitor().get(path).await);
    }
    answers
}

#[tokio::test]
async fn feeds_hold_what_was_written() {
    let fresh = Fresh::new().await;
    something_said(&fresh).await;
    for (path, answer) in FEEDS.into_iter().zip(all(&fresh).await) {
        assert_eq!(answer.status, 200, "{path}");
        assert!(answer.text.contains("https://plans.example/"), "{path}");
        assert!(answer.text.contains("canary"), "{path}: {}", answer.text);
        assert!(!answer.text.contains("<canary>"), "{path}");
        let mut again = fresh.visitor().request(Method::GET, path);
        insert(again.headers_mut(), "if-none-match", answer.header("etag"));
        assert_eq!(fresh.visitor().send(again).await.status, 304, "{path}");
    }
    let feed = fresh.visitor().get("/plans.atom").await;
    insta::assert_snapshot!(feed.text.replace("><", ">\n<"), @r#"
    <?xml version="1.0"?>
    <feed xmlns="http://www.w3.org/2005/Atom">
    <title>Openplan</title>
    <id>https://plans.example/plans.atom</id>
    <updated>2026-11-01T09:00:00+00:00</updated>
    <link href="https://plans.example/plans.atom" rel="self" type="application/atom+xml"/>
    <link href="https://plans.example/plans?sort=new" rel="alternate" type="text/html"/>
    <entry>
    <title>Repair café &lt;canary&gt;</title>
    <id>https://plans.example/plans/1</id>
    <updated>2026-11-01T09:00:00+00:00</updated>
    <author>
    <name>ada</name>
    <uri>https://plans.example/people/ada</uri>
    </author>
    <category term="repair"/>
    <link href="https://plans.example/plans/1/repair-cafe-canary" rel="alternate" type="text/html"/>
    <published>2026-11-01T09:00:00+00:00</published>
    <rights>CC BY 4.0</rights>
    <content type="text">Weekend repair stalls in libraries &amp; halls.</content>
    </entry>
    </feed>
    "#);
}

#[tokio::test]
async fn a_withdrawn_plan_is_in_none_of_them() {
    let fresh = Fresh::new().await;
    let ada = something_said(&fresh).await;
    let withdrawn = ada.post_form("/plans/1/withdraw", &[]).await;
    assert_eq!(withdrawn.status, 303, "{}", withdrawn.text);
    for (path, answer) in FEEDS.into_iter().zip(all(&fresh).await) {
        assert!(!answer.text.contains("canary"), "{path}");
    }
}

#[tokio::test]
async fn what_is_not_there_has_no_feed() {
    let fresh = Fresh::new().await;
    for path in [
        "/people/nobody/plans.atom",
        "/plans/1/discussion.atom",
        "/plans/x/discussion.atom",
        "/sitemap/2.xml",
    ] {
        assert_eq!(fresh.visitor().get(path).await.status, 404, "{path}");
    }
}
