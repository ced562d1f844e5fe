//! The members of a family as a list, in the order of the tree with the tree drawn beside them.

use super::{
    gutter::{Gutter, Mark},
    tree::{self, Row},
    words::{moved, revisions_since},
};
use crate::{
    plans::{
        address, parts,
        parts::{counted, stage_name},
    },
    time::{Ago, Day},
    visit::Visit,
};
use domain::{
    forks::FamilyPage,
    ids::PlanId,
    plans::{Plan, State},
};
use leptos::prelude::*;
use std::ops::Range;

/// So many unchanged forks of one plan after each other are folded into one row.
const FOLDED: usize = 3;

/// The members on a page, each with what it was forked from.
pub(super) fn list(visit: &Visit, here: PlanId, members: &[Plan]) -> AnyView {
    let items = members
        .iter()
        .map(|plan| {
            let parent = plan.fork.as_ref().map(|fork| fork.parent.title.clone());
            view! { <li>{member(visit, here, plan, parent)}</li> }
        })
        .collect_view();
    view! { <ol class="family">{items}</ol> }.into_any()
}

/// The members on a page under their ancestors, which may be on an earlier one.
pub(super) fn tree(visit: &Visit, here: PlanId, family: &FamilyPage) -> AnyView {
    let plans: Vec<&Plan> = family.above.iter().chain(&family.page.items).collect();
    let rows = tree::rows(&plans, family.below.as_ref());
    let drawn = Drawn {
        visit,
        here,
        plans: &plans,
        gutter: Gutter::of(&rows),
        rows: &rows,
    };
    let above = 0..family.above.len();
    let above = above.map(|index| drawn.ancestor(index)).collect_view();
    let first = family.above.len();
    let members = drawn.pieces(first..plans.len());
    view! {
        <ol class="family tree">
            {above}
            {members.into_iter().map(|piece| drawn.piece(piece)).collect_view()}
        </ol>
    }
    .into_any()
}

/// A part of the list: a member, or forks of one plan that are folded.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Member(usize),
    Folded(Range<usize>),
}

/// Rows with their plans, about to be shown.
struct Drawn<'d> {
    visit: &'d Visit,
    here: PlanId,
    plans: &'d [&'d Plan],
    rows: &'d [Row],
    gutter: Gutter,
}

impl Drawn<'_> {
    fn pieces(&self, range: Range<usize>) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut from = range.start;
        while from < range.end {
            let alike = (from..range.end)
                .take_while(|index| self.may_fold(*index, from))
                .count();
            if alike >= FOLDED {
                pieces.push(Piece::Folded(from..from + alike));
                from += alike;
            } else {
                pieces.push(Piece::Member(from));
                from += 1;
            }
        }
        pieces
    }

    /// Whether this row says as little as the one where a fold begins, and of the same parent.
    fn may_fold(&self, index: usize, first: usize) -> bool {
        let (plan, row) = (self.plans[index], &self.rows[index]);
        is_untouched(plan)
            && plan.id != self.here
            && !row.down
            && row.above == self.rows[first].above
    }

    fn piece(&self, piece: Piece) -> AnyView {
        match piece {
            Piece::Member(index) => self.member(index),
            Piece::Folded(range) => self.folded(range),
        }
    }

    fn member(&self, index: usize) -> AnyView {
        let plan = self.plans[index];
        view! {
            <li>{self.branch(index)} {member(self.visit, self.here, plan, None)}</li>
        }
        .into_any()
    }

    fn ancestor(&self, index: usize) -> AnyView {
        let plan = self.plans[index];
        view! {
            <li class="above">
                {self.branch(index)}
                <p>
                    {title(self.here, plan)}
                    <span class="meta">" by " {parts::author(&plan.author)}</span>
                </p>
            </li>
        }
        .into_any()
    }

    fn folded(&self, range: Range<usize>) -> AnyView {
        // Which lines go on below the fold, the last of them knows.
        let row = &self.rows[range.end - 1];
        let more = i64::try_from(range.len()).unwrap_or(i64::MAX);
        let words = format!("{}, not changed yet", counted(more, "more fork"));
        let branch = self.gutter.draw_folded(row, words.clone());
        let members = range.map(|index| self.member(index)).collect_view();
        view! {
            <li class="folded">
                <details>
                    <summary>{branch} <span>{words}</span></summary>
                    <ol>{members}</ol>
                </details>
            </li>
        }
        .into_any()
    }

    fn branch(&self, index: usize) -> AnyView {
        let (plan, row) = (self.plans[index], &self.rows[index]);
        let mark = match plan {
            plan if plan.id == self.here => Mark::Here,
            plan if !plan.readable_by(&self.visit.viewer) => Mark::Gone,
            plan if is_untouched(plan) => Mark::Untouched,
            _ => Mark::Other,
        };
        self.gutter.draw(row, mark, label(plan))
    }
}

