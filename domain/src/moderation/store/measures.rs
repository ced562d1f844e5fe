//! What was done, as everybody may read it.

use super::undo;
use crate::{
    accounts::{self, Byline},
    broken::Broken,
    clock::Timestamp,
    comments::State,
    forum::Forum,
    funding,
    ids::{AccountId, AppealId, CommentId, ListingId, MeasureId, PlanId, RoundId},
    listings,
    moderation::{AppealState, Deed, Thing, ThingKind},
    plans::{self, Plan},
    rendering,
    tables::{appeals, column_of, comments as comment_rows, measures},
    viewer::{Member, Moderator, Viewer},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::{HashMap, HashSet};

/// How many measures about one thing or one person are told, the newest.
const MOST_TOLD: u64 = 50;

/// What a moderator did.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// Its number.
    pub id: MeasureId,
    /// What it was.
    pub deed: Deed,
    /// About what.
    pub thing: Thing,
    /// Where that stands: the plan, or the plan that a comment is on, as this viewer may see it.
    pub plan: Option<Plan>,
    /// The plan that it was merged into, or taken apart from, as this viewer may see it.
    pub other: Option<Plan>,
    /// What a listing is called that everybody may see, and the readable end of its address.
    pub listing: Option<(String, String)>,
    /// Whose it is.
    pub concerned: Byline,
    /// Who did it; nobody when the forum did it by itself.
    pub by: Option<Byline>,
    /// Why. Empty once the moderator has left with their words.
    pub reason: String,
    /// Until when somebody is suspended.
    pub until: Option<Timestamp>,
    /// What undid it.
    pub undone_by: Option<MeasureId>,
    /// When.
    pub at: Timestamp,
    /// What was said against it.
    pub appeal: Option<Appeal>,
}

/// An appeal with its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appeal {
    /// Its number.
    pub id: AppealId,
    /// What is said against the measure. Empty once whoever said it has left with their words.
    pub words: String,
    /// When.
    pub at: Timestamp,
    /// How far it is.
    pub state: AppealState,
    /// Who answered.
    pub answered_by: Option<Byline>,
    /// What.
    pub answer: Option<String>,
    /// When.
    pub answered_at: Option<Timestamp>,
}

/// A measure on its own page.
#[derive(Clone, Debug, PartialEq)]
pub struct MeasurePage {
    /// The measure.
    pub told: Told,
    /// Whether it can be undone.
    pub stands: bool,
    /// What a hidden comment says, for its writer and for moderators.
    pub hidden: Option<String>,
}

/// A measure, for everybody to read.
///
/// # Errors
/// When the database fails.
pub async fn measure(
    forum: &Forum,
    viewer: &Viewer,
    id: MeasureId,
) -> Result<Option<MeasurePage>, Broken> {
    let Some(row) = measures::Entity::find_by_id(id).one(forum.read()).await? else {
        return Ok(None);
    };
    let thing = Thing::of(row.kind, row.subject);
    let may_read =
        viewer.id() == Some(row.account_id) || viewer.member().is_some_and(Member::is_moderator);
    let hidden = match thing {
        Thing::Comment(id) if may_read => hidden(forum, id).await?,
        _ => None,
    };
    let can_be_undone = row.undone_by.is_none() && row.deed.undone_by().is_some();
    let stands = can_be_undone && undo::is_there(forum, &row).await?;
    let told = told(forum, viewer, vec![row]).await?.pop();
    Ok(told.map(|told| MeasurePage {
        told,
        stands,
        hidden,
    }))
}

/// What a comment says that readers do not see for now.
async fn hidden(forum: &Forum, id: CommentId) -> Result<Option<String>, Broken> {
    let row = comment_rows::Entity::find_by_id(id)
        .filter(comment_rows::Column::State.eq(State::Deleted))
        .filter(comment_rows::Column::Withheld.is_not_null())
        .one(forum.read())
        .await?;
    let Some(mut row) = row.filter(|row| !row.salt.is_empty()) else {
        return Ok(None);
    };
    let stored = [(row.id, row.renderer, &mut row.html)];
    rendering::refresh::<comment_rows::Entity>(forum, stored).await?;
    Ok(Some(row.html))
}

