//! The index as it is at one moment.

use super::{folder::Opened, groups::Groups, meanings::Meanings, schema::Fields};
use crate::{broken::Broken, ids::Seq, search::language::Language};
use std::{
    collections::HashMap,
    sync::{Arc, OnceLock},
};
use tantivy::{IndexReader, Searcher, SegmentReader, Term, index::SegmentId};

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
}

impl Snapshot {
    pub(super) fn of(
        opened: &Opened,
        reader: &IndexReader,
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
        let known: HashMap<SegmentId, &Arc<OnceLock<Groups>>> = before
            .map(|before| before.by_segment().collect())
            .unwrap_or_default();
        let segments = searcher.segment_readers().iter();
        let groups = segments.map(|segment| {
            let known = known.get(&segment.segment_id());
            known.map(|groups| Arc::clone(groups)).unwrap_or_default()
        });
        let groups = groups.collect();
        let meanings = searcher.segment_readers().iter().map(Meanings::of);
        Ok(Self {
            meanings: meanings.collect::<Result<_, _>>()?,
            groups,
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

    fn by_segment(&self) -> impl Iterator<Item = (SegmentId, &Arc<OnceLock<Groups>>)> {
        let segments = self.searcher.segment_readers().iter();
        segments.map(SegmentReader::segment_id).zip(&self.groups)
    }
}

#[cfg(test)]
impl Snapshot {
    /// Of an index in memory, with a segment for each of these lots of documents.
    pub(in crate::search) fn of_lots<L>(lots: impl IntoIterator<Item = L>, fields: &Fields) -> Self
    where
        L: IntoIterator<Item = tantivy::TantivyDocument>,
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
            },
        };
        Self::of(&opened, &reader, None).expect("a snapshot")
    }
}
