//! Where plans run: the page, the form, and the same by the API.

use crate::{harness::Answer, world::World};
use axum::http::Method;
use domain::{ids::PlanId, plans};
use scraper::{Html, Selector};
use serde_json::json;

const FORM: &str = "/plans/1/place";
const TYPED: [(&str, &str); 3] = [
    ("place", "Porto"),
    ("since", "2026-05"),
    ("report", "Quiet on **Mondays**."),
];

fn held(answer: &Answer, name: &str) -> String {
    let field = Selector::parse(&format!("[name={name}]")).expect("a selector");
    let page = Html::parse_document(&answer.text);
    let field = page.select(&field).next().expect("the field is there");
    match field.value().name() {
        "textarea" => field.text().collect(),
        _ => field.attr("value").unwrap_or_default().to_owned(),
    }
}

fn is_kept(answer: &Answer) {
    for (name, value) in TYPED {
        assert_eq!(held(answer, name).trim(), value, "{name}");
    }
}

/// The world, in which Ben's fork of Ada's plan runs too.
async fn running_twice() -> World {
    let world = World::new().await;
    let fork = json!({"reason": "Another city"});
    let forked = world.ben.call(Method::POST, "/plans/1/forks", &fork).await;
    assert_eq!(forked.status, 201, "{}", forked.text);
    let place = json!({"place": "Porto", "since": "2026-5", "report": "<script>*Quiet*</script>"});
    let placed = world.ben.call(Method::PUT, "/plans/2/place", &place).await;
    assert_eq!(placed.status, 200, "{}", placed.text);
    world
}

#[tokio::test]
async fn places_are_told_page_by_page() {
    let world = running_twice().await;
    let page = world.anonymous.get("/plans/1/places").await;
    assert_eq!(page.status, 200);
    for words in [
        "Running in 2 places",
        "To be copied well is a success",
        "Lisbon",
        "Since March 2026",
        "Full on Sundays.",
        "Porto",
        "Since May 2026",
        "Price per unit",
        "Margin per unit",
        "by day 60",
    ] {
        assert!(page.text.contains(words), "{words}");
    }
    assert!(!page.text.contains("<script>*"), "{}", page.text);
    assert!(!page.text.contains("Say where it runs"));
    let rest = world.anonymous.get("/plans/1/places?after=1").await;
    assert!(rest.text.contains("Porto") && !rest.text.contains("Lisbon"));
    assert!(rest.text.contains("noindex"));
    assert_eq!(
        world.anonymous.get("/plans/1/places?after=x").await.status,
        404
    );
    // Of a fork only what lies below it.
    let fork = world.ben.get("/plans/2/places").await;
    assert!(fork.text.contains("Running in 1 place<"), "{}", fork.text);
    assert!(fork.text.contains("Change what you say of your place"));
}

#[tokio::test]
async fn a_plan_that_runs_nowhere_says_so() {
    let world = World::new().await;
    world.ada.post_form(FORM, &[("action", "remove")]).await;
    let page = world.anonymous.get("/plans/1/places").await;
    assert!(page.text.contains("Nobody has said yet that it runs"));
    let own = world.ada.get("/plans/1/places").await;
    assert!(own.text.contains("Say where it runs"));
    world.fresh.verify().await;
}

#[tokio::test]
async fn its_founder_says_where_a_plan_runs() {
    let world = World::new().await;
    let form = world.ada.get(FORM).await;
    assert_eq!(held(&form, "since"), "2026-03");
    assert_eq!(held(&form, "report").trim(), "Full on Sundays.");
    let saved = world.ada.post_form(FORM, &TYPED).await;
    assert_eq!(
        (saved.status.as_u16(), saved.location()),
        (303, "/plans/1/places")
    );
    is_kept(&world.ada.get(FORM).await);
    let page = world.anonymous.get("/plans/1/places").await;
    assert!(page.text.contains("<strong>Mondays</strong>"));
    let plan = plans::find(&world.fresh.forum, &domain::Viewer::Anonymous, PlanId(1)).await;
    assert_eq!(plan.expect("it is read").expect("it is there").running, 1);
    world.fresh.verify().await;
}

