//! The places where a plan and what was forked from it run.

use super::lineage::{FamilyOrder, beyond, tree_from};
use crate::{
    broken::{Broken, acts},
    clock::Timestamp,
    forks::{Place, Since, TypedPlace},
    forum::{Forum, Write},
    hash::Hash,
    ids::{AccountId, PlanId},
    log::{Act, Kind, Subject},
    numbers::Numbers,
    plans::{self, MOST_PER_PAGE, Page, Plan, State},
    problems::Problems,
    rendering::{self, RenderError},
    tables::{places, plans as plan_rows, revisions},
    text::markdown::RENDERER,
    viewer::{Member, Viewer},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait,
    sea_query::{Expr, LockType, OnConflict, Query},
};
use std::collections::HashMap;

/// Why a place was neither told nor taken back.
#[derive(Debug, thiserror::Error)]
pub enum PlaceError {
    /// There is no such plan of this member's to be seen.
    #[error("no such plan")]
    NotFound,
    /// Something typed breaks a rule.
    #[error("{0}")]
    Invalid(Problems),
    /// The account may not act for now.
    #[error("this account is suspended")]
    Suspended,
    /// Not the founder's fault.
    #[error(transparent)]
    Broken(Broken),
}

acts!(PlaceError);

/// Where a plan runs, with the plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Running {
    /// The plan.
    pub plan: Plan,
    /// The place.
    pub place: String,
    /// Since which month.
    pub since: Since,
    /// What its founder tells from there, safe to put into a page as it is; may be empty.
    pub html: String,
    /// When that was last changed.
    pub changed_at: Timestamp,
    /// What the plan's newest revision counts on.
    pub numbers: Option<Numbers>,
}

/// Says where one's own plan runs, in place of what was said before.
///
/// # Errors
/// When a rule is broken, or the plan is not the member's or withdrawn.
pub async fn set_place(
    forum: &Forum,
    author: &Member,
    plan: PlanId,
    typed: &TypedPlace,
) -> Result<(), PlaceError> {
    let place = Place::check(typed, this_month(forum)).map_err(PlaceError::Invalid)?;
    let html = render(forum, place.report()).await?;
    let write = forum.act(author).await?;
    let row = hold(&write, author, plan).await?;
    let (salt, before) = (forum.entropy().bytes::<16>(), stored(&write, plan).await?);
    let hash = Hash::of_content(&salt, &place)?;
    if before.is_none() {
        count_running(&write, &row, 1).await?;
    }
    let now = write.now();
    let written = places::ActiveModel {
        plan_id: Set(plan),
        place: Set(place.place().into()),
        since: Set(place.since()),
        report: Set(place.report().into()),
        html: Set(html),
        renderer: Set(RENDERER),
        created_at: Set(before.map_or(now, |before| before.created_at)),
        changed_at: Set(now),
        salt: Set(salt.to_vec()),
        content_hash: Set(hash.to_vec()),
    };
    places::Entity::insert(written)
        .on_conflict(instead())
        .exec_without_returning(write.tx())
        .await?;
    let act = Act::by(author.id, Kind::PlanPlaced, Subject::Plan(plan)).with("content", hash);
    write.record(act).await?;
    Ok(())
}

/// Says that one's own plan no longer runs anywhere. Nothing happens when it did not.
///
/// # Errors
/// When the plan is not the member's or withdrawn.
pub async fn clear_place(forum: &Forum, author: &Member, plan: PlanId) -> Result<(), PlaceError> {
    let write = forum.act(author).await?;
    let row = hold(&write, author, plan).await?;
    let gone = places::Entity::delete_by_id(plan).exec(write.tx()).await?;
    if gone.rows_affected == 0 {
        return Ok(());
    }
    count_running(&write, &row, -1).await?;
    let act = Act::by(author.id, Kind::PlanUnplaced, Subject::Plan(plan));
    write.record(act).await?;
    Ok(())
}

/// Everything but when it was first said.
fn instead() -> OnConflict {
    OnConflict::column(places::Column::PlanId)
        .update_columns([
            places::Column::Place,
            places::Column::Since,
            places::Column::Report,
            places::Column::Html,
            places::Column::Renderer,
            places::Column::ChangedAt,
            places::Column::Salt,
            places::Column::ContentHash,
        ])
        .to_owned()
}

