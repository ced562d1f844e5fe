//! What of a segment fits, and how well: term by term, over sets of documents, so that a word that is
//! in every second plan takes a pass over its postings and no more.

use super::{
    hidden::Hidden,
    terms::{Part, Sought, Spot, Worth},
};
use crate::{
    broken::Broken,
    search::index::{Groups, Set, Snapshot, postings},
};
use std::ops::Range;
use tantivy::{
    SegmentReader,
    fieldnorm::FieldNormReader,
    postings::BlockSegmentPostings,
    query::{Bm25Weight, Weight},
    schema::IndexRecordOption,
};

/// It takes as long to look up one document as to read on over so many.
const LOOKED_UP: u64 = 16;
/// Where only some need be counted, they are mostly among the first so many of what there is.
const FIRST: u64 = 8_000;
/// From so many documents on it pays to reckon the scores beforehand …
const MANY: u64 = 4_000;
/// … of a word that is in a text so often, for each length that a text can have.
const OFTEN: usize = 8;
const LENGTHS: usize = 256;

/// A segment that is searched.
#[derive(Clone, Copy)]
pub(super) struct Within<'s> {
    pub snapshot: &'s Snapshot,
    pub reader: &'s SegmentReader,
    pub groups: &'s Groups,
    pub hidden: &'s Hidden,
}

impl<'s> Within<'s> {
    /// Each segment of what is searched.
    pub(super) fn each(
        snapshot: &'s Snapshot,
        hidden: &'s Hidden,
    ) -> impl Iterator<Item = Result<Self, Broken>> {
        let segments = (0..).zip(snapshot.searcher.segment_readers());
        segments.map(move |(number, reader)| {
            Ok(Self {
                snapshot,
                reader,
                groups: snapshot.groups(number)?,
                hidden,
            })
        })
    }
}

/// What fits, but for the conditions that are counted.
pub(super) struct Matching {
    pub set: Set,
    /// By the documents' numbers; none where no scores were asked for.
    pub scores: Vec<f32>,
}

impl Sought {
    pub(super) fn matching(&self, within: Within<'_>, is_scored: bool) -> Result<Matching, Broken> {
        let room = if is_scored {
            within.reader.max_doc()
        } else {
            0
        };
        let mut scores = vec![0.0; room as usize];
        let mut set = self.allowed(within)?;
        for part in &self.all {
            set = part.find(within.reader, &set, &mut scores, None)?;
        }
        if is_scored {
            for part in &self.also {
                part.find(within.reader, &set, &mut scores, None)?;
            }
        }
        Ok(Matching { set, scores })
    }

    /// How many fit, all conditions taken into account; no more than so many need be counted.
    pub(super) fn count(&self, within: Within<'_>, most: u64) -> Result<u64, Broken> {
        let held = self.held(within)?;
        if most <= FIRST
            && let Some(first) = held.first(FIRST)
            && self.said(within, first, Some(most))?.len() >= most
        {
            return Ok(most);
        }
        Ok(self.said(within, held, Some(most))?.len().min(most))
    }

    /// What fits, all conditions taken into account.
    pub(super) fn all_of(&self, within: Within<'_>) -> Result<Set, Broken> {
        self.said(within, self.held(within)?, None)
    }

    /// What all conditions hold for.
    fn held(&self, within: Within<'_>) -> Result<Set, Broken> {
        if within.groups.kind(self.kind).is_empty() {
            return Ok(Set::none(within.reader));
        }
        let mut set = self.allowed(within)?;
        for condition in self.conditions.iter().filter(|one| one.group.is_some()) {
            set.keep(&Set::found(within.reader, condition.query.as_ref())?);
        }
        Ok(set)
    }

    /// Those of these documents that say everything; perhaps no more than so many.
    fn said(&self, within: Within<'_>, among: Set, most: Option<u64>) -> Result<Set, Broken> {
        let mut set = among;
        for (number, part) in (1..).zip(&self.all) {
            let most = most.filter(|_| number == self.all.len());
            set = part.find(within.reader, &set, &mut [], most)?;
        }
        Ok(set)
    }

