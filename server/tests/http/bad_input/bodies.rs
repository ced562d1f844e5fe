//! Bodies that are not what they should be: no JSON, no form, values of the wrong kind.

use crate::{harness::insert, plans::laundromat_with, world::World};
use axum::{body::Body, http::Method};
use serde_json::json;

#[tokio::test]
async fn a_body_that_is_no_json_is_refused_in_words() {
    let world = World::new().await;
    let plan = laundromat_with([("/base_revision", json!(2)), ("/note", json!("A note"))]);
    let trailing = format!("{plan} {{}}");
    let deep_array = "[".repeat(10_000);
    let deep = format!("{{\"unknown\": {}", "{\"a\":".repeat(10_000));
    let large = format!("{{\"title\": \"{}\"}}", "x".repeat(1_100_000));
    let cases: [(&[u8], &str, u16); 14] = [
        (b"", "application/json", 400),
        (b"{", "application/json", 400),
        (b"nonsense", "application/json", 400),
        (b"{\"title\": \"\xff\xfe\"}", "application/json", 400),
        (trailing.as_bytes(), "application/json", 400),
        (deep_array.as_bytes(), "application/json", 422),
        (deep.as_bytes(), "application/json", 400),
        (b"[]", "application/json", 422),
        (b"null", "application/json", 422),
        (b"{\"title\": 7}", "application/json", 422),
        (b"{}", "application/json", 422),
        (b"{}", "text/plain", 415),
        (b"title=x", "application/x-www-form-urlencoded", 415),
        (large.as_bytes(), "application/json", 413),
    ];
    let before = world.fresh.rows().await;
    for (method, path) in [
        (Method::POST, "/api/v1/plans"),
        (Method::PUT, "/api/v1/plans/1"),
    ] {
        for (body, kind, status) in cases {
            let mut request = world.ada.request(method.clone(), path);
            *request.body_mut() = Body::from(body.to_vec());
            insert(request.headers_mut(), "content-type", kind);
            let answer = world.ada.send(request).await;
            let sent = String::from_utf8_lossy(&body[..body.len().min(40)]).into_owned();
            assert_eq!(answer.status, status, "{path} {sent}: {}", answer.text);
            assert_eq!(answer.header("content-type"), "application/problem+json");
            assert!(answer.json()["title"].is_string(), "{sent}");
        }
    }
    assert_eq!(world.fresh.rows().await, before);
}

#[tokio::test]
async fn a_value_of_the_wrong_kind_is_told_by_its_field() {
    let world = World::new().await;
    let before = world.fresh.rows().await;
    for (field, value) in [
        ("title", json!(null)),
        ("title", json!("x".repeat(100_000))),
        ("title", json!("A title with \u{0} in it")),
        ("title", json!("A title that \u{202e} turns")),
        ("pitch", json!(["a"])),
        ("body", json!("x".repeat(300_000))),
        ("tags", json!("energy")),
        ("tags", json!([1, 2])),
        ("tags", json!(["a", "b", "c", "d", "e", "f"])),
        ("stage", json!("dreaming")),
        ("licence", json!("Proprietary")),
        ("numbers", json!(7)),
        ("numbers", json!({"currency": "XXX!", "months": []})),
    ] {
        let plan = laundromat_with([(&format!("/{field}"), value.clone())]);
        let answer = world.ada.call(Method::POST, "/plans", &plan).await;
        let shown = value.to_string();
        let shown: String = shown.chars().take(40).collect();
        assert_eq!(answer.status, 422, "{field} {shown}: {}", answer.text);
        let problems = answer.json();
        let told = problems["errors"][0]["field"].as_str().unwrap_or_default();
        assert!(told.starts_with(field), "{field} {shown}: {problems}");
    }
    let extremes = [
        json!(i64::MAX),
        json!(-1),
        json!(1e300),
        json!("1"),
        json!(0.5),
        json!(u64::MAX),
    ];
    for amount in extremes {
        let plan = laundromat_with([
            ("/numbers/months/0/costs/0/amount", amount.clone()),
            ("/numbers/months/1/costs/0/amount", amount.clone()),
        ]);
        let answer = world.ada.call(Method::POST, "/plans", &plan).await;
        assert_eq!(answer.status, 422, "{amount}: {}", answer.text);
    }
    assert_eq!(world.fresh.rows().await, before);
    world.fresh.verify().await;
}

