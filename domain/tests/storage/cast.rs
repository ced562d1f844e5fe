//! The named cast: Ada founds, Ben reads, Mo moderates, Fay funds.

use crate::harness::Fresh;
use domain::{
    Member, Viewer,
    accounts::{self, Enrolment},
    hash::Hash,
};
use sea_orm::{ConnectionTrait, DbBackend, Statement, Value};

impl Fresh {
    /// A member of this handle who has just signed in.
    pub async fn member(&self, handle: &str) -> Member {
        let enrolment = Enrolment {
            handle: handle.into(),
            ..Enrolment::default()
        };
        accounts::enrol(&self.forum, &enrolment)
            .await
            .expect("the handle is free");
        self.write(
            "INSERT INTO sessions (account_id, kind, token_hash, label, created_at, last_used_at, expires_at) \
             SELECT id, 'browser', $2, 'test', 0, 1793523600000000, 9000000000000000 FROM accounts WHERE handle = $1",
            [handle.into(), Hash::of(&[handle.as_bytes()]).to_vec().into()],
        )
        .await;
        let viewer = accounts::viewer(&self.forum, handle)
            .await
            .expect("the session is found");
        viewer.member().expect("a member").clone()
    }

    /// Suspends an account.
    pub async fn suspend(&self, member: &Member) {
        self.write(
            "UPDATE accounts SET standing = 'suspended' WHERE id = $1",
            [member.id.0.into()],
        )
        .await;
    }

    /// Runs one statement that changes something.
    pub async fn write<const N: usize>(&self, sql: &str, values: [Value; N]) {
        let statement = Statement::from_sql_and_values(self.backend(), sql, values);
        self.db
            .writer()
            .execute_raw(statement)
            .await
            .expect("the statement runs");
    }

    /// The one number that a query answers.
    pub async fn number(&self, sql: &str) -> i64 {
        self.db
            .writer()
            .query_one_raw(Statement::from_string(self.backend(), sql))
            .await
            .expect("the query runs")
            .expect("it has a row")
            .try_get_by_index(0)
            .expect("its first column is a number")
    }

    fn backend(&self) -> DbBackend {
        self.db.writer().get_database_backend()
    }
}

/// As the member sees things.
pub fn seen_by(member: &Member) -> Viewer {
    Viewer::Member(member.clone())
}
