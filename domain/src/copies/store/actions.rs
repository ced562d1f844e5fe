//! What moderators did, kept with their reasons.

use super::{Both, JudgeError};
use crate::{
    accounts::{self, Byline},
    broken::Broken,
    clock::Timestamp,
    copies::{
        Deed,
        letters::{self, News},
    },
    forum::{Forum, Write},
    hash::Hash,
    ids::{AccountId, ActionId, PlanId, RevisionNumber, Seq},
    log::{Act, Kind, Subject},
    mail,
    moderation::PublicReason,
    plans::{self, MOST_PER_PAGE, Page, Plan},
    tables::{actions, plans as plan_rows},
    viewer::{Moderator, Viewer},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait,
};
use serde::Serialize;
use std::collections::{HashMap, HashSet};

/// How many of the actions on one plan are told, the newest.
const MOST_TOLD: u64 = 50;

/// What a moderator did about two plans.
#[derive(Clone, Debug)]
pub struct Action {
    /// Its number.
    pub id: ActionId,
    /// What it was.
    pub deed: Deed,
    /// Who did it.
    pub moderator: Byline,
    /// Why. Nothing once the moderator has left with their words, and where the other plan is hidden.
    pub reason: Option<String>,
    /// The younger of the two, with what its tombstone shows if that is all that may be seen …
    pub younger: Plan,
    /// … in its newest revision then.
    pub younger_revision: RevisionNumber,
    /// The older …
    pub older: Plan,
    /// … in its newest revision then.
    pub older_revision: RevisionNumber,
    /// When.
    pub at: Timestamp,
}

/// An action about to be recorded.
pub(super) struct Doing<'d> {
    pub write: Write,
    pub moderator: &'d Moderator,
    pub both: &'d Both,
    pub deed: Deed,
    pub reason: &'d PublicReason,
}

/// An action that has its number.
pub(super) struct Noted {
    pub id: ActionId,
    hash: Hash,
}

impl Doing<'_> {
    /// Keeps the action with its reason.
    pub(super) async fn note(&self, forum: &Forum) -> Result<Noted, Broken> {
        let salt = forum.entropy().bytes::<16>();
        let hash = Said {
            reason: self.reason.as_str(),
        }
        .hash(&salt)?;
        let row = actions::ActiveModel {
            deed: Set(self.deed),
            plan_id: Set(self.both.younger.id),
            plan_revision: Set(self.both.younger.head),
            other_id: Set(self.both.older.id),
            other_revision: Set(self.both.older.head),
            moderator_id: Set(self.moderator.id),
            reason: Set(self.reason.as_str().into()),
            created_at: Set(self.write.now()),
            salt: Set(salt.to_vec()),
            content_hash: Set(hash.to_vec()),
            ..Default::default()
        };
        let id = row.insert(self.write.tx()).await?.id;
        Ok(Noted { id, hash })
    }

    /// Tells both authors, and records the act: there is none of which its people do not hear.
    pub(super) async fn record(
        self,
        forum: &Forum,
        noted: &Noted,
        detail: impl FnOnce(Act) -> Act,
    ) -> Result<Seq, JudgeError> {
        self.tell(forum).await?;
        let kind = match self.deed {
            Deed::Linked => Kind::PlanLinked,
            Deed::Unlinked => Kind::PlanUnlinked,
            Deed::SetAside => Kind::PlanSetAside,
            Deed::Reopened => Kind::PlanReopened,
        };
        let act = Act::by(self.moderator.id, kind, Subject::Plan(self.both.younger.id))
            .with("from", self.both.older.id.0)
            .with("action", noted.id.0)
            .with("reason", noted.hash);
        Ok(self.write.record(detail(act)).await?)
    }

    async fn tell(&self, forum: &Forum) -> Result<(), Broken> {
        let (older, younger) = (&self.both.older, &self.both.younger);
        let mut sides = vec![(younger, older, true)];
        if older.author_id != younger.author_id {
            sides.push((older, younger, false));
        }
        for (mine, other, is_younger) in sides {
            let Some(to) = accounts::address_of(&self.write, mine.author_id).await? else {
                continue;
            };
            let news = News {
                deed: self.deed,
                by: &self.moderator.name,
                reason: self.reason.as_str(),
                plan: (mine.id, &mine.title),
                other: (other.id, &other.title),
                is_younger,
            };
            let letter = letters::told(forum.policy(), to, &news);
            mail::queue(self.write.tx(), letter, self.write.now()).await?;
        }
        Ok(())
    }
}

/// What moderators did about a plan that this viewer may read, the newest first.
///
/// # Errors
/// When the database fails.
pub async fn actions_on(
    forum: &Forum,
    viewer: &Viewer,
    plan: &Plan,
) -> Result<Vec<Action>, Broken> {
    if !plan.readable_by(viewer) {
        return Ok(Vec::new());
    }
    let about = Condition::any()
        .add(actions::Column::PlanId.eq(plan.id))
        .add(actions::Column::OtherId.eq(plan.id));
    let rows = actions::Entity::find()
        .filter(about)
        .order_by_desc(actions::Column::Id)
        .limit(MOST_TOLD)
        .all(forum.read())
        .await?;
    told(forum, viewer, rows).await
}

