//! What each rule finds in a plan.

use super::{Business, Condition, Rule, source};
use crate::{
    money::{Currency, Money},
    numbers::{CheckedNumbers, rules::Results},
    plans::{Content, Licence, Stage},
    words::words,
};
use serde::{Deserialize, Serialize};

words! {
    /// What a rule found.
    Outcome {
        /// The plan keeps it.
        Met = "met",
        /// It does not.
        Missed = "missed",
        /// Whoever applies has to vouch for it.
        ToAttest = "to_attest",
        /// Whoever applied vouched for it.
        Attested = "attested",
    }
}

words! {
    /// What a number is a number of.
    Unit {
        /// Days of the plan, a month being 30 days.
        Days = "days",
        /// Minor units of the round's currency.
        Money = "money",
        /// Hundredths of the price.
        Percent = "percent",
        /// Months.
        Months = "months",
    }
}

/// By how much a rule is kept or missed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measured {
    /// What the plan has; nothing when that is never.
    pub found: Option<i64>,
    /// What the rule asks.
    pub limit: i64,
    /// What both are numbers of.
    pub unit: Unit,
}

impl Measured {
    /// How far beyond the limit, or below it where the rule asks for at least so much; nothing when it is never
    /// reached.
    #[must_use]
    pub fn by(self) -> Option<i64> {
        self.found.map(|found| (found - self.limit).abs())
    }
}

/// What one rule found in a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Whether the plan keeps it.
    pub outcome: Outcome,
    /// Why, in words: `breaks even by day 90, limit 60`. Empty for what has to be vouched for.
    pub words: String,
    /// The numbers of it, where there are some.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measured: Option<Measured>,
}

/// What rules look at in a plan.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'p> {
    /// Its numbers.
    pub numbers: Option<&'p CheckedNumbers>,
    /// How far it is.
    pub stage: Stage,
    /// Under which licence it may be copied.
    pub licence: Licence,
}

impl<'p> From<&'p Content> for Facts<'p> {
    fn from(content: &'p Content) -> Self {
        Self {
            numbers: content.numbers(),
            stage: content.stage(),
            licence: content.licence(),
        }
    }
}

/// What each of these rules of a round in this currency finds in a plan, in their order.
#[must_use]
pub fn judge(rules: &[Rule], currency: Currency, facts: Facts<'_>) -> Vec<Finding> {
    let results = facts.numbers.map(CheckedNumbers::results);
    let seen = Seen {
        facts,
        results: results.as_ref(),
        currency,
    };
    let findings = rules.iter().map(|rule| seen.finding(rule.condition));
    findings.collect()
}

/// How many rules are missed.
#[must_use]
pub fn missed(findings: &[Finding]) -> usize {
    let missed = findings
        .iter()
        .filter(|finding| finding.outcome == Outcome::Missed);
    missed.count()
}

/// A plan, with what its numbers come to.
struct Seen<'p> {
    facts: Facts<'p>,
    results: Option<&'p Results>,
    currency: Currency,
}

fn found(is_met: bool, words: impl Into<String>, measured: Option<Measured>) -> Finding {
    Finding {
        outcome: if is_met {
            Outcome::Met
        } else {
            Outcome::Missed
        },
        words: words.into(),
        measured,
    }
}

