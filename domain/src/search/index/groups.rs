//! What a search is narrowed by, as sets of a segment's documents.

use super::{document::place, schema::Fields, set::Set};
use crate::{
    broken::Broken,
    plans::{Licence, Stage},
    search::{AMOUNTS, DAYS, Kind},
};
use std::cmp::Reverse;
use tantivy::{
    SegmentReader, Term,
    postings::{BlockSegmentPostings, TermInfo},
    schema::{Field, IndexRecordOption},
};

/// The sets of a segment. They never change; deleted documents are among them.
pub(in crate::search) struct Groups {
    /// By the place of each kind, …
    pub kinds: Vec<Set>,
    /// … stage …
    pub stages: Vec<Set>,
    /// … and licence.
    pub licences: Vec<Set>,
    /// Breaking even by each of the [`DAYS`].
    pub even: Vec<Set>,
    /// Asking for at most each of the [`AMOUNTS`].
    pub ask: Vec<Set>,
    /// The tags, the most frequent first. They are too many for a set each.
    pub tags: Vec<Tagged>,
}

/// A tag.
pub(in crate::search) struct Tagged {
    pub name: String,
    /// How many plans of the segment have it.
    pub plans: u32,
    info: TermInfo,
}

impl Groups {
    pub(super) fn of(reader: &SegmentReader, fields: &Fields) -> Result<Self, Broken> {
        let kinds = of_places(reader, fields.kind, Kind::ALL)?;
        let plans = &kinds[plan_place()];
        let fast = reader.fast_fields();
        let up_to = |name: &str, most: &[i64]| {
            let column = fast.i64(name)?;
            let mut sets = vec![Set::none(reader); most.len()];
            for document in plans.iter() {
                let Some(number) = column.first(document) else {
                    continue;
                };
                for (set, _) in sets
                    .iter_mut()
                    .zip(most)
                    .filter(|(_, most)| number <= **most)
                {
                    set.add(document);
                }
            }
            Ok::<_, Broken>(sets)
        };
        Ok(Self {
            even: up_to("even", &DAYS)?,
            ask: up_to("ask", &AMOUNTS)?,
            stages: of_places(reader, fields.stage, Stage::ALL)?,
            licences: of_places(reader, fields.licence, Licence::ALL)?,
            tags: tags(reader, fields.tag)?,
            kinds,
        })
    }

    /// Everything of a kind.
    pub(in crate::search) fn kind(&self, kind: Kind) -> &Set {
        let place = Kind::ALL.iter().position(|other| *other == kind);
        &self.kinds[place.unwrap_or(0)]
    }
}

fn plan_place() -> usize {
    let plan = Kind::ALL.iter().position(|kind| *kind == Kind::Plan);
    plan.unwrap_or(0)
}

impl Tagged {
    /// The documents that have it.
    pub(in crate::search) fn postings(
        &self,
        reader: &SegmentReader,
        field: Field,
    ) -> Result<BlockSegmentPostings, Broken> {
        let inverted = reader.inverted_index(field)?;
        Ok(inverted.read_block_postings_from_terminfo(&self.info, IndexRecordOption::Basic)?)
    }
}

/// A set for each word of a closed set.
fn of_places<T: PartialEq>(
    reader: &SegmentReader,
    field: Field,
    all: &[T],
) -> Result<Vec<Set>, Broken> {
    let terms = all
        .iter()
        .map(|one| Term::from_field_i64(field, place(all, one)));
    terms.map(|term| Set::having(reader, &term)).collect()
}

fn tags(reader: &SegmentReader, field: Field) -> Result<Vec<Tagged>, Broken> {
    let inverted = reader.inverted_index(field)?;
    let mut stream = inverted.terms().stream()?;
    let mut tags = Vec::new();
    while let Some((name, info)) = stream.next() {
        tags.push(Tagged {
            name: String::from_utf8_lossy(name).into_owned(),
            plans: info.doc_freq,
            info: info.clone(),
        });
    }
    tags.sort_by_key(|tag| Reverse(tag.plans));
    Ok(tags)
}
