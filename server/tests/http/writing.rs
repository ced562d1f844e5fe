//! Writing a plan by plain forms: preview, drafts, publishing, conflicts, withdrawing.

use crate::harness::{Answer, Client, Fresh};
use axum::http::Method;
use scraper::{Html, Selector};

const TITLE: &str = "Solar laundromat for apartment blocks";
const PITCH: &str = "Coin laundry on roof power: residents prepay washes.";
const BODY: &str = "## Who pays\n\nTenants.\n\n## Risks\n\nThe boiler.";

/// A form with nothing wrong in it, and what differs.
async fn write(client: &Client, path: &str, different: &[(&str, &str)]) -> Answer {
    let usual = [
        ("title", TITLE),
        ("pitch", PITCH),
        ("body", BODY),
        ("understood", "yes"),
        ("action", "publish"),
    ];
    let kept = usual
        .into_iter()
        .filter(|(name, _)| different.iter().all(|(other, _)| other != name));
    let fields: Vec<_> = kept.chain(different.iter().copied()).collect();
    client.post_form(path, &fields).await
}

async fn published(client: &Client) -> String {
    let answer = write(client, "/plans/new", &[]).await;
    assert_eq!(answer.status, 303, "{}", answer.text);
    answer.location().to_owned()
}

/// The text of what this selector finds first.
fn text_of(answer: &Answer, selector: &str) -> String {
    let selector = Selector::parse(selector).expect("a selector");
    let page = Html::parse_document(&answer.text);
    let found = page.select(&selector).next();
    let text: String = found.expect("it is on the page").text().collect();
    text.trim().to_owned()
}

fn value_of(answer: &Answer, name: &str) -> String {
    let selector = Selector::parse(&format!("[name={name}]")).expect("a selector");
    let page = Html::parse_document(&answer.text);
    let field = page.select(&selector).next().expect("the field is there");
    match field.value().name() {
        "textarea" => field.text().collect(),
        _ => field.attr("value").unwrap_or_default().to_owned(),
    }
}

#[tokio::test]
async fn a_plan_is_published_by_a_plain_form_once() {
    let fresh = Fresh::new().await;
    let ada = fresh.member("ada").await;
    let form = ada.get("/plans/new").await;
    assert!(value_of(&form, "body").contains("## Who pays, and why now"));
    let once = value_of(&form, "once");
    let first = write(&ada, "/plans/new", &[("once", &once)]).await;
    let second = write(&ada, "/plans/new", &[("once", &once)]).await;
    assert_eq!(first.status, 303);
    assert_eq!(
        first.location(),
        "/plans/1/solar-laundromat-for-apartment-blocks"
    );
    assert_eq!(first.location(), second.location());
    let plan = fresh.visitor().get(first.location()).await;
    assert_eq!(text_of(&plan, "h1"), TITLE);
}

#[tokio::test]
async fn a_mistake_keeps_everything_typed() {
    let fresh = Fresh::new().await;
    let ada = fresh.member("ada").await;
    let wrong = [
        ("title", "Solar"),
        ("body", "</textarea><script>alert(1)</script>"),
        ("price", "much"),
        ("currency", "USD"),
        ("understood", ""),
    ];
    let answer = write(&ada, "/plans/new", &wrong).await;
    assert_eq!(answer.status, 422);
    for (name, value) in &wrong[..3] {
        assert_eq!(value_of(&answer, name).trim(), *value);
    }
    assert_eq!(value_of(&answer, "pitch").trim(), PITCH);
    for field in ["title", "price", "understood"] {
        let problem = format!("#field-{field}-problem");
        assert!(!text_of(&answer, &problem).is_empty());
    }
    assert!(!answer.text.contains("<script>alert"));
}

#[tokio::test]
async fn what_was_typed_outlives_the_session() {
    let fresh = Fresh::new().await;
    let answer = write(&fresh.visitor(), "/plans/new", &[]).await;
    assert_eq!(answer.status, 401);
    assert_eq!(value_of(&answer, "title"), TITLE);
    assert!(text_of(&answer, ".note.setback").contains("You are signed out"));
    assert_eq!(fresh.visitor().get("/plans/new").await.status, 401);
}

#[tokio::test]
async fn a_preview_posts_nothing() {
    let fresh = Fresh::new().await;
    let ada = fresh.member("ada").await;
    let answer = write(&ada, "/plans/new", &[("action", "preview"), ("title", "")]).await;
    assert_eq!(answer.status, 200);
    assert!(text_of(&answer, ".preview h2").starts_with("Who pays"));
    assert_eq!(fresh.visitor().get("/plans/1").await.status, 404);
}

