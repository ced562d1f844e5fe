//! Rules, about, privacy and terms: read by everybody, written by admins.

use crate::{
    bad_input::{assert_kept, held},
    harness::Fresh,
    world::World,
};
use axum::http::Method;
use domain::pages::Name;
use serde_json::json;

const NEW: [(&str, &str); 4] = [
    ("base", "2"),
    ("body", "## Be kind\n\nAnd never late."),
    ("note", "Somebody was late"),
    ("action", "save"),
];

#[tokio::test]
async fn what_ships_stands_until_somebody_writes() {
    let fresh = Fresh::new().await;
    for name in Name::ALL {
        let page = fresh.visitor().get(&format!("/{name}")).await;
        assert_eq!(page.status, 200, "{name}");
        assert!(page.text.contains(&format!("<h1>{}</h1>", name.title())));
        assert!(page.text.contains("ships with the program"), "{name}");
        assert!(!page.text.contains("noindex"), "{name}");
        assert!(
            !page.text.contains(&format!("/pages/{name}/edit")),
            "{name}"
        );
        let canonical = format!("rel=\"canonical\" href=\"https://plans.example/{name}\"");
        assert!(page.text.contains(&canonical), "{name}");
    }
    let home = fresh.visitor().get("/").await.text;
    let map = fresh.visitor().get("/sitemap/1.xml").await.text;
    let join = fresh.visitor().get("/join").await.text;
    for name in Name::ALL {
        assert!(home.contains(&format!("href=\"/{name}\"")), "{name}");
        let address = format!("<loc>https://plans.example/{name}</loc>");
        assert!(map.contains(&address), "{name}");
    }
    assert!(map.contains("<loc>https://plans.example/log</loc>"));
    assert!(join.contains("By joining you agree to the "), "{join}");
    for page in ["/rules", "/terms", "/privacy"] {
        let (_, form) = join
            .split_once("<form method=\"post\" action=\"/join\"")
            .expect("a form");
        let (form, _) = form.split_once("</form>").expect("it ends");
        assert!(form.contains(&format!("href=\"{page}\"")), "{page}");
    }
}

#[tokio::test]
async fn an_admin_previews_saves_and_everybody_reads_it() {
    let world = World::new().await;
    let form = world.admin.get("/pages/rules/edit").await;
    assert_eq!(form.status, 200);
    assert_eq!(held(&form.text, "base").as_deref(), Some("2"));
    let body = held(&form.text, "body").unwrap_or_default();
    assert_eq!(body.trim(), "Be kind.\n\nAnd honest.");
    let preview: Vec<_> = NEW
        .into_iter()
        .map(|(name, value)| (name, if name == "action" { "preview" } else { value }))
        .collect();
    let shown = world.admin.post_form("/pages/rules/edit", &preview).await;
    assert_eq!(shown.status, 200);
    assert!(shown.text.contains("Nothing has been saved yet"));
    assert!(
        shown.text.contains("<p>And never late.</p>"),
        "{}",
        shown.text
    );
    assert_eq!(
        held(&shown.text, "note").as_deref(),
        Some("Somebody was late")
    );
    assert!(!world.ben.get("/rules").await.text.contains("never late"));
    let saved = world.admin.post_form("/pages/rules/edit", &NEW).await;
    assert_eq!((saved.status.as_u16(), saved.location()), (303, "/rules"));
    // The button pressed twice.
    let twice = world.admin.post_form("/pages/rules/edit", &NEW).await;
    assert_eq!((twice.status.as_u16(), twice.location()), (303, "/rules"));
    let page = world.anonymous.get("/rules").await.text;
    assert!(page.contains("never late") && page.contains("Version 3"));
    let history = world.anonymous.get("/pages/rules/history").await.text;
    for part in [
        "Somebody was late",
        "Rules of day 1",
        "Version 0",
        "root-of-all",
    ] {
        assert!(history.contains(part), "{part}");
    }
    let picked = world
        .anonymous
        .get("/pages/rules/compare?from=2&to=3")
        .await;
    assert_eq!(picked.location(), "/pages/rules/compare/2..3");
    let compared = world.anonymous.get("/pages/rules/compare/2..3").await.text;
    assert!(compared.contains("[removed: ") && compared.contains("never late"));
    let old = world.anonymous.get("/pages/rules/history/1").await.text;
    assert!(old.contains("And brief.") && old.contains("an old one; the newest is 3"));
    assert!(!old.contains("Restore as a new version"));
    world.fresh.verify().await;
}

#[tokio::test]
async fn an_old_version_is_restored() {
    let world = World::new().await;
    let old = world.admin.get("/pages/rules/history/1").await.text;
    assert!(old.contains("Restore as a new version"));
    let send = async |version: &str, base: &str| {
        let fields = [("version", version), ("base", base)];
        world.admin.post_form("/pages/rules/restore", &fields).await
    };
    let restored = send("1", "2").await;
    assert_eq!(
        (restored.status.as_u16(), restored.location()),
        (303, "/rules")
    );
    assert!(world.ben.get("/rules").await.text.contains("And brief."));
    for (version, base, status) in [
        ("1", "3", 409),
        ("2", "2", 409),
        ("9", "3", 404),
        ("x", "3", 404),
        ("", "", 404),
    ] {
        assert_eq!(send(version, base).await.status, status, "{version} {base}");
    }
    let acts = world.ben.get("/log?act=pages").await.text;
    assert!(acts.contains("Restored version 1"));
}

