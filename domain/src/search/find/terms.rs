//! A query in the words of the index.

use super::conditions::{Asking, Condition, asking, conditions};
use crate::{
    broken::Broken,
    search::{
        Kind,
        index::{Fields, Snapshot, place},
        language::Language,
        query::{Query as Asked, Text},
        words::{fold, stem},
    },
};
use std::collections::BTreeSet;
use tantivy::{
    Term,
    query::{
        Bm25Weight, BooleanQuery, BoostQuery, ConstScoreQuery, EnableScoring, Occur, PhraseQuery,
        Query, TermQuery, Weight,
    },
    schema::{Field, IndexRecordOption},
};

/// What a word in the title counts beside one in the body …
const TITLE: f32 = 3.0;
/// … and one in the pitch.
const PITCH: f32 = 2.0;
/// What it adds when the very form was typed, and not another of the same word.
const EXACT: f32 = 0.5;
/// What a tag or an author's handle of this name counts.
const NAMED: f32 = 4.0;
/// A word that is in more than this share of the texts tells nothing beside others.
const COMMON: f64 = 0.3;

/// A typed word in all the forms in which the index may hold it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::search) struct Forms {
    pub exact: String,
    pub stems: BTreeSet<String>,
}

impl Forms {
    pub(in crate::search) fn of(word: &str, languages: &[Language]) -> Self {
        Self {
            exact: fold(word),
            stems: languages
                .iter()
                .filter_map(|language| stem(word, *language))
                .collect(),
        }
    }
}

/// What is looked for among the documents of a kind.
pub(super) struct Sought {
    pub kind: Kind,
    /// Each of these must be there, …
    pub all: Vec<Part>,
    /// … these only make a document better, …
    pub also: Vec<Part>,
    /// … and none of these may be there.
    pub none: Vec<Part>,
    /// What must hold or must not.
    pub conditions: Vec<Condition>,
}

/// A word or a phrase.
pub(super) enum Part {
    /// Found wherever one of its forms is.
    Word(Vec<Spot>),
    /// Words side by side.
    Phrase(Box<dyn Weight>),
}

/// A form of a word in a field.
pub(super) struct Spot {
    pub term: Term,
    pub worth: Worth,
    /// In how many documents it is.
    pub documents: u64,
}

/// What it counts to be found there.
pub(super) enum Worth {
    /// The more the rarer the word is and the shorter the text; as many times as is told beside it.
    Rarity(Box<Bm25Weight>),
    /// Always the same.
    Flat(f32),
}

/// The text fields of a kind, with what a word in them counts.
fn texts(fields: &Fields, kind: Kind) -> Vec<(Field, f32)> {
    match kind {
        Kind::Plan => vec![
            (fields.title, TITLE),
            (fields.pitch, PITCH),
            (fields.body, 1.0),
        ],
        Kind::Comment => vec![(fields.said, 1.0)],
        Kind::Person => vec![(fields.name, TITLE), (fields.about, 1.0)],
        Kind::Listing => vec![(fields.title, TITLE), (fields.about, 1.0)],
    }
}

impl Sought {
    pub(super) fn of(snapshot: &Snapshot, kind: Kind, asked: &Asked) -> Result<Self, Broken> {
        let mut sought = Self {
            kind,
            all: Vec::new(),
            also: Vec::new(),
            none: Vec::new(),
            conditions: conditions(snapshot, kind, asked)?,
        };
        for text in &asked.texts {
            let part = Part::of(snapshot, kind, text)?;
            if text.without {
                sought.none.push(part);
            } else if is_common(snapshot, kind, text)? {
                sought.also.push(part);
            } else {
                sought.all.push(part);
            }
        }
        if sought.all.is_empty() {
            sought.all = std::mem::take(&mut sought.also);
        }
        // The rarest first: the others need only be looked up in what it leaves.
        sought.all.sort_by_key(Part::documents);
        Ok(sought)
    }
}

/// Parts of one of tantivy's queries.
pub(in crate::search) type Clauses = Vec<(Occur, Box<dyn Query>)>;

/// What a query asks of everything of this kind beside the words that are to be found: its
/// conditions, and what must not be there. None of it counts for how well something fits.
pub(in crate::search) fn narrowing(
    snapshot: &Snapshot,
    kind: Kind,
    asked: &Asked,
) -> Result<Clauses, Broken> {
    let mut clauses: Clauses = Vec::new();
    for text in asked.texts.iter().filter(|text| text.without) {
        clauses.push((Occur::MustNot, text_query(snapshot, kind, text)?));
    }
    for Asking { without, query, .. } in asking(snapshot, kind, asked) {
        let occur = if without { Occur::MustNot } else { Occur::Must };
        let query = ConstScoreQuery::new(query, 0.0);
        clauses.push((occur, Box::new(query)));
    }
    Ok(clauses)
}

