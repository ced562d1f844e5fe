//! A plan measured by the rounds that are open.

use super::{Round, lists::open};
use crate::{
    broken::Broken,
    forum::Forum,
    funding::rules::{Facts, Finding, Outcome, Rule, judge},
};

/// What the rules of a round find in a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The round.
    pub round: Round,
    /// Each of its rules in their order, with what it finds.
    pub rules: Vec<(Rule, Finding)>,
}

impl Standing {
    /// How many rules found this.
    #[must_use]
    pub fn count(&self, outcome: Outcome) -> usize {
        let found = self
            .rules
            .iter()
            .filter(|(_, finding)| finding.outcome == outcome);
        found.count()
    }

    /// The rules that the plan misses, with their numbers counted from 1.
    pub fn missed(&self) -> impl Iterator<Item = (usize, &Rule, &Finding)> {
        let all = (1..)
            .zip(&self.rules)
            .map(|(number, (rule, finding))| (number, rule, finding));
        all.filter(|(.., finding)| finding.outcome == Outcome::Missed)
    }

    /// Whether a plan that stands so may apply: it misses no rule that it must keep.
    #[must_use]
    pub fn may_apply(&self) -> bool {
        self.missed().all(|(_, rule, _)| rule.may_miss())
    }
}

/// How a plan stands in every open round, those that close first first.
///
/// # Errors
/// When the database fails.
pub async fn standings(forum: &Forum, facts: Facts<'_>) -> Result<Vec<Standing>, Broken> {
    let open = open(forum).await?.into_iter();
    let standings = open.map(|(round, said)| {
        let findings = judge(&said.rules, said.currency(), facts);
        Standing {
            round,
            rules: said.rules.into_iter().zip(findings).collect(),
        }
    });
    Ok(standings.collect())
}
