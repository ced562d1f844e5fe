use domain::{
    money::Currency,
    numbers::{CheckedNumbers, Return, ReturnKind, Scenario, figures, hundredths},
    problems::Problems,
};
use serde::Deserialize;

/// The assumptions in a numbers page's address, exactly as typed; what is blank is as the plan says.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// Percent of the planned sales.
    pub sales: String,
    /// Percent of the planned costs.
    pub costs: String,
    /// Months by which sales come later.
    pub delay: String,
    /// The funder's share of the business, in percent.
    pub share: String,
    /// A loan's interest a year, in percent.
    pub interest: String,
    /// Over how many months a loan is repaid.
    pub repay_months: String,
    /// How many months before that only interest is paid.
    pub grace_months: String,
    /// The funder's share of revenue, in percent …
    pub revenue_share: String,
    /// … until so many times the ask are paid.
    pub cap: String,
}

impl Asked {
    /// What if.
    ///
    /// # Errors
    /// All that is wrong with it, by field.
    pub fn scenario(&self) -> Result<Scenario, Problems> {
        Scenario::parse(&self.sales, &self.costs, &self.delay)
    }

    /// The same with terms for every form of return: those typed, else those that the plan states, else usual ones.
    #[must_use]
    pub fn with_terms(mut self, stated: Option<&Return>) -> Self {
        let of = |kind| stated.filter(|stated| stated.kind == kind);
        let fill =
            |field: &mut String, stated: Option<u32>, written: fn(u32) -> String, usual: &str| {
                if field.trim().is_empty() {
                    *field = stated.map_or_else(|| usual.to_owned(), written);
                }
            };
        let plain = |months: u32| months.to_string();
        let equity = of(ReturnKind::Equity);
        fill(
            &mut self.share,
            equity.and_then(|it| it.share_bp),
            hundredths::written,
            "10",
        );
        let loan = of(ReturnKind::Loan);
        fill(
            &mut self.interest,
            loan.and_then(|it| it.interest_bp),
            hundredths::written,
            "5",
        );
        fill(
            &mut self.repay_months,
            loan.and_then(|it| it.repay_months),
            plain,
            "24",
        );
        fill(
            &mut self.grace_months,
            loan.and_then(|it| it.grace_months),
            plain,
            "0",
        );
        let part = of(ReturnKind::RevenueShare);
        fill(
            &mut self.revenue_share,
            part.and_then(|it| it.share_bp),
            hundredths::written,
            "5",
        );
        fill(
            &mut self.cap,
            part.and_then(|it| it.cap_hundredths),
            hundredths::written,
            "2",
        );
        self
    }

    /// The forms of return on these terms.
    ///
    /// # Errors
    /// All that is wrong with them, by field.
    pub fn returns(&self, numbers: &CheckedNumbers) -> Result<Vec<Return>, Problems> {
        let mut problems = Problems::default();
        let forms = [
            (ReturnKind::Equity, vec![("share", "share", &self.share)]),
            (
                ReturnKind::Loan,
                vec![
                    ("interest", "interest", &self.interest),
                    ("repay_months", "repay_months", &self.repay_months),
                    ("grace_months", "grace_months", &self.grace_months),
                ],
            ),
            (
                ReturnKind::RevenueShare,
                vec![
                    ("share", "revenue_share", &self.revenue_share),
                    ("cap", "cap", &self.cap),
                ],
            ),
        ];
        let returns: Vec<_> = forms
            .into_iter()
            .filter_map(|(kind, terms)| read(kind, &terms, numbers.currency(), &mut problems))
            .collect();
        if problems.is_empty() {
            Ok(returns)
        } else {
            Err(problems)
        }
    }
}

/// One form of return from its figures' names, the fields that they are typed in, and what was typed.
fn read(
    kind: ReturnKind,
    terms: &[(&'static str, &'static str, &String)],
    currency: Currency,
    problems: &mut Problems,
) -> Option<Return> {
    let typed = terms.iter().map(|(name, _, text)| (*name, text.as_str()));
    let given: Vec<_> = [("return", kind.as_str())]
        .into_iter()
        .chain(typed)
        .collect();
    let returns = match figures::read(&given, currency) {
        Ok(read) => read.returns?,
        Err(mistakes) => {
            for mistake in mistakes {
                let field = mistake
                    .index
                    .checked_sub(1)
                    .map_or("share", |at| terms[at].1);
                problems.add(field, mistake.message);
            }
            return None;
        }
    };
    for (name, message) in returns.problems() {
        // A term's name in JSON begins as its figure does.
        let field = terms.iter().find(|(figure, ..)| name.starts_with(figure));
        problems.add(field.map_or("share", |(_, field, _)| *field), message);
    }
    Some(returns)
}

#[cfg(test)]
mod tests {
    use super::super::testing::laundry;
    use super::*;

    fn stated() -> Return {
        Return {
            share_bp: Some(1250),
            ..Return::worded(ReturnKind::Equity, "12.5%")
        }
    }

    #[test]
    fn terms_are_those_typed_else_stated_else_usual() {
        let asked = Asked {
            repay_months: "36".to_owned(),
            ..Asked::default()
        };
        let asked = asked.with_terms(Some(&stated()));
        assert_eq!((&*asked.share, &*asked.interest), ("12.5", "5"));
        assert_eq!(asked.repay_months, "36");
        let returns = asked.returns(&laundry()).unwrap();
        assert_eq!(returns[0].share_bp, Some(1250));
        assert_eq!(returns[1].repay_months, Some(36));
        assert_eq!(returns[2].cap_hundredths, Some(200));
    }

    #[test]
    fn mistakes_stand_by_their_fields() {
        let asked = Asked {
            share: "101".to_owned(),
            interest: "five".to_owned(),
            revenue_share: "0".to_owned(),
            cap: "0".to_owned(),
            ..Asked::default()
        };
        let problems = asked.with_terms(None).returns(&laundry()).unwrap_err();
        let fields: Vec<_> = problems.0.iter().map(|problem| &*problem.field).collect();
        assert_eq!(fields, ["share", "interest", "revenue_share", "cap"]);
    }
}
