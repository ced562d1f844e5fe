//! Who may do what about a plan in each of its states.

use crate::{
    cast::PASSWORD,
    harness::{Client, Fresh},
    world::{World, typed},
};
use axum::http::Method;
use domain::{
    Member,
    accounts::{self, Enrolment, Leaving},
    ids::PlanId,
    moderation::Thing,
    plans,
};
use serde_json::json;

/// What is tried, and how each is answered to: nobody, somebody suspended, a reader, its author, a moderator, and an
/// admin.
type Expected = [(&'static str, [u16; 6]); 6];

/// While everybody sees it.
const SHOWN: Expected = [
    ("read", [200; 6]),
    ("comment", [401, 403, 201, 201, 201, 201]),
    ("vote", [401, 403, 200, 200, 200, 200]),
    ("fork", [401, 403, 201, 201, 201, 201]),
    ("report", [401, 403, 201, 409, 201, 201]),
    ("moderate", [404, 404, 404, 404, 200, 200]),
];

/// While moderators keep it from readers' eyes: who reads it does nothing else with it.
const WITHHELD: Expected = [
    ("read", [410, 410, 410, 200, 200, 200]),
    ("comment", [401, 403, 404, 404, 404, 404]),
    ("vote", [401, 403, 404, 404, 404, 404]),
    ("fork", [401, 403, 410, 409, 409, 409]),
    ("report", [401, 403, 404, 404, 404, 404]),
    ("moderate", [404, 404, 404, 404, 200, 200]),
];

/// Once its author has taken it back, or left and taken it along.
const GONE: Expected = [
    ("read", [410, 410, 410, 200, 410, 410]),
    ("comment", [401, 403, 404, 404, 404, 404]),
    ("vote", [401, 403, 404, 404, 404, 404]),
    ("fork", [401, 403, 410, 409, 410, 410]),
    ("report", [401, 403, 404, 404, 404, 404]),
    ("moderate", [404, 404, 404, 404, 200, 200]),
];

async fn status(client: &Client, tried: &str, plan: PlanId) -> u16 {
    let (method, path, body) = match tried {
        "read" => (Method::GET, format!("/plans/{plan}"), json!(null)),
        "comment" => (
            Method::POST,
            format!("/plans/{plan}/comments"),
            json!({"body": "Who mends the pump?"}),
        ),
        "vote" => (Method::PUT, format!("/plans/{plan}/vote"), json!({})),
        "fork" => (
            Method::POST,
            format!("/plans/{plan}/forks"),
            json!({"reason": "Another city"}),
        ),
        "report" => (
            Method::POST,
            format!("/flags/plan-{plan}"),
            json!({"reason": "spam"}),
        ),
        _ => (
            Method::POST,
            format!("/moderation/open/plan-{plan}"),
            json!({}),
        ),
    };
    client.call(method, &path, &body).await.status.as_u16()
}

/// Everything that differs from what is expected.
async fn differing(world: &World, state: &str, plan: PlanId, expected: &Expected) -> Vec<String> {
    let everybody = [
        ("nobody", &world.anonymous),
        ("suspended", &world.suspended),
        ("a reader", &world.ben),
        ("its author", &world.ada),
        ("a moderator", &world.mo),
        ("an admin", &world.admin),
    ];
    let mut differing = Vec::new();
    for (tried, statuses) in expected {
        for ((who, client), expected) in everybody.iter().zip(statuses) {
            let status = status(client, tried, plan).await;
            if status != *expected {
                differing.push(format!("{state}: {who}: {tried}: {status}, not {expected}"));
            }
        }
    }
    differing
}

async fn enrolled(world: &World, handle: &str) -> Member {
    let forum = &world.fresh.forum;
    let typed = Enrolment {
        handle: handle.into(),
        email: Some(format!("{handle}@example.org")),
        password: Some(PASSWORD.into()),
        role: None,
    };
    accounts::enrol(forum, &typed).await.expect("enrolled");
    let member = accounts::acting_as(forum, handle).await;
    member.expect("it is read").expect("it is there")
}

#[tokio::test]
async fn every_role_in_every_state() {
    let world = World::over(Fresh::new().await).await;
    let forum = &world.fresh.forum;
    let mut plans = Vec::new();
    for _ in 0..4 {
        plans.push(world.publish(typed()).await);
    }
    let [shown, held, hidden, withdrawn] = plans[..] else {
        panic!("four plans");
    };
    world.moderate(Thing::Plan(held), "held").await;
    world.moderate(Thing::Plan(hidden), "hidden").await;
    plans::withdraw(forum, &world.founder, withdrawn)
        .await
        .expect("it is withdrawn");
    let mut wrong = Vec::new();
    for (state, plan, expected) in [
        ("shown", shown, &SHOWN),
        ("held", held, &WITHHELD),
        ("hidden", hidden, &WITHHELD),
        ("withdrawn", withdrawn, &GONE),
    ] {
        wrong.extend(differing(&world, state, plan, expected).await);
    }
    // Of somebody else's who has left with their words, Ada is a reader like any other.
    let eve = enrolled(&world, "eve").await;
    let mut erased = Vec::new();
    for _ in 0..2 {
        let saved = plans::publish(forum, &eve, &typed(), None).await;
        erased.push(saved.expect("it is published").id);
    }
    world.moderate(Thing::Plan(erased[1]), "hidden").await;
    let leaving = Leaving {
        password: PASSWORD,
        handle: "eve",
    };
    accounts::erase(forum, &eve, &leaving)
        .await
        .expect("Eve leaves with her words");
    let expected: Expected = GONE.map(|(tried, mut statuses)| {
        statuses[3] = statuses[2];
        (tried, statuses)
    });
    for plan in erased {
        wrong.extend(differing(&world, "erased", plan, &expected).await);
    }
    assert_eq!(wrong, Vec::<String>::new());
}
