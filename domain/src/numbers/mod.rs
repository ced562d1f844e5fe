//! The structured part of a revision: what is sold and for how much, month by month, what is asked and what
//! the funder gets. [`Numbers`] is what a founder sent; [`CheckedNumbers`] is what everything else works with.

mod check;
#[cfg(feature = "store")]
pub mod csv;
pub mod figures;
pub mod hundredths;
pub mod payout;
pub mod returns;
#[cfg(feature = "store")]
pub mod rows;
pub mod rules;
pub mod scenario;
pub mod table;
#[cfg(feature = "store")]
pub mod text;
pub mod worksheet;

pub use returns::{Return, ReturnKind};
pub use scenario::Scenario;
pub use worksheet::{Part, PartKind};

use serde::{Deserialize, Serialize};

use crate::{
    money::{Currency, Money},
    problems::Problems,
    words::words,
};

/// The longest plan: three years.
pub const MAX_MONTHS: usize = 36;
/// The most lines of one side (revenue or costs) in one month.
pub const MAX_LINES: usize = 40;
/// The longest label of a line, in characters.
pub const MAX_LABEL: usize = 80;
/// The longest noun for the unit sold, in characters.
pub const MAX_UNIT: usize = 40;
/// The longest wording of what the funder gets, in characters.
pub const MAX_TERMS: usize = 200;
/// The largest single amount, in minor units: small enough that no total of a plan can overflow.
pub const MAX_AMOUNT: i64 = 10_000_000_000_000;
/// The longest life over which a capital cost is spread, in months.
pub const MAX_LIFE: u32 = 600;

/// Numbers as written in JSON, amounts in minor units. Nothing is promised about them until [`check`](Self::check).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Numbers {
    /// ISO 4217 code, such as `USD`.
    pub currency: String,
    /// What one unit is called: a "wash". Only for words around the figures.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// What one unit is sold for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<i64>,
    /// What one unit costs fully loaded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_cost: Option<i64>,
    /// What is in it. With one the cost may be left out, and is what this adds up to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub worksheet: Vec<Part>,
    /// The plan's months of 30 days, from the first on.
    #[serde(default)]
    pub months: Vec<Month>,
    /// What is there before the first month.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opening_cash: Option<i64>,
    /// What the founder asks for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ask: Option<i64>,
    /// What the funder gets for it.
    #[serde(default, rename = "return", skip_serializing_if = "Option::is_none")]
    pub returns: Option<Return>,
}

/// One month's planned lines.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Month {
    /// What comes in.
    #[serde(default)]
    pub revenue: Vec<Revenue>,
    /// What goes out.
    #[serde(default)]
    pub costs: Vec<Cost>,
}

/// One line of what comes in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revenue {
    /// Where it comes from, so that rules can refuse some sources.
    pub kind: RevenueKind,
    /// The founder's word for it.
    pub label: String,
    /// Minor units, not negative.
    pub amount: i64,
}

/// One line of what goes out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cost {
    /// How it behaves.
    pub kind: CostKind,
    /// The founder's word for it.
    pub label: String,
    /// Minor units, not negative.
    pub amount: i64,
    /// Over how many months a capital cost is spread; only capital has a life.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub life_months: Option<u32>,
}

words! {
    /// Where revenue comes from.
    RevenueKind {
        /// Things and work sold one by one.
        Sales = "sales",
        /// Paid again every period.
        Subscription = "subscription",
        /// Commissions, hire and the like.
        Fees = "fees",
        /// Given without anything sold.
        Grant = "grant",
        /// Paid by advertisers.
        Advertising = "advertising",
        /// Paid by or for new members of a scheme.
        Recruitment = "recruitment",
        /// None of these.
        Other = "other",
    }
}

words! {
    /// How a cost behaves.
    CostKind {
        /// The same whatever is sold.
        Fixed = "fixed",
        /// Grows with what is sold.
        Variable = "variable",
        /// Bought once and used for its life.
        Capital = "capital",
    }
}

