//! The moderators' queue.

use super::decide::CLAIMED_FOR;
use crate::{
    accounts::{self, Byline},
    broken::Broken,
    clock::Timestamp,
    comments,
    cursor::Cursor,
    forum::Forum,
    ids::{AccountId, CaseId, CommentId, ListingId, MeasureId, PlanId, RoundId},
    moderation::{CaseState, Complaint, Thing, ThingKind},
    plans::{MOST_PER_PAGE, Page},
    tables::{
        cases, comments as comment_rows, flags, listings as listing_rows, plans as plan_rows,
        rounds as round_rows,
    },
    text::plain::excerpt,
    viewer::Moderator,
    words::words,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, ExprTrait, FromQueryResult, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, sea_query::Expr,
};
use std::collections::HashMap;

/// How many letters of a thing's text the queue shows.
const EXCERPT: usize = 240;

words! {
    /// Which cases.
    Waiting {
        /// All that are open.
        All = "all",
        /// Those that nobody has taken.
        Free = "free",
        /// Those that the moderator has taken.
        Mine = "mine",
        /// Those that nobody reported: what new accounts posted, and what a moderator opened; the newest first.
        Unreported = "unreported",
        /// Those that were decided, the newest first.
        Decided = "decided",
    }
}

/// A case in the queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// Its number.
    pub id: CaseId,
    /// What it is about.
    pub thing: Thing,
    /// What that is called: a plan's title, the plan that a comment is on, a person's name.
    pub title: String,
    /// The beginning of what it says.
    pub excerpt: String,
    /// Whose it is.
    pub author: Byline,
    /// How far it is.
    pub state: CaseState,
    /// How much was flagged, in thousandths of a flag that is surely right.
    pub weight: i64,
    /// Of what readers complain, and how many, the most frequent first.
    pub complaints: Vec<(Complaint, i64)>,
    /// Whether readers do not see the thing at present.
    pub withheld: Option<MeasureId>,
    /// Who has taken it.
    pub claimed_by: Option<Byline>,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// When it was decided.
    pub closed_at: Option<Timestamp>,
    /// What closed it.
    pub measure: Option<MeasureId>,
}

/// A page of the queue, the weightiest first; of decided ones the newest first.
///
/// # Errors
/// When the database fails.
pub async fn queue(
    forum: &Forum,
    moderator: &Moderator,
    waiting: Waiting,
    after: Option<Cursor>,
    limit: u64,
) -> Result<Page<Case, Cursor>, Broken> {
    let limit = limit.clamp(1, MOST_PER_PAGE);
    // Who flagged one's own things is nobody's to know who might take it amiss.
    let query = cases::Entity::find()
        .filter(cases::Column::AccountId.ne(moderator.id))
        .limit(limit + 1);
    let query = if waiting == Waiting::Decided {
        query
            .filter(cases::Column::State.ne(CaseState::Open))
            .apply_if(after, |query, after| {
                query.filter(cases::Column::Id.lt(after.id))
            })
    } else {
        query
            .filter(cases::Column::State.eq(CaseState::Open))
            .filter(taken_by(moderator, waiting, forum.now()))
            .apply_if(after, |query, after| query.filter(beyond(after)))
            .order_by_desc(cases::Column::Weight)
    };
    let mut rows = query
        .order_by_desc(cases::Column::Id)
        .all(forum.read())
        .await?;
    let more = rows.len() as u64 > limit;
    rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let next = rows.last().filter(|_| more).map(|row| Cursor {
        value: row.weight,
        id: row.id.0,
    });
    let items = told(forum, rows).await?;
    Ok(Page { items, next })
}

fn taken_by(moderator: &Moderator, waiting: Waiting, now: Timestamp) -> Condition {
    match waiting {
        Waiting::All | Waiting::Decided => Condition::all(),
        Waiting::Unreported => Condition::all().add(cases::Column::Weight.eq(0)),
        Waiting::Mine => Condition::all().add(cases::Column::ClaimedBy.eq(moderator.id)),
        Waiting::Free => Condition::any()
            .add(cases::Column::ClaimedBy.is_null())
            .add(cases::Column::ClaimedAt.lt(now.plus(-CLAIMED_FOR))),
    }
}

/// What stands after this place. A row comparison, which both databases answer from the index.
fn beyond(after: Cursor) -> Condition {
    Condition::all().add(ExprTrait::lt(
        Expr::tuple([
            Expr::col(cases::Column::Weight),
            Expr::col(cases::Column::Id),
        ]),
        Expr::tuple([Expr::val(after.value), Expr::val(after.id)]),
    ))
}

/// How many open cases somebody reported, or are held; but no more than so many are counted.
///
/// # Errors
/// When the database fails.
pub async fn count_open(forum: &Forum, _: &Moderator, most: u64) -> Result<u64, Broken> {
    let ids: Vec<CaseId> = cases::Entity::find()
        .select_only()
        .column(cases::Column::Id)
        .filter(cases::Column::State.eq(CaseState::Open))
        .filter(cases::Column::Weight.gt(0))
        .limit(most)
        .into_tuple()
        .all(forum.read())
        .await?;
    Ok(ids.len() as u64)
}

