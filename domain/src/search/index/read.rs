//! What a model has made of a segment's plans, in memory, where there is a model.

use super::{document::place, schema::Fields};
use crate::{
    broken::Broken,
    ids::PlanId,
    search::{Kind, meaning::Meaning, model::Kept},
};
use std::ops::Range;
use tantivy::{SegmentReader, TantivyDocument, schema::Value};

/// The vectors that the model has made, which never change; those of deleted plans among them.
#[derive(Debug, Default)]
pub(super) struct ReadPlans {
    documents: Vec<u32>,
    scales: Vec<f32>,
    numbers: Vec<u8>,
    /// How many numbers a vector has.
    dimensions: usize,
    /// The plans that the model has not read.
    unread: Vec<(u32, PlanId)>,
}

impl ReadPlans {
    /// Those with this mark.
    pub(super) fn of(segment: &SegmentReader, fields: &Fields, mark: u64) -> Result<Self, Broken> {
        let mut plans = Self::default();
        let fast = segment.fast_fields();
        let (kinds, ids, marks) = (fast.i64("kind")?, fast.i64("id")?, fast.u64("mark")?);
        let plan = place(Kind::ALL, &Kind::Plan);
        let store = segment.get_store_reader(1)?;
        for document in (0..segment.max_doc()).filter(|one| kinds.first(*one) == Some(plan)) {
            if marks.first(document) != Some(mark) {
                let id = PlanId(ids.first(document).unwrap_or(0));
                plans.unread.push((document, id));
                continue;
            }
            let stored: TantivyDocument = store.get(document)?;
            let bytes = stored.get_first(fields.read);
            let bytes = bytes.as_ref().and_then(Value::as_bytes);
            let kept = bytes.and_then(Kept::from_bytes);
            if let Some(meaning) = kept.and_then(|kept| kept.meaning) {
                plans.add(document, &meaning.to_bytes());
            }
        }
        Ok(plans)
    }

    /// A model's vectors are all of one length; one that is not, is none.
    fn add(&mut self, document: u32, meaning: &[u8]) {
        let Some((scale, numbers)) = Meaning::in_bytes(meaning) else {
            return;
        };
        if self.documents.is_empty() {
            self.dimensions = numbers.len();
        }
        if numbers.len() == self.dimensions {
            self.documents.push(document);
            self.scales.push(scale);
            self.numbers.extend(numbers);
        }
    }

    /// Each plan's document with its vector, of those among these documents.
    pub(super) fn among(&self, among: Range<u32>) -> impl Iterator<Item = (u32, f32, &[u8])> {
        let place = |end: u32| self.documents.partition_point(|document| *document < end);
        let rows = place(among.start)..place(among.end);
        let numbers = &self.numbers[rows.start * self.dimensions..rows.end * self.dimensions];
        let vectors = numbers.chunks_exact(self.dimensions.max(1));
        let documents = &self.documents[rows.clone()];
        let plans = documents.iter().zip(&self.scales[rows]).zip(vectors);
        plans.map(|((document, scale), numbers)| (*document, *scale, numbers))
    }

    pub(super) fn of_document(&self, document: u32) -> Option<(f32, &[u8])> {
        let row = self.documents.binary_search(&document).ok()?;
        let numbers = self.numbers.chunks_exact(self.dimensions.max(1)).nth(row)?;
        Some((self.scales[row], numbers))
    }

    pub(super) fn unread(&self) -> impl Iterator<Item = (u32, PlanId)> {
        self.unread.iter().copied()
    }
}
