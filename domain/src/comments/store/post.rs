//! Posting a comment.

use super::{Prepared, prepare};
use crate::{
    accounts::{self, Posting, Written, check_text, count_posting},
    broken::{Broken, acts},
    clock::Timestamp,
    comments::{Content, Forecast, NO_SUCH_SECTION, NewComment, State, says},
    forum::{Forum, Write},
    ids::{CommentId, PlanId, RevisionNumber},
    limits::{self, Rate, Wait, limited},
    log::{Act, Kind, Subject},
    moderation::{self, Thing},
    numbers::Scenario,
    once, plans,
    problems::Problems,
    tables::{accounts as account_rows, comments, plans as plan_rows, revisions},
    text::{
        markdown::{RENDERER, RenderedSection},
        plain::plain_section,
    },
    viewer::Member,
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, Query},
};

/// How often one member may post: a conversation passes, a flood does not.
const POSTS: Rate = Rate::new(30, 20 * Timestamp::SECOND);

/// What posting made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Posted {
    /// The comment.
    pub id: CommentId,
}

/// Why a comment was not posted.
#[derive(Debug, thiserror::Error)]
pub enum PostError {
    /// There is no such plan to comment on.
    #[error("no such plan")]
    NotFound,
    /// Something typed breaks a rule.
    #[error("{0}")]
    Invalid(Problems),
    /// A moderator has closed the discussion of the plan.
    #[error("a moderator has closed the discussion of this plan")]
    Locked,
    /// What it answers has been taken back.
    #[error("the comment that you answer has been deleted")]
    ParentGone,
    /// The member posts too often.
    #[error("posted too often; again in {retry_after} seconds")]
    Limited {
        /// After so many seconds it may be tried again.
        retry_after: u64,
    },
    /// The account is new and has posted enough for now.
    #[error(transparent)]
    Wait(Wait),
    /// The account may not act for now.
    #[error("this account is suspended")]
    Suspended,
    /// Not the writer's fault.
    #[error(transparent)]
    Broken(Broken),
}

acts!(PostError);
limited!(PostError);

fn invalid(field: &'static str, message: impl Into<String>) -> PostError {
    PostError::Invalid(Problems::one(field, message))
}

/// Posts a comment on a published plan. The same `once` key by the same member is the same comment.
///
/// # Errors
/// When a rule is broken, the plan or the comment that it answers is gone, or the member may not act.
pub async fn post(
    forum: &Forum,
    author: &Member,
    plan: PlanId,
    typed: &NewComment,
    once: Option<&str>,
) -> Result<Posted, PostError> {
    let content = Content::check(typed).map_err(PostError::Invalid)?;
    let once = once.map(key);
    if let Some(key) = &once
        && let Some(id) = once::made(forum.read(), author.id, key).await?
    {
        return Ok(Posted { id: CommentId(id) });
    }
    let is_new = admit(forum, author, &content).await?;
    limits::take(forum, &format!("comment:account:{}", author.id), POSTS).await?;
    let ground = ground(forum, plan, &content).await?;
    let content = match typed.forecast {
        Some(scenario) => forecast(forum, plan, ground.revision, content, scenario).await?,
        None => content,
    };
    let prepared = prepare(forum, &content)
        .await?
        .map_err(|too_complex| invalid("body", too_complex.to_string()))?;
    let write = forum.act(author).await?;
    count_on_plan(&write, plan).await?;
    let above = match typed.parent {
        Some(parent) => Some(count_answer(&write, plan, parent).await?),
        None => None,
    };
    let (revision, hash) = (ground.revision, prepared.hash);
    let id = insert(
        &write,
        author,
        plan,
        &content,
        ground,
        above.as_ref(),
        prepared,
    )
    .await?;
    if let Some(key) = &once
        && !once::claim_for(write.tx(), author.id, key, id.0, write.now()).await?
    {
        drop(write);
        return Ok(made_at_once(forum, author, key).await?);
    }
    count_on_author(&write, author).await?;
    // The subject is the plan: that is what was commented on, and what a follower of one
    // discussion asks the log for.
    let act = Act::by(author.id, Kind::CommentPosted, Subject::Plan(plan))
        .with("comment", id.0)
        .with("parent", above.map(|above| above.id.0))
        .with("revision", revision.0)
        .with("content", hash);
    let act = if is_new {
        moderation::of_newcomer(forum, &write, Thing::Comment(id), act).await?
    } else {
        act
    };
    write.record(act).await?;
    Ok(Posted { id })
}

