//! A plan's numbers page: other assumptions, what the funder would get, CSV; and readers who count otherwise.

use crate::{
    harness::{Client, Fresh},
    plans::posted,
    world::World,
};
use axum::http::Method;
use domain::{ids::CommentId, moderation::Thing};
use serde_json::{Value, json};

const NUMBERS: &str = "/plans/1/numbers";

#[tokio::test]
async fn a_plan_is_shown_under_other_assumptions() {
    let (fresh, _) = posted().await;
    let visitor = fresh.visitor();
    let planned = visitor.get(NUMBERS).await;
    assert_eq!(planned.status, 200);
    assert!(
        planned.text.contains("Planned cash flow by month"),
        "{}",
        planned.text
    );
    assert!(!planned.text.contains("class=\"planned\""));
    let half = visitor.get("/plans/1/numbers?sales=50&delay=1").await;
    assert_eq!(half.status, 200);
    for words in [
        "With 50% of the sales, sales 1 month later",
        "class=\"planned\"",
        "not within 2 months",
        "<a href=\"/sign-in?",
        "href=\"/plans/1/numbers?sales=50\"",
    ] {
        assert!(half.text.contains(words), "{words} in {}", half.text);
    }
}

#[tokio::test]
async fn assumptions_that_are_none_are_told_beside_the_field() {
    let (fresh, _) = posted().await;
    let visitor = fresh.visitor();
    for (query, words) in [
        ("sales=half", "must be a whole number, such as 80"),
        ("sales=-50", "must be a whole number, such as 80"),
        ("costs=501", "must be 0 to 500 percent"),
        ("delay=36", "must be 0 to 35 months"),
        ("interest=much", "with at most two decimals"),
        ("repay_months=0", "must be 1 to 120 months"),
        ("share=101", "must be 0.01% to 100%"),
    ] {
        let answer = visitor.get(&format!("{NUMBERS}?{query}")).await;
        assert_eq!(answer.status, 422, "{query}");
        assert!(answer.text.contains(words), "{query}: {}", answer.text);
        let (_, typed) = query.split_once('=').expect("a value");
        assert!(
            answer.text.contains(&format!("value=\"{typed}\"")),
            "{query}"
        );
    }
}

#[tokio::test]
async fn what_the_funder_would_get_follows_the_assumptions() {
    let (fresh, _) = posted().await;
    let visitor = fresh.visitor();
    let planned = visitor.get("/plans/1/numbers?revenue_share=10&cap=1").await;
    let share =
        "Revenue share: 10% of revenue, at most 1 × the ask. The funder gets $145 within 2 months";
    assert!(planned.text.contains(share), "{}", planned.text);
    let half = visitor
        .get("/plans/1/numbers?sales=50&revenue_share=10&cap=1")
        .await;
    assert!(
        half.text.contains("The funder gets $72.50 within 2 months"),
        "{}",
        half.text
    );
    assert!(
        half.text
            .contains("type=\"hidden\" name=\"sales\" value=\"50\"")
    );
}

