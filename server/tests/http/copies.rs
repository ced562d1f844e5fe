//! Plans that look like unmarked copies, as moderators' pages and calls.

use crate::{
    harness::{Answer, Client},
    world::{World, typed},
};
use domain::{Member, accounts, ids::PlanId, plans, plans::Typed};
use reqwest::Method;
use serde_json::json;

/// So many words that nobody else says.
fn words(of: &str, count: usize) -> String {
    let words: Vec<String> = (0..count).map(|number| format!("{of}{number}x")).collect();
    words.join(" ")
}

fn saying(title: &str, of: &str) -> Typed {
    Typed {
        title: title.into(),
        pitch: format!("{title}, in a line of its own."),
        body: format!("## Who pays\n\n{}", words(of, 200)),
        ..typed()
    }
}

/// Ada's plan 2, of which Ben's plan 3 is a copy; Ben's plan 4 is none.
async fn copied() -> World {
    let world = World::new().await;
    world.publish(saying("Canning in a cellar", "a")).await;
    let ben = ben(&world).await;
    let copy = post(&world, &ben, &saying("Jars below the ground", "a")).await;
    assert_eq!(copy, PlanId(3));
    post(&world, &ben, &saying("Kites by the sea", "b")).await;
    world.fresh.follow().await;
    world
}

async fn ben(world: &World) -> Member {
    let ben = accounts::acting_as(&world.fresh.forum, "ben").await;
    ben.expect("it is read").expect("he is there")
}

async fn post(world: &World, author: &Member, typed: &Typed) -> PlanId {
    let saved = plans::publish(&world.fresh.forum, author, typed, None).await;
    saved.expect("it is published").id
}

const REASON: [(&str, &str); 3] = [
    ("reason", "Word for word"),
    ("older_revision", "1"),
    ("younger_revision", "1"),
];

async fn decide(client: &Client, deed: &str) -> Answer {
    let path = format!("/moderation/copies/2-3/{deed}");
    client.post_form(&path, &REASON).await
}

#[tokio::test]
async fn a_moderator_finds_compares_links_and_unlinks() {
    let world = copied().await;
    let list = world.mo.get("/moderation/copies").await.text;
    assert!(list.contains("Canning in a cellar") && list.contains("Jars below the ground"));
    assert!(!list.contains("Kites by the sea"));
    assert!(list.contains("href=\"/moderation/copies/2-3\""));
    let pair = world.mo.get("/moderation/copies/2-3").await.text;
    assert!(
        pair.contains("200 words") && pair.contains("a fork of revision 1"),
        "{pair}"
    );
    let compare = "/plans/2/compare/1..3@1";
    assert!(pair.contains(compare));
    let compared = world.mo.get(compare).await;
    assert!(
        compared.text.contains("Two plans of different families"),
        "{}",
        compared.status
    );
    for stranger in [&world.anonymous, &world.ben, &world.ada] {
        assert_eq!(stranger.get(compare).await.status, 404);
    }
    let linked = decide(&world.mo, "link").await;
    assert_eq!(
        (linked.status.as_u16(), linked.location()),
        (303, "/moderation/copies/2-3")
    );
    let page = world
        .anonymous
        .get("/plans/3/jars-below-the-ground")
        .await
        .text;
    assert!(
        page.contains("a moderator found") && page.contains("“Word for word”"),
        "{page}"
    );
    let history = world.anonymous.get("/plans/2/history").await.text;
    assert!(history.contains("What moderators did") && history.contains("is a fork of this plan"));
    let json = world.anonymous.get("/api/v1/plans/3").await.json();
    assert_eq!(json["forked_from"]["plan"], 2);
    world.fresh.follow().await;
    let list = world.mo.get("/moderation/copies").await.text;
    assert!(list.contains("Nothing waits here"), "{list}");
    let decided = world.mo.get("/moderation/copies/decided").await.text;
    assert!(decided.contains("Linked as a fork") && decided.contains("Jars below the ground"));
    let undone = decide(&world.mo, "unlink").await;
    assert_eq!(undone.status, 303);
    let page = world
        .anonymous
        .get("/plans/3/jars-below-the-ground")
        .await
        .text;
    assert!(!page.contains("a moderator found"));
    let history = world.anonymous.get("/plans/3/history").await.text;
    assert!(history.contains("Took back that it is a fork of"));
    world.fresh.verify().await;
}

