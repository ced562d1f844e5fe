//! The shape of a family tree: which of the plans that are shown hangs from which, row by row.

use domain::{
    ids::PlanId,
    plans::{Family, Plan},
};
use std::collections::BTreeSet;

/// Plans that are deeper stand in the last lane, so that a long line of descent fits a telephone.
pub(super) const LAST_LANE: usize = 8;

/// Where a row's plan stands, and which lines go past it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Row {
    /// The row of the plan that it hangs from, if that is shown.
    pub above: Option<usize>,
    /// In which lane its plan stands.
    pub lane: usize,
    /// From which lane its line comes.
    pub from: Option<usize>,
    /// Whether plans are left out between it and the one that it hangs from.
    pub apart: bool,
    /// The lanes of lines that go past it to a row below.
    pub past: BTreeSet<usize>,
    /// Whether a row below hangs from it.
    pub down: bool,
}

/// The rows of these plans, which stand in the order of the tree. `next` is where the plan stands
/// that would come after them: lines to it go on beyond the last row.
pub(super) fn rows(plans: &[&Plan], next: Option<&Family>) -> Vec<Row> {
    let stands: Vec<Stand> = plans.iter().map(|plan| Stand::of(plan)).collect();
    let mut rows: Vec<Row> = Vec::with_capacity(stands.len());
    let mut last = vec![None; stands.len()];
    let mut open: Vec<usize> = Vec::new();
    for (index, stand) in stands.iter().enumerate() {
        let above = nearest(&mut open, &stands, &stand.way);
        if let Some(above) = above {
            last[above] = Some(index);
        }
        rows.push(stand.row(above.map(|above| (above, rows[above].lane, stands[above].id))));
        open.push(index);
    }
    if let Some(next) = next
        && let Some(above) = nearest(&mut open, &stands, &way_to(next))
    {
        last[above] = Some(stands.len());
    }
    draw_lines(&mut rows, &last);
    rows
}

/// A plan's place in its family.
struct Stand {
    id: PlanId,
    parent: Option<PlanId>,
    way: Vec<PlanId>,
}

impl Stand {
    fn of(plan: &Plan) -> Self {
        Self {
            id: plan.id,
            parent: plan.fork.as_ref().map(|fork| fork.from),
            // Of a very long line of descent the way names no parent.
            way: way_to(&plan.family)
                .into_iter()
                .chain(plan.fork.as_ref().map(|fork| fork.from))
                .collect(),
        }
    }

    /// Its row below the one that it hangs from: which, in which lane, of which plan.
    fn row(&self, above: Option<(usize, usize, PlanId)>) -> Row {
        Row {
            above: above.map(|(index, ..)| index),
            lane: above.map_or(0, |(_, lane, _)| (lane + 1).min(LAST_LANE)),
            from: above.map(|(_, lane, _)| lane),
            apart: self.parent != above.map(|(.., id)| id),
            ..Row::default()
        }
    }
}

/// The plans from the first ancestor down to this one.
fn way_to(family: &Family) -> Vec<PlanId> {
    std::iter::once(family.first)
        .chain(family.lineage.steps())
        .collect()
}

/// The last of the open rows whose plan is on this way. Those after it have nothing more below.
fn nearest(open: &mut Vec<usize>, stands: &[Stand], way: &[PlanId]) -> Option<usize> {
    while let Some(last) = open.last()
        && !way.contains(&stands[*last].id)
    {
        open.pop();
    }
    open.last().copied()
}

