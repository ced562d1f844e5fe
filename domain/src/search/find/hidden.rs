//! What has been hidden since the index's last commit.

use crate::{broken::Broken, forum::Forum, ids::Seq, log::Kind, tables::log};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use std::collections::HashSet;
use tantivy::{SegmentReader, columnar::Column};

/// The acts after which something is no longer to be seen. The follower takes the same entries in
/// a moment later.
const HIDING: [Kind; 5] = [
    Kind::PlanWithdrawn,
    Kind::CommentDeleted,
    Kind::CommentEdited,
    Kind::AccountErased,
    Kind::AccountDeactivated,
];

/// Plans, comments and people that the index still shows and the forum does not.
#[derive(Debug, Default)]
pub(in crate::search) struct Hidden {
    plans: HashSet<i64>,
    comments: HashSet<i64>,
    people: HashSet<i64>,
}

impl Hidden {
    pub(in crate::search) async fn since(forum: &Forum, seq: Seq) -> Result<Self, Broken> {
        let acts = HIDING.map(Kind::as_str);
        let subjects: Vec<String> = log::Entity::find()
            .select_only()
            .column(log::Column::Subject)
            .filter(log::Column::Seq.gt(seq))
            .filter(log::Column::Act.is_in(acts))
            .into_tuple()
            .all(forum.read())
            .await?;
        let mut hidden = Self::default();
        for subject in subjects {
            let Some((what, number)) = subject.split_once(':') else {
                continue;
            };
            let set = match what {
                "plan" => &mut hidden.plans,
                "comment" => &mut hidden.comments,
                _ => &mut hidden.people,
            };
            set.extend(number.parse::<i64>());
        }
        Ok(hidden)
    }

    pub(in crate::search) fn is_empty(&self) -> bool {
        self.plans.is_empty() && self.comments.is_empty() && self.people.is_empty()
    }

    /// Tells of the documents of a segment whether they are hidden.
    pub(in crate::search) fn within(
        &self,
        segment: &SegmentReader,
    ) -> Result<impl Fn(u32) -> bool, Broken> {
        let columns = if self.is_empty() {
            None
        } else {
            let fast = segment.fast_fields();
            Some([
                fast.i64("plan")?,
                fast.i64("author")?,
                fast.i64("kind")?,
                fast.i64("id")?,
            ])
        };
        Ok(move |document| {
            columns.as_ref().is_some_and(|[plan, author, kind, id]| {
                let is_in = |set: &HashSet<i64>, column: &Column<i64>| {
                    column
                        .first(document)
                        .is_some_and(|number| set.contains(&number))
                };
                is_in(&self.plans, plan)
                    || is_in(&self.people, author)
                    || (kind.first(document) == Some(1) && is_in(&self.comments, id))
            })
        })
    }
}