#[tokio::test]
async fn a_draft_is_kept_gone_on_with_and_gone_once_posted() {
    let fresh = Fresh::new().await;
    let ada = fresh.member("ada").await;
    let ben = fresh.member("ben").await;
    let saved = write(
        &ada,
        "/plans/new",
        &[("action", "draft"), ("title", "A start")],
    )
    .await;
    assert_eq!(saved.location(), "/drafts/1?saved=yes");
    let told = ada.get(saved.location()).await;
    assert!(text_of(&told, ".note.good").starts_with("Saved on"));
    let draft = ada.get("/drafts/1").await;
    assert!(text_of(&draft, ".note:not(.good, .setback)").starts_with("This is your draft"));
    assert_eq!(value_of(&draft, "title"), "A start");
    assert_eq!(value_of(&draft, "draft"), "1");
    assert_eq!(ben.get("/drafts/1").await.status, 404);
    let typed = ada
        .post_form(
            "/drafts",
            &[("draft", "1"), ("title", "A start, gone on with")],
        )
        .await;
    assert_eq!(typed.text, "1");
    assert!(
        ada.get("/drafts")
            .await
            .text
            .contains("A start, gone on with")
    );
    let posted = write(&ada, "/plans/new", &[("draft", "1")]).await;
    assert_eq!(posted.status, 303);
    assert_eq!(ada.get("/drafts/1").await.status, 404);
    let late = ada.post_form("/drafts", &[("draft", "1")]).await;
    assert_eq!(late.status, 404);
}

#[tokio::test]
async fn a_stale_edit_shows_both_texts_and_loses_nothing() {
    let fresh = Fresh::new().await;
    let ada = fresh.member("ada").await;
    published(&ada).await;
    let edit = |body: &'static str, base: &'static str| {
        let ada = ada.clone();
        async move {
            let fields = [("body", body), ("base", base), ("note", "Counted again")];
            write(&ada, "/plans/1/edit", &fields).await
        }
    };
    let first = edit("## Who pays\n\nLandlords.", "1").await;
    assert_eq!(first.status, 303, "{}", first.text);
    let stale = edit("## Who pays\n\nHotels.", "1").await;
    assert_eq!(stale.status, 409);
    assert!(text_of(&stale, ".comparison del").contains("Landlords"));
    assert!(text_of(&stale, ".comparison ins").contains("Hotels"));
    assert!(value_of(&stale, "body").contains("Hotels."));
    assert_eq!(value_of(&stale, "base"), "2");
    let again = edit("## Who pays\n\nHotels.", "2").await;
    assert_eq!(again.status, 303);
    let compared = fresh.visitor().get("/plans/1/compare/2..3").await;
    assert!(text_of(&compared, ".diff ins").contains("Hotels"));
}

#[tokio::test]
async fn history_is_listed_shown_and_restored() {
    let fresh = Fresh::new().await;
    let ada = fresh.member("ada").await;
    published(&ada).await;
    let fields = [("body", "Shorter."), ("base", "1"), ("note", "Shortened")];
    write(&ada, "/plans/1/edit", &fields).await;
    let visitor = fresh.visitor();
    let history = visitor.get("/plans/1/history").await;
    assert!(history.text.contains("Shortened"));
    let old = visitor.get("/plans/1/history/1").await;
    assert!(text_of(&old, ".note").contains("an old one; the newest is 2"));
    assert!(!old.text.contains("Restore as a new revision"));
    assert_eq!(visitor.get("/plans/1/history/9").await.status, 404);
    let picked = visitor.get("/plans/1/compare?from=1&to=2").await;
    assert_eq!(picked.location(), "/plans/1/compare/1..2");
    let restoring = [("revision", "1"), ("base", "2")];
    let ben = fresh.member("ben").await;
    assert_eq!(
        ben.post_form("/plans/1/restore", &restoring).await.status,
        404
    );
    assert_eq!(
        ada.post_form("/plans/1/restore", &restoring).await.status,
        303
    );
    let restored = visitor.get("/plans/1/history/3").await;
    assert!(restored.text.contains("Restored revision 1"));
    let unchanged = [("revision", "3"), ("base", "3")];
    assert_eq!(
        ada.post_form("/plans/1/restore", &unchanged).await.status,
        409
    );
}