/// Refuses what is too much for a new account; whether it is one.
async fn admit(forum: &Forum, author: &Member, content: &Content) -> Result<bool, PostError> {
    let new = accounts::newcomer(forum, author.id).await?;
    let (new, place) = (new.as_ref(), (Written::Comment, "body"));
    let problems = check_text(forum, new, place, content.body(), "").await?;
    if !problems.is_empty() {
        return Err(PostError::Invalid(problems));
    }
    let counted = count_posting(forum, author.id, new, Posting::Comment).await?;
    counted.map_err(PostError::Wait)?;
    Ok(new.is_some())
}

/// A key of its own, so that one that has made a plan makes a comment all the same.
fn key(once: &str) -> String {
    format!("comment:{once}")
}

/// What the same key has made while this write was under way. Asked in a write, so that it is
/// answered only when the other is durable.
async fn made_at_once(forum: &Forum, author: &Member, key: &str) -> Result<Posted, Broken> {
    let write = forum.write().await?;
    let made = once::made(write.tx(), author.id, key).await?;
    write.commit().await?;
    made.map(|id| Posted { id: CommentId(id) })
        .ok_or_else(|| Broken::internal("a taken idempotency key names nothing"))
}

/// What a comment stands on: the plan's newest revision, and the section of it that it names.
struct Ground {
    revision: RevisionNumber,
    section: Option<RenderedSection>,
}

async fn ground(forum: &Forum, plan: PlanId, content: &Content) -> Result<Ground, PostError> {
    let revision: RevisionNumber = plan_rows::Entity::find_by_id(plan)
        .filter(plan_rows::Column::State.eq(plans::State::Published))
        .select_only()
        .column(plan_rows::Column::Head)
        .into_tuple()
        .one(forum.read())
        .await?
        .ok_or(PostError::NotFound)?;
    let section = match content.section() {
        Some(_) => Some(named_section(forum, plan, revision, content).await?),
        None => None,
    };
    Ok(Ground { revision, section })
}

/// The comment with the numbers of this revision under its assumptions.
async fn forecast(
    forum: &Forum,
    plan: PlanId,
    revision: RevisionNumber,
    content: Content,
    scenario: Scenario,
) -> Result<Content, PostError> {
    let says = plans::typed_in(forum.read(), plan, revision).await?;
    let planned = says.and_then(|says| says.numbers?.check().ok());
    let forecast = Forecast::of(scenario, planned.as_ref())
        .map_err(|error| invalid("forecast", error.to_string()))?;
    Ok(content.with_forecast(Some(forecast)))
}

/// The section that a comment names, which must exist and say what the comment quotes.
async fn named_section(
    forum: &Forum,
    plan: PlanId,
    revision: RevisionNumber,
    content: &Content,
) -> Result<RenderedSection, PostError> {
    let (sections, body): (String, String) = revisions::Entity::find()
        .filter(revisions::Column::PlanId.eq(plan))
        .filter(revisions::Column::Number.eq(revision))
        .select_only()
        .columns([revisions::Column::Sections, revisions::Column::Body])
        .into_tuple()
        .one(forum.read())
        .await?
        .ok_or(PostError::NotFound)?;
    let sections: Vec<RenderedSection> = serde_json::from_str(&sections)?;
    let section = sections
        .into_iter()
        .find(|section| Some(&section.key) == content.section())
        .ok_or_else(|| invalid("section", NO_SUCH_SECTION))?;
    if let Some(quote) = content.quote().map(str::to_owned) {
        let key = section.key.clone();
        let said = tokio::task::spawn_blocking(move || {
            plain_section(&body, &key).is_some_and(|words| says(&words, &quote))
        });
        if !said.await? {
            return Err(invalid(
                "quote",
                format!("is not what “{}” says now", section.title),
            ));
        }
    }
    Ok(section)
}

