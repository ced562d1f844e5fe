//! The reasons that moderators gave.

use super::{chain::Chain, claims::Text, contents::Contents, walk::Walk};
use crate::{broken::Broken, copies, tables::actions};
use sea_orm::EntityTrait;

impl Contents<'_> {
    pub(super) async fn actions(
        &mut self,
        chain: &mut Chain,
        tell: &mut impl FnMut(u64),
    ) -> Result<(), Broken> {
        let all = actions::Entity::find();
        let key = |row: &actions::Model| row.id.0;
        let mut walk = Walk::over(self.forum, all, actions::Column::Id, key);
        while let Some(rows) = walk.next().await? {
            for row in rows {
                let text = Text::Action { action: row.id.0 };
                let said = match row.erased_at {
                    Some(_) => None,
                    None => Some(copies::stored_action_hash(&row)?),
                };
                self.one(chain, text, &row.content_hash, said)?;
            }
            tell(self.texts);
        }
        Ok(())
    }
}
