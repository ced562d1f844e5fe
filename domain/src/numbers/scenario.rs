//! The same plan under other assumptions. With `s` percent of the sales, `c` percent of the costs and `d` months of
//! delay:
//!
//! - *what is sold* (sales, subscriptions, fees) in month `m` = what was planned for month `m − d`, × s ÷ 100; nothing in
//!   the first `d` months. Grants, advertising, recruitment and other revenue stay as planned;
//! - *variable costs* grow with what is sold: those planned for month `m − d`, × s × c ÷ 10,000;
//! - *fixed and capital costs* of month `m` = as planned, × c ÷ 100: rent is due whether anybody comes or not;
//! - the cost of one and each part of its worksheet × c ÷ 100; price, ask, opening cash and return stay.
//!
//! The plan keeps its length: what is put off beyond its last month falls out of it. Each line is rounded half up.

use serde::{Deserialize, Serialize};

use super::{
    CheckedNumbers, Cost, CostKind, MAX_MONTHS, Month, Numbers, Part, Revenue, RevenueKind,
};
use crate::problems::Problems;

/// The most that sales or costs can be of what was planned, in percent.
pub const MAX_PERCENT: u32 = 500;

/// Assumptions that differ from the plan's, each within its limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Sent")]
pub struct Scenario {
    sales: u32,
    costs: u32,
    delay: u32,
}

/// As JSON has it; what is left out is as planned.
#[derive(Deserialize)]
#[serde(default)]
struct Sent {
    sales: u32,
    costs: u32,
    delay: u32,
}

impl Default for Sent {
    fn default() -> Self {
        Self {
            sales: 100,
            costs: 100,
            delay: 0,
        }
    }
}

impl TryFrom<Sent> for Scenario {
    type Error = Problems;

    fn try_from(sent: Sent) -> Result<Self, Problems> {
        Self::new(sent.sales, sent.costs, sent.delay)
    }
}

impl Scenario {
    /// What the founder expects.
    pub const AS_PLANNED: Self = Self::of(100, 100);
    /// Half of what was to be sold.
    pub const HALF_SALES: Self = Self::of(50, 100);
    /// Everything costs a fifth more.
    pub const DEARER: Self = Self::of(100, 120);

    const fn of(sales: u32, costs: u32) -> Self {
        Self {
            sales,
            costs,
            delay: 0,
        }
    }

    /// Percent of the planned sales and costs, and months by which sales come later.
    ///
    /// # Errors
    /// All that is out of its range, by field.
    pub fn new(sales: u32, costs: u32, delay: u32) -> Result<Self, Problems> {
        let mut problems = Problems::default();
        for (field, percent) in [("sales", sales), ("costs", costs)] {
            if percent > MAX_PERCENT {
                problems.add(field, format!("must be 0 to {MAX_PERCENT} percent"));
            }
        }
        if delay as usize >= MAX_MONTHS {
            problems.add("delay", format!("must be 0 to {} months", MAX_MONTHS - 1));
        }
        if problems.is_empty() {
            Ok(Self {
                sales,
                costs,
                delay,
            })
        } else {
            Err(problems)
        }
    }

    /// As people type it; what is left blank is as planned.
    ///
    /// # Errors
    /// All that is no whole number or out of its range, by field.
    pub fn parse(sales: &str, costs: &str, delay: &str) -> Result<Self, Problems> {
        let mut problems = Problems::default();
        let mut number = |field, text: &str, blank| match text.trim().trim_end_matches('%').trim() {
            "" => blank,
            text => text.parse().unwrap_or_else(|_| {
                problems.add(field, "must be a whole number, such as 80");
                blank
            }),
        };
        let (sales, costs) = (number("sales", sales, 100), number("costs", costs, 100));
        let delay = number("delay", delay, 0);
        match Self::new(sales, costs, delay) {
            Ok(scenario) if problems.is_empty() => Ok(scenario),
            Ok(_) => Err(problems),
            Err(more) => {
                problems.0.extend(more.0);
                Err(problems)
            }
        }
    }

    /// Percent of the planned sales.
    #[must_use]
    pub const fn sales(self) -> u32 {
        self.sales
    }

    /// Percent of the planned costs.
    #[must_use]
    pub const fn costs(self) -> u32 {
        self.costs
    }

    /// By how many months sales come later.
    #[must_use]
    pub const fn delay(self) -> u32 {
        self.delay
    }

    /// What differs from the plan, in words: "50% of the sales, 1 month later".
    #[must_use]
    pub fn words(self) -> String {
        let percent =
            |percent: u32, of| (percent != 100).then(|| format!("{percent}% of the {of}"));
        let later = match self.delay {
            0 => None,
            1 => Some("sales 1 month later".to_owned()),
            months => Some(format!("sales {months} months later")),
        };
        let said = [
            percent(self.sales, "sales"),
            percent(self.costs, "costs"),
            later,
        ];
        let said: Vec<String> = said.into_iter().flatten().collect();
        match said.as_slice() {
            [] => "as planned".to_owned(),
            said => said.join(", "),
        }
    }

