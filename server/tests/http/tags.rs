//! Tags under moderators' care, as pages and calls.

use crate::{
    harness::{Answer, Client},
    world::{PLAN_FIELDS, World, typed},
};
use domain::{ids::PlanId, plans, plans::Typed};
use reqwest::Method;
use serde_json::{Value, json};

const WHY: (&str, &str) = ("reason", "One thing, one name");

/// Ada's plan 1 is about energy, her plan 2 about `enrgy`.
async fn misspelt() -> World {
    let world = World::new().await;
    let second = Typed {
        title: "Wind for a whole street".into(),
        tags: vec!["enrgy".into(), "wind".into()],
        ..typed()
    };
    assert_eq!(world.publish(second).await, PlanId(2));
    world
}

async fn act(client: &Client, path: &str, field: (&str, &str)) -> Answer {
    client
        .post_form(&format!("/tags/{path}"), &[field, WHY])
        .await
}

#[tokio::test]
async fn a_moderator_finds_look_alikes_and_merges_them() {
    let world = misspelt().await;
    let list = world.mo.get("/moderation/tags").await.text;
    assert!(list.contains("One letter apart"), "{list}");
    // Of as many plans the last of the alphabet goes.
    let offered = "href=\"/tags/enrgy?into=energy#care\"";
    assert!(list.contains(offered), "{list}");
    let page = world.mo.get("/tags/enrgy?into=energy").await.text;
    assert!(page.contains("Look after this tag") && page.contains("value=\"energy\""));
    assert!(
        !world
            .ada
            .get("/tags/enrgy")
            .await
            .text
            .contains("Look after")
    );
    let merged = act(&world.mo, "enrgy/merge", ("into", "energy")).await;
    assert_eq!(
        (merged.status.as_u16(), merged.location()),
        (303, "/tags/energy")
    );
    for old in ["/tags/enrgy", "/tags/ENRGY"] {
        let old = world.anonymous.get(old).await;
        assert_eq!((old.status.as_u16(), old.location()), (308, "/tags/energy"));
        assert_eq!(old.header("cache-control"), "no-cache");
    }
    let feed = world.anonymous.get("/tags/enrgy/plans.atom").await;
    assert_eq!(
        (feed.status.as_u16(), feed.location()),
        (308, "/tags/energy/plans.atom")
    );
    let page = world.anonymous.get("/tags/energy").await.text;
    for part in [
        "Wind for a whole street",
        "Also called “enrgy”",
        "What moderators did",
        "Merged “enrgy” into “energy”.",
        "“One thing, one name”",
        "mo-clark",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    let plan = world
        .anonymous
        .get("/plans/2/wind-for-a-whole-street")
        .await
        .text;
    assert!(plan.contains("href=\"/tags/energy\"") && !plan.contains("href=\"/tags/enrgy\""));
    let listed = world.anonymous.get("/plans?tag=enrgy").await.text;
    assert!(listed.contains("Wind for a whole street") && listed.contains("Solar laundromat"));
    let by_call = world.anonymous.get("/api/v1/plans?tag=enrgy").await.json();
    assert_eq!(by_call["items"].as_array().expect("items").len(), 2);
    world.fresh.follow().await;
    for path in [
        "/search?q=tag:enrgy",
        "/api/v1/search?q=tag:enrgy",
        "/api/v1/search?tag=enrgy",
    ] {
        let found = world.anonymous.get(path).await.text;
        assert!(found.contains("Wind for a whole street"), "{path}");
    }
    assert!(
        world
            .mo
            .get("/moderation/tags")
            .await
            .text
            .contains("No two tags look alike")
    );
    let undone = act(&world.mo, "energy/unmerge", ("tag", "enrgy")).await;
    assert_eq!(
        (undone.status.as_u16(), undone.location()),
        (303, "/tags/enrgy")
    );
    assert_eq!(world.anonymous.get("/tags/enrgy").await.status, 200);
    world.fresh.verify().await;
}

#[tokio::test]
async fn whoever_types_an_old_name_is_told() {
    let world = misspelt().await;
    act(&world.mo, "energy/rename", ("to", "power")).await;
    let mut fields = PLAN_FIELDS.to_vec();
    fields.retain(|(name, _)| *name != "title");
    fields.push(("title", "A mill in the brook"));
    let posted = world.ada.post_form("/plans/new", &fields).await;
    assert_eq!(posted.status, 303, "{}", posted.text);
    let address = posted.location().to_owned();
    assert_eq!(address, "/plans/3/a-mill-in-the-brook?respelled=energy");
    let page = world.ada.get(&address).await.text;
    assert!(page.contains("“energy” is called "), "{page}");
    // Nobody is told what is not so.
    for other in ["?respelled=food", "?respelled=%3Cb%3E", ""] {
        let address = format!("/plans/3/a-mill-in-the-brook{other}");
        assert!(
            !world.ada.get(&address).await.text.contains("is called "),
            "{other}"
        );
    }
    assert!(!world.ben.get(&address).await.text.contains("is called "));
    let edit = world.ada.get("/plans/1/edit").await.text;
    assert!(edit.contains("value=\"power\""), "{edit}");
    let new = json!({
        "title": "A second mill in the brook",
        "pitch": "The same brook, a mile further down.",
        "body": "## Who pays\n\nThe baker.",
        "tags": ["energy", "power", "water"],
    });
    let saved = world.ada.call(Method::POST, "/plans", &new).await.json();
    assert_eq!(
        saved["respelled"],
        json!([{"word": "energy", "tag": "power"}])
    );
    let plan = world.anonymous.get("/api/v1/plans/4").await.json();
    assert_eq!(plan["tags"], json!(["power", "water"]));
    world.fresh.verify().await;
}

#[tokio::test]
async fn a_retired_tag_is_refused_by_its_field() {
    let world = misspelt().await;
    let retired = act(&world.mo, "enrgy/retire", ("instead", "energy")).await;
    assert_eq!(retired.status, 303);
    let page = world.anonymous.get("/tags/enrgy").await.text;
    assert!(page.contains("no longer given to plans") && page.contains("Wind for a whole street"));
    assert!(
        world
            .anonymous
            .get("/tags")
            .await
            .text
            .contains("no longer given")
    );
    let mut fields = PLAN_FIELDS.to_vec();
    fields.retain(|(name, _)| *name != "tags");
    fields.push(("tags", "enrgy, water"));
    let answer = world.ada.post_form("/plans/new", &fields).await;
    assert_eq!(answer.status, 422, "{}", answer.text);
    assert!(answer.text.contains("use “energy” instead"));
    assert!(answer.text.contains("value=\"enrgy, water\""));
    let new = json!({
        "title": "A second mill in the brook",
        "pitch": "The same brook, a mile further down.",
        "body": "## Who pays\n\nThe baker.",
        "tags": ["enrgy"],
    });
    let refused = world.ada.call(Method::POST, "/plans", &new).await;
    assert_eq!(refused.status, 422);
    assert_eq!(refused.json()["errors"][0]["field"], "tags");
    let page = world.mo.get("/tags/enrgy").await.text;
    assert!(page.contains("Bring it back") && !page.contains("Retire it"));
    assert_eq!(act(&world.mo, "enrgy/restore", ("", "")).await.status, 303);
    assert_eq!(
        world.ada.call(Method::POST, "/plans", &new).await.status,
        201
    );
    world.fresh.verify().await;
}

#[tokio::test]
async fn what_is_wrong_is_said_and_what_was_typed_kept() {
    let world = misspelt().await;
    for (path, field, status, words) in [
        (
            "enrgy/rename",
            ("to", "energy"),
            422,
            "merge the two instead",
        ),
        ("enrgy/rename", ("to", "<b>"), 422, "cannot be a tag"),
        (
            "enrgy/merge",
            ("into", "nowhere"),
            422,
            "no tag that any plan has",
        ),
        (
            "enrgy/retire",
            ("instead", "enrgy"),
            422,
            "is the tag itself",
        ),
        ("enrgy/unmerge", ("tag", "wind"), 409, "is not merged"),
        ("enrgy/unmerge", ("tag", "!"), 422, "cannot be a tag"),
        ("enrgy/restore", ("", ""), 409, "is not retired"),
        ("enrgy/describe", ("about", ""), 422, "says that already"),
    ] {
        let answer = act(&world.mo, path, field).await;
        assert_eq!(answer.status, status, "{path}: {}", answer.text);
        assert!(answer.text.contains(words), "{path}: {}", answer.text);
        // What is not retired has no form that brings it back.
        let is_there = !path.ends_with("restore");
        let kept = answer.text.contains("value=\"One thing, one name\"");
        assert_eq!(kept, is_there, "{path}");
    }
    let typed = [("to", "\"><i>"), ("reason", "<")];
    let answer = world.mo.post_form("/tags/enrgy/rename", &typed).await;
    assert_eq!(answer.status, 422);
    assert!(
        answer.text.contains("href=\"#field-reason-rename\"")
            && answer.text.contains("&quot;&gt;&lt;i&gt;")
    );
    let nowhere = world
        .mo
        .post_form("/tags/never-given/rename", &[("to", "other"), WHY])
        .await;
    assert_eq!(nowhere.status, 404);
    for path in [
        "/tags?after=x",
        "/moderation/tags?which=x",
        "/moderation/tags?which=used&after=x",
        "/tags/a%20b",
    ] {
        assert_eq!(world.mo.get(path).await.status, 404, "{path}");
    }
    for which in ["used", "unused", "retired"] {
        assert_eq!(
            world
                .mo
                .get(&format!("/moderation/tags?which={which}"))
                .await
                .status,
            200
        );
    }
    world.fresh.verify().await;
}

#[tokio::test]
async fn the_same_by_calls() {
    let world = misspelt().await;
    let call = async |path: &str, body: Value| {
        let path = format!("/moderation/tags/{path}");
        world.mo.call(Method::POST, &path, &body).await
    };
    let alike = world.mo.get("/api/v1/moderation/tags/alike").await.json();
    assert_eq!(
        (&alike["items"][0]["less"], &alike["items"][0]["why"]),
        (&json!("enrgy"), &json!("letter"))
    );
    let said = call(
        "energy/describe",
        json!({"about": "Heat and power", "reason": "Nobody knew"}),
    )
    .await;
    assert_eq!(said.json()["about"], "Heat and power");
    let merged = call("enrgy/merge", json!({"into": "energy", "reason": "A slip"}))
        .await
        .json();
    assert_eq!(
        (&merged["tag"], &merged["plans"]),
        (&json!("energy"), &json!(2))
    );
    assert_eq!(
        (&merged["synonyms"], &merged["merged"]),
        (&json!(["enrgy"]), &json!(["enrgy"]))
    );
    let renamed = call("wind/rename", json!({"to": "air", "reason": "Wider"}))
        .await
        .json();
    assert_eq!(
        (&renamed["tag"], &renamed["synonyms"]),
        (&json!("air"), &json!(["wind"]))
    );
    let retired = call(
        "air/retire",
        json!({"reason": "Too wide", "instead": "energy"}),
    )
    .await
    .json();
    assert_eq!(retired["instead"], "energy");
    assert!(retired["retired_at"].is_string());
    let told = world.anonymous.get("/api/v1/tags/wind").await.json();
    assert_eq!(told["tag"], "air");
    let deeds: Vec<_> = told["history"]
        .as_array()
        .expect("a history")
        .iter()
        .map(|one| &one["deed"])
        .collect();
    assert_eq!(deeds, [&json!("retired"), &json!("renamed")]);
    assert_eq!(told["history"][0]["moderator"]["handle"], "mo-clark");
    let list = world.anonymous.get("/api/v1/tags").await.json();
    assert_eq!(
        list["items"],
        json!([
            {"tag": "energy", "plans": 2, "about": "Heat and power", "retired": false},
            {"tag": "air", "plans": 1, "about": null, "retired": true},
        ])
    );
    let restored = call("air/restore", json!({"reason": "After all"}))
        .await
        .json();
    assert_eq!(restored["retired_at"], json!(null));
    let apart = call("enrgy/unmerge", json!({"reason": "A slip of mine"}))
        .await
        .json();
    assert_eq!(
        (&apart["tag"], &apart["plans"]),
        (&json!("enrgy"), &json!(1))
    );
    world.fresh.verify().await;
}

#[tokio::test]
async fn a_call_that_cannot_be_done_says_so() {
    let world = misspelt().await;
    for (path, body, status) in [
        ("enrgy/unmerge", json!({"reason": "Again"}), 409),
        (
            "enrgy/merge",
            json!({"into": "energy", "reason": "no"}),
            422,
        ),
        (
            "enrgy/merge",
            json!({"into": "enrgy", "reason": "A slip"}),
            422,
        ),
        ("enrgy/merge", json!({"reason": "A slip"}), 422),
        (
            "e%20n/merge",
            json!({"into": "energy", "reason": "A slip"}),
            404,
        ),
        (
            "never-given/rename",
            json!({"to": "energy", "reason": "A slip"}),
            404,
        ),
    ] {
        let call = format!("/moderation/tags/{path}");
        let answer = world.mo.call(Method::POST, &call, &body).await;
        assert_eq!(answer.status, status, "{path} {body}: {}", answer.text);
    }
    assert_eq!(
        world
            .mo
            .get("/api/v1/moderation/tags?which=unused")
            .await
            .status,
        200
    );
    assert_eq!(
        world.mo.get("/api/v1/moderation/tags?which=x").await.status,
        422
    );
    world.fresh.verify().await;
}

/// The words of a plan that its author took back are in no list of tags, and completed by nothing.
#[tokio::test]
async fn the_tags_of_a_withdrawn_plan_are_nowhere() {
    let world = misspelt().await;
    let secret = Typed {
        title: "A plan to be taken back".into(),
        tags: vec!["canary".into(), "canaryy".into()],
        ..typed()
    };
    let hidden = world.publish(secret).await;
    world.fresh.follow().await;
    assert!(
        world
            .mo
            .get("/moderation/tags")
            .await
            .text
            .contains("canary")
    );
    plans::withdraw(&world.fresh.forum, &world.founder, hidden)
        .await
        .expect("it is withdrawn");
    for _ in 0..2 {
        for path in [
            "/tags",
            "/plans",
            "/moderation/tags",
            "/moderation/tags?which=used",
            "/moderation/tags?which=unused",
            "/moderation/tags?which=retired",
            "/search/suggest?q=tag:canar",
            "/api/v1/tags",
            "/api/v1/suggest?q=canar",
            "/api/v1/moderation/tags?which=unused",
            "/api/v1/moderation/tags/alike",
        ] {
            let answer = world.mo.get(path).await;
            assert_eq!(answer.status, 200, "{path}");
            assert!(!answer.text.contains("canary"), "{path}: {}", answer.text);
        }
        world.fresh.follow().await;
    }
}
