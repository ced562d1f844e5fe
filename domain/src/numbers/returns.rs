//! What the funder gets: in the founder's words, and as terms that can be worked out.

use serde::{Deserialize, Serialize};

use super::hundredths;
use crate::words::words;

/// The whole, in hundredths of a percent.
pub const WHOLE: u32 = 10_000;
/// The highest interest a year, in hundredths of a percent.
pub const MAX_INTEREST: u32 = 100_000;
/// The longest that a loan is repaid over, in months.
pub const MAX_REPAY: u32 = 120;
/// The longest that a loan waits before it is repaid, in months.
pub const MAX_GRACE: u32 = 36;
/// The highest cap of a share in revenue, in hundredths of what was asked for.
pub const MAX_CAP: u32 = 100_000;

words! {
    /// The form of what the funder gets.
    ReturnKind {
        /// A share of the business.
        Equity = "equity",
        /// Paid back.
        Loan = "loan",
        /// A share of what comes in.
        RevenueShare = "revenue_share",
    }
}

impl ReturnKind {
    /// For people: "revenue share", not `revenue_share`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Equity => "equity",
            Self::Loan => "loan",
            Self::RevenueShare => "revenue share",
        }
    }
}

/// What the funder gets. Everything but the form may be left open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Return {
    /// The form of it.
    pub kind: ReturnKind,
    /// The founder's wording, such as "12% equity".
    #[serde(default)]
    pub terms: String,
    /// Of the business, or of what comes in, in hundredths of a percent; of equity and of a revenue share.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share_bp: Option<u32>,
    /// A year, in hundredths of a percent; of a loan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interest_bp: Option<u32>,
    /// Over how many months a loan is repaid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repay_months: Option<u32>,
    /// How many months before that only interest is paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grace_months: Option<u32>,
    /// What is paid at most, in hundredths of what was asked for; of a revenue share.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cap_hundredths: Option<u32>,
}

impl Return {
    /// In words alone.
    #[must_use]
    pub fn worded(kind: ReturnKind, terms: impl Into<String>) -> Self {
        Self {
            kind,
            terms: terms.into(),
            share_bp: None,
            interest_bp: None,
            repay_months: None,
            grace_months: None,
            cap_hundredths: None,
        }
    }

    /// The terms in the founder's words, or else those that can be worked out; empty when there are none.
    #[must_use]
    pub fn said(&self) -> String {
        match self.terms.trim() {
            "" => self.worked().unwrap_or_default(),
            terms => terms.to_owned(),
        }
    }

    /// The terms that can be worked out, in words; nothing when there are none.
    #[must_use]
    pub fn worked(&self) -> Option<String> {
        let percent = |bp: u32| format!("{}%", hundredths::written(bp));
        let said = match self.kind {
            ReturnKind::Equity => vec![self.share_bp.map(|bp| format!("{} equity", percent(bp)))],
            ReturnKind::Loan => vec![
                self.interest_bp.map(|bp| format!("{} a year", percent(bp))),
                self.repay_months
                    .map(|months| format!("repaid over {}", count_months(months))),
                self.grace_months
                    .filter(|months| *months > 0)
                    .map(|months| format!("{} of interest only", count_months(months))),
            ],
            ReturnKind::RevenueShare => vec![
                self.share_bp
                    .map(|bp| format!("{} of revenue", percent(bp))),
                self.cap_hundredths
                    .map(|cap| format!("at most {} × the ask", hundredths::written(cap))),
            ],
        };
        let said: Vec<String> = said.into_iter().flatten().collect();
        (!said.is_empty()).then(|| said.join(", "))
    }

    /// Every term that is out of its range or of another form, by its name in JSON.
    #[must_use]
    pub fn problems(&self) -> Vec<(&'static str, String)> {
        let [equity, loan, share] = [
            ReturnKind::Equity,
            ReturnKind::Loan,
            ReturnKind::RevenueShare,
        ]
        .map(|kind| kind == self.kind);
        let terms = [
            (
                "share_bp",
                self.share_bp,
                equity || share,
                1,
                WHOLE,
                "0.01% to 100%",
            ),
            (
                "interest_bp",
                self.interest_bp,
                loan,
                0,
                MAX_INTEREST,
                "0% to 1000% a year",
            ),
            (
                "repay_months",
                self.repay_months,
                loan,
                1,
                MAX_REPAY,
                "1 to 120 months",
            ),
            (
                "grace_months",
                self.grace_months,
                loan,
                0,
                MAX_GRACE,
                "0 to 36 months",
            ),
            (
                "cap_hundredths",
                self.cap_hundredths,
                share,
                1,
                MAX_CAP,
                "0.01 to 1000 times the ask",
            ),
        ];
        let problem =
            |(name, value, belongs, least, most, range): (_, Option<u32>, bool, u32, u32, _)| {
                let value = value?;
                let message = if !belongs {
                    format!("must be left out of {}", self.kind.article_name())
                } else if (least..=most).contains(&value) {
                    return None;
                } else {
                    format!("must be {range}")
                };
                Some((name, message))
            };
        terms.into_iter().filter_map(problem).collect()
    }
}

impl ReturnKind {
    const fn article_name(self) -> &'static str {
        match self {
            Self::Equity => "equity",
            Self::Loan => "a loan",
            Self::RevenueShare => "a revenue share",
        }
    }
}

fn count_months(months: u32) -> String {
    match months {
        1 => "1 month".to_owned(),
        _ => format!("{months} months"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Return, ReturnKind};

    #[test]
    fn terms_are_told_in_words() {
        let mut loan = Return::worded(ReturnKind::Loan, "");
        assert_eq!(loan.worked(), None);
        (loan.interest_bp, loan.repay_months, loan.grace_months) = (Some(550), Some(24), Some(1));
        let told = "5.5% a year, repaid over 24 months, 1 month of interest only";
        assert_eq!(loan.worked().as_deref(), Some(told));
        let mut share = Return::worded(ReturnKind::RevenueShare, "");
        (share.share_bp, share.cap_hundredths) = (Some(500), Some(150));
        let told = "5% of revenue, at most 1.5 × the ask";
        assert_eq!(share.worked().as_deref(), Some(told));
    }

    #[test]
    fn terms_of_another_form_and_out_of_range_are_named() {
        let mut wrong = Return::worded(ReturnKind::Equity, "");
        (wrong.share_bp, wrong.interest_bp, wrong.cap_hundredths) =
            (Some(10_001), Some(5), Some(2));
        let told: Vec<_> = wrong.problems();
        assert_eq!(
            told,
            [
                ("share_bp", "must be 0.01% to 100%".to_owned()),
                ("interest_bp", "must be left out of equity".to_owned()),
                ("cap_hundredths", "must be left out of equity".to_owned()),
            ]
        );
        wrong = Return::worded(ReturnKind::Loan, "");
        (wrong.repay_months, wrong.grace_months) = (Some(0), Some(37));
        assert_eq!(wrong.problems().len(), 2);
    }
}
