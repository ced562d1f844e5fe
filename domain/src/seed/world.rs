//! What a whole seeded forum shares.

use super::{Amount, texts};
use crate::{
    clock::Timestamp,
    ids::AccountId,
    text::markdown::{self, Context},
};
use rand::{RngExt, SeedableRng, rngs::StdRng};

/// 2024-11-01T00:00:00Z, when the first plan was posted …
const BEGINNING: i64 = 1_730_419_200 * Timestamp::SECOND;
/// … and how long it took until the last.
const TWO_YEARS: i64 = 730 * Timestamp::DAY;
/// There are fewer people than plans, but never so few that nobody is left to vote.
const PLANS_PER_PERSON: u32 = 20;
const FEWEST_PEOPLE: u32 = 40;
/// Plans in a transaction.
const BATCH: u32 = 200;
/// How many different comments there are, rendered once each.
const REMARKS: usize = 4_000;

/// What all batches are made from.
pub(super) struct World {
    pub amount: Amount,
    /// Comments' texts, with their HTML.
    pub remarks: Vec<(String, String)>,
}

impl World {
    pub(super) fn new(amount: Amount) -> Self {
        let mut chance = chance(amount.seed, 0);
        let context = Context::comment("c-", &|_| false);
        let remarks = (0..REMARKS).filter_map(|_| {
            let text = texts::remark(&mut chance);
            let html = markdown::render(&text, &context).ok()?.html;
            Some((text, html))
        });
        Self {
            amount,
            remarks: remarks.collect(),
        }
    }

    pub(super) fn people(&self) -> u32 {
        (self.amount.plans / PLANS_PER_PERSON).max(FEWEST_PEOPLE)
    }

    pub(super) fn batches(&self) -> u32 {
        self.amount.plans.div_ceil(BATCH)
    }

    /// Which plans, counted from 0, a batch holds.
    pub(super) fn plans_of(&self, batch: u32) -> std::ops::Range<u32> {
        let first = batch * BATCH;
        first..(first + BATCH).min(self.amount.plans)
    }

    /// Chance for a batch, whichever thread makes it when.
    pub(super) fn chance(&self, batch: u32) -> StdRng {
        chance(self.amount.seed, u64::from(batch) + 1)
    }

    /// Somebody.
    pub(super) fn anybody(&self, chance: &mut StdRng) -> AccountId {
        AccountId(i64::from(chance.random_range(0..self.people())) + 1)
    }

    /// The person who is so many places after somebody, round and round.
    pub(super) fn after(&self, somebody: AccountId, places: u32) -> AccountId {
        AccountId((somebody.0 - 1 + i64::from(places)) % i64::from(self.people()) + 1)
    }

    /// When somebody joined: before the first plan, one a minute.
    pub(super) fn joined(&self, person: u32) -> Timestamp {
        let minutes = i64::from(self.people() - person);
        Timestamp(BEGINNING - minutes * Timestamp::MINUTE)
    }

    /// How long after a plan the next one is posted.
    fn gap(&self) -> i64 {
        TWO_YEARS / i64::from(self.amount.plans.max(1))
    }

    /// When the `step`-th thing of so many happens to a plan, all of them before the next plan.
    pub(super) fn when(&self, plan: u32, step: u32, steps: u32) -> Timestamp {
        let posted = BEGINNING + i64::from(plan) * self.gap();
        Timestamp(posted + self.gap() / i64::from(steps + 1) * i64::from(step))
    }
}

fn chance(seed: u64, part: u64) -> StdRng {
    StdRng::seed_from_u64(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(part))
}
