//! "Mine differs because …": what a plan says of others that it is like.

use crate::{
    checked::{self, Lines},
    ids::PlanId,
    problems::Problems,
};
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// Of how many others a plan may say how it differs from them.
pub const MOST_DIFFERENCES: usize = 8;
/// How many letters it may say of each.
pub const LONGEST_DIFFERENCE: usize = 500;

/// How a plan differs from another, as somebody typed it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedDifference {
    /// The other plan.
    pub plan: PlanId,
    /// In what it differs.
    pub because: String,
}

/// In what a plan differs from another, in a line of 3 to [`LONGEST_DIFFERENCE`] letters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Because(String);

impl Because {
    /// As text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Because {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        checked::text(text, Lines::One, 3, LONGEST_DIFFERENCE).map(Self)
    }
}

/// How a plan differs from others: at most [`MOST_DIFFERENCES`], each of another plan. Whether there
/// are these plans is asked when it is saved.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Differences(Vec<(PlanId, Because)>);

impl Differences {
    /// Checks what somebody typed.
    ///
    /// # Errors
    /// Everything that breaks a rule, under `differs`, `differs[0].plan` or `differs[0].because`.
    pub fn check(typed: &[TypedDifference]) -> Result<Self, Problems> {
        let mut problems = Problems::default();
        let mut differences: Vec<(PlanId, Because)> = Vec::new();
        if typed.len() > MOST_DIFFERENCES {
            let count = typed.len();
            problems.add(
                "differs",
                format!("are {count}; at most {MOST_DIFFERENCES} are allowed"),
            );
        }
        for (index, one) in typed.iter().enumerate().take(MOST_DIFFERENCES) {
            if differences.iter().any(|(plan, _)| *plan == one.plan) {
                problems.add(field(index, "plan"), "is there twice");
            }
            match one.because.parse() {
                Ok(because) => differences.push((one.plan, because)),
                Err(wrong) => problems.add(field(index, "because"), wrong),
            }
        }
        if problems.is_empty() {
            Ok(Self(differences))
        } else {
            Err(problems)
        }
    }

    /// The other plans, each with why.
    pub fn iter(&self) -> impl Iterator<Item = (PlanId, &Because)> {
        self.0.iter().map(|(plan, because)| (*plan, because))
    }
}

/// Where in what was sent something stands.
pub(crate) fn field(index: usize, name: &str) -> String {
    format!("differs[{index}].{name}")
}

#[cfg(test)]
mod tests {
    use super::{Differences, TypedDifference};
    use crate::ids::PlanId;

    fn typed(plan: i64, because: &str) -> TypedDifference {
        TypedDifference {
            plan: PlanId(plan),
            because: because.into(),
        }
    }

    #[test]
    fn what_is_said_is_one_clean_line() {
        let checked = Differences::check(&[typed(4, " No van:\r\n a cargo bike. ")]);
        let checked = checked.expect("it keeps the rules");
        let said: Vec<_> = checked.iter().collect();
        assert_eq!(
            (said[0].0, said[0].1.as_str()),
            (PlanId(4), "No van: a cargo bike.")
        );
    }

    #[test]
    fn all_mistakes_are_told_where_they_are() {
        let mut many: Vec<_> = (0..9).map(|plan| typed(plan, "A bike.")).collect();
        many[1] = typed(1, &"x".repeat(501));
        many[2] = typed(0, "A bike.");
        many[3] = typed(3, "\u{7}");
        many[4] = typed(4, "  ");
        let wrong = Differences::check(&many).expect_err("it breaks rules");
        let fields: Vec<_> = wrong.0.iter().map(|problem| &*problem.field).collect();
        assert_eq!(
            fields,
            [
                "differs",
                "differs[1].because",
                "differs[2].plan",
                "differs[3].because",
                "differs[4].because"
            ]
        );
    }
}