    /// Everything of the kind but what may not be there, is hidden, or fails a condition that is not
    /// counted.
    fn allowed(&self, within: Within<'_>) -> Result<Set, Broken> {
        let Within { reader, .. } = within;
        let mut set = within.groups.kind(self.kind).clone();
        set.keep_alive(reader);
        within.hidden.leave_out(within, &mut set)?;
        for condition in self.conditions.iter().filter(|one| one.group.is_none()) {
            let found = Set::found(reader, condition.query.as_ref())?;
            if condition.without {
                set.take_out(&found);
            } else {
                set.keep(&found);
            }
        }
        for part in &self.none {
            let found = part.find(reader, &set, &mut [], None)?;
            set.take_out(&found);
        }
        Ok(set)
    }
}

impl Part {
    /// Those of these documents that it is in, and adds to their scores. Of a phrase it may stop
    /// after so many.
    fn find(
        &self,
        reader: &SegmentReader,
        among: &Set,
        scores: &mut [f32],
        most: Option<u64>,
    ) -> Result<Set, Broken> {
        match self {
            Self::Word(spots) => {
                let mut found = Set::none(reader);
                let Some(range) = among.range() else {
                    return Ok(found);
                };
                let among = Among {
                    set: among,
                    range,
                    count: among.len(),
                };
                for spot in spots {
                    spot.find(reader, &among, scores, &mut found)?;
                }
                found.keep(among.set);
                Ok(found)
            }
            Self::Phrase(query) => phrase(query.as_ref(), reader, among, scores, most),
        }
    }
}

fn phrase(
    query: &dyn Weight,
    reader: &SegmentReader,
    among: &Set,
    scores: &mut [f32],
    most: Option<u64>,
) -> Result<Set, Broken> {
    let mut found = Set::none(reader);
    let Some(range) = among.range() else {
        return Ok(found);
    };
    let mut left = most.unwrap_or(u64::MAX);
    let mut places = query.scorer(reader, 1.0)?;
    while places.doc() < range.end && left > 0 {
        let document = places.doc();
        if among.has(document) {
            found.add(document);
            left -= 1;
            if let Some(score) = scores.get_mut(document as usize) {
                *score += places.score();
            }
        }
        places.advance();
    }
    Ok(found)
}

impl Spot {
    fn find(
        &self,
        reader: &SegmentReader,
        among: &Among<'_>,
        scores: &mut [f32],
        found: &mut Set,
    ) -> Result<(), Broken> {
        let (worth, option) = match &self.worth {
            Worth::Rarity(weight) if !scores.is_empty() => {
                let norms = reader.get_fieldnorms_reader(self.term.field())?;
                let score = Score::of(weight, norms, self.documents);
                (Some(score), IndexRecordOption::WithFreqs)
            }
            _ => (None, IndexRecordOption::Basic),
        };
        let Some(postings) = postings(reader, &self.term, option)? else {
            return Ok(());
        };
        let flat = match &self.worth {
            Worth::Flat(counts) => *counts,
            Worth::Rarity(_) => 0.0,
        };
        each(postings, reader, among, |document, often| {
            found.add(document);
            if let Some(score) = scores.get_mut(document as usize) {
                *score += worth
                    .as_ref()
                    .map_or(flat, |worth| worth.of_document(document, often));
            }
        });
        Ok(())
    }
}

/// The documents among which a word is looked for.
struct Among<'s> {
    set: &'s Set,
    /// Where the first and the last of them lie.
    range: Range<u32>,
    count: u64,
}

