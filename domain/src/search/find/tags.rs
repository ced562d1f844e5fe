//! The tags that most of what was found has.

use super::MOST_TAGS;
use crate::{
    broken::Broken,
    search::{
        best::Best,
        index::{Groups, Set, postings},
    },
};
use std::{
    cmp::Reverse,
    collections::{HashMap, HashSet},
};
use tantivy::{
    SegmentReader, Term,
    postings::BlockSegmentPostings,
    schema::{Field, IndexRecordOption},
};

/// Of so few plans each is asked for its tags; of more, each tag for its plans.
const FEW: u64 = 4_000;

/// What was found in a segment.
pub(super) struct Tagged<'s> {
    pub reader: &'s SegmentReader,
    pub groups: &'s Groups,
    pub set: Set,
}

/// The most frequent tags with how many have them, the most frequent first, and of equal ones the
/// first by name.
pub(super) fn most(parts: &[Tagged<'_>], field: Field) -> Result<Vec<(String, u64)>, Broken> {
    let best = if parts.iter().map(|part| part.set.len()).sum::<u64>() <= FEW {
        of_few(parts, field)?
    } else {
        of_many(parts, field)?
    };
    let best = best.into_vec().into_iter();
    Ok(best.map(|(count, Reverse(tag))| (tag, count)).collect())
}

fn of_few(parts: &[Tagged<'_>], field: Field) -> Result<Best<(u64, Reverse<String>)>, Broken> {
    let mut counts: HashMap<String, u64> = HashMap::new();
    for part in parts {
        let name = part.reader.schema().get_field_name(field);
        let Some(column) = part.reader.fast_fields().str(name)? else {
            continue;
        };
        let mut ordinals: HashMap<u64, u64> = HashMap::new();
        for document in part.set.iter() {
            for ordinal in column.ords().values_for_doc(document) {
                *ordinals.entry(ordinal).or_default() += 1;
            }
        }
        for (ordinal, count) in ordinals {
            let mut tag = String::new();
            column.ord_to_str(ordinal, &mut tag)?;
            *counts.entry(tag).or_default() += count;
        }
    }
    let mut best = Best::new(MOST_TAGS);
    for (tag, count) in counts {
        best.offer((count, Reverse(tag)));
    }
    Ok(best)
}

/// The tags in the order of how many plans have them at all: once those that are left have fewer
/// plans than are needed to be among the best, no other need be counted.
fn of_many(parts: &[Tagged<'_>], field: Field) -> Result<Best<(u64, Reverse<String>)>, Broken> {
    let mut best: Best<(u64, Reverse<String>)> = Best::new(MOST_TAGS);
    let mut seen = HashSet::new();
    let mut at = vec![0; parts.len()];
    loop {
        let next = || {
            let places = parts.iter().zip(&at).enumerate();
            places.filter_map(|(number, (part, at))| Some((number, part.groups.tags.get(*at)?)))
        };
        let most: u64 = next().map(|(_, tag)| u64::from(tag.plans)).sum();
        let is_enough = best.worst().is_some_and(|(worst, _)| most < *worst);
        let Some((number, tag)) = next().max_by_key(|(_, tag)| tag.plans) else {
            return Ok(best);
        };
        if is_enough {
            return Ok(best);
        }
        if seen.insert(tag.name.as_str()) {
            let term = Term::from_field_text(field, &tag.name);
            let mut count = 0;
            for (other, part) in parts.iter().enumerate() {
                let postings = if other == number {
                    Some(tag.postings(part.reader, field)?)
                } else {
                    postings(part.reader, &term, IndexRecordOption::Basic)?
                };
                count += postings.map_or(0, |postings| shared(postings, &part.set));
            }
            if count > 0 {
                best.offer((count, Reverse(tag.name.clone())));
            }
        }
        at[number] += 1;
    }
}

fn shared(mut postings: BlockSegmentPostings, set: &Set) -> u64 {
    let mut count = 0;
    while !postings.docs().is_empty() {
        let documents = postings.docs().iter();
        count += documents
            .map(|document| u64::from(set.has(*document)))
            .sum::<u64>();
        postings.advance();
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::{
        Kind,
        index::{Fields, Snapshot, place},
    };
    use proptest::{
        collection::{btree_set, vec},
        prelude::*,
    };
    use std::collections::BTreeSet;
    use tantivy::TantivyDocument;

    fn plan(fields: &Fields, tags: &BTreeSet<u8>, is_found: bool) -> TantivyDocument {
        let mut made = TantivyDocument::default();
        made.add_i64(fields.kind, place(Kind::ALL, &Kind::Plan));
        made.add_i64(fields.id, i64::from(is_found));
        for tag in tags {
            made.add_text(fields.tag, format!("tag-{tag}"));
        }
        made
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(16))]

        #[test]
        fn tags_are_the_same_however_they_are_counted(
            lots in vec(vec((btree_set(0_u8..40, 0..4), any::<bool>()), 1..60), 1..4)
        ) {
            let (_, fields) = Fields::schema();
            let plans = lots.iter().map(|lot| {
                lot.iter().map(|(tags, is_found)| plan(&fields, tags, *is_found))
            });
            let snapshot = Snapshot::of_lots(plans, &fields);
            let parts: Vec<Tagged<'_>> = (0..)
                .zip(snapshot.searcher.segment_readers())
                .map(|(segment, reader)| Tagged {
                    reader,
                    groups: snapshot.groups(segment).expect("groups"),
                    set: Set::having(reader, &Term::from_field_i64(fields.id, 1)).expect("a set"),
                })
                .collect();
            let few = of_few(&parts, fields.tag).expect("counts").into_vec();
            let many = of_many(&parts, fields.tag).expect("counts").into_vec();
            prop_assert_eq!(few, many);
        }
    }
}
