//! The order of the sections that all three bodies have.

use super::{
    Outcome, Part, PartKey,
    bodies::{Bodies, Known},
};

/// A section that all three have, by where it stands in each.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Kept {
    base: usize,
    ours: usize,
    theirs: usize,
}

/// The order, if theirs changed it. Two different new orders are a conflict.
pub(super) fn part(bodies: &Bodies<'_>) -> Option<Part> {
    let by_base = kept_by(bodies, |section| section.base);
    let by_ours = kept_by(bodies, |section| section.ours);
    let by_theirs = kept_by(bodies, |section| section.theirs);
    if by_theirs == by_base {
        return None;
    }
    let outcome = if by_ours == by_theirs {
        Outcome::Already
    } else if by_ours == by_base {
        Outcome::Clean
    } else {
        Outcome::Conflict
    };
    let base = lines(
        &bodies.base.titles,
        by_base.iter().map(|section| section.base),
    );
    let ours = lines(
        &bodies.ours.titles,
        by_ours.iter().map(|section| section.ours),
    );
    let theirs = lines(
        &bodies.theirs.titles,
        by_theirs.iter().map(|section| section.theirs),
    );
    let texts = [&base, &ours, &theirs].map(|text| Some(text.as_str()));
    Some(Part::new(PartKey::Order, "Order of the sections", texts).with(outcome))
}

/// The sections of ours, by where they stand there, in the order that theirs has: what theirs does
/// not have, or has from elsewhere, stays after the section that it follows.
pub(super) fn of_theirs(bodies: &Bodies<'_>) -> Vec<usize> {
    let mut rank = vec![None; bodies.ours.sections.len()];
    for section in kept_by(bodies, |section| section.theirs) {
        rank[section.ours] = Some(section.theirs);
    }
    let mut after = None;
    let mut ordered: Vec<_> = rank
        .into_iter()
        .enumerate()
        .map(|(at, own)| {
            after = own.or(after);
            (after, at)
        })
        .collect();
    ordered.sort_unstable();
    ordered.into_iter().map(|(_, at)| at).collect()
}

fn kept_by(bodies: &Bodies<'_>, place: fn(&Kept) -> usize) -> Vec<Kept> {
    let kept = |(theirs, known): (usize, &Known)| {
        Some(Kept {
            base: known.base?,
            ours: known.ours?,
            theirs,
        })
    };
    let mut kept: Vec<_> = bodies.known.iter().enumerate().filter_map(kept).collect();
    kept.sort_by_key(place);
    kept
}

fn lines(titles: &[String], order: impl Iterator<Item = usize>) -> String {
    let titles: Vec<_> = order.map(|at| titles[at].as_str()).collect();
    titles.join("\n")
}