#[tokio::test]
async fn a_pair_is_set_aside_and_opened_again() {
    let world = copied().await;
    assert_eq!(decide(&world.admin, "set-aside").await.status, 303);
    let list = world.mo.get("/moderation/copies").await.text;
    assert!(!list.contains("Jars below the ground"));
    let pair = world.mo.get("/moderation/copies/2-3").await.text;
    assert!(pair.contains("Set aside: no copy") && pair.contains("Ask again"));
    assert_eq!(decide(&world.mo, "reopen").await.status, 303);
    let list = world.mo.get("/moderation/copies").await.text;
    assert!(list.contains("Jars below the ground"));
    world.fresh.verify().await;
}

#[tokio::test]
async fn what_is_wrong_is_said_and_what_was_typed_kept() {
    let world = copied().await;
    let short = [
        ("reason", "<b"),
        ("older_revision", "1"),
        ("younger_revision", "1"),
    ];
    for deed in ["link", "set-aside"] {
        let path = format!("/moderation/copies/2-3/{deed}");
        let answer = world.mo.post_form(&path, &short).await;
        assert_eq!(answer.status, 422);
        assert!(answer.text.contains("at least 3") && answer.text.contains("value=\"&lt;b\""));
    }
    let stale = [
        ("reason", "Word for word"),
        ("older_revision", "7"),
        ("younger_revision", "1"),
    ];
    let answer = world
        .mo
        .post_form("/moderation/copies/2-3/link", &stale)
        .await;
    assert_eq!(answer.status, 409);
    assert!(
        answer.text.contains("changed since") && answer.text.contains("value=\"Word for word\"")
    );
    for (path, words) in [
        ("/moderation/copies/3-2/link", "younger than the plan"),
        ("/moderation/copies/2-3/unlink", "No moderator has linked"),
        ("/moderation/copies/2-3/reopen", "not been set aside"),
    ] {
        let answer = world.mo.post_form(path, &REASON).await;
        assert_eq!(answer.status, 409, "{path}");
        assert!(answer.text.contains(words), "{path}: {}", answer.text);
    }
    for nowhere in ["2-99", "3-2", "2-2", "2", "a-b", "2-3-4"] {
        let answer = world.mo.get(&format!("/moderation/copies/{nowhere}")).await;
        assert_eq!(answer.status, 404, "{nowhere}");
    }
    assert_eq!(world.mo.get("/moderation/copies?after=x").await.status, 404);
}

#[tokio::test]
async fn nobody_decides_about_their_own() {
    let world = copied().await;
    accounts::set_role(&world.fresh.forum, "ben", accounts::Role::Moderator)
        .await
        .expect("Ben moderates");
    let pair = world.ben.get("/moderation/copies/2-3").await.text;
    assert!(pair.contains("your own plan") && !pair.contains("formaction"));
    for deed in ["link", "set-aside"] {
        assert_eq!(decide(&world.ben, deed).await.status, 409);
    }
    let leads = "href=\"/moderation\"";
    assert!(world.ben.get("/").await.text.contains(leads));
    assert!(!world.ada.get("/").await.text.contains(leads));
}

