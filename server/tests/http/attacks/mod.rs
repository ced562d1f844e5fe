//! What somebody tries who means harm.

mod guessing;
mod injection;
mod other_sites;
mod sessions;

use crate::harness::{Answer, Client, Fresh};
use domain::accounts::{self, Enrolment};

pub const PASSWORD: &str = "seven wet umbrellas";

pub async fn enrolled(fresh: &Fresh, handle: &str) {
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
pub fn session(answer: &Answer) -> String {
    let cookie = answer.header("set-cookie");
    let (_, rest) = cookie.split_once("__Host-session=").expect("a session");
    rest.split(';').next().expect("a token").to_owned()
}

pub async fn sign_in(client: &Client, who: &str, password: &str) -> Answer {
    let typed = [("who", who), ("password", password)];
    client.post_form("/sign-in", &typed).await
}
