//! One round.

use super::versions::{Version, version};
use crate::{
    accounts::{self, Byline},
    broken::Broken,
    clock::Timestamp,
    forum::Forum,
    funding::{Phase, State},
    ids::{AccountId, MeasureId, RoundId, VersionNumber},
    money::{Currency, Money},
    tables::rounds,
    viewer::Viewer,
};
use sea_orm::EntityTrait;

/// A round, as lists show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Round {
    /// Its number.
    pub id: RoundId,
    /// The readable end of its address.
    pub slug: String,
    /// What it is called.
    pub title: String,
    /// Who funds.
    pub funder: Byline,
    /// The funder's account.
    pub funder_id: AccountId,
    /// Whether it is to be seen.
    pub state: State,
    /// The measure by which readers do not see it.
    pub withheld: Option<MeasureId>,
    /// Its newest version.
    pub head: VersionNumber,
    /// How much there is in all.
    pub amount: Money,
    /// How much one plan may get.
    pub per_plan: Money,
    /// Its first moment.
    pub opens_at: Timestamp,
    /// The moment after its last, or at which its funder closed it.
    pub closes_at: Timestamp,
    /// What it does now.
    pub phase: Phase,
    /// How many plans have applied and have not taken that back.
    pub applications: i64,
    /// When it was changed last.
    pub changed_at: Timestamp,
    /// When it was published.
    pub published_at: Option<Timestamp>,
}

/// A round as somebody looks at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenedRound {
    /// The round.
    pub round: Round,
    /// What it says, in the version that was asked for.
    pub said: Version,
    /// Whether whoever looks is its funder.
    pub is_funder: bool,
}

/// The round of this number in a version, or in its newest. One that is not published is there only for its
/// funder; one that a measure hides, for moderators as well.
///
/// # Errors
/// When the database fails.
pub async fn find(
    forum: &Forum,
    viewer: &Viewer,
    id: RoundId,
    number: Option<VersionNumber>,
) -> Result<Option<OpenedRound>, Broken> {
    let Some(row) = rounds::Entity::find_by_id(id).one(forum.read()).await? else {
        return Ok(None);
    };
    let is_funder = viewer.id() == Some(row.funder_id);
    if !may_see(forum, viewer, &row).await? {
        return Ok(None);
    }
    let Some(said) = version(forum, id, number.unwrap_or(row.head)).await? else {
        return Ok(None);
    };
    let round = from_rows(forum, vec![row]).await?.pop();
    Ok(round.map(|round| OpenedRound {
        round,
        said,
        is_funder,
    }))
}

async fn may_see(forum: &Forum, viewer: &Viewer, row: &rounds::Model) -> Result<bool, Broken> {
    let is_funder = viewer.id() == Some(row.funder_id);
    Ok(match row.state {
        State::Published => true,
        State::Draft => is_funder,
        State::Withheld => {
            is_funder
                || match viewer.member() {
                    Some(member) => accounts::moderates(forum.read(), member.id).await?,
                    None => false,
                }
        }
    })
}

/// These rounds, with who funds them.
pub(super) async fn from_rows(
    forum: &Forum,
    rows: Vec<rounds::Model>,
) -> Result<Vec<Round>, Broken> {
    let funders = accounts::bylines(forum, rows.iter().map(|row| row.funder_id)).await?;
    let now = forum.now();
    rows.into_iter()
        .map(|row| {
            let currency = Currency::new(&row.currency);
            let currency = currency
                .map_err(|_| Broken::internal(format!("round {} has no currency", row.id)))?;
            Ok(Round {
                funder: funders.of(row.funder_id),
                funder_id: row.funder_id,
                phase: Phase::at(now, row.opens_at, row.closes_at),
                id: row.id,
                slug: row.slug,
                title: row.title,
                state: row.state,
                withheld: row.withheld,
                head: row.head,
                amount: Money::new(row.amount, currency),
                per_plan: Money::new(row.per_plan, currency),
                opens_at: row.opens_at,
                closes_at: row.closes_at,
                applications: row.applications,
                changed_at: row.changed_at,
                published_at: row.published_at,
            })
        })
        .collect()
}