#[tokio::test]
async fn the_same_by_calls() {
    let world = copied().await;
    let list = world.mo.get("/api/v1/moderation/copies").await.json();
    let pair = &list["items"][0];
    assert_eq!(
        (&pair["older"]["id"], &pair["younger"]["id"]),
        (&json!(2), &json!(3))
    );
    assert!(pair["shared"]["of_older"].as_f64().expect("a share") > 0.95);
    assert_eq!(
        (&list["next"], &list["surveyed"]["plans"]),
        (&json!(null), &json!(4))
    );
    let one = world.mo.get("/api/v1/moderation/copies/2-3").await.json();
    assert_eq!(
        (&one["fitting_revision"], &one["refusal"]),
        (&json!(1), &json!(null))
    );
    assert_eq!(one["passages"][0]["words"], 200);
    let compare = "/api/v1/plans/2/compare?from=1&to=1&with=3";
    assert_eq!(world.mo.get(compare).await.status, 200);
    assert_eq!(world.ben.get(compare).await.status, 404);
    let verdict = json!({"reason": "Word for word", "older_revision": 1, "younger_revision": 1});
    let call = async |path: &str, body: &serde_json::Value| {
        let path = format!("/moderation/copies/{path}");
        world.mo.call(Method::POST, &path, body).await
    };
    let aside = call("2-3/set-aside", &verdict).await.json();
    assert_eq!(aside["decided"]["deed"], "set_aside");
    let again = call("2-3/reopen", &json!({"reason": "Looked again"}))
        .await
        .json();
    assert_eq!(again["decided"], json!(null));
    let linked = call("2-3/link", &verdict).await.json();
    assert_eq!(linked["decided"]["moderator"]["handle"], "mo-clark");
    let plan = world.anonymous.get("/api/v1/plans/3").await.json();
    assert_eq!(plan["fork"]["linked"], true);
    let decided = world
        .mo
        .get("/api/v1/moderation/copies/decided")
        .await
        .json();
    assert_eq!(
        (
            &decided["items"][0]["deed"],
            &decided["items"][0]["younger"]
        ),
        (&json!("linked"), &json!(3))
    );
    assert_eq!(call("2-3/link", &verdict).await.status, 409);
    assert_eq!(call("3-2/link", &verdict).await.status, 409);
    let undone = call("2-3/unlink", &json!({"reason": "A mistake"})).await;
    assert_eq!(undone.json()["decided"], json!(null));
    for (path, body, status) in [
        ("2-3/link", json!({"reason": "no"}), 422),
        (
            "2-3/link",
            json!({"reason": "no", "older_revision": 1, "younger_revision": 1}),
            422,
        ),
        (
            "2-3/link",
            json!({"reason": "Old", "older_revision": 9, "younger_revision": 1}),
            409,
        ),
        ("2-99/link", verdict.clone(), 404),
        ("x/link", verdict.clone(), 404),
    ] {
        assert_eq!(call(path, &body).await.status, status, "{path} {body}");
    }
    world.fresh.verify().await;
}

/// What its author took back is in no pair, not for moderators either, whether the index has followed or
/// not; and the reasons that were given about it are gone from where others could read them.
#[tokio::test]
async fn a_withdrawn_plan_is_in_no_pair() {
    let world = copied().await;
    let ben = ben(&world).await;
    let secret = saying("The canary in a title", "a");
    let hidden = post(&world, &ben, &secret).await;
    world.fresh.follow().await;
    assert!(
        world
            .mo
            .get("/moderation/copies")
            .await
            .text
            .contains("canary")
    );
    let fields = [
        ("reason", "The canary in a reason"),
        ("older_revision", "1"),
        ("younger_revision", "1"),
    ];
    let set = world
        .mo
        .post_form(&format!("/moderation/copies/2-{hidden}/set-aside"), &fields)
        .await;
    assert_eq!(set.status, 303);
    plans::withdraw(&world.fresh.forum, &ben, hidden)
        .await
        .expect("it is withdrawn");
    for _ in 0..2 {
        for path in [
            "/moderation/copies".to_owned(),
            "/moderation/copies/decided".to_owned(),
            format!("/moderation/copies/2-{hidden}"),
            format!("/moderation/copies/3-{hidden}"),
            format!("/plans/2/compare/1..{hidden}@1"),
            format!("/plans/{hidden}/history"),
            "/api/v1/moderation/copies".to_owned(),
            "/api/v1/moderation/copies/decided".to_owned(),
            format!("/api/v1/moderation/copies/2-{hidden}"),
            format!("/api/v1/moderation/copies/3-{hidden}"),
        ] {
            for client in [&world.mo, &world.admin] {
                let answer = client.get(&path).await;
                let text = answer.text.to_lowercase();
                // A tombstone keeps its title, as everywhere.
                let is_tombstone = answer.status == 410;
                assert!(is_tombstone || !text.contains("canary"), "{path}: {text}");
                assert!(!text.contains("canary in a reason"), "{path}");
            }
        }
        let history = world.mo.get("/plans/2/history").await.text;
        assert!(history.contains("What moderators did") && !history.contains("canary in a reason"));
        let decide = format!("/moderation/copies/2-{hidden}/link");
        assert_eq!(world.mo.post_form(&decide, &REASON).await.status, 404);
        world.fresh.follow().await;
    }
}