fn text_query(snapshot: &Snapshot, kind: Kind, text: &Text) -> Result<Box<dyn Query>, Broken> {
    let [word] = text.words.as_slice() else {
        return Ok(phrase_query(&snapshot.fields, kind, &text.words));
    };
    let spots = spots(snapshot, kind, word, text.quoted)?.into_iter();
    let terms = spots.map(|spot| {
        let query = TermQuery::new(spot.term, IndexRecordOption::Basic);
        Box::new(query) as Box<dyn Query>
    });
    Ok(Box::new(BooleanQuery::union(terms.collect())))
}

/// Whether a word is nearly everywhere, such as "the".
fn is_common(snapshot: &Snapshot, kind: Kind, text: &Text) -> Result<bool, Broken> {
    let [word] = text.words.as_slice() else {
        return Ok(false);
    };
    if text.quoted {
        return Ok(false);
    }
    let fields = &snapshot.fields;
    let searcher = &snapshot.searcher;
    let all = searcher.doc_freq(&Term::from_field_i64(fields.kind, place(Kind::ALL, &kind)))?;
    let body = match kind {
        Kind::Plan => fields.body,
        Kind::Comment => fields.said,
        Kind::Person | Kind::Listing => fields.about,
    };
    let having = searcher.doc_freq(&Term::from_field_text(body, &fold(word)))?;
    #[expect(clippy::cast_precision_loss, reason = "counts of documents")]
    let is_common = all > 100 && having as f64 > all as f64 * COMMON;
    Ok(is_common)
}

impl Part {
    fn of(snapshot: &Snapshot, kind: Kind, text: &Text) -> Result<Self, Broken> {
        match text.words.as_slice() {
            [word] => Ok(Self::Word(spots(snapshot, kind, word, text.quoted)?)),
            words => {
                let scoring = EnableScoring::enabled_from_searcher(&snapshot.searcher);
                let query = phrase_query(&snapshot.fields, kind, words);
                Ok(Self::Phrase(query.weight(scoring)?))
            }
        }
    }

    /// In about how many documents it is; a phrase counts as everywhere, because it takes longest.
    fn documents(&self) -> u64 {
        match self {
            Self::Word(spots) => spots.iter().map(|spot| spot.documents).sum(),
            Self::Phrase(_) => u64::MAX,
        }
    }
}

/// Where a word may stand, without the places where it never does.
fn spots(snapshot: &Snapshot, kind: Kind, word: &str, quoted: bool) -> Result<Vec<Spot>, Broken> {
    let fields = &snapshot.fields;
    let forms = Forms::of(word, &snapshot.languages);
    let mut spots = Vec::new();
    for (field, counts) in texts(fields, kind) {
        let is_only = quoted || forms.stems.is_empty();
        let exact = if is_only { counts } else { counts * EXACT };
        spots.extend(rarity(snapshot, field, &forms.exact, exact)?);
        if !quoted {
            for stem in &forms.stems {
                spots.extend(rarity(snapshot, field, stem, counts)?);
            }
        }
    }
    let named = [(kind == Kind::Plan).then_some(fields.tag), Some(fields.by)];
    for field in named.into_iter().flatten() {
        let term = Term::from_field_text(field, &forms.exact);
        let documents = snapshot.searcher.doc_freq(&term)?;
        spots.push(Spot {
            term,
            worth: Worth::Flat(NAMED),
            documents,
        });
    }
    spots.retain(|spot| spot.documents > 0);
    Ok(spots)
}

fn rarity(
    snapshot: &Snapshot,
    field: Field,
    text: &str,
    counts: f32,
) -> Result<Option<Spot>, Broken> {
    let term = Term::from_field_text(field, text);
    let documents = snapshot.searcher.doc_freq(&term)?;
    if documents == 0 {
        return Ok(None);
    }
    let weight = Bm25Weight::for_terms(&snapshot.searcher, std::slice::from_ref(&term))?;
    Ok(Some(Spot {
        term,
        worth: Worth::Rarity(Box::new(weight.boost_by(counts))),
        documents,
    }))
}

/// The words as they stand, side by side. What joins two words for Unicode alone, as in `3-D`, is
/// a phrase as well.
fn phrase_query(fields: &Fields, kind: Kind, words: &[String]) -> Box<dyn Query> {
    let phrases = texts(fields, kind).into_iter().map(|(field, counts)| {
        let terms = words
            .iter()
            .map(|word| Term::from_field_text(field, &fold(word)));
        let query = Box::new(PhraseQuery::new(terms.collect()));
        Box::new(BoostQuery::new(query, counts)) as Box<dyn Query>
    });
    Box::new(BooleanQuery::union(phrases.collect()))
}
