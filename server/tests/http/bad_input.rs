//! Bad input: each answers with the right status and words, keeps what was typed, and leaves
//! nothing half done.

use crate::{
    harness::{Answer, Client, Fresh, insert},
    permissions::{RULES, ask, filled},
    plans::laundromat,
    world::{PLAN_FIELDS, World},
};
use axum::{body::Body, http::Method};
use domain::{comments, ids::CommentId, plans};
use scraper::{Html, Selector};
use serde_json::{Value, json};

/// These fields, but this one with this value.
fn with<'typed>(
    fields: &[(&'typed str, &'typed str)],
    name: &'typed str,
    value: &'typed str,
) -> Vec<(&'typed str, &'typed str)> {
    let others = fields.iter().filter(|(other, _)| *other != name);
    others.copied().chain([(name, value)]).collect()
}

/// What a field of a page holds; nothing when there is no such field.
fn held(page: &str, name: &str) -> Option<String> {
    let page = Html::parse_document(page);
    let field = Selector::parse(&format!("[name={name}]")).expect("a selector");
    let field = page.select(&field).next()?;
    match field.value().name() {
        "textarea" => Some(field.text().collect()),
        "select" => {
            let chosen = Selector::parse("option[selected]").expect("a selector");
            let chosen = field.select(&chosen).next()?;
            chosen.value().attr("value").map(str::to_owned)
        }
        _ => field.value().attr("value").map(str::to_owned),
    }
}

/// Refused with this status and words beside the field, everything typed kept, nothing done.
async fn assert_kept(
    world: &World,
    client: &Client,
    path: &str,
    fields: &[(&str, &str)],
    wrong: (&str, u16, &str),
) {
    let (name, status, words) = wrong;
    let before = world.fresh.rows().await;
    let answer = client.post_form(path, fields).await;
    let context = format!("{path} {name}: {}", answer.status);
    assert_eq!(answer.status, status, "{context}");
    let shown = Html::parse_document(&answer.text);
    let text: String = shown.root_element().text().collect();
    assert!(text.contains(words), "{context} lacks {words:?}");
    for (typed, value) in fields {
        if ["action", "understood", "once", "password", "current"].contains(typed) {
            continue;
        }
        let held = held(&answer.text, typed).unwrap_or_default();
        let same = held.replace("\r\n", "\n") == value.replace("\r\n", "\n");
        assert!(same, "{context}: {typed} was {value:.80?}, is {held:.80?}");
    }
    assert_eq!(world.fresh.rows().await, before, "{context}");
}

#[tokio::test]
async fn the_editor_says_what_is_wrong_and_keeps_the_rest() {
    let world = World::new().await;
    let long_title = "x".repeat(121);
    let long_pitch = "x ".repeat(141);
    let long_body = "x".repeat(256 * 1024 + 1);
    let cases = [
        ("title", "", "must not be empty"),
        ("title", "Short", "at least 8"),
        ("title", long_title.as_str(), "at most 120"),
        (
            "title",
            "A title with a bell \u{7} in it",
            "control character",
        ),
        (
            "title",
            "A title that \u{202e} turns around",
            "reverses the direction",
        ),
        ("title", "        \u{200b}\u{feff}   ", "must not be empty"),
        ("pitch", "", "must not be empty"),
        ("pitch", long_pitch.as_str(), "at most 280"),
        (
            "pitch",
            "Twenty letters and \u{1b}[31m more",
            "control character",
        ),
        ("body", "", "must not be empty"),
        ("body", long_body.as_str(), "256 KiB"),
        (
            "body",
            "Some \u{2066}isolated\u{2069} text",
            "reverses the direction",
        ),
        ("tags", "one, two, three, four, five, six", "at most 5"),
        ("tags", "<script>", "Tags"),
        ("stage", "dreaming", "must be one of"),
        ("licence", "Proprietary", "must be one of"),
    ];
    for (name, value, words) in cases {
        let fields = with(&PLAN_FIELDS, name, value);
        if matches!(name, "stage" | "licence") {
            // A choice that is not offered cannot be kept.
            let answer = world.ada.post_form("/plans/new", &fields).await;
            assert_eq!(answer.status, 422, "{name}");
            continue;
        }
        assert_kept(
            &world,
            &world.ada,
            "/plans/new",
            &fields,
            (name, 422, words),
        )
        .await;
        let edit: Vec<_> = [("base", "2"), ("note", "A note")]
            .into_iter()
            .chain(fields)
            .collect();
        assert_kept(
            &world,
            &world.ada,
            "/plans/1/edit",
            &edit,
            (name, 422, words),
        )
        .await;
    }
    let unnoted: Vec<_> = [("base", "2"), ("note", "")]
        .into_iter()
        .chain(PLAN_FIELDS)
        .collect();
    assert_kept(
        &world,
        &world.ada,
        "/plans/1/edit",
        &unnoted,
        ("note", 422, ""),
    )
    .await;
    let agreed = with(&PLAN_FIELDS, "understood", "");
    let wrong = ("understood", 422, "Tick the box");
    assert_kept(&world, &world.ada, "/plans/new", &agreed, wrong).await;
    world.fresh.verify().await;
}