    /// The numbers under these assumptions.
    ///
    /// # Errors
    /// When an amount grows beyond the limit of every plan.
    pub fn apply(self, planned: &CheckedNumbers) -> Result<CheckedNumbers, Problems> {
        if self == Self::AS_PLANNED {
            return Ok(planned.clone());
        }
        let numbers = planned.as_numbers();
        let worksheet: Vec<Part> = numbers
            .worksheet
            .iter()
            .map(|part| self.part(part))
            .collect();
        let changed = Numbers {
            months: self.months(&numbers.months),
            unit_cost: match worksheet.as_slice() {
                [] => numbers.unit_cost.map(|cost| scaled(cost, self.costs, 100)),
                // Its rounded parts say what it is; the rounded sum may be another.
                _ => None,
            },
            worksheet,
            ..numbers.clone()
        };
        changed.check()
    }

    fn part(self, part: &Part) -> Part {
        let dearer = |amount: Option<i64>| amount.map(|amount| scaled(amount, self.costs, 100));
        Part {
            amount: dearer(part.amount),
            wage: dearer(part.wage),
            ..part.clone()
        }
    }

    fn months(self, planned: &[Month]) -> Vec<Month> {
        let delay = self.delay as usize;
        let none = Month::default();
        let month = |number: usize| {
            let sold = number
                .checked_sub(delay)
                .map_or(&none, |from| &planned[from]);
            self.month(sold, &planned[number])
        };
        (0..planned.len()).map(month).collect()
    }

    /// The lines that depend on what is sold come from the month in which that was planned, and all others from this
    /// one. Where both are the same month, the lines keep their order.
    fn month(self, sold: &Month, planned: &Month) -> Month {
        let (revenue, costs): (Vec<_>, Vec<_>) = if self.delay == 0 {
            (
                planned.revenue.iter().collect(),
                planned.costs.iter().collect(),
            )
        } else {
            let of_sold = sold.revenue.iter().filter(|line| line.is_sold());
            let others = planned.revenue.iter().filter(|line| !line.is_sold());
            let variable = sold.costs.iter().filter(|line| line.is_variable());
            let due = planned.costs.iter().filter(|line| !line.is_variable());
            (
                of_sold.chain(others).collect(),
                variable.chain(due).collect(),
            )
        };
        Month {
            revenue: revenue.into_iter().map(|line| self.revenue(line)).collect(),
            costs: costs.into_iter().map(|line| self.cost(line)).collect(),
        }
    }

    fn revenue(self, line: &Revenue) -> Revenue {
        let mut line = line.clone();
        if line.is_sold() {
            line.amount = scaled(line.amount, self.sales, 100);
        }
        line
    }

    fn cost(self, line: &Cost) -> Cost {
        let mut line = line.clone();
        line.amount = if line.is_variable() {
            scaled(line.amount, self.sales * self.costs, 10_000)
        } else {
            scaled(line.amount, self.costs, 100)
        };
        line
    }
}

impl Revenue {
    /// Whether customers pay it for what they get.
    fn is_sold(&self) -> bool {
        matches!(
            self.kind,
            RevenueKind::Sales | RevenueKind::Subscription | RevenueKind::Fees
        )
    }
}

impl Cost {
    fn is_variable(&self) -> bool {
        self.kind == CostKind::Variable
    }
}

/// The proof that scaling needs no run-time check: the largest amount at the largest factor, doubled for rounding.
const _: () = {
    let factor = (MAX_PERCENT * MAX_PERCENT) as i128;
    assert!((super::MAX_AMOUNT as i128) * factor * 2 <= i64::MAX as i128);
};

fn scaled(amount: i64, parts: u32, whole: i64) -> i64 {
    (amount * i64::from(parts) + whole / 2) / whole
}

#[cfg(test)]
mod tests {
    use super::super::{MAX_AMOUNT, testing};
    use super::*;
    use proptest::prelude::*;

    /// Two months: what was sold, what was given, rent, and soap that is used up.
    fn laundry() -> CheckedNumbers {
        let mut numbers = testing::simple(&[(1000, 400), (2001, 400)]);
        for month in &mut numbers.months {
            let mut grant = month.revenue[0].clone();
            (grant.kind, grant.label, grant.amount) = (RevenueKind::Grant, "city".into(), 50);
            month.revenue.insert(0, grant);
            let mut soap = month.costs[0].clone();
            (soap.kind, soap.label, soap.amount) = (CostKind::Variable, "soap".into(), 100);
            month.costs.push(soap);
        }
        numbers.check().unwrap()
    }

    fn amounts(numbers: &CheckedNumbers) -> Vec<(Vec<i64>, Vec<i64>)> {
        let of = |month: &Month| {
            let revenue = month.revenue.iter().map(|line| line.amount).collect();
            (
                revenue,
                month.costs.iter().map(|line| line.amount).collect(),
            )
        };
        numbers.months().iter().map(of).collect()
    }

