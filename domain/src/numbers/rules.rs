//! What the numbers come to. The formulas are those of the design, and the numbers page repeats them in words:
//!
//! - *cash flow* of a month = its revenue − its costs; the ask and opening cash do not count;
//! - *profit* of a month = its revenue − its fixed and variable costs − the share of every capital cost bought in
//!   this or an earlier month that is still within its life;
//! - the share of a capital cost `A` with a life of `L` months in its month `k` (0 in the month it is bought) =
//!   ⌊A·(k+1)/L⌋ − ⌊A·k/L⌋, so that the `L` shares sum to `A` exactly;
//! - a month is 30 days: *breaks even by day 30·m*, m the first month whose cash flow is not negative;
//!   *profitable by day 30·m*, m the first month with profit above zero;
//! - *margin per unit* = price − unit cost, and as a percentage of the price;
//! - *lowest cash* = the lowest, over all months, of opening cash + the cash flow of this and all earlier months;
//! - the ask *covers* it when ask + lowest cash is not negative, and has as much to spare.

use serde::Serialize;

use super::{CheckedNumbers, Cost, CostKind, Month};
use crate::money::Money;

/// Days in a plan's month.
pub const DAYS_PER_MONTH: u32 = 30;

/// What one month comes to, in minor units of the numbers' currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct MonthResult {
    /// 1 for the plan's first month.
    pub month: u32,
    /// All that comes in.
    pub revenue: i64,
    /// All that is paid, capital in full.
    pub costs: i64,
    /// The part of the costs that is capital.
    pub capital_paid: i64,
    /// The shares of this and earlier months' capital costs that fall in this month.
    pub capital_share: i64,
    /// Revenue less costs.
    pub cash_flow: i64,
    /// Revenue less costs, capital spread over its life.
    pub profit: i64,
    /// Opening cash and the cash flow of this and all earlier months.
    pub cumulative_cash: i64,
}

/// The deepest point of the cumulative cash: what must be there before the plan carries itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct LowestCash {
    /// 1 for the plan's first month.
    pub month: u32,
    /// Minor units, negative when money is needed.
    pub amount: i64,
}

/// What is left of one unit's price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Margin {
    /// What one unit is sold for.
    pub price: Money,
    /// What one unit costs fully loaded.
    pub unit_cost: Money,
    /// Price less cost, negative when every unit loses money.
    pub amount: Money,
    /// Of the price, rounded half away from zero; none when the price is zero.
    pub percent: Option<i64>,
}

/// Everything that follows from the numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Results {
    /// Month by month.
    pub months: Vec<MonthResult>,
    /// The day by which a month's cash flow is first not negative; none if it never is, which is no error.
    pub breaks_even_by_day: Option<u32>,
    /// The day by which a month's profit is first above zero.
    pub profitable_by_day: Option<u32>,
    /// Months after breaking even whose cash flow is negative again.
    pub dips: Vec<u32>,
    /// None without months.
    pub lowest_cash: Option<LowestCash>,
    /// What of the ask is not needed at the lowest cash, in minor units: negative by as much as the ask falls short.
    /// None without an ask or months.
    pub ask_to_spare: Option<i64>,
    /// None unless both price and unit cost are given.
    pub margin: Option<Margin>,
}

impl CheckedNumbers {
    /// Works everything out. Totals cannot overflow: see the limits on [`CheckedNumbers`].
    #[must_use]
    pub fn results(&self) -> Results {
        let opening_cash = self.as_numbers().opening_cash.unwrap_or(0);
        let results = results_of(self.months(), opening_cash);
        let lowest_cash = results.lowest_cash;
        Results {
            ask_to_spare: lowest_cash
                .zip(self.ask())
                .map(|(lowest, ask)| ask.minor + lowest.amount.min(0)),
            margin: self.margin(),
            ..results
        }
    }

    fn margin(&self) -> Option<Margin> {
        let (price, unit_cost) = (self.price()?, self.unit_cost()?);
        let amount = price.minor - unit_cost.minor;
        Some(Margin {
            price,
            unit_cost,
            amount: self.money(amount),
            percent: percent(amount, price.minor),
        })
    }
}

/// What months within every limit come to, without price and ask.
pub(super) fn results_of(months: &[Month], opening_cash: i64) -> Results {
    let months = month_results(months, opening_cash);
    let breaks_even = first(&months, |month| month.cash_flow >= 0);
    let profitable = first(&months, |month| month.profit > 0);
    Results {
        breaks_even_by_day: breaks_even.map(last_day),
        profitable_by_day: profitable.map(last_day),
        dips: dips(&months, breaks_even),
        lowest_cash: lowest_cash(&months),
        ask_to_spare: None,
        margin: None,
        months,
    }
}