#[tokio::test]
async fn ten_thousand_levels_deep_is_published_read_and_compared() {
    let world = World::new().await;
    let texts = [
        format!("{}deep", "> ".repeat(10_000)),
        format!("{}deep", "- ".repeat(10_000)),
        format!("{}deep{}", "**".repeat(10_000), "**".repeat(10_000)),
        format!("{}deep{}", "[".repeat(10_000), "](a)".repeat(10_000)),
        format!("|{}\n|{}\n", "a|".repeat(5_000), "-|".repeat(5_000)),
        "<div>".repeat(10_000),
    ];
    for (text, base) in texts.iter().zip(2..) {
        let base = base.to_string();
        let edit = with(&PLAN_FIELDS, "body", text);
        let edit = [&edit[..], &[("base", &base), ("note", "Deeper")]].concat();
        let answer = world.ada.post_form("/plans/1/edit", &edit).await;
        assert_eq!(answer.status, 303, "{text:.10}");
        let compared = format!(
            "/plans/1/compare/1..{}",
            base.parse::<i32>().expect("a number") + 1
        );
        for path in [
            answer.location(),
            "/plans/1/history",
            &compared,
            "/plans/1/plan.json",
        ] {
            assert_eq!(world.ben.get(path).await.status, 200, "{path} {text:.10}");
        }
        let preview = with(&edit, "action", "preview");
        assert_eq!(
            world.ada.post_form("/plans/1/edit", &preview).await.status,
            200
        );
        let shorter: String = text.chars().take(9_000).collect();
        let answer = world
            .ben
            .post_form("/plans/1/comments", &[("body", &shorter)])
            .await;
        assert_eq!(answer.status, 303, "{text:.10}");
    }
    assert_eq!(world.ben.get("/plans/1/discussion").await.status, 200);
    world.fresh.verify().await;
}

#[tokio::test]
async fn a_comment_is_refused_with_its_text() {
    let world = World::new().await;
    let long = "x".repeat(10 * 1024 + 1);
    let quote = "x".repeat(501);
    for (name, value, words) in [
        ("body", "", "must not be empty"),
        ("body", " \r\n\t ", "must not be empty"),
        ("body", long.as_str(), "10 KiB"),
        ("body", "ding \u{7}", "control character"),
        ("body", "turned \u{202e} around", "reverses the direction"),
        ("quote", quote.as_str(), "500"),
        ("quote", "Words that nobody wrote", ""),
    ] {
        let fields = with(
            &[
                ("body", "Who pays for the boiler?"),
                ("section", "who-pays"),
            ],
            name,
            value,
        );
        let path = "/plans/1/comments";
        assert_kept(&world, &world.ben, path, &fields, (name, 422, words)).await;
    }
    for (name, value) in [
        ("section", "no-such-section"),
        ("parent", "999"),
        ("parent", "-1"),
        ("parent", "one"),
    ] {
        let fields = [("body", "Who pays?"), (name, value)];
        let before = world.fresh.rows().await;
        let answer = world.ben.post_form("/plans/1/comments", &fields).await;
        assert!(
            [404, 409, 422].contains(&answer.status.as_u16()),
            "{name} {}",
            answer.status
        );
        assert_eq!(
            held(&answer.text, "body").as_deref(),
            Some("Who pays?"),
            "{name} {value}"
        );
        assert_eq!(world.fresh.rows().await, before);
    }
    for (path, status) in [("/plans/999/comments", 404), ("/plans/x/comments", 404)] {
        let answer = world.ben.post_form(path, &[("body", "Who pays?")]).await;
        assert_eq!(answer.status, status, "{path}");
    }
}

#[tokio::test]
async fn an_answer_to_what_was_deleted_meanwhile_is_kept() {
    let world = World::new().await;
    comments::delete(&world.fresh.forum, &world.founder, CommentId(1))
        .await
        .expect("it is deleted");
    let fields = [("body", "Under what was there"), ("parent", "1")];
    let before = world.fresh.rows().await;
    let answer = world.ben.post_form("/plans/1/comments", &fields).await;
    assert_eq!(answer.status, 409);
    assert!(answer.text.contains("deleted meanwhile"));
    assert_eq!(
        held(&answer.text, "body").as_deref(),
        Some("Under what was there")
    );
    assert_eq!(world.fresh.rows().await, before);
    assert_eq!(world.ben.get("/comments/1/reply").await.status, 409);
    let again = world.ada.post_form("/comments/1/delete", &[]).await;
    assert_eq!(again.status, 404);
}

