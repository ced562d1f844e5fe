//! The forum's own pages.

use super::{chain::Chain, claims::Text, contents::Contents, walk::Walk};
use crate::{broken::Broken, pages, tables::page_versions};
use sea_orm::EntityTrait;

impl Contents<'_> {
    /// Reads every version: its text, which stays, and its note, which goes with its writer's words.
    pub(super) async fn pages(
        &mut self,
        chain: &mut Chain,
        tell: &mut impl FnMut(u64),
    ) -> Result<(), Broken> {
        let all = page_versions::Entity::find();
        let key = |row: &page_versions::Model| row.id.0;
        let mut walk = Walk::over(self.forum, all, page_versions::Column::Id, key);
        while let Some(rows) = walk.next().await? {
            for row in rows {
                let (page, number) = (row.page, row.number.0.into());
                let body = pages::stored_body_hash(&row)?;
                let text = Text::Page { page, number };
                self.one(chain, text, &row.content_hash, Some(body))?;
                let note = pages::stored_note_hash(&row)?;
                let text = Text::PageNote { page, number };
                self.one(chain, text, &row.note_hash, note)?;
            }
            tell(self.texts);
        }
        Ok(())
    }
}
