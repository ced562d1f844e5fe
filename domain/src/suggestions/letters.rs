//! What the forum writes to people about suggestions, if they want it to.

use crate::{accounts::Email, forum::Policy, ids::SuggestionId, mail::Letter};

/// What was decided about a suggestion.
pub(super) struct News<'n> {
    /// The suggestion.
    pub id: SuggestionId,
    /// The plan's title.
    pub plan: &'n str,
    /// How many of its parts were accepted this time.
    pub accepted: usize,
    /// How many were declined this time.
    pub declined: usize,
    /// How many are still to be decided.
    pub open: usize,
}

/// Tells whoever made a suggestion what became of it.
pub(super) fn decided(policy: &Policy, to: Email, news: &News<'_>) -> Letter {
    let News {
        id,
        plan,
        accepted,
        declined,
        open,
    } = news;
    let waiting = match open {
        0 => String::new(),
        open => format!(" Still to be decided: {open}."),
    };
    let text = format!(
        "the founder of “{plan}” has decided about your suggestion.
Parts accepted: {accepted}, declined: {declined}.{waiting}

Each with its reason:

    {}/suggestions/{id}",
        policy.public_url
    );
    Letter::news(policy, to, format!("Your suggestion to “{plan}”"), &text)
}

/// Tells a founder that somebody offers a change.
pub(super) fn offered(
    policy: &Policy,
    to: Email,
    id: SuggestionId,
    plan: &str,
    by: &str,
) -> Letter {
    let text = format!(
        "{by} suggests a change to your plan “{plan}”. See what it changes, and
accept or decline it part by part:

    {}/suggestions/{id}",
        policy.public_url
    );
    Letter::news(policy, to, format!("A suggestion to “{plan}”"), &text)
}
