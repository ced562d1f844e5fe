//! Bringing a plan from another forum: the page, and what it makes.

use crate::harness::{Answer, Client, Fresh, insert};
use axum::{body::Body, http::Method};
use futures::stream;
use scraper::{Html, Selector};
use serde_json::{Value, json};
use server::settings::Settings;
use std::{convert::Infallible, time::Duration};

const PATH: &str = "/plans/import";
const REASON: (&str, &str) = ("reason", "To do it in Lisbon");

/// Ada's plan in another forum, as JSON.
async fn elsewhere() -> String {
    let other = Fresh::with(Settings {
        limits: false,
        public_url: Some("https://elsewhere.example".into()),
        ..Settings::default()
    })
    .await;
    let ada = other.member("ada").await;
    downloaded(&ada).await
}

async fn downloaded(ada: &Client) -> String {
    let posted = ada
        .call(Method::POST, "/plans", &crate::plans::laundromat())
        .await;
    assert_eq!(posted.status, 201, "{}", posted.text);
    let edit =
        json!({"base_revision": 1, "note": "Card fees counted", "body": "## Who pays\n\nTenants."});
    let edited = ada.call(Method::PUT, "/plans/1", &edit).await;
    assert_eq!(edited.status, 200, "{}", edited.text);
    let file = ada.get("/plans/1/plan.json").await;
    assert_eq!(file.status, 200);
    file.text
}

fn value_of(answer: &Answer, name: &str) -> String {
    let field = Selector::parse(&format!("input[name={name}]")).expect("a selector");
    let page = Html::parse_document(&answer.text);
    let field = page.select(&field).next().expect("the field is there");
    field.attr("value").unwrap_or_default().to_owned()
}

fn problem_of(answer: &Answer, name: &str) -> String {
    let problem = Selector::parse(&format!("#field-{name}-problem")).expect("a selector");
    let page = Html::parse_document(&answer.text);
    page.select(&problem).flat_map(|told| told.text()).collect()
}

