//! Plans by the API: posting, revising, comparing, voting.

use crate::harness::{Answer, Client, Fresh};
use axum::http::Method;
use serde_json::{Value, json};

pub fn laundromat() -> Value {
    json!({
        "title": "Solar laundromat for apartment blocks",
        "pitch": "Coin laundry on roof power: residents prepay washes.",
        "body": "## Who pays\n\nTenants, $4.50 a load.\n\n## Risks\n\nThe boiler.",
        "tags": ["energy"],
        "licence": "CC-BY-4.0",
        "numbers": {
            "currency": "USD", "price": 320, "unit_cost": 208,
            "months": [
                {"revenue": [{"kind": "sales", "label": "washes", "amount": 50000}],
                 "costs": [{"kind": "fixed", "label": "rent", "amount": 90000}]},
                {"revenue": [{"kind": "sales", "label": "washes", "amount": 95000}],
                 "costs": [{"kind": "fixed", "label": "rent", "amount": 90000}]}
            ],
            "ask": 1_800_000
        }
    })
}

/// The same, with these values in these places (JSON pointers).
pub fn laundromat_with<const N: usize>(places: [(&str, Value); N]) -> Value {
    let mut plan = laundromat();
    for (place, value) in places {
        let (around, name) = place.rsplit_once('/').expect("it begins with a slash");
        match plan.pointer_mut(around).expect("the plan has it") {
            Value::Array(list) => list[name.parse::<usize>().expect("a number")] = value,
            object => object[name] = value,
        }
    }
    plan
}

/// A forum in which Ada has posted the laundromat.
pub async fn posted() -> (Fresh, Client) {
    let fresh = Fresh::new().await;
    let ada = fresh.member("ada").await;
    let answer = ada.call(Method::POST, "/plans", &laundromat()).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    (fresh, ada)
}

/// The same, and Ada has counted again: her plan's second revision.
async fn revised() -> Fresh {
    let (fresh, ada) = posted().await;
    let title = json!({"title": "Solar laundromat for towers"});
    let answer = revise(&ada, title).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    fresh
}

/// Revises the first revision into one in which a load costs less and this differs.
async fn revise(client: &Client, differing: Value) -> Answer {
    let mut edit = json!({
        "base_revision": 1,
        "note": "Card fees counted",
        "body": "## Who pays\n\nTenants, $3.20 a load.\n\n## Risks\n\nThe boiler."
    });
    for (field, value) in differing.as_object().expect("fields") {
        edit[field] = value.clone();
    }
    client.call(Method::PUT, "/plans/1", &edit).await
}

