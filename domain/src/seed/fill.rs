//! Inserting what was made, many rows to a statement and a batch to a transaction.

use super::{batch::Batch, texts, world::World};
use crate::{
    accounts::{Handle, Role, Standing},
    broken::Broken,
    clock::Timestamp,
    forum::{Engine, Forum, Write},
    hash::Hash,
    ids::{AccountId, Seq},
    log::{self, Act, Kind, Subject},
    tables::{
        accounts, comment_votes, comments, log as log_rows, plan_tags, plan_votes, plans, revisions,
    },
    text::markdown::RENDERER,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, EntityTrait, IntoActiveModel};

/// `SQLite` takes 32,766 values in a statement; the widest row has 25.
const ROWS: usize = 1_000;
const PEOPLE: u32 = 2_000;
/// Ten letters that nobody mistakes for each other, alone or side by side.
const DIGITS: &[u8; 10] = b"abdegkptxz";

/// Everybody.
pub(super) async fn people(forum: &Forum, world: &World) -> Result<(), Broken> {
    for first in (0..world.people()).step_by(PEOPLE as usize) {
        let write = forum.write().await?;
        let mut rows = Vec::new();
        let mut acts = Vec::new();
        for person in first..(first + PEOPLE).min(world.people()) {
            let (row, id) = (account(world, person)?, AccountId(i64::from(person) + 1));
            let act = Act::by(id, Kind::AccountOpened, Subject::Account(id))
                .with("role", Role::Member.as_str());
            acts.push((world.joined(person), act));
            rows.push(row);
        }
        insert::<accounts::Entity, _>(&write, rows).await?;
        record(&write, acts).await?;
        write.commit().await?;
    }
    Ok(())
}

fn account(world: &World, person: u32) -> Result<accounts::ActiveModel, Broken> {
    let name = texts::name(&mut world.chance(u32::MAX - person));
    let handle: Handle = format!("{name}-{}", digits(person))
        .parse()
        .map_err(|error| Broken::internal(format!("a seeded handle: {error}")))?;
    let (first, rest) = name.split_at(1);
    Ok(accounts::ActiveModel {
        id: Set(AccountId(i64::from(person) + 1)),
        handle: Set(handle.as_str().into()),
        skeleton: Set(handle.skeleton()),
        role: Set(Role::Member),
        standing: Set(Standing::Active),
        name: Set(format!("{}{rest}", first.to_uppercase())),
        about: Set(String::new()),
        about_html: Set(String::new()),
        about_renderer: Set(RENDERER),
        links: Set("[]".into()),
        created_at: Set(world.joined(person)),
        ..Default::default()
    })
}

/// A number in letters, always as long.
fn digits(number: u32) -> String {
    let digit = |place: u32| DIGITS[(number / 10_u32.pow(place) % 10) as usize];
    (0..7).rev().map(|place| char::from(digit(place))).collect()
}

/// Some plans with all that is on them.
pub(super) async fn batch(forum: &Forum, batch: Batch) -> Result<(), Broken> {
    let write = forum.write().await?;
    insert::<plans::Entity, _>(&write, batch.plans).await?;
    insert::<plan_tags::Entity, _>(&write, batch.tags).await?;
    insert::<revisions::Entity, _>(&write, batch.revisions).await?;
    insert::<comments::Entity, _>(&write, batch.comments).await?;
    insert::<plan_votes::Entity, _>(&write, batch.plan_votes).await?;
    insert::<comment_votes::Entity, _>(&write, batch.comment_votes).await?;
    record(&write, batch.acts).await?;
    write.commit().await
}

async fn record(write: &Write, acts: Vec<(Timestamp, Act)>) -> Result<(), Broken> {
    let mut last: Option<(Seq, Hash)> = log::last(write.tx()).await?;
    let mut rows = Vec::with_capacity(acts.len());
    for (at, act) in acts {
        let entry = log::entry_after(last, at, act)?;
        last = Some((entry.seq, entry.hash));
        rows.push(log::row(entry)?);
    }
    insert::<log_rows::Entity, _>(write, rows).await
}

async fn insert<E, A>(write: &Write, rows: Vec<A>) -> Result<(), Broken>
where
    E: EntityTrait,
    A: ActiveModelTrait<Entity = E> + Send,
    E::Model: IntoActiveModel<A>,
{
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let some: Vec<A> = rows.by_ref().take(ROWS).collect();
        E::insert_many(some)
            .exec_without_returning(write.tx())
            .await?;
    }
    Ok(())
}

/// What is counted over all plans, and on `PostgreSQL` the numbers that come next.
pub(super) async fn sums(forum: &Forum) -> Result<(), Broken> {
    let write = forum.write().await?;
    for sql in [
        "UPDATE accounts SET \
            plans = (SELECT COUNT(*) FROM plans WHERE author_id = accounts.id), \
            comments = (SELECT COUNT(*) FROM comments WHERE author_id = accounts.id)",
        "INSERT INTO tags (tag, plans) SELECT tag, COUNT(*) FROM plan_tags GROUP BY tag",
    ] {
        write.tx().execute_unprepared(sql).await?;
    }
    if forum.db().engine() == Engine::Postgres {
        for table in ["accounts", "plans", "comments"] {
            let next = format!(
                "SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT MAX(id) FROM {table}))"
            );
            write.tx().execute_unprepared(&next).await?;
        }
    }
    write.commit().await
}
