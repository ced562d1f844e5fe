//! The vectors of a segment's plans, in a file of the segment's own that is used as it lies there.
//!
//! A document store would have to be read through from its beginning before the first comparison; this
//! is mapped into memory in no time, however many there are. The file holds, for each plan that has a
//! vector, by the order of the documents: first all the documents' numbers, then all the scales, then
//! all the vectors, everything little endian.

use crate::{
    broken::Broken,
    search::meaning::{DIMENSIONS, Meaning},
};
use std::{any::Any, io::Write, ops::Range, sync::Arc};
use tantivy::{
    PluginMergeContext, PluginWriter, PluginWriterContext, Segment, SegmentPlugin, SegmentReader,
    TantivyDocument, TantivyError,
    directory::{OwnedBytes, TerminatingWrite},
    index::SegmentComponent,
    indexer::doc_id_mapping::{DocIdMapping, MappingType},
    schema::{Schema, Value, document::ErasedDocument},
};

/// The end of the file's name.
const EXTENSION: &str = "meaning";
/// The field's name, and that of its type.
pub(super) const FIELD: &str = "meaning";
/// Bytes of a document's number, and of a scale.
const NUMBER: usize = 4;
/// Bytes of a plan.
const ROW: usize = NUMBER + NUMBER + DIMENSIONS;

/// The vectors of a segment, which never change; deleted plans among them.
pub(in crate::search) struct Meanings {
    documents: OwnedBytes,
    scales: OwnedBytes,
    numbers: OwnedBytes,
}

impl Meanings {
    pub(super) fn of(segment: &SegmentReader) -> Result<Self, Broken> {
        Ok(Self::open(segment)?)
    }

    fn open(segment: &SegmentReader) -> Result<Self, TantivyError> {
        let bytes = segment.open_read(component())?.read_bytes()?;
        let (rows, rest) = (bytes.len() / ROW, bytes.len() % ROW);
        if rest > 0 {
            let what = format!("{rest} bytes too many in a file of meanings");
            return Err(TantivyError::InternalError(what));
        }
        let (documents, bytes) = bytes.split(rows * NUMBER);
        let (scales, numbers) = bytes.split(rows * NUMBER);
        Ok(Self {
            documents,
            scales,
            numbers,
        })
    }

    /// The vector of a plan.
    pub(super) fn of_document(&self, document: u32) -> Option<(f32, &[u8])> {
        let (documents, _) = self.documents.as_chunks::<NUMBER>();
        let row = documents.binary_search_by_key(&document, |one| u32::from_le_bytes(*one));
        let row = row.ok()?;
        let (scales, _) = self.scales.as_chunks::<NUMBER>();
        let numbers = &self.numbers[row * DIMENSIONS..][..DIMENSIONS];
        Some((f32::from_le_bytes(scales[row]), numbers))
    }

    /// Each plan's document with its vector.
    fn iter(&self) -> impl Iterator<Item = (u32, f32, &[u8])> {
        self.among(0..u32::MAX)
    }

    /// The same of the plans among these documents.
    pub(super) fn among(&self, among: Range<u32>) -> impl Iterator<Item = (u32, f32, &[u8])> {
        let (documents, _) = self.documents.as_chunks::<NUMBER>();
        let (scales, _) = self.scales.as_chunks::<NUMBER>();
        let place =
            |end: u32| documents.partition_point(|document| u32::from_le_bytes(*document) < end);
        let rows = place(among.start)..place(among.end);
        let vectors =
            self.numbers[rows.start * DIMENSIONS..rows.end * DIMENSIONS].chunks_exact(DIMENSIONS);
        let plans = documents[rows.clone()]
            .iter()
            .zip(&scales[rows])
            .zip(vectors);
        plans.map(|((document, scale), numbers)| {
            let document = u32::from_le_bytes(*document);
            (document, f32::from_le_bytes(*scale), numbers)
        })
    }
}

fn component() -> SegmentComponent {
    SegmentComponent::Custom(EXTENSION.to_owned())
}

/// Writes the file with each segment.
pub(super) struct Keeper;

impl Keeper {
    pub(super) fn plugin() -> Arc<dyn SegmentPlugin> {
        Arc::new(Self)
    }
}

impl SegmentPlugin for Keeper {
    fn extensions(&self) -> &[&str] {
        &[EXTENSION]
    }

    fn create_writer(&self, _: &PluginWriterContext) -> tantivy::Result<Box<dyn PluginWriter>> {
        Ok(Box::new(Writer::default()))
    }

    /// The documents that are left of each segment follow one another.
    fn merge(&self, merging: PluginMergeContext) -> tantivy::Result<()> {
        if merging.doc_id_mapping.mapping_type() == MappingType::Shuffled {
            let what = "documents are merged in an order that nobody asked for";
            return Err(TantivyError::InternalError(what.to_owned()));
        }
        let mut merged = Writer::default();
        let mut before = 0;
        for reader in merging.readers {
            let meanings = Meanings::open(reader)?;
            let mut plans = meanings.iter().peekable();
            for (document, alive) in (before..).zip(reader.doc_ids_alive()) {
                while plans.next_if(|(plan, ..)| *plan < alive).is_some() {}
                if let Some((_, scale, numbers)) = plans.next_if(|(plan, ..)| *plan == alive) {
                    merged.add(document, scale, numbers);
                }
            }
            before += reader.num_docs();
        }
        merged.write(merging.target_segment)
    }
}

