//! The index as it is at one moment.

use super::{
    document::Key, folder::Opened, groups::Groups, meanings::Meanings, read::ReadPlans,
    schema::Fields,
};
use crate::{
    broken::Broken,
    ids::{PlanId, RevisionNumber, Seq},
    search::{language::Language, meaning::Meaning, model::Kept},
};
use std::{
    collections::HashMap,
    ops::Range,
    sync::{Arc, OnceLock},
};
use tantivy::{
    DocAddress, DocSet, IndexReader, Searcher, SegmentReader, TERMINATED, TantivyDocument, Term,
    index::SegmentId,
    schema::{IndexRecordOption, Value},
};

/// So many documents' vectors are read by one processor at a time: a hundred kilobytes or two.
const AT_A_TIME: u32 = 512;

/// One state of the index: all of a search looks at the same one.
pub(crate) struct Snapshot {
    pub(in crate::search) searcher: Searcher,
    pub(in crate::search) fields: Fields,
    /// The last entry of the log that it shows.
    pub seq: Seq,
    /// The languages that there are texts in.
    pub(in crate::search) languages: Vec<Language>,
    /// The vectors of each segment's plans.
    pub(in crate::search) meanings: Vec<Meanings>,
    /// Of each segment, as soon as somebody searches it.
    groups: Vec<Arc<OnceLock<Groups>>>,
    /// What the model has made of each segment's plans; nothing where there is no model.
    read: Vec<Arc<ReadPlans>>,
}

/// A plan's vectors: by the words it says, and as the model reads it.
#[derive(Clone, Debug, Default)]
pub(in crate::search) struct Vectors {
    pub words: Option<Meaning>,
    pub read: Option<Meaning>,
}

