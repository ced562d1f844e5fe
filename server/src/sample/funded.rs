//! What the sample forum's funders publish, and what is entered there: `rounds.toml`.

use anyhow::{Context, Result};
use domain::{
    clock::Timestamp,
    funding::{
        TypedTerms,
        rules::{TypedRule, ready},
    },
};
use serde::Deserialize;

/// A round.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Funded {
    title: String,
    /// Who funds.
    pub by: String,
    pub days_ago: f64,
    /// It opens as it is published, and is open for so many days.
    days: i64,
    text: String,
    currency: String,
    amount: i64,
    per_plan: i64,
    /// The ready-made set that it begins with.
    rules: String,
    /// The numbers of the rules that may be missed.
    #[serde(default)]
    may_miss: Vec<usize>,
    #[serde(default)]
    pub entered: Vec<Entry>,
}

/// A plan that was entered in it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    plan: String,
    pub days_ago: f64,
    /// What the funder asks, and what is answered.
    pub asked: Option<[String; 2]>,
    #[serde(default)]
    pub shortlisted: bool,
    pub decided: Option<Decided>,
}

/// What was decided about it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Decided {
    pub accept: bool,
    pub rule: Option<i32>,
    pub reason: String,
}

impl Funded {
    /// All of them.
    pub(super) fn read(text: &str) -> Result<Vec<Self>> {
        #[derive(Deserialize)]
        struct File {
            rounds: Vec<Funded>,
        }
        let file: File = toml::from_str(text).context("rounds.toml")?;
        Ok(file.rounds)
    }

    /// What it says, published at this moment.
    pub(super) fn typed(&self, opens: Timestamp) -> Result<TypedTerms> {
        let set =
            ready(&self.rules).with_context(|| format!("no rules are called {}", self.rules))?;
        let rules = (1..).zip(set.rules()).map(|(number, rule)| TypedRule {
            may_miss: self.may_miss.contains(&number),
            ..rule
        });
        Ok(TypedTerms {
            title: self.title.clone(),
            text: self.text.clone(),
            currency: self.currency.clone(),
            amount: Some(self.amount),
            per_plan: Some(self.per_plan),
            opens: opens.to_day(),
            closes: opens.plus(self.days * Timestamp::DAY).to_day(),
            rules: rules.collect(),
        })
    }
}

impl Entry {
    /// The plan's file.
    pub(super) fn file(&self) -> String {
        format!("plans/{}.md", self.plan)
    }
}