async fn hold(
    write: &Write,
    author: &Member,
    plan: PlanId,
) -> Result<plan_rows::Model, PlaceError> {
    hold_line(write, plan).await?;
    plans::hold_own(write, author, plan)
        .await?
        .filter(|plan| plan.state == State::Published)
        .ok_or(PlaceError::NotFound)
}

/// Holds a plan with all of its ancestors until this write ends, the first one first: whoever holds
/// several plans of a family takes the older one first, so that none wait for each other in a
/// circle.
pub(crate) async fn hold_line(write: &Write, plan: PlanId) -> Result<(), Broken> {
    hold_lines(write, &[plan]).await
}

/// As [`hold_line`], of several plans.
pub(crate) async fn hold_lines(write: &Write, plans: &[PlanId]) -> Result<(), Broken> {
    let rows = plan_rows::Entity::find()
        .filter(plan_rows::Column::Id.is_in(plans.iter().copied()))
        .all(write.tx())
        .await?;
    let lines: Vec<PlanId> = rows.iter().flat_map(line).collect();
    if lines.is_empty() {
        return Ok(());
    }
    plan_rows::Entity::find()
        .select_only()
        .column(plan_rows::Column::Id)
        .filter(plan_rows::Column::Id.is_in(lines))
        .order_by_asc(plan_rows::Column::Id)
        .lock(LockType::NoKeyUpdate)
        .into_tuple::<PlanId>()
        .all(write.tx())
        .await?;
    Ok(())
}

/// A plan's ancestors and the plan.
pub(crate) fn line(plan: &plan_rows::Model) -> impl Iterator<Item = PlanId> + use<'_> {
    let above = plan.family.into_iter().chain(plan.lineage.steps());
    above.chain([plan.id])
}

/// So many more places in which this plan and with it all of its ancestors run.
pub(crate) async fn count_running(
    write: &Write,
    plan: &plan_rows::Model,
    more: i64,
) -> Result<(), Broken> {
    plan_rows::Entity::update_many()
        .col_expr(
            plan_rows::Column::Running,
            Expr::col(plan_rows::Column::Running).add(more),
        )
        .filter(plan_rows::Column::Id.is_in(line(plan)))
        .exec(write.tx())
        .await?;
    Ok(())
}

/// Takes back where the plans of somebody run who leaves with their words, while these plans are
/// still to be seen. Of what was said only the hash stays.
pub(crate) async fn empty_places(write: &Write, author: AccountId) -> Result<(), Broken> {
    let placed = Query::select()
        .column(places::Column::PlanId)
        .from(places::Entity)
        .to_owned();
    let plans = plan_rows::Entity::find()
        .filter(plan_rows::Column::AuthorId.eq(author))
        .filter(plan_rows::Column::Id.in_subquery(placed))
        .order_by_asc(plan_rows::Column::Family)
        .all(write.tx())
        .await?;
    for plan in &plans {
        if plan.state == State::Published {
            hold_line(write, plan.id).await?;
            count_running(write, plan, -1).await?;
        }
    }
    places::Entity::update_many()
        .col_expr(places::Column::Place, "".into())
        .col_expr(places::Column::Report, "".into())
        .col_expr(places::Column::Html, "".into())
        .col_expr(places::Column::Salt, Expr::val(Vec::<u8>::new()))
        .filter(places::Column::PlanId.is_in(plans.iter().map(|plan| plan.id)))
        .exec(write.tx())
        .await?;
    Ok(())
}

/// Whether it was said where this plan runs.
pub(crate) async fn is_placed(write: &Write, plan: PlanId) -> Result<bool, Broken> {
    Ok(stored(write, plan).await?.is_some())
}

async fn stored(write: &Write, plan: PlanId) -> Result<Option<places::Model>, Broken> {
    Ok(places::Entity::find_by_id(plan).one(write.tx()).await?)
}

async fn render(forum: &Forum, report: &str) -> Result<String, PlaceError> {
    match rendering::render(forum, rendering::Place::Comment, report).await {
        Ok(rendered) => Ok(rendered.html),
        Err(RenderError::TooComplex(why)) => Err(PlaceError::Invalid(Problems::one(
            "report",
            why.to_string(),
        ))),
        Err(RenderError::Broken(broken)) => Err(broken.into()),
    }
}

fn this_month(forum: &Forum) -> Since {
    let today = forum.now().to_jiff().to_zoned(jiff::tz::TimeZone::UTC);
    Since::new(today.year().into(), today.month().into()).unwrap_or(Since::LAST)
}