/// Where in the tree a plan stands, for whoever does not see the drawing.
pub(super) fn label(plan: &Plan) -> String {
    match &plan.fork {
        None => "First of the family".into(),
        Some(fork) => format!(
            "Generation {}, forked from {}",
            plan.family.generation, fork.parent.title
        ),
    }
}

fn is_untouched(plan: &Plan) -> bool {
    plan.state == State::Published
        && plan
            .fork
            .as_ref()
            .is_some_and(|fork| fork.distance.untouched)
}

fn title(here: PlanId, plan: &Plan) -> AnyView {
    let is_here = plan.id == here;
    view! {
        <a href=address(plan) aria-current=is_here.then_some("true")>
            {plan.title.clone()}
        </a>
        {is_here.then(|| view! { " " <span class="stage">"this plan"</span> })}
    }
    .into_any()
}

fn member(visit: &Visit, here: PlanId, plan: &Plan, parent: Option<String>) -> AnyView {
    let rest = if plan.readable_by(&visit.viewer) {
        told(visit, plan, parent)
    } else {
        tombstone(plan)
    };
    view! {
        <div>
            <h3>{title(here, plan)}</h3>
            {rest}
        </div>
    }
    .into_any()
}

/// Of a plan that was withdrawn: when, and under which licence its copies stay.
fn tombstone(plan: &Plan) -> AnyView {
    view! {
        <p class="meta">
            "Withdrawn"
            {plan.withdrawn_at.map(|at| view! { " on " <Day at=at /> })}
            ", "
            <a href=plan.licence.url()>{plan.licence.name()}</a>
        </p>
    }
    .into_any()
}

fn told(visit: &Visit, plan: &Plan, parent: Option<String>) -> AnyView {
    let why = plan.fork.as_ref().map(|fork| {
        let differs = fork.differs.clone();
        view! {
            <p class="why">
                {fork.linked.then_some("A moderator found: ")}
                {(!fork.reason.is_empty()).then(|| format!("“{}”", fork.reason))}
                {differs.map(|differs| view! { <span class="meta">{format!(" What differs: {differs}")}</span> })}
            </p>
        }
    });
    view! {
        {why}
        <p class="meta">
            <span class="stage">{stage_name(plan.stage)}</span>
            " by "
            {parts::author(&plan.author)}
            ", "
            {plan.fork.is_some().then_some("forked ")}
            <Ago at=plan.created_at now=visit.now />
            {parent.map(|title| format!(" from {title}"))}
            ", "
            {since(plan)}
        </p>
        <p class="meta">{counts(plan)}</p>
    }
    .into_any()
}

/// What became of it: its revisions, and how far it has moved.
fn since(plan: &Plan) -> String {
    let Some(fork) = &plan.fork else {
        return counted(plan.head.0.into(), "revision");
    };
    match revisions_since(plan) {
        Some(since) => format!("{since}, {}", moved(fork.distance)),
        None => moved(fork.distance),
    }
}

fn counts(plan: &Plan) -> String {
    let running =
        (plan.running > 0).then(|| format!(", running in {}", counted(plan.running, "place")));
    format!(
        "{}, {}, {}{}",
        counted(plan.votes, "vote"),
        counted(plan.comments, "comment"),
        counted(plan.forks, "fork"),
        running.unwrap_or_default()
    )
}
