//! What a round says, and when it may be applied to.

use super::rules::{self, Rule, TypedRule};
use crate::{
    checked::{self, Lines},
    clock::Timestamp,
    money::{Currency, Money},
    numbers::MAX_AMOUNT,
    problems::Problems,
    words::words,
};
use serde::Serialize;
use std::fmt;

/// How many letters a round's title may have.
pub const LONGEST_TITLE: usize = 120;
/// How many letters may say what a round is for.
pub const LONGEST_TEXT: usize = 10_000;
/// For how many days a round may be open.
pub const LONGEST_ROUND: i64 = 731;

/// What stands at a slug's place in the addresses of a round's other pages.
const TAKEN: &[&str] = &["edit", "apply", "history"];

words! {
    /// Whether a round is to be seen.
    State {
        /// Only by its funder, until it is published.
        Draft = "draft",
        /// By everybody.
        Published = "published",
        /// By its funder and moderators, after a measure has hidden it.
        Withheld = "withheld",
    }
}

words! {
    /// What a published round is doing now.
    Phase {
        /// It opens on a day to come.
        Upcoming = "upcoming",
        /// Plans may apply.
        Open = "open",
        /// Its last day has passed, or its funder closed it.
        Closed = "closed",
    }
}

impl Phase {
    /// What a round with these days does at this moment.
    #[must_use]
    pub fn at(now: Timestamp, opens_at: Timestamp, closes_at: Timestamp) -> Self {
        if now >= closes_at {
            Self::Closed
        } else if now < opens_at {
            Self::Upcoming
        } else {
            Self::Open
        }
    }
}

/// What a round says, as typed. Amounts are minor units.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedTerms {
    /// What it is called.
    pub title: String,
    /// What it is for, in Markdown.
    pub text: String,
    /// The ISO 4217 code of all its amounts.
    pub currency: String,
    /// How much there is in all.
    pub amount: Option<i64>,
    /// How much one plan may get.
    pub per_plan: Option<i64>,
    /// The first day, as `2026-12-01`, in UTC.
    pub opens: String,
    /// The last day.
    pub closes: String,
    /// What must hold.
    pub rules: Vec<TypedRule>,
}

/// What is wrong with what somebody typed, as far as it could be read.
#[must_use]
pub fn wrong_with(typed: &TypedTerms) -> Problems {
    Terms::check(typed).err().unwrap_or_default()
}

/// What a round says, checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Terms {
    pub title: String,
    pub text: String,
    pub currency: String,
    pub amount: i64,
    pub per_plan: i64,
    pub opens_at: Timestamp,
    pub closes_at: Timestamp,
    pub rules: Vec<Rule>,
}

impl Terms {
    /// Checks all of it at once.
    pub(super) fn check(typed: &TypedTerms) -> Result<Self, Problems> {
        let mut problems = Problems::default();
        let title = checked::text(&typed.title, Lines::One, 8, LONGEST_TITLE);
        let title = problems.take("title", title);
        let text = checked::text(&typed.text, Lines::Many, 0, LONGEST_TEXT);
        let text = problems.take("text", text);
        let currency = problems.take("currency", Currency::new(typed.currency.trim()));
        let amount = problems.take("amount", amount(typed.amount));
        let per_plan = problems.take("per_plan", amount_of_one(typed.per_plan, amount, currency));
        let opens = problems.take("opens", Timestamp::of_day(&typed.opens));
        let closes = problems.take("closes", last_day(&typed.closes, opens));
        let rules =
            rules::check(&typed.rules, currency).map_err(|wrong| problems.0.extend(wrong.0));
        match (
            title, text, currency, amount, per_plan, opens, closes, rules,
        ) {
            (
                Some(title),
                Some(text),
                Some(currency),
                Some(amount),
                Some(per_plan),
                Some(opens_at),
                Some(closes_at),
                Ok(rules),
            ) => Ok(Self {
                title,
                text,
                currency: currency.code().to_owned(),
                amount,
                per_plan,
                opens_at,
                closes_at,
                rules,
            }),
            _ => Err(problems),
        }
    }
}

fn amount(typed: Option<i64>) -> Result<i64, &'static str> {
    match typed {
        None => Err("must be given"),
        Some(..=0) => Err("must be above nothing"),
        Some(amount) if amount > MAX_AMOUNT => Err("is too large"),
        Some(amount) => Ok(amount),
    }
}

fn amount_of_one(
    typed: Option<i64>,
    all: Option<i64>,
    currency: Option<Currency>,
) -> Result<i64, String> {
    let one = amount(typed)?;
    match all {
        Some(all) if one > all => Err(match currency {
            Some(currency) => format!(
                "is more than there is in all, {}",
                Money::new(all, currency)
            ),
            None => "is more than there is in all".into(),
        }),
        _ => Ok(one),
    }
}

