//! What somebody types who wants it to run, or to become a header.

use crate::{
    harness::Answer,
    permissions::{RULES, ask, asset_of, filled},
    world::{World, typed},
};
use domain::{
    accounts::{self, TypedProfile},
    comments::{self, NewComment},
    plans::Typed,
};
use scraper::{ElementRef, Html, Selector};

#[tokio::test]
async fn nothing_typed_becomes_a_header() {
    let world = World::new().await;
    let title = "Quotes \" and; semi = colons, \u{fc}mlauts and \u{1f600}";
    let plan = Typed {
        title: title.into(),
        ..typed()
    };
    let id = world.publish(plan).await;
    for end in ["plan.md", "plan.json"] {
        let answer = world.anonymous.get(&format!("/plans/{id}/{end}")).await;
        let disposition = answer.header("content-disposition");
        assert!(disposition.is_ascii() && disposition.matches('"').count() % 2 == 0);
    }
    let letter = [("email", "ada@example.org\r\nBcc: all@example.org")];
    assert_eq!(
        world.anonymous.post_form("/reset", &letter).await.status,
        422
    );
    let split = world.anonymous.get("/plans/1%0d%0aSet-Cookie:%20a=b").await;
    assert!(split.status.is_client_error() && split.header("set-cookie").is_empty());
    let to = world
        .anonymous
        .get("/plans/1/%0d%0aSet-Cookie:%20a=b")
        .await;
    assert_eq!((to.status.as_u16(), to.header("set-cookie")), (308, ""));
}

/// What somebody types who wants it to run.
const PAYLOADS: [&str; 6] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "</title></textarea><svg onload=alert(1)>",
    "' onmouseover='alert(1)' style='color:red",
    "<a href=\"javascript:alert(1)\">x</a>[x](javascript:alert(1))",
    "{{7*7}}<!--<img src=x><iframe srcdoc='<script>alert(1)</script>'>",
];

/// A forum in which every text field holds a payload.
async fn poisoned(payload: &str) -> World {
    let world = World::new().await;
    let forum = &world.fresh.forum;
    let plan = Typed {
        title: format!("Plan {payload}"),
        pitch: format!("A pitch of twenty letters {payload}"),
        body: format!(
            "## Heading {payload}\n\nA passage {payload}\n\n## Other\n\n| {payload} |\n|---|\n| {payload} |"
        ),
        ..typed()
    };
    let id = world.publish(plan.clone()).await;
    world.revise(id, plan, &format!("Note {payload}")).await;
    let profile = TypedProfile {
        name: format!("Ada {payload}").chars().take(60).collect(),
        about: format!("About {payload}"),
        links: vec!["https://example.org/?a='\"<b>".into()],
    };
    // A name or link may be refused; then there is nothing to show.
    let _ = accounts::edit_profile(forum, &world.founder, &profile).await;
    let typed = NewComment {
        body: format!("A comment {payload}"),
        ..NewComment::default()
    };
    comments::post(forum, &world.founder, id, &typed, None)
        .await
        .expect("a comment is posted");
    world
}

/// What would run, or load, or be styled on a page.
fn dangers(html: &str) -> Vec<String> {
    let page = Html::parse_document(html);
    let every = Selector::parse("*").expect("a selector");
    page.select(&every).filter_map(danger).collect()
}

fn danger(element: ElementRef<'_>) -> Option<String> {
    let own = ["https://plans.example/", "/"];
    let value = element.value();
    let bad_name = matches!(
        value.name(),
        "iframe" | "object" | "embed" | "base" | "style" | "math"
    );
    let bad_script = value.name() == "script"
        && match (value.attr("src"), value.attr("type")) {
            (Some(src), _) => !src.starts_with("/assets/"),
            (None, Some("application/ld+json")) => {
                let text: String = element.text().collect();
                serde_json::from_str::<serde_json::Value>(&text).is_err()
            }
            (None, _) => true,
        };
    let bad_image =
        value.name() == "img" && !value.attr("src").is_some_and(|src| src.starts_with(own[1]));
    let bad_attribute = value.attrs().any(|(name, value)| {
        let runs = value.trim().to_lowercase();
        name.starts_with("on")
            || matches!(name, "style" | "srcdoc")
            || (matches!(
                name,
                "href" | "src" | "action" | "formaction" | "xlink:href"
            ) && (runs.starts_with("javascript:") || runs.starts_with("data:")))
    });
    (bad_name || bad_script || bad_image || bad_attribute).then(|| element.html())
}

#[tokio::test]
async fn what_is_typed_never_runs_on_any_page() {
    for payload in PAYLOADS {
        let world = poisoned(payload).await;
        let home = world.anonymous.get("/").await.text;
        let asset = asset_of(&home);
        let query = serde_urlencoded::to_string([
            ("sort", payload),
            ("tag", payload),
            ("stage", payload),
            ("next", payload),
            ("section", payload),
            ("handle", payload),
        ])
        .expect("a query");
        for (method, pattern, _, sent) in RULES {
            let signs_out = pattern.contains("sign-out") || pattern.contains("session");
            if signs_out || pattern.ends_with("/account") || *method == "DELETE" {
                continue;
            }
            let path = filled(pattern, asset).replace("/1", "/2");
            for client in [&world.anonymous, &world.ada] {
                let pages = if *method == "GET" {
                    vec![
                        ask(client, method, &path, "").await,
                        ask(
                            client,
                            method,
                            &format!(
                                "{}?after=0&{query}",
                                path.split('?').next().unwrap_or_default()
                            ),
                            "",
                        )
                        .await,
                    ]
                } else {
                    let typed = sent.replace("=A", &format!("={}", encoded(payload)));
                    vec![ask(client, method, &path, &typed).await]
                };
                for page in pages {
                    safe(&page, &format!("{method} {path} {payload}"));
                }
            }
        }
    }
}

fn encoded(text: &str) -> String {
    let pair = serde_urlencoded::to_string([("", text)]).expect("a pair");
    pair.trim_start_matches('=').to_owned()
}

/// A page of HTML keeps browsers from running anything, and holds nothing to be run.
fn safe(page: &Answer, context: &str) {
    if !page.header("content-type").starts_with("text/html") {
        return;
    }
    let policy = page.header("content-security-policy");
    assert!(policy.contains("default-src 'none'"), "{context}");
    assert!(
        !policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"),
        "{context}"
    );
    let dangers = dangers(&page.text);
    assert!(dangers.is_empty(), "{context}: {dangers:?}");
}

/// Otherwise the test above would find nothing because it finds nothing.
#[test]
fn dangers_are_found() {
    for payload in [
        "<script>1</script>",
        "<p onclick=a>",
        "<p style=a>",
        "<a href=' JavaScript:a'>x</a>",
        "<img src=x>",
    ] {
        assert!(!dangers(payload).is_empty(), "{payload}");
    }
    assert!(
        dangers("<p>&lt;script&gt;</p><script type=module src=/assets/a.js></script>").is_empty()
    );
}
