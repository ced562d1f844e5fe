//! People: joining, signing in, changing what is theirs, and leaving.

mod joining;
mod leaving;
mod passwords;
mod profiles;
mod sessions;
mod standing;

use crate::harness::{BEGINNING, Fresh};
use domain::{
    Admin, Forum, Member, Viewer,
    accounts::{
        self, Enrolment, Joined, Registration, Role, SignIn, SignInError, SignUp, SignUpError,
        Token,
    },
    clock::Clock,
    forum::{Entropy, Policy},
    mail,
    viewer::Person,
};
use std::net::{IpAddr, Ipv4Addr};

pub const HERE: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1));
pub const PASSWORD: &str = "seven wet umbrellas";
pub const OTHER_PASSWORD: &str = "eleven dry raincoats";

pub fn typed(handle: &str) -> SignUp {
    SignUp {
        handle: handle.into(),
        email: format!("{handle}@example.org"),
        password: PASSWORD.into(),
        ..SignUp::default()
    }
}

impl Fresh {
    /// The same database under another policy.
    pub fn under(&self, policy: Policy) -> Forum {
        let clock = Clock::manual(BEGINNING);
        Forum::new(self.db.clone(), clock, Entropy::System, policy)
    }

    pub async fn joined(&self, handle: &str) -> Joined {
        let forum = self.unlimited(Registration::Open);
        accounts::sign_up(&forum, &typed(handle), HERE)
            .await
            .expect("they join")
    }

    pub fn unlimited(&self, registration: Registration) -> Forum {
        self.under(Policy {
            registration,
            limits: false,
            ..Policy::default()
        })
    }

    /// Joins, confirms the address and signs in.
    pub async fn person(&self, handle: &str) -> Person {
        let joined = self.joined(handle).await;
        self.confirm().await;
        let token = accounts::begin_session(&self.forum, &joined, "Test")
            .await
            .expect("a session");
        self.shows(&token).await.person().expect("a person").clone()
    }

    /// Follows the links of all letters that ask for a confirmation.
    pub async fn confirm(&self) {
        for letter in self.letters().await {
            if let Some(token) = token_in(&letter.body, "confirm") {
                accounts::confirm_email(&self.forum, &token)
                    .await
                    .expect("it is confirmed");
            }
        }
    }

    pub async fn shows(&self, token: &Token) -> Viewer {
        accounts::viewer(&self.forum, token.as_str())
            .await
            .expect("a session is looked up")
    }

    /// Takes every letter that waits, as sent.
    pub async fn letters(&self) -> Vec<mail::Due> {
        let letters = mail::due(&self.forum, 100).await.expect("letters");
        for letter in &letters {
            mail::sent(&self.forum, letter).await.expect("it is noted");
        }
        letters
    }

    pub async fn sign_in(&self, who: &str, password: &str) -> Result<Token, SignInError> {
        sign_in(&self.forum, who, password).await
    }
}

pub async fn sign_in(forum: &Forum, who: &str, password: &str) -> Result<Token, SignInError> {
    let typed = SignIn {
        who,
        password,
        device: "Test",
        replaces: None,
    };
    accounts::sign_in(forum, &typed, HERE).await
}

/// The token of the link to this page in a letter.
pub fn token_in(body: &str, page: &str) -> Option<String> {
    let (_, rest) = body.split_once(&format!("http://127.0.0.1:3000/{page}/"))?;
    Some(rest.split_whitespace().next()?.to_owned())
}

pub fn problem(error: &SignUpError, field: &str) -> String {
    match error {
        SignUpError::Invalid(problems) => problems.of(field).unwrap_or_default().to_owned(),
        other => panic!("not a typing mistake: {other:?}"),
    }
}

impl Fresh {
    /// Somebody who was enrolled from the shell and has no password.
    pub async fn enrolled(&self, handle: &str, role: Role) {
        let typed = Enrolment {
            handle: handle.into(),
            role: Some(role),
            ..Enrolment::default()
        };
        accounts::enrol(&self.forum, &typed)
            .await
            .expect("they are enrolled");
    }

    pub async fn acting(&self, handle: &str) -> Member {
        accounts::acting_as(&self.forum, handle)
            .await
            .expect("an account is looked up")
            .expect("a member")
    }

    pub async fn admin(&self, handle: &str) -> Admin {
        self.acting(handle).await.admin().expect("an admin")
    }
}
