//! Tags: what moderators said about them is what the log says, and every plan has those that its words mean.

use super::{
    chain::Chain,
    claims::{TagState, Text, half_of},
    contents::Contents,
    walk::Walk,
};
use crate::{
    broken::Broken,
    ids::{PlanId, Seq},
    plans::State,
    tables::{plan_tags, tag_actions, tags as tag_rows},
    tags::{self, Meanings},
};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, Statement};
use std::collections::{BTreeSet, HashMap};

const BATCH: usize = 1_000;
/// A plan that is changed while it is looked at may seem odd, but not so often.
const LOOK_AGAIN: usize = 3;

/// Words that mean no tag, or one that goes by another name: there are none in any moment.
const LOST: &str = "SELECT s.word FROM tag_synonyms s JOIN tags t ON t.id = s.tag_id \
    LEFT JOIN tags n ON n.tag = s.word \
    WHERE t.into_id IS NOT NULL OR (n.tag IS NOT NULL AND n.into_id IS NULL) ORDER BY s.word";
/// Tags that were merged, and whose name means none.
const NAMELESS: &str = "SELECT t.tag AS word FROM tags t WHERE t.into_id IS NOT NULL \
    AND NOT EXISTS (SELECT 1 FROM tag_synonyms s WHERE s.word = t.tag) ORDER BY t.tag";
const MISCOUNTED: &str = "SELECT c.tag, c.plans, c.counted FROM (SELECT t.tag, t.plans, \
    (SELECT COUNT(*) FROM plan_tags p WHERE p.tag = t.tag) AS counted FROM tags t) c \
    WHERE c.plans <> c.counted ORDER BY c.tag";

#[derive(FromQueryResult)]
struct Lost {
    word: String,
}

#[derive(FromQueryResult)]
struct Miscounted {
    tag: String,
    plans: i64,
    counted: i64,
}

/// A plan with the words of its newest revision.
#[derive(FromQueryResult)]
struct Worded {
    id: PlanId,
    state: State,
    tags: String,
    words: String,
}