    #[test]
    fn half_the_sales_use_half_of_what_is_used_up() {
        let half = Scenario::HALF_SALES.apply(&laundry()).unwrap();
        let expected = [
            (vec![50, 500], vec![400, 50]),
            (vec![50, 1001], vec![400, 50]),
        ];
        assert_eq!(amounts(&half), expected);
    }

    #[test]
    fn dearer_costs_change_the_cost_of_one_and_its_parts() {
        let mut numbers = laundry().into_numbers();
        numbers.unit_cost = Some(208);
        let dearer = Scenario::DEARER
            .apply(&numbers.clone().check().unwrap())
            .unwrap();
        assert_eq!(amounts(&dearer)[0], (vec![50, 1000], vec![480, 120]));
        assert_eq!(dearer.unit_cost().unwrap().minor, 250);
        numbers.unit_cost = None;
        numbers.worksheet = super::super::worksheet::parse(
            "materials: soap = 0.42\nwork: folding = 10 min at 15/h",
            crate::money::Currency::new("USD").unwrap(),
        )
        .unwrap();
        let dearer = Scenario::DEARER.apply(&numbers.check().unwrap()).unwrap();
        assert_eq!(dearer.unit_cost().unwrap().minor, 50 + 300);
    }

    #[test]
    fn what_is_sold_later_uses_up_later_and_rent_is_due_all_the_same() {
        let late = Scenario::new(100, 100, 1)
            .unwrap()
            .apply(&laundry())
            .unwrap();
        let expected = [(vec![50], vec![400]), (vec![1000, 50], vec![100, 400])];
        assert_eq!(amounts(&late), expected);
    }

    #[test]
    fn assumptions_are_told_in_words_and_kept_in_their_range() {
        let words = |sales, costs, delay| Scenario::new(sales, costs, delay).unwrap().words();
        assert_eq!(words(100, 100, 0), "as planned");
        assert_eq!(
            words(50, 120, 2),
            "50% of the sales, 120% of the costs, sales 2 months later"
        );
        let problems = Scenario::new(501, 500, 36).unwrap_err();
        assert_eq!(problems.of("sales"), Some("must be 0 to 500 percent"));
        assert_eq!(problems.of("costs"), None);
        assert_eq!(problems.of("delay"), Some("must be 0 to 35 months"));
    }

    #[test]
    fn assumptions_are_typed_with_blanks_and_percent_signs() {
        let typed = Scenario::parse(" 50 %", "", "2").unwrap();
        assert_eq!((typed.sales(), typed.costs(), typed.delay()), (50, 100, 2));
        assert_eq!(Scenario::parse("", "", ""), Ok(Scenario::AS_PLANNED));
        let problems = Scenario::parse("half", "501", "-1").unwrap_err();
        assert_eq!(
            problems.of("sales"),
            Some("must be a whole number, such as 80")
        );
        assert_eq!(problems.of("costs"), Some("must be 0 to 500 percent"));
        assert_eq!(
            problems.of("delay"),
            Some("must be a whole number, such as 80")
        );
    }

    #[test]
    fn json_keeps_the_limits_too() {
        let read = |json: &str| serde_json::from_str::<Scenario>(json);
        assert_eq!(read(r#"{"sales": 50}"#).unwrap(), Scenario::HALF_SALES);
        let wrong = read(r#"{"sales": 501, "delay": 36}"#)
            .unwrap_err()
            .to_string();
        assert!(
            wrong.starts_with("sales: must be 0 to 500 percent; delay: "),
            "{wrong}"
        );
    }

    #[test]
    fn an_amount_beyond_every_limit_is_told() {
        let most = testing::simple(&[(MAX_AMOUNT, 0)]).check().unwrap();
        let problems = Scenario::new(200, 100, 0)
            .unwrap()
            .apply(&most)
            .unwrap_err();
        assert!(problems.of("months[0].revenue[0].amount").is_some());
    }

    proptest! {
        #[test]
        fn the_order_of_assumptions_holds(
            months in testing::months(),
            sales in 0..=100_u32,
            costs in 0..=100_u32,
            delay in 0..36_u32,
        ) {
            let planned = testing::numbers("USD", months).check().unwrap();
            let scenario = Scenario::new(sales, costs, delay).unwrap().apply(&planned).unwrap();
            prop_assert_eq!(scenario.months().len(), planned.months().len());
            let sums = |numbers: &CheckedNumbers| {
                let results = numbers.results();
                let revenue: i64 = results.months.iter().map(|month| month.revenue).sum();
                (revenue, results.months.iter().map(|month| month.costs).sum::<i64>())
            };
            let (before, after) = (sums(&planned), sums(&scenario));
            prop_assert!(after.0 <= before.0 && after.1 <= before.1);
        }
    }
}