/// These measures, in this order.
///
/// # Errors
/// When the database fails.
pub async fn measures_of_numbers(
    forum: &Forum,
    viewer: &Viewer,
    ids: &[MeasureId],
) -> Result<Vec<Told>, Broken> {
    let rows = measures::Entity::find()
        .filter(measures::Column::Id.is_in(ids.iter().copied()))
        .all(forum.read())
        .await?;
    let told = told(forum, viewer, rows).await?;
    let mut told: HashMap<MeasureId, Told> = told.into_iter().map(|one| (one.id, one)).collect();
    Ok(ids.iter().filter_map(|id| told.remove(id)).collect())
}

/// What was done about a plan that everybody may know: nothing of cases that were left as they are.
///
/// # Errors
/// When the database fails.
pub async fn measures_on(
    forum: &Forum,
    viewer: &Viewer,
    plan: PlanId,
) -> Result<Vec<Told>, Broken> {
    about(forum, viewer, Thing::Plan(plan)).await
}

/// What was done about a person and all that is theirs, for the person.
///
/// # Errors
/// When the database fails.
pub async fn measures_about_me(forum: &Forum, viewer: &Viewer) -> Result<Vec<Told>, Broken> {
    match viewer.id() {
        Some(id) => concerning_viewed(forum, viewer, id).await,
        None => Ok(Vec::new()),
    }
}

pub(super) async fn measures_of(
    forum: &Forum,
    moderator: &Moderator,
    thing: Thing,
) -> Result<Vec<Told>, Broken> {
    about(forum, &as_viewer(moderator), thing).await
}

pub(super) async fn concerning(
    forum: &Forum,
    moderator: &Moderator,
    account: AccountId,
) -> Result<Vec<Told>, Broken> {
    concerning_viewed(forum, &as_viewer(moderator), account).await
}

fn as_viewer(moderator: &Moderator) -> Viewer {
    Viewer::Member((**moderator).clone())
}

async fn about(forum: &Forum, viewer: &Viewer, thing: Thing) -> Result<Vec<Told>, Broken> {
    let rows = measures::Entity::find()
        .filter(measures::Column::Kind.eq(thing.kind()))
        .filter(measures::Column::Subject.eq(thing.number()))
        .order_by_desc(measures::Column::Id)
        .limit(MOST_TOLD)
        .all(forum.read())
        .await?;
    told(forum, viewer, rows).await
}

async fn concerning_viewed(
    forum: &Forum,
    viewer: &Viewer,
    account: AccountId,
) -> Result<Vec<Told>, Broken> {
    let rows = measures::Entity::find()
        .filter(measures::Column::AccountId.eq(account))
        .filter(measures::Column::Deed.ne(Deed::Kept))
        .order_by_desc(measures::Column::Id)
        .limit(MOST_TOLD)
        .all(forum.read())
        .await?;
    told(forum, viewer, rows).await
}

/// Rows with their plans, people and appeals, in a few queries however many.
async fn told(
    forum: &Forum,
    viewer: &Viewer,
    rows: Vec<measures::Model>,
) -> Result<Vec<Told>, Broken> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<MeasureId> = rows.iter().map(|row| row.id).collect();
    let appeals = appeals::Entity::find()
        .filter(appeals::Column::MeasureId.is_in(ids))
        .all(forum.read())
        .await?;
    let moderators = rows.iter().filter_map(|row| row.moderator_id);
    let concerned = rows.iter().map(|row| row.account_id);
    let answerers = appeals.iter().filter_map(|row| row.answered_by);
    let people: Vec<AccountId> = moderators.chain(concerned).chain(answerers).collect();
    let people = accounts::bylines(forum, people).await?;
    let places = Places::of(forum, viewer, &rows).await?;
    let appeals = appeals.into_iter().map(|row| {
        let appeal = Appeal {
            id: row.id,
            words: row.words,
            at: row.created_at,
            state: row.state,
            answered_by: row.answered_by.map(|by| people.of(by)),
            answer: row.answer,
            answered_at: row.answered_at,
        };
        (row.measure_id, appeal)
    });
    let mut appeals: HashMap<MeasureId, Appeal> = appeals.collect();
    let told = rows.into_iter().map(|row| {
        let thing = Thing::of(row.kind, row.subject);
        Told {
            id: row.id,
            deed: row.deed,
            thing,
            plan: places.plan(thing),
            other: row.other.and_then(|id| places.plans.get(&id).cloned()),
            listing: places.listing(thing),
            concerned: people.of(row.account_id),
            by: row.moderator_id.map(|by| people.of(by)),
            reason: row.reason,
            until: row.until,
            undone_by: row.undone_by,
            at: row.created_at,
            appeal: appeals.remove(&row.id),
        }
    });
    Ok(told.collect())
}

