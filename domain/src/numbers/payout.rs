//! The return simulator: what the funder would get, month by month. Integer money throughout:
//!
//! - *loan* of the ask `A` at `b` hundredths of a percent a year, over `n` months after `g` months of grace: the
//!   interest of a month = what is owed at its start × b ÷ 120,000, rounded half up; nothing else is paid in the
//!   months of grace; then the `k`-th month (from 0) repays ⌊A·(k+1)/n⌋ − ⌊A·k/n⌋, so that the repayments sum to `A`
//!   exactly, and all that is paid to `A` and the interest;
//! - *revenue share* of `b`: ⌊revenue of the month × b ÷ 10,000⌋, until all payments come to the cap, ⌊A × multiple⌋,
//!   which they never pass;
//! - *equity* of `b`: as if all profit were paid out once the losses before it are made up. With `P` the highest sum of
//!   profits so far, and not below zero, all payments so far = ⌊P × b ÷ 10,000⌋. What the share itself is worth is not
//!   counted: nobody has said what it could be sold for.
//!
//! A loan runs its own course whatever the plan earns; the others end with the plan's months, which is all that is known.

use serde::Serialize;

use super::{
    Return, ReturnKind,
    returns::WHOLE,
    rules::{MonthResult, Results},
};

/// Hundredths of a percent in a whole, times the months of a year.
const INTEREST_PARTS: i128 = 120_000;

/// What the funder gets in one month, in minor units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct PayoutMonth {
    /// 1 for the plan's first month.
    pub month: u32,
    /// All that is paid.
    pub paid: i64,
    /// The part of it that is interest; of a loan only.
    pub interest: i64,
    /// Paid in this and all earlier months.
    pub total: i64,
    /// What a loan still owes, or what is left up to the cap; none where there is no end.
    pub left: Option<i64>,
}

/// What the funder gets over all months.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Payout {
    /// Month by month.
    pub months: Vec<PayoutMonth>,
    /// All of it.
    pub total: i64,
    /// The month after which the funder has the ask back; none if that does not come.
    pub paid_back_month: Option<u32>,
}

impl Results {
    /// What the funder would get for this ask. Nothing when terms are missing that it depends on: the share, or
    /// over how many months a loan is repaid. A loan without a stated interest has none.
    #[must_use]
    pub fn payout(&self, ask: i64, returns: &Return) -> Option<Payout> {
        let payments = match returns.kind {
            ReturnKind::Loan => loan(ask, returns)?,
            ReturnKind::RevenueShare => revenue_share(ask, returns, &self.months)?,
            ReturnKind::Equity => equity(returns.share_bp?, &self.months),
        };
        Some(add_up(ask, payments))
    }
}

/// A month's payment, the interest in it, and what is left.
type Payment = (i64, i64, Option<i64>);

fn loan(ask: i64, returns: &Return) -> Option<Vec<Payment>> {
    let repay = returns.repay_months.filter(|months| *months > 0)?;
    let grace = returns.grace_months.unwrap_or(0);
    let interest_bp = returns.interest_bp.unwrap_or(0);
    let mut owed = ask;
    let payments = (0..grace + repay).map(|month| {
        let interest = interest_of(owed, interest_bp);
        let repaid = match month.checked_sub(grace) {
            Some(turn) => part(ask, turn + 1, repay) - part(ask, turn, repay),
            None => 0,
        };
        owed -= repaid;
        (repaid + interest, interest, Some(owed))
    });
    Some(payments.collect())
}

fn revenue_share(ask: i64, returns: &Return, months: &[MonthResult]) -> Option<Vec<Payment>> {
    let share = returns.share_bp?;
    let mut left = returns.cap_hundredths.map(|cap| part(ask, cap, 100));
    let payments = months.iter().map(|month| {
        let due = part(month.revenue, share, WHOLE);
        let paid = left.map_or(due, |left| due.min(left));
        left = left.map(|left| left - paid);
        (paid, 0, left)
    });
    Some(payments.collect())
}

fn equity(share: u32, months: &[MonthResult]) -> Vec<Payment> {
    let (mut profits, mut highest, mut before) = (0, 0, 0);
    let payments = months.iter().map(|month| {
        profits += month.profit;
        highest = profits.max(highest);
        let so_far = part(highest, share, WHOLE);
        let paid = so_far - before;
        before = so_far;
        (paid, 0, None)
    });
    payments.collect()
}

/// ⌊amount × parts ÷ whole⌋ of an amount that is not negative. Within every limit of checked numbers it fits.
fn part(amount: i64, parts: u32, whole: u32) -> i64 {
    let product = i128::from(amount) * i128::from(parts) / i128::from(whole);
    i64::try_from(product).unwrap_or(i64::MAX)
}

fn interest_of(owed: i64, interest_bp: u32) -> i64 {
    let product = i128::from(owed) * i128::from(interest_bp) + INTEREST_PARTS / 2;
    i64::try_from(product / INTEREST_PARTS).unwrap_or(i64::MAX)
}

