//! The conditions of a query, such as `tag:energy`.

use crate::{
    broken::Broken,
    plans::{Licence, Stage},
    search::{
        Kind,
        index::{Fields, Snapshot, place},
        query::{Bounds, Figure, Filter, Query as Asked, What},
    },
};
use std::ops::Bound;
use tantivy::{
    Term,
    query::{BooleanQuery, EnableScoring, Query, RangeQuery, TermQuery, Weight},
    schema::{Field, IndexRecordOption},
};

/// A condition, or several of one kind of which any will do.
pub(super) struct Condition {
    pub without: bool,
    pub query: Box<dyn Weight>,
    /// Whether its counts tell what another choice would give.
    pub group: Option<Group>,
}

impl Condition {
    /// That it was written at this moment or later.
    pub(super) fn since(snapshot: &Snapshot, moment: i64) -> Result<Self, Broken> {
        let since = Bounds {
            from: Some(moment),
            to: None,
        };
        let scoring = EnableScoring::disabled_from_searcher(&snapshot.searcher);
        Ok(Self {
            without: false,
            query: within(snapshot.fields.created, since).weight(scoring)?,
            group: None,
        })
    }
}

/// The conditions that are offered with counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Group {
    Tags,
    Stages,
    Licences,
    Even,
    Ask,
}

impl Group {
    /// A plan's condition that is counted.
    fn of(filter: &Filter) -> Option<Self> {
        match filter.what {
            _ if filter.without => None,
            What::Tag(_) => Some(Self::Tags),
            What::Stage(_) => Some(Self::Stages),
            What::Licence(_) => Some(Self::Licences),
            What::Figure(Figure::Even, _) => Some(Self::Even),
            What::Figure(Figure::Ask, _) => Some(Self::Ask),
            _ => None,
        }
    }
}

/// As [`Condition`], before it is looked up.
pub(super) struct Asking {
    pub without: bool,
    pub query: Box<dyn Query>,
    group: Option<Group>,
}

/// Conditions on one field of which any will do.
type AnyOf = (Field, Option<Group>, Vec<Box<dyn Query>>);

/// Conditions, ready to be looked up.
pub(super) fn conditions(
    snapshot: &Snapshot,
    kind: Kind,
    asked: &Asked,
) -> Result<Vec<Condition>, Broken> {
    let scoring = EnableScoring::disabled_from_searcher(&snapshot.searcher);
    let asking = asking(snapshot, kind, asked).into_iter();
    asking
        .map(|asking| {
            Ok(Condition {
                without: asking.without,
                query: asking.query.weight(scoring)?,
                group: asking.group,
            })
        })
        .collect()
}

/// Conditions: of a plan's one stage, licence, author or currency any that is named will do; of
/// everything else all hold.
pub(super) fn asking(snapshot: &Snapshot, kind: Kind, asked: &Asked) -> Vec<Asking> {
    let mut asking = Vec::new();
    let mut any_of: Vec<AnyOf> = Vec::new();
    for filter in &asked.filters {
        // What is looked at is of this kind anyway.
        if filter.what == What::Kind(kind) && !filter.without {
            continue;
        }
        let group = Group::of(filter).filter(|_| kind == Kind::Plan);
        let (field, query) = condition(&snapshot.fields, &filter.what);
        if filter.without || matches!(filter.what, What::Tag(_) | What::Figure(..)) {
            asking.push(Asking {
                without: filter.without,
                query,
                group,
            });
        } else {
            match any_of.iter_mut().find(|(of, ..)| *of == field) {
                Some((.., queries)) => queries.push(query),
                None => any_of.push((field, group, vec![query])),
            }
        }
    }
    asking.extend(any_of.into_iter().map(|(_, group, queries)| Asking {
        without: false,
        query: Box::new(BooleanQuery::union(queries)),
        group,
    }));
    asking
}

fn condition(fields: &Fields, what: &What) -> (Field, Box<dyn Query>) {
    let text = |field: Field, text: &str| {
        let term = Term::from_field_text(field, text);
        let query = TermQuery::new(term, IndexRecordOption::Basic);
        (field, Box::new(query) as Box<dyn Query>)
    };
    let number = |field: Field, number: i64| {
        let term = Term::from_field_i64(field, number);
        let query = TermQuery::new(term, IndexRecordOption::Basic);
        (field, Box::new(query) as Box<dyn Query>)
    };
    match what {
        What::Kind(one) => number(fields.kind, place(Kind::ALL, one)),
        What::Tag(tag) => text(fields.tag, tag.as_str()),
        What::By(handle) => text(fields.by, handle),
        What::Stage(stage) => number(fields.stage, place(Stage::ALL, stage)),
        What::Licence(licence) => number(fields.licence, place(Licence::ALL, licence)),
        What::Currency(code) => text(fields.currency, code),
        What::Figure(figure, bounds) => {
            let field = fields.figure(*figure);
            (field, within(field, *bounds))
        }
    }
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
