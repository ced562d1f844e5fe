//! The named cast: Ada founds, Ben reads, Mo moderates, Fay funds.

use crate::harness::{Client, Fresh};
use domain::{
    Member,
    accounts::{self, Enrolment},
};

/// Of whoever has one.
pub const PASSWORD: &str = "seven wet umbrellas";

impl Fresh {
    /// Somebody who has an account and shows a token, to the API and to pages alike.
    pub async fn member(&self, handle: &str) -> Client {
        let member = self.person(handle).await;
        self.known(&member).await
    }

    /// The same person, showing a token.
    pub async fn known(&self, member: &Member) -> Client {
        let token = accounts::make_token(&self.forum, member, "test")
            .await
            .expect("a token is made");
        self.visitor().with_token(token.as_str())
    }

    /// Somebody who has an account.
    pub async fn person(&self, handle: &str) -> Member {
        self.enrolled(handle, None).await
    }

    /// Somebody who can sign in with [`PASSWORD`], and so leave.
    pub async fn with_password(&self, handle: &str) -> Member {
        self.enrolled(handle, Some(PASSWORD.into())).await
    }

    async fn enrolled(&self, handle: &str, password: Option<String>) -> Member {
        let enrolment = Enrolment {
            handle: handle.into(),
            password,
            ..Enrolment::default()
        };
        accounts::enrol(&self.forum, &enrolment)
            .await
            .expect("an account is opened");
        accounts::acting_as(&self.forum, handle)
            .await
            .expect("the database answers")
            .expect("the account is there")
    }
}