#[tokio::test]
async fn all_numbers_go_as_csv_into_another_plan() {
    let (fresh, ada) = posted().await;
    let csv = fresh.visitor().get("/plans/1/numbers.csv").await;
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    insta::assert_snapshot!(csv.text, @r"
    figure,currency,USD
    figure,price,3.20
    figure,unit_cost,2.08
    figure,ask,18000.00
    side,kind,label,life_months,month 1,month 2
    revenue,sales,washes,,500.00,950.00
    cost,fixed,rent,,900.00,900.00
    ");
    let mut fields = crate::world::PLAN_FIELDS.to_vec();
    fields.push(("months", &csv.text));
    fields.push(("once", "another"));
    let answer = ada.post_form("/plans/new", &fields).await;
    assert_eq!(answer.status, 303, "{}", answer.text);
    let visitor = fresh.visitor();
    let again = visitor.get("/plans/2/numbers.csv").await;
    assert_eq!(again.text, csv.text);
    let missing = visitor.get("/plans/9/numbers.csv").await;
    assert_eq!(missing.status, 404);
}

#[tokio::test]
async fn everything_that_numbers_say_goes_through_the_api_and_the_editor() {
    let (fresh, ada) = posted().await;
    let numbers = json!({
        "currency": "USD", "unit": "wash", "price": 320,
        "worksheet": [{"kind": "materials", "label": "soap", "amount": 42},
                      {"kind": "work", "label": "folding", "minutes": 10, "wage": 1500}],
        "months": [{"revenue": [{"kind": "sales", "label": "washes", "amount": 50_000}], "costs": []}],
        "opening_cash": 5_000, "ask": 20_000,
        "return": {"kind": "loan", "terms": "a loan", "interest_bp": 550, "repay_months": 12, "grace_months": 2}
    });
    let mut edit = crate::plans::laundromat();
    edit["base_revision"] = json!(1);
    edit["note"] = json!("Counted again");
    edit["numbers"] = numbers.clone();
    let saved = ada.call(Method::PUT, "/plans/1", &edit).await;
    assert_eq!(saved.status, 200, "{}", saved.text);
    let visitor = fresh.visitor();
    let mut read = visitor.get("/api/v1/plans/1").await.json()["numbers"].clone();
    let object = read.as_object_mut().expect("an object");
    object.remove("breaks_even_by_day");
    object.remove("profitable_by_day");
    assert_eq!(read, numbers);
    let archive = visitor.get("/plans/1/plan.json").await.json();
    assert_eq!(archive["revisions"][1]["content"]["numbers"], numbers);
    let markdown = visitor.get("/plans/1/plan.md").await.text;
    assert!(markdown.contains("opening_cash = 5000") && markdown.contains("interest_bp = 550"));
    let editor = ada.get("/plans/1/edit").await.text;
    for words in [
        "work: folding = 10 min at 15.00/h",
        "value=\"50.00\"",
        "value=\"5.5%\"",
    ] {
        assert!(editor.contains(words), "{words} in {editor}");
    }
    edit["base_revision"] = json!(2);
    edit["numbers"]["unit_cost"] = json!(208);
    let wrong = ada.call(Method::PUT, "/plans/1", &edit).await;
    assert_eq!(wrong.status, 422);
    assert_eq!(wrong.json()["errors"][0]["field"], "numbers.unit_cost");
    fresh.verify().await;
}

/// Ada's plan, and Ben who has posted that half of its sales would come.
async fn doubted() -> (Fresh, Client, Client) {
    let (fresh, ada) = posted().await;
    let ben = fresh.member("ben").await;
    let fields = [
        ("body", "Nobody washes in August."),
        ("sales", "50"),
        ("costs", "100"),
        ("delay", "0"),
        ("once", "doubt"),
    ];
    let answer = ben.post_form("/plans/1/comments", &fields).await;
    assert_eq!(answer.status, 303, "{}", answer.text);
    (fresh, ada, ben)
}

#[tokio::test]
async fn a_reader_counts_otherwise_and_the_founder_adopts_it() {
    let (fresh, ada, ben) = doubted().await;
    let form = ben.get("/plans/1/numbers?sales=50").await.text;
    assert!(
        form.contains("Post with these numbers") && form.contains("name=\"costs\" value=\"100\"")
    );
    let discussion = fresh.visitor().get("/plans/1/discussion").await.text;
    for words in [
        "Counts with 50% of the sales:",
        "class=\"planned\"",
        "not within 2 months",
    ] {
        assert!(discussion.contains(words), "{words} in {discussion}");
    }
    let adopt = "action=\"/comments/1/adopt\"";
    assert!(!discussion.contains(adopt) && !ben.get("/comments/1").await.text.contains(adopt));
    assert!(ada.get("/comments/1").await.text.contains(adopt));

    let answer = ada.post_form("/comments/1/adopt", &[]).await;
    assert_eq!(
        (answer.status.as_u16(), answer.location()),
        (303, "/plans/1/history/2")
    );
    let revision = fresh.visitor().get("/plans/1/history/2").await.text;
    assert!(revision.contains("Numbers by @ben"), "{revision}");
    let given = fresh.visitor().get("/people/ben/contributions").await.text;
    assert!(given.contains("Solar laundromat"), "{given}");
    let discussion = ada.get("/plans/1/discussion").await.text;
    assert!(discussion.contains("led to") && !discussion.contains(adopt));
    let again = ada.post_form("/comments/1/adopt", &[]).await;
    assert_eq!(again.status, 409);
    assert!(
        again.text.contains("taken over before, as revision 2"),
        "{}",
        again.text
    );
    fresh.verify().await;
}

#[tokio::test]
async fn a_comment_that_is_gone_shows_no_numbers() {
    let (fresh, _, ben) = doubted().await;
    let gone = ben.post_form("/comments/1/delete", &[]).await;
    assert_eq!(gone.status, 303);
    let visitor = fresh.visitor();
    for address in [
        "/plans/1/discussion",
        "/comments/1",
        "/plans/1/discussion/new?after=0",
    ] {
        let text = visitor.get(address).await.text;
        assert!(
            !text.contains("Counts with") && !text.contains("class=\"planned\""),
            "{address}"
        );
    }
    let comments = visitor.get("/api/v1/plans/1/comments").await.json();
    assert_eq!(
        comments["items"].as_array().map_or(0, |items| {
            items
                .iter()
                .filter(|item| item["forecast"] != Value::Null)
                .count()
        }),
        0
    );
}

#[tokio::test]
async fn a_comment_that_moderators_hide_shows_no_numbers() {
    let world = World::new().await;
    let discussion = "/plans/1/discussion";
    let before = world.anonymous.get(discussion).await.text;
    assert!(before.contains("Counts with 50% of the sales:"), "{before}");
    world.moderate(Thing::Comment(CommentId(1)), "hidden").await;
    for reader in [&world.anonymous, &world.ben] {
        for address in [discussion, "/comments/1"] {
            let text = reader.get(address).await.text;
            assert!(!text.contains("Counts with"), "{address}: {text}");
        }
        let comments = reader.get("/api/v1/plans/1/comments").await.json();
        assert_eq!(comments["items"][0]["forecast"], Value::Null);
    }
    let adopted = world.ada.post_form("/comments/1/adopt", &[]).await;
    assert_eq!(adopted.status, 404);
}

#[tokio::test]
async fn a_program_counts_otherwise_and_adopts() {
    let (fresh, ada, ben) = doubted().await;
    let comment = json!({"body": "Dearer.", "forecast": {"costs": 120}});
    let answer = ben.call(Method::POST, "/plans/1/comments", &comment).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    let items = fresh
        .visitor()
        .get("/api/v1/plans/1/comments?sort=old")
        .await
        .json()["items"]
        .clone();
    assert_eq!(
        items[1]["forecast"]["scenario"],
        json!({"sales": 100, "costs": 120, "delay": 0})
    );
    let cost = &items[1]["forecast"]["numbers"]["months"][0]["costs"][0]["amount"];
    assert_eq!(cost, &json!(108_000));
    for (forecast, status) in [
        (json!({}), 422),
        (json!({"sales": 501}), 422),
        (json!({"sales": "x"}), 422),
    ] {
        let comment = json!({"body": "Hm.", "forecast": forecast});
        let answer = ben.call(Method::POST, "/plans/1/comments", &comment).await;
        assert_eq!(answer.status, status, "{forecast} {}", answer.text);
    }
    let not_his = ben
        .call(Method::POST, "/comments/2/adopt", &json!({}))
        .await;
    assert_eq!(not_his.status, 404);
    let adopted = ada
        .call(Method::POST, "/comments/2/adopt", &json!({}))
        .await;
    assert_eq!(adopted.status, 201, "{}", adopted.text);
    assert_eq!(adopted.json()["revision"], 2);
    let stale = ada
        .call(Method::POST, "/comments/1/adopt", &json!({}))
        .await;
    assert_eq!(stale.status, 409, "{}", stale.text);
}

#[tokio::test]
async fn a_form_that_is_refused_keeps_the_assumptions() {
    let (fresh, _, ben) = doubted().await;
    let empty = [
        ("body", " "),
        ("sales", "50"),
        ("costs", ""),
        ("delay", "2"),
    ];
    let answer = ben.post_form("/plans/1/comments", &empty).await;
    assert_eq!(answer.status, 422);
    for words in [
        "name=\"sales\" value=\"50\"",
        "name=\"delay\" value=\"2\"",
        "50% of the sales, sales 2 months later",
    ] {
        assert!(answer.text.contains(words), "{words} in {}", answer.text);
    }
    let same = [("body", "Hm."), ("sales", "100")];
    let answer = ben.post_form("/plans/1/comments", &same).await;
    assert_eq!(answer.status, 422);
    assert!(answer.text.contains("changes nothing"), "{}", answer.text);
    let nobody = fresh.visitor().post_form("/plans/1/comments", &empty).await;
    assert_eq!(nobody.status, 401);
    assert!(
        nobody.text.contains("name=\"sales\" value=\"50\""),
        "{}",
        nobody.text
    );
}
