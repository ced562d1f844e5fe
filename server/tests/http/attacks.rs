//! What somebody tries who means harm.

use crate::{
    harness::{Answer, Client, Fresh, PUBLIC_URL, insert},
    permissions::{RULES, ask, asset_of, filled},
    world::{World, typed},
};
use axum::http::Method;
use domain::{
    accounts::{self, Enrolment, TypedProfile},
    comments::{self, NewComment},
    ids::PlanId,
    plans::Typed,
};
use scraper::{ElementRef, Html, Selector};
use serde_json::json;
use server::settings::Settings;

const PASSWORD: &str = "seven wet umbrellas";

async fn enrolled(fresh: &Fresh, handle: &str) {
    let typed = Enrolment {
        handle: handle.into(),
        email: Some(format!("{handle}@example.org")),
        password: Some(PASSWORD.into()),
        role: None,
    };
    accounts::enrol(&fresh.forum, &typed)
        .await
        .expect("enrolled");
}

/// The session that an answer begins.
fn session(answer: &Answer) -> String {
    let cookie = answer.header("set-cookie");
    let (_, rest) = cookie.split_once("__Host-session=").expect("a session");
    rest.split(';').next().expect("a token").to_owned()
}

async fn sign_in(client: &Client, who: &str, password: &str) -> Answer {
    let typed = [("who", who), ("password", password)];
    client.post_form("/sign-in", &typed).await
}

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

#[tokio::test]
async fn signing_in_never_goes_on_with_a_session_that_was_there() {
    let fresh = Fresh::new().await;
    enrolled(&fresh, "ada").await;
    let planted = "a-token-that-somebody-planted-0123456789abcdef";
    let first = session(&sign_in(&fresh.visitor().with_token(planted), "ada", PASSWORD).await);
    assert_ne!(first, planted);
    let planted = fresh.visitor().with_token(planted);
    assert_eq!(planted.get("/settings").await.status, 401);
    let ada = fresh.visitor().with_token(&first);
    assert_eq!(ada.get("/settings").await.status, 200);
    let second = session(&sign_in(&ada, "ada", PASSWORD).await);
    assert_ne!(first, second);
    assert_eq!(
        ada.get("/settings").await.status,
        401,
        "the session before has ended"
    );
}

#[tokio::test]
async fn a_new_password_ends_what_the_old_one_began() {
    let fresh = Fresh::new().await;
    enrolled(&fresh, "ada").await;
    let here = session(&sign_in(&fresh.visitor(), "ada", PASSWORD).await);
    let elsewhere = session(&sign_in(&fresh.visitor(), "ada", PASSWORD).await);
    let typed = [("current", PASSWORD), ("password", "eleven dry raincoats")];
    let changed = fresh
        .visitor()
        .with_token(here)
        .post_form("/settings/password", &typed)
        .await;
    assert_eq!(changed.status, 303, "{}", changed.text);
    let elsewhere = fresh.visitor().with_token(elsewhere);
    assert_eq!(elsewhere.get("/settings").await.status, 401);
    assert_eq!(sign_in(&fresh.visitor(), "ada", PASSWORD).await.status, 422);
}

/// What an answer looks like to whoever guesses: everything but what they typed themselves.
fn seen(answer: &Answer, typed: &str) -> (u16, String, Vec<String>) {
    let names = answer.headers.keys().map(ToString::to_string).collect();
    (
        answer.status.as_u16(),
        answer.text.replace(typed, "…"),
        names,
    )
}

#[tokio::test]
async fn nobody_learns_by_signing_in_who_has_an_account() {
    let fresh = Fresh::new().await;
    enrolled(&fresh, "ada").await;
    let mut seen_by_guesser = Vec::new();
    for who in ["ada", "eve", "ada@example.org", "eve@example.org"] {
        let before = fresh.forum.hashes();
        let page = sign_in(&fresh.visitor(), who, "wrong").await;
        let on_page = fresh.forum.hashes() - before;
        let credentials = json!({"handle": who, "password": "wrong"});
        let call = fresh
            .visitor()
            .call(Method::POST, "/session", &credentials)
            .await;
        let by_call = fresh.forum.hashes() - before - on_page;
        seen_by_guesser.push((seen(&page, who), on_page, seen(&call, who), by_call));
    }
    for other in &seen_by_guesser[1..] {
        assert_eq!(seen_by_guesser[0], *other);
    }
    assert_eq!((seen_by_guesser[0].1, seen_by_guesser[0].3), (1, 1));
}

