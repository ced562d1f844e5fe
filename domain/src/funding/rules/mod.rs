//! What a funder asks of plans, as data that a machine can check, or as words that a founder vouches for.

mod check;
mod judge;
mod ready;
#[cfg(test)]
mod tests;

pub(super) use check::check;
pub use check::{LONGEST_RULE, Limit, MOST_RULES, TypedRule};
pub use judge::{Facts, Finding, Measured, Outcome, Unit, judge, missed};
pub use ready::{READY, ReadySet, ready};

use crate::{
    money::{Currency, Money},
    numbers::RevenueKind,
    words::words,
};
use serde::{Deserialize, Serialize};

words! {
    /// What kind of thing a rule asks.
    RuleKind {
        /// Cash break-even by a day.
        BreaksEven = "breaks_even",
        /// Profit by a day.
        Profitable = "profitable",
        /// A price above the fully loaded cost of a unit.
        Margin = "margin",
        /// No revenue of a kind.
        NoRevenue = "no_revenue",
        /// Not to ask for more than so much.
        AskAtMost = "ask_at_most",
        /// To say what the funder gets.
        ReturnStated = "return_stated",
        /// Numbers without gaps, for so many months.
        Complete = "complete",
        /// A business that is new, or one that runs.
        Business = "business",
        /// A licence under which anybody may copy the plan.
        OpenLicence = "open_licence",
        /// Something that no number tells: whoever applies vouches for it.
        Attested = "attested",
    }
}

words! {
    /// Which businesses may apply.
    Business {
        /// Those that do not run yet.
        New = "new",
        /// Those that run.
        Existing = "existing",
        /// Both.
        Either = "either",
    }
}

/// What a rule asks. Amounts are minor units of the round's currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Condition {
    /// Some month's cash flow is not negative by this day.
    BreaksEven {
        /// The last day, a plan's months being 30 days each.
        day: u32,
    },
    /// Some month's profit is above zero by this day.
    Profitable {
        /// The last day.
        day: u32,
    },
    /// The price is above the cost of a unit, by at least so much of the price.
    Margin {
        /// Hundredths of the price; 0 asks for any margin above nothing.
        percent: u32,
    },
    /// In no month is there revenue of this kind.
    NoRevenue {
        /// The kind.
        kind: RevenueKind,
    },
    /// The plan asks for so much at most.
    AskAtMost {
        /// Minor units of the round's currency.
        amount: i64,
    },
    /// The plan says what the funder gets for it.
    ReturnStated,
    /// Price, unit cost, ask, and revenue and costs of so many months are given.
    Complete {
        /// Months.
        months: u32,
    },
    /// The business is new, runs, or either.
    Business {
        /// Which.
        business: Business,
    },
    /// Anybody may copy the plan.
    OpenLicence,
    /// Whoever applies vouches for what the rule's words say.
    Attested,
}

impl Condition {
    /// What kind of thing it asks.
    #[must_use]
    pub const fn kind(self) -> RuleKind {
        match self {
            Self::BreaksEven { .. } => RuleKind::BreaksEven,
            Self::Profitable { .. } => RuleKind::Profitable,
            Self::Margin { .. } => RuleKind::Margin,
            Self::NoRevenue { .. } => RuleKind::NoRevenue,
            Self::AskAtMost { .. } => RuleKind::AskAtMost,
            Self::ReturnStated => RuleKind::ReturnStated,
            Self::Complete { .. } => RuleKind::Complete,
            Self::Business { .. } => RuleKind::Business,
            Self::OpenLicence => RuleKind::OpenLicence,
            Self::Attested => RuleKind::Attested,
        }
    }

    /// How far it goes, as it is stored and sent.
    #[must_use]
    pub fn limit(self) -> Limit {
        match self {
            Self::BreaksEven { day } | Self::Profitable { day } => Limit::Number(day.into()),
            Self::Margin { percent } => Limit::Number(percent.into()),
            Self::Complete { months } => Limit::Number(months.into()),
            Self::AskAtMost { amount } => Limit::Number(amount),
            Self::NoRevenue { kind } => Limit::Word(kind.to_string()),
            Self::Business { business } => Limit::Word(business.to_string()),
            Self::ReturnStated | Self::OpenLicence | Self::Attested => Limit::None,
        }
    }

    /// Whether no number tells it.
    #[must_use]
    pub fn is_attested(self) -> bool {
        self == Self::Attested
    }

    /// The rule in a line, where its funder gave it no words.
    #[must_use]
    pub fn in_words(self, currency: Currency) -> String {
        match self {
            Self::BreaksEven { day } => format!("Cash break-even by day {day}"),
            Self::Profitable { day } => format!("Profitable by day {day}"),
            Self::Margin { percent: 0 } => "Price above the fully loaded cost of a unit".into(),
            Self::Margin { percent } => {
                format!("Price above the fully loaded cost of a unit by {percent}% of the price")
            }
            Self::NoRevenue { kind } => format!("No revenue from {}", source(kind)),
            Self::AskAtMost { amount } => {
                format!("Asks for at most {}", Money::new(amount, currency))
            }
            Self::ReturnStated => "Says what the funder gets for it".into(),
            Self::Complete { months } => {
                format!("Price, unit cost, ask, and revenue and costs of {months} months are given")
            }
            Self::Business {
                business: Business::New,
            } => "A business that does not run yet".into(),
            Self::Business {
                business: Business::Existing,
            } => "A business that runs already".into(),
            Self::Business {
                business: Business::Either,
            } => "A new business or one that runs already".into(),
            Self::OpenLicence => "Anybody may copy the plan".into(),
            Self::Attested => String::new(),
        }
    }
}

/// A source of revenue as a sentence names it.
pub(super) const fn source(kind: RevenueKind) -> &'static str {
    match kind {
        RevenueKind::Sales => "sales",
        RevenueKind::Subscription => "subscriptions",
        RevenueKind::Fees => "fees",
        RevenueKind::Grant => "grants",
        RevenueKind::Advertising => "advertising",
        RevenueKind::Recruitment => "recruiting members",
        RevenueKind::Other => "other sources",
    }
}

/// A rule of a round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "TypedRule", into = "TypedRule")]
pub struct Rule {
    condition: Condition,
    words: String,
    may_miss: bool,
}

impl Rule {
    /// What it asks.
    #[must_use]
    pub const fn condition(&self) -> Condition {
        self.condition
    }

    /// What it says, in its funder's words; never empty.
    #[must_use]
    pub fn words(&self) -> &str {
        &self.words
    }

    /// Whether a plan that misses it may apply, marked.
    #[must_use]
    pub const fn may_miss(&self) -> bool {
        self.may_miss
    }
}
