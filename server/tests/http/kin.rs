//! Families by the API, plans compared with their kin, what somebody gave, and what copies are
//! credited with.

use crate::world::World;
use axum::http::Method;
use domain::{comments, ids::PlanId, plans};
use scraper::{Html, Selector};
use serde_json::{Value, json};

/// Ada's plan in two revisions (1), Ben's fork of it, in which a risk is new (2), and Mo's copy of
/// that (3).
async fn family() -> World {
    let world = World::new().await;
    let fork = json!({"reason": "Another city", "differs": "Heat pumps", "revision": 1});
    let made = world.ben.call(Method::POST, "/plans/1/forks", &fork).await;
    assert_eq!(
        (made.status.as_u16(), made.location()),
        (201, "/api/v1/plans/2")
    );
    let saved = json!({"id": 2, "revision": 1, "slug": "solar-laundromat-for-apartment-blocks"});
    assert_eq!(made.json(), saved);
    let edit = json!({
        "base_revision": 1,
        "note": "A town with gas",
        "title": "Gas laundromat",
        "body": "## Who pays\n\nTenants, $4.50 a load.\n\n## Risks\n\nThe boiler, and gas."
    });
    let edited = world.ben.call(Method::PUT, "/plans/2", &edit).await;
    assert_eq!(edited.status, 200, "{}", edited.text);
    let fork = json!({"reason": "With gas, too", "title": "Gas laundromat, Porto"});
    let made = world.mo.call(Method::POST, "/plans/2/forks", &fork).await;
    assert_eq!(made.status, 201, "{}", made.text);
    world
}

async fn list(world: &World, query: &str) -> Value {
    let answer = world
        .anonymous
        .get(&format!("/api/v1/plans/1/forks{query}"))
        .await;
    assert_eq!(answer.status, 200, "{query}: {}", answer.text);
    answer.json()
}

fn ids(list: &Value) -> Vec<i64> {
    let items = list["items"].as_array().expect("items");
    items
        .iter()
        .filter_map(|item| item["id"].as_i64())
        .collect()
}

