//! Drafts: what somebody has typed and not posted. Seen by nobody else, and not in the log.

use crate::{
    broken::{Broken, acts},
    clock::Timestamp,
    forum::{Forum, Write},
    ids::{AccountId, DraftId, PlanId, RevisionNumber},
    tables::{accounts, drafts, plans},
    text::plain::shorten,
    viewer::{Member, Person},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, sea_query::LockType,
};

/// How many drafts a person may have.
pub const MOST_DRAFTS: u64 = 100;
/// How much a draft's form may hold, in bytes.
pub const LONGEST_DRAFT: usize = 1024 * 1024;
/// How much of a title the list of drafts shows.
const LONGEST_TITLE: usize = 120;

/// What a draft is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DraftOf {
    /// A plan that is not posted yet; with the draft's number once it has one.
    NewPlan(Option<DraftId>),
    /// An edit of one's own plan, started from this revision. There is one a plan.
    Edit(PlanId, RevisionNumber),
}

/// A draft in the list of one's drafts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftSummary {
    /// Its number.
    pub id: DraftId,
    /// The plan it edits.
    pub plan: Option<PlanId>,
    /// What its title field said; may be empty.
    pub title: String,
    /// When it was last saved.
    pub changed_at: Timestamp,
}

/// A draft with its form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Its number.
    pub id: DraftId,
    /// The plan it edits and the revision that the edit started from.
    pub edits: Option<(PlanId, RevisionNumber)>,
    /// The form's fields, in the JSON of whoever saved it.
    pub form: String,
    /// When it was last saved.
    pub changed_at: Timestamp,
}

/// Why a draft was not saved.
#[derive(Debug, thiserror::Error)]
pub enum DraftError {
    /// There is no such draft, or no such plan of this member's to edit.
    #[error("no such draft")]
    NotFound,
    /// It holds more than [`LONGEST_DRAFT`].
    #[error("this draft is longer than {} KiB", LONGEST_DRAFT / 1024)]
    TooLong,
    /// The member has [`MOST_DRAFTS`] already.
    #[error("you have {MOST_DRAFTS} drafts: delete some first")]
    TooMany,
    /// The account may not act for now.
    #[error("this account is suspended")]
    Suspended,
    /// Not the writer's fault.
    #[error(transparent)]
    Broken(Broken),
}

acts!(DraftError);

/// Saves a draft, over its last state if it has one.
///
/// # Errors
/// When it is too long, one too many, or not the member's.
pub async fn save_draft(
    forum: &Forum,
    writer: &Member,
    of: DraftOf,
    title: &str,
    fields: &str,
) -> Result<DraftId, DraftError> {
    if fields.len() > LONGEST_DRAFT {
        return Err(DraftError::TooLong);
    }
    let title: String = title
        .chars()
        .filter(|letter| !letter.is_control())
        .collect();
    let write = forum.act(writer).await?;
    in_turn(&write, writer).await?;
    let saved = match of {
        DraftOf::NewPlan(None) => None,
        DraftOf::NewPlan(Some(id)) => {
            let draft = own(&write, writer, id)
                .await?
                .filter(|draft| draft.plan_id.is_none());
            Some(draft.ok_or(DraftError::NotFound)?.id)
        }
        DraftOf::Edit(plan, _) => draft_of_plan(&write, writer, plan).await?,
    };
    let row = drafts::ActiveModel {
        form: Set(fields.into()),
        title: Set(shorten(&title, LONGEST_TITLE)),
        changed_at: Set(write.now()),
        ..Default::default()
    };
    let id = match saved {
        Some(id) => over(&write, id, of, row).await?,
        None => anew(&write, writer, of, row).await?,
    };
    write.commit().await?;
    Ok(id)
}

/// One save of a person's drafts after the other, so that a plan keeps one draft and the limit holds.
async fn in_turn(write: &Write, writer: &Member) -> Result<(), Broken> {
    accounts::Entity::find_by_id(writer.id)
        .select_only()
        .column(accounts::Column::Id)
        .lock(LockType::NoKeyUpdate)
        .into_tuple::<AccountId>()
        .one(write.tx())
        .await?;
    Ok(())
}

async fn over(
    write: &Write,
    id: DraftId,
    of: DraftOf,
    mut row: drafts::ActiveModel,
) -> Result<DraftId, Broken> {
    row.id = Set(id);
    if let DraftOf::Edit(_, base) = of {
        row.base = Set(Some(base));
    }
    row.update(write.tx()).await?;
    Ok(id)
}