/// From each row down to the last that hangs from it.
fn draw_lines(rows: &mut [Row], last: &[Option<usize>]) {
    for (index, last) in last.iter().enumerate() {
        let Some(last) = *last else {
            continue;
        };
        rows[index].down = true;
        let lane = rows[index].lane;
        for row in rows.iter_mut().take(last).skip(index + 1) {
            row.past.insert(lane);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{LAST_LANE, Row, rows};
    use domain::{
        accounts::Byline,
        clock::Timestamp,
        forks::Lineage,
        ids::{AccountId, PlanId, RevisionNumber},
        plans::{Distance, Family, Fork, Licence, Parent, Plan, Stage, State},
    };

    fn byline() -> Byline {
        Byline {
            id: AccountId(1),
            person: None,
        }
    }

    /// The plan at the end of this way from the first ancestor.
    fn plan(way: &[i64]) -> Plan {
        let below = way.iter().skip(1);
        let family = Family {
            first: PlanId(way[0]),
            generation: i32::try_from(way.len()).expect("a short way") - 1,
            lineage: below.fold(Lineage::default(), |way, id| way.then(PlanId(*id))),
        };
        let parent = way.len().checked_sub(2).map(|index| way[index]);
        Plan {
            id: PlanId(way[way.len() - 1]),
            fork: parent.map(fork),
            family,
            slug: String::new(),
            title: String::new(),
            pitch: String::new(),
            stage: Stage::Sketch,
            licence: Licence::BySa,
            tags: Vec::new(),
            state: State::Published,
            author: byline(),
            head: RevisionNumber::FIRST,
            origin: None,
            created_at: Timestamp(0),
            changed_at: Timestamp(0),
            withdrawn_at: None,
            withheld: None,
            locked: None,
            outdated: None,
            edited: None,
            unlinked: None,
            merged_into: None,
            votes: 0,
            comments: 0,
            forks: 0,
            running: 0,
            suggestions: 0,
            figures: None,
            voted: false,
        }
    }

    fn fork(parent: i64) -> Fork {
        Fork {
            from: PlanId(parent),
            parent: Parent {
                id: PlanId(parent),
                slug: String::new(),
                title: String::new(),
                author: byline(),
                head: RevisionNumber(1),
                withdrawn: false,
            },
            revision: RevisionNumber::FIRST,
            reason: String::new(),
            linked: false,
            differs: None,
            pulled: RevisionNumber::FIRST,
            distance: Distance::default(),
        }
    }

    fn drawn(ways: &[&[i64]], next: Option<&[i64]>) -> Vec<Row> {
        let plans: Vec<Plan> = ways.iter().map(|way| plan(way)).collect();
        let next = next.map(|way| plan(way).family);
        rows(&plans.iter().collect::<Vec<_>>(), next.as_ref())
    }

    fn lanes(rows: &[Row]) -> Vec<usize> {
        rows.iter().map(|row| row.lane).collect()
    }

    fn past(rows: &[Row]) -> Vec<Vec<usize>> {
        let past = rows.iter().map(|row| row.past.iter().copied());
        past.map(Iterator::collect).collect()
    }

    #[test]
    fn lines_go_from_each_plan_to_the_last_that_hangs_from_it() {
        let rows = drawn(&[&[1], &[1, 2], &[1, 2, 4], &[1, 2, 5], &[1, 3]], None);
        assert_eq!(lanes(&rows), [0, 1, 2, 2, 1]);
        let above: Vec<_> = rows.iter().map(|row| row.above).collect();
        assert_eq!(above, [None, Some(0), Some(1), Some(1), Some(0)]);
        let expected: [&[usize]; 5] = [&[], &[0], &[0, 1], &[0], &[]];
        assert_eq!(past(&rows), expected);
        let down: Vec<_> = rows.iter().map(|row| row.down).collect();
        assert_eq!(down, [true, true, false, false, false]);
        assert!(rows.iter().all(|row| !row.apart));
    }

    #[test]
    fn lines_go_on_to_the_next_page_and_no_others() {
        let rows = drawn(&[&[1], &[1, 2], &[1, 2, 4]], Some(&[1, 3]));
        let expected: [&[usize]; 3] = [&[], &[0], &[0]];
        assert_eq!(past(&rows), expected);
        let rows = drawn(&[&[1], &[1, 2], &[1, 2, 4]], Some(&[1, 2, 4, 5]));
        let expected: [&[usize]; 3] = [&[], &[], &[]];
        assert_eq!(past(&rows), expected);
        assert!(rows[2].down);
    }

    #[test]
    fn what_is_left_out_between_two_plans_shows() {
        let rows = drawn(&[&[1], &[1, 2, 4, 6], &[1, 3]], None);
        assert_eq!(lanes(&rows), [0, 1, 1]);
        assert_eq!((rows[1].apart, rows[2].apart), (true, false));
        let alone = drawn(&[&[1, 2]], None);
        assert_eq!((alone[0].above, alone[0].apart), (None, true));
    }

    #[test]
    fn the_longest_line_of_descent_is_no_wider_than_others() {
        let way: Vec<i64> = (1..=130).collect();
        let ways: Vec<&[i64]> = (1..=130).map(|length| &way[..length]).collect();
        let rows = drawn(&ways, None);
        assert_eq!(lanes(&rows).into_iter().max(), Some(LAST_LANE));
        assert!(
            rows.iter()
                .skip(1)
                .all(|row| row.above.is_some() && !row.apart)
        );
    }
}