/// What was typed of where one's own plan runs, to go on from.
///
/// # Errors
/// When the database fails.
pub async fn own_place(forum: &Forum, plan: &Plan) -> Result<Option<TypedPlace>, Broken> {
    let row = places::Entity::find_by_id(plan.id)
        .one(forum.read())
        .await?;
    Ok(row.map(|row| TypedPlace {
        place: row.place,
        since: row.since.to_string(),
        report: row.report,
    }))
}

/// A page of the places in which this plan and all that was forked from it run, in the order of the
/// tree, from after this plan on. Nothing of plans that are not to be seen.
///
/// # Errors
/// When the database fails.
pub async fn places(
    forum: &Forum,
    viewer: &Viewer,
    plan: &Plan,
    after: Option<PlanId>,
    limit: u64,
) -> Result<Page<Running, PlanId>, Broken> {
    let limit = limit.clamp(1, MOST_PER_PAGE);
    let from = match after {
        Some(after) => {
            plan_rows::Entity::find_by_id(after)
                .one(forum.read())
                .await?
        }
        None => None,
    };
    let placed = Query::select()
        .column(places::Column::PlanId)
        .from(places::Entity)
        .to_owned();
    let mut found = tree_from(plan)
        .filter(plan_rows::Column::State.eq(State::Published))
        .filter(plan_rows::Column::Id.in_subquery(placed))
        .apply_if(from, |query, last| {
            query.filter(beyond(FamilyOrder::Tree, &last))
        })
        .limit(limit + 1)
        .all(forum.read())
        .await?;
    let more = found.len() as u64 > limit;
    found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let next = found.last().filter(|_| more).map(|row| row.id);
    let items = running(forum, viewer, found).await?;
    Ok(Page { items, next })
}

async fn running(
    forum: &Forum,
    viewer: &Viewer,
    rows: Vec<plan_rows::Model>,
) -> Result<Vec<Running>, Broken> {
    let mut found = places::Entity::find()
        .filter(places::Column::PlanId.is_in(rows.iter().map(|row| row.id)))
        .all(forum.read())
        .await?;
    let html = found
        .iter_mut()
        .map(|row| (row.plan_id, row.renderer, &mut row.html));
    rendering::refresh::<places::Entity>(forum, html).await?;
    let mut found: HashMap<PlanId, places::Model> =
        found.into_iter().map(|row| (row.plan_id, row)).collect();
    let mut numbers = head_numbers(forum, &rows).await?;
    let plans = plans::with_authors(forum, viewer, rows).await?;
    let running = plans.into_iter().filter_map(|plan| {
        let row = found.remove(&plan.id)?;
        Some(Running {
            numbers: numbers.remove(&plan.id),
            plan,
            place: row.place,
            since: row.since,
            html: row.html,
            changed_at: row.changed_at,
        })
    });
    Ok(running.collect())
}

/// The numbers of these plans' newest revisions, in one query.
async fn head_numbers(
    forum: &Forum,
    plans: &[plan_rows::Model],
) -> Result<HashMap<PlanId, Numbers>, Broken> {
    let heads = plans.iter().map(|plan| {
        Condition::all()
            .add(revisions::Column::PlanId.eq(plan.id))
            .add(revisions::Column::Number.eq(plan.head))
    });
    let heads = heads.fold(Condition::any(), Condition::add);
    if heads.is_empty() {
        return Ok(HashMap::new());
    }
    let found: Vec<(PlanId, String)> = revisions::Entity::find()
        .select_only()
        .columns([revisions::Column::PlanId, revisions::Column::Numbers])
        .filter(heads)
        .filter(revisions::Column::Numbers.is_not_null())
        .into_tuple()
        .all(forum.read())
        .await?;
    let read = |(plan, numbers): (PlanId, String)| Ok((plan, serde_json::from_str(&numbers)?));
    found.into_iter().map(read).collect()
}

/// The hash of what is stored of a place.
pub(crate) fn stored_place_hash(row: &places::Model) -> Result<Hash, Broken> {
    #[derive(serde::Serialize)]
    struct Said<'row> {
        place: &'row str,
        since: Since,
        report: &'row str,
    }
    let said = Said {
        place: &row.place,
        since: row.since,
        report: &row.report,
    };
    Hash::of_content(&row.salt, &said)
}
