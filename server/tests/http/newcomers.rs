//! What new accounts are told when they want more than they may.

use crate::{
    harness::{BEGINNING, Fresh},
    plans::laundromat,
};
use domain::{accounts::Newcomers, clock::Timestamp};
use reqwest::Method;
use serde_json::json;
use server::settings::Settings;

const TIGHT: Newcomers = Newcomers {
    days: 7,
    accepted: 3,
    plans: 1,
    comments: 1,
    links: 1,
    plan_links: 1,
    mentions: 1,
};

async fn fresh() -> Fresh {
    Fresh::with(Settings {
        newcomers: Some(TIGHT),
        ..Settings::default()
    })
    .await
}

const FIELDS: [(&str, &str); 6] = [
    ("title", "A mill in the brook at night"),
    ("pitch", "The same brook, a mile further down."),
    ("body", "## Who pays\n\nThe baker."),
    ("tags", "water"),
    ("understood", "yes"),
    ("action", "publish"),
];

#[tokio::test]
async fn the_second_plan_of_an_hour_waits_with_everything_kept() {
    let fresh = fresh().await;
    let ada = fresh.member("ada").await;
    let settings = ada.get("/settings").await.text;
    assert!(
        settings.contains("Your account is new")
            && settings.contains("1 plan and 1 comment in an hour"),
        "{settings}"
    );
    assert!(settings.contains("8 November 2026"));
    let me = ada.get("/api/v1/account").await.json();
    assert_eq!(me["new"]["missing"], 3);
    assert_eq!(me["new"]["plans_per_hour"], 1);
    assert_eq!(ada.post_form("/plans/new", &FIELDS).await.status, 303);
    let again = ada.post_form("/plans/new", &FIELDS).await;
    assert_eq!(again.status, 429);
    assert!(again.header("retry-after").parse::<u64>().expect("seconds") > 3_000);
    for part in [
        "1 plan in an hour",
        "This ends on 8 November 2026",
        "A mill in the brook at night",
    ] {
        assert!(again.text.contains(part), "{part}: {}", again.text);
    }
    let call = ada.call(Method::POST, "/plans", &laundromat()).await;
    assert_eq!(call.status, 429);
    assert!(call.header("retry-after").parse::<u64>().is_ok());
    assert!(
        call.json()["detail"]
            .as_str()
            .expect("words")
            .contains("1 plan in an hour")
    );
    let fork = [("reason", "Another city")];
    let fork = ada.post_form("/plans/1/fork", &fork).await;
    assert_eq!(fork.status, 429);
    assert!(
        fork.text.contains("value=\"Another city\"") && fork.text.contains("1 plan in an hour")
    );
    fresh.forum.set_clock(BEGINNING.plus(8 * Timestamp::DAY));
    assert!(
        !ada.get("/settings")
            .await
            .text
            .contains("Your account is new")
    );
    assert_eq!(ada.get("/api/v1/account").await.json()["new"], json!(null));
}

#[tokio::test]
async fn links_and_comments_are_refused_where_they_are_typed() {
    let fresh = fresh().await;
    let ada = fresh.member("ada").await;
    assert_eq!(ada.post_form("/plans/new", &FIELDS).await.status, 303);
    let linking = [("body", "https://a.example https://b.example")];
    let refused = ada.post_form("/plans/1/comments", &linking).await;
    assert_eq!(refused.status, 422);
    for part in ["has 2 links", "at most 1 link", "https://b.example"] {
        assert!(refused.text.contains(part), "{part}: {}", refused.text);
    }
    let by_call = ada
        .call(
            Method::POST,
            "/plans/1/comments",
            &json!({"body": "@ben-one @eve-two"}),
        )
        .await;
    assert_eq!(by_call.status, 422);
    assert_eq!(by_call.json()["errors"][0]["field"], "body");
    let one = [("body", "Who mends it?")];
    assert_eq!(ada.post_form("/plans/1/comments", &one).await.status, 303);
    let second = ada.post_form("/plans/1/comments", &one).await;
    assert_eq!(second.status, 429);
    assert!(second.text.contains("1 comment in an hour") && second.text.contains("Who mends it?"));
    assert!(second.header("retry-after").parse::<u64>().is_ok());
    let call = ada
        .call(Method::POST, "/plans/1/comments", &json!({"body": "Yes."}))
        .await;
    assert_eq!(call.status, 429);
}
