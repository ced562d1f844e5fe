//! What moderators decide, as pages and calls.

use crate::{
    bad_input::held,
    harness::{Answer, Client},
    world::{World, typed},
};
use axum::http::Method;
use domain::{ids::PlanId, moderation::Thing, plans::Typed};
use serde_json::{Value, json};

/// Ada's plan 2 says what her plan 1 says, and has a comment.
async fn twice() -> World {
    let world = World::new().await;
    let plan = world
        .publish(Typed {
            title: "GREAT SOLAR LAUNDROMAT!!!".into(),
            ..typed()
        })
        .await;
    assert_eq!(plan, PlanId(2));
    world.comment(plan, "Who mends the pump?").await;
    world.fresh.follow().await;
    world
}

/// Opens a case about a thing by the button on its page; its address.
async fn opened(client: &Client, thing: &str) -> String {
    let path = format!("/moderation/open/{thing}");
    let answer = client.post_form(&path, &[]).await;
    assert_eq!(answer.status, 303, "{}", answer.text);
    answer.location().to_owned()
}

async fn decide(client: &Client, case: &str, fields: &[(&str, &str)]) -> Answer {
    client.post_form(&format!("{case}/decide"), fields).await
}

async fn call(client: &Client, path: &str, body: &Value) -> Answer {
    client.call(Method::POST, path, body).await
}

#[tokio::test]
async fn a_title_is_changed_and_given_back() {
    let world = twice().await;
    let case = opened(&world.mo, "plan-2").await;
    let page = world.mo.get(&case).await.text;
    assert_eq!(
        held(&page, "title").as_deref(),
        Some("GREAT SOLAR LAUNDROMAT!!!")
    );
    let wrong = [
        ("deed", "edited"),
        ("title", "Solar"),
        ("tags", "energy"),
        ("base", "1"),
        ("reason", "Nobody shouts here"),
    ];
    let answer = decide(&world.mo, &case, &wrong).await;
    assert_eq!(answer.status, 422);
    assert_eq!(
        held(&answer.text, "title").as_deref(),
        Some("Solar"),
        "it is kept"
    );
    assert_eq!(
        held(&answer.text, "reason").as_deref(),
        Some("Nobody shouts here")
    );
    assert!(answer.text.contains("<details open"), "{}", answer.text);
    let right: Vec<(&str, &str)> = wrong
        .into_iter()
        .map(|(name, value)| match name {
            "title" => (name, "Solar laundromat for two blocks"),
            _ => (name, value),
        })
        .collect();
    let answer = decide(&world.mo, &case, &right).await;
    assert_eq!(answer.status, 303, "{}", answer.text);
    let measure = answer.location().to_owned();
    let plan = world
        .anonymous
        .get("/plans/2/solar-laundromat-for-two-blocks")
        .await;
    assert_eq!(plan.status, 200);
    assert!(
        plan.text
            .contains("A moderator gave this plan its title or its tags.")
    );
    let history = world.anonymous.get("/plans/2/history").await.text;
    assert!(
        history.contains(&format!("href=\"{measure}\"")),
        "{history}"
    );
    let log = world.anonymous.get("/log").await.text;
    assert!(log.contains("changed the title or the tags of"), "{log}");
    world.fresh.follow().await;
    let found = world.anonymous.get("/search?q=%22two+blocks%22").await.text;
    assert!(found.contains("/plans/2/"), "the index follows: {found}");
    let undo = [("reason", "She may shout")];
    let undone = world
        .admin
        .post_form(&format!("{measure}/undo"), &undo)
        .await;
    assert_eq!(undone.status, 303, "{}", undone.text);
    let plan = world.anonymous.get("/api/v1/plans/2").await.json();
    assert_eq!(plan["title"], "GREAT SOLAR LAUNDROMAT!!!");
    assert_eq!(plan["revision"], 3);
    world.fresh.verify().await;
}