/// A plan beside which another is held.
pub(in crate::search) struct Beside<'m> {
    pub document: u32,
    /// Its vector by its words: the scale and the numbers …
    pub words: Option<(f32, &'m [u8])>,
    /// … and the one that the model made.
    pub read: Option<(f32, &'m [u8])>,
}

/// What is kept of a segment for as long as it is there.
type KeptOf<'s> = (&'s Arc<OnceLock<Groups>>, &'s Arc<ReadPlans>);

impl Snapshot {
    /// Of the vectors that a model has made only those are taken that have this mark.
    pub(super) fn of(
        opened: &Opened,
        reader: &IndexReader,
        mark: Option<u64>,
        before: Option<&Self>,
    ) -> Result<Self, Broken> {
        let searcher = reader.searcher();
        let mut languages = Vec::new();
        for language in Language::ALL {
            let term = Term::from_field_text(opened.fields.language, language.code());
            if searcher.doc_freq(&term)? > 0 {
                languages.push(*language);
            }
        }
        let known: HashMap<SegmentId, KeptOf<'_>> = before
            .map(|before| before.by_segment().collect())
            .unwrap_or_default();
        let (mut groups, mut read) = (Vec::new(), Vec::new());
        for segment in searcher.segment_readers() {
            let known = known.get(&segment.segment_id());
            groups.push(
                known
                    .map(|(groups, _)| Arc::clone(groups))
                    .unwrap_or_default(),
            );
            read.push(match (known, mark) {
                (Some((_, read)), _) => Arc::clone(read),
                (None, Some(mark)) => Arc::new(ReadPlans::of(segment, &opened.fields, mark)?),
                (None, None) => Arc::default(),
            });
        }
        let meanings = searcher.segment_readers().iter().map(Meanings::of);
        Ok(Self {
            meanings: meanings.collect::<Result<_, _>>()?,
            groups,
            read,
            fields: opened.fields,
            seq: opened.watermark.seq,
            languages,
            searcher,
        })
    }

    /// What a segment's documents are narrowed by, kept from the first search on for as long as the
    /// segment is there.
    pub(in crate::search) fn groups(&self, segment: u32) -> Result<&Groups, Broken> {
        let kept = &self.groups[segment as usize];
        if let Some(groups) = kept.get() {
            return Ok(groups);
        }
        let groups = Groups::of(self.searcher.segment_reader(segment), &self.fields)?;
        Ok(kept.get_or_init(|| groups))
    }

    fn by_segment(&self) -> impl Iterator<Item = (SegmentId, KeptOf<'_>)> {
        let segments = self.searcher.segment_readers().iter();
        let kept = self.groups.iter().zip(&self.read);
        segments.map(SegmentReader::segment_id).zip(kept)
    }

    /// All documents in lots for one processor at a time, each lot of a segment.
    pub(in crate::search) fn lots(&self) -> Vec<(usize, Range<u32>)> {
        let segments = self.searcher.segment_readers().iter().enumerate();
        let lots = segments.flat_map(|(segment, reader)| {
            let starts = (0..reader.max_doc()).step_by(AT_A_TIME as usize);
            starts.map(move |start| (segment, start..start.saturating_add(AT_A_TIME)))
        });
        lots.collect()
    }

    /// The plans of a segment that have a vector, of those among these documents.
    pub(in crate::search) fn beside(
        &self,
        segment: usize,
        among: Range<u32>,
    ) -> impl Iterator<Item = Beside<'_>> {
        let mut words = self.meanings[segment].among(among.clone()).peekable();
        let mut read = self.read[segment].among(among).peekable();
        std::iter::from_fn(move || {
            let next = [words.peek(), read.peek()].into_iter().flatten();
            let document = next.map(|(document, ..)| *document).min()?;
            let words = words.next_if(|(next, ..)| *next == document);
            let read = read.next_if(|(next, ..)| *next == document);
            Some(Beside {
                document,
                words: words.map(|(_, scale, numbers)| (scale, numbers)),
                read: read.map(|(_, scale, numbers)| (scale, numbers)),
            })
        })
    }

    /// The vectors of a plan, if the index holds this revision of it.
    pub(in crate::search) fn vectors(
        &self,
        plan: PlanId,
        revision: RevisionNumber,
    ) -> Result<Option<Vectors>, Broken> {
        let Some(DocAddress {
            segment_ord,
            doc_id,
        }) = self.address(plan)?
        else {
            return Ok(None);
        };
        let segment = self.searcher.segment_reader(segment_ord);
        let is_of = segment.fast_fields().i64("revision")?.first(doc_id);
        if is_of != Some(revision.0.into()) {
            return Ok(None);
        }
        let vector = |(scale, numbers)| Meaning::of_parts(scale, numbers);
        Ok(Some(Vectors {
            words: self.meanings[segment_ord as usize]
                .of_document(doc_id)
                .map(vector),
            read: self.read[segment_ord as usize]
                .of_document(doc_id)
                .map(vector),
        }))
    }

    /// What a model has made of a plan, whichever model and of whichever text.
    pub(super) fn kept(&self, plan: PlanId) -> Result<Option<Kept>, Broken> {
        let Some(address) = self.address(plan)? else {
            return Ok(None);
        };
        let stored: TantivyDocument = self.searcher.doc(address)?;
        let bytes = stored.get_first(self.fields.read);
        let bytes = bytes.as_ref().and_then(Value::as_bytes);
        Ok(bytes.and_then(Kept::from_bytes))
    }

    /// Whether there is anything that a model has made, whichever it was.
    pub(super) fn keeps_something(&self) -> bool {
        let marks = |segment: &SegmentReader| segment.fast_fields().u64("mark");
        let segments = self.searcher.segment_readers().iter();
        let mut marks = segments.filter_map(|segment| marks(segment).ok());
        marks.any(|marks| marks.values.num_vals() > 0)
    }

    /// So many of the youngest plans that the model has not read yet.
    pub(super) fn unread(&self, most: usize) -> Vec<PlanId> {
        let segments = self.searcher.segment_readers().iter().zip(&self.read);
        let unread = segments.flat_map(|(segment, read)| {
            let unread = read.unread();
            unread.filter(|(document, _)| !segment.is_deleted(*document))
        });
        let mut unread: Vec<PlanId> = unread.map(|(_, plan)| plan).collect();
        unread.sort_unstable_by(|a, b| b.cmp(a));
        unread.truncate(most);
        unread
    }

    fn address(&self, plan: PlanId) -> Result<Option<DocAddress>, Broken> {
        let term = Key::Plan(plan).term(self.fields.key);
        for (number, segment) in (0..).zip(self.searcher.segment_readers()) {
            let inverted = segment.inverted_index(self.fields.key)?;
            let Some(mut found) = inverted.read_postings(&term, IndexRecordOption::Basic)? else {
                continue;
            };
            while found.doc() != TERMINATED && segment.is_deleted(found.doc()) {
                found.advance();
            }
            if found.doc() != TERMINATED {
                return Ok(Some(DocAddress::new(number, found.doc())));
            }
        }
        Ok(None)
    }
}

#[cfg(test)]
impl Snapshot {
    /// Of an index in memory, with a segment for each of these lots of documents.
    pub(in crate::search) fn of_lots<L>(lots: impl IntoIterator<Item = L>, fields: &Fields) -> Self
    where
        L: IntoIterator<Item = TantivyDocument>,
    {
        let (schema, _) = Fields::schema();
        let builder = tantivy::Index::builder().schema(schema);
        let builder = builder.register_plugin(super::meanings::Keeper::plugin());
        let index = builder.create_in_ram().expect("an index in memory");
        Fields::teach(&index);
        let mut writer = index
            .writer_with_num_threads(1, 15_000_000)
            .expect("a writer");
        writer.set_merge_policy(Box::new(tantivy::merge_policy::NoMergePolicy));
        for lot in lots {
            for document in lot {
                writer.add_document(document).expect("it is added");
            }
            writer.commit().expect("it is committed");
        }
        let reader = index.reader().expect("a reader");
        let opened = Opened {
            number: 1,
            fields: *fields,
            index,
            watermark: super::folder::Watermark {
                format: super::schema::FORMAT,
                seq: Seq(0),
                hash: String::new(),
                fills: 0,
            },
        };
        Self::of(&opened, &reader, None, None).expect("a snapshot")
    }
}