#[tokio::test]
async fn a_posted_plan_is_read_with_what_follows_from_its_numbers() {
    let fresh = Fresh::new().await;
    let ada = fresh.member("ada").await;
    let answer = ada.call(Method::POST, "/plans", &laundromat()).await;
    assert_eq!(answer.status, 201);
    assert_eq!(answer.location(), "/api/v1/plans/1");
    insta::assert_json_snapshot!(answer.json(), @r#"
    {
      "id": 1,
      "revision": 1,
      "slug": "solar-laundromat-for-apartment-blocks"
    }
    "#);
    let plan = fresh.visitor().get("/api/v1/plans/1").await.json();
    assert_eq!(plan["numbers"]["breaks_even_by_day"], 60);
    assert_eq!(plan["numbers"]["profitable_by_day"], 60);
    assert_eq!(plan["forked_from"], Value::Null);
    assert_eq!(plan["author"]["handle"], "ada");
    let list = fresh.visitor().get("/api/v1/plans?tag=energy").await.json();
    assert_eq!(list["items"][0]["id"], 1);
    assert_eq!(list["next"], Value::Null);
}

#[tokio::test]
async fn what_is_wrong_with_a_plan_is_told_by_field() {
    let fresh = Fresh::new().await;
    let ada = fresh.member("ada").await;
    let plan = laundromat_with([
        ("/title", json!("Solar")),
        ("/numbers/months/0/costs/0/amount", json!(-1)),
    ]);
    let answer = ada.call(Method::POST, "/plans", &plan).await;
    insta::assert_json_snapshot!(answer.json(), @r#"
    {
      "errors": [
        {
          "field": "title",
          "message": "is 5 letters long; it takes at least 8"
        },
        {
          "field": "numbers.months[0].costs[0].amount",
          "message": "must be zero or more"
        }
      ],
      "status": 422,
      "title": "Unprocessable Entity",
      "type": "about:blank"
    }
    "#);
    let answer = fresh
        .visitor()
        .call(Method::POST, "/plans", &laundromat())
        .await;
    assert_eq!(answer.status, 401);
}

#[tokio::test]
async fn a_stale_revision_is_a_conflict() {
    let (fresh, ada) = posted().await;
    let answer = revise(&ada, json!({})).await;
    insta::assert_json_snapshot!(answer.json(), @r#"
    {
      "id": 1,
      "revision": 2,
      "slug": "solar-laundromat-for-apartment-blocks"
    }
    "#);
    let answer = revise(&ada, json!({})).await;
    insta::assert_json_snapshot!(answer.json(), @r#"
    {
      "detail": "the plan has been changed since: it is at revision 2",
      "status": 409,
      "title": "Conflict",
      "type": "about:blank"
    }
    "#);
    let ben = fresh.member("ben").await;
    let answer = revise(&ben, json!({})).await;
    assert_eq!(answer.status, 404);
    let plan = fresh.visitor().get("/api/v1/plans/1").await.json();
    assert_eq!(plan["numbers"]["price"], 320);
}

#[tokio::test]
async fn revisions_are_listed_newest_first() {
    let fresh = revised().await;
    let list = fresh
        .visitor()
        .get("/api/v1/plans/1/revisions?limit=1")
        .await;
    insta::assert_json_snapshot!(list.json(), @r#"
    {
      "items": [
        {
          "author": {
            "handle": "ada",
            "name": "ada"
          },
          "bytes": 58,
          "changed_sections": [
            "Who pays"
          ],
          "created_at": "2026-11-01T09:00:00Z",
          "erased_at": null,
          "note": "Card fees counted",
          "number": 2,
          "restored_from": null,
          "title": "Solar laundromat for towers"
        }
      ],
      "next": "2"
    }
    "#);
}

#[tokio::test]
async fn revisions_are_compared_by_word() {
    let fresh = revised().await;
    let path = "/api/v1/plans/1/compare?from=1&to=2";
    let compared = fresh.visitor().get(path).await.json();
    insta::assert_json_snapshot!(compared["fields"], @r#"
    [
      {
        "after": "Solar laundromat for towers",
        "before": "Solar laundromat for apartment blocks",
        "field": "Title"
      }
    ]
    "#);
    insta::assert_json_snapshot!(compared["words"], @r#"
    {
      "deleted": 1,
      "inserted": 1,
      "same": 8
    }
    "#);
    insta::assert_json_snapshot!(compared["sections"][0]["blocks"][0]["content"], @r#"
    {
      "pieces": [
        {
          "change": "same",
          "link": null,
          "link_was": null,
          "style": {
            "code": false,
            "emphasis": false,
            "strong": false,
            "struck": false
          },
          "text": "Tenants, "
        },
        {
          "change": "deleted",
          "link": null,
          "link_was": null,
          "style": {
            "code": false,
            "emphasis": false,
            "strong": false,
            "struck": false
          },
          "text": "$4.50"
        },
        {
          "change": "inserted",
          "link": null,
          "link_was": null,
          "style": {
            "code": false,
            "emphasis": false,
            "strong": false,
            "struck": false
          },
          "text": "$3.20"
        },
        {
          "change": "same",
          "link": null,
          "link_was": null,
          "style": {
            "code": false,
            "emphasis": false,
            "strong": false,
            "struck": false
          },
          "text": " a load."
        }
      ]
    }
    "#);
    let missing = fresh
        .visitor()
        .get("/api/v1/plans/1/compare?from=1&to=9")
        .await;
    assert_eq!(missing.status, 404);
}

#[tokio::test]
async fn what_a_change_of_numbers_does_is_told_with_it() {
    let (fresh, ada) = posted().await;
    let mut edit = laundromat();
    edit["base_revision"] = json!(1);
    edit["note"] = json!("Rent halved, water counted");
    edit["numbers"]["unit_cost"] = json!(240);
    for month in 0..2 {
        edit["numbers"]["months"][month]["costs"][0]["amount"] = json!(45_000);
    }
    let answer = ada.call(Method::PUT, "/plans/1", &edit).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let visitor = fresh.visitor();
    let compared = visitor.get("/api/v1/plans/1/compare?from=1&to=2").await;
    insta::assert_json_snapshot!(compared.json()["effects"], @r#"
    [
      {
        "after": "by day 30",
        "before": "by day 60",
        "field": "Breaks even"
      },
      {
        "after": "by day 30",
        "before": "by day 60",
        "field": "Profitable"
      },
      {
        "after": "$0.80 (25%)",
        "before": "$1.12 (35%)",
        "field": "Margin per unit"
      },
      {
        "after": "$50 in month 1",
        "before": "−$400 in month 1",
        "field": "Lowest cash"
      },
      {
        "after": "leaves $18,000 to spare",
        "before": "leaves $17,600 to spare",
        "field": "The ask"
      }
    ]
    "#);
    let page = visitor.get("/plans/1/compare/1..2").await;
    let tables = page.text.matches("<table class=\"changes\">").count();
    assert_eq!(tables, 2, "{}", page.text);
    assert!(page.text.contains("What it does"), "{}", page.text);
    let same = visitor.get("/plans/1/compare/2..2").await;
    assert!(!same.text.contains("What it does"));
    let same = visitor.get("/api/v1/plans/1/compare?from=2&to=2").await;
    assert_eq!(same.json()["effects"], json!([]));
}

#[tokio::test]
async fn a_person_has_one_vote() {
    let (fresh, ada) = posted().await;
    let ben = fresh.member("ben").await;
    for _ in 0..2 {
        let answer = ben.call(Method::PUT, "/plans/1/vote", &json!({})).await;
        assert_eq!(answer.json(), json!({"votes": 1, "voted": true}));
    }
    let own = ada.call(Method::PUT, "/plans/1/vote", &json!({})).await;
    assert_eq!(own.json(), json!({"votes": 2, "voted": true}));
    for _ in 0..2 {
        let answer = ben.call(Method::DELETE, "/plans/1/vote", &json!({})).await;
        assert_eq!(answer.json(), json!({"votes": 1, "voted": false}));
    }
    let missing = ben.call(Method::PUT, "/plans/9/vote", &json!({})).await;
    assert_eq!(missing.status, 404);
}
