//! How far a new account is trusted, and until when.
//!
//! Whoever has just joined is known to nobody, and so are the hundred accounts that somebody opens to post
//! adverts. An account is new for some days. It stops being new sooner once others have taken up what it
//! gave: a comment that was lifted up, a suggestion of which a part was accepted, or [`VOTES_OF_ONE`] votes for
//! its plans and comments count as one accepted contribution each. Only what people who are not new
//! themselves said counts: otherwise two new accounts could vouch for each other.

use crate::clock::Timestamp;
use std::{fmt, str::FromStr};

/// So many votes count as one accepted contribution.
pub const VOTES_OF_ONE: i64 = 5;

/// What new accounts may, as an operator decides it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Newcomers {
    /// How many days after joining an account is new …
    pub days: u32,
    /// … unless so many of its contributions were accepted before that.
    pub accepted: u32,
    /// How many plans it may post in an hour, forks among them.
    pub plans: u32,
    /// How many comments it may post in an hour.
    pub comments: u32,
    /// How many links to elsewhere one of its comments may have, …
    pub links: u32,
    /// … and one of its plans.
    pub plan_links: u32,
    /// How many people one of its texts may mention.
    pub mentions: u32,
}

impl Default for Newcomers {
    /// A week or three accepted contributions; what somebody who means well hardly ever reaches.
    fn default() -> Self {
        Self {
            days: 7,
            accepted: 3,
            plans: 10,
            comments: 40,
            links: 5,
            plan_links: 20,
            mentions: 5,
        }
    }
}

/// What is known of an account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// When it was opened.
    pub joined: Timestamp,
    /// How many of its comments were lifted up.
    pub favorites: i64,
    /// Of how many of its suggestions to others a part was accepted.
    pub suggestions: i64,
    /// How many votes its plans and comments have.
    pub votes: i64,
}

impl Record {
    /// How many contributions were accepted.
    #[must_use]
    pub fn accepted(&self) -> i64 {
        let votes = self.votes.max(0) / VOTES_OF_ONE;
        self.favorites
            .saturating_add(self.suggestions)
            .saturating_add(votes)
    }
}

/// That an account is new, and when it no longer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct New {
    /// At this moment it no longer is …
    pub until: Timestamp,
    /// … or once so many more contributions were accepted.
    pub missing: i64,
    /// How many were accepted.
    pub accepted: i64,
    /// What it may meanwhile.
    pub may: Newcomers,
}

impl Newcomers {
    /// Since when an account must have been there not to be new by its age.
    #[must_use]
    pub fn known_since(&self, now: Timestamp) -> Timestamp {
        now.plus(-i64::from(self.days).saturating_mul(Timestamp::DAY))
    }

    /// Whether an account is new.
    #[must_use]
    pub fn judge(&self, record: &Record, now: Timestamp) -> Option<New> {
        let age = i64::from(self.days).saturating_mul(Timestamp::DAY);
        let until = record.joined.plus(age);
        let accepted = record.accepted();
        let missing = i64::from(self.accepted) - accepted;
        (now < until && missing > 0).then_some(New {
            until,
            missing,
            accepted,
            may: *self,
        })
    }
}

impl FromStr for Newcomers {
    type Err = String;

    /// `days=14, links=0`: what is not named is as it is by itself.
    fn from_str(text: &str) -> Result<Self, String> {
        let mut limits = Self::default();
        for pair in text.split(',').filter(|pair| !pair.trim().is_empty()) {
            let (name, number) = pair
                .split_once('=')
                .ok_or_else(|| format!("“{}” is not like days=7", pair.trim()))?;
            let (name, number) = (name.trim(), number.trim());
            let field = match name {
                "days" => &mut limits.days,
                "accepted" => &mut limits.accepted,
                "plans" => &mut limits.plans,
                "comments" => &mut limits.comments,
                "links" => &mut limits.links,
                "plan-links" => &mut limits.plan_links,
                "mentions" => &mut limits.mentions,
                _ => {
                    return Err(format!(
                        "“{name}” is none of days, accepted, plans, comments, links, plan-links, mentions"
                    ));
                }
            };
            *field = number
                .parse()
                .map_err(|_| format!("“{number}” is not a number of {name}"))?;
        }
        if limits.plans == 0 || limits.comments == 0 {
            return Err(
                "new accounts must be let post something: plans and comments are at least 1".into(),
            );
        }
        Ok(limits)
    }
}

impl fmt::Display for Newcomers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            days,
            accepted,
            plans,
            comments,
            links,
            plan_links,
            mentions,
        } = self;
        write!(
            f,
            "days={days},accepted={accepted},plans={plans},comments={comments},links={links},\
             plan-links={plan_links},mentions={mentions}"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_793_523_600 * Timestamp::SECOND);

    fn joined(ago: i64) -> Record {
        Record {
            joined: NOW.plus(-ago),
            ..Record::default()
        }
    }

    #[test]
    fn an_account_is_new_for_a_week() {
        let limits = Newcomers::default();
        let new = limits.judge(&joined(Timestamp::DAY), NOW).expect("new");
        assert_eq!(new.until, NOW.plus(6 * Timestamp::DAY));
        assert_eq!((new.missing, new.accepted), (3, 0));
        assert!(limits.judge(&joined(7 * Timestamp::DAY - 1), NOW).is_some());
        assert_eq!(limits.judge(&joined(7 * Timestamp::DAY), NOW), None);
        assert_eq!(limits.known_since(NOW), NOW.plus(-7 * Timestamp::DAY));
    }

    #[test]
    fn or_until_others_took_up_what_it_gave() {
        let limits = Newcomers::default();
        for (favorites, suggestions, votes, missing) in [
            (0, 0, 4, Some(3)),
            (0, 0, 5, Some(2)),
            (1, 0, 0, Some(2)),
            (1, 1, 4, Some(1)),
            (1, 1, 5, None),
            (3, 0, 0, None),
            (0, 0, 15, None),
            (0, 0, -9, Some(3)),
        ] {
            let record = Record {
                favorites,
                suggestions,
                votes,
                ..joined(0)
            };
            let judged = limits.judge(&record, NOW);
            assert_eq!(judged.map(|new| new.missing), missing, "{record:?}");
        }
    }

    #[test]
    fn without_days_nobody_is_new() {
        let limits: Newcomers = "days=0".parse().expect("it is read");
        assert_eq!(limits.judge(&joined(0), NOW), None);
    }

    #[test]
    fn an_operator_names_what_is_to_be_otherwise() {
        let limits: Newcomers = "days=14, links=0,plan-links = 2"
            .parse()
            .expect("it is read");
        let expected = Newcomers {
            days: 14,
            links: 0,
            plan_links: 2,
            ..Newcomers::default()
        };
        assert_eq!(limits, expected);
        assert_eq!(limits.to_string().parse(), Ok(expected));
        for wrong in [
            "days",
            "day=1",
            "days=-1",
            "days=x",
            "plans=0",
            "comments=0",
        ] {
            assert!(wrong.parse::<Newcomers>().is_err(), "{wrong}");
        }
    }
}
