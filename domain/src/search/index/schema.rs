//! What the index holds of a plan, a comment and a person.
//!
//! Each kind has text fields of its own, so that a search for plans never walks through the words of
//! comments, and neither changes how rare a word is for the other.

use super::meanings;
use crate::search::{query::Figure, words::Words};
use serde_json::Value;
use tantivy::{
    Index,
    schema::{
        FAST, Field, INDEXED, IndexRecordOption, STORED, STRING, Schema, SchemaBuilder,
        TextFieldIndexing, TextOptions,
    },
};

/// The form of the index. Whoever changes a field, the words of a text or the table of meanings
/// raises it: an index of another form is built anew.
pub(in crate::search) const FORMAT: u32 = 5;

/// The fields.
#[derive(Clone, Copy, Debug)]
pub(in crate::search) struct Fields {
    /// `plan:12`, `comment:5`, `person:3`: what a document is replaced and deleted by.
    pub key: Field,
    /// See [`Kind`](super::super::Kind), by its place.
    pub kind: Field,
    /// The number of the plan, the comment or the account.
    pub id: Field,
    /// The plan itself, or the one a comment is on.
    pub plan: Field,
    /// Whoever wrote it, by number …
    pub author: Field,
    /// … and by handle.
    pub by: Field,
    /// ISO 639-1.
    pub language: Field,
    pub title: Field,
    pub pitch: Field,
    pub body: Field,
    /// What a comment says.
    pub said: Field,
    /// A person's handle and name.
    pub name: Field,
    /// What a person says about themselves.
    pub about: Field,
    pub tag: Field,
    pub stage: Field,
    pub licence: Field,
    pub currency: Field,
    /// Money is in hundredths, whatever the currency.
    pub ask: Field,
    pub price: Field,
    /// The day by which it breaks even.
    pub even: Field,
    /// The first ancestor.
    pub family: Field,
    pub forks: Field,
    pub comments: Field,
    /// Microseconds.
    pub created: Field,
    /// Which revision of a plan it is.
    pub revision: Field,
    /// What a plan is about, as a vector by its words …
    pub meaning: Field,
    /// … and as a model reads it, where one has, …
    pub read: Field,
    /// … with what tells that model from others.
    pub mark: Field,
    /// The smallest hashes of what a plan says: see [`Sketches`](crate::copies::Sketches).
    pub sketch: Field,
}

impl Fields {
    pub(in crate::search) fn schema() -> (Schema, Self) {
        let mut schema = Schema::builder();
        let mut text = |name: &str| {
            let indexing = TextFieldIndexing::default()
                .set_tokenizer(Words::NAME)
                .set_index_option(IndexRecordOption::WithFreqsAndPositions);
            schema.add_text_field(name, TextOptions::default().set_indexing_options(indexing))
        };
        let (title, pitch, body) = (text("title"), text("pitch"), text("body"));
        let (said, name, about) = (text("said"), text("name"), text("about"));
        let fields = Self {
            key: schema.add_text_field("key", STRING),
            title,
            pitch,
            body,
            said,
            name,
            about,
            by: schema.add_text_field("by", STRING),
            language: schema.add_text_field("language", STRING),
            tag: schema.add_text_field("tag", STRING | FAST),
            currency: schema.add_text_field("currency", STRING | FAST),
            kind: number(&mut schema, "kind"),
            id: number(&mut schema, "id"),
            plan: number(&mut schema, "plan"),
            author: number(&mut schema, "author"),
            stage: number(&mut schema, "stage"),
            licence: number(&mut schema, "licence"),
            ask: schema.add_i64_field("ask", FAST),
            price: schema.add_i64_field("price", FAST),
            even: schema.add_i64_field("even", FAST),
            family: schema.add_i64_field("family", FAST),
            forks: schema.add_i64_field("forks", FAST),
            comments: schema.add_i64_field("comments", FAST),
            created: schema.add_i64_field("created", FAST),
            meaning: schema.add_custom_field(meanings::FIELD, meanings::FIELD, Value::Null),
            sketch: schema.add_u64_field("sketch", FAST),
            revision: schema.add_i64_field("revision", FAST),
            read: schema.add_bytes_field("read", STORED),
            mark: schema.add_u64_field("mark", FAST),
        };
        (schema.build(), fields)
    }

    /// Where a figure is.
    pub(in crate::search) fn figure(&self, figure: Figure) -> Field {
        match figure {
            Figure::Even => self.even,
            Figure::Ask => self.ask,
            Figure::Price => self.price,
            Figure::Forks => self.forks,
            Figure::Comments => self.comments,
        }
    }

    /// Teaches an index how its texts are taken apart.
    pub(super) fn teach(index: &Index) {
        index.tokenizers().register(Words::NAME, Words::default());
    }
}

/// A number that things are looked up by; others are only read of what has been found.
fn number(schema: &mut SchemaBuilder, name: &str) -> Field {
    schema.add_i64_field(name, FAST | INDEXED)
}