fn month_results(months: &[Month], opening_cash: i64) -> Vec<MonthResult> {
    let mut cumulative_cash = opening_cash;
    (1..)
        .zip(months)
        .zip(capital_shares(months))
        .map(|((month, lines), capital_share)| {
            let revenue = lines.revenue.iter().map(|line| line.amount).sum::<i64>();
            let costs = lines.costs.iter().map(|line| line.amount).sum::<i64>();
            let capital_paid = capital(lines).map(|line| line.amount).sum::<i64>();
            let cash_flow = revenue - costs;
            cumulative_cash += cash_flow;
            MonthResult {
                month,
                revenue,
                costs,
                capital_paid,
                capital_share,
                cash_flow,
                profit: cash_flow + capital_paid - capital_share,
                cumulative_cash,
            }
        })
        .collect()
}

/// The share of all capital costs that falls in each month.
fn capital_shares(months: &[Month]) -> Vec<i64> {
    let mut shares = vec![0; months.len()];
    for (bought, month) in months.iter().enumerate() {
        for cost in capital(month) {
            let life = i64::from(cost.life_months.unwrap_or(1).max(1));
            for (age, total) in (0..life).zip(&mut shares[bought..]) {
                *total += cost.amount * (age + 1) / life - cost.amount * age / life;
            }
        }
    }
    shares
}

fn capital(month: &Month) -> impl Iterator<Item = &Cost> {
    let is_capital = |cost: &&Cost| cost.kind == CostKind::Capital;
    month.costs.iter().filter(is_capital)
}

fn first(months: &[MonthResult], holds: impl Fn(&MonthResult) -> bool) -> Option<u32> {
    months
        .iter()
        .find(|month| holds(month))
        .map(|month| month.month)
}

fn last_day(month: u32) -> u32 {
    month * DAYS_PER_MONTH
}

fn dips(months: &[MonthResult], breaks_even: Option<u32>) -> Vec<u32> {
    months
        .iter()
        .filter(|month| breaks_even.is_some_and(|even| month.month > even) && month.cash_flow < 0)
        .map(|month| month.month)
        .collect()
}

fn lowest_cash(months: &[MonthResult]) -> Option<LowestCash> {
    let lowest = months.iter().min_by_key(|month| month.cumulative_cash)?;
    Some(LowestCash {
        month: lowest.month,
        amount: lowest.cumulative_cash,
    })
}

fn percent(part: i64, whole: i64) -> Option<i64> {
    if whole == 0 {
        return None;
    }
    let half = if part < 0 { -whole } else { whole };
    Some((part * 200 + half) / (whole * 2))
}

#[cfg(test)]
mod tests {
    use super::super::{MAX_AMOUNT, MAX_LINES, MAX_MONTHS, testing};
    use super::*;
    use proptest::prelude::*;

    fn results(months: &[(i64, i64)]) -> Results {
        testing::simple(months).check().unwrap().results()
    }

    fn with_capital(months: usize, bought: usize, amount: i64, life: u32) -> Results {
        let mut numbers = testing::simple(&vec![(0, 0); months]);
        numbers.months[bought].costs.push(Cost {
            kind: CostKind::Capital,
            label: "machines".to_owned(),
            amount,
            life_months: Some(life),
        });
        numbers.check().unwrap().results()
    }

    fn profits(results: &Results) -> Vec<i64> {
        results.months.iter().map(|month| month.profit).collect()
    }

    #[test]
    fn breaks_even_in_the_first_month_that_is_not_negative() {
        let plan = results(&[(0, 500), (300, 300), (400, 300)]);
        assert_eq!(plan.breaks_even_by_day, Some(60));
        assert_eq!(plan.profitable_by_day, Some(90));
        assert_eq!(
            plan.lowest_cash,
            Some(LowestCash {
                month: 1,
                amount: -500
            })
        );
        assert_eq!(plan.months[2].cumulative_cash, -400);
        assert!(plan.dips.is_empty());
    }

    #[test]
    fn never_breaking_even_is_a_result() {
        let plan = results(&[(1, 2); 36]);
        assert_eq!(plan.breaks_even_by_day, None);
        assert_eq!(plan.profitable_by_day, None);
        assert!(plan.dips.is_empty());
        assert_eq!(
            plan.lowest_cash,
            Some(LowestCash {
                month: 36,
                amount: -36
            })
        );
        let empty = results(&[]);
        assert_eq!((empty.breaks_even_by_day, empty.lowest_cash), (None, None));
    }