async fn anew(
    write: &Write,
    writer: &Member,
    of: DraftOf,
    mut row: drafts::ActiveModel,
) -> Result<DraftId, DraftError> {
    let drafts = drafts::Entity::find()
        .filter(drafts::Column::AuthorId.eq(writer.id))
        .count(write.tx())
        .await?;
    if drafts >= MOST_DRAFTS {
        return Err(DraftError::TooMany);
    }
    row.author_id = Set(writer.id);
    row.created_at = Set(write.now());
    if let DraftOf::Edit(plan, base) = of {
        row.plan_id = Set(Some(plan));
        row.base = Set(Some(base));
    }
    Ok(row.insert(write.tx()).await?.id)
}

/// The draft of this plan's edit, if there is one. Refused when the plan is not the member's.
async fn draft_of_plan(
    write: &Write,
    writer: &Member,
    plan: PlanId,
) -> Result<Option<DraftId>, DraftError> {
    let owned = plans::Entity::find_by_id(plan)
        .filter(plans::Column::AuthorId.eq(writer.id))
        .count(write.tx())
        .await?;
    if owned == 0 {
        return Err(DraftError::NotFound);
    }
    Ok(drafts::Entity::find()
        .select_only()
        .column(drafts::Column::Id)
        .filter(drafts::Column::AuthorId.eq(writer.id))
        .filter(drafts::Column::PlanId.eq(plan))
        .into_tuple()
        .one(write.tx())
        .await?)
}

async fn own(write: &Write, writer: &Member, id: DraftId) -> Result<Option<drafts::Model>, Broken> {
    Ok(drafts::Entity::find_by_id(id)
        .filter(drafts::Column::AuthorId.eq(writer.id))
        .one(write.tx())
        .await?)
}

/// One's drafts, the last saved first.
///
/// # Errors
/// When the database fails.
pub async fn drafts(forum: &Forum, writer: &Person) -> Result<Vec<DraftSummary>, Broken> {
    let rows: Vec<(DraftId, Option<PlanId>, String, Timestamp)> = drafts::Entity::find()
        .select_only()
        .columns([
            drafts::Column::Id,
            drafts::Column::PlanId,
            drafts::Column::Title,
            drafts::Column::ChangedAt,
        ])
        .filter(drafts::Column::AuthorId.eq(writer.id))
        .order_by_desc(drafts::Column::ChangedAt)
        .order_by_desc(drafts::Column::Id)
        .limit(MOST_DRAFTS)
        .into_tuple()
        .all(forum.read())
        .await?;
    let summary = |(id, plan, title, changed_at)| DraftSummary {
        id,
        plan,
        title,
        changed_at,
    };
    Ok(rows.into_iter().map(summary).collect())
}

/// One's own draft.
///
/// # Errors
/// When the database fails.
pub async fn draft(forum: &Forum, writer: &Person, id: DraftId) -> Result<Option<Draft>, Broken> {
    let row = drafts::Entity::find_by_id(id)
        .filter(drafts::Column::AuthorId.eq(writer.id))
        .one(forum.read())
        .await?;
    Ok(row.map(Draft::from_row))
}

/// The draft of one's edit of a plan.
///
/// # Errors
/// When the database fails.
pub async fn draft_of_edit(
    forum: &Forum,
    writer: &Person,
    plan: PlanId,
) -> Result<Option<Draft>, Broken> {
    let row = drafts::Entity::find()
        .filter(drafts::Column::AuthorId.eq(writer.id))
        .filter(drafts::Column::PlanId.eq(plan))
        .one(forum.read())
        .await?;
    Ok(row.map(Draft::from_row))
}

impl Draft {
    fn from_row(row: drafts::Model) -> Self {
        Self {
            id: row.id,
            edits: row.plan_id.zip(row.base),
            form: row.form,
            changed_at: row.changed_at,
        }
    }
}

/// Deletes one's own draft. Without one, nothing changes.
///
/// # Errors
/// When the member may not act or the database fails.
pub async fn delete_draft(forum: &Forum, writer: &Member, id: DraftId) -> Result<(), DraftError> {
    let write = forum.act(writer).await?;
    remove_draft(&write, writer, id).await?;
    Ok(write.commit().await?)
}

/// Deletes a draft together with what this write posts.
pub(super) async fn remove_draft(
    write: &Write,
    writer: &Member,
    id: DraftId,
) -> Result<(), Broken> {
    drafts::Entity::delete_many()
        .filter(drafts::Column::Id.eq(id))
        .filter(drafts::Column::AuthorId.eq(writer.id))
        .exec(write.tx())
        .await?;
    Ok(())
}
