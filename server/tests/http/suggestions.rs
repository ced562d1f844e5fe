//! Suggestions and pulling, by plain forms and by the API.

use crate::{
    harness::{Answer, Client, Fresh},
    plans::laundromat,
};
use axum::http::Method;
use serde_json::{Value, json};

/// Ada's plan 1, in which Ben suggests another risk: suggestion 1.
struct Offered {
    fresh: Fresh,
    ada: Client,
    ben: Client,
}

const TEXT: &str = "## Risks\n\nThe pump.";

impl Offered {
    async fn new() -> Self {
        let fresh = Fresh::new().await;
        let (ada, ben) = (fresh.member("ada").await, fresh.member("ben").await);
        let answer = ada.call(Method::POST, "/plans", &laundromat()).await;
        assert_eq!(answer.status, 201, "{}", answer.text);
        let offered = Self { fresh, ada, ben };
        let answer = offered.suggest(TEXT, "The pump fails first").await;
        assert_eq!(answer.location(), "/suggestions/1", "{}", answer.text);
        offered
    }

    async fn suggest(&self, text: &str, note: &str) -> Answer {
        let fields = [
            ("section", "risks"),
            ("base", "1"),
            ("text", text),
            ("note", note),
        ];
        self.ben.post_form("/plans/1/suggest", &fields).await
    }

    async fn decide(&self, fields: &[(&str, &str)]) -> Answer {
        self.ada.post_form("/suggestions/1/decide", fields).await
    }

    async fn body(&self) -> String {
        let plan = self.fresh.visitor().get("/api/v1/plans/1").await.json();
        plan["body"].as_str().expect("a body").to_owned()
    }
}

#[tokio::test]
async fn a_section_is_written_on_a_copy_and_accepted() {
    let offered = Offered::new().await;
    let picked = offered.ben.get("/plans/1/suggest").await;
    assert!(picked.text.contains("/plans/1/suggest?section=who-pays"));
    let form = offered.ben.get("/plans/1/suggest?section=who-pays").await;
    assert!(
        form.text.contains("Tenants, $4.50 a load."),
        "{}",
        form.text
    );
    let page = offered.ada.get("/suggestions/1").await;
    assert!(page.text.contains("pump") && page.text.contains("boiler"));
    assert!(page.text.contains("name=\"part-1\""));
    let seen_by_ben = offered.ben.get("/suggestions/1").await;
    assert!(!seen_by_ben.text.contains("name=\"part-1\""));
    let done = offered.decide(&[("seen", "1"), ("part-1", "take")]).await;
    assert_eq!(
        (done.status.as_u16(), done.location()),
        (303, "/suggestions/1")
    );
    assert!(offered.body().await.ends_with(TEXT));
    let history = offered.fresh.visitor().get("/plans/1/history").await;
    assert!(history.text.contains("/suggestions/1"), "{}", history.text);
    offered.fresh.verify().await;
}

#[tokio::test]
async fn a_mistake_keeps_what_was_written() {
    let offered = Offered::new().await;
    let answer = offered.suggest("The pump, without a heading.", "").await;
    assert_eq!(answer.status, 422);
    for kept in ["The pump, without a heading.", "field-note-problem"] {
        assert!(answer.text.contains(kept), "{kept}: {}", answer.text);
    }
    let heading = offered
        .suggest("The pump, without a heading.", "Why not")
        .await;
    assert!(heading.text.contains("must begin with a heading"));
    let unreasoned = offered
        .decide(&[("seen", "1"), ("part-1", "decline")])
        .await;
    assert_eq!(unreasoned.status, 422);
    assert!(unreasoned.text.contains("needed to decline"));
    assert!(unreasoned.text.contains("value=\"decline\" checked"));
    let nothing = offered.decide(&[("seen", "1")]).await;
    assert_eq!(nothing.status, 422);
}

#[tokio::test]
async fn a_session_that_ended_keeps_what_was_written() {
    let offered = Offered::new().await;
    let visitor = offered.fresh.visitor();
    let fields = [
        ("section", "risks"),
        ("base", "1"),
        ("text", "## Risks\n\nKept."),
        ("note", "A"),
    ];
    let answer = visitor.post_form("/plans/1/suggest", &fields).await;
    assert_eq!(answer.status, 401);
    assert!(answer.text.contains("Kept."));
    let fields = [("part-1", "decline"), ("reason-1", "Kept as well.")];
    let answer = visitor.post_form("/suggestions/1/decide", &fields).await;
    assert_eq!(answer.status, 401);
}

#[tokio::test]
async fn a_decision_that_came_too_late_shows_what_stands_there_now() {
    let offered = Offered::new().await;
    let edit =
        json!({"base_revision": 1, "note": "Counted again", "body": "## Risks\n\nThe landlord."});
    let answer = offered.ada.call(Method::PUT, "/plans/1", &edit).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let late = offered.decide(&[("seen", "1"), ("part-1", "take")]).await;
    assert_eq!(late.status, 409);
    assert!(late.text.contains("Look once more"), "{}", late.text);
    // Both changed the section, so both texts and an editor are there.
    for shown in ["The landlord", "The pump", "name=\"text-1\""] {
        assert!(late.text.contains(shown), "{shown}");
    }
    let silent = offered.decide(&[("seen", "2"), ("part-1", "take")]).await;
    assert_eq!(silent.status, 422);
    let written = [
        ("seen", "2"),
        ("part-1", "write"),
        ("text-1", "## Risks\n\nBoth."),
    ];
    assert_eq!(offered.decide(&written).await.status, 303);
    assert!(offered.body().await.ends_with("## Risks\n\nBoth."));
    let again = offered.decide(&written).await;
    assert_eq!(again.status, 409);
}