    #[test]
    fn opening_cash_lifts_the_lowest_and_the_ask_has_the_rest_to_carry() {
        let mut numbers = testing::simple(&[(0, 500), (300, 400)]);
        (numbers.opening_cash, numbers.ask) = (Some(150), Some(400));
        let plan = numbers.clone().check().unwrap().results();
        assert_eq!(
            plan.lowest_cash,
            Some(LowestCash {
                month: 2,
                amount: -450
            })
        );
        assert_eq!(plan.ask_to_spare, Some(-50));
        assert_eq!(plan.months[0].cash_flow, -500, "opening cash is no flow");
        numbers.opening_cash = Some(1000);
        let rich = numbers.clone().check().unwrap().results();
        assert_eq!(rich.ask_to_spare, Some(400));
        numbers.ask = None;
        assert_eq!(numbers.check().unwrap().results().ask_to_spare, None);
    }

    #[test]
    fn later_dips_are_warnings() {
        let plan = results(&[(0, 1), (1, 1), (0, 1), (5, 1), (0, 1)]);
        assert_eq!(plan.breaks_even_by_day, Some(60));
        assert_eq!(plan.dips, [3, 5]);
    }

    #[test]
    fn capital_is_spread_over_its_life_from_its_month_on() {
        assert_eq!(profits(&with_capital(5, 1, 100, 3)), [0, -33, -33, -34, 0]);
        assert_eq!(profits(&with_capital(3, 0, 2, 600)), [0, 0, 0]);
        assert_eq!(profits(&with_capital(3, 2, 7, 1)), [0, 0, -7]);
        assert_eq!(with_capital(5, 1, 100, 3).months[1].cash_flow, -100);
    }

    #[test]
    fn margin_is_price_less_cost() {
        for (price, cost, amount, percent) in [
            (320, 208, 112, Some(35)),
            (200, 201, -1, Some(-1)),
            (200, 199, 1, Some(1)),
            (1000, 996, 4, Some(0)),
            (0, 5, -5, None),
            (1, MAX_AMOUNT, 1 - MAX_AMOUNT, Some((1 - MAX_AMOUNT) * 100)),
        ] {
            let mut numbers = testing::simple(&[]);
            (numbers.price, numbers.unit_cost) = (Some(price), Some(cost));
            let margin = numbers.check().unwrap().results().margin.unwrap();
            assert_eq!((margin.amount.minor, margin.percent), (amount, percent));
        }
        assert_eq!(results(&[]).margin, None);
    }

    #[test]
    fn the_largest_plan_does_not_overflow() {
        let mut numbers = testing::simple(&[(0, 0); MAX_MONTHS]);
        for month in &mut numbers.months {
            month.costs = vec![
                Cost {
                    kind: CostKind::Capital,
                    label: "gold".to_owned(),
                    amount: MAX_AMOUNT,
                    life_months: Some(600),
                };
                MAX_LINES
            ];
        }
        let results = numbers.check().unwrap().results();
        let lines = i64::try_from(MAX_MONTHS * MAX_LINES).unwrap();
        assert_eq!(results.lowest_cash.unwrap().amount, -MAX_AMOUNT * lines);
    }

    proptest! {
        #[test]
        fn the_shares_of_capital_sum_to_its_price(amount in 0..=MAX_AMOUNT, life in 1..=36_u32) {
            let plan = with_capital(36, 0, amount, life);
            prop_assert_eq!(profits(&plan).iter().sum::<i64>(), -amount);
            let spread = profits(&plan);
            let within = &spread[..life as usize];
            prop_assert!(within.iter().max().unwrap() - within.iter().min().unwrap() <= 1);
        }

        #[test]
        fn the_days_agree_with_the_months(months in testing::months()) {
            let plan = testing::numbers("EUR", months).check().unwrap().results();
            let mut cash = 0;
            for month in &plan.months {
                let day = month.month * DAYS_PER_MONTH;
                cash += month.revenue - month.costs;
                prop_assert_eq!(month.cumulative_cash, cash);
                if month.cash_flow >= 0 {
                    prop_assert!(plan.breaks_even_by_day.is_some_and(|even| even <= day));
                } else {
                    prop_assert_ne!(plan.breaks_even_by_day, Some(day));
                    prop_assert_eq!(plan.dips.contains(&month.month), plan.breaks_even_by_day.is_some_and(|even| even < day));
                }
                if month.profit > 0 {
                    prop_assert!(plan.profitable_by_day.is_some_and(|first| first <= day));
                } else {
                    prop_assert_ne!(plan.profitable_by_day, Some(day));
                }
                prop_assert!(plan.lowest_cash.unwrap().amount <= month.cumulative_cash);
            }
        }

        #[test]
        fn checked_numbers_survive_json(months in testing::months()) {
            let numbers = testing::numbers("JPY", months);
            let json = serde_json::to_string(&numbers).unwrap();
            prop_assert_eq!(serde_json::from_str::<super::super::Numbers>(&json).unwrap(), numbers);
        }
    }
}