#[tokio::test]
async fn nobody_learns_by_joining_whose_address_has_an_account() {
    let fresh = Fresh::new().await;
    enrolled(&fresh, "ada").await;
    let mut seen_by_guesser = Vec::new();
    for (handle, email) in [
        ("eve-one", "ada@example.org"),
        ("eve-two", "eve@example.org"),
    ] {
        let before = fresh.forum.hashes();
        let account = json!({"handle": handle, "email": email, "password": PASSWORD});
        let answer = fresh
            .visitor()
            .call(Method::POST, "/accounts", &account)
            .await;
        let hashes = fresh.forum.hashes() - before;
        seen_by_guesser.push((seen(&answer, handle), hashes));
    }
    assert_eq!(seen_by_guesser[0], seen_by_guesser[1]);
    assert_eq!(seen_by_guesser[0].1, 1);
    let mut pages = Vec::new();
    for (handle, email) in [
        ("eve-three", "ada@example.org"),
        ("eve-four", "fay@example.org"),
    ] {
        let typed = [("handle", handle), ("email", email), ("password", PASSWORD)];
        let answer = fresh.visitor().post_form("/join", &typed).await;
        let joined = fresh.visitor().with_token(session(&answer));
        let settings = joined.get("/settings").await;
        let text = settings.text.replace(handle, "…").replace(email, "…");
        pages.push((seen(&answer, handle), text));
    }
    assert_eq!(pages[0], pages[1]);
}

#[tokio::test]
async fn nobody_learns_by_a_reset_whose_address_has_an_account() {
    let fresh = Fresh::new().await;
    enrolled(&fresh, "ada").await;
    let mut seen_by_guesser = Vec::new();
    for email in ["ada@example.org", "eve@example.org"] {
        let before = (fresh.rows().await, fresh.forum.hashes());
        let answer = fresh
            .visitor()
            .post_form("/reset", &[("email", email)])
            .await;
        let mut grown = fresh.rows().await;
        for (table, rows) in &mut grown {
            *rows -= before.0[table];
        }
        // Its letter is not sent, so it does not stay; all else happens.
        grown.remove("mails");
        seen_by_guesser.push((seen(&answer, email), grown, fresh.forum.hashes() - before.1));
    }
    assert_eq!(seen_by_guesser[0], seen_by_guesser[1]);
}

#[tokio::test]
async fn whoever_tries_too_often_waits_whatever_address_they_claim() {
    let tried: [(&str, &[(&str, &str)]); 3] = [
        ("/sign-in", &[("who", "ada"), ("password", "wrong")]),
        ("/reset", &[("email", "ada@example.org")]),
        (
            "/join",
            &[("handle", "H"), ("email", "E"), ("password", PASSWORD)],
        ),
    ];
    for (path, fields) in tried {
        let fresh = Fresh::with(Settings::default()).await;
        let mut waits = None;
        for attempt in 0..40 {
            let fields = fields.iter().map(|(name, value)| match *value {
                "H" => (*name, format!("eve-{attempt}")),
                "E" => (*name, format!("eve-{attempt}@example.org")),
                value => (*name, value.to_owned()),
            });
            let body = serde_urlencoded::to_string(fields.collect::<Vec<_>>()).expect("a form");
            let mut request = fresh.visitor().request(Method::POST, path);
            *request.body_mut() = body.into();
            let headers = request.headers_mut();
            insert(headers, "content-type", "application/x-www-form-urlencoded");
            insert(headers, "sec-fetch-site", "same-origin");
            let claimed = format!("203.0.113.{attempt}");
            for name in [
                "x-forwarded-for",
                "x-real-ip",
                "forwarded",
                "cf-connecting-ip",
            ] {
                insert(headers, name, &claimed);
            }
            let answer = fresh.visitor().send(request).await;
            if answer.status == 429 {
                waits = answer.header("retry-after").parse::<u64>().ok();
                assert!(answer.text.contains("A little slower"), "{path}");
                break;
            }
        }
        assert!(
            waits.is_some_and(|seconds| seconds > 0),
            "{path}: {waits:?}"
        );
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

#[tokio::test]
async fn a_session_of_somebody_else_cannot_be_ended() {
    let world = World::new().await;
    for id in 1..=8 {
        for path in ["/settings/sessions", "/settings/tokens"] {
            let end = if path.ends_with("tokens") {
                "revoke"
            } else {
                "end"
            };
            world
                .ben
                .post_form(&format!("{path}/{id}/{end}"), &[])
                .await;
        }
    }
    assert_eq!(world.ada.get("/settings").await.status, 200);
    assert_eq!(
        world.ben.get("/settings").await.status,
        401,
        "only one's own"
    );
    assert_eq!(
        world
            .ada
            .get(&format!("/plans/{}/edit", PlanId(1)))
            .await
            .status,
        200
    );
}