impl Among<'_> {
    /// Whether it is better to look each of them up in the postings than to read these where they lie.
    fn are_few(&self, postings: &BlockSegmentPostings, reader: &SegmentReader) -> bool {
        let all = u64::from(reader.max_doc().max(1));
        let reach = u64::from(self.range.end - self.range.start);
        self.count * LOOKED_UP < u64::from(postings.doc_freq()) * reach / all
    }
}

/// Tells each document of the postings, with how often the word is there; perhaps only those that it
/// is looked for among, and few beyond where they lie.
fn each(
    mut postings: BlockSegmentPostings,
    reader: &SegmentReader,
    among: &Among<'_>,
    mut tell: impl FnMut(u32, u32),
) {
    if among.are_few(&postings, reader) {
        for document in among.set.iter() {
            let at = postings.seek(document);
            if postings.doc(at) == document {
                tell(document, postings.freqs().get(at).copied().unwrap_or(1));
            }
        }
        return;
    }
    postings.seek(among.range.start);
    while let Some(last) = postings.docs().last().copied() {
        let (documents, often) = (postings.docs(), postings.freqs());
        if often.len() == documents.len() {
            for (document, often) in documents.iter().zip(often) {
                tell(*document, *often);
            }
        } else {
            for document in documents {
                tell(*document, 1);
            }
        }
        if last >= among.range.end {
            return;
        }
        postings.advance();
    }
}

/// What a word counts in each document of a segment.
struct Score<'w> {
    weight: &'w Bm25Weight,
    norms: FieldNormReader,
    /// By how often, and then by length; empty for a rare word.
    reckoned: Vec<f32>,
}

impl<'w> Score<'w> {
    fn of(weight: &'w Bm25Weight, norms: FieldNormReader, documents: u64) -> Self {
        let often = if documents < MANY { 0 } else { OFTEN };
        let reckoned = (0..often).flat_map(|often| {
            (0..LENGTHS).map(move |length| {
                let (often, length) = (u32::try_from(often), u8::try_from(length));
                weight.score(length.unwrap_or(u8::MAX), often.unwrap_or(u32::MAX))
            })
        });
        Self {
            weight,
            norms,
            reckoned: reckoned.collect(),
        }
    }

