//! What the forum writes to funders and founders, if they want it to.

use crate::{accounts::Email, forum::Policy, ids::ApplicationId, mail::Letter};

/// An application's number, and the title of its round.
type Of<'t> = (ApplicationId, &'t str);

/// What was decided about an application.
pub(super) struct Decided<'n> {
    pub application: ApplicationId,
    pub round: &'n str,
    pub plan: &'n str,
    pub accepted: bool,
    /// The rule for which it was declined, counted from 1.
    pub rule: Option<i32>,
    pub reason: &'n str,
}

/// Tells a funder that a plan has applied.
pub(super) fn applied(
    policy: &Policy,
    to: Email,
    (id, round): Of<'_>,
    plan: &str,
    by: &str,
) -> Letter {
    let text = format!(
        "{by} has entered the plan “{plan}” in your round “{round}”.\n\n    {}/applications/{id}",
        policy.public_url
    );
    Letter::news(policy, to, format!("A plan for “{round}”"), &text)
}

/// Tells a founder what was decided.
pub(super) fn decided(policy: &Policy, to: Email, news: &Decided<'_>) -> Letter {
    let what = if news.accepted {
        "is to be funded".to_owned()
    } else {
        match news.rule {
            Some(rule) => format!("was declined, for rule {rule}. You may mend it and apply again"),
            None => "was declined. You may mend it and apply again".to_owned(),
        }
    };
    let text = format!(
        "your plan “{}”, entered in the round “{}”, {what}.\n\n\
         The reason given: {}\n\n    {}/applications/{}",
        news.plan, news.round, news.reason, policy.public_url, news.application
    );
    Letter::news(policy, to, format!("Decided: “{}”", news.round), &text)
}

/// Tells a founder that the funder asks something.
pub(super) fn asked(
    policy: &Policy,
    to: Email,
    (id, round): Of<'_>,
    plan: &str,
    by: &str,
) -> Letter {
    let text = format!(
        "{by} asks something about your plan “{plan}”, entered in the round\n“{round}”. Read it, and answer:\n\n    {}/applications/{id}#questions",
        policy.public_url
    );
    Letter::news(policy, to, format!("A question about “{plan}”"), &text)
}

/// Tells a funder that a founder answered.
pub(super) fn answered(
    policy: &Policy,
    to: Email,
    (id, round): Of<'_>,
    plan: &str,
    by: &str,
) -> Letter {
    let text = format!(
        "{by} has answered what you asked about the plan “{plan}”, entered in\nyour round “{round}”.\n\n    {}/applications/{id}#questions",
        policy.public_url
    );
    Letter::news(policy, to, format!("An answer about “{plan}”"), &text)
}