impl Seen<'_> {
    fn finding(&self, condition: Condition) -> Finding {
        match condition {
            Condition::BreaksEven { day } => {
                let by = |results: &Results| results.breaks_even_by_day;
                self.by_day(day, by, "breaks even", "never breaks even")
            }
            Condition::Profitable { day } => {
                let by = |results: &Results| results.profitable_by_day;
                self.by_day(day, by, "is profitable", "is never profitable")
            }
            Condition::Margin { percent } => self.margin(percent),
            Condition::NoRevenue { kind } => {
                let months = self
                    .facts
                    .numbers
                    .map(CheckedNumbers::months)
                    .unwrap_or_default();
                let total = months.iter().flat_map(|month| &month.revenue);
                let total: i64 = total
                    .filter(|line| line.kind == kind)
                    .map(|line| line.amount)
                    .sum();
                match self.facts.numbers {
                    None => no_numbers(),
                    Some(numbers) if total > 0 => {
                        let total = numbers.money(total);
                        found(
                            false,
                            format!("{total} of its revenue comes from {}", source(kind)),
                            None,
                        )
                    }
                    Some(_) => found(true, format!("has no revenue from {}", source(kind)), None),
                }
            }
            Condition::AskAtMost { amount } => self.ask(amount),
            Condition::ReturnStated => self.returns(),
            Condition::Complete { months } => self.complete(months),
            Condition::Business { business } => self.business(business),
            Condition::OpenLicence => {
                let words = format!("may be copied under {}", self.facts.licence.name());
                found(true, words, None)
            }
            Condition::Attested => Finding {
                outcome: Outcome::ToAttest,
                words: String::new(),
                measured: None,
            },
        }
    }

    fn by_day(
        &self,
        limit: u32,
        by: impl Fn(&Results) -> Option<u32>,
        does: &str,
        never: &str,
    ) -> Finding {
        let Some(results) = self.results.filter(|results| !results.months.is_empty()) else {
            return no_numbers();
        };
        let day = by(results);
        let measured = Measured {
            found: day.map(i64::from),
            limit: limit.into(),
            unit: Unit::Days,
        };
        let words = match day {
            Some(day) => format!("{does} by day {day}, limit {limit}"),
            None => format!("{never} in its {}", months(results.months.len())),
        };
        found(day.is_some_and(|day| day <= limit), words, Some(measured))
    }

    fn margin(&self, percent: u32) -> Finding {
        let Some(margin) = self.results.and_then(|results| results.margin) else {
            return found(
                false,
                "does not say what a unit is sold for and what it costs",
                None,
            );
        };
        let (price, cost) = (margin.price.minor, margin.unit_cost.minor);
        let left = i128::from(price - cost);
        // In whole amounts: a rounded percentage would let through what is a cent short.
        let is_met = left > 0 && left * 100 >= i128::from(percent) * i128::from(price);
        let measured = margin.percent.map(|found| Measured {
            found: Some(found),
            limit: percent.into(),
            unit: Unit::Percent,
        });
        let share = match margin.percent {
            Some(found) => format!(", {found}% of the price"),
            None => String::new(),
        };
        let words = format!(
            "sells at {}, costs {}: {} is left{share}{}",
            margin.price,
            margin.unit_cost,
            margin.amount,
            if percent > 0 {
                format!(", least {percent}%")
            } else {
                String::new()
            },
        );
        found(is_met, words, measured)
    }

    fn ask(&self, most: i64) -> Finding {
        let Some(numbers) = self.facts.numbers else {
            return no_numbers();
        };
        let Some(ask) = numbers.ask() else {
            return found(true, "asks for nothing", None);
        };
        if ask.currency != self.currency {
            let words = format!("asks for {ask}, and this round gives {}", self.currency);
            return found(false, words, None);
        }
        let measured = Measured {
            found: Some(ask.minor),
            limit: most,
            unit: Unit::Money,
        };
        let words = format!("asks for {ask}, limit {}", Money::new(most, self.currency));
        found(ask.minor <= most, words, Some(measured))
    }

    fn returns(&self) -> Finding {
        let returns = self.facts.numbers.and_then(CheckedNumbers::returns);
        let Some(returns) = returns else {
            return found(false, "does not say what the funder gets", None);
        };
        let (kind, terms) = (returns.kind.name(), returns.said());
        if terms.is_empty() {
            return found(false, format!("offers {kind}, without terms"), None);
        }
        found(true, format!("offers {kind}: {terms}"), None)
    }

    fn complete(&self, wanted: u32) -> Finding {
        let Some(numbers) = self.facts.numbers else {
            return no_numbers();
        };
        let is_full =
            |month: &&crate::numbers::Month| !month.revenue.is_empty() || !month.costs.is_empty();
        let full = numbers.months().iter().filter(is_full).count();
        let missing: Vec<&str> = [
            ("the price of a unit", numbers.price().is_none()),
            ("what a unit costs", numbers.unit_cost().is_none()),
            ("what is asked for", numbers.ask().is_none()),
            (
                "revenue",
                !numbers
                    .months()
                    .iter()
                    .any(|month| !month.revenue.is_empty()),
            ),
            (
                "costs",
                !numbers.months().iter().any(|month| !month.costs.is_empty()),
            ),
        ]
        .into_iter()
        .filter_map(|(what, is_missing)| is_missing.then_some(what))
        .collect();
        let given = i64::try_from(full).unwrap_or(i64::MAX);
        let measured = Measured {
            found: Some(given),
            limit: wanted.into(),
            unit: Unit::Months,
        };
        let mut words = format!("gives {} of {wanted}", months(full));
        if !missing.is_empty() {
            words.push_str(", without ");
            words.push_str(&missing.join(", "));
        }
        let is_met = given >= i64::from(wanted) && missing.is_empty();
        found(is_met, words, Some(measured))
    }

    fn business(&self, wanted: Business) -> Finding {
        let (is, words) = match self.facts.stage {
            Stage::Sketch | Stage::Seeking => (Some(Business::New), "does not run yet"),
            Stage::Running => (Some(Business::Existing), "runs already"),
            Stage::Closed => (None, "is closed"),
        };
        let is_met = is.is_some_and(|is| wanted == Business::Either || wanted == is);
        found(is_met, words, None)
    }
}

fn no_numbers() -> Finding {
    found(false, "has no numbers for this yet", None)
}

fn months(count: usize) -> String {
    match count {
        1 => "1 month".into(),
        count => format!("{count} months"),
    }
}