/// What moderators decided about pairs and what still stands, the newest first: links, and pairs that
/// were set aside. Of pairs of which one is hidden nothing.
///
/// # Errors
/// When the database fails.
pub async fn decided(
    forum: &Forum,
    moderator: &Moderator,
    after: Option<ActionId>,
    limit: u64,
) -> Result<Page<Action, ActionId>, Broken> {
    const STANDS: &str = "(EXISTS (SELECT 1 FROM plans p WHERE p.linked = actions.id) \
        OR EXISTS (SELECT 1 FROM set_asides s WHERE s.action_id = actions.id)) \
        AND NOT EXISTS (SELECT 1 FROM plans p WHERE p.id IN (actions.plan_id, actions.other_id) \
        AND p.state <> 'published')";
    let limit = limit.clamp(1, MOST_PER_PAGE);
    let mut rows = actions::Entity::find()
        .filter(sea_orm::sea_query::Expr::cust(STANDS))
        .apply_if(after, |query, after| {
            query.filter(actions::Column::Id.lt(after))
        })
        .order_by_desc(actions::Column::Id)
        .limit(limit + 1)
        .all(forum.read())
        .await?;
    let more = rows.len() as u64 > limit;
    rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let next = rows.last().filter(|_| more).map(|row| row.id);
    let viewer = Viewer::Member((**moderator).clone());
    let items = told(forum, &viewer, rows).await?;
    Ok(Page { items, next })
}

/// Rows with their plans and people, as this viewer may see them.
pub(super) async fn told(
    forum: &Forum,
    viewer: &Viewer,
    rows: Vec<actions::Model>,
) -> Result<Vec<Action>, Broken> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let ids = rows.iter().flat_map(|row| [row.plan_id, row.other_id]);
    let found = plan_rows::Entity::find()
        .filter(plan_rows::Column::Id.is_in(ids))
        .all(forum.read())
        .await?;
    let found = plans::with_authors(forum, viewer, found).await?;
    let found: HashMap<PlanId, Plan> = found.into_iter().map(|plan| (plan.id, plan)).collect();
    let people = accounts::bylines(forum, rows.iter().map(|row| row.moderator_id)).await?;
    let actions = rows.into_iter().filter_map(|row| {
        let (younger, older) = (found.get(&row.plan_id)?, found.get(&row.other_id)?);
        let is_open = younger.readable_by(viewer) && older.readable_by(viewer);
        let is_said = is_open && row.erased_at.is_none();
        Some(Action {
            id: row.id,
            deed: row.deed,
            moderator: people.of(row.moderator_id),
            reason: is_said.then_some(row.reason),
            younger: younger.clone().as_seen_by(viewer),
            younger_revision: row.plan_revision,
            older: older.clone().as_seen_by(viewer),
            older_revision: row.other_revision,
            at: row.created_at,
        })
    });
    Ok(actions.collect())
}

/// The reasons of these actions, as far as this viewer may read them.
pub(crate) async fn reasons(
    forum: &Forum,
    viewer: &Viewer,
    ids: &HashSet<ActionId>,
) -> Result<HashMap<ActionId, String>, Broken> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = actions::Entity::find()
        .filter(actions::Column::Id.is_in(ids.iter().copied()))
        .all(forum.read())
        .await?;
    let told = told(forum, viewer, rows).await?;
    let reasons = told
        .into_iter()
        .filter_map(|action| Some((action.id, action.reason?)));
    Ok(reasons.collect())
}

/// What is hashed of an action for the log.
#[derive(Serialize)]
struct Said<'s> {
    reason: &'s str,
}

impl Said<'_> {
    fn hash(&self, salt: &[u8]) -> Result<Hash, Broken> {
        Hash::of_content(salt, self)
    }
}

/// The hash of the reason that is stored of an action.
pub(crate) fn stored_action_hash(row: &actions::Model) -> Result<Hash, Broken> {
    let said = Said {
        reason: &row.reason,
    };
    said.hash(&row.salt)
}

/// Takes the reasons that a moderator gave from everywhere, who leaves with their words. What they did
/// stands.
pub(crate) async fn empty_actions(write: &Write, moderator: AccountId) -> Result<(), Broken> {
    let no_salt: &[u8] = &[];
    for (sql, values) in [
        (
            "UPDATE plans SET fork_reason = NULL WHERE linked IN (SELECT id FROM actions WHERE moderator_id = $1)",
            vec![moderator.into()],
        ),
        (
            "UPDATE actions SET reason = '', salt = $2, erased_at = $3 WHERE moderator_id = $1",
            vec![moderator.into(), no_salt.into(), write.now().into()],
        ),
    ] {
        write.run(sql, values).await?;
    }
    Ok(())
}
