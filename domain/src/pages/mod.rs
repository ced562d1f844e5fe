//! The forum's own pages: its rules, what it is, what it keeps of people, and on which terms. A text of each
//! ships with the program and stands until an admin writes another. Every version stays to be read.

mod rules;
mod store;

pub use rules::{Content, LONGEST_PAGE, Note, TypedPage};
pub use store::*;

use crate::words::words;
use std::cmp::Ordering;

words! {
    /// A page of the forum's own.
    Name {
        /// What is welcome and what is not.
        Rules = "rules",
        /// What this place is.
        About = "about",
        /// What it keeps of people.
        Privacy = "privacy",
        /// On which terms it is used.
        Terms = "terms",
    }
}

impl PartialOrd for Name {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Name {
    /// In the order in which they are listed.
    fn cmp(&self, other: &Self) -> Ordering {
        (*self as u8).cmp(&(*other as u8))
    }
}

impl Name {
    /// What the page is called.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Rules => "Rules",
            Self::About => "About",
            Self::Privacy => "Privacy",
            Self::Terms => "Terms",
        }
    }

    /// What it is about, in a sentence.
    #[must_use]
    pub const fn description(self) -> &'static str {
        match self {
            Self::Rules => "What is welcome in this forum, what is not, and who decides.",
            Self::About => "What this forum is, who runs it, and how it works.",
            Self::Privacy => "What this forum keeps of its visitors and members, and how to leave.",
            Self::Terms => {
                "On which terms this forum is used, and under which licences plans are shared."
            }
        }
    }

    /// The text that ships with the program, in Markdown.
    #[must_use]
    pub const fn shipped(self) -> &'static str {
        match self {
            Self::Rules => include_str!("shipped/rules.md"),
            Self::About => include_str!("shipped/about.md"),
            Self::Privacy => include_str!("shipped/privacy.md"),
            Self::Terms => include_str!("shipped/terms.md"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::markdown::{self, Context};

    #[test]
    fn what_ships_keeps_the_rules_of_pages_and_can_be_shown() {
        for name in Name::ALL {
            let typed = TypedPage {
                base: 0,
                body: name.shipped().into(),
                note: "As it ships".into(),
            };
            let content = Content::check(&typed).expect("it keeps the rules");
            assert_eq!(content.body(), name.shipped().trim_end());
            let rendered = markdown::render(name.shipped(), &Context::body(&|_| false));
            let rendered = rendered.expect("it can be rendered");
            assert!(!rendered.sections.is_empty(), "{name} has sections");
        }
    }

    /// Links between these pages and to others lead somewhere.
    #[test]
    fn what_ships_links_to_pages_that_there_are() {
        const THERE: [&str; 11] = [
            "/rules",
            "/about",
            "/privacy",
            "/terms",
            "/help",
            "/help/log",
            "/help/moderation",
            "/log",
            "/settings",
            "/settings/account",
            "/plans",
        ];
        for name in Name::ALL {
            for link in name.shipped().split("](").skip(1) {
                let target = link.split(')').next().unwrap_or_default();
                let is_there = THERE.contains(&target) || target.starts_with("https://");
                assert!(is_there, "{name}: {target}");
            }
        }
    }
}
