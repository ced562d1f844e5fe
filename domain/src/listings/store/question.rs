//! What a listing that asks is answered.

use crate::{
    broken::Broken,
    cursor::Cursor,
    forum::Forum,
    ids::PlanId,
    listings::Question,
    plans::{self, MOST_PER_PAGE, Plan},
    search::{self, Figure, Hit, Kind, Query, Reading, Sort, What, in_hundredths},
    viewer::Viewer,
};
use std::mem::discriminant;

/// Plans that answer a listing's question.
#[derive(Clone, Debug, Default)]
pub struct Answers {
    /// Those of this page that were not put into the listing by hand.
    pub plans: Vec<Plan>,
    /// Where the next page begins.
    pub next: Option<Cursor>,
    /// Where they are from.
    pub source: Source,
}

/// Where answers are from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Source {
    /// The search index: all of them.
    #[default]
    Index,
    /// While the first index is being built, the youngest plans, of which these fit.
    Youngest,
    /// While it is being built and the question asks for words, nothing.
    Nowhere,
}

/// The plans that answer a question, page by page, without those that were put into the listing.
///
/// # Errors
/// When the database or the index fails.
pub async fn answers(
    forum: &Forum,
    viewer: &Viewer,
    question: &Question,
    picks: &[PlanId],
    (after, limit): (Option<Cursor>, u64),
) -> Result<Answers, Broken> {
    let reading = Reading {
        kind: Kind::Plan,
        sort: question.sort,
        after,
        limit,
    };
    let found = search::find(forum, viewer, &question.asked.query, &reading).await?;
    let mut answers = if found.building.is_some() {
        of_the_youngest(forum, viewer, question).await?
    } else {
        let plans = found.hits.into_iter().filter_map(|hit| match hit {
            Hit::Plan { plan, .. } => Some(*plan),
            Hit::Comment { .. } | Hit::Person { .. } | Hit::Listing { .. } => None,
        });
        Answers {
            plans: plans.collect(),
            next: found.next,
            source: Source::Index,
        }
    };
    answers.plans.retain(|plan| !picks.contains(&plan.id));
    Ok(answers)
}

/// What the tables can tell by themselves. A question that asks for words they do not answer.
async fn of_the_youngest(
    forum: &Forum,
    viewer: &Viewer,
    question: &Question,
) -> Result<Answers, Broken> {
    let query = &question.asked.query;
    if !query.texts.is_empty() || !query.filters.iter().all(|filter| is_told(&filter.what)) {
        return Ok(Answers {
            source: Source::Nowhere,
            ..Answers::default()
        });
    }
    let tag = query.filters.iter().find_map(|filter| match &filter.what {
        What::Tag(tag) if !filter.without => Some(tag.clone()),
        _ => None,
    });
    let listing = plans::Listing {
        sort: match question.sort {
            Sort::Forked => plans::Sort::Forked,
            Sort::New | Sort::Relevance => plans::Sort::New,
        },
        tag,
        limit: MOST_PER_PAGE,
        ..plans::Listing::default()
    };
    let mut plans = plans::list(forum, viewer, &listing).await?.items;
    plans.retain(|plan| fits(plan, query));
    Ok(Answers {
        plans,
        next: None,
        source: Source::Youngest,
    })
}

/// Whether lists of plans tell this. The price of a unit is told by the numbers alone.
fn is_told(what: &What) -> bool {
    !matches!(what, What::Figure(Figure::Price, _))
}

/// As the index reads conditions: of a plan's one stage, licence, author or currency any that is named
/// will do; of everything else all hold.
fn fits(plan: &Plan, query: &Query) -> bool {
    query.filters.iter().all(|filter| {
        let all_hold = matches!(filter.what, What::Tag(_) | What::Figure(..));
        if filter.without || all_hold {
            return filter.without != has(plan, &filter.what);
        }
        let mut alike = query.filters.iter().filter(|other| {
            !other.without && discriminant(&other.what) == discriminant(&filter.what)
        });
        alike.any(|other| has(plan, &other.what))
    })
}

fn has(plan: &Plan, what: &What) -> bool {
    match what {
        What::Kind(kind) => *kind == Kind::Plan,
        What::Tag(tag) => plan.tags.contains(tag),
        What::By(handle) => {
            let person = plan.author.person.as_ref();
            person.is_some_and(|person| person.handle.as_str() == handle)
        }
        What::Stage(stage) => plan.stage == *stage,
        What::Licence(licence) => plan.licence == *licence,
        What::Currency(code) => {
            let figures = plan.figures.as_ref();
            figures.is_some_and(|figures| figures.currency.eq_ignore_ascii_case(code))
        }
        What::Figure(figure, bounds) => {
            figure_of(plan, *figure).is_some_and(|number| bounds.hold(number))
        }
    }
}

fn figure_of(plan: &Plan, figure: Figure) -> Option<i64> {
    let figures = plan.figures.as_ref();
    match figure {
        Figure::Even => figures?.breaks_even_by_day.map(i64::from),
        Figure::Ask => in_hundredths(figures?.ask?, &figures?.currency),
        Figure::Forks => Some(plan.forks),
        Figure::Comments => Some(plan.comments),
        Figure::Price => None,
    }
}