#[tokio::test]
async fn what_belongs_to_a_withdrawn_plan_takes_nothing() {
    let world = World::new().await;
    plans::withdraw(&world.fresh.forum, &world.founder, domain::ids::PlanId(1))
        .await
        .expect("it is withdrawn");
    let before = world.fresh.rows().await;
    for (path, fields) in [
        ("/plans/1/comments", vec![("body", "Still there?")]),
        (
            "/plans/1/comments",
            vec![("body", "Still there?"), ("parent", "1")],
        ),
        ("/plans/1/vote", vec![("vote", "yes")]),
        ("/comments/1/vote", vec![("vote", "yes")]),
    ] {
        let answer = world.ben.post_form(path, &fields).await;
        assert!(answer.status.is_client_error(), "{path}: {}", answer.status);
    }
    let edit = with(&PLAN_FIELDS, "base", "2");
    let edit = with(&edit, "note", "A note");
    let answer = world.ada.post_form("/plans/1/edit", &edit).await;
    assert_eq!(answer.status, 409);
    assert_eq!(world.fresh.rows().await, before);
}

#[tokio::test]
async fn a_stale_save_shows_both_texts() {
    let world = World::new().await;
    let mine = [
        ("base", "1"),
        ("note", "My note"),
        ("title", "Solar laundromat for towers"),
        (
            "pitch",
            "Coin laundry on roof power: residents prepay washes.",
        ),
        ("body", "## Who pays\n\nMy own words."),
        ("action", "publish"),
    ];
    let before = world.fresh.rows().await;
    let answer = world.ada.post_form("/plans/1/edit", &mine).await;
    assert_eq!(answer.status, 409);
    assert!(
        answer.text.contains("Card fees counted"),
        "the newer text is not shown"
    );
    for (name, value) in &mine[1..5] {
        assert_eq!(held(&answer.text, name).as_deref(), Some(*value), "{name}");
    }
    assert_eq!(held(&answer.text, "base").as_deref(), Some("2"));
    assert_eq!(world.fresh.rows().await, before);
    for base in ["0", "-1", "3", "99999999999999999999", "x", ""] {
        let answer = world
            .ada
            .post_form("/plans/1/edit", &with(&mine, "base", base))
            .await;
        assert_eq!(answer.status, 409, "{base:?}");
        assert_eq!(
            held(&answer.text, "body").as_deref(),
            Some(mine[4].1),
            "{base:?}"
        );
    }
    let edit = [("body", "Another text"), ("base", "7")];
    let answer = world.ada.post_form("/comments/1/edit", &edit).await;
    assert_eq!(answer.status, 409);
    assert!(answer.text.contains("Who fixes it?"));
    assert_eq!(held(&answer.text, "body").as_deref(), Some("Another text"));
}

#[tokio::test]
async fn whoever_was_signed_out_or_suspended_meanwhile_loses_nothing() {
    let world = World::new().await;
    let gone = world.anonymous.with_token("a-session-that-has-ended");
    let before = world.fresh.rows().await;
    let edit: Vec<_> = [("base", "2"), ("note", "A note")]
        .into_iter()
        .chain(PLAN_FIELDS)
        .collect();
    let profile = vec![
        ("name", "Ada <Marsh>"),
        ("about", "Long thoughts</textarea>"),
        ("links", "https://ada.example.org\nhttps://example.net"),
    ];
    let answered = vec![("body", "Long thoughts"), ("parent", "1"), ("once", "k")];
    let edited = vec![("body", "Long thoughts"), ("base", "0")];
    for (path, fields) in [
        ("/plans/new", PLAN_FIELDS.to_vec()),
        ("/plans/1/edit", edit),
        ("/plans/1/comments", answered),
        ("/comments/1/edit", edited),
        ("/settings", profile),
    ] {
        for (client, status, words) in [
            (&gone, 401, "sign in in another tab"),
            (&world.anonymous, 401, "sign in in another tab"),
            (&world.suspended, 403, "Keep a copy"),
        ] {
            assert_kept(&world, client, path, &fields, ("", status, words)).await;
        }
    }
    assert_eq!(world.fresh.rows().await, before);
}

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

#[tokio::test]
async fn a_body_that_is_no_json_is_refused_in_words() {
    let world = World::new().await;
    let mut plan = laundromat();
    (plan["base_revision"], plan["note"]) = (json!(2), json!("A note"));
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
        let mut plan = laundromat();
        plan[field] = value.clone();
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
        let mut plan = laundromat();
        plan["numbers"]["months"][0]["costs"][0]["amount"] = amount.clone();
        plan["numbers"]["months"][1]["costs"][0]["amount"] = amount.clone();
        let answer = world.ada.call(Method::POST, "/plans", &plan).await;
        assert_eq!(answer.status, 422, "{amount}: {}", answer.text);
    }
    assert_eq!(world.fresh.rows().await, before);
    world.fresh.verify().await;
}

