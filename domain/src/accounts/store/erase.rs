//! Leaving, and taking one's words along.

use super::{
    join::retired_hash,
    leave::{LeaveError, Leaving, begin},
};
use crate::{
    accounts::{Handle, Role, Standing},
    broken::Broken,
    comments::{State, emptied},
    copies::empty_actions,
    forks::empty_places,
    forum::{Forum, Write},
    funding::empty_rounds,
    ids::AccountId,
    listings::empty_listings,
    log::{Act, Kind, Subject},
    moderation::empty_measures,
    pages::empty_notes,
    plans::slug,
    tables::{accounts, comments, retired_handles},
    tags::{empty_tag_actions, share},
    viewer::Person,
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, DbBackend, EntityTrait,
    QueryFilter, Value, sea_query::OnConflict,
};

/// What the tombstone of an erased person's plan is called.
pub const FORMER_TITLE: &str = "A plan by a former member";

/// As a value, for an empty text is no bytes to `SQLite`.
const NO_SALT: &[u8] = &[];

/// What is counted of texts that go, while it can still be counted; plans before comments before
/// accounts, as everybody locks them.
const UNCOUNTED: &[&str] = &[
    "UPDATE plans SET comments = comments - \
        (SELECT COUNT(*) FROM comments c WHERE c.plan_id = plans.id AND c.author_id = $1 AND c.state = 'shown') \
        WHERE id IN (SELECT c.plan_id FROM comments c WHERE c.author_id = $1 AND c.state = 'shown')",
    "UPDATE comments SET replies = replies - \
        (SELECT COUNT(*) FROM comments c WHERE c.parent_id = comments.id AND c.author_id = $1 AND c.state = 'shown') \
        WHERE id IN (SELECT c.parent_id FROM comments c WHERE c.author_id = $1 AND c.state = 'shown')",
    "UPDATE plans SET forks = forks - \
        (SELECT COUNT(*) FROM plans f WHERE f.forked_from_plan = plans.id AND f.author_id = $1 AND f.state = 'published') \
        WHERE id IN (SELECT f.forked_from_plan FROM plans f WHERE f.author_id = $1 AND f.state = 'published')",
    "UPDATE plans SET suggestions = suggestions - \
        (SELECT COUNT(*) FROM suggestions s WHERE s.plan_id = plans.id AND s.author_id = $1 AND s.state = 'open') \
        WHERE id IN (SELECT s.plan_id FROM suggestions s WHERE s.author_id = $1 AND s.state = 'open')",
    "UPDATE tags SET plans = plans - \
        (SELECT COUNT(*) FROM plan_tags t JOIN plans p ON p.id = t.plan_id WHERE t.tag = tags.tag AND p.author_id = $1) \
        WHERE tag IN (SELECT t.tag FROM plan_tags t JOIN plans p ON p.id = t.plan_id WHERE p.author_id = $1)",
    // Words that nobody has said anything about and no plan has: those of the person are among them.
    "DELETE FROM tags WHERE plans = 0 AND id IS NULL",
    "DELETE FROM plan_tags WHERE plan_id IN (SELECT id FROM plans WHERE author_id = $1)",
];

/// The texts and all that belongs to nobody but the person. A hash without its salt tells nothing
/// of what was said, so the log can keep it. Threads keep their comments' places, and copies that
/// others have made of a plan are theirs.
const WIPED: &[&str] = &[
    "DELETE FROM comment_versions WHERE comment_id IN (SELECT id FROM comments WHERE author_id = $1)",
    "UPDATE suggestion_parts SET title = '' WHERE suggestion_id IN (SELECT id FROM suggestions WHERE author_id = $1)",
    "DELETE FROM drafts WHERE author_id = $1",
    "DELETE FROM once WHERE account_id = $1",
    "DELETE FROM links WHERE account_id = $1",
    "DELETE FROM mails WHERE lower(recipient) IN (\
        SELECT lower(a.email) FROM accounts a WHERE a.id = $1 \
        UNION SELECT lower(a.email_unconfirmed) FROM accounts a WHERE a.id = $1)",
];

/// Leaves, and takes along every text, the profile, the address and the name. Plans become
/// tombstones; the handle is nobody's ever after. It cannot be undone.
///
/// # Errors
/// When password or handle are wrong, or the person is the last admin.
pub async fn erase(forum: &Forum, person: &Person, typed: &Leaving<'_>) -> Result<(), LeaveError> {
    let write = begin(forum, person, typed).await?;
    empty_rounds(&write, person.id).await?;
    share(write.tx()).await?;
    hold_plans(&write, person.id).await?;
    for sql in UNCOUNTED {
        write.run(sql, [person.id.into()]).await?;
    }
    empty_places(&write, person.id).await?;
    bury_plans(&write, person.id).await?;
    empty_differences(&write, person.id).await?;
    empty_comments(&write, person.id).await?;
    empty_suggestions(&write, person.id).await?;
    empty_actions(&write, person.id).await?;
    empty_notes(&write, person.id).await?;
    empty_measures(&write, person.id).await?;
    empty_listings(&write, person.id).await?;
    empty_tag_actions(&write, person.id).await?;
    for sql in WIPED {
        write.run(sql, [person.id.into()]).await?;
    }
    retire(&write, &person.handle).await?;
    empty(&write, person.id).await?;
    let act = Act::by(person.id, Kind::AccountErased, Subject::Account(person.id));
    write.record(act).await?;
    Ok(())
}