/// Counts the comment on its plan, which must still be published.
async fn count_on_plan(write: &Write, plan: PlanId) -> Result<(), PostError> {
    let counted = plan_rows::Entity::update_many()
        .col_expr(
            plan_rows::Column::Comments,
            Expr::col(plan_rows::Column::Comments).add(1),
        )
        .filter(plan_rows::Column::Id.eq(plan))
        .filter(plan_rows::Column::State.eq(plans::State::Published))
        .filter(plan_rows::Column::Locked.is_null())
        .exec(write.tx())
        .await?;
    if counted.rows_affected > 0 {
        return Ok(());
    }
    let published = plan_rows::Entity::find_by_id(plan)
        .filter(plan_rows::Column::State.eq(plans::State::Published))
        .one(write.tx())
        .await?;
    Err(match published {
        Some(_) => PostError::Locked,
        None => PostError::NotFound,
    })
}

/// What a comment answers.
struct Above {
    id: CommentId,
    root: CommentId,
    depth: i32,
    section: Option<String>,
}

/// Counts an answer on the comment above it, which must still be there: one statement that asks
/// and changes, so that no deletion comes between.
async fn count_answer(write: &Write, plan: PlanId, parent: CommentId) -> Result<Above, PostError> {
    let count = Query::update()
        .table(comments::Entity)
        .value(
            comments::Column::Replies,
            Expr::col(comments::Column::Replies).add(1),
        )
        .and_where(comments::Column::Id.eq(parent))
        .and_where(comments::Column::PlanId.eq(plan))
        .and_where(comments::Column::State.eq(State::Shown))
        .returning(Query::returning().columns([
            comments::Column::RootId,
            comments::Column::Depth,
            comments::Column::Section,
        ]))
        .to_owned();
    let Some(row) = write.tx().query_one(&count).await? else {
        return Err(no_parent(write, plan, parent).await?);
    };
    let root: Option<CommentId> = row.try_get("", "root_id")?;
    Ok(Above {
        id: parent,
        root: root.unwrap_or(parent),
        depth: row.try_get("", "depth")?,
        section: row.try_get("", "section")?,
    })
}

/// Why there is nothing to answer.
async fn no_parent(write: &Write, plan: PlanId, parent: CommentId) -> Result<PostError, Broken> {
    let deleted: Option<State> = comments::Entity::find_by_id(parent)
        .filter(comments::Column::PlanId.eq(plan))
        .select_only()
        .column(comments::Column::State)
        .into_tuple()
        .one(write.tx())
        .await?;
    Ok(match deleted {
        Some(_) => PostError::ParentGone,
        None => invalid("parent", "is not a comment on this plan"),
    })
}

/// An answer that names no section of its own is counted under the one of what it answers.
async fn insert(
    write: &Write,
    author: &Member,
    plan: PlanId,
    content: &Content,
    ground: Ground,
    above: Option<&Above>,
    prepared: Prepared,
) -> Result<CommentId, Broken> {
    let inherited = above.and_then(|above| above.section.clone());
    let named = ground.section;
    let row = comments::ActiveModel {
        plan_id: Set(plan),
        root_id: Set(above.map(|above| above.root)),
        parent_id: Set(above.map(|above| above.id)),
        depth: Set(above.map_or(0, |above| above.depth.saturating_add(1))),
        author_id: Set(author.id),
        revision: Set(ground.revision),
        section: Set(named
            .as_ref()
            .map(|section| section.key.to_string())
            .or(inherited)),
        section_title: Set(named.as_ref().map(|section| section.title.clone())),
        section_hash: Set(named.map(|section| section.hash.as_str().into())),
        quote: Set(content.quote().map(Into::into)),
        forecast: Set(content.forecast().map(serde_json::to_string).transpose()?),
        body: Set(content.body().into()),
        html: Set(prepared.html),
        renderer: Set(RENDERER),
        state: Set(State::Shown),
        created_at: Set(write.now()),
        salt: Set(prepared.salt.to_vec()),
        content_hash: Set(prepared.hash.to_vec()),
        ..Default::default()
    };
    let inserted = comments::Entity::insert(row).exec(write.tx()).await?;
    Ok(inserted.last_insert_id)
}

async fn count_on_author(write: &Write, author: &Member) -> Result<(), Broken> {
    account_rows::Entity::update_many()
        .col_expr(
            account_rows::Column::Comments,
            Expr::col(account_rows::Column::Comments).add(1),
        )
        .filter(account_rows::Column::Id.eq(author.id))
        .exec(write.tx())
        .await?;
    Ok(())
}
