//! From what somebody typed to a rule.

use super::{Business, Condition, Rule, RuleKind};
use crate::{
    checked::{self, Lines},
    money::Currency,
    numbers::{MAX_AMOUNT, RevenueKind, rules::DAYS_PER_MONTH},
    problems::Problems,
};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

/// How many rules a round may have.
pub const MOST_RULES: usize = 40;
/// How many letters a rule's words may have.
pub const LONGEST_RULE: usize = 400;
/// The last month of the longest plan …
const LAST_MONTH: u32 = 36;
/// … and its last day.
const LAST_DAY: u32 = LAST_MONTH * DAYS_PER_MONTH;

/// How far a rule goes: a day, a percentage, months or an amount in minor units; or a word.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Limit {
    /// A number.
    Number(i64),
    /// A word, or a number as it was typed.
    Word(String),
    /// Nothing: what is asked has no limit.
    #[default]
    None,
}

impl Limit {
    fn is_none(&self) -> bool {
        *self == Self::None
    }

    fn number(&self) -> Option<i64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Word(word) => word.trim().parse().ok(),
            Self::None => None,
        }
    }

    fn word(&self) -> &str {
        match self {
            Self::Word(word) => word.trim(),
            Self::Number(_) | Self::None => "",
        }
    }
}

/// A rule as somebody typed it, and as it is stored and sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedRule {
    /// A [`RuleKind`]'s word.
    pub kind: String,
    /// How far it goes, if it has a limit.
    #[serde(default, skip_serializing_if = "Limit::is_none")]
    pub limit: Limit,
    /// What it says; of what a machine checks it may be empty.
    #[serde(default)]
    pub words: String,
    /// Whether a plan that misses it may apply, marked.
    #[serde(default)]
    pub may_miss: bool,
}

impl TypedRule {
    /// What it asks.
    ///
    /// # Errors
    /// What is wrong, and in which part of it.
    fn condition(&self) -> Result<Condition, (&'static str, String)> {
        let kind: RuleKind = self
            .kind
            .parse()
            .map_err(|unknown: crate::words::Unknown| ("kind", unknown.to_string()))?;
        let limit = |wrong: String| ("limit", wrong);
        Ok(match kind {
            RuleKind::BreaksEven => Condition::BreaksEven {
                day: self.day().map_err(limit)?,
            },
            RuleKind::Profitable => Condition::Profitable {
                day: self.day().map_err(limit)?,
            },
            RuleKind::Margin => Condition::Margin {
                percent: self
                    .within(0, 99, "a percentage of the price")
                    .map_err(limit)?,
            },
            RuleKind::Complete => Condition::Complete {
                months: self
                    .within(1, LAST_MONTH, "a number of months")
                    .map_err(limit)?,
            },
            RuleKind::AskAtMost => Condition::AskAtMost {
                amount: self.amount().map_err(limit)?,
            },
            RuleKind::NoRevenue => Condition::NoRevenue {
                kind: word::<RevenueKind>(&self.limit).map_err(limit)?,
            },
            RuleKind::Business => Condition::Business {
                business: word::<Business>(&self.limit).map_err(limit)?,
            },
            RuleKind::ReturnStated => Condition::ReturnStated,
            RuleKind::OpenLicence => Condition::OpenLicence,
            RuleKind::Attested => Condition::Attested,
        })
    }

    fn day(&self) -> Result<u32, String> {
        self.within(1, LAST_DAY, "a day")
    }

    fn within(&self, least: u32, most: u32, what: &str) -> Result<u32, String> {
        let number = self.limit.number();
        let number = number.and_then(|number| u32::try_from(number).ok());
        number
            .filter(|number| (least..=most).contains(number))
            .ok_or_else(|| format!("must be {what} from {least} to {most}"))
    }

    fn amount(&self) -> Result<i64, String> {
        let amount = self.limit.number();
        amount
            .filter(|amount| (1..=MAX_AMOUNT).contains(amount))
            .ok_or_else(|| "must be an amount above nothing".into())
    }
}

fn word<W: std::str::FromStr<Err = crate::words::Unknown>>(limit: &Limit) -> Result<W, String> {
    limit
        .word()
        .parse::<W>()
        .map_err(|unknown| unknown.to_string())
}

impl From<Rule> for TypedRule {
    fn from(rule: Rule) -> Self {
        Self {
            kind: rule.condition.kind().to_string(),
            limit: rule.condition.limit(),
            words: rule.words,
            may_miss: rule.may_miss,
        }
    }
}

/// As it was stored: it was checked when it was, and has its words.
impl TryFrom<TypedRule> for Rule {
    type Error = String;

    fn try_from(stored: TypedRule) -> Result<Self, String> {
        let condition = stored.condition().map_err(|(_, wrong)| wrong)?;
        Ok(Self {
            condition,
            words: stored.words,
            may_miss: stored.may_miss,
        })
    }
}

