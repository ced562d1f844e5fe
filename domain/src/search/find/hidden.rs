//! What has been hidden since the index's last commit.

use super::matching::Within;
use crate::{
    broken::Broken,
    forum::Forum,
    ids::Seq,
    log::Kind,
    search::{
        self,
        index::{Set, place},
    },
    tables::log,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use std::collections::HashSet;
use tantivy::{SegmentReader, Term, columnar::Column};

/// The acts after which something is no longer to be seen. The follower takes the same entries in
/// a moment later.
const HIDING: [Kind; 9] = [
    Kind::PlanWithdrawn,
    Kind::CommentDeleted,
    Kind::CommentEdited,
    Kind::AccountErased,
    Kind::AccountDeactivated,
    Kind::ModerationHeld,
    Kind::ModerationHidden,
    Kind::ModerationMerged,
    Kind::ListingWithdrawn,
];

/// Plans, comments, people and listings that the index still shows and the forum does not.
#[derive(Debug, Default)]
pub(in crate::search) struct Hidden {
    plans: HashSet<i64>,
    comments: HashSet<i64>,
    people: HashSet<i64>,
    listings: HashSet<i64>,
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
                "listing" => &mut hidden.listings,
                _ => &mut hidden.people,
            };
            set.extend(number.parse::<i64>());
        }
        Ok(hidden)
    }

    pub(in crate::search) fn is_empty(&self) -> bool {
        [&self.plans, &self.comments, &self.people, &self.listings]
            .iter()
            .all(|set| set.is_empty())
    }

    /// What is hidden by its own number, of which kind it is.
    fn by_kind(&self) -> [(search::Kind, &HashSet<i64>); 2] {
        [
            (search::Kind::Comment, &self.comments),
            (search::Kind::Listing, &self.listings),
        ]
    }

    /// Leaves what is hidden out of a set.
    pub(super) fn leave_out(&self, within: Within<'_>, set: &mut Set) -> Result<(), Broken> {
        let fields = &within.snapshot.fields;
        let having =
            |field, number: &i64| Set::having(within.reader, &Term::from_field_i64(field, *number));
        for plan in &self.plans {
            set.take_out(&having(fields.plan, plan)?);
        }
        for person in &self.people {
            set.take_out(&having(fields.author, person)?);
        }
        for (kind, numbers) in self.by_kind() {
            for number in numbers {
                let mut one = having(fields.id, number)?;
                one.keep(within.groups.kind(kind));
                set.take_out(&one);
            }
        }
        Ok(())
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
                    || self.by_kind().iter().any(|(of, numbers)| {
                        kind.first(document) == Some(place(search::Kind::ALL, of))
                            && is_in(numbers, id)
                    })
            })
        })
    }
}
