//! What another site tries through somebody's browser, and where we lead it.

use super::{PASSWORD, enrolled};
use crate::{
    harness::{Answer, Client, PUBLIC_URL, insert},
    permissions::{RULES, ask, filled},
    world::World,
};
use axum::http::Method;

#[tokio::test]
async fn another_site_cannot_act_in_anybodys_name() {
    let world = World::new().await;
    let foreign: [&[(&str, &str)]; 7] = [
        &[],
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site"), ("origin", PUBLIC_URL)],
        &[("origin", "https://evil.example")],
        &[("origin", "https://plans.example.evil.example")],
        &[("origin", "null")],
        &[("referer", "https://plans.example/plans/1")],
    ];
    let before = world.fresh.rows().await;
    for (method, path, _, sent) in RULES {
        if *method == "GET" || path.starts_with("/api/") {
            continue;
        }
        for headers in foreign {
            let path = filled(path, "");
            let mut request = world.ada.request(Method::POST, &path);
            *request.body_mut() = (*sent).into();
            let kind = "application/x-www-form-urlencoded";
            insert(request.headers_mut(), "content-type", kind);
            for (name, value) in headers {
                insert(request.headers_mut(), name, value);
            }
            let answer = world.ada.send(request).await;
            assert_eq!(answer.status, 403, "{path} {headers:?}");
            assert!(answer.text.contains("from another site"), "{path}");
        }
    }
    assert_eq!(world.fresh.rows().await, before);
}

#[tokio::test]
async fn our_own_pages_act_in_browsers_old_and_new() {
    let world = World::new().await;
    for (name, value) in [("sec-fetch-site", "same-origin"), ("origin", PUBLIC_URL)] {
        let mut request = world.ben.request(Method::POST, "/plans/1/vote");
        *request.body_mut() = "vote=yes".into();
        let headers = request.headers_mut();
        insert(headers, "content-type", "application/x-www-form-urlencoded");
        insert(headers, name, value);
        assert_eq!(world.ben.send(request).await.status, 303, "{name}");
    }
}

#[tokio::test]
async fn looking_at_a_page_changes_nothing() {
    let world = World::new().await;
    let before = world.fresh.rows().await;
    for (method, path, ..) in RULES.iter().filter(|rule| rule.0 == "GET") {
        let path = filled(path, "");
        ask(&world.ada, method, &path, "").await;
        ask(&world.admin, method, &path, "").await;
        assert_eq!(world.fresh.rows().await, before, "{path}");
    }
}

/// Addresses that look like ours and are not, or would add a header.
const ELSEWHERE: [&str; 14] = [
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https://evil.example",
    "https:evil.example",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "/\t/evil.example",
    "/\r\nSet-Cookie: session=planted",
    " //evil.example",
    "@evil.example",
    ".evil.example",
    "/%2f%2fevil.example/..//",
];

#[tokio::test]
async fn nobody_is_led_to_another_site() {
    let world = World::new().await;
    enrolled(&world.fresh, "fay").await;
    for next in ELSEWHERE {
        let signing_in = [("who", "fay"), ("password", PASSWORD), ("next", next)];
        let query = serde_urlencoded::to_string([("next", next)]).expect("a query");
        let answers = [
            world.anonymous.post_form("/sign-in", &signing_in).await,
            world.ben.get(&format!("/sign-in?{query}")).await,
            world.ben.get(&format!("/join?{query}")).await,
            vote(&world.ben, "/plans/1/vote", next).await,
            vote(&world.ben, "/comments/1/vote", next).await,
        ];
        for answer in answers {
            assert_eq!(answer.status, 303, "{next:?}: {}", answer.text);
            let from = reqwest::Url::parse("https://plans.example/sign-in").expect("an address");
            let to = from.join(answer.location()).expect("an address");
            assert_eq!(to.origin(), from.origin(), "{next:?} leads to {to}");
            assert_ne!(answer.header("set-cookie"), "session=planted");
        }
    }
}

async fn vote(client: &Client, path: &str, next: &str) -> Answer {
    client
        .post_form(path, &[("vote", "yes"), ("next", next)])
        .await
}
