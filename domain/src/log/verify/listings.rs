//! What listings say, what they say of plans, and what was proposed and answered.

use super::{chain::Chain, claims::Text, contents::Contents, walk::Walk};
use crate::{
    broken::Broken,
    hash::Hash,
    listings,
    tables::{listed, listings as listing_rows, proposals},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Query};

impl Contents<'_> {
    /// Reads every listing that was ever published. As for places, the log is asked at the end.
    pub(super) async fn listings(&mut self, tell: &mut impl FnMut(u64)) -> Result<(), Broken> {
        let public = listing_rows::Column::PublishedAt.is_not_null();
        let all = listing_rows::Entity::find().filter(public);
        let key = |row: &listing_rows::Model| row.id.0;
        let mut walk = Walk::over(self.forum, all, listing_rows::Column::Id, key);
        while let Some(rows) = walk.next().await? {
            for row in rows {
                let text = Text::Listing { listing: row.id.0 };
                let said = said(&row.salt, || listings::stored_listing_hash(&row))?;
                let kept = self.kept(text, &row.content_hash, said)?;
                self.unrecorded.push((text, kept));
            }
            tell(self.texts);
        }
        self.notes(tell).await
    }

    /// What published listings say of their plans.
    async fn notes(&mut self, tell: &mut impl FnMut(u64)) -> Result<(), Broken> {
        let public = Query::select()
            .column(listing_rows::Column::Id)
            .from(listing_rows::Entity)
            .and_where(listing_rows::Column::PublishedAt.is_not_null())
            .to_owned();
        let all = listed::Entity::find().filter(listed::Column::ListingId.in_subquery(public));
        let key = |row: &listed::Model| row.id.0;
        let mut walk = Walk::over(self.forum, all, listed::Column::Id, key);
        while let Some(rows) = walk.next().await? {
            for row in rows {
                let text = Text::Note {
                    listing: row.listing_id.0,
                    plan: row.plan_id.0,
                };
                let said = said(&row.salt, || listings::stored_note_hash(&row))?;
                let kept = self.kept(text, &row.content_hash, said)?;
                self.unrecorded.push((text, kept));
            }
            tell(self.texts);
        }
        Ok(())
    }

    /// Proposals, which stay as they were made, and what was answered to them, once.
    pub(super) async fn proposals(
        &mut self,
        chain: &mut Chain,
        tell: &mut impl FnMut(u64),
    ) -> Result<(), Broken> {
        let all = proposals::Entity::find();
        let key = |row: &proposals::Model| row.id.0;
        let mut walk = Walk::over(self.forum, all, proposals::Column::Id, key);
        while let Some(rows) = walk.next().await? {
            for row in rows {
                let proposal = row.id.0;
                let because = said(&row.salt, || listings::stored_because_hash(&row))?;
                let text = Text::Proposal { proposal };
                self.one(chain, text, &row.content_hash, because)?;
                if let Some(kept) = &row.reason_hash {
                    let reason = match row.reason_erased_at {
                        Some(_) => None,
                        None => listings::stored_reason_hash(&row)?,
                    };
                    self.one(chain, Text::Answer { proposal }, kept, reason)?;
                }
            }
            tell(self.texts);
        }
        Ok(())
    }
}

/// Whoever leaves with their words leaves the hash, and no salt.
fn said(salt: &[u8], hash: impl FnOnce() -> Result<Hash, Broken>) -> Result<Option<Hash>, Broken> {
    match salt {
        [] => Ok(None),
        _ => hash().map(Some),
    }
}