/// Numbers that no thing of ours has, and what is no number.
const NOBODYS: [&str; 12] = [
    "0",
    "-1",
    "999999",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775809",
    "1e3",
    "0x1",
    "one",
    "1.0",
    "%E2%98%83",
    "1%20",
];

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let world = World::new().await;
    for (method, pattern, _, sent) in RULES {
        let numbered = ["/plans/{id}", "/comments/{id}", "/drafts/{id}"];
        if !numbered.iter().any(|prefix| pattern.contains(prefix))
            || pattern.contains("/drafts/{id}/delete")
        {
            continue;
        }
        for id in NOBODYS {
            let path = filled(pattern, "").replacen("s/1", &format!("s/{id}"), 1);
            let answer = ask(&world.ada, method, &path, sent).await;
            assert_eq!(answer.status, 404, "{method} {path}: {}", answer.text);
        }
    }
    for path in [
        "/plans/1/history/0",
        "/plans/1/history/9",
        "/plans/1/history/-1",
        "/plans/1/history/x",
        "/plans/1/compare/1",
        "/plans/1/compare/a..b",
        "/plans/1/compare/1..99",
        "/plans/1/compare/..",
        "/people/nobody-of-that-name",
        "/api/v1/plans/1/compare?from=1&to=9",
    ] {
        let answer = world.ada.get(path).await;
        assert_eq!(answer.status, 404, "{path}");
    }
}

#[tokio::test]
async fn a_list_asked_for_in_a_way_it_cannot_be_is_still_answered() {
    let world = World::new().await;
    for (query, page, call) in [
        ("sort=best", 404, 422),
        ("stage=dreaming", 404, 422),
        ("tag=No%20tag", 404, 422),
        ("after=nowhere", 404, 422),
        ("after=-1", 404, 422),
        ("after=9223372036854775808.9223372036854775808", 404, 422),
        ("limit=-1", 200, 422),
        ("limit=99999999999999999999", 200, 422),
        ("limit=18446744073709551615", 200, 200),
        ("limit=0", 200, 200),
        ("sort=new&sort=top", 404, 422),
    ] {
        let on_page = world.ben.get(&format!("/plans?{query}")).await;
        let by_call = world.ben.get(&format!("/api/v1/plans?{query}")).await;
        let told = (on_page.status.as_u16(), by_call.status.as_u16());
        assert_eq!(told, (page, call), "{query}");
    }
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

#[tokio::test]
async fn joining_and_settings_say_what_is_wrong() {
    let fresh = Fresh::new().await;
    let world = World::over(fresh).await;
    let good = [
        ("handle", "new-comer"),
        ("email", "new@example.org"),
        ("password", "seven wet umbrellas"),
    ];
    let long = "x".repeat(300);
    for (name, value) in [
        ("handle", ""),
        ("handle", "ab"),
        ("handle", "admin"),
        ("handle", "-ada"),
        ("handle", "ada"),
        ("handle", "Ad\u{430}"),
        ("handle", long.as_str()),
        ("handle", "a\u{202e}b"),
        ("email", ""),
        ("email", "nowhere"),
        ("email", "a@b@c"),
        ("email", long.as_str()),
        ("email", "a\u{0}@b.example"),
    ] {
        if value.contains('\u{0}') {
            let answer = world
                .anonymous
                .post_form("/join", &with(&good, name, value))
                .await;
            assert_eq!(answer.status, 422);
            continue;
        }
        assert_kept(
            &world,
            &world.anonymous,
            "/join",
            &with(&good, name, value),
            (name, 422, ""),
        )
        .await;
    }
    for password in ["", "short", "password123", &long] {
        let fields = with(&good, "password", password);
        let wrong = ("password", 422, "Password");
        assert_kept(&world, &world.anonymous, "/join", &fields, wrong).await;
    }
    let profile = [
        ("name", "Ada"),
        ("about", "I start things."),
        ("links", "https://example.org"),
    ];
    let about = "x".repeat(50_000);
    for (name, value) in [
        ("name", long.as_str()),
        ("name", "turn \u{202e}"),
        ("about", about.as_str()),
        ("about", "ding \u{7}"),
        ("links", "javascript:alert(1)"),
        ("links", "http://x y"),
    ] {
        assert_kept(
            &world,
            &world.ada,
            "/settings",
            &with(&profile, name, value),
            (name, 422, ""),
        )
        .await;
    }
    for label in ["", "turn \u{202e}", &long] {
        assert_kept(
            &world,
            &world.ada,
            "/settings/tokens",
            &[("label", label)],
            ("label", 422, ""),
        )
        .await;
    }
}
