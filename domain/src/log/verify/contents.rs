//! Reading every text, in batches, and comparing it with what the log says was written.

use super::{
    chain::Chain,
    claims::{Made, TagState, Text, Verdict},
    walk::Walk,
};
use crate::{
    broken::Broken,
    comments,
    forum::Forum,
    hash::Hash,
    ids::{AccountId, CommentId, Seq},
    plans,
    tables::{accounts, comment_versions, comments as comment_rows, revisions},
};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QuerySelect};
use std::collections::{HashMap, HashSet};

/// What is read of an account.
#[derive(FromQueryResult)]
struct Account {
    id: AccountId,
}

/// What has been found.
pub(super) struct Contents<'f> {
    pub(super) forum: &'f Forum,
    pub texts: u64,
    pub erased: u64,
    pub faults: Vec<String>,
    /// Not in the log when they were found; it may have been written to since.
    pub(super) unrecorded: Vec<(Text, Hash)>,
    unopened: Vec<AccountId>,
    /// What plans were made from.
    pub(super) made: Vec<(i64, Made)>,
    /// What tags are.
    pub(super) tags: Vec<(i64, TagState)>,
    /// Comments whose earlier texts are gone with them.
    emptied: HashSet<i64>,
}

impl<'f> Contents<'f> {
    /// Nothing has been read.
    pub(super) fn new(forum: &'f Forum) -> Self {
        Self {
            forum,
            texts: 0,
            erased: 0,
            faults: Vec::new(),
            unrecorded: Vec::new(),
            unopened: Vec::new(),
            made: Vec::new(),
            tags: Vec::new(),
            emptied: HashSet::new(),
        }
    }

    /// Reads everything. Comments before their earlier texts: one that is edited meanwhile is
    /// then found among these.
    pub(super) async fn read(
        &mut self,
        chain: &mut Chain,
        mut tell: impl FnMut(u64),
    ) -> Result<(), Broken> {
        self.accounts(chain).await?;
        self.revisions(chain, &mut tell).await?;
        self.comments(chain, &mut tell).await?;
        self.comment_versions(chain, &mut tell).await?;
        self.suggestions(chain, &mut tell).await?;
        self.decisions(chain, &mut tell).await?;
        self.actions(chain, &mut tell).await?;
        self.pages(chain, &mut tell).await?;
        self.measures(chain, &mut tell).await?;
        self.appeals(chain, &mut tell).await?;
        self.tag_actions(chain, &mut tell).await?;
        self.tags(&mut tell).await?;
        self.families().await?;
        self.places(&mut tell).await?;
        self.differences(&mut tell).await?;
        self.listings(&mut tell).await?;
        self.proposals(chain, &mut tell).await?;
        self.funding(chain, &mut tell).await
    }

    /// Tells what is not in the log, and what the log says was written up to `before` and is not
    /// there, now that the log has been read to its end.
    pub(super) fn settle(&mut self, chain: &mut Chain, before: Seq) {
        for (text, hash) in std::mem::take(&mut self.unrecorded) {
            if chain.claims.told_anew(text, before) {
                continue;
            }
            match chain.claims.found(text, &hash) {
                Verdict::Unrecorded => self.fault(format!("{text} is not in the log")),
                verdict => self.judge(&verdict, text, hash),
            }
        }
        for id in std::mem::take(&mut self.unopened) {
            if !chain.claims.opened(id.0) {
                self.fault(format!("account {id} is not in the log"));
            }
        }
        self.settle_families(chain, before);
        self.settle_tags(chain, before);
        for (seq, text) in chain.claims.missing(before) {
            let gone =
                matches!(text, Text::Comment { comment, .. } if self.emptied.contains(&comment));
            if !gone {
                self.fault(format!("{text}, which entry {seq} recorded, is missing"));
            }
        }
    }

    async fn accounts(&mut self, chain: &Chain) -> Result<(), Broken> {
        let ids = accounts::Entity::find()
            .select_only()
            .column(accounts::Column::Id);
        let key = |account: &Account| account.id.0;
        let mut walk = Walk::over(self.forum, ids, accounts::Column::Id, key);
        while let Some(rows) = walk.next().await? {
            let ids = rows.into_iter().map(|account| account.id);
            self.unopened
                .extend(ids.filter(|id| !chain.claims.opened(id.0)));
        }
        Ok(())
    }