#[tokio::test]
async fn a_mistake_stands_beside_its_field_and_all_is_kept() {
    let world = World::new().await;
    let long = "x".repeat(2_001);
    for (name, value, words) in [
        ("place", "P", "at least 2"),
        ("place", "A bell \u{7}", "control character"),
        ("since", "2026-13", "must be a year and a month"),
        ("since", "2099-01", "has not begun yet"),
        ("report", long.as_str(), "at most 2000"),
    ] {
        let typed: Vec<_> = TYPED
            .into_iter()
            .filter(|(other, _)| *other != name)
            .chain([(name, value)])
            .collect();
        let before = world.fresh.rows().await;
        let answer = world.ada.post_form(FORM, &typed).await;
        assert_eq!(answer.status, 422, "{name}");
        let problem = Selector::parse(&format!("#field-{name}-problem")).expect("a selector");
        let page = Html::parse_document(&answer.text);
        let problem: String = page.select(&problem).flat_map(|told| told.text()).collect();
        assert!(problem.contains(words), "{name}: {problem}");
        for (name, value) in typed {
            assert_eq!(held(&answer, name).trim(), value, "{name}");
        }
        assert_eq!(world.fresh.rows().await, before);
    }
}

#[tokio::test]
async fn what_was_typed_outlives_the_session() {
    let world = World::new().await;
    let answer = world.anonymous.post_form(FORM, &TYPED).await;
    assert_eq!(answer.status, 401);
    is_kept(&answer);
    assert!(answer.text.contains("You are signed out"));
    let answer = world.suspended.post_form(FORM, &TYPED).await;
    assert_eq!(answer.status, 403);
    is_kept(&answer);
    let page = world.anonymous.get("/plans/1/places").await;
    assert!(!page.text.contains("Porto"));
}

#[tokio::test]
async fn a_withdrawn_plan_runs_nowhere() {
    let world = World::new().await;
    plans::withdraw(&world.fresh.forum, &world.founder, PlanId(1))
        .await
        .expect("it is withdrawn");
    assert_eq!(world.ada.get(FORM).await.status, 409);
    assert_eq!(world.ada.post_form(FORM, &TYPED).await.status, 409);
    let body = json!({"place": "Porto", "since": "2026-05"});
    let put = world.ada.call(Method::PUT, FORM, &body).await;
    assert_eq!(put.status, 409, "{}", put.text);
    let fork = json!({"reason": "Another city"});
    let forked = world.ada.call(Method::POST, "/plans/1/forks", &fork).await;
    assert_eq!(forked.status, 409, "{}", forked.text);
}

#[tokio::test]
async fn programs_say_and_read_where_plans_run() {
    let world = running_twice().await;
    let place = world.anonymous.get("/api/v1/plans/2/place").await.json();
    insta::assert_json_snapshot!(place, @r#"
    {
      "place": "Porto",
      "report": "<script>*Quiet*</script>",
      "since": "2026-05"
    }
    "#);
    let mut places = world
        .anonymous
        .get("/api/v1/plans/1/places?limit=1")
        .await
        .json();
    assert_eq!(places["items"][0]["plan"].take()["id"], 1);
    insta::assert_json_snapshot!(places, @r#"
    {
      "items": [
        {
          "changed_at": "2026-11-01T09:00:00Z",
          "html": "<p>Full on Sundays.</p>\n",
          "place": "Lisbon",
          "plan": null,
          "planned": {
            "breaks_even_by_day": 60,
            "currency": "USD",
            "margin": 112,
            "price": 320
          },
          "since": "2026-03"
        }
      ],
      "next": "1"
    }
    "#);
    let wrong = json!({"place": "", "since": "2099-01"});
    let wrong = world.ben.call(Method::PUT, "/plans/2/place", &wrong).await;
    insta::assert_json_snapshot!(wrong.json(), @r#"
    {
      "errors": [
        {
          "field": "place",
          "message": "must not be empty"
        },
        {
          "field": "since",
          "message": "has not begun yet"
        }
      ],
      "status": 422,
      "title": "Unprocessable Entity",
      "type": "about:blank"
    }
    "#);
    for _ in 0..2 {
        let gone = world
            .ben
            .call(Method::DELETE, "/plans/2/place", &json!({}))
            .await;
        assert_eq!(gone.status, 204);
    }
    assert_eq!(
        world.anonymous.get("/api/v1/plans/2/place").await.status,
        404
    );
    assert_eq!(
        world.anonymous.get("/api/v1/plans/1").await.json()["running"],
        1
    );
    world.fresh.verify().await;
}
