//! Two plans beside each other.

use super::{
    Action, Judged,
    actions::told,
    link::fitting,
    survey::{overlap, says, survey},
};
use crate::{
    broken::Broken,
    copies::{Overlap, Passage, Refusal, rules::Linking},
    forum::Forum,
    ids::{PlanId, RevisionNumber},
    plans::{self, Plan, State},
    tables::{actions, plans as plan_rows, set_asides},
    viewer::{Moderator, Viewer},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use std::collections::BTreeSet;

/// How many of the passages that both have are told, the longest.
const MOST_PASSAGES: usize = 12;

/// Two published plans, compared word for word as they are now.
#[derive(Clone, Debug)]
pub struct PairTold {
    /// The older.
    pub older: Plan,
    /// The younger.
    pub younger: Plan,
    /// How much they share.
    pub overlap: Overlap,
    /// The longest passages that both have.
    pub passages: Vec<Passage>,
    /// The revision of the older that the younger would be a fork of; nothing when there is none.
    pub fitting: Option<RevisionNumber>,
    /// Why they cannot be linked; nothing when they can.
    pub refusal: Option<Refusal>,
    /// What was decided about them and stands: a link, or that they are no copies.
    pub decided: Option<Action>,
    /// Whether one of them is the moderator's own, so that another has to decide.
    pub is_own: bool,
}

impl PairTold {
    /// What a moderator sees who decides now.
    #[must_use]
    pub fn judged(&self) -> Judged {
        Judged {
            older: self.older.id,
            older_revision: self.older.head,
            younger: self.younger.id,
            younger_revision: self.younger.head,
        }
    }
}

/// Two plans beside each other, be they alike or not; nothing unless both are published and the first
/// is the older.
///
/// # Errors
/// When the database or the index fails.
pub async fn pair(
    forum: &Forum,
    moderator: &Moderator,
    older: PlanId,
    younger: PlanId,
) -> Result<Option<PairTold>, Broken> {
    if older >= younger {
        return Ok(None);
    }
    let viewer = Viewer::Member((**moderator).clone());
    let is_open = |plan: &Plan| plan.state == State::Published;
    let one = plans::find(forum, &viewer, older).await?.filter(is_open);
    let other = plans::find(forum, &viewer, younger).await?.filter(is_open);
    let (Some(one), Some(other)) = (one, other) else {
        return Ok(None);
    };
    let mut texts = says(forum, &BTreeSet::from([older, younger])).await?;
    texts.sort_by_key(|text| text.id);
    let Ok([first, second]) = <[_; 2]>::try_from(texts) else {
        return Ok(None);
    };
    let survey = survey(forum).await?;
    let (overlap, passages) = overlap(first, second, survey, MOST_PASSAGES).await?;
    let parent = fitting(forum, older, other.created_at).await?;
    let decided = decided(forum, &viewer, older, younger).await?;
    Ok(Some(PairTold {
        fitting: parent.as_ref().map(|row| row.number),
        refusal: parent.and_then(|row| linking(&one, &other, row.licence).refusal()),
        is_own: [one.author.id, other.author.id].contains(&moderator.id),
        older: one,
        younger: other,
        overlap,
        passages,
        decided,
    }))
}

fn linking(older: &Plan, younger: &Plan, licence: plans::Licence) -> Linking {
    Linking {
        older: older.id,
        younger: younger.id,
        families: (older.family.first, younger.family.first),
        parent: younger.fork.as_ref().map(|fork| fork.from),
        is_brought: younger.origin.is_some(),
        licences: (licence, younger.licence),
    }
}

async fn decided(
    forum: &Forum,
    viewer: &Viewer,
    older: PlanId,
    younger: PlanId,
) -> Result<Option<Action>, Broken> {
    let linked: Option<Option<crate::ids::ActionId>> = plan_rows::Entity::find_by_id(younger)
        .select_only()
        .column(plan_rows::Column::Linked)
        .filter(plan_rows::Column::ForkedFromPlan.eq(older))
        .into_tuple()
        .one(forum.read())
        .await?;
    let id = match linked.flatten() {
        Some(action) => Some(action),
        None => set_asides::Entity::find_by_id((older, younger))
            .one(forum.read())
            .await?
            .map(|row| row.action_id),
    };
    let Some(id) = id else {
        return Ok(None);
    };
    let row = actions::Entity::find_by_id(id).one(forum.read()).await?;
    let mut actions = told(forum, viewer, row.into_iter().collect()).await?;
    Ok(actions.pop())
}