/// Rows with their things, people and complaints: a few queries, however many.
pub(super) async fn told(forum: &Forum, rows: Vec<cases::Model>) -> Result<Vec<Case>, Broken> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let people = rows
        .iter()
        .flat_map(|row| [Some(row.account_id), row.claimed_by]);
    let people: Vec<AccountId> = people.flatten().collect();
    let (people, things, mut complaints) = tokio::try_join!(
        async { accounts::bylines(forum, people).await },
        Things::of(forum, &rows),
        complaints(forum, &rows),
    )?;
    let cases = rows.into_iter().map(|row| {
        let thing = Thing::of(row.kind, row.subject);
        let author = people.of(row.account_id);
        let (title, excerpt, withheld) = things.told(thing, &author);
        Case {
            id: row.id,
            thing,
            title,
            excerpt,
            author,
            state: row.state,
            weight: row.weight,
            complaints: complaints.remove(&row.id).unwrap_or_default(),
            withheld,
            claimed_by: row.claimed_by.map(|by| people.of(by)),
            opened_at: row.opened_at,
            closed_at: row.closed_at,
            measure: row.measure_id,
        }
    });
    Ok(cases.collect())
}

#[derive(FromQueryResult)]
struct Counted {
    case_id: CaseId,
    reason: Complaint,
    count: i64,
}

async fn complaints(
    forum: &Forum,
    rows: &[cases::Model],
) -> Result<HashMap<CaseId, Vec<(Complaint, i64)>>, Broken> {
    let counted: Vec<Counted> = flags::Entity::find()
        .select_only()
        .columns([flags::Column::CaseId, flags::Column::Reason])
        .column_as(flags::Column::Id.count(), "count")
        .filter(flags::Column::CaseId.is_in(rows.iter().map(|row| row.id)))
        .group_by(flags::Column::CaseId)
        .group_by(flags::Column::Reason)
        .into_model()
        .all(forum.read())
        .await?;
    let mut complaints: HashMap<CaseId, Vec<_>> = HashMap::new();
    for one in counted {
        let all = complaints.entry(one.case_id).or_default();
        all.push((one.reason, one.count));
    }
    for all in complaints.values_mut() {
        all.sort_by_key(|(reason, count)| (-count, reason.as_str()));
    }
    Ok(complaints)
}

/// What cases are about, as moderators see it: with its text, hidden or not.
#[derive(Default)]
struct Things {
    plans: HashMap<PlanId, plan_rows::Model>,
    comments: HashMap<CommentId, comment_rows::Model>,
    listings: HashMap<ListingId, listing_rows::Model>,
    rounds: HashMap<RoundId, round_rows::Model>,
}

impl Things {
    async fn of(forum: &Forum, rows: &[cases::Model]) -> Result<Self, Broken> {
        let numbers = |kind| {
            let of_kind = rows.iter().filter(move |row| row.kind == kind);
            of_kind.map(|row| row.subject)
        };
        let comments: Vec<CommentId> = numbers(ThingKind::Comment).map(CommentId).collect();
        let comments = match comments.as_slice() {
            [] => Vec::new(),
            ids => {
                comment_rows::Entity::find()
                    .filter(comment_rows::Column::Id.is_in(ids.iter().copied()))
                    .all(forum.read())
                    .await?
            }
        };
        let plans = numbers(ThingKind::Plan).map(PlanId);
        let plans: Vec<PlanId> = plans
            .chain(comments.iter().map(|row| row.plan_id))
            .collect();
        let plans = plan_rows::Entity::find()
            .filter(plan_rows::Column::Id.is_in(plans))
            .all(forum.read())
            .await?;
        let listings: Vec<ListingId> = numbers(ThingKind::Listing).map(ListingId).collect();
        let listings = match listings.as_slice() {
            [] => Vec::new(),
            ids => {
                listing_rows::Entity::find()
                    .filter(listing_rows::Column::Id.is_in(ids.iter().copied()))
                    .all(forum.read())
                    .await?
            }
        };
        let rounds: Vec<RoundId> = numbers(ThingKind::Round).map(RoundId).collect();
        let rounds = match rounds.as_slice() {
            [] => Vec::new(),
            ids => {
                round_rows::Entity::find()
                    .filter(round_rows::Column::Id.is_in(ids.iter().copied()))
                    .all(forum.read())
                    .await?
            }
        };
        Ok(Self {
            rounds: rounds.into_iter().map(|row| (row.id, row)).collect(),
            listings: listings.into_iter().map(|row| (row.id, row)).collect(),
            plans: plans.into_iter().map(|row| (row.id, row)).collect(),
            comments: comments.into_iter().map(|row| (row.id, row)).collect(),
        })
    }

    fn told(&self, thing: Thing, author: &Byline) -> (String, String, Option<MeasureId>) {
        let plan = |id| self.plans.get(&id);
        match thing {
            Thing::Plan(id) => match plan(id) {
                Some(row) => (row.title.clone(), row.pitch.clone(), row.withheld),
                None => Default::default(),
            },
            Thing::Comment(id) => match self.comments.get(&id) {
                Some(row) => {
                    let title = plan(row.plan_id).map(|plan| plan.title.clone());
                    let is_kept = row.state == comments::State::Shown || row.withheld.is_some();
                    let said = if is_kept { row.body.as_str() } else { "" };
                    (
                        title.unwrap_or_default(),
                        excerpt(said, EXCERPT),
                        row.withheld,
                    )
                }
                None => Default::default(),
            },
            Thing::Listing(id) => match self.listings.get(&id) {
                Some(row) => (
                    row.title.clone(),
                    excerpt(&row.introduction, EXCERPT),
                    row.withheld,
                ),
                None => Default::default(),
            },
            Thing::Round(id) => match self.rounds.get(&id) {
                Some(row) => (row.title.clone(), String::new(), row.withheld),
                None => Default::default(),
            },
            Thing::Account(_) => (author.name().to_owned(), String::new(), None),
        }
    }
}
