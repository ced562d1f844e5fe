//! What every address has in common: redirects to the one right address, and HEAD.

use crate::{
    permissions::{RULES, asset_of, filled},
    world::World,
};
use axum::http::Method;
use domain::{ids::PlanId, plans};

#[tokio::test]
async fn a_plan_has_one_address() {
    let world = World::new().await;
    let right = "/plans/1/solar-laundromat-for-apartment-blocks";
    for wrong in [
        "/plans/1",
        "/plans/1/solar",
        "/plans/1/Solar-Laundromat-For-Apartment-Blocks",
        "/plans/01",
        "/plans/1/%E2%98%83",
    ] {
        let answer = world.ben.get(wrong).await;
        assert_eq!(
            (answer.status.as_u16(), answer.location()),
            (308, right),
            "{wrong}"
        );
    }
    let page = world.ben.get(right).await;
    assert_eq!(page.status, 200);
    let canonical = format!("rel=\"canonical\" href=\"https://plans.example{right}\"");
    assert!(page.text.contains(&canonical));
}

#[tokio::test]
async fn a_withdrawn_plan_is_gone_but_not_for_its_author_and_comes_back() {
    let world = World::new().await;
    let address = "/plans/1/solar-laundromat-for-apartment-blocks";
    plans::withdraw(&world.fresh.forum, &world.founder, PlanId(1))
        .await
        .expect("it is withdrawn");
    let gone = world.ben.get(address).await;
    assert_eq!(gone.status, 410);
    assert!(gone.text.contains("Solar laundromat") && gone.text.contains("CC BY-SA 4.0"));
    assert!(!gone.text.contains("Tenants"));
    assert_eq!(world.ada.get(address).await.status, 200);
    for page in [
        "/plans/1/numbers",
        "/plans/1/discussion",
        "/plans/1/history",
        "/plans/1/history/1",
        "/plans/1/compare/1..2",
        "/plans/1/plan.md",
        "/plans/1/plan.json",
    ] {
        let same = world.ben.get(page).await;
        assert_eq!(
            (same.status, &same.text),
            (gone.status, &gone.text),
            "{page}"
        );
        assert_eq!(world.ada.get(page).await.status, 200, "{page}");
    }
    let back = world.ada.post_form("/plans/1/return", &[]).await;
    assert_eq!(back.location(), address);
    assert_eq!(world.ben.get(address).await.status, 200);
}

#[tokio::test]
async fn head_tells_of_every_address_what_get_would() {
    let world = World::new().await;
    let home = world.anonymous.get("/").await.text;
    for (method, pattern, ..) in RULES {
        // A stream of events has no end to wait for.
        if *method != "GET" || pattern.ends_with("/live") {
            continue;
        }
        let path = filled(pattern, asset_of(&home));
        let got = world.ada.get(&path).await;
        let head = world.ada.send(world.ada.request(Method::HEAD, &path)).await;
        assert_eq!(
            (head.status, head.text.as_str()),
            (got.status, ""),
            "{path}"
        );
        for name in ["content-type", "location", "cache-control", "etag"] {
            assert_eq!(head.header(name), got.header(name), "{path} {name}");
        }
    }
}