#[tokio::test]
async fn an_object_is_sent_by_the_names_of_its_fields() {
    let world = World::new().await;
    let before = world.fresh.rows().await;
    for (method, path, by_position) in [
        (
            Method::POST,
            "/session",
            json!(["ada", "seven wet umbrellas"]),
        ),
        (
            Method::POST,
            "/accounts",
            json!(["cy", "cy@example.org", "seven wet umbrellas", null]),
        ),
        (
            Method::POST,
            "/plans",
            json!([
                "A title of a plan",
                "A pitch of twenty letters",
                "Text",
                [],
                null,
                null,
                null
            ]),
        ),
        (
            Method::PUT,
            "/plans/1",
            json!([2, "A note", null, null, "Text", null, null, null, null]),
        ),
        (
            Method::POST,
            "/plans/1/comments",
            json!(["Who pays?", null, null, null]),
        ),
        (Method::PUT, "/comments/1", json!(["Another text", 0])),
    ] {
        let answer = world.ada.call(method, path, &by_position).await;
        assert_eq!(answer.status, 422, "{path}: {}", answer.text);
        let expected = json!([{"field": ".", "message": "must be an object, not an array"}]);
        assert_eq!(answer.json()["errors"], expected, "{path}");
    }
    let line = json!(["fixed", "rent", 100, null]);
    for (place, value, field, message) in [
        (
            "/numbers",
            json!(["USD", null, 320, 208, [], null, null]),
            "numbers",
            "not an array",
        ),
        ("/numbers", json!(7), "numbers", "not 7"),
        ("/numbers", json!("USD"), "numbers", "not a string"),
        (
            "/numbers/return",
            json!(["equity", "12%"]),
            "numbers.return",
            "not an array",
        ),
        (
            "/numbers/months/1",
            json!([[], []]),
            "numbers.months[1]",
            "not an array",
        ),
        (
            "/numbers/months/1",
            json!(null),
            "numbers.months[1]",
            "not null",
        ),
        (
            "/numbers/months/0/costs/0",
            line.clone(),
            "numbers.months[0].costs[0]",
            "not an array",
        ),
        (
            "/numbers/months/0/revenue/0",
            line,
            "numbers.months[0].revenue[0]",
            "not an array",
        ),
    ] {
        let plan = laundromat_with([
            ("/base_revision", json!(2)),
            ("/note", json!("A note")),
            (place, value),
        ]);
        for (method, path) in [(Method::POST, "/plans"), (Method::PUT, "/plans/1")] {
            let answer = world.ada.call(method, path, &plan).await;
            assert_eq!(answer.status, 422, "{place}: {}", answer.text);
            let expected =
                json!([{"field": field, "message": format!("must be an object, {message}")}]);
            assert_eq!(answer.json()["errors"], expected, "{place}");
        }
    }
    assert_eq!(world.fresh.rows().await, before);
}

#[tokio::test]
async fn a_form_that_is_none_is_refused() {
    let world = World::new().await;
    let large = vec![b'x'; 1_100_000];
    let before = world.fresh.rows().await;
    for (body, kind, statuses) in [
        (
            b"body=%ff%fe".to_vec(),
            "application/x-www-form-urlencoded",
            [303, 422],
        ),
        (
            b"body=\xff\xfe".to_vec(),
            "application/x-www-form-urlencoded",
            [303, 400],
        ),
        (
            b"{\"body\": \"x\"}".to_vec(),
            "application/json",
            [400, 415],
        ),
        (
            b"body=x".to_vec(),
            "multipart/form-data; boundary=x",
            [400, 415],
        ),
        (b"body=x".to_vec(), "text/plain", [400, 415]),
        (
            b"body=x&body=y".to_vec(),
            "application/x-www-form-urlencoded",
            [400, 422],
        ),
        (large, "application/x-www-form-urlencoded", [413, 413]),
    ] {
        let mut request = world.ben.request(Method::POST, "/plans/1/comments");
        let context = format!("{kind} {:.20}", String::from_utf8_lossy(&body));
        *request.body_mut() = Body::from(body);
        insert(request.headers_mut(), "content-type", kind);
        insert(request.headers_mut(), "sec-fetch-site", "same-origin");
        let answer = world.ben.send(request).await;
        assert!(
            statuses.contains(&answer.status.as_u16()),
            "{context}: {}",
            answer.status
        );
        if answer.status != 303 {
            assert!(answer.text.contains("<h1>"), "{context}");
        }
    }
    let grown = world.fresh.rows().await["comments"] - before["comments"];
    assert!(grown <= 2, "{grown}");
    world.fresh.verify().await;
}
