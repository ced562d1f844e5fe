//! What the forum writes to people about listings, if they want it to.

use super::Outcome;
use crate::{accounts::Email, forum::Policy, ids::ListingId, ids::PlanId, mail::Letter};

/// A listing's number and title.
type Titled<'t> = (ListingId, &'t str);

/// What was answered to a proposal.
pub(super) struct Answered<'n> {
    pub listing: Titled<'n>,
    pub plan: (PlanId, &'n str),
    pub outcome: Outcome,
    /// The curator's name.
    pub by: &'n str,
    pub reason: &'n str,
}

/// Tells whoever proposed a plan what was answered.
pub(super) fn answered(policy: &Policy, to: Email, news: &Answered<'_>) -> Letter {
    let (id, title) = news.listing;
    let what = match news.outcome {
        Outcome::Accepted => "has put it there",
        _ => "has not put it there",
    };
    let text = format!(
        "you proposed the plan “{}” for the listing “{title}”. Its curator {} {what}.\n\n\
         The reason given: {}\n\n    {}/listings/{id}",
        news.plan.1, news.by, news.reason, policy.public_url
    );
    Letter::news(policy, to, format!("Your proposal for “{title}”"), &text)
}

/// Tells a curator that somebody proposes a plan.
pub(super) fn proposed(
    policy: &Policy,
    to: Email,
    (id, title): Titled<'_>,
    plan: &str,
    by: &str,
) -> Letter {
    let text = format!(
        "{by} proposes the plan “{plan}” for the listing “{title}”, of which you are\na curator. \
         Read why, and answer:\n\n    {}/listings/{id}/proposals",
        policy.public_url
    );
    Letter::news(policy, to, format!("A proposal for “{title}”"), &text)
}

/// Tells a member that they are a curator now.
pub(super) fn curating(policy: &Policy, to: Email, (id, title): Titled<'_>, by: &str) -> Letter {
    let text = format!(
        "{by} has made you a curator of the listing “{title}”: you may change what it\nsays, \
         which plans it names and in which order, and answer proposals.\n\n    {}/listings/{id}/edit",
        policy.public_url
    );
    Letter::news(policy, to, format!("You curate “{title}”"), &text)
}