/// Holds all plans that change, in the order of their numbers, as everybody holds several: what follows
/// takes them as the database finds them, and would wait in a circle with whoever moves a family.
async fn hold_plans(write: &Write, id: AccountId) -> Result<(), Broken> {
    let sql = "SELECT id FROM plans WHERE author_id = $1 \
        OR id IN (SELECT plan_id FROM comments WHERE author_id = $1) \
        OR id IN (SELECT forked_from_plan FROM plans WHERE author_id = $1) \
        OR id IN (SELECT plan_id FROM suggestions WHERE author_id = $1) \
        OR linked IN (SELECT id FROM actions WHERE moderator_id = $1) \
        ORDER BY id FOR NO KEY UPDATE";
    // `SQLite` has one writer, and no such words.
    match write.tx().get_database_backend() {
        DbBackend::Postgres => write.run(sql, [id.into()]).await,
        _ => Ok(()),
    }
}

async fn bury_plans(write: &Write, id: AccountId) -> Result<(), Broken> {
    let now: Value = write.now().into();
    write
        .run(
            "UPDATE plans SET title = $3, slug = $4, pitch = '', tags = '', figures = NULL, \
            fork_reason = NULL, fork_differs = NULL, origin = NULL, \
            state = 'withdrawn', withdrawn_at = COALESCE(withdrawn_at, $2) WHERE author_id = $1",
            [
                id.into(),
                now.clone(),
                FORMER_TITLE.into(),
                slug(FORMER_TITLE).into(),
            ],
        )
        .await?;
    write.run("UPDATE revisions SET title = $3, pitch = '', body = '', tags = '', numbers = NULL, note = '', origin = NULL, \
            html = '', sections = '[]', salt = $4, erased_at = $2 WHERE author_id = $1",
        [id.into(), now, FORMER_TITLE.into(), NO_SALT.into()],
    )
    .await
}

/// How the person's plans differ from others keeps its place: the log has its hash.
async fn empty_differences(write: &Write, id: AccountId) -> Result<(), Broken> {
    write
        .run(
            "UPDATE differences SET because = '', salt = $2 \
            WHERE plan_id IN (SELECT id FROM plans WHERE author_id = $1)",
            [id.into(), NO_SALT.into()],
        )
        .await
}

async fn empty_comments(write: &Write, id: AccountId) -> Result<(), Broken> {
    comments::Entity::update_many()
        .set(emptied(State::Erased))
        .filter(comments::Column::AuthorId.eq(id))
        .exec(write.tx())
        .await?;
    Ok(())
}

/// Suggestions keep their place and what was decided about them; decisions keep what they decided.
async fn empty_suggestions(write: &Write, id: AccountId) -> Result<(), Broken> {
    write.run("UPDATE suggestions SET title = '', pitch = '', body = '', tags = '', numbers = NULL, note = '', \
            salt = $2, state = 'erased' WHERE author_id = $1",
        [id.into(), NO_SALT.into()],
    )
    .await?;
    write
        .run(
            "UPDATE decisions SET reasons = '', salt = $2, erased_at = $3 WHERE author_id = $1",
            [id.into(), NO_SALT.into(), write.now().into()],
        )
        .await
}

/// Keeps the handle from ever being somebody else's, without keeping the handle.
async fn retire(write: &Write, handle: &Handle) -> Result<(), Broken> {
    let row = retired_handles::ActiveModel {
        hash: Set(retired_hash(handle)),
    };
    let once = OnConflict::column(retired_handles::Column::Hash)
        .do_nothing()
        .to_owned();
    retired_handles::Entity::insert(row)
        .try_insert()
        .on_conflict(once)
        .exec_without_returning(write.tx())
        .await?;
    Ok(())
}

async fn empty(write: &Write, id: AccountId) -> Result<(), Broken> {
    let nobody = accounts::ActiveModel {
        id: Set(id),
        handle: Set(Handle::former(id)),
        skeleton: Set(Handle::former(id)),
        role: Set(Role::Member),
        standing: Set(Standing::Erased),
        name: Set(String::new()),
        about: Set(String::new()),
        about_html: Set(String::new()),
        links: Set("[]".into()),
        email: Set(None),
        email_unconfirmed: Set(None),
        password: Set(None),
        suspended_because: Set(None),
        application: Set(None),
        suspended_until: Set(None),
        plans: Set(0),
        comments: Set(0),
        ..Default::default()
    };
    nobody.update(write.tx()).await?;
    Ok(())
}
