//! How plans differ from others: like places written over when it changes.

use super::{claims::Text, contents::Contents, walk::Walk};
use crate::{broken::Broken, plans, tables::differences};
use sea_orm::EntityTrait;

impl Contents<'_> {
    /// Reads every difference. As for places, the log is asked at the end.
    pub(super) async fn differences(&mut self, tell: &mut impl FnMut(u64)) -> Result<(), Broken> {
        let all = differences::Entity::find();
        let key = |row: &differences::Model| row.id.0;
        let mut walk = Walk::over(self.forum, all, differences::Column::Id, key);
        while let Some(rows) = walk.next().await? {
            for row in rows {
                let text = Text::Difference {
                    plan: row.plan_id.0,
                    other: row.other_id.0,
                };
                let said = plans::stored_difference_hash(&row)?;
                let kept = self.kept(text, &row.content_hash, said)?;
                self.unrecorded.push((text, kept));
            }
            tell(self.texts);
        }
        Ok(())
    }
}
