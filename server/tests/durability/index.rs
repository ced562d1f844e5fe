//! A process that is killed between the database's commit and the index's leaves an index that lacks
//! what was committed, and nobody loses it: the next process takes it in.
//!
//! Luck is not needed: a debug build stops where it is told to (see `domain/src/search/index/commit.rs`)
//! and says so by making a file.

use crate::{forum, prepare, process::Server};
use domain::{Forum, Viewer, ids::PlanId, search};
use reqwest::{Client, Response, StatusCode, header, redirect};
use server::store::Place;
use std::{ffi::OsStr, path::Path, time::Duration};
use tokio::time::{sleep, timeout};

/// A kill takes about a third of a second. `OPENPLAN_INDEX_KILLS=200` is what was promised.
const KILLS: usize = 40;
/// How long an index may take to be whole again.
const SOON: Duration = Duration::from_mins(1);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_index_whose_commit_was_cut_off_is_made_whole() {
    let kills = std::env::var("OPENPLAN_INDEX_KILLS").map_or(KILLS, |kills| {
        kills.parse().expect("a number in OPENPLAN_INDEX_KILLS")
    });
    let folder = tempfile::tempdir().expect("a temporary folder");
    let data = folder.path();
    let (plan, tokens) = prepare(data).await;
    let forum = forum(data).await;
    forum.search_in(Place::folder(data).index());
    made_whole(&forum).await;
    let mark = data.join("stopped");
    let mut acting = Acting::new(plan, &tokens[0]);
    for kill in 0..kills {
        let place = ["written", "prepared"][kill % 2];
        let variables = [
            ("OPENPLAN_STOP_INDEX", OsStr::new(place)),
            ("OPENPLAN_STOPPED", mark.as_os_str()),
        ];
        let mut server = Server::start(data, &variables);
        acting.act(&server.address, kill).await;
        until_there(&mark).await;
        server.kill();
        std::fs::remove_file(&mark).expect("the mark is there");
        let before = audit(&forum).await;
        assert!(before.behind > 0, "{kill}: the index has been committed");
        made_whole(&forum).await;
    }
    let found = found(&forum).await;
    assert_eq!(found, acting.shown(), "comments that are shown are found");
}

/// What somebody does over and over: something that is added to the index, a whole plan that leaves
/// it with everything on it, the same that comes back, and something that is taken out.
struct Acting {
    client: Client,
    session: String,
    token: String,
    plan: PlanId,
    comments: Vec<i64>,
    withdrawn: bool,
}

impl Acting {
    fn new(plan: PlanId, token: &str) -> Self {
        let client = Client::builder().redirect(redirect::Policy::none());
        Self {
            client: client.build().expect("a client"),
            session: format!("session={token}"),
            token: token.to_owned(),
            plan,
            comments: Vec::new(),
            withdrawn: false,
        }
    }

    async fn act(&mut self, address: &str, turn: usize) {
        let plan = self.plan;
        match turn % 5 {
            2 => {
                self.post(address, &format!("/plans/{plan}/withdraw"), &[])
                    .await;
                self.withdrawn = true;
            }
            3 => {
                self.post(address, &format!("/plans/{plan}/return"), &[])
                    .await;
                self.withdrawn = false;
            }
            4 => {
                let comment = self.comments.pop().expect("something has been said");
                let sent = self
                    .client
                    .delete(format!("{address}/api/v1/comments/{comment}"));
                let answer = sent.bearer_auth(&self.token).send().await;
                let status = answer.expect("an answer").status();
                assert!(status.is_success(), "{status}");
            }
            _ => {
                let comments = format!("/plans/{plan}/comments");
                let answer = self
                    .post(address, &comments, &[("body", "Is this kept?")])
                    .await;
                let location = answer.headers()[header::LOCATION].to_str().expect("ASCII");
                let (_, id) = location.rsplit_once("#c").expect("it names the comment");
                self.comments.push(id.parse().expect("a number"));
            }
        }
    }

    async fn post(&self, address: &str, path: &str, form: &[(&str, &str)]) -> Response {
        let sent = self.client.post(format!("{address}{path}"));
        let sent = sent
            .header(header::ORIGIN, address)
            .header(header::COOKIE, &self.session);
        let answer = sent.form(form).send().await.expect("an answer");
        assert_eq!(answer.status(), StatusCode::SEE_OTHER, "{path}");
        answer
    }

    fn shown(&self) -> u64 {
        if self.withdrawn {
            0
        } else {
            self.comments.len() as u64
        }
    }
}

async fn until_there(mark: &Path) {
    let waiting = async {
        while !mark.exists() {
            sleep(Duration::from_millis(5)).await;
        }
    };
    let waited = timeout(SOON, waiting).await;
    waited.expect("the server comes to its index's commit");
}

/// How many comments are found.
async fn found(forum: &Forum) -> u64 {
    let query = search::Query::parse("kept");
    let comments = search::Reading {
        kind: search::Kind::Comment,
        ..search::Reading::default()
    };
    let found = search::find(forum, &Viewer::Anonymous, &query, &comments).await;
    found.expect("an answer").total
}

async fn audit(forum: &Forum) -> search::Audit {
    let audit = search::audit(forum).await.expect("it can be read");
    audit.expect("there is an index")
}

/// Takes in what is missing, and compares the index with the tables.
async fn made_whole(forum: &Forum) {
    let following = timeout(SOON, search::catch_up(forum)).await;
    following.expect("it is soon whole").expect("it follows");
    let audit = audit(forum).await;
    assert_eq!(audit.behind, 0);
    assert_eq!((audit.missing, audit.extra), (vec![], vec![]));
}
