//! Where plans run: the one text that is written over when it changes.

use super::{claims::Text, contents::Contents};
use crate::{broken::Broken, forks, ids::PlanId, tables::places};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

const BATCH: u64 = 1_000;

impl Contents<'_> {
    /// Reads every place. What the log says of them is asked at the end: one that is told anew
    /// meanwhile would differ from what the log said when it was read.
    pub(super) async fn places(&mut self, tell: &mut impl FnMut(u64)) -> Result<(), Broken> {
        let mut after = PlanId(0);
        loop {
            let rows = places::Entity::find()
                .filter(places::Column::PlanId.gt(after))
                .order_by_asc(places::Column::PlanId)
                .limit(BATCH)
                .all(self.forum.read())
                .await?;
            let Some(last) = rows.last() else {
                return Ok(());
            };
            after = last.plan_id;
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
    }
}
