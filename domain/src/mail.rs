//! Letters wait in a table, queued in the transaction that wants them sent, and are sent by a
//! worker, never inside a request.

use crate::{
    accounts::Email,
    broken::Broken,
    clock::Timestamp,
    forum::{Engine, Forum, Policy},
    ids::MailId,
    tables::mails,
    words::words,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, ExprTrait,
    QueryFilter, QuerySelect, Statement, sea_query::Expr,
};

/// How often a letter is tried before it is given up.
const MOST_TRIES: i64 = 8;
/// How long a process has to send what it took. If it died, another takes the letter after that.
const LEASE: i64 = 5 * Timestamp::MINUTE;
/// The wait after the first failure; each later one is three times as long, about 18 hours in all.
const FIRST_WAIT: i64 = Timestamp::MINUTE;

words! {
    /// Where a letter is.
    State {
        /// To be sent when it is due.
        Waiting = "waiting",
        /// Handed over.
        Sent = "sent",
        /// Given up.
        Failed = "failed",
    }
}

/// A letter to be sent, in plain text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// To whom.
    pub to: Email,
    /// Its subject.
    pub subject: String,
    /// Its text, in lines ended by `\n`.
    pub body: String,
}

impl Letter {
    /// News for somebody who wants them, with how to have them no more.
    pub(crate) fn news(policy: &Policy, to: Email, subject: String, text: &str) -> Self {
        let name = &policy.name;
        let address = &policy.public_url;
        Self {
            to,
            subject,
            body: format!(
                "Hello,\n\n{text}\n\n-- \n{name}\n{address}\n\
                 No such letters any more: {address}/settings/email\n"
            ),
        }
    }
}

/// A letter that this process has taken to send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// Its number.
    pub id: MailId,
    /// To whom.
    pub to: String,
    /// Its subject.
    pub subject: String,
    /// Its text.
    pub body: String,
    /// Which try this is, counted from 1.
    pub tries: i64,
}

/// Queues a letter in the transaction that makes it necessary.
pub(crate) async fn queue(
    tx: &DatabaseTransaction,
    letter: Letter,
    now: Timestamp,
) -> Result<(), Broken> {
    insert(tx, letter, State::Waiting, now).await
}

/// Does the same work as [`queue`] and sends nothing: whoever measures the time learns nothing.
pub(crate) async fn pretend(
    tx: &DatabaseTransaction,
    letter: Letter,
    now: Timestamp,
) -> Result<(), Broken> {
    insert(tx, letter, State::Sent, now).await
}

async fn insert(
    tx: &DatabaseTransaction,
    letter: Letter,
    state: State,
    now: Timestamp,
) -> Result<(), Broken> {
    let kept = |text: String| {
        if state == State::Waiting {
            text
        } else {
            String::new()
        }
    };
    let row = mails::ActiveModel {
        recipient: Set(kept(letter.to.as_str().to_owned())),
        subject: Set(letter.subject),
        body: Set(kept(letter.body)),
        created_at: Set(now),
        due_at: Set(now),
        tries: Set(0),
        state: Set(state),
        ..Default::default()
    };
    mails::Entity::insert(row)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// Takes letters that are due, at most so many: no other process gets them until the lease ends.
///
/// # Errors
/// When the database fails.
pub async fn due(forum: &Forum, limit: u64) -> Result<Vec<Due>, Broken> {
    if !any_due(forum).await? {
        return Ok(Vec::new());
    }
    let skip_locked = match forum.db().engine() {
        Engine::Postgres => "FOR UPDATE SKIP LOCKED",
        Engine::Sqlite => "",
    };
    let sql = format!(
        "UPDATE mails SET due_at = $1, tries = tries + 1 WHERE id IN (\
            SELECT id FROM mails WHERE state = 'waiting' AND due_at <= $2 AND tries < $3 \
            ORDER BY due_at LIMIT $4 {skip_locked}\
        ) RETURNING *"
    );
    let write = forum.write().await?;
    let values = [
        write.now().plus(LEASE).0.into(),
        write.now().0.into(),
        MOST_TRIES.into(),
        i64::try_from(limit).unwrap_or(i64::MAX).into(),
    ];
    let backend = write.tx().get_database_backend();
    let rows = mails::Entity::find()
        .from_raw_sql(Statement::from_sql_and_values(backend, sql, values))
        .all(write.tx())
        .await?;
    write.commit().await?;
    Ok(rows.into_iter().map(Due::from).collect())
}

impl From<mails::Model> for Due {
    fn from(row: mails::Model) -> Self {
        Self {
            id: row.id,
            to: row.recipient,
            subject: row.subject,
            body: row.body,
            tries: row.tries,
        }
    }
}

/// Asked before writing: on `SQLite` an idle worker must not keep the writer busy.
async fn any_due(forum: &Forum) -> Result<bool, Broken> {
    let found: Option<MailId> = mails::Entity::find()
        .select_only()
        .column(mails::Column::Id)
        .filter(mails::Column::State.eq(State::Waiting))
        .filter(mails::Column::DueAt.lte(forum.now()))
        .filter(mails::Column::Tries.lt(MOST_TRIES))
        .limit(1)
        .into_tuple()
        .one(forum.read())
        .await?;
    Ok(found.is_some())
}

/// Notes that a letter was handed over, and forgets its text, which may hold a one-time link.
///
/// # Errors
/// When the database fails.
pub async fn sent(forum: &Forum, letter: &Due) -> Result<(), Broken> {
    let write = forum.write().await?;
    mails::Entity::update_many()
        .col_expr(mails::Column::State, Expr::val(State::Sent))
        .col_expr(mails::Column::Body, Expr::val(""))
        .filter(mails::Column::Id.eq(letter.id))
        .exec(write.tx())
        .await?;
    write.commit().await
}

/// Notes that a letter could not be handed over: it is tried again later, and given up after the
/// eighth time.
///
/// # Errors
/// When the database fails.
pub async fn failed(forum: &Forum, letter: &Due, error: &str) -> Result<(), Broken> {
    let write = forum.write().await?;
    let update = mails::Entity::update_many()
        .col_expr(mails::Column::LastError, Expr::val(error.replace('\0', "")))
        .filter(mails::Column::Id.eq(letter.id))
        .filter(mails::Column::State.eq(State::Waiting))
        // Another process has it by now, because this one's lease had ended.
        .filter(Expr::col(mails::Column::Tries).eq(letter.tries));
    let update = if letter.tries >= MOST_TRIES {
        update
            .col_expr(mails::Column::State, Expr::val(State::Failed))
            .col_expr(mails::Column::Body, Expr::val(""))
    } else {
        let due = write.now().plus(wait_after(letter.tries));
        update.col_expr(mails::Column::DueAt, Expr::val(due))
    };
    update.exec(write.tx()).await?;
    write.commit().await
}

fn wait_after(tries: i64) -> i64 {
    let earlier = u32::try_from(tries - 1).unwrap_or(0);
    FIRST_WAIT.saturating_mul(3_i64.saturating_pow(earlier))
}