/// What is to be in a segment's file.
#[derive(Default)]
struct Writer {
    documents: Vec<u8>,
    scales: Vec<u8>,
    numbers: Vec<u8>,
}

impl Writer {
    fn add(&mut self, document: u32, scale: f32, numbers: &[u8]) {
        self.documents.extend(document.to_le_bytes());
        self.scales.extend(scale.to_le_bytes());
        self.numbers.extend(numbers);
    }

    fn write(&self, segment: &Segment) -> tantivy::Result<()> {
        let mut file = segment.open_write(component())?;
        for part in [&self.documents, &self.scales, &self.numbers] {
            file.write_all(part)?;
        }
        file.terminate()?;
        Ok(())
    }
}

impl PluginWriter for Writer {
    fn add_document(
        &mut self,
        document: u32,
        made: &dyn ErasedDocument,
        schema: &Schema,
    ) -> tantivy::Result<()> {
        let field = schema.get_field(FIELD)?;
        let made = made.as_any().downcast_ref::<TantivyDocument>();
        let value = made.and_then(|made| made.get_first(field));
        let bytes = value.as_ref().and_then(Value::as_custom);
        if let Some((scale, numbers)) = bytes.and_then(Meaning::in_bytes)
            && numbers.len() == DIMENSIONS
        {
            self.add(document, scale, numbers);
        }
        Ok(())
    }

    fn serialize(
        self: Box<Self>,
        segment: &Segment,
        _: Option<&DocIdMapping>,
    ) -> tantivy::Result<()> {
        self.write(segment)
    }

    fn mem_usage(&self) -> usize {
        self.documents.capacity() + self.scales.capacity() + self.numbers.capacity()
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::{
        index::{Fields, Snapshot},
        meaning,
    };
    use tantivy::Term;

    /// A plan of this number, with a vector unless the number is odd.
    fn plan(fields: &Fields, number: i64) -> TantivyDocument {
        let mut made = TantivyDocument::default();
        made.add_text(fields.key, number.to_string());
        made.add_i64(fields.id, number);
        if number % 2 == 0 {
            let meaning = meaning::of(&format!("laundry number {number}"), []).expect("words");
            made.add_custom(fields.meaning, &meaning.to_bytes());
        }
        made
    }

    /// Each plan's number with its vector, in bytes.
    fn vectors(reader: &SegmentReader) -> Vec<(i64, Vec<u8>)> {
        let ids = reader.fast_fields().i64("id").expect("numbers");
        let meanings = Meanings::of(reader).expect("a file");
        let vectors = meanings.iter().map(|(document, scale, numbers)| {
            let bytes = scale
                .to_le_bytes()
                .into_iter()
                .chain(numbers.iter().copied());
            (ids.first(document).expect("a number"), bytes.collect())
        });
        vectors.collect()
    }

    fn expected(numbers: impl IntoIterator<Item = i64>) -> Vec<(i64, Vec<u8>)> {
        let even = numbers.into_iter().filter(|number| number % 2 == 0);
        even.map(|number| {
            let meaning = meaning::of(&format!("laundry number {number}"), []).expect("words");
            (number, meaning.to_bytes())
        })
        .collect()
    }

    #[test]
    fn vectors_stay_with_their_plans_through_deletions_and_merges() {
        let (_, fields) = Fields::schema();
        let lots = [0..7, 7..20, 20..21].map(|lot| lot.map(|number| plan(&fields, number)));
        let snapshot = Snapshot::of_lots(lots, &fields);
        let index = snapshot.searcher.index();
        let readers = snapshot.searcher.segment_readers();
        let mut all: Vec<_> = readers.iter().flat_map(vectors).collect();
        all.sort();
        assert_eq!((readers.len(), all), (3, expected(0..21)));
        for reader in readers {
            let meanings = Meanings::of(reader).expect("a file");
            let documents = |among| meanings.among(among).map(|(document, ..)| document);
            let all: Vec<_> = documents(0..u32::MAX).collect();
            for among in [0..5, 5..9, 3..3, 50..90] {
                let expected = all.iter().copied().filter(|one| among.contains(one));
                assert!(documents(among.clone()).eq(expected), "{among:?}");
            }
        }
        let mut writer = index
            .writer_with_num_threads::<TantivyDocument>(1, 15_000_000)
            .expect("a writer");
        for number in [0, 3, 8, 20] {
            writer.delete_term(Term::from_field_text(fields.key, &number.to_string()));
        }
        writer.commit().expect("it is committed");
        let segments = index.searchable_segment_ids().expect("segments");
        writer.merge(&segments).wait().expect("they are merged");
        let reader = index.reader().expect("a reader");
        let searcher = reader.searcher();
        assert_eq!(searcher.segment_readers().len(), 1);
        let left = (0..21).filter(|number| ![0, 3, 8, 20].contains(number));
        let mut vectors = vectors(searcher.segment_reader(0));
        vectors.sort();
        assert_eq!(vectors, expected(left));
    }
}