impl Contents<'_> {
    pub(super) async fn tag_actions(
        &mut self,
        chain: &mut Chain,
        tell: &mut impl FnMut(u64),
    ) -> Result<(), Broken> {
        let all = tag_actions::Entity::find();
        let key = |row: &tag_actions::Model| row.id.0;
        let mut walk = Walk::over(self.forum, all, tag_actions::Column::Id, key);
        while let Some(rows) = walk.next().await? {
            for row in rows {
                let text = Text::TagAction { action: row.id.0 };
                let said = match row.erased_at {
                    Some(_) => None,
                    None => Some(tags::stored_tag_action_hash(&row)?),
                };
                self.one(chain, text, &row.content_hash, said)?;
            }
            tell(self.texts);
        }
        Ok(())
    }

    /// Reads every tag that moderators have done something about. What the log says of them is asked at
    /// the end, as of places.
    pub(super) async fn tags(&mut self, tell: &mut impl FnMut(u64)) -> Result<(), Broken> {
        let all = tag_rows::Entity::find();
        let key = |row: &tag_rows::Model| row.id.map_or(0, |id| id.0);
        let mut walk = Walk::over(self.forum, all, tag_rows::Column::Id, key);
        while let Some(rows) = walk.next().await? {
            for row in rows {
                self.tag(&row)?;
            }
            tell(self.texts);
        }
        for lost in self.all::<Lost>(LOST).await? {
            let word = lost.word;
            self.faults
                .push(format!("the word “{word}” means no tag that is given"));
        }
        for lost in self.all::<Lost>(NAMELESS).await? {
            let word = lost.word;
            self.faults
                .push(format!("“{word}” was merged, and the word means nothing"));
        }
        for one in self.all::<Miscounted>(MISCOUNTED).await? {
            self.faults.push(format!(
                "“{}” has {} plans and says {}",
                one.tag, one.counted, one.plans
            ));
        }
        self.tags_of_plans().await
    }

    fn tag(&mut self, row: &tag_rows::Model) -> Result<(), Broken> {
        let Some(id) = row.id else {
            return Ok(());
        };
        if let (Some(salt), Some(hash)) = (&row.about_salt, &row.about_hash) {
            let text = Text::About { tag: id.0 };
            // Whoever leaves with their words leaves the hash.
            let said = match salt.as_slice() {
                [] => None,
                salt => Some(tags::hash_of_about(salt, &row.about)?),
            };
            let kept = self.kept(text, hash, said)?;
            self.unrecorded.push((text, kept));
        }
        let name = tags::hash_of_name(row.name_salt.as_deref(), &row.tag)?;
        let state = TagState {
            name: half_of(&name),
            into: row.into_id.map(|into| into.0),
            is_retired: row.retired_at.is_some(),
            instead: row.instead_id.map(|instead| instead.0),
        };
        self.tags.push((id.0, state));
        Ok(())
    }

    async fn all<R: FromQueryResult>(&self, sql: &str) -> Result<Vec<R>, Broken> {
        let backend = sea_orm::ConnectionTrait::get_database_backend(self.forum.read());
        let statement = Statement::from_string(backend, sql);
        Ok(R::find_by_statement(statement)
            .all(self.forum.read())
            .await?)
    }

    /// Every plan has the tags that the words of its newest revision mean, and is listed under them while
    /// it is to be seen.
    async fn tags_of_plans(&mut self) -> Result<(), Broken> {
        let mut after = PlanId(0);
        loop {
            let next = format!("p.id > {after} ORDER BY p.id LIMIT {BATCH}");
            let (last, mut odd) = self.odd_among(&next).await?;
            let Some(last) = last else {
                return Ok(());
            };
            after = last;
            for _ in 1..LOOK_AGAIN {
                if odd.is_empty() {
                    break;
                }
                let these: Vec<_> = odd.iter().map(ToString::to_string).collect();
                let again = format!("p.id IN ({})", these.join(","));
                odd = self.odd_among(&again).await?.1;
            }
            for id in odd {
                self.faults.push(format!(
                    "plan {id} does not have the tags that its words mean"
                ));
            }
        }
    }

    /// The last of these plans, and those that do not have the tags that their words mean.
    async fn odd_among(&self, which: &str) -> Result<(Option<PlanId>, Vec<PlanId>), Broken> {
        let sql = format!(
            "SELECT p.id, p.state, p.tags, r.tags AS words FROM plans p \
             JOIN revisions r ON r.plan_id = p.id AND r.number = p.head WHERE {which}"
        );
        let plans = self.all::<Worded>(&sql).await?;
        let meanings = Meanings::all(self.forum.read()).await?;
        let listed = plan_tags::Entity::find()
            .filter(plan_tags::Column::PlanId.is_in(plans.iter().map(|plan| plan.id)))
            .all(self.forum.read())
            .await?;
        let mut under: HashMap<PlanId, BTreeSet<String>> = HashMap::new();
        for row in listed {
            under.entry(row.plan_id).or_default().insert(row.tag);
        }
        let is_odd = |plan: &&Worded| {
            let is_listed = |tag: &str| {
                let under = under.get(&plan.id);
                under.is_some_and(|under| under.contains(tag))
            };
            let many = under.get(&plan.id).map_or(0, BTreeSet::len);
            let shown: Vec<_> = plan.tags.split_whitespace().collect();
            let is_right = if plan.state == State::Published {
                many == shown.len() && shown.iter().all(|tag| is_listed(tag))
            } else {
                many == 0
            };
            !is_right || meanings.tags(&plan.words) != plan.tags
        };
        let last = plans.iter().map(|plan| plan.id).max();
        let odd = plans.iter().filter(is_odd).map(|plan| plan.id).collect();
        Ok((last, odd))
    }

    /// Compares tags with the log, which has been read to its end by now.
    pub(super) fn settle_tags(&mut self, chain: &mut Chain, before: Seq) {
        for (tag, state) in std::mem::take(&mut self.tags) {
            let claim = chain.claims.tags.remove(&tag);
            match claim {
                Some((seq, _)) if seq > before => {}
                Some((_, claimed)) if claimed == state => {}
                Some((seq, _)) => self
                    .faults
                    .push(format!("tag {tag} is not what entry {seq} says")),
                None => self.faults.push(format!("tag {tag} is not in the log")),
            }
        }
        let mut missing: Vec<_> = chain.claims.tags.iter().collect();
        missing.sort_unstable_by_key(|(_, (seq, _))| *seq);
        for (tag, (seq, _)) in missing {
            if *seq <= before {
                self.faults
                    .push(format!("tag {tag}, which entry {seq} names, is missing"));
            }
        }
    }
}
