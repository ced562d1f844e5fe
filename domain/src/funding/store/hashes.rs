//! What of rounds and applications is hashed for the log.

use crate::{
    broken::Broken,
    clock::Timestamp,
    funding::{
        rounds::Terms,
        rules::{Finding, Rule},
    },
    hash::Hash,
    ids::{PlanId, RevisionNumber, RoundId, VersionNumber},
    tables::{applications, questions, round_versions},
};
use serde::Serialize;
use serde_json::Value;

/// What a round says in a version, and what was changed for it.
#[derive(Serialize)]
struct Said<'s, R: Serialize> {
    title: &'s str,
    text: &'s str,
    currency: &'s str,
    amount: i64,
    per_plan: i64,
    opens_at: Timestamp,
    closes_at: Timestamp,
    rules: &'s R,
    note: &'s str,
}

pub(super) fn terms_hash(terms: &Terms, note: &str, salt: &[u8]) -> Result<Hash, Broken> {
    let said: Said<'_, Vec<Rule>> = Said {
        title: &terms.title,
        text: &terms.text,
        currency: &terms.currency,
        amount: terms.amount,
        per_plan: terms.per_plan,
        opens_at: terms.opens_at,
        closes_at: terms.closes_at,
        rules: &terms.rules,
        note,
    };
    Hash::of_content(salt, &said)
}

/// The hash of what a stored version says, as it was stored.
pub(crate) fn stored_version_hash(row: &round_versions::Model) -> Result<Hash, Broken> {
    let rules: Value = serde_json::from_str(&row.rules)?;
    let said = Said {
        title: &row.title,
        text: &row.body,
        currency: &row.currency,
        amount: row.amount,
        per_plan: row.per_plan,
        opens_at: row.opens_at,
        closes_at: row.closes_at,
        rules: &rules,
        note: &row.note,
    };
    Hash::of_content(&row.salt, &said)
}

/// A plan's figures, by which applications are put in order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub(super) struct Shown {
    pub ask: Option<i64>,
    pub price: Option<i64>,
    pub margin: Option<i64>,
    pub even: Option<i32>,
    pub profit: Option<i32>,
    pub cash: Option<i64>,
}

/// What was entered, and what was found.
#[derive(Serialize)]
pub(super) struct Entered<'e, F: Serialize> {
    pub round: RoundId,
    pub version: VersionNumber,
    pub plan: PlanId,
    pub revision: RevisionNumber,
    pub findings: &'e F,
    pub figures: Shown,
}

pub(super) fn entered_hash(
    entered: &Entered<'_, Vec<Finding>>,
    salt: &[u8],
) -> Result<Hash, Broken> {
    Hash::of_content(salt, entered)
}

/// The hash of what a stored application says, as it was stored.
pub(crate) fn stored_application_hash(row: &applications::Model) -> Result<Hash, Broken> {
    let findings: Value = serde_json::from_str(&row.findings)?;
    let entered = Entered {
        round: row.round_id,
        version: row.version,
        plan: row.plan_id,
        revision: row.revision,
        findings: &findings,
        figures: Shown {
            ask: row.ask,
            price: row.price,
            margin: row.margin,
            even: row.even,
            profit: row.profit,
            cash: row.cash,
        },
    };
    Hash::of_content(&row.salt, &entered)
}

/// One text by itself: a reason, a question, an answer.
pub(super) fn text_hash(text: &str, salt: &[u8]) -> Result<Hash, Broken> {
    Hash::of_content(salt, &text)
}

/// The hash of the reason of a decision; nothing while there is none.
pub(crate) fn stored_reason_hash(row: &applications::Model) -> Result<Option<Hash>, Broken> {
    let salt = row.reason_salt.as_deref();
    salt.map(|salt| text_hash(&row.reason, salt)).transpose()
}

/// The hash of what was asked.
pub(crate) fn stored_question_hash(row: &questions::Model) -> Result<Hash, Broken> {
    text_hash(&row.question, &row.salt)
}

/// The hash of what was answered; nothing while nothing was.
pub(crate) fn stored_answer_hash(row: &questions::Model) -> Result<Option<Hash>, Broken> {
    let salt = row.answer_salt.as_deref();
    salt.map(|salt| text_hash(&row.answer, salt)).transpose()
}
