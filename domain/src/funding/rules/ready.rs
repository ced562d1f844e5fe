//! Sets of rules to begin a round with.

use super::{Limit, TypedRule};

/// Rules that somebody has funded by before.
#[derive(Clone, Copy, Debug)]
pub struct ReadySet {
    /// What it is called in addresses.
    pub name: &'static str,
    /// What it is called.
    pub title: &'static str,
    /// Where it comes from.
    pub source: &'static str,
    /// Where that stands.
    pub url: &'static str,
    rules: &'static [(&'static str, Given, &'static str)],
}

#[derive(Clone, Copy, Debug)]
enum Given {
    Nothing,
    Number(i64),
    Word(&'static str),
}

impl ReadySet {
    /// Its rules, as somebody could have typed them.
    #[must_use]
    pub fn rules(&self) -> Vec<TypedRule> {
        let rules = self.rules.iter().map(|(kind, given, words)| TypedRule {
            kind: (*kind).into(),
            limit: match given {
                Given::Nothing => Limit::None,
                Given::Number(number) => Limit::Number(*number),
                Given::Word(word) => Limit::Word((*word).into()),
            },
            words: (*words).into(),
            may_miss: false,
        });
        rules.collect()
    }
}

/// All of them.
pub const READY: &[ReadySet] = &[ReadySet {
    name: "open-source-funding-2009",
    title: "Open source funding, 2009",
    source: "Mark Cuban’s offer on Blog Maverick, 9 February 2009; its thirteen rules in our own words",
    url: "https://blogmaverick.com/2009/02/09/",
    rules: &[
        (
            "business",
            Given::Word("either"),
            "A new business, or one that runs already",
        ),
        (
            "no_revenue",
            Given::Word("advertising"),
            "Nothing is earned from advertising: something is sold, and customers pay for it",
        ),
        (
            "breaks_even",
            Given::Number(60),
            "Cash break-even within 60 days",
        ),
        ("profitable", Given::Number(90), "Profitable within 90 days"),
        (
            "attested",
            Given::Nothing,
            "Money comes month by month, and stops when the numbers promised for a month are missed",
        ),
        (
            "margin",
            Given::Number(0),
            "Each unit is sold for more than it costs, with everything counted that it takes to make it",
        ),
        (
            "attested",
            Given::Nothing,
            "The organisation is flat: everybody works, founders too, and nobody is there to manage others",
        ),
        (
            "open_licence",
            Given::Nothing,
            "The plan stands in public, for anybody to read, to comment on and to copy",
        ),
        (
            "attested",
            Given::Nothing,
            "No more money is promised: once it is profitable, the business is on its own",
        ),
        (
            "attested",
            Given::Nothing,
            "No help is promised beyond the money, though the funder may give some",
        ),
        (
            "attested",
            Given::Nothing,
            "The money lies in a bank that the funder names; the funder may see the account, and may ask to co-sign what leaves it",
        ),
        (
            "return_stated",
            Given::Nothing,
            "The plan says what share the funder gets, or how the money comes back",
        ),
        (
            "no_revenue",
            Given::Word("recruitment"),
            "No multi-level marketing: nothing is earned by recruiting members",
        ),
    ],
}];

/// The set of this name.
#[must_use]
pub fn ready(name: &str) -> Option<&'static ReadySet> {
    READY.iter().find(|set| set.name == name)
}