/// The rules of a round in this currency, checked all at once. Mistakes are told by `rules[3].limit`, counted from 0.
///
/// # Errors
/// All that is wrong with them.
pub(in crate::funding) fn check(
    typed: &[TypedRule],
    currency: Option<Currency>,
) -> Result<Vec<Rule>, Problems> {
    let mut problems = Problems::default();
    if typed.is_empty() {
        problems.add(
            "rules",
            "There must be at least one: plans are measured by them.",
        );
    }
    if typed.len() > MOST_RULES {
        problems.add(
            "rules",
            format!("are {}; at most {MOST_RULES} are allowed", typed.len()),
        );
        return Err(problems);
    }
    let mut rules = Vec::with_capacity(typed.len());
    let mut known = HashSet::new();
    for (place, typed) in typed.iter().enumerate() {
        let at = |part: &str| format!("rules[{place}].{part}");
        let condition = typed
            .condition()
            .map_err(|(part, wrong)| problems.add(at(part), wrong));
        let least = usize::from(typed.kind == RuleKind::Attested.as_str());
        let words = checked::text(&typed.words, Lines::One, least, LONGEST_RULE)
            .map_err(|wrong| problems.add(at("words"), wrong));
        let (Ok(condition), Ok(words)) = (condition, words) else {
            continue;
        };
        let said = if condition.is_attested() {
            words.as_str()
        } else {
            ""
        };
        if !known.insert((condition, said.to_lowercase())) {
            problems.add(at("kind"), "The same is asked by an earlier rule.");
        }
        rules.extend(currency.map(|currency| Rule {
            condition,
            words: if words.is_empty() {
                condition.in_words(currency)
            } else {
                words
            },
            may_miss: typed.may_miss,
        }));
    }
    if problems.is_empty() {
        Ok(rules)
    } else {
        Err(problems)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(kind: &str, limit: Limit, words: &str) -> TypedRule {
        TypedRule {
            kind: kind.into(),
            limit,
            words: words.into(),
            may_miss: false,
        }
    }

    fn usd() -> Option<Currency> {
        Currency::new("USD").ok()
    }

    #[test]
    fn a_rule_says_what_it_asks_unless_its_funder_does() {
        let rules = check(
            &[
                typed("breaks_even", Limit::Number(60), ""),
                typed("ask_at_most", Limit::Number(1_800_000), ""),
                typed(
                    "no_revenue",
                    Limit::Word("advertising".into()),
                    " Nothing   is sold to advertisers ",
                ),
                typed("attested", Limit::None, "Everyone works."),
            ],
            usd(),
        );
        let rules = rules.unwrap_or_else(|problems| panic!("{problems}"));
        let words: Vec<&str> = rules.iter().map(Rule::words).collect();
        assert_eq!(
            words,
            [
                "Cash break-even by day 60",
                "Asks for at most $18,000",
                "Nothing is sold to advertisers",
                "Everyone works.",
            ]
        );
    }

    #[test]
    fn no_rule_asks_for_a_day_beyond_the_longest_plan() {
        assert_eq!(usize::try_from(LAST_MONTH), Ok(crate::numbers::MAX_MONTHS));
    }

    #[test]
    fn what_is_stored_is_read_back() {
        let rules = vec![
            typed("margin", Limit::Number(0), "Price above cost"),
            typed("business", Limit::Word("either".into()), ""),
            typed("attested", Limit::None, "Everyone works."),
        ];
        let rules = check(&rules, usd()).unwrap_or_else(|problems| panic!("{problems}"));
        let json = serde_json::to_string(&rules).unwrap();
        assert_eq!(
            json,
            r#"[{"kind":"margin","limit":0,"words":"Price above cost","may_miss":false},{"kind":"business","limit":"either","words":"A new business or one that runs already","may_miss":false},{"kind":"attested","words":"Everyone works.","may_miss":false}]"#
        );
        assert_eq!(serde_json::from_str::<Vec<Rule>>(&json).unwrap(), rules);
    }

    #[test]
    fn every_mistake_stands_by_its_part() {
        for (rule, field, words) in [
            (
                typed("best", Limit::None, ""),
                "rules[0].kind",
                "must be one of",
            ),
            (
                typed("breaks_even", Limit::None, ""),
                "rules[0].limit",
                "a day from 1 to 1080",
            ),
            (
                typed("breaks_even", Limit::Number(1081), ""),
                "rules[0].limit",
                "a day",
            ),
            (
                typed("profitable", Limit::Word("soon".into()), ""),
                "rules[0].limit",
                "a day",
            ),
            (
                typed("margin", Limit::Number(100), ""),
                "rules[0].limit",
                "percentage",
            ),
            (
                typed("complete", Limit::Number(37), ""),
                "rules[0].limit",
                "months from 1 to 36",
            ),
            (
                typed("ask_at_most", Limit::Number(-5), ""),
                "rules[0].limit",
                "above nothing",
            ),
            (
                typed("ask_at_most", Limit::Number(i64::MAX), ""),
                "rules[0].limit",
                "above nothing",
            ),
            (
                typed("no_revenue", Limit::Number(3), ""),
                "rules[0].limit",
                "advertising",
            ),
            (
                typed("business", Limit::Word("old".into()), ""),
                "rules[0].limit",
                "existing",
            ),
            (
                typed("attested", Limit::None, "  "),
                "rules[0].words",
                "must not be empty",
            ),
        ] {
            let problems = check(std::slice::from_ref(&rule), usd()).unwrap_err();
            let told = problems
                .of(field)
                .unwrap_or_else(|| panic!("{rule:?}: {problems}"));
            assert!(told.contains(words), "{rule:?}: {told}");
        }
        assert!(check(&[], usd()).unwrap_err().of("rules").is_some());
    }

    #[test]
    fn nothing_is_asked_twice() {
        let even = typed("breaks_even", Limit::Number(60), "");
        let works = typed("attested", Limit::None, "Everyone works.");
        let again = typed("attested", Limit::None, "everyone WORKS.");
        let rules = [even.clone(), works, even, again];
        let problems = check(&rules, usd()).unwrap_err();
        assert!(problems.of("rules[2].kind").is_some() && problems.of("rules[3].kind").is_some());
        // Two days for the same are two rules: a funder may want both told.
        let later = typed("breaks_even", Limit::Number(90), "");
        assert!(check(&[rules[0].clone(), later], usd()).is_ok());
    }
}
