//! Families: every plan is a fork of what the log says it was made from or linked to, and stands where
//! its parent's place says.

use super::{chain::Chain, claims::Made, contents::Contents};
use crate::{
    broken::Broken,
    forks::Lineage,
    ids::{ActionId, PlanId, RevisionNumber, Seq},
};
use sea_orm::{FromQueryResult, Statement};

const BATCH: u64 = 1_000;

/// A plan beside its parent, read in one statement: whatever is written meanwhile, both are of one moment.
#[derive(FromQueryResult)]
struct Kin {
    id: PlanId,
    forked_from_plan: Option<PlanId>,
    forked_from_revision: Option<RevisionNumber>,
    linked: Option<ActionId>,
    family: Option<PlanId>,
    lineage: Lineage,
    generation: i32,
    forks: i64,
    counted: i64,
    parent_family: Option<PlanId>,
    parent_lineage: Option<Lineage>,
    parent_generation: Option<i32>,
}

const SQL: &str = "SELECT c.id, c.forked_from_plan, c.forked_from_revision, c.linked, c.family, c.lineage, c.generation, \
    c.forks, (SELECT COUNT(*) FROM plans f WHERE f.forked_from_plan = c.id AND f.state = 'published') AS counted, \
    COALESCE(p.family, p.id) AS parent_family, p.lineage AS parent_lineage, p.generation AS parent_generation \
    FROM plans c LEFT JOIN plans p ON p.id = c.forked_from_plan WHERE c.id > {after} ORDER BY c.id LIMIT {batch}";

impl Kin {
    /// What the plan was made from.
    fn made(&self) -> Option<Made> {
        let (from, revision) = (self.forked_from_plan?, self.forked_from_revision?);
        Some(Made {
            from: from.0,
            revision: revision.0.into(),
            linked: self.linked.map(|action| action.0),
        })
    }

    /// Whether it stands where its parent's place says: a fork below its parent, and any other plan
    /// alone.
    fn is_in_place(&self) -> bool {
        let here = (self.family, &self.lineage, self.generation);
        match (&self.parent_lineage, self.parent_generation) {
            (Some(lineage), Some(generation)) => {
                let is_younger = self.forked_from_plan.is_some_and(|parent| parent < self.id);
                is_younger && here == (self.parent_family, &lineage.then(self.id), generation + 1)
            }
            _ => here == (None, &Lineage::default(), 0),
        }
    }
}

impl Contents<'_> {
    pub(super) async fn families(&mut self) -> Result<(), Broken> {
        let mut after = PlanId(0);
        loop {
            let sql = SQL
                .replace("{after}", &after.to_string())
                .replace("{batch}", &BATCH.to_string());
            let statement = Statement::from_string(self.forum.read().get_database_backend(), sql);
            let rows = Kin::find_by_statement(statement)
                .all(self.forum.read())
                .await?;
            let Some(last) = rows.last() else {
                return Ok(());
            };
            after = last.id;
            for row in rows {
                let id = row.id;
                if !row.is_in_place() {
                    self.faults
                        .push(format!("plan {id} does not stand below its parent"));
                }
                if row.forks != row.counted {
                    let (forks, counted) = (row.forks, row.counted);
                    self.faults
                        .push(format!("plan {id} has {counted} forks and says {forks}"));
                }
                self.made.extend(row.made().map(|made| (id.0, made)));
            }
        }
    }

    /// Compares what plans were made from with the log, which has been read to its end by now. Of one
    /// that was linked or unlinked after `before` it cannot be told which of its states was read.
    pub(super) fn settle_families(&mut self, chain: &mut Chain, before: Seq) {
        for (plan, made) in std::mem::take(&mut self.made) {
            let claim = chain.claims.made.remove(&plan);
            if claim.as_ref().is_some_and(|(seq, _)| *seq > before) {
                continue;
            }
            match claim {
                Some((_, Some(claimed))) if claimed == made => {}
                Some((seq, _)) => self.faults.push(format!(
                    "plan {plan} is not made from what entry {seq} says"
                )),
                None => self
                    .faults
                    .push(format!("the log does not say that plan {plan} is a fork")),
            }
        }
        let mut missing: Vec<_> = chain.claims.made.iter().collect();
        missing.sort_unstable_by_key(|(_, (seq, _))| *seq);
        for (plan, (seq, made)) in missing {
            if made.is_some() && *seq <= before {
                self.faults.push(format!(
                    "plan {plan} is no fork, and entry {seq} says it is"
                ));
            }
        }
    }
}
