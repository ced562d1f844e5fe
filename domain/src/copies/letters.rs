//! What the forum writes to people whose plans a moderator did something about. They are told whether
//! they want news or not: nobody is to find it out by chance.

use super::Deed;
use crate::{accounts::Email, forum::Policy, ids::PlanId, mail::Letter};

/// What was done about somebody's plan.
pub(super) struct News<'n> {
    pub deed: Deed,
    /// The moderator's name.
    pub by: &'n str,
    pub reason: &'n str,
    /// The plan of whoever is written to.
    pub plan: (PlanId, &'n str),
    /// The other plan.
    pub other: (PlanId, &'n str),
    /// Whether theirs is the younger of the two.
    pub is_younger: bool,
}

impl News<'_> {
    fn what(&self) -> String {
        let (mine, other) = (self.plan.1, self.other.1);
        match (self.deed, self.is_younger) {
            (Deed::Linked, true) => format!(
                "{} has marked your plan “{mine}” as a fork of “{other}”. Your plan stays yours, and its text as it is; its pages now \
                 say that it was made from that one.",
                self.by
            ),
            (Deed::Linked, false) => format!(
                "{} has marked the plan “{other}” as a fork of your plan “{mine}”. Its pages now credit yours.",
                self.by
            ),
            (Deed::Unlinked, true) => format!(
                "{} has taken back that your plan “{mine}” is a fork of “{other}”.",
                self.by
            ),
            (Deed::Unlinked, false) => format!(
                "{} has taken back that the plan “{other}” is a fork of your plan “{mine}”.",
                self.by
            ),
            (Deed::SetAside, _) => format!(
                "{} has compared your plan “{mine}” with “{other}” and found that neither is a copy of the other.",
                self.by
            ),
            (Deed::Reopened, _) => format!(
                "{} has taken back that your plan “{mine}” and “{other}” are no copies of one another.",
                self.by
            ),
        }
    }
}

/// Tells an author what was done, why and by whom.
pub(super) fn told(policy: &Policy, to: Email, news: &News<'_>) -> Letter {
    let (name, address) = (&policy.name, &policy.public_url);
    let (mine, other) = (news.plan, news.other);
    let (what, reason) = (news.what(), news.reason);
    Letter {
        to,
        subject: format!("A moderator about your plan “{}”", mine.1),
        body: format!(
            "Hello,\n\nthe moderator {what}\n\nThe reason given: {reason}\n\n\
             Your plan, and what moderators did about it:\n\n    {address}/plans/{}/history#moderators\n\n\
             The other plan:\n\n    {address}/plans/{}\n\n\
             What a moderator does is public and can be undone. If this is wrong, say so in the\n\
             discussion of your plan, where every moderator can read it.\n\n\
             -- \n{name}\n{address}\n",
            mine.0, other.0
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_says_what_why_and_by_whom() {
        let policy = Policy {
            public_url: "https://plans.example".into(),
            ..Policy::default()
        };
        let mut subjects = Vec::new();
        for deed in Deed::ALL {
            for is_younger in [true, false] {
                let news = News {
                    deed: *deed,
                    by: "Mo Clark",
                    reason: "Word for word",
                    plan: (PlanId(7), "Bakery"),
                    other: (PlanId(3), "Bread"),
                    is_younger,
                };
                let to = "ada@example.org".parse().expect("an address");
                let letter = told(&policy, to, &news);
                for part in [
                    "the moderator Mo Clark has",
                    "“Bakery”",
                    "“Bread”",
                    "Word for word",
                    "https://plans.example/plans/7/history#moderators",
                    "https://plans.example/plans/3\n",
                ] {
                    assert!(letter.body.contains(part), "{part}: {}", letter.body);
                }
                subjects.push(letter.body);
            }
        }
        subjects.sort();
        subjects.dedup();
        assert!(subjects.len() >= 6);
    }
}