#[tokio::test]
async fn the_address_of_a_merged_plan_leads_on() {
    let world = twice().await;
    let case = opened(&world.mo, "plan-2").await;
    let into = |into| {
        [
            ("deed", "merged"),
            ("into", into),
            ("reason", "Posted twice"),
        ]
    };
    let answer = decide(&world.mo, &case, &into("nowhere")).await;
    assert_eq!(answer.status, 422);
    assert_eq!(held(&answer.text, "into").as_deref(), Some("nowhere"));
    let answer = decide(&world.mo, &case, &into("/plans/1/solar")).await;
    assert_eq!(answer.status, 303, "{}", answer.text);
    let measure = answer.location().to_owned();
    for path in [
        "/plans/2",
        "/plans/2/discussion",
        "/plans/2/history",
        "/plans/2/health",
    ] {
        let led = world.anonymous.get(path).await;
        let first = world.anonymous.get(led.location()).await;
        let at = (led.status.as_u16(), led.location(), first.status.as_u16());
        assert!(at.1.starts_with("/plans/"), "{path}: {at:?}");
    }
    let led = world.anonymous.get("/plans/2/history").await;
    assert_eq!((led.status.as_u16(), led.location()), (303, "/plans/1"));
    let gone = world.anonymous.get("/api/v1/plans/2").await;
    assert_eq!(
        (gone.status.as_u16(), &gone.json()["merged_into"]),
        (410, &json!(1))
    );
    let discussion = world.anonymous.get("/plans/1/discussion").await.text;
    assert!(discussion.contains("Who mends the pump?"));
    assert!(
        discussion.contains("a plan that was merged into this"),
        "{discussion}"
    );
    let log = world.anonymous.get("/log").await.text;
    assert!(log.contains(" merged "), "{log}");
    world.fresh.follow().await;
    let found = world
        .anonymous
        .get("/search?q=pump&kind=comments")
        .await
        .text;
    assert!(found.contains("pump"), "{found}");
    let undo = [("reason", "They differ after all")];
    world
        .admin
        .post_form(&format!("{measure}/undo"), &undo)
        .await;
    assert_eq!(world.anonymous.get("/api/v1/plans/2").await.status, 200);
    let discussion = world.anonymous.get("/plans/1/discussion").await.text;
    assert!(!discussion.contains("Who mends the pump?"));
    world.fresh.verify().await;
}

#[tokio::test]
async fn the_same_by_calls() {
    let world = twice().await;
    let open = async |thing: &str| {
        let opened = call(&world.mo, &format!("/moderation/open/{thing}"), &json!({})).await;
        opened.json()["id"].as_i64().expect("a case")
    };
    let case = open("plan-2").await;
    let decide = async |case: i64, body: Value| {
        call(
            &world.mo,
            &format!("/moderation/cases/{case}/decide"),
            &body,
        )
        .await
    };
    let edited =
        json!({"deed": "edited", "reason": "Nobody shouts here", "title": "Solar for two blocks"});
    let late = decide(case, edited.clone()).await;
    assert_eq!(late.status, 409, "without a base: {}", late.text);
    let mut edited = edited;
    edited["base_revision"] = json!(1);
    let done = decide(case, edited).await;
    assert_eq!(done.status, 200, "{}", done.text);
    let plan = world.anonymous.get("/api/v1/plans/2").await.json();
    assert_eq!(plan["title"], "Solar for two blocks");
    assert_eq!(plan["tags"], json!(["energy"]), "what is left out stays");
    let case = open("plan-2").await;
    let merged = decide(
        case,
        json!({"deed": "merged", "reason": "Posted twice", "into": 1}),
    )
    .await;
    assert_eq!(merged.status, 200, "{}", merged.text);

    let ada = world
        .moderate(Thing::Account(world.founder.id), "warned")
        .await;
    assert!(ada.0 > 0);
    let case = open(&format!("account-{}", world.founder.id)).await;
    let sweep = format!("/moderation/cases/{case}/sweep");
    let swept = call(&world.mo, &sweep, &json!({"reason": "Advertising"})).await;
    assert_eq!(swept.status, 200, "{}", swept.text);
    assert_eq!(swept.json()["more"], false);
    assert!(swept.json()["hidden"].as_u64() >= Some(3), "{}", swept.text);
    assert_eq!(world.anonymous.get("/api/v1/plans/1").await.status, 410);
    let page = world
        .mo
        .post_form(&sweep, &[("reason", "Advertising")])
        .await;
    assert!(
        page.text.contains("Nothing of theirs was to be seen"),
        "{}",
        page.text
    );
    world.fresh.verify().await;
}

#[tokio::test]
async fn what_nobody_reported_stands_apart() {
    let world = twice().await;
    opened(&world.mo, "plan-2").await;
    let flag = [("reason", "spam"), ("words", "")];
    world.ben.post_form("/flag/plan-1", &flag).await;
    let unreported = world.mo.get("/moderation?which=unreported").await.text;
    assert!(unreported.contains("GREAT SOLAR LAUNDROMAT!!!"));
    assert!(!unreported.contains("Solar laundromat for apartment blocks"));
    let all = world.mo.get("/moderation").await.text;
    assert!(all.contains("One thing that was reported waits."), "{all}");
    let (reported, other) = (all.find("for apartment blocks"), all.find("GREAT SOLAR"));
    assert!(reported < other, "what was reported comes first");
}