    fn of_document(&self, document: u32, often: u32) -> f32 {
        let length = self.norms.fieldnorm_id(document);
        let place = often as usize * LENGTHS + usize::from(length);
        let reckoned = self.reckoned.get(place).copied();
        reckoned.unwrap_or_else(|| self.weight.score(length, often))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::{
        Kind,
        index::{Fields, place},
        language::Language,
        query::Query as Asked,
    };
    use tantivy::{
        TantivyDocument, Term,
        query::{BooleanQuery, BoostQuery, EnableScoring, Query, TermQuery},
        schema::Field,
    };

    /// Plans that say "wash" more or less often in longer and shorter texts, and now and then "rare".
    fn plan(fields: &Fields, number: i64) -> TantivyDocument {
        let mut made = TantivyDocument::default();
        made.add_i64(fields.kind, place(Kind::ALL, &Kind::Plan));
        made.add_i64(fields.id, number);
        made.add_text(fields.language, "en");
        let times = |times: i64| usize::try_from(times).unwrap_or(0);
        let rare = if number % 61 == 0 { "rare" } else { "" };
        made.add_text(
            fields.title,
            format!("{} {rare}", "wash ".repeat(times(number % 2))),
        );
        let body = "washing ".repeat(times(number % 13)) + &"filler ".repeat(times(number % 40));
        made.add_text(fields.body, Language::English.marked(&body));
        made
    }

    fn snapshot() -> Snapshot {
        let (_, fields) = Fields::schema();
        let lots = [0..6_000, 6_000..6_700].map(|lot| lot.map(|number| plan(&fields, number)));
        Snapshot::of_lots(lots, &fields)
    }

    /// The documents of a segment with their scores.
    fn found(snapshot: &Snapshot, segment: u32, typed: &str) -> Vec<(u32, f32)> {
        let sought = Sought::of(snapshot, Kind::Plan, &Asked::parse(typed)).expect("a query");
        let within = Within {
            snapshot,
            reader: snapshot.searcher.segment_reader(segment),
            groups: snapshot.groups(segment).expect("groups"),
            hidden: &Hidden::default(),
        };
        let matching = sought.matching(within, true).expect("an answer");
        for most in [1, 100, 5_000, u64::MAX] {
            assert_eq!(
                sought.count(within, most).expect("an answer"),
                matching.set.len().min(most)
            );
        }
        let documents = matching.set.iter();
        documents
            .map(|document| (document, matching.scores[document as usize]))
            .collect()
    }

    /// What tantivy finds for a word whose stem is told.
    fn expected(snapshot: &Snapshot, segment: u32, (exact, stem): (&str, &str)) -> Vec<(u32, f32)> {
        let Fields {
            title, pitch, body, ..
        } = snapshot.fields;
        let term = |field: Field, text: &str, counts: f32| {
            let query = TermQuery::new(
                Term::from_field_text(field, text),
                IndexRecordOption::WithFreqs,
            );
            Box::new(BoostQuery::new(Box::new(query), counts)) as Box<dyn Query>
        };
        let places = [(title, 3.0), (pitch, 2.0), (body, 1.0)].into_iter();
        let terms = places.flat_map(|(field, counts)| {
            [term(field, exact, counts * 0.5), term(field, stem, counts)]
        });
        let query = BooleanQuery::union(terms.collect());
        let scoring = EnableScoring::enabled_from_searcher(&snapshot.searcher);
        let weight = query.weight(scoring).expect("a weight");
        let mut found = Vec::new();
        weight
            .for_each(
                snapshot.searcher.segment_reader(segment),
                &mut |document, score| found.push((document, score)),
            )
            .expect("an answer");
        found
    }

    #[test]
    fn scores_are_those_of_the_library() {
        let snapshot = snapshot();
        for segment in [0, 1] {
            for (typed, forms) in [
                ("wash", ("wash", "\u{2}wash")),
                ("washing", ("washing", "\u{2}wash")),
                ("rare", ("rare", "\u{2}rare")),
            ] {
                let (found, expected) = (
                    found(&snapshot, segment, typed),
                    expected(&snapshot, segment, forms),
                );
                assert!(!found.is_empty(), "{typed}");
                assert_eq!(found.len(), expected.len(), "{typed}");
                for ((document, score), (other, expected)) in found.into_iter().zip(expected) {
                    assert_eq!(document, other, "{typed}");
                    assert!(
                        (score - expected).abs() <= 1e-5 * expected.abs(),
                        "{typed}: {score} {expected}"
                    );
                }
            }
        }
    }

    #[test]
    fn several_words_are_found_in_what_has_all_of_them() {
        let snapshot = snapshot();
        let numbers = |typed: &str| {
            let mut numbers = Vec::new();
            for (segment, reader) in (0..).zip(snapshot.searcher.segment_readers()) {
                let ids = reader.fast_fields().i64("id").expect("numbers");
                let found = found(&snapshot, segment, typed).into_iter();
                numbers.extend(found.filter_map(|(document, _)| ids.first(document)));
            }
            numbers.sort_unstable();
            numbers
        };
        let those = |is_one: fn(i64) -> bool| -> Vec<i64> {
            (0..6_700).filter(|number| is_one(*number)).collect()
        };
        let both = those(|number| number % 61 == 0 && (number % 2 > 0 || number % 13 > 0));
        // The rare word is looked up first, whichever stands first.
        assert_eq!(numbers("rare wash"), both);
        assert_eq!(numbers("wash rare"), both);
        assert_eq!(
            numbers("rare -wash"),
            those(|number| number % (61 * 26) == 0)
        );
        assert_eq!(
            numbers("rare \"washing washing\" wash"),
            those(|number| number % 61 == 0 && number % 13 > 1)
        );
    }
}
