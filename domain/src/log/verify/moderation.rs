//! The reasons of measures, and what was said against them and answered.

use super::{chain::Chain, claims::Text, contents::Contents, walk::Walk};
use crate::{
    broken::Broken,
    moderation::{self, AppealState},
    tables::{appeals, measures},
};
use sea_orm::EntityTrait;

impl Contents<'_> {
    pub(super) async fn measures(
        &mut self,
        chain: &mut Chain,
        tell: &mut impl FnMut(u64),
    ) -> Result<(), Broken> {
        let all = measures::Entity::find();
        let key = |row: &measures::Model| row.id.0;
        let mut walk = Walk::over(self.forum, all, measures::Column::Id, key);
        while let Some(rows) = walk.next().await? {
            for row in rows {
                let text = Text::Measure { measure: row.id.0 };
                let said = match row.erased_at {
                    Some(_) => None,
                    None => Some(moderation::stored_measure_hash(&row)?),
                };
                self.one(chain, text, &row.content_hash, said)?;
            }
            tell(self.texts);
        }
        Ok(())
    }

    pub(super) async fn appeals(
        &mut self,
        chain: &mut Chain,
        tell: &mut impl FnMut(u64),
    ) -> Result<(), Broken> {
        let all = appeals::Entity::find();
        let key = |row: &appeals::Model| row.id.0;
        let mut walk = Walk::over(self.forum, all, appeals::Column::Id, key);
        while let Some(rows) = walk.next().await? {
            for row in rows {
                let appeal = row.id.0;
                let said = match row.erased_at {
                    Some(_) => None,
                    None => Some(moderation::stored_appeal_hash(&row)?),
                };
                self.one(chain, Text::Appeal { appeal }, &row.content_hash, said)?;
                if row.state != AppealState::Waiting {
                    let said = match row.answer_erased_at {
                        Some(_) => None,
                        None => Some(moderation::stored_answer_hash(&row)?),
                    };
                    let kept = row.answer_hash.as_deref().unwrap_or_default();
                    self.one(chain, Text::AppealAnswer { appeal }, kept, said)?;
                }
            }
            tell(self.texts);
        }
        Ok(())
    }
}
