//! Everybody tries every address.

use super::{
    asking::{ask, asset_of, filled},
    rules::{
        RULES,
        Rule::{
            self, Admin, Author, AuthorOrModerator, Concerned, Funder, Link, Member, Moderator,
            Own, Person, Public,
        },
    },
};
use crate::{
    harness::{Answer, Client},
    world::World,
};
use axum::http::StatusCode;
use domain::{
    ids::{MeasureId, PlanId},
    moderation::{self, Thing},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Who {
    Anonymous,
    Suspended,
    Ben,
    Mo,
    Admin,
    Ada,
}

impl Who {
    /// In the order in which they try: whose it is comes last, so that it is there for all.
    const ALL: [Self; 6] = [
        Self::Anonymous,
        Self::Suspended,
        Self::Ben,
        Self::Mo,
        Self::Admin,
        Self::Ada,
    ];

    fn of(self, world: &World) -> &Client {
        match self {
            Self::Anonymous => &world.anonymous,
            Self::Suspended => &world.suspended,
            Self::Ben => &world.ben,
            Self::Mo => &world.mo,
            Self::Admin => &world.admin,
            Self::Ada => &world.ada,
        }
    }
}

/// What somebody is told who may not; nothing for whoever may.
fn refusal(rule: Rule, who: Who) -> Option<StatusCode> {
    match (rule, who) {
        (Public | Link, _)
        | (Person, Who::Suspended | Who::Ben | Who::Mo | Who::Admin | Who::Ada)
        | (Member | Own, Who::Ben | Who::Mo | Who::Admin | Who::Ada)
        | (Author | Concerned, Who::Ada)
        | (Funder, Who::Ben)
        | (AuthorOrModerator, Who::Mo | Who::Admin | Who::Ada)
        | (Moderator, Who::Mo | Who::Admin)
        | (Admin, Who::Admin) => None,
        (Admin | Moderator, _)
        | (Author | AuthorOrModerator, Who::Ben | Who::Mo | Who::Admin)
        | (Funder, Who::Mo | Who::Admin | Who::Ada)
        | (Concerned, Who::Suspended | Who::Ben | Who::Mo | Who::Admin) => {
            Some(StatusCode::NOT_FOUND)
        }
        (_, Who::Anonymous) => Some(StatusCode::UNAUTHORIZED),
        (_, Who::Suspended) => Some(StatusCode::FORBIDDEN),
    }
}

/// What is wrong with the answer to somebody who may not: they are told as declared, in the form
/// that fits who asks, and what is not theirs looks like nothing.
fn wrongly_refused(answer: &Answer, status: StatusCode, path: &str) -> Option<String> {
    if answer.status != status {
        return Some(format!("{} instead of {status}", answer.status));
    }
    let kind = answer.header("content-type");
    let (right, words) = if path.starts_with("/api/v1/") {
        (kind == "application/problem+json", "no problem document")
    } else if path.starts_with("/api/fn/") {
        (kind == "application/json", "not for an island")
    } else {
        match status.as_u16() {
            401 => (answer.text.contains("/sign-in"), "no way to sign in"),
            404 => (answer.text.contains("There is nothing here"), "other words"),
            _ => (true, ""),
        }
    };
    (!right).then(|| words.to_owned())
}

/// What is wrong with the answer to somebody who may.
fn wrongly_done(answer: &Answer) -> Option<String> {
    let refused = [401, 403, 404, 405].contains(&answer.status.as_u16());
    let failed = refused || answer.status.is_server_error();
    failed.then(|| format!("{} instead of doing it", answer.status))
}

/// What is wrong with the answer to a link that does not work.
fn wrongly_let_in(answer: &Answer) -> Option<String> {
    let away = answer.location() == "/" || answer.status.is_client_error();
    (!away).then(|| format!("{} without a link", answer.status))
}

/// What is wrong with the answers to everybody who asks for one address.
async fn wrongs(
    world: &World,
    (method, path, rule, sent): (&str, &str, Rule, &str),
) -> Vec<String> {
    let home = world.anonymous.get("/").await.text;
    let path = &filled(path, asset_of(&home));
    let before = world.fresh.rows().await;
    let mut wrongs = Vec::new();
    for who in Who::ALL {
        let answer = ask(who.of(world), method, path, sent).await;
        let untouched = matches!(rule, Author | Own) && who != Who::Ada;
        let wrong = match refusal(rule, who) {
            _ if untouched && world.fresh.rows().await != before => {
                Some(format!("{}, but something was done", answer.status))
            }
            Some(status) => wrongly_refused(&answer, status, path),
            None if rule == Link => wrongly_let_in(&answer),
            None => wrongly_done(&answer),
        };
        wrongs.extend(wrong.map(|wrong| format!("{who:?} {method} {path}: {wrong}")));
    }
    wrongs
}

/// Plan 2 is a fork of plan 1: there is something to pull from. Case 1 is about plan 1, measure 1 says that
/// it is outdated, and Ada has appealed.
async fn with_fork() -> World {
    let world = World::new().await;
    world.fork(PlanId(1)).await;
    world.moderate(Thing::Plan(PlanId(1)), "outdated").await;
    let forum = &world.fresh.forum;
    moderation::appeal(forum, &world.founder, MeasureId(1), "It is of today.")
        .await
        .expect("she appeals");
    world
}

#[tokio::test]
async fn everybody_may_do_what_is_declared_and_nothing_else() {
    let read = with_fork().await;
    // Without an index a search's feed has to be asked for again later.
    read.fresh.follow().await;
    let mut all = Vec::new();
    for row in RULES {
        if row.0 == "GET" {
            all.extend(wrongs(&read, *row).await);
            continue;
        }
        let world = with_fork().await;
        all.extend(wrongs(&world, *row).await);
        world.fresh.verify().await;
    }
    assert!(all.is_empty(), "{all:#?}");
}
