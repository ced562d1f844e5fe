//! A query in the words of the index.

use crate::{
    broken::Broken,
    search::{
        Kind,
        index::{Fields, Snapshot, place},
        language::Language,
        query::{Bounds, Filter, Query as Asked, Text, What},
        words::{fold, stem},
    },
};
use std::{collections::BTreeSet, ops::Bound};
use tantivy::{
    Term,
    query::{
        AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, Occur, PhraseQuery, Query, RangeQuery,
        TermQuery,
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
    }
}

/// Everything of this kind in which all words are found and all conditions hold but those that are
/// counted on the way.
pub(super) fn query(
    snapshot: &Snapshot,
    kind: Kind,
    asked: &Asked,
    is_counted: impl Fn(&Filter) -> bool,
) -> Result<Box<dyn Query>, Broken> {
    let fields = &snapshot.fields;
    let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::new();
    let mut common: Vec<Box<dyn Query>> = Vec::new();
    for text in &asked.texts {
        let made = text_query(snapshot, kind, text);
        if text.without {
            clauses.push((Occur::MustNot, made));
        } else if is_common(snapshot, kind, text)? {
            common.push(made);
        } else {
            clauses.push((Occur::Must, made));
        }
    }
    let has_telling = clauses.iter().any(|(occur, _)| *occur == Occur::Must);
    let has_common = !common.is_empty();
    let occur = if has_telling {
        Occur::Should
    } else {
        Occur::Must
    };
    clauses.extend(common.into_iter().map(|query| (occur, query)));
    if !has_telling && !has_common {
        let all = exactly(fields.kind, place(Kind::ALL, &kind));
        clauses.push((Occur::Must, Box::new(ConstScoreQuery::new(all, 0.0))));
    }
    let filters = asked.filters.iter().filter(|filter| !is_counted(filter));
    clauses.extend(conditions(fields, kind, filters));
    Ok(Box::new(BooleanQuery::new(clauses)))
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
        Kind::Person => fields.about,
    };
    let having = searcher.doc_freq(&Term::from_field_text(body, &fold(word)))?;
    #[expect(clippy::cast_precision_loss, reason = "counts of documents")]
    let is_common = all > 100 && having as f64 > all as f64 * COMMON;
    Ok(is_common)
}

fn text_query(snapshot: &Snapshot, kind: Kind, text: &Text) -> Box<dyn Query> {
    match text.words.as_slice() {
        [word] => word_query(snapshot, kind, word, text.quoted),
        words => phrase_query(&snapshot.fields, kind, words),
    }
}

fn word_query(snapshot: &Snapshot, kind: Kind, word: &str, quoted: bool) -> Box<dyn Query> {
    let fields = &snapshot.fields;
    let forms = Forms::of(word, &snapshot.languages);
    let mut places: Vec<Box<dyn Query>> = Vec::new();
    for (field, counts) in texts(fields, kind) {
        let is_only = quoted || forms.stems.is_empty();
        let exact = if is_only { counts } else { counts * EXACT };
        places.push(term(field, &forms.exact, exact));
        if !quoted {
            places.extend(forms.stems.iter().map(|stem| term(field, stem, counts)));
        }
    }
    if kind == Kind::Plan {
        places.push(named(fields.tag, &forms.exact));
    }
    places.push(named(fields.by, &forms.exact));
    Box::new(BooleanQuery::union(places))
}

fn term(field: Field, text: &str, counts: f32) -> Box<dyn Query> {
    let term = Term::from_field_text(field, text);
    let query = Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs));
    Box::new(BoostQuery::new(query, counts))
}

fn named(field: Field, name: &str) -> Box<dyn Query> {
    let term = Term::from_field_text(field, name);
    let query = Box::new(TermQuery::new(term, IndexRecordOption::Basic));
    Box::new(ConstScoreQuery::new(query, NAMED))
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

/// Conditions: of a plan's one stage, licence, author or currency any that is named will do; of
/// everything else all hold.
fn conditions<'f>(
    fields: &Fields,
    kind: Kind,
    filters: impl Iterator<Item = &'f Filter>,
) -> Vec<(Occur, Box<dyn Query>)> {
    let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::new();
    let mut any_of: Vec<(Field, Vec<Box<dyn Query>>)> = Vec::new();
    for filter in filters {
        let (field, query) = condition(fields, kind, &filter.what);
        let is_one_of = !matches!(filter.what, What::Tag(_) | What::Figure(..));
        if filter.without {
            clauses.push((Occur::MustNot, query));
        } else if is_one_of {
            match any_of.iter_mut().find(|(of, _)| *of == field) {
                Some((_, queries)) => queries.push(query),
                None => any_of.push((field, vec![query])),
            }
        } else {
            clauses.push((Occur::Must, query));
        }
    }
    let any_of = any_of.into_iter().map(|(_, queries)| {
        let any = Box::new(BooleanQuery::union(queries));
        (
            Occur::Must,
            Box::new(ConstScoreQuery::new(any, 0.0)) as Box<dyn Query>,
        )
    });
    clauses.extend(any_of);
    clauses
}

fn condition(fields: &Fields, kind: Kind, what: &What) -> (Field, Box<dyn Query>) {
    let text = |field: Field, text: &str| {
        let term = Term::from_field_text(field, text);
        let query = TermQuery::new(term, IndexRecordOption::Basic);
        (
            field,
            Box::new(ConstScoreQuery::new(Box::new(query), 0.0)) as Box<dyn Query>,
        )
    };
    let number = |field: Field, number: i64| {
        (
            field,
            Box::new(ConstScoreQuery::new(exactly(field, number), 0.0)) as Box<dyn Query>,
        )
    };
    match what {
        What::Kind(one) if *one == kind => (
            fields.kind,
            Box::new(ConstScoreQuery::new(Box::new(AllQuery), 0.0)),
        ),
        What::Kind(one) => number(fields.kind, place(Kind::ALL, one)),
        What::Tag(tag) => text(fields.tag, tag.as_str()),
        What::By(handle) => text(fields.by, handle),
        What::Stage(stage) => number(fields.stage, place(crate::plans::Stage::ALL, stage)),
        What::Licence(licence) => {
            number(fields.licence, place(crate::plans::Licence::ALL, licence))
        }
        What::Currency(code) => text(fields.currency, code),
        What::Figure(figure, bounds) => {
            let field = fields.figure(*figure);
            (
                field,
                Box::new(ConstScoreQuery::new(within(field, *bounds), 0.0)),
            )
        }
    }
}

fn exactly(field: Field, number: i64) -> Box<dyn Query> {
    let term = Term::from_field_i64(field, number);
    Box::new(TermQuery::new(term, IndexRecordOption::Basic))
}

fn within(field: Field, bounds: Bounds) -> Box<dyn Query> {
    let bound = |number: Option<i64>| match number {
        Some(number) => Bound::Included(Term::from_field_i64(field, number)),
        // Whoever has no such figure is not within any bounds.
        None => Bound::Unbounded,
    };
    let (from, to) = match bounds {
        Bounds {
            from: None,
            to: None,
        } => (bound(Some(i64::MIN)), bound(None)),
        Bounds { from, to } => (bound(from), bound(to)),
    };
    Box::new(RangeQuery::new(from, to))
}