/// The moment after the last day.
fn last_day(typed: &str, opens: Option<Timestamp>) -> Result<Timestamp, String> {
    let day = Timestamp::of_day(typed)?;
    let ends = day.plus(Timestamp::DAY);
    match opens {
        Some(opens) if day < opens => Err("is before the first day".into()),
        Some(opens) if ends.since(opens) > LONGEST_ROUND * Timestamp::DAY => {
            Err(format!("is more than {LONGEST_ROUND} days after the first"))
        }
        _ => Ok(ends),
    }
}

/// The readable end of a round's address.
pub(super) fn slug(title: &str) -> String {
    let slug = crate::plans::hyphenated(title);
    if slug.is_empty() || TAKEN.contains(&slug.as_str()) || slug.starts_with("applications.") {
        return format!("{slug}-round").trim_start_matches('-').to_owned();
    }
    slug
}

/// Why something is not done in a round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Its last day has passed, or its funder closed it.
    Closed,
    /// Its first day is still to come.
    NotYetOpen,
    /// It would close before it is published.
    Over,
    /// Its currency cannot change once it is published.
    Currency,
    /// A published round cannot be discarded.
    Published,
    /// A measure hides it.
    Withheld,
    /// The application was decided, or taken back.
    Decided,
    /// The question has been answered.
    Answered,
    /// As many questions wait as may.
    Questions,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Closed => "The round is closed.",
            Self::NotYetOpen => "The round has not opened yet.",
            Self::Over => "Its last day has passed: give it a later one before it is published.",
            Self::Currency => "Its currency cannot change any more: plans were measured in it.",
            Self::Published => "A published round stays: it can be closed.",
            Self::Withheld => "A moderator has hidden this round.",
            Self::Decided => "The application has been decided, or taken back, already.",
            Self::Answered => "The question has been answered already.",
            Self::Questions => "Too many questions wait for an answer already.",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::rules::Limit;
    use super::*;

    fn typed() -> TypedTerms {
        TypedTerms {
            title: "Machines that pay for themselves".into(),
            text: "Monthly money for what runs.".into(),
            currency: "USD".into(),
            amount: Some(10_000_000),
            per_plan: Some(2_000_000),
            opens: "2026-12-01".into(),
            closes: "2026-12-31".into(),
            rules: vec![TypedRule {
                kind: "breaks_even".into(),
                limit: Limit::Number(60),
                ..TypedRule::default()
            }],
        }
    }

    #[test]
    fn a_round_is_open_from_its_first_day_to_the_end_of_its_last() {
        let terms = Terms::check(&typed()).unwrap_or_else(|problems| panic!("{problems}"));
        assert_eq!(terms.closes_at.since(terms.opens_at), 31 * Timestamp::DAY);
        let phase = |now| Phase::at(now, terms.opens_at, terms.closes_at);
        assert_eq!(phase(terms.opens_at.plus(-1)), Phase::Upcoming);
        assert_eq!(phase(terms.opens_at), Phase::Open);
        assert_eq!(phase(terms.closes_at.plus(-1)), Phase::Open);
        assert_eq!(phase(terms.closes_at), Phase::Closed);
    }

    #[test]
    fn every_mistake_stands_by_its_field() {
        let wrong = TypedTerms {
            title: "Short".into(),
            text: "x".repeat(LONGEST_TEXT + 1),
            currency: "Dollars".into(),
            amount: None,
            per_plan: Some(-5),
            opens: "tomorrow".into(),
            closes: "2026-02-30".into(),
            rules: Vec::new(),
        };
        let problems = Terms::check(&wrong).unwrap_err();
        for field in [
            "title", "text", "currency", "amount", "per_plan", "opens", "closes", "rules",
        ] {
            assert!(problems.of(field).is_some(), "{field}: {problems}");
        }
    }

    #[test]
    fn amounts_and_days_fit_each_other() {
        type Change = fn(&mut TypedTerms);
        let cases: [(Change, &str, &str); 5] = [
            (
                |typed| typed.per_plan = Some(10_000_001),
                "per_plan",
                "more than there is in all, $100,000",
            ),
            (
                |typed| typed.amount = Some(MAX_AMOUNT + 1),
                "amount",
                "too large",
            ),
            (
                |typed| typed.per_plan = Some(0),
                "per_plan",
                "above nothing",
            ),
            (
                |typed| typed.closes = "2026-11-30".into(),
                "closes",
                "before the first day",
            ),
            (
                |typed| typed.closes = "2029-12-01".into(),
                "closes",
                "more than 731 days",
            ),
        ];
        for (change, field, words) in cases {
            let mut wrong = typed();
            change(&mut wrong);
            let problems = Terms::check(&wrong).unwrap_err();
            let told = problems
                .of(field)
                .unwrap_or_else(|| panic!("{field}: {problems}"));
            assert!(told.contains(words), "{told}");
        }
        let mut one_day = typed();
        one_day.closes.clone_from(&one_day.opens);
        assert!(Terms::check(&one_day).is_ok());
    }

    #[test]
    fn a_slug_never_hides_one_of_the_rounds_pages() {
        assert_eq!(slug("Machines that pay"), "machines-that-pay");
        assert_eq!(slug("Apply"), "apply-round");
        assert_eq!(slug("共同"), "round");
    }
}
