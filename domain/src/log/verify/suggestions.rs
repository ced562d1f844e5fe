//! Suggestions, and the reasons that founders gave.

use super::{chain::Chain, claims::Text, contents::Contents, walk::Walk};
use crate::{
    broken::Broken,
    suggestions::{self, State},
    tables::{decisions, suggestions as suggestion_rows},
};
use sea_orm::EntityTrait;

impl Contents<'_> {
    pub(super) async fn suggestions(
        &mut self,
        chain: &mut Chain,
        tell: &mut impl FnMut(u64),
    ) -> Result<(), Broken> {
        let all = suggestion_rows::Entity::find();
        let key = |row: &suggestion_rows::Model| row.id.0;
        let mut walk = Walk::over(self.forum, all, suggestion_rows::Column::Id, key);
        while let Some(rows) = walk.next().await? {
            for row in rows {
                let text = Text::Suggestion {
                    suggestion: row.id.0,
                };
                let said = match row.state {
                    State::Erased => None,
                    _ => Some(suggestions::stored_hash(&row)?),
                };
                self.one(chain, text, &row.content_hash, said)?;
            }
            tell(self.texts);
        }
        Ok(())
    }

    pub(super) async fn decisions(
        &mut self,
        chain: &mut Chain,
        tell: &mut impl FnMut(u64),
    ) -> Result<(), Broken> {
        let all = decisions::Entity::find();
        let key = |row: &decisions::Model| row.id.0;
        let mut walk = Walk::over(self.forum, all, decisions::Column::Id, key);
        while let Some(rows) = walk.next().await? {
            for row in rows {
                let text = Text::Decision { decision: row.id.0 };
                let said = match row.erased_at {
                    Some(_) => None,
                    None => Some(suggestions::stored_decision_hash(&row)?),
                };
                self.one(chain, text, &row.content_hash, said)?;
            }
            tell(self.texts);
        }
        Ok(())
    }
}
