//! Plans that were entered in a round, and how they are looked through.

use super::rules::Outcome;
use crate::words::words;

/// How many letters a question, or its answer, may have.
pub const LONGEST_ANSWER: usize = 2_000;
/// How many questions about one application may wait for an answer.
pub const MOST_OPEN_QUESTIONS: u64 = 10;

words! {
    /// What has become of an application.
    State {
        /// Nothing yet.
        Waiting = "waiting",
        /// The funder looks closer.
        Shortlisted = "shortlisted",
        /// The funder funds it.
        Accepted = "accepted",
        /// The funder does not.
        Declined = "declined",
        /// Whoever applied took it back.
        TakenBack = "taken_back",
    }
}

impl State {
    /// As people read it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Shortlisted => "shortlisted",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::TakenBack => "taken back",
        }
    }

    /// Whether something may still come of it.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Waiting | Self::Shortlisted)
    }
}

words! {
    /// By which number applications are put in order.
    Order {
        /// The youngest first.
        New = "new",
        /// Those that miss the fewest rules first.
        Missed = "missed",
        /// Those that ask for least first.
        Ask = "ask",
        /// Those with the largest share of the price left first.
        Margin = "margin",
        /// Those that break even first first.
        Even = "even",
        /// Those that are profitable first first.
        Profit = "profit",
        /// Those that need the least cash first.
        Cash = "cash",
        /// The cheapest first.
        Price = "price",
    }
}

impl Order {
    /// As people choose it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::New => "Newest",
            Self::Missed => "Fewest rules missed",
            Self::Ask => "Asks for least",
            Self::Margin => "Largest margin",
            Self::Even => "Breaks even first",
            Self::Profit => "Profitable first",
            Self::Cash => "Needs least cash",
            Self::Price => "Lowest price",
        }
    }
}

/// Which of a round's applications somebody wants to see.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Only these; all but those taken back, when there is nothing.
    pub state: Option<State>,
    /// Only those in which this rule, counted from 1, found this.
    pub rule: Option<(i32, Outcome)>,
    /// In which order.
    pub order: Option<Order>,
    /// Only those that ask for so much at most, in minor units.
    pub ask: Option<i64>,
    /// Only those that break even by this day.
    pub even: Option<i32>,
    /// Only those that are profitable by this day.
    pub profit: Option<i32>,
    /// Only those of which at least so many hundredths of the price are left.
    pub margin: Option<i64>,
}