/// Numbers within every limit: the currency is known, amounts are 0 to [`MAX_AMOUNT`], capital and only capital
/// has a life, texts are clean and on one line, a worksheet adds up to the stated cost. No total of them overflows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct CheckedNumbers {
    numbers: Numbers,
    #[serde(skip)]
    currency: Currency,
}

impl Numbers {
    /// Cleans the texts, checks every limit and tells all that is wrong at once.
    ///
    /// # Errors
    /// All that is wrong, in the order of the JSON, each with its path there such as `months[3].costs[1].amount`.
    pub fn check(mut self) -> Result<CheckedNumbers, Problems> {
        let problems = check::clean(&mut self);
        match Currency::new(&self.currency) {
            Ok(currency) if problems.is_empty() => Ok(CheckedNumbers {
                numbers: self,
                currency,
            }),
            _ => Err(problems),
        }
    }
}

impl CheckedNumbers {
    /// What they were made of, for storing and for editing again.
    #[must_use]
    pub fn as_numbers(&self) -> &Numbers {
        &self.numbers
    }

    /// What they were made of, by value.
    #[must_use]
    pub fn into_numbers(self) -> Numbers {
        self.numbers
    }

    /// What all amounts are in.
    #[must_use]
    pub fn currency(&self) -> Currency {
        self.currency
    }

    /// The plan's months, at most [`MAX_MONTHS`].
    #[must_use]
    pub fn months(&self) -> &[Month] {
        &self.numbers.months
    }

    /// What one unit is called, if the founder said.
    #[must_use]
    pub fn unit(&self) -> Option<&str> {
        self.numbers.unit.as_deref()
    }

    /// What one unit is sold for.
    #[must_use]
    pub fn price(&self) -> Option<Money> {
        self.numbers.price.map(|minor| self.money(minor))
    }

    /// What one unit costs fully loaded: as stated, else as its worksheet adds up.
    #[must_use]
    pub fn unit_cost(&self) -> Option<Money> {
        self.numbers.cost_of_one().map(|minor| self.money(minor))
    }

    /// What is in the cost of one unit.
    #[must_use]
    pub fn worksheet(&self) -> &[Part] {
        &self.numbers.worksheet
    }

    /// What is there before the first month.
    #[must_use]
    pub fn opening_cash(&self) -> Option<Money> {
        self.numbers.opening_cash.map(|minor| self.money(minor))
    }

    /// What the founder asks for.
    #[must_use]
    pub fn ask(&self) -> Option<Money> {
        self.numbers.ask.map(|minor| self.money(minor))
    }

    /// What the funder gets for it.
    #[must_use]
    pub fn returns(&self) -> Option<&Return> {
        self.numbers.returns.as_ref()
    }

    /// So many minor units of these numbers' currency.
    #[must_use]
    pub fn money(&self, minor: i64) -> Money {
        Money::new(minor, self.currency)
    }
}

/// Made-up numbers for tests, here and in the tests of pages.
#[cfg(test)]
pub(crate) mod testing {
    use super::{
        Cost, CostKind, Month, Numbers, Part, PartKind, Return, ReturnKind, Revenue, RevenueKind,
        returns, worksheet::MAX_MINUTES,
    };
    use proptest::prelude::*;

    fn label() -> impl Strategy<Value = String> {
        prop_oneof![
            Just("washes".to_owned()),
            Just("rent".to_owned()),
            "[a-zA-Z0-9éß€\"',;/=+ -]{0,20}[a-zé\",;]".prop_map(|text| text.trim().to_owned()),
        ]
    }

    fn amount() -> impl Strategy<Value = i64> {
        prop_oneof![0..1_000_000_i64, 0..=super::MAX_AMOUNT]
    }

    fn revenue() -> impl Strategy<Value = Revenue> {
        let kind = prop::sample::select(RevenueKind::ALL);
        (kind, label(), amount()).prop_map(|(kind, label, amount)| Revenue {
            kind,
            label,
            amount,
        })
    }

