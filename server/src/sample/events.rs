//! What happened, in the order in which it happened.

use super::{
    files::{Changed, Forked, Human, Placed, Plan, Remark, Sample, before},
    funded::{Entry, Funded},
    recommended::Recommended,
};
use domain::clock::Timestamp;
use std::fmt;

/// One thing that happened.
pub(super) struct Event<'s> {
    days_ago: f64,
    pub what: What<'s>,
}

pub(super) enum What<'s> {
    Joined(&'s Human),
    Published(&'s Plan),
    Forked(&'s Plan, &'s Forked),
    Changed(&'s Plan, &'s Changed),
    Placed(&'s Plan, &'s Placed),
    Revised(&'s Plan, usize),
    VotedPlan(&'s Plan, &'s str),
    Commented(&'s Plan, &'s Remark),
    VotedComment(&'s Plan, &'s Remark, &'s str),
    Edited(&'s Plan, &'s Remark),
    Favorited(&'s Plan, &'s Remark),
    Deleted(&'s Plan, &'s Remark),
    Recommended(&'s Recommended),
    Opened(&'s Funded),
    Entered(&'s Funded, &'s Entry),
    Decided(&'s Funded, &'s Entry),
}

impl Event<'_> {
    /// When it happened, seen from now.
    pub(super) fn at(&self, now: Timestamp) -> Timestamp {
        before(now, self.days_ago)
    }

    /// Whether somebody votes, which nothing else depends on.
    pub(super) fn is_vote(&self) -> bool {
        matches!(self.what, What::VotedPlan(..) | What::VotedComment(..))
    }
}

impl fmt::Display for Event<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plan = |plan: &Plan| plan.title.clone();
        match &self.what {
            What::Joined(human) => write!(f, "{} joins", human.handle),
            What::Published(of) => write!(f, "“{}” is posted", plan(of)),
            What::Forked(of, fork) => write!(f, "“{}” is forked from {}", plan(of), fork.file()),
            What::Changed(of, _) => write!(f, "the fork “{}” gets its own text", plan(of)),
            What::Placed(of, _) => write!(f, "“{}” runs somewhere", plan(of)),
            What::Revised(of, index) => {
                let number = of.first_revision() + index;
                write!(f, "“{}” gets revision {number}", plan(of))
            }
            What::Recommended(listing) => write!(f, "the listing “{}” is made", listing.title),
            What::Opened(round) => write!(f, "a round of {} is opened", round.by),
            What::Entered(_, entry) => write!(f, "{} is entered in a round", entry.file()),
            What::Decided(_, entry) => write!(f, "{} is decided in a round", entry.file()),
            What::VotedPlan(of, by) => write!(f, "{by} votes for “{}”", plan(of)),
            What::Commented(of, remark)
            | What::Edited(of, remark)
            | What::Favorited(of, remark)
            | What::VotedComment(of, remark, _)
            | What::Deleted(of, remark) => {
                write!(
                    f,
                    "comment {} by {} on “{}”",
                    remark.key,
                    remark.by,
                    plan(of)
                )
            }
        }
    }
}

/// Which part of the time that was left lies between things of which the files say only that they came after one another.
const SOON: f64 = 0.02;

/// Everything that happened, oldest first.
pub(super) fn in_order(sample: &Sample) -> Vec<Event<'_>> {
    let mut events = Vec::new();
    for human in &sample.people {
        add(&mut events, human.joined_days_ago, What::Joined(human));
    }
    for plan in &sample.plans {
        of_plan(&mut events, plan);
    }
    for listing in &sample.listings {
        add(&mut events, listing.days_ago, What::Recommended(listing));
    }
    for round in &sample.rounds {
        of_round(&mut events, round);
    }
    events.sort_by(|a, b| b.days_ago.total_cmp(&a.days_ago));
    events
}

fn add<'s>(events: &mut Vec<Event<'s>>, days_ago: f64, what: What<'s>) {
    let days_ago = days_ago.max(0.0);
    events.push(Event { days_ago, what });
}

fn of_plan<'s>(events: &mut Vec<Event<'s>>, plan: &'s Plan) {
    match &plan.fork {
        None => add(events, plan.days_ago, What::Published(plan)),
        Some(fork) => of_fork(events, plan, fork),
    }
    if let Some(place) = &plan.place {
        add(events, place.days_ago, What::Placed(plan, place));
    }
    for (index, change) in plan.revisions.iter().enumerate() {
        add(events, change.days_ago, What::Revised(plan, index));
    }
    for (after, by) in (1_u32..).zip(&plan.votes) {
        let opened = plan.opened_days_ago();
        let later = opened - opened * f64::from(after) * SOON;
        add(events, later, What::VotedPlan(plan, by));
    }
    for remark in &plan.comments {
        of_comment(events, plan, remark);
    }
}

fn of_fork<'s>(events: &mut Vec<Event<'s>>, plan: &'s Plan, fork: &'s Forked) {
    add(events, plan.days_ago, What::Forked(plan, fork));
    if let Some(changed) = &fork.changed {
        add(events, changed.days_ago, What::Changed(plan, changed));
    }
}

fn of_round<'s>(events: &mut Vec<Event<'s>>, round: &'s Funded) {
    add(events, round.days_ago, What::Opened(round));
    for entry in &round.entered {
        add(events, entry.days_ago, What::Entered(round, entry));
        add(events, entry.days_ago / 2.0, What::Decided(round, entry));
    }
}

fn of_comment<'s>(events: &mut Vec<Event<'s>>, plan: &'s Plan, remark: &'s Remark) {
    add(events, remark.days_ago, What::Commented(plan, remark));
    for (after, by) in (1_u32..).zip(&remark.votes) {
        let later = remark.days_ago - remark.days_ago.min(1.0) * f64::from(after) * SOON;
        add(events, later, What::VotedComment(plan, remark, by));
    }
    if let Some(edited) = &remark.edited {
        add(events, edited.days_ago, What::Edited(plan, remark));
    }
    if let Some(favorite) = &remark.favorite {
        let days_ago = favorite_days_ago(plan, remark, favorite.revision);
        add(events, days_ago, What::Favorited(plan, remark));
    }
    if remark.deleted {
        add(events, remark.days_ago / 2.0, What::Deleted(plan, remark));
    }
}

/// Soon after the revision that it caused, or else after the comment itself.
fn favorite_days_ago(plan: &Plan, remark: &Remark, revision: Option<i32>) -> f64 {
    let caused = revision
        .and_then(|number| {
            usize::try_from(number)
                .ok()?
                .checked_sub(plan.first_revision())
        })
        .and_then(|index| plan.revisions.get(index))
        .map_or(f64::INFINITY, |change| change.days_ago);
    let last = remark.days_ago.min(caused);
    last - last.min(1.0) * SOON
}
