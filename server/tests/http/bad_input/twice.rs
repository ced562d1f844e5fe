//! What is sent twice makes one thing.

use super::with;
use crate::{
    harness::{Answer, Client, insert},
    plans::laundromat,
    world::{PLAN_FIELDS, World},
};
use axum::{body::Body, http::Method};
use serde_json::Value;

#[tokio::test]
async fn a_form_that_is_sent_twice_makes_one_thing() {
    let world = World::new().await;
    let plan = with(&PLAN_FIELDS, "once", "0123456789abcdef");
    let answers =
        futures::future::join_all((0..8).map(|_| world.ada.post_form("/plans/new", &plan))).await;
    same(&answers, 303);
    assert_eq!(world.fresh.rows().await["plans"], 2);
    let comment = [("body", "Once."), ("once", "fedcba9876543210")];
    let answers = futures::future::join_all(
        (0..8).map(|_| world.ben.post_form("/plans/1/comments", &comment)),
    )
    .await;
    same(&answers, 303);
    assert_eq!(world.fresh.rows().await["comments"], 2);
    // Another person's key is another key.
    let answer = world.ada.post_form("/plans/1/comments", &comment).await;
    assert_eq!(answer.status, 303);
    assert_eq!(world.fresh.rows().await["comments"], 3);
    world.fresh.verify().await;
}

#[tokio::test]
async fn a_call_that_is_sent_twice_makes_one_thing() {
    let world = World::new().await;
    let calls = (0..8).map(|_| keyed(&world.ada, "/plans", laundromat()));
    let answers = futures::future::join_all(calls).await;
    same(&answers, 201);
    assert_eq!(world.fresh.rows().await["plans"], 2);
    for key in ["", "two words", &"x".repeat(65)] {
        let mut request = world.ada.request(Method::POST, "/api/v1/plans");
        *request.body_mut() = Body::from(laundromat().to_string());
        insert(request.headers_mut(), "content-type", "application/json");
        insert(request.headers_mut(), "idempotency-key", key);
        assert_eq!(world.ada.send(request).await.status, 400, "{key:?}");
    }
}

async fn keyed(client: &Client, path: &str, body: Value) -> Answer {
    let mut request = client.request(Method::POST, &format!("/api/v1{path}"));
    *request.body_mut() = Body::from(body.to_string());
    insert(request.headers_mut(), "content-type", "application/json");
    insert(request.headers_mut(), "idempotency-key", "0123456789abcdef");
    client.send(request).await
}

fn same(answers: &[Answer], status: u16) {
    for answer in answers {
        assert_eq!(answer.status, status, "{}", answer.text);
        assert_eq!(answer.location(), answers[0].location());
        assert_eq!(answer.text, answers[0].text);
    }
}
