//! The index as it is at one moment.

use super::{folder::Opened, schema::Fields};
use crate::{
    broken::Broken,
    ids::Seq,
    search::{
        language::Language,
        meaning::{DIMENSIONS, Meaning},
    },
};
use std::{collections::HashMap, sync::Arc};
use tantivy::{
    IndexReader, Searcher, SegmentReader, TantivyDocument, Term, index::SegmentId, schema::Value,
};

/// One state of the index: all of a search looks at the same one.
pub(in crate::search) struct Snapshot {
    pub searcher: Searcher,
    pub fields: Fields,
    /// The last entry of the log that it shows.
    pub seq: Seq,
    /// The languages that there are texts in.
    pub languages: Vec<Language>,
    /// The vectors of each segment's plans.
    pub meanings: Vec<Arc<Meanings>>,
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
        let known: HashMap<SegmentId, &Arc<Meanings>> = before
            .map(|before| before.by_segment().collect())
            .unwrap_or_default();
        let meanings = searcher.segment_readers().iter().map(|segment| {
            match known.get(&segment.segment_id()) {
                Some(meanings) => Ok(Arc::clone(meanings)),
                None => Meanings::read(segment, &opened.fields).map(Arc::new),
            }
        });
        Ok(Self {
            meanings: meanings.collect::<Result<_, _>>()?,
            fields: opened.fields,
            seq: opened.watermark.seq,
            languages,
            searcher,
        })
    }

    fn by_segment(&self) -> impl Iterator<Item = (SegmentId, &Arc<Meanings>)> {
        let segments = self.searcher.segment_readers().iter();
        segments.map(SegmentReader::segment_id).zip(&self.meanings)
    }
}

/// The vectors of a segment, which never change; deleted plans among them.
#[derive(Debug, Default)]
pub(in crate::search) struct Meanings {
    documents: Vec<u32>,
    scales: Vec<f32>,
    numbers: Vec<i8>,
}

impl Meanings {
    fn read(segment: &SegmentReader, fields: &Fields) -> Result<Self, Broken> {
        let mut meanings = Self::default();
        let store = segment.get_store_reader(1)?;
        for (document, stored) in (0..).zip(store.iter::<TantivyDocument>(None)) {
            let stored = stored?;
            let bytes = stored.get_first(fields.meaning);
            let bytes = bytes.as_ref().and_then(Value::as_bytes);
            if let Some(meaning) = bytes.and_then(Meaning::from_bytes) {
                meanings.documents.push(document);
                meanings.scales.push(meaning.scale());
                meanings.numbers.extend(meaning.numbers());
            }
        }
        Ok(meanings)
    }

    /// Each plan's document with its vector.
    pub(in crate::search) fn iter(&self) -> impl Iterator<Item = (u32, f32, &[i8])> {
        let vectors = self.numbers.chunks_exact(DIMENSIONS);
        let plans = self.documents.iter().zip(&self.scales).zip(vectors);
        plans.map(|((document, scale), numbers)| (*document, *scale, numbers))
    }
}