/// The plans and listings that measures are about, and the plans that the comments are on which they are
/// about.
struct Places {
    plans: HashMap<PlanId, Plan>,
    comments: HashMap<CommentId, PlanId>,
    listings: HashMap<ListingId, (String, String)>,
    rounds: HashMap<RoundId, (String, String)>,
}

impl Places {
    async fn of(forum: &Forum, viewer: &Viewer, rows: &[measures::Model]) -> Result<Self, Broken> {
        let numbers = |kind| {
            let of_kind = rows.iter().filter(move |row| row.kind == kind);
            of_kind.map(|row| row.subject)
        };
        let comments: Vec<CommentId> = numbers(ThingKind::Comment).map(CommentId).collect();
        let comments: Vec<(CommentId, PlanId)> = match comments.as_slice() {
            [] => Vec::new(),
            ids => {
                comment_rows::Entity::find()
                    .select_only()
                    .columns([comment_rows::Column::Id, comment_rows::Column::PlanId])
                    .filter(comment_rows::Column::Id.is_in(ids.iter().copied()))
                    .into_tuple()
                    .all(forum.read())
                    .await?
            }
        };
        let plans = numbers(ThingKind::Plan).map(PlanId);
        let plans: Vec<PlanId> = plans
            .chain(comments.iter().map(|(_, plan)| *plan))
            .chain(rows.iter().filter_map(|row| row.other))
            .collect();
        let plans = plans::as_seen(forum, viewer, &plans).await?;
        let listings = numbers(ThingKind::Listing).map(ListingId).collect();
        let rounds = numbers(ThingKind::Round).map(RoundId).collect();
        Ok(Self {
            plans: plans.into_iter().map(|plan| (plan.id, plan)).collect(),
            comments: comments.into_iter().collect(),
            listings: listings::names(forum, &listings).await?,
            rounds: funding::round_names(forum, &rounds).await?,
        })
    }

    fn listing(&self, thing: Thing) -> Option<(String, String)> {
        match thing {
            Thing::Listing(id) => self.listings.get(&id).cloned(),
            Thing::Round(id) => self.rounds.get(&id).cloned(),
            _ => None,
        }
    }

    fn plan(&self, thing: Thing) -> Option<Plan> {
        let id = match thing {
            Thing::Plan(id) => id,
            Thing::Comment(id) => *self.comments.get(&id)?,
            Thing::Account(_) | Thing::Listing(_) | Thing::Round(_) => return None,
        };
        self.plans.get(&id).cloned()
    }
}

/// The reasons of these measures.
pub(crate) async fn reasons(
    forum: &Forum,
    ids: &HashSet<MeasureId>,
) -> Result<HashMap<MeasureId, String>, Broken> {
    let columns = (measures::Column::Id, measures::Column::Reason);
    column_of(forum, measures::Entity::find(), columns, ids).await
}

/// What was said against a measure, and answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Exchange {
    pub said: String,
    pub answer: Option<String>,
}

/// What these appeals say.
pub(crate) async fn exchanges(
    forum: &Forum,
    ids: &HashSet<AppealId>,
) -> Result<HashMap<AppealId, Exchange>, Broken> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = appeals::Entity::find()
        .filter(appeals::Column::Id.is_in(ids.iter().copied()))
        .all(forum.read())
        .await?;
    let exchange = |row: appeals::Model| {
        let exchange = Exchange {
            said: row.words,
            answer: row.answer,
        };
        (row.id, exchange)
    };
    Ok(rows.into_iter().map(exchange).collect())
}
