//! Where plans run: the one text that is written over when it changes.

use super::{claims::Text, contents::Contents, walk::Walk};
use crate::{broken::Broken, forks, tables::places};
use sea_orm::EntityTrait;

impl Contents<'_> {
    /// Reads every place. What the log says of them is asked at the end: one that is told anew
    /// meanwhile would differ from what the log said when it was read.
    pub(super) async fn places(&mut self, tell: &mut impl FnMut(u64)) -> Result<(), Broken> {
        let all = places::Entity::find();
        let key = |row: &places::Model| row.plan_id.0;
        let mut walk = Walk::over(self.forum, all, places::Column::PlanId, key);
        while let Some(rows) = walk.next().await? {
            for row in rows {
                let text = Text::Place {
                    plan: row.plan_id.0,
                };
                // Whoever leaves with their words leaves the hash.
                let said = match row.salt.as_slice() {
                    [] => None,
                    _ => Some(forks::stored_place_hash(&row)?),
                };
                let kept = self.kept(text, &row.content_hash, said)?;
                self.unrecorded.push((text, kept));
            }
            tell(self.texts);
        }
        Ok(())
    }
}