#[tokio::test]
async fn a_plan_moves_from_one_forum_to_another() {
    let file = elsewhere().await;
    let fresh = Fresh::new().await;
    let ben = fresh.member("ben").await;
    let form = ben.get(PATH).await;
    assert!(form.text.contains("At most 16 MiB"));
    assert!(
        ben.get("/plans/new")
            .await
            .text
            .contains("href=\"/plans/import\"")
    );
    let once = value_of(&form, "once");
    let fields = [REASON, ("once", once.as_str())];
    let first = ben.post_file(PATH, &fields, file.as_bytes()).await;
    assert_eq!(first.status, 303, "{}", first.text);
    let again = ben.post_file(PATH, &fields, file.as_bytes()).await;
    assert_eq!(first.location(), again.location());
    assert_eq!(
        first.location(),
        "/plans/1/solar-laundromat-for-apartment-blocks"
    );
    let plan = fresh.visitor().get("/api/v1/plans/1").await.json();
    insta::assert_json_snapshot!(plan["origin"], @r#"
    {
      "address": "https://elsewhere.example/plans/1/solar-laundromat-for-apartment-blocks",
      "attribution": "“Solar laundromat for apartment blocks” by ada, revision 2, https://elsewhere.example/plans/1/history/2, CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/)",
      "reason": "To do it in Lisbon"
    }
    "#);
    assert_eq!(plan["based_on"], json!([plan["origin"]["attribution"]]));
    assert_eq!(plan["author"]["handle"], "ben");
    let page = fresh.visitor().get(first.location()).await.text;
    for words in [
        "Brought from ",
        "href=\"https://elsewhere.example/plans/1/solar-laundromat-for-apartment-blocks\" rel=\"nofollow ugc\"",
        "“Solar laundromat for apartment blocks” by ada, revision 2, ",
        " Why it was brought here: “To do it in Lisbon”.",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let history = fresh.visitor().get("/plans/1/history").await.text;
    assert!(
        history.contains("ada elsewhere, as revision 2 of "),
        "{history}"
    );
    let revision = fresh.visitor().get("/plans/1/history/1").await.text;
    assert!(revision.contains("ada elsewhere, as revision 1 of "));
    assert!(revision.contains(", brought here by "));
    fresh.verify().await;
}

#[tokio::test]
async fn a_downloaded_copy_credits_its_first_author() {
    let file = elsewhere().await;
    let fresh = Fresh::new().await;
    let ben = fresh.member("ben").await;
    ben.post_file(PATH, &[REASON], file.as_bytes()).await;
    let before: Value = serde_json::from_str(&file).expect("JSON");
    let after = fresh.visitor().get("/plans/1/plan.json").await.json();
    assert_eq!(after["brought_from"], before["source"]);
    assert_eq!(after["based_on"], json!([before["attribution"]]));
    for (old, new) in [(0, 0), (1, 1)] {
        let (old, new) = (&before["revisions"][old], &after["revisions"][new]);
        for field in ["author", "note", "content"] {
            assert_eq!(old[field], new[field], "{field}");
        }
        assert_eq!(new["origin"]["saved"], old["saved"]);
    }
    let markdown = fresh.visitor().get("/plans/1/plan.md").await.text;
    assert!(markdown.contains("author = \"ada\""), "{markdown}");
    assert!(
        markdown.contains("based_on = [\"“Solar laundromat"),
        "{markdown}"
    );
}

#[tokio::test]
async fn what_is_wrong_is_told_and_the_reason_kept() {
    let good = elsewhere().await;
    let fresh = Fresh::new().await;
    let ben = fresh.member("ben").await;
    let before = fresh.rows().await;
    let changed = |field: &str, value: Value| {
        let mut file: Value = serde_json::from_str(&good).expect("JSON");
        *file.pointer_mut(field).expect("the field is there") = value;
        file.to_string()
    };
    let cases = [
        (String::new(), "must be chosen"),
        ("# A plan".to_owned(), "is not JSON"),
        (
            changed("/format", json!("openplan-plan-9")),
            "openplan-plan-9",
        ),
        (
            changed("/source", json!("javascript:alert(1)")),
            "names a source that",
        ),
        (
            changed(
                "/revisions/1/content/title",
                json!("A title that was not hashed"),
            ),
            "revision 2 that is not what its hash says",
        ),
        (
            changed("/revisions/1/number", json!(1)),
            "holds revision 1 twice",
        ),
        (
            changed("/revisions/1/author", json!("A\u{1b}[31m")),
            "control character",
        ),
    ];
    for (file, words) in cases {
        let answer = ben.post_file(PATH, &[REASON], file.as_bytes()).await;
        assert_eq!(answer.status, 422, "{words}");
        let told = problem_of(&answer, "file");
        assert!(told.contains(words), "{told} lacks {words}");
        assert_eq!(value_of(&answer, "reason"), REASON.1);
    }
    let silent = ben.post_file(PATH, &[], good.as_bytes()).await;
    assert_eq!(silent.status, 422);
    assert!(problem_of(&silent, "reason").contains("must not be empty"));
    assert_eq!(fresh.rows().await, before);
}

#[tokio::test]
async fn what_is_no_such_form_is_refused() {
    let fresh = Fresh::new().await;
    let ben = fresh.member("ben").await;
    assert_eq!(ben.post_form(PATH, &[REASON]).await.status, 400);
    for body in ["", "--edge", "--edge\r\n\r\nwithout an end"] {
        let answer = ben.send(ben.with_files(PATH, body)).await;
        assert_eq!(answer.status, 400, "{body:?}");
    }
    let mut foreign = ben.with_files(PATH, "");
    insert(foreign.headers_mut(), "sec-fetch-site", "cross-site");
    assert_eq!(ben.send(foreign).await.status, 403);
}

#[tokio::test]
async fn whoever_is_signed_out_meanwhile_keeps_the_reason() {
    let file = elsewhere().await;
    let fresh = Fresh::new().await;
    let answer = fresh
        .visitor()
        .post_file(PATH, &[REASON], file.as_bytes())
        .await;
    assert_eq!(answer.status, 401);
    assert_eq!(value_of(&answer, "reason"), REASON.1);
    assert!(answer.text.contains("choose the file again"));
    assert_eq!(fresh.visitor().get("/plans/1").await.status, 404);
}

#[tokio::test]
async fn a_file_may_be_sixteen_mebibytes_and_nothing_else_one() {
    const MEBIBYTE: usize = 1024 * 1024;
    let fresh = Fresh::new().await;
    let ben = fresh.member("ben").await;
    let large = vec![b' '; 16 * MEBIBYTE];
    let answer = ben.post_file(PATH, &[REASON], &large).await;
    assert_eq!(answer.status, 422, "it is read, and found to be no JSON");
    let larger = vec![b' '; 16 * MEBIBYTE + 1];
    let answer = ben.post_file(PATH, &[REASON], &larger).await;
    assert_eq!(answer.status, 422);
    assert!(problem_of(&answer, "file").contains("larger than 16 MiB"));
    let largest = vec![b' '; 17 * MEBIBYTE];
    let answer = ben.post_file(PATH, &[REASON], &largest).await;
    assert_eq!(answer.status, 413);
    assert!(answer.text.contains("That is too long"));
    let mut announced = ben.with_files(PATH, "");
    let length = (17 * MEBIBYTE).to_string();
    insert(announced.headers_mut(), "content-length", &length);
    assert_eq!(ben.send(announced).await.status, 413);
    let long_reason = "x".repeat(5_000);
    let answer = ben.post_file(PATH, &[("reason", &long_reason)], b"").await;
    assert_eq!(answer.status, 413);
    let form = ben.post_raw("/plans/new", vec![b'a'; MEBIBYTE + 1]).await;
    assert_eq!(form.status, 413);
    let call = json!({"title": "x".repeat(MEBIBYTE)});
    let call = ben.call(Method::POST, "/plans", &call).await;
    assert_eq!(call.status, 413, "{}", call.text);
}

#[tokio::test]
async fn only_so_many_files_are_taken_at_once() {
    let fresh = Fresh::new().await;
    let ben = fresh.member("ben").await;
    let slow: Vec<_> = (0..4)
        .map(|_| {
            let ben = ben.clone();
            let endless = Body::from_stream(stream::pending::<Result<&str, Infallible>>());
            tokio::spawn(async move { ben.send(ben.with_files(PATH, endless)).await })
        })
        .collect();
    tokio::time::sleep(Duration::from_millis(300)).await;
    let answer = ben.post_file(PATH, &[REASON], b"{}").await;
    assert_eq!(
        (answer.status.as_u16(), answer.header("retry-after")),
        (429, "10")
    );
    for upload in slow {
        upload.abort();
        assert!(upload.await.expect_err("it never ends").is_cancelled());
    }
    let answer = ben.post_file(PATH, &[REASON], b"{}").await;
    assert_eq!(answer.status, 422);
}

#[tokio::test]
async fn a_file_of_this_forum_makes_a_fork() {
    let fresh = Fresh::new().await;
    let (ada, ben) = (fresh.member("ada").await, fresh.member("ben").await);
    let file = downloaded(&ada).await;
    let made = ben.post_file(PATH, &[REASON], file.as_bytes()).await;
    assert_eq!(made.status, 303, "{}", made.text);
    let plan = fresh.visitor().get("/api/v1/plans/2").await.json();
    assert_eq!(plan["forked_from"], json!({"plan": 1, "revision": 2}));
    assert_eq!(
        (&plan["origin"], &plan["fork"]["reason"]),
        (&Value::Null, &json!(REASON.1))
    );
}