fn add_up(ask: i64, payments: Vec<Payment>) -> Payout {
    let mut total = 0_i64;
    let months: Vec<_> = (1..)
        .zip(payments)
        .map(|(month, (paid, interest, left))| {
            total = total.saturating_add(paid);
            PayoutMonth {
                month,
                paid,
                interest,
                total,
                left,
            }
        })
        .collect();
    Payout {
        paid_back_month: months
            .iter()
            .find(|month| month.total >= ask)
            .map(|month| month.month),
        total,
        months,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{MAX_AMOUNT, returns, testing};
    use super::*;
    use proptest::prelude::*;

    fn results(months: &[(i64, i64)]) -> Results {
        testing::simple(months).check().unwrap().results()
    }

    fn paid(payout: &Payout) -> Vec<i64> {
        payout.months.iter().map(|month| month.paid).collect()
    }

    fn lent(interest: u32, repay: u32, grace: u32) -> Return {
        Return {
            interest_bp: Some(interest),
            repay_months: Some(repay),
            grace_months: Some(grace),
            ..Return::worded(ReturnKind::Loan, "")
        }
    }

    fn shared(kind: ReturnKind, share: u32, cap: Option<u32>) -> Return {
        Return {
            share_bp: Some(share),
            cap_hundredths: cap,
            ..Return::worded(kind, "")
        }
    }

    #[test]
    fn a_loan_is_paid_back_with_interest() {
        let payout = results(&[]).payout(100_000, &lent(1200, 4, 1)).unwrap();
        assert_eq!(paid(&payout), [1000, 26_000, 25_750, 25_500, 25_250]);
        assert_eq!(payout.total, 103_500);
        assert_eq!(payout.paid_back_month, Some(5));
        let uneven = results(&[]).payout(100, &lent(0, 3, 0)).unwrap();
        assert_eq!(paid(&uneven), [33, 33, 34]);
    }

    #[test]
    fn a_share_ends_at_its_cap() {
        let plan = results(&[(1000, 0), (3000, 0), (5000, 0)]);
        let half = shared(ReturnKind::RevenueShare, 5000, Some(150));
        let payout = plan.payout(2000, &half).unwrap();
        assert_eq!(paid(&payout), [500, 1500, 1000]);
        assert_eq!(payout.months[2].left, Some(0));
        assert_eq!(payout.paid_back_month, Some(2));
        let endless = shared(ReturnKind::RevenueShare, 5000, None);
        assert_eq!(plan.payout(9000, &endless).unwrap().paid_back_month, None);
    }

    #[test]
    fn equity_is_paid_after_losses_are_made_up() {
        let plan = results(&[(0, 1000), (1400, 0), (0, 300), (400, 0)]);
        let payout = plan.payout(50, &shared(ReturnKind::Equity, 1000, None));
        assert_eq!(paid(&payout.unwrap()), [0, 40, 0, 10]);
    }

    #[test]
    fn what_was_left_open_cannot_be_worked_out() {
        let plan = results(&[(1, 0)]);
        for kind in ReturnKind::ALL {
            assert_eq!(plan.payout(1, &Return::worded(*kind, "")), None);
        }
    }

    proptest! {
        #[test]
        fn a_loan_repays_what_was_lent_and_its_interest(
            ask in 0..=MAX_AMOUNT,
            interest in 0..=returns::MAX_INTEREST,
            repay in 1..=returns::MAX_REPAY,
            grace in 0..=returns::MAX_GRACE,
        ) {
            let payout = results(&[]).payout(ask, &lent(interest, repay, grace)).unwrap();
            let interest: i64 = payout.months.iter().map(|month| month.interest).sum();
            prop_assert_eq!(payout.total, ask + interest);
            prop_assert_eq!(payout.months.last().unwrap().left, Some(0));
            prop_assert!(payout.months.iter().all(|month| month.paid >= month.interest && month.interest >= 0));
            prop_assert_eq!(payout.months.len(), (repay + grace) as usize);
        }

        #[test]
        fn a_share_never_pays_beyond_its_cap_nor_its_share(
            months in testing::months(),
            ask in 0..=MAX_AMOUNT,
            share in 1..=WHOLE,
            cap in prop::option::of(1..=returns::MAX_CAP),
        ) {
            let plan = testing::numbers("USD", months).check().unwrap().results();
            let payout = plan.payout(ask, &shared(ReturnKind::RevenueShare, share, cap)).unwrap();
            if let Some(cap) = cap {
                prop_assert!(i128::from(payout.total) <= i128::from(ask) * i128::from(cap) / 100);
            }
            for (paid, earned) in payout.months.iter().zip(&plan.months) {
                prop_assert!(0 <= paid.paid && paid.paid <= earned.revenue);
            }
            prop_assert_eq!(payout.total, paid(&payout).iter().sum::<i64>());
        }

        #[test]
        fn equity_pays_its_share_of_what_was_earned(months in testing::months(), share in 1..=WHOLE) {
            let plan = testing::numbers("USD", months).check().unwrap().results();
            let payout = plan.payout(1, &shared(ReturnKind::Equity, share, None)).unwrap();
            let mut sum = 0;
            let sums = plan.months.iter().map(|month| { sum += month.profit; sum });
            let highest = sums.max().unwrap_or(0).max(0);
            prop_assert_eq!(i128::from(payout.total), i128::from(highest) * i128::from(share) / 10_000);
            prop_assert!(payout.months.iter().all(|month| month.paid >= 0));
        }
    }
}