    async fn revisions(
        &mut self,
        chain: &mut Chain,
        tell: &mut impl FnMut(u64),
    ) -> Result<(), Broken> {
        let all = revisions::Entity::find();
        let key = |row: &revisions::Model| row.id.0;
        let mut walk = Walk::over(self.forum, all, revisions::Column::Id, key);
        while let Some(rows) = walk.next().await? {
            for row in rows {
                let text = Text::Revision {
                    plan: row.plan_id.0,
                    number: row.number.0.into(),
                };
                let said = match row.erased_at {
                    Some(_) => None,
                    None => Some(plans::stored_hash(&row)?),
                };
                self.one(chain, text, &row.content_hash, said)?;
            }
            tell(self.texts);
        }
        Ok(())
    }

    async fn comments(
        &mut self,
        chain: &mut Chain,
        tell: &mut impl FnMut(u64),
    ) -> Result<(), Broken> {
        let all = comment_rows::Entity::find();
        let key = |row: &comment_rows::Model| row.id.0;
        let mut walk = Walk::over(self.forum, all, comment_rows::Column::Id, key);
        while let Some(rows) = walk.next().await? {
            for row in rows {
                let text = Text::Comment {
                    comment: row.id.0,
                    edit: row.edits.into(),
                };
                // What is withheld keeps its text, unless its writer left with it.
                let is_kept = row.withheld.is_some() && !row.salt.is_empty();
                let said = if is_kept || row.state == comments::State::Shown {
                    Some(comments::stored_hash(&row, &row.body, &row.salt)?)
                } else {
                    self.emptied.insert(row.id.0);
                    None
                };
                self.one(chain, text, &row.content_hash, said)?;
            }
            tell(self.texts);
        }
        Ok(())
    }

    async fn comment_versions(
        &mut self,
        chain: &mut Chain,
        tell: &mut impl FnMut(u64),
    ) -> Result<(), Broken> {
        let all = comment_versions::Entity::find();
        let key = |row: &comment_versions::Model| row.id.0;
        let mut walk = Walk::over(self.forum, all, comment_versions::Column::Id, key);
        while let Some(rows) = walk.next().await? {
            let of = self.commented(&rows).await?;
            for row in rows {
                let text = Text::Comment {
                    comment: row.comment_id.0,
                    edit: i64::from(row.number) - 1,
                };
                let Some(comment) = of.get(&row.comment_id) else {
                    self.fault(format!("{text} has no comment"));
                    continue;
                };
                let said = comments::stored_hash(comment, &row.body, &row.salt)?;
                self.one(chain, text, &row.content_hash, Some(said))?;
            }
            tell(self.texts);
        }
        Ok(())
    }

    /// The comments that these are earlier texts of.
    async fn commented(
        &self,
        versions: &[comment_versions::Model],
    ) -> Result<HashMap<CommentId, comment_rows::Model>, Broken> {
        let ids: HashSet<CommentId> = versions.iter().map(|version| version.comment_id).collect();
        let rows = comment_rows::Entity::find()
            .filter(comment_rows::Column::Id.is_in(ids))
            .all(self.forum.read())
            .await?;
        Ok(rows.into_iter().map(|row| (row.id, row)).collect())
    }

    /// One text: the hash that is kept of it must be what it says and what the log says.
    pub(super) fn one(
        &mut self,
        chain: &mut Chain,
        text: Text,
        kept: &[u8],
        said: Option<Hash>,
    ) -> Result<(), Broken> {
        let kept = self.kept(text, kept, said)?;
        let verdict = chain.claims.found(text, &kept);
        self.judge(&verdict, text, kept);
        Ok(())
    }

    /// The hash that is kept of a text, which must be of what it says.
    pub(super) fn kept(
        &mut self,
        text: Text,
        kept: &[u8],
        said: Option<Hash>,
    ) -> Result<Hash, Broken> {
        let kept = Hash::from_bytes(kept)?;
        match said {
            None => self.erased += 1,
            Some(said) if said == kept => self.texts += 1,
            Some(_) => self.fault(format!("{text} has been changed")),
        }
        Ok(kept)
    }

    fn judge(&mut self, verdict: &Verdict, text: Text, kept: Hash) {
        match verdict {
            Verdict::Recorded => {}
            Verdict::Different(seq) => {
                self.fault(format!("{text} is not what entry {seq} recorded"));
            }
            Verdict::Unrecorded => self.unrecorded.push((text, kept)),
        }
    }

    fn fault(&mut self, fault: String) {
        self.faults.push(fault);
    }
}
