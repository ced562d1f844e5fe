//! What was acknowledged survives `kill -9`.

#[cfg(debug_assertions)]
mod index;
mod process;

use domain::{
    Forum, accounts,
    accounts::Enrolment,
    forum::Policy,
    ids::{PlanId, Seq},
    log,
    plans::{self, Typed},
};
use process::Server;
use reqwest::{Client, StatusCode, header, redirect};
use server::store::Place;
use std::{collections::HashSet, path::Path, time::Duration};
use tokio::time::sleep;

const ROUNDS: u64 = 50;
const WRITERS: usize = 32;
/// Checking everything takes longer than a round.
const ROUNDS_BETWEEN_CHECKS: u64 = 10;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_acknowledged_is_lost_when_the_process_is_killed() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (plan, tokens) = prepare(folder.path()).await;
    let mut acknowledged = HashSet::new();
    for round in 1..=ROUNDS {
        let mut server = Server::start(folder.path(), &[]);
        let writers: Vec<_> = tokens
            .iter()
            .map(|token| tokio::spawn(write(server.address.clone(), token.clone(), plan)))
            .collect();
        // At another moment of a commit each time.
        sleep(Duration::from_millis(100 + round * 37 % 150)).await;
        server.kill();
        for writer in writers {
            acknowledged.extend(writer.await.expect("a writer ends when the server is gone"));
        }
        if round % ROUNDS_BETWEEN_CHECKS == 0 {
            nothing_is_lost(folder.path(), &acknowledged).await;
        }
    }
    assert!(
        acknowledged.len() > WRITERS,
        "too little was written to tell: {}",
        acknowledged.len()
    );
}

async fn forum(data: &Path) -> Forum {
    Place::folder(data)
        .forum(Policy::default())
        .await
        .expect("the database opens")
}

/// A plan to comment on, and everybody's token.
async fn prepare(data: &Path) -> (PlanId, Vec<String>) {
    let forum = forum(data).await;
    let mut tokens = Vec::new();
    let mut founder = None;
    for writer in 0..=WRITERS {
        let letter = |digit: usize| char::from(b"abdegkptxz"[digit % 10]);
        let handle = format!("writer-{}{}", letter(writer / 10), letter(writer));
        let enrolment = Enrolment {
            handle: handle.clone(),
            ..Enrolment::default()
        };
        accounts::enrol(&forum, &enrolment)
            .await
            .expect("an account is opened");
        let member = accounts::acting_as(&forum, &handle)
            .await
            .expect("accounts can be read")
            .expect("the account is there");
        let token = accounts::make_token(&forum, &member, "test")
            .await
            .expect("a token is made");
        tokens.push(token.as_str().to_owned());
        founder.get_or_insert(member);
    }
    let typed = Typed {
        title: "A plan to comment on".into(),
        pitch: "Many people say many things about it.".into(),
        body: "## Who pays\n\nEverybody.".into(),
        ..Typed::default()
    };
    let founder = founder.expect("there are writers");
    let plan = plans::publish(&forum, &founder, &typed, None)
        .await
        .expect("it keeps the rules");
    tokens.truncate(WRITERS);
    (plan.id, tokens)
}

/// Comments until the server is gone; answers which comments were acknowledged.
async fn write(address: String, token: String, plan: PlanId) -> Vec<i64> {
    let client = Client::builder()
        .redirect(redirect::Policy::none())
        .build()
        .expect("a client");
    let mut acknowledged = Vec::new();
    loop {
        let sent = client
            .post(format!("{address}/plans/{plan}/comments"))
            .header(header::ORIGIN, &address)
            .header(header::COOKIE, format!("session={token}"))
            .form(&[("body", "Is this kept?")])
            .send()
            .await;
        let Ok(answer) = sent else {
            return acknowledged;
        };
        assert_eq!(answer.status(), StatusCode::SEE_OTHER);
        let location = answer.headers()[header::LOCATION].to_str().expect("ASCII");
        let (_, id) = location.rsplit_once("#c").expect("it names the comment");
        acknowledged.push(id.parse().expect("a number"));
    }
}

/// Every acknowledged comment is in the log, and everything in the log is in the tables.
async fn nothing_is_lost(data: &Path, acknowledged: &HashSet<i64>) {
    let forum = forum(data).await;
    let report = log::verify(&forum).await.expect("it can be read");
    assert_eq!(report.faults, Vec::<String>::new());
    let mut kept = HashSet::new();
    let mut after = Seq(0);
    loop {
        let entries = log::after(&forum, after, 1_000).await.expect("the log");
        let Some(last) = entries.last() else { break };
        after = last.seq;
        kept.extend(
            entries
                .iter()
                .filter_map(|entry| entry.detail.get("comment")?.as_i64()),
        );
    }
    let lost: Vec<_> = acknowledged.difference(&kept).collect();
    assert!(lost.is_empty(), "lost: {lost:?}");
}
