//! Which entries somebody wants to read.

use super::super::{Group, Kind};
use crate::{
    accounts::{self, Handle},
    broken::{Broken, breaks},
    clock::Timestamp,
    forum::Forum,
    ids::AccountId,
    problems::Problems,
};
use serde::{Deserialize, Serialize};

/// Who did what was done from the shell, where a handle is asked for. Nobody can have this handle.
pub const OPERATOR: &str = "operator";

/// Which entries, as somebody typed it. What is empty does not matter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TypedFilter {
    /// Whose acts, by handle, or those of the [`OPERATOR`].
    pub person: String,
    /// A [`Group`] of acts, or a [`Kind`] as the log writes it.
    pub act: String,
    /// `yes` for what was done to keep order.
    pub moderation: String,
    /// The first day, as `2026-03-31`.
    pub since: String,
    /// The last day.
    pub until: String,
}

/// Which entries.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    pub(super) actor: Option<Actor>,
    /// Acts of these kinds; of any, when there is nothing.
    pub(super) kinds: Option<Vec<Kind>>,
    /// Not before this moment …
    pub(super) since: Option<Timestamp>,
    /// … and before this one.
    pub(super) before: Option<Timestamp>,
}

/// Whose acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Actor {
    Operator,
    Person(AccountId),
}

/// Why nothing was looked for.
#[derive(Debug, thiserror::Error)]
pub enum FilterError {
    /// What was typed makes no sense.
    #[error("{0}")]
    Invalid(Problems),
    /// The database failed.
    #[error(transparent)]
    Broken(Broken),
}

breaks!(FilterError);

impl TypedFilter {
    /// Whether anything was typed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Filter {
    /// What was typed, understood. Somebody who has left is not found by their handle.
    ///
    /// # Errors
    /// When something typed makes no sense, or the database fails.
    pub async fn read(forum: &Forum, typed: &TypedFilter) -> Result<Self, FilterError> {
        let mut problems = Problems::default();
        let actor = actor(forum, &typed.person).await?;
        let actor = problems.take("person", actor);
        let kinds = problems.take("act", kinds(&typed.act));
        let moderation = problems.take("moderation", is_yes(&typed.moderation));
        let since = problems.take("since", day(&typed.since));
        let until = problems.take("until", day(&typed.until));
        if let (Some(Some(since)), Some(Some(until))) = (since, until)
            && until < since
        {
            problems.add("until", "is before the first day");
        }
        match (actor, kinds, moderation, since, until) {
            (Some(actor), Some(kinds), Some(moderation), Some(since), Some(until))
                if problems.is_empty() =>
            {
                Ok(Self {
                    actor,
                    kinds: narrowed(kinds, moderation),
                    since,
                    before: until.map(|until| until.plus(Timestamp::DAY)),
                })
            }
            _ => Err(FilterError::Invalid(problems)),
        }
    }
}

async fn actor(forum: &Forum, typed: &str) -> Result<Result<Option<Actor>, &'static str>, Broken> {
    let handle = Handle::looked_for(typed);
    if handle.is_empty() {
        return Ok(Ok(None));
    }
    if handle == OPERATOR {
        return Ok(Ok(Some(Actor::Operator)));
    }
    let found = accounts::profile(forum, &handle).await?;
    let found = found.map(|person| Some(Actor::Person(person.id)));
    Ok(found.ok_or("is nobody’s handle here"))
}

fn kinds(typed: &str) -> Result<Option<Vec<Kind>>, &'static str> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    if let Ok(group) = typed.parse::<Group>() {
        return Ok(Some(group.kinds().collect()));
    }
    let kind = Kind::named(typed).ok_or("is no act that there is")?;
    Ok(Some(vec![kind]))
}

fn is_yes(typed: &str) -> Result<bool, &'static str> {
    match typed.trim() {
        "" | "no" | "false" => Ok(false),
        "yes" | "true" => Ok(true),
        _ => Err("is yes or nothing"),
    }
}

/// Those of the kinds, or of all there are, that are done to keep order, if only these are asked for.
fn narrowed(kinds: Option<Vec<Kind>>, moderation: bool) -> Option<Vec<Kind>> {
    if !moderation {
        return kinds;
    }
    let mut kinds = kinds.unwrap_or_else(|| Kind::ALL.to_vec());
    kinds.retain(|kind| kind.about().is_moderation);
    Some(kinds)
}

fn day(typed: &str) -> Result<Option<Timestamp>, &'static str> {
    match typed.trim() {
        "" => Ok(None),
        typed => Timestamp::of_day(typed).map(Some),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acts_are_asked_for_by_kind_and_by_group() {
        assert_eq!(kinds(""), Ok(None));
        assert_eq!(kinds("plan.published"), Ok(Some(vec![Kind::PlanPublished])));
        let comments = kinds("comments").expect("a group").expect("kinds");
        assert!(comments.contains(&Kind::CommentPosted) && !comments.contains(&Kind::PlanForked));
        for wrong in ["plan", "plan.eaten", "PLAN.PUBLISHED"] {
            assert!(kinds(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn only_what_keeps_order_is_left_of_any_choice() {
        let all = narrowed(None, true).expect("a choice");
        assert!(all.contains(&Kind::PlanLinked) && !all.contains(&Kind::PlanPublished));
        assert_eq!(
            narrowed(Some(vec![Kind::CommentPosted]), true),
            Some(vec![])
        );
        assert_eq!(narrowed(None, false), None);
    }

    #[test]
    fn a_day_is_a_day() {
        let first = day("2026-03-31").expect("a day");
        assert_eq!(first, Some(Timestamp(1_774_915_200 * Timestamp::SECOND)));
        assert_eq!(day(" "), Ok(None));
        for wrong in [
            "2026-02-30",
            "2026-3-1",
            "yesterday",
            "2026-03-31T10:00",
            "-009999-01-01",
            "31.03.2026",
        ] {
            assert!(day(wrong).is_err(), "{wrong}");
        }
    }
}
