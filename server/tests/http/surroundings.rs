//! What stands around every request: headers, refusals, health.

use crate::harness::{Fresh, insert};
use axum::{body::Body, http::Method};
use serde_json::json;
use server::settings::Settings;

#[tokio::test]
async fn every_page_carries_what_keeps_its_reader_safe() {
    let fresh = Fresh::new().await;
    let page = fresh.visitor().get("/plans").await;
    assert_eq!(page.status, 200);
    let shown = [
        "cache-control",
        "content-security-policy",
        "content-type",
        "cross-origin-opener-policy",
        "cross-origin-resource-policy",
        "permissions-policy",
        "referrer-policy",
        "speculation-rules",
        "strict-transport-security",
        "x-content-type-options",
        "x-frame-options",
    ]
    .map(|name| format!("{name}: {}", page.header(name)))
    .join("\n");
    insta::assert_snapshot!(shown, @r#"
    cache-control: private, no-cache
    content-security-policy: default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; connect-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types default
    content-type: text/html; charset=utf-8
    cross-origin-opener-policy: same-origin
    cross-origin-resource-policy: same-origin
    permissions-policy: accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=(), browsing-topics=()
    referrer-policy: same-origin
    speculation-rules: "/speculation-rules.json"
    strict-transport-security: max-age=63072000; includeSubDomains
    x-content-type-options: nosniff
    x-frame-options: DENY
    "#);
}

#[tokio::test]
async fn an_unknown_page_is_not_found_in_the_look() {
    let fresh = Fresh::new().await;
    for path in ["/nothing", "/plans/999999999999", "/plans/1/x/y/z", "/api"] {
        let page = fresh.visitor().get(path).await;
        assert_eq!(page.status, 404, "{path}");
        assert!(page.text.contains("There is nothing here"), "{path}");
    }
}

#[tokio::test]
async fn an_unknown_call_is_a_problem_document() {
    let fresh = Fresh::new().await;
    let answer = fresh.visitor().get("/api/v1/nothing").await;
    assert_eq!(answer.header("content-type"), "application/problem+json");
    insta::assert_json_snapshot!(answer.json(), @r#"
    {
      "status": 404,
      "title": "Not Found",
      "type": "about:blank"
    }
    "#);
    let answer = fresh
        .visitor()
        .call(Method::DELETE, "/plans", &json!({}))
        .await;
    assert_eq!(answer.status, 405);
    assert_eq!(answer.header("content-type"), "application/problem+json");
}

#[tokio::test]
async fn what_cannot_be_read_is_refused_and_never_breaks_anything() {
    let fresh = Fresh::new().await;
    let long = format!("/plans?after={}", "9".repeat(5000));
    let cases = [
        ("/plans/%ff%fe", 400),
        ("/plans/1%00", 400),
        ("/plans?tag=%c3%28", 400),
        (long.as_str(), 414),
        ("/plans/-1", 404),
        ("/plans/1e9", 404),
        ("/plans/../../etc/passwd", 404),
        ("/tags/%20", 404),
        ("/api/v1/plans/99999999999999999999999", 404),
        ("/api/v1/plans/%ff", 400),
        ("/sitemap/0.xml", 404),
        ("/tags/No%20tag/plans.atom", 404),
    ];
    for (path, status) in cases {
        let answer = fresh.visitor().get(path).await;
        assert_eq!(answer.status, status, "{path}: {}", answer.text);
    }
}

#[tokio::test]
async fn a_query_that_is_wrong_is_told_field_by_field() {
    let fresh = Fresh::new().await;
    let answer = fresh.visitor().get("/api/v1/plans?sort=best").await;
    assert_eq!(answer.status, 422);
    insta::assert_json_snapshot!(answer.json()["errors"], @r#"
    [
      {
        "field": "sort",
        "message": "unknown variant `best`, expected one of `hot`, `new`, `top`, `discussed`, `forked`"
      }
    ]
    "#);
    let answer = fresh.visitor().get("/api/v1/plans?limit=many").await;
    assert_eq!(answer.json()["errors"][0]["field"], "limit");
    let answer = fresh.visitor().get("/api/v1/plans?after=nowhere").await;
    assert_eq!(answer.json()["errors"][0]["field"], "after");
}

#[tokio::test]
async fn a_token_that_nobody_has_is_refused() {
    let fresh = Fresh::new().await;
    let stranger = fresh.visitor().with_token("nobody's");
    let answer = stranger.get("/api/v1/plans").await;
    assert_eq!(answer.status, 401);
    assert_eq!(answer.header("www-authenticate"), "Bearer");
}

#[tokio::test]
async fn another_site_changes_nothing() {
    let fresh = Fresh::new().await;
    let mut request = fresh.visitor().request(Method::POST, "/sign-out");
    insert(request.headers_mut(), "sec-fetch-site", "cross-site");
    let answer = fresh.visitor().send(request).await;
    assert_eq!(answer.status, 403);
    assert!(answer.text.contains("from another site"));
}

#[tokio::test]
async fn more_than_a_megabyte_is_refused() {
    let fresh = Fresh::new().await;
    let mut request = fresh.visitor().request(Method::POST, "/sign-in");
    insert(request.headers_mut(), "sec-fetch-site", "same-origin");
    insert(request.headers_mut(), "content-length", "2000000");
    *request.body_mut() = Body::from(vec![b'a'; 2_000_000]);
    let answer = fresh.visitor().send(request).await;
    assert_eq!(answer.status, 413);
    assert!(answer.text.contains("That is too long"), "{}", answer.text);
}

#[tokio::test]
async fn whoever_asks_too_often_waits() {
    let fresh = Fresh::with(Settings::default()).await;
    let visitor = fresh.visitor();
    for _ in 0..2000 {
        let answer = visitor.get("/health/live").await;
        if answer.status == 429 {
            assert_eq!(answer.header("retry-after"), "1");
            return;
        }
    }
    panic!("nobody was slowed down");
}

#[tokio::test]
async fn a_last_slash_is_taken_off() {
    let fresh = Fresh::new().await;
    let answer = fresh.visitor().get("/plans/?sort=new").await;
    assert_eq!(
        (answer.status.as_u16(), answer.location()),
        (308, "/plans?sort=new")
    );
}

#[tokio::test]
async fn head_is_the_page_without_its_text() {
    let fresh = Fresh::new().await;
    let request = fresh.visitor().request(Method::HEAD, "/plans");
    let answer = fresh.visitor().send(request).await;
    assert_eq!((answer.status.as_u16(), answer.text.as_str()), (200, ""));
}

#[tokio::test]
async fn health_is_told_in_json() {
    let fresh = Fresh::new().await;
    let live = fresh.visitor().get("/health/live").await;
    let ready = fresh.visitor().get("/health/ready").await;
    assert_eq!(live.json(), json!({"status": "live"}));
    assert_eq!(ready.json(), json!({"status": "ready"}));
}

#[tokio::test]
async fn measurements_are_for_this_machine() {
    let fresh = Fresh::new().await;
    fresh.visitor().get("/plans").await;
    let here = fresh.visitor().get("/metrics").await;
    assert!(
        here.text
            .contains("openplan_requests_total{route=\"/plans\""),
        "{}",
        here.text
    );
    let mut proxied = fresh.visitor().request(Method::GET, "/metrics");
    insert(proxied.headers_mut(), "x-forwarded-for", "192.0.2.1");
    assert_eq!(fresh.visitor().send(proxied).await.status, 404);
}

#[tokio::test]
async fn robots_find_the_map_and_feeds_are_valid_when_empty() {
    let fresh = Fresh::new().await;
    let robots = fresh.visitor().get("/robots.txt").await;
    assert!(
        robots
            .text
            .contains("Sitemap: https://plans.example/sitemap.xml")
    );
    for path in ["/sitemap.xml", "/sitemap/1.xml", "/plans.atom"] {
        let first = fresh.visitor().get(path).await;
        assert_eq!(first.status, 200, "{path}");
        let mut again = fresh.visitor().request(Method::GET, path);
        insert(again.headers_mut(), "if-none-match", first.header("etag"));
        assert_eq!(fresh.visitor().send(again).await.status, 304, "{path}");
    }
}

#[tokio::test]
async fn the_calls_are_described() {
    let fresh = Fresh::new().await;
    let document = fresh.visitor().get("/api/v1/openapi.json").await.json();
    assert!(document["paths"]["/plans/{id}"]["get"].is_object());
    assert_eq!(document["servers"][0]["url"], "/api/v1");
}