#[tokio::test]
async fn what_is_suggested_cannot_become_markup() {
    let offered = Offered::new().await;
    let hostile = "## Risks</textarea><script>alert(1)</script>\n\n<img src=x onerror=alert(1)>";
    let answer = offered.suggest(hostile, "<script>alert(2)</script>").await;
    assert_eq!(answer.status, 303, "{}", answer.text);
    for client in [&offered.ada, &offered.ben] {
        let page = client.get("/suggestions/2").await;
        assert!(!page.text.contains("<script>alert"), "{}", page.text);
        assert!(!page.text.contains("<img src=x"), "{}", page.text);
    }
}

#[tokio::test]
async fn suggestions_of_a_withdrawn_plan_are_gone_with_it() {
    let offered = Offered::new().await;
    let gone = offered.ada.post_form("/plans/1/withdraw", &[]).await;
    assert_eq!(gone.status, 303);
    let visitor = offered.fresh.visitor();
    for path in ["/suggestions/1", "/api/v1/suggestions/1"] {
        let answer = visitor.get(path).await;
        assert_eq!(answer.status, 404, "{path}");
        assert!(!answer.text.contains("pump"), "{path}");
    }
    assert_eq!(visitor.get("/plans/1/suggestions").await.status, 410);
    let mine = offered.ben.get("/suggestions?show=made").await;
    assert!(!mine.text.contains("pump"));
    let more = offered.suggest("## Risks\n\nMore.", "Why not").await;
    assert_eq!(more.status, 410);
}

#[tokio::test]
async fn programs_suggest_decide_and_pull() {
    let offered = Offered::new().await;
    let (ada, ben) = (&offered.ada, &offered.ben);
    let whole = json!({"note": "Cheaper", "base_revision": 1, "title": "Solar laundromat for all"});
    let answer = ben.call(Method::POST, "/plans/1/suggestions", &whole).await;
    assert_eq!(
        (answer.status.as_u16(), answer.location()),
        (201, "/api/v1/suggestions/2")
    );
    let listed = ben
        .get("/api/v1/plans/1/suggestions?open=true")
        .await
        .json();
    let ids: Vec<_> = listed["items"]
        .as_array()
        .expect("items")
        .iter()
        .map(|one| &one["id"])
        .collect();
    assert_eq!(ids, [&json!(2), &json!(1)]);
    let one = ben.get("/api/v1/suggestions/1").await.json();
    insta::assert_json_snapshot!(one["changes"], @r###"
    [
      {
        "base": "## Risks\n\nThe boiler.",
        "changes": [],
        "decided": null,
        "disputed": [],
        "key": "section:risks",
        "number": 1,
        "ours": "## Risks\n\nThe boiler.",
        "outcome": "clean",
        "theirs": "## Risks\n\nThe pump.",
        "title": "Risks"
      }
    ]
    "###);
    let decision = json!({"seen_revision": 1, "parts": [{"number": 1, "accept": true}]});
    let not_his = ben
        .call(Method::POST, "/suggestions/1/decisions", &decision)
        .await;
    assert_eq!(not_his.status, 404);
    let decided = ada
        .call(Method::POST, "/suggestions/1/decisions", &decision)
        .await;
    assert_eq!(decided.status, 200, "{}", decided.text);
    assert_eq!(decided.json()["changes"][0]["decided"]["revision"], 2);
    let again = ada
        .call(Method::POST, "/suggestions/1/decisions", &decision)
        .await;
    assert_eq!(again.status, 409);
    let gone = ben
        .call(Method::DELETE, "/suggestions/2", &Value::Null)
        .await;
    assert_eq!(gone.status, 204, "{}", gone.text);
    offered.fresh.verify().await;
}

#[tokio::test]
async fn what_programs_get_wrong_is_told_by_field() {
    let offered = Offered::new().await;
    let cases = [
        (json!({"note": "A"}), "base_revision"),
        (
            json!({"note": "Why", "base_revision": 9, "title": "Another title"}),
            "base_revision",
        ),
        (json!({"note": "Why", "fork": 7}), "fork"),
        (
            json!({"note": "Why", "base_revision": 1, "section": "?", "text": ""}),
            "section",
        ),
        (
            json!({"note": "Why", "base_revision": 1, "title": "Solar"}),
            "title",
        ),
    ];
    for (sent, field) in cases {
        let answer = offered
            .ben
            .call(Method::POST, "/plans/1/suggestions", &sent)
            .await;
        assert_eq!(answer.status, 422, "{sent}: {}", answer.text);
        assert_eq!(answer.json()["errors"][0]["field"], field, "{sent}");
    }
}
