//! Listings by calls.

use super::{call, places, with_plans};
use crate::world::World;
use axum::http::Method;
use domain::{ids::PlanId, plans};
use serde_json::json;

/// A listing with the number 3 that asks for energy and names three plans.
async fn with_listing() -> World {
    let world = with_plans().await;
    let made = call(
        &world.mo,
        Method::POST,
        "/listings",
        &json!({"title": "Energy first", "question": "tag:energy", "sort": "forked"}),
    )
    .await;
    assert_eq!(made.status, 201, "{}", made.text);
    assert_eq!(made.location(), "/api/v1/listings/3");
    let listing = made.json();
    assert_eq!(
        (&listing["state"], &listing["sort"], &listing["edits"]),
        (&json!("draft"), &json!("forked"), &json!(0))
    );
    for plan in [3, 2, 1] {
        let body = json!({"plan": plan, "note": "Read twice"});
        let put = call(&world.mo, Method::POST, "/listings/3/plans", &body).await;
        assert_eq!(put.status, 201);
    }
    world
}

#[tokio::test]
async fn a_listing_is_made_by_calls() {
    let world = with_listing().await;
    let at = "/listings/3/plans/1";
    let moved = call(&world.mo, Method::PATCH, at, &json!({"to": "1"})).await;
    assert_eq!(places(&moved.json()), [(1, 1), (2, 3), (3, 2)]);
    for (body, status) in [
        (json!({"to": "left"}), 422),
        (json!({}), 422),
        (json!({"note": "Unread"}), 422),
        (json!({"note": "Read thrice", "base_edits": 0}), 200),
        (json!({"note": "Read once", "base_edits": 0}), 409),
    ] {
        let told = call(&world.mo, Method::PATCH, at, &body).await;
        assert_eq!(told.status, status, "{body}: {}", told.text);
    }
    let edit = |title: &str, base: i32| json!({"title": title, "base_edits": base});
    let changed = call(
        &world.mo,
        Method::PUT,
        "/listings/3",
        &edit("Energy second", 0),
    )
    .await;
    assert_eq!(changed.json()["title"], "Energy second");
    assert_eq!(
        changed.json()["question"],
        "tag:energy",
        "what is left out stays"
    );
    let stale = call(
        &world.mo,
        Method::PUT,
        "/listings/3",
        &edit("Energy third", 0),
    )
    .await;
    assert_eq!(stale.status, 409);
    let drafts = world.mo.get("/api/v1/listings?drafts=true").await.json();
    assert_eq!(drafts["items"][0]["id"], 3);
    assert_eq!(world.anonymous.get("/api/v1/listings/3").await.status, 404);
    let none = json!({});
    let published = call(&world.mo, Method::POST, "/listings/3/publish", &none).await;
    assert_eq!(published.json()["state"], "published");
    let featured = call(&world.mo, Method::PUT, "/listings/3/featured", &none).await;
    assert_eq!(featured.json()["featured"], true);
    let page = world.anonymous.get("/api/v1/listings?limit=2").await.json();
    assert_eq!(page["items"][0]["id"], 3);
    let after = page["next"].as_str().expect("a place");
    let rest = world
        .anonymous
        .get(&format!("/api/v1/listings?after={after}"))
        .await
        .json();
    assert_eq!(
        (&rest["items"][0]["id"], &rest["next"]),
        (&json!(1), &json!(null))
    );
    assert_eq!(
        world.anonymous.get("/api/v1/listings?after=x").await.status,
        422
    );
    world.fresh.verify().await;
}

#[tokio::test]
async fn proposals_are_answered_by_calls() {
    let world = with_listing().await;
    let none = json!({});
    let published = call(&world.mo, Method::POST, "/listings/3/publish", &none).await;
    assert_eq!(published.status, 200);
    let taken = call(&world.mo, Method::DELETE, "/listings/3/plans/3", &none).await;
    assert_eq!(taken.status, 204);
    let proposed = call(
        &world.ben,
        Method::POST,
        "/listings/3/proposals",
        &json!({"plan": 3, "because": "It burns clean"}),
    )
    .await;
    assert_eq!(
        (proposed.status.as_u16(), &proposed.json()["id"]),
        (201, &json!(2))
    );
    let answered = call(
        &world.mo,
        Method::POST,
        "/proposals/2/answer",
        &json!({"accept": true, "reason": "So it does", "note": "Clean"}),
    )
    .await
    .json();
    assert_eq!(
        (&answered["outcome"], &answered["answer"]["reason"]),
        (&json!("accepted"), &json!("So it does"))
    );
    let all = world
        .anonymous
        .get("/api/v1/listings/3/proposals")
        .await
        .json();
    assert_eq!(all["items"][0]["because"], "It burns clean");
    let waiting = world
        .anonymous
        .get("/api/v1/listings/3/proposals?waiting=true")
        .await
        .json();
    assert_eq!(waiting["items"], json!([]));
    plans::withdraw(&world.fresh.forum, &world.founder, PlanId(2))
        .await
        .expect("it is withdrawn");
    let seen = world.mo.get("/api/v1/listings/3").await.json();
    assert_eq!(places(&seen), [(2, 1), (3, 3)]);
    assert_eq!(seen["hidden"], json!([{"place": 1, "plan": 2}]));
    let seen = world.ben.get("/api/v1/listings/3").await.json();
    assert_eq!(
        (places(&seen), &seen["hidden"]),
        (vec![(2, 1), (3, 3)], &json!(null))
    );
    world.fresh.verify().await;
}