#[tokio::test]
async fn a_family_is_listed_with_what_each_is() {
    let world = family().await;
    let all = list(&world, "").await;
    assert_eq!((ids(&all), &all["next"]), (vec![1, 2, 3], &Value::Null));
    let second = &all["items"][1];
    assert_eq!(second["title"], "Gas laundromat");
    let mut told = json!({});
    for field in [
        "state",
        "parent",
        "generation",
        "reason",
        "distance",
        "forked_from",
    ] {
        told[field] = second[field].clone();
    }
    insta::assert_json_snapshot!(told, @r#"
    {
      "distance": {
        "numbers": 0,
        "untouched": false,
        "words": 0.1
      },
      "forked_from": {
        "plan": 1,
        "revision": 1
      },
      "generation": 1,
      "parent": 1,
      "reason": "Another city",
      "state": "published"
    }
    "#);
    let page = list(&world, "?limit=2").await;
    assert_eq!((ids(&page), &page["next"]), (vec![1, 2], &json!("2")));
    assert_eq!(ids(&list(&world, "?limit=2&after=2").await), [3]);
    assert_eq!(
        ids(&list(&world, "?unchanged=hide&order=distance").await),
        [2, 1]
    );
    assert_eq!(ids(&list(&world, "?words=too").await), [3]);
    for wrong in ["?order=age", "?unchanged=maybe", "?after=x"] {
        let answer = world
            .anonymous
            .get(&format!("/api/v1/plans/1/forks{wrong}"))
            .await;
        assert_eq!(answer.status, 422, "{wrong}");
    }
    assert_eq!(
        world.anonymous.get("/api/v1/plans/9/forks").await.status,
        404
    );
}

#[tokio::test]
async fn of_a_withdrawn_relative_a_tombstone_is_told() {
    let world = family().await;
    plans::withdraw(&world.fresh.forum, &world.founder, PlanId(1))
        .await
        .expect("it is withdrawn");
    let all = list(&world, "").await;
    insta::assert_json_snapshot!(all["items"][0], @r#"
    {
      "created_at": "2026-11-01T09:00:00Z",
      "generation": 0,
      "id": 1,
      "licence": "CC-BY-SA-4.0",
      "parent": null,
      "state": "withdrawn",
      "title": "Solar laundromat for apartment blocks",
      "withdrawn_at": "2026-11-01T09:00:00Z"
    }
    "#);
    assert_eq!(ids(&all), [1, 2, 3]);
}

#[tokio::test]
async fn what_is_wrong_with_a_fork_is_told_by_field() {
    let world = World::new().await;
    for (path, body, status, field) in [
        ("/plans/1/forks", json!({"reason": "x"}), 422, "reason"),
        (
            "/plans/1/forks",
            json!({"reason": "Another city", "revision": 9}),
            422,
            "revision",
        ),
        (
            "/plans/1/forks",
            json!({"reason": "Another city", "title": "Short"}),
            422,
            "title",
        ),
        ("/plans/1/forks", json!({}), 422, "reason"),
        ("/plans/9/forks", json!({"reason": "Another city"}), 404, ""),
    ] {
        let answer = world.ben.call(Method::POST, path, &body).await;
        assert_eq!(answer.status, status, "{body}: {}", answer.text);
        if !field.is_empty() {
            let told = answer.json()["errors"][0].to_string();
            assert!(told.contains(field), "{body}: {told}");
        }
    }
    plans::withdraw(&world.fresh.forum, &world.founder, PlanId(1))
        .await
        .expect("it is withdrawn");
    let body = json!({"reason": "Another city"});
    let gone = world.ben.call(Method::POST, "/plans/1/forks", &body).await;
    assert_eq!(gone.status, 410);
}

#[tokio::test]
async fn a_plan_says_what_it_was_made_from() {
    let world = family().await;
    let mut whole = world.anonymous.get("/api/v1/plans/3").await.json();
    let mut told = json!({});
    for field in [
        "fork",
        "origin",
        "attribution",
        "based_on",
        "contributors",
        "running",
    ] {
        told[field] = whole[field].take();
    }
    insta::assert_json_snapshot!(told, @r#"
    {
      "attribution": "“Gas laundromat, Porto” by mo-clark, revision 1, https://plans.example/plans/3/history/1, CC BY-SA 4.0 (https://creativecommons.org/licenses/by-sa/4.0/)",
      "based_on": [
        "“Gas laundromat” by ben, revision 2, https://plans.example/plans/2/history/2, CC BY-SA 4.0 (https://creativecommons.org/licenses/by-sa/4.0/)",
        "“Solar laundromat for apartment blocks” by ada, revision 1, https://plans.example/plans/1/history/1, CC BY-SA 4.0 (https://creativecommons.org/licenses/by-sa/4.0/)"
      ],
      "contributors": [],
      "fork": {
        "differs": null,
        "distance": {
          "numbers": 0,
          "untouched": true,
          "words": 0.0
        },
        "from": 2,
        "linked": false,
        "pulled": 2,
        "reason": "With gas, too",
        "revision": 2
      },
      "origin": null,
      "running": 0
    }
    "#);
    let first = world.anonymous.get("/api/v1/plans/1").await.json();
    assert_eq!(first["fork"], Value::Null);
    assert_eq!(
        (&first["based_on"], &first["running"]),
        (&json!([]), &json!(1))
    );
}

#[tokio::test]
async fn kin_are_compared_and_nobody_else() {
    let world = family().await;
    world.publish(crate::world::typed()).await;
    let picked = world
        .anonymous
        .get("/plans/1/compare?from=1&to=2&with=2")
        .await;
    assert_eq!(picked.location(), "/plans/1/compare/1..2@2");
    let same = world
        .anonymous
        .get("/plans/1/compare?from=1&to=2&with=")
        .await;
    assert_eq!(same.location(), "/plans/1/compare/1..2");
    let page = world.anonymous.get(picked.location()).await;
    assert_eq!(page.status, 200);
    for words in [
        "Two plans of one family",
        ">Solar laundromat for apartment blocks</a> by ",
        ">Gas laundromat</a> by ",
        "href=\"/people/ben\"",
        "href=\"/plans/2/history/2\"",
        "Gas laundromat, revision 2",
        "href=\"/plans/2/compare/2..1@1\"",
        "name=\"with\" value=\"2\"",
    ] {
        assert!(page.text.contains(words), "{words}");
    }
    for missing in [
        "/plans/1/compare/1..9@2",
        "/plans/1/compare/1..1@4",
        "/plans/1/compare/1..1@9",
        "/plans/1/compare/1..1@",
        "/plans/1/compare?from=1&to=1&with=x",
        "/api/v1/plans/1/compare?from=1&to=1&with=4",
        "/api/v1/plans/1/compare?from=1&to=1&with=9",
    ] {
        assert_eq!(world.anonymous.get(missing).await.status, 404, "{missing}");
    }
    let fork = world.anonymous.get("/plans/2/gas-laundromat").await;
    assert!(fork.text.contains("href=\"/plans/1/compare/1..2@2\""));
    let copy = world.anonymous.get("/plans/3/gas-laundromat-porto").await;
    assert!(!copy.text.contains("/compare/"), "nothing differs yet");
    let path = "/api/v1/plans/1/compare?from=1&to=2&with=2";
    let compared = world.anonymous.get(path).await.json();
    insta::assert_json_snapshot!(compared["words"], @r#"
    {
      "deleted": 0,
      "inserted": 2,
      "same": 9
    }
    "#);
    assert_eq!(
        (&compared["from_plan"], &compared["to_plan"]),
        (&json!(1), &json!(2))
    );
}

#[tokio::test]
async fn of_withdrawn_kin_nothing_is_compared() {
    let world = family().await;
    let withdrawn = world.ben.post_form("/plans/2/withdraw", &[]).await;
    assert_eq!(withdrawn.status, 303);
    for path in [
        "/plans/1/compare/1..2@2",
        "/plans/2/compare/2..1@1",
        "/api/v1/plans/1/compare?from=1&to=2&with=2",
    ] {
        let answer = world.anonymous.get(path).await;
        assert_eq!(answer.status, 410, "{path}");
        assert!(!answer.text.contains("and gas"), "{path}");
        assert_eq!(world.ben.get(path).await.status, 200, "{path}");
    }
}

#[tokio::test]
async fn a_profile_tells_what_somebody_gave() {
    let world = family().await;
    let none = world.anonymous.get("/people/ada/contributions").await;
    assert!(none.text.contains("has led to a revision yet"));
    let founder = domain::accounts::acting_as(&world.fresh.forum, "ben").await;
    let ben = founder.expect("accounts are read").expect("a member");
    let said = world.comment(PlanId(2), "Gas runs out.").await;
    comments::favorite(
        &world.fresh.forum,
        &ben,
        said,
        Some(domain::ids::RevisionNumber(2)),
    )
    .await
    .expect("it is lifted");
    let page = world.anonymous.get("/people/ada/contributions").await;
    assert_eq!(page.status, 200);
    for words in [
        "aria-current=\"page\">Contributions</a>",
        &format!("href=\"/comments/{said}\""),
        "href=\"/plans/2/gas-laundromat\"",
        "href=\"/plans/2/history/2\"",
    ] {
        assert!(page.text.contains(words), "{words}: {}", page.text);
    }
    let moved = world.anonymous.get("/people/Ada/contributions").await;
    assert_eq!(moved.location(), "/people/ada/contributions");
    assert_eq!(
        world
            .anonymous
            .get("/people/ada/contributions?after=x")
            .await
            .status,
        404
    );
}

#[tokio::test]
async fn machines_read_the_credit() {
    let world = family().await;
    let feed = world.anonymous.get("/people/ben/plans.atom").await.text;
    for words in [
        "<link href=\"https://plans.example/plans/1/history/1\" rel=\"via\"",
        "<rights>CC BY-SA 4.0. Based on “Solar laundromat for apartment blocks” by ada, revision 1, ",
    ] {
        assert!(feed.contains(words), "{words}: {feed}");
    }
    let own = world.anonymous.get("/people/ada/plans.atom").await.text;
    assert!(own.contains("<rights>CC BY-SA 4.0</rights>") && !own.contains("rel=\"via\""));
    let page = world.anonymous.get("/plans/2/gas-laundromat").await;
    let data = Selector::parse("script[type='application/ld+json']").expect("a selector");
    let page = Html::parse_document(&page.text);
    let data: String = page.select(&data).flat_map(|data| data.text()).collect();
    let data: Value = serde_json::from_str(&data).expect("JSON");
    assert_eq!(data["isBasedOn"], "https://plans.example/plans/1/history/1");
    let credit = data["creditText"].as_str().expect("a text");
    assert!(
        credit.starts_with("“Gas laundromat” by ben, revision 2"),
        "{credit}"
    );
    assert!(credit.contains(". Based on “Solar laundromat"), "{credit}");
}