#[tokio::test]
async fn a_withdrawn_plan_is_gone_by_every_door_and_comes_back() {
    let fresh = Fresh::new().await;
    let ada = fresh.member("ada").await;
    let path = published(&ada).await;
    let ben = fresh.member("ben").await;
    assert_eq!(ben.get("/plans/1/withdraw").await.status, 404);
    assert_eq!(ada.get("/plans/1/withdraw").await.status, 200);
    assert_eq!(ada.post_form("/plans/1/withdraw", &[]).await.status, 303);
    for door in [
        path.as_str(),
        "/plans/1/history",
        "/plans/1/history/1",
        "/plans/1/compare/1..1",
        "/plans/1/plan.md",
        "/plans/1/plan.json",
    ] {
        let answer = ben.get(door).await;
        assert_eq!(answer.status, 410, "{door}");
        assert!(!answer.text.contains("boiler"), "{door}");
    }
    let own = ada.get(&path).await;
    assert!(own.text.contains("boiler") && own.text.contains("Bring it back"));
    assert_eq!(ada.get("/plans/1/edit").await.status, 409);
    assert_eq!(ada.post_form("/plans/1/return", &[]).await.status, 303);
    assert_eq!(ben.get(&path).await.status, 200);
}

#[tokio::test]
async fn a_vote_by_form_leads_back_to_where_it_was_cast() {
    let fresh = Fresh::new().await;
    let ada = fresh.member("ada").await;
    let ben = fresh.member("ben").await;
    published(&ada).await;
    let vote = |vote: &'static str, next: &'static str| {
        let ben = ben.clone();
        async move {
            ben.post_form("/plans/1/vote", &[("vote", vote), ("next", next)])
                .await
        }
    };
    assert_eq!(
        vote("yes", "/plans?sort=new").await.location(),
        "/plans?sort=new"
    );
    let elsewhere = vote("no", "//evil.example").await;
    assert!(elsewhere.location().starts_with("/plans/1/"));
    assert_eq!(vote("maybe", "").await.status, 400);
    let visitor = fresh
        .visitor()
        .post_form("/plans/1/vote", &[("vote", "yes")])
        .await;
    assert_eq!(visitor.status, 401);
}

#[tokio::test]
async fn server_functions_refuse_with_a_status_of_their_own() {
    let fresh = Fresh::new().await;
    let ada = fresh.member("ada").await;
    published(&ada).await;
    let visitor = fresh.visitor();
    let body = [("body", "## A")];
    assert_eq!(
        visitor.post_form("/api/fn/preview", &body).await.status,
        401
    );
    let preview = ada.post_form("/api/fn/preview", &body).await;
    assert_eq!(preview.status, 200);
    assert!(preview.text.contains("<h2"), "{}", preview.text);
    let vote = [("plan", "1"), ("yes", "true")];
    assert_eq!(visitor.post_form("/api/fn/vote", &vote).await.status, 401);
    let ben = fresh.member("ben").await;
    let counted = ben.post_form("/api/fn/vote", &vote).await;
    assert_eq!(counted.text, r#"{"votes":1,"voted":true}"#);
    for wrong in ["/api/fn/vote", "/api/fn/preview"] {
        let answer = ben.post_form(wrong, &[("yes", "perhaps")]).await;
        assert_eq!(answer.status, 422, "{wrong}: {}", answer.text);
    }
    assert_eq!(ben.post_form("/api/fn/nothing", &[]).await.status, 404);
}

#[tokio::test]
async fn a_plan_is_downloaded_with_its_history() {
    let fresh = Fresh::new().await;
    let ada = fresh.member("ada").await;
    published(&ada).await;
    for number in 1..10 {
        let body = format!("Version {}", number + 1);
        let base = number.to_string();
        let fields = [("body", body.as_str()), ("base", &base), ("note", "Next")];
        assert_eq!(write(&ada, "/plans/1/edit", &fields).await.status, 303);
    }
    let visitor = fresh.visitor();
    let markdown = visitor.get("/plans/1/plan.md?revision=1").await;
    assert_eq!(
        markdown.header("content-type"),
        "text/markdown; charset=utf-8"
    );
    assert!(markdown.text.starts_with("+++\n") && markdown.text.contains("The boiler."));
    let json = visitor.get("/plans/1/plan.json").await.json();
    let revisions = json["revisions"].as_array().expect("a list");
    assert_eq!(revisions.len(), 10);
    assert_eq!(revisions[9]["content"]["body"], "Version 10");
    assert_eq!(json["format"], "openplan-plan-1");
    let request = visitor.request(Method::GET, "/plans/1/plan.md?revision=99");
    assert_eq!(visitor.send(request).await.status, 404);
}
