//! What the forum writes to people about order. They are told whether they want news or not: nobody is
//! to find out by chance that something of theirs was hidden.

use super::{CaseState, Deed};
use crate::{accounts::Email, clock::Timestamp, forum::Policy, ids::MeasureId, mail::Letter};

/// What was done about somebody or something of theirs.
pub(super) struct News<'n> {
    pub deed: Deed,
    /// The moderator's name; nobody when the forum did it by itself.
    pub by: Option<&'n str>,
    /// What the thing is called.
    pub name: &'n str,
    pub reason: &'n str,
    pub until: Option<Timestamp>,
    pub measure: MeasureId,
}

impl News<'_> {
    fn what(&self) -> String {
        let name = self.name;
        match self.deed {
            Deed::Held => format!(
                "“{name}” is held until a moderator has looked: only you and moderators can read it for now."
            ),
            Deed::Hidden => format!(
                "“{name}” has been hidden: only you and moderators can read it. Nothing of it has been deleted."
            ),
            Deed::Restored => format!("“{name}” can be read by everybody again."),
            Deed::Locked => format!("Nobody can comment on “{name}” any more."),
            Deed::Unlocked => format!("Comments on “{name}” are open again."),
            Deed::Outdated => format!("“{name}” is marked as outdated."),
            Deed::Current => format!("“{name}” is no longer marked as outdated."),
            Deed::Edited => format!(
                "A moderator has changed the title or the tags of “{name}”. Its text is as it was, and its history says what it was called before."
            ),
            Deed::Unedited => format!("“{name}” has the title and the tags from before again."),
            Deed::LinksCut => format!(
                "“{name}” is shown without its links to elsewhere. What it says is as you wrote it."
            ),
            Deed::LinksBack => format!("“{name}” is shown with its links again."),
            Deed::Merged => format!(
                "“{name}” has been merged into another plan that says the same: its votes and its discussion are there now, and its address leads there."
            ),
            Deed::Parted => format!("“{name}” stands by itself again, with its votes and its discussion."),
            Deed::Warned => format!("You have been warned about “{name}”."),
            Deed::Unwarned => format!("A warning about “{name}” has been taken back."),
            Deed::Suspended => match self.until {
                Some(until) => format!(
                    "Your account is suspended until {} UTC: you can read, appeal and leave, but not post.",
                    until.to_jiff().strftime("%-d %B %Y, %H:%M")
                ),
                None => "Your account is suspended until a moderator lifts it: you can read, appeal and leave, but not post.".into(),
            },
            Deed::Lifted => "Your account is no longer suspended.".into(),
            Deed::Appointed => "What your account may do has been changed.".into(),
            Deed::Kept => format!("“{name}” was looked at and left as it is."),
        }
    }

    fn by(&self) -> String {
        match self.by {
            Some(name) => format!("by the moderator {name}"),
            None => "by the forum itself".into(),
        }
    }
}

/// Tells somebody what was done, why, by whom, until when, and how to appeal.
pub(super) fn told(policy: &Policy, to: Email, news: &News<'_>) -> Letter {
    let (name, address) = (&policy.name, &policy.public_url);
    let (what, by, reason, measure) = (news.what(), news.by(), news.reason, news.measure);
    let appeal = if news.deed.undone_by().is_some() {
        "If this is wrong, say so on that page: another moderator will look and answer in public.\n\n"
    } else {
        ""
    };
    Letter {
        to,
        subject: format!("A moderator about “{}”", news.name),
        body: format!(
            "Hello,\n\n{what}\n\nDone {by}, for this reason: {reason}\n\n\
             What was done, for everybody to read:\n\n    {address}/measures/{measure}\n\n\
             {appeal}-- \n{name}\n{address}\n"
        ),
    }
}

/// Tells a reader what became of what they reported.
pub(super) fn reported(
    policy: &Policy,
    to: Email,
    name: &str,
    outcome: CaseState,
    measure: MeasureId,
) -> Letter {
    let (forum, address) = (&policy.name, &policy.public_url);
    let what = match outcome {
        CaseState::Upheld => "A moderator has looked and done something about it.",
        CaseState::Open | CaseState::Dismissed => "A moderator has looked and left it as it is.",
    };
    Letter {
        to,
        subject: format!("What you reported: “{name}”"),
        body: format!(
            "Hello,\n\nyou reported “{name}”. {what} Why:\n\n    {address}/measures/{measure}\n\n\
             Thank you for looking out. Nobody but moderators learns that it was you.\n\n\
             -- \n{forum}\n{address}\n"
        ),
    }
}

/// What was answered to an appeal.
pub(super) struct Answer<'a> {
    pub granted: bool,
    pub by: &'a str,
    pub name: &'a str,
    pub reason: &'a str,
    pub measure: MeasureId,
}

/// Tells somebody what was answered to their appeal.
pub(super) fn answered(policy: &Policy, to: Email, answer: &Answer<'_>) -> Letter {
    let (forum, address) = (&policy.name, &policy.public_url);
    let Answer {
        by,
        name,
        reason,
        measure,
        ..
    } = answer;
    let what = if answer.granted {
        "granted your appeal, and undid what it was against"
    } else {
        "looked at your appeal, and let stand what it was against"
    };
    Letter {
        to,
        subject: format!("Your appeal about “{name}”"),
        body: format!(
            "Hello,\n\nthe moderator {by} has {what}.\n\nThe answer: {reason}\n\n\
             It stands, for everybody to read, at\n\n    {address}/measures/{measure}\n\n\
             -- \n{forum}\n{address}\n"
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy() -> Policy {
        Policy {
            public_url: "https://plans.example".into(),
            ..Policy::default()
        }
    }

    #[test]
    fn whoever_is_acted_upon_learns_what_why_by_whom_until_when_and_how_to_appeal() {
        let mut subjects = Vec::new();
        for deed in Deed::ALL {
            let news = News {
                deed: *deed,
                by: Some("Mo Clark"),
                name: "Bakery",
                reason: "It is the same again",
                until: Some(Timestamp(1_800_000_000_000_000)),
                measure: MeasureId(7),
            };
            let to = "ada@example.org".parse().expect("an address");
            let letter = told(&policy(), to, &news);
            for part in [
                "Mo Clark",
                "It is the same again",
                "https://plans.example/measures/7",
            ] {
                assert!(letter.body.contains(part), "{part}: {}", letter.body);
            }
            let may_appeal = letter.body.contains("another moderator");
            assert_eq!(may_appeal, deed.undone_by().is_some(), "{deed}");
            let says_when = letter.body.contains("15 January 2027, 08:00 UTC");
            assert_eq!(says_when, *deed == Deed::Suspended, "{}", letter.body);
            subjects.push(news.what());
        }
        subjects.sort();
        subjects.dedup();
        assert_eq!(subjects.len(), Deed::ALL.len());
    }

    #[test]
    fn the_forum_by_itself_is_no_moderator() {
        let news = News {
            deed: Deed::Held,
            by: None,
            name: "Bakery",
            reason: "Reported",
            until: None,
            measure: MeasureId(7),
        };
        let to = "ada@example.org".parse().expect("an address");
        let letter = told(&policy(), to, &news);
        assert!(
            letter.body.contains("by the forum itself"),
            "{}",
            letter.body
        );
    }
}