#[tokio::test]
async fn a_stale_save_shows_both_texts() {
    let world = World::new().await;
    let stale = crate::bad_input::with(&NEW, "base", "1");
    let answer = world.admin.post_form("/pages/rules/edit", &stale).await;
    assert_eq!(answer.status, 409);
    assert!(answer.text.contains("The page has changed since you began"));
    assert!(answer.text.contains("And honest.") && answer.text.contains("Rules of day 1"));
    assert!(answer.text.contains("[added: ") && answer.text.contains("[removed: "));
    assert_eq!(held(&answer.text, "base").as_deref(), Some("2"));
    let mine = held(&answer.text, "body").unwrap_or_default();
    assert!(mine.contains("And never late."));
    assert!(world.ben.get("/rules").await.text.contains("And honest."));
}

#[tokio::test]
async fn what_is_wrong_is_told_beside_it_and_everything_kept() {
    let world = World::new().await;
    let long = "x".repeat(64 * 1024 + 1);
    for (name, value, words) in [
        ("body", "", "must not be empty"),
        ("body", long.as_str(), "64 KiB"),
        ("body", "A bell \u{7}", "control character"),
        ("body", "Be kind.\n\nAnd honest.", "says already"),
        ("note", "", "must not be empty"),
        ("note", "no", "at least 3"),
    ] {
        let fields = crate::bad_input::with(&NEW, name, value);
        let wrong = (name, 422, words);
        assert_kept(&world, &world.admin, "/pages/rules/edit", &fields, wrong).await;
    }
    for path in [
        "/pages/imprint/history",
        "/pages/imprint/edit",
        "/pages/rules/history/9",
        "/pages/rules/history/-1",
        "/pages/rules/history/x",
        "/pages/rules/compare/1..9",
        "/pages/rules/compare/1",
        "/api/v1/pages/imprint",
        "/api/v1/pages/rules?version=9",
    ] {
        assert_eq!(world.admin.get(path).await.status, 404, "{path}");
    }
    let back = world.admin.get("/pages/rules/compare").await;
    assert_eq!(back.location(), "/pages/rules/history");
}

#[tokio::test]
async fn programs_read_and_write_pages() {
    let world = World::new().await;
    let all = world.anonymous.get("/api/v1/pages").await.json();
    let names: Vec<_> = all["items"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|page| (page["page"].clone(), page["version"].clone()))
        .collect();
    assert_eq!(
        json!(names),
        json!([["rules", 2], ["about", 0], ["privacy", 0], ["terms", 0]])
    );
    let rules = world.anonymous.get("/api/v1/pages/rules").await;
    assert_eq!(
        rules.json(),
        json!({
            "page": "rules",
            "title": "Rules",
            "version": 2,
            "saved": {
                "by": {"handle": "root-of-all", "name": "root-of-all"},
                "at": "2026-11-01T09:00:00Z",
                "note": "Rules of day 1",
                "restored_from": null,
            },
            "body": "Be kind.\n\nAnd honest.",
            "html": "<p>Be kind.</p>\n<p>And honest.</p>\n",
        })
    );
    let shipped = world
        .anonymous
        .get("/api/v1/pages/rules?version=0")
        .await
        .json();
    assert_eq!(shipped["body"], Name::Rules.shipped().trim_end());
    assert_eq!(shipped["saved"], json!(null));
    let change = json!({"base_version": 2, "body": "Be brief.", "note": "Shorter"});
    let changed = world.admin.call(Method::PUT, "/pages/rules", &change).await;
    assert_eq!(changed.status, 200, "{}", changed.text);
    assert_eq!(changed.json()["version"], 3);
    assert_eq!(changed.json()["html"], "<p>Be brief.</p>\n");
    let stale = json!({"base_version": 2, "body": "Be long.", "note": "Longer"});
    let refused = world.admin.call(Method::PUT, "/pages/rules", &stale).await;
    assert_eq!(refused.status, 409);
    let wrong = json!({"base_version": 3, "body": "", "note": ""});
    let refused = world.admin.call(Method::PUT, "/pages/rules", &wrong).await;
    assert_eq!(refused.status, 422);
    let fields: Vec<_> = refused.json()["errors"]
        .as_array()
        .expect("mistakes")
        .iter()
        .map(|error| error["field"].clone())
        .collect();
    assert_eq!(json!(fields), json!(["body", "note"]));
    let first = world
        .ben
        .get("/api/v1/pages/rules/versions?limit=3")
        .await
        .json();
    assert_eq!(first["items"].as_array().map(Vec::len), Some(3));
    let next = first["next"].as_str().expect("there is more");
    let rest = format!("/api/v1/pages/rules/versions?limit=3&after={next}");
    let rest = world.ben.get(&rest).await.json();
    assert_eq!(
        rest,
        json!({"items": [{"version": 0, "saved": null}], "next": null})
    );
    world.fresh.verify().await;
}

#[tokio::test]
async fn nothing_that_an_admin_writes_runs() {
    let world = World::new().await;
    let hostile =
        "<script>alert(1)</script>\n\n[x](javascript:alert(1)) <img src=x onerror=alert(1)>";
    let fields = crate::bad_input::with(&NEW, "body", hostile);
    let saved = world.admin.post_form("/pages/rules/edit", &fields).await;
    assert_eq!(saved.status, 303);
    for path in [
        "/rules",
        "/pages/rules/history/3",
        "/pages/rules/compare/2..3",
        "/pages/rules/edit",
    ] {
        let page = world.admin.get(path).await.text;
        for bad in ["<script>alert", "href=\"javascript", "<img"] {
            assert!(!page.contains(bad), "{path}: {bad}");
        }
    }
}
