//! Hiding all that somebody has posted, as spam is met.

use super::{Decision, ModerateError, begin, checked, decide, decide::known, open, refused};
use crate::{
    accounts::Role,
    broken::Broken,
    comments,
    forum::Forum,
    ids::{AccountId, CaseId, CommentId, PlanId},
    moderation::{Deed, Refusal, Thing},
    plans,
    tables::{comments as comment_rows, plans as plan_rows},
    viewer::Moderator,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// So many plans, and so many comments, are hidden at once.
pub const MOST_SWEPT: u64 = 100;

/// What became of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// So many plans and comments were hidden.
    pub hidden: usize,
    /// Whether there is more: it has to be done again.
    pub more: bool,
}

/// Hides the newest plans and comments of the person whom an open case is about. Each is hidden by a measure of
/// its own, which can be appealed against and undone as if it had been decided alone. The case stays open.
///
/// # Errors
/// When the case is about no person, or about a moderator or an admin, or the reason breaks a rule.
pub async fn sweep(
    forum: &Forum,
    moderator: &Moderator,
    case: CaseId,
    reason: &str,
) -> Result<Swept, ModerateError> {
    checked(reason)?;
    let (Thing::Account(person), _) = known(forum, case).await? else {
        return Err(refused(Refusal::Unfit));
    };
    may_sweep(forum, moderator, person).await?;
    let things = things_of(forum, person).await?;
    let mut swept = Swept {
        hidden: 0,
        more: things.more,
    };
    let decision = Decision {
        deed: Deed::Hidden.to_string(),
        reason: reason.to_owned(),
        ..Decision::default()
    };
    for thing in things.found {
        let done = match open(forum, moderator, thing).await {
            Ok(case) => decide(forum, moderator, case, &decision).await.map(|_| ()),
            Err(error) => Err(error),
        };
        match done {
            Ok(()) => swept.hidden += 1,
            // Its author or another moderator was quicker.
            Err(ModerateError::Refused(_) | ModerateError::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(swept)
}

/// What somebody who keeps order has written is not hidden as a whole.
async fn may_sweep(
    forum: &Forum,
    moderator: &Moderator,
    person: AccountId,
) -> Result<(), ModerateError> {
    let (write, _) = begin(forum, moderator, person).await?;
    let role = crate::accounts::role_of(write.tx(), person).await?;
    match role {
        _ if person == moderator.id => Err(refused(Refusal::Own)),
        Some(Role::Member) => Ok(()),
        _ => Err(refused(Refusal::Unfit)),
    }
}

struct Things {
    found: Vec<Thing>,
    more: bool,
}

async fn things_of(forum: &Forum, person: AccountId) -> Result<Things, Broken> {
    let plans: Vec<PlanId> = plan_rows::Entity::find()
        .select_only()
        .column(plan_rows::Column::Id)
        .filter(plan_rows::Column::AuthorId.eq(person))
        .filter(plan_rows::Column::State.eq(plans::State::Published))
        .order_by_desc(plan_rows::Column::Id)
        .limit(MOST_SWEPT + 1)
        .into_tuple()
        .all(forum.read())
        .await?;
    let comments: Vec<CommentId> = comment_rows::Entity::find()
        .select_only()
        .column(comment_rows::Column::Id)
        .filter(comment_rows::Column::AuthorId.eq(person))
        .filter(comment_rows::Column::State.eq(comments::State::Shown))
        .order_by_desc(comment_rows::Column::Id)
        .limit(MOST_SWEPT + 1)
        .into_tuple()
        .all(forum.read())
        .await?;
    let most = usize::try_from(MOST_SWEPT).unwrap_or(usize::MAX);
    let more = plans.len() > most || comments.len() > most;
    let plans = plans.into_iter().take(most).map(Thing::Plan);
    let comments = comments.into_iter().take(most).map(Thing::Comment);
    Ok(Things {
        found: plans.chain(comments).collect(),
        more,
    })
}