    fn cost() -> impl Strategy<Value = Cost> {
        let kind = prop::sample::select(CostKind::ALL);
        (kind, label(), amount(), 1..=super::MAX_LIFE).prop_map(|(kind, label, amount, life)| {
            Cost {
                kind,
                label,
                amount,
                life_months: (kind == CostKind::Capital).then_some(life),
            }
        })
    }

    pub(crate) fn months() -> impl Strategy<Value = Vec<Month>> {
        let month = (
            prop::collection::vec(revenue(), 0..5),
            prop::collection::vec(cost(), 0..5),
        );
        let month = month.prop_map(|(revenue, costs)| Month { revenue, costs });
        prop::collection::vec(month, 0..=super::MAX_MONTHS)
    }

    fn part() -> impl Strategy<Value = Part> {
        let kind = prop::sample::select(PartKind::ALL);
        let sum = (0..1_000_000_i64, 1..=MAX_MINUTES, 0..100_000_i64);
        (kind, label(), sum).prop_map(|(kind, label, (amount, minutes, wage))| {
            let is_work = kind == PartKind::Work;
            Part {
                kind,
                label,
                amount: (!is_work).then_some(amount),
                minutes: is_work.then_some(minutes),
                wage: is_work.then_some(wage),
            }
        })
    }

    pub(crate) fn worksheet() -> impl Strategy<Value = Vec<Part>> {
        prop::collection::vec(part(), 0..6)
    }

    /// Of every form, with and without each term.
    pub(crate) fn returns() -> impl Strategy<Value = Return> {
        use prop::option::of;
        let kind = prop::sample::select(ReturnKind::ALL);
        let terms = prop_oneof![Just(String::new()), label()];
        let worked = (
            of(1..=returns::WHOLE),
            of(0..=returns::MAX_INTEREST),
            of(1..=returns::MAX_REPAY),
            of(0..=returns::MAX_GRACE),
            of(1..=returns::MAX_CAP),
        );
        (kind, terms, worked).prop_map(|(kind, terms, (share, interest, repay, grace, cap))| {
            let is_loan = kind == ReturnKind::Loan;
            Return {
                kind,
                terms,
                share_bp: share.filter(|_| !is_loan),
                interest_bp: interest.filter(|_| is_loan),
                repay_months: repay.filter(|_| is_loan),
                grace_months: grace.filter(|_| is_loan),
                cap_hundredths: cap.filter(|_| kind == ReturnKind::RevenueShare),
            }
        })
    }

    /// With everything that numbers may have, and without each.
    pub(crate) fn whole(code: &'static str) -> impl Strategy<Value = Numbers> {
        use prop::option::of;
        let amounts = (of(amount()), of(amount()), of(amount()));
        let unit = of("[a-z:,=+-]{1,20}");
        let parts = (unit, worksheet(), months(), of(returns()));
        (amounts, parts, any::<bool>()).prop_map(
            move |((price, opening_cash, ask), (unit, worksheet, months, returns), says_cost)| {
                let mut made = Numbers {
                    unit,
                    price,
                    worksheet,
                    opening_cash,
                    ask,
                    returns,
                    ..numbers(code, months)
                };
                made.unit_cost = made.worksheet_total().filter(|_| says_cost);
                made
            },
        )
    }

    pub(crate) fn numbers(currency: &str, months: Vec<Month>) -> Numbers {
        Numbers {
            currency: currency.to_owned(),
            months,
            ..Numbers::default()
        }
    }

    /// One line a side, from (revenue, cost) of each month.
    pub(crate) fn simple(months: &[(i64, i64)]) -> Numbers {
        let months = months
            .iter()
            .map(|&(revenue, cost)| Month {
                revenue: vec![Revenue {
                    kind: RevenueKind::Sales,
                    label: "sales".to_owned(),
                    amount: revenue,
                }],
                costs: vec![Cost {
                    kind: CostKind::Fixed,
                    label: "rent".to_owned(),
                    amount: cost,
                    life_months: None,
                }],
            })
            .collect();
        numbers("USD", months)
    }
}
