//! A plan with everything that was forked from it, moved from one family to another.

use super::{JudgeError, begin};
use crate::{
    broken::Broken,
    forks::{Lineage, line},
    forum::{Forum, Write},
    ids::PlanId,
    tables::plans,
    viewer::Moderator,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Statement,
    sea_query::LockType,
};
use std::{
    collections::{BTreeSet, HashMap},
    fmt::Write as _,
};

/// How often a branch that is being forked or moved by others is tried to be held.
const MOST_TRIES: usize = 8;
/// How many plans one statement moves.
const AT_A_TIME: usize = 500;

/// A plan and all that was made from it, parents before their forks.
pub(super) struct Branch {
    root: PlanId,
    /// Each with its parent.
    below: Vec<(PlanId, PlanId)>,
}

/// Where a branch is put.
pub(super) struct Place {
    /// The family's first ancestor; nothing when that is the branch's own root.
    pub family: Option<PlanId>,
    /// How many ancestors its root has then …
    pub generation: i32,
    /// … and the way down to it.
    pub lineage: Lineage,
}

/// Begins a moderator's act on two families, and holds all that it may change until it ends: the
/// ancestors of the one plan, and all that was forked from the other, in the order of their numbers,
/// as everybody holds several.
pub(super) async fn begin_with_families(
    forum: &Forum,
    moderator: &Moderator,
    above: PlanId,
    root: PlanId,
) -> Result<(Write, Branch), JudgeError> {
    for _ in 0..MOST_TRIES {
        let write = begin(forum, moderator).await?;
        let (wanted, _) = wanted(&write, above, root).await?;
        plans::Entity::find()
            .select_only()
            .column(plans::Column::Id)
            .filter(plans::Column::Id.is_in(wanted.iter().copied()))
            .order_by_asc(plans::Column::Id)
            .lock(LockType::NoKeyUpdate)
            .into_tuple::<PlanId>()
            .all(write.tx())
            .await?;
        let (now, branch) = self::wanted(&write, above, root).await?;
        // While this waited, somebody forked one of them or moved the other: begun anew, so that what
        // came to it is held in its turn.
        if now.is_subset(&wanted) {
            return Ok((write, branch));
        }
    }
    Err(JudgeError::Stale)
}

async fn wanted(
    write: &Write,
    above: PlanId,
    root: PlanId,
) -> Result<(BTreeSet<PlanId>, Branch), Broken> {
    let branch = Branch {
        below: below(write.tx(), &[root]).await?,
        root,
    };
    let lines = plans::Entity::find()
        .filter(plans::Column::Id.is_in([above, root]))
        .all(write.tx())
        .await?;
    let mut wanted: BTreeSet<PlanId> = lines.iter().flat_map(line).collect();
    wanted.extend(branch.below.iter().map(|(plan, _)| *plan));
    Ok((wanted, branch))
}

/// Everything that was forked from these plans, each with its parent, parents before their forks: a
/// fork's number is always larger than its parent's.
pub(crate) async fn below(
    db: &impl ConnectionTrait,
    roots: &[PlanId],
) -> Result<Vec<(PlanId, PlanId)>, Broken> {
    let roots: Vec<String> = roots.iter().map(ToString::to_string).collect();
    let sql = format!(
        "WITH RECURSIVE below (id, parent) AS (\
            SELECT id, forked_from_plan FROM plans WHERE forked_from_plan IN ({}) \
            UNION SELECT p.id, p.forked_from_plan FROM plans p JOIN below b ON p.forked_from_plan = b.id\
        ) SELECT id, parent FROM below ORDER BY id",
        roots.join(",")
    );
    let statement = Statement::from_string(db.get_database_backend(), sql);
    let rows = db.query_all_raw(statement).await?;
    let pair = |row: sea_orm::QueryResult| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?));
    rows.into_iter().map(pair).collect()
}

impl Branch {
    /// Gives every plan of the branch its new place in the tree.
    pub(super) async fn put(&self, write: &Write, place: Place) -> Result<(), Broken> {
        let first = place.family.unwrap_or(self.root);
        let family = place
            .family
            .map_or_else(|| "NULL".to_owned(), |id| id.to_string());
        let mut placed = HashMap::from([(self.root, (place.lineage, place.generation))]);
        self.write(write, &family, &[self.root], &placed).await?;
        for (plan, parent) in &self.below {
            let Some((lineage, generation)) = placed.get(parent) else {
                return Err(Broken::internal("a fork comes before its parent"));
            };
            placed.insert(*plan, (lineage.then(*plan), generation + 1));
        }
        let below: Vec<PlanId> = self.below.iter().map(|(plan, _)| *plan).collect();
        for plans in below.chunks(AT_A_TIME) {
            self.write(write, &first.to_string(), plans, &placed)
                .await?;
        }
        Ok(())
    }

    /// A lineage is letters and digits, and so may stand in a statement as it is.
    async fn write(
        &self,
        write: &Write,
        family: &str,
        plans: &[PlanId],
        placed: &HashMap<PlanId, (Lineage, i32)>,
    ) -> Result<(), Broken> {
        let mut values = String::new();
        for plan in plans {
            if let Some((lineage, generation)) = placed.get(plan) {
                let comma = if values.is_empty() { "" } else { ", " };
                let _ = write!(
                    values,
                    "{comma}({plan}, '{}', {generation})",
                    lineage.as_str()
                );
            }
        }
        // Both databases call the columns of `VALUES` so.
        let sql = format!(
            "UPDATE plans SET family = {family}, lineage = v.column2, generation = v.column3 \
             FROM (VALUES {values}) AS v WHERE plans.id = v.column1"
        );
        let statement = Statement::from_string(write.tx().get_database_backend(), sql);
        write.tx().execute_raw(statement).await?;
        Ok(())
    }
}
