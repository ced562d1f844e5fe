//! A search in words, as its feed is called and as whoever keeps it reads what it asks.

use super::{
    Asked, Kind,
    query::{Bounds, Figure, Text, What},
};

impl Asked {
    /// `Plans with “laundry”, tagged energy, breaking even by day 59`.
    #[must_use]
    pub fn in_words(&self) -> String {
        let of = match self.kind {
            Kind::Plan => "plans",
            Kind::Comment => "comments",
            Kind::Person => "people",
            Kind::Listing => "listings",
        };
        let clauses: Vec<_> = [self.texts(false), self.texts(true)]
            .into_iter()
            .flatten()
            .chain(GROUPS.iter().flat_map(|group| group.told(self)))
            .chain(self.figures())
            .collect();
        if clauses.is_empty() {
            return format!("All {of}");
        }
        let of = of[..1].to_uppercase() + &of[1..];
        format!("{of} {}", clauses.join(", "))
    }

    fn texts(&self, without: bool) -> Option<String> {
        let texts = self.query.texts.iter();
        let quoted = |text: &Text| format!("“{}”", text.words.join(" "));
        let told: Vec<_> = texts
            .filter(|text| text.without == without)
            .map(quoted)
            .collect();
        let (before, and) = if without {
            ("without", "or")
        } else {
            ("with", "and")
        };
        (!told.is_empty()).then(|| format!("{before} {}", listed(&told, and)))
    }

    fn figures(&self) -> impl Iterator<Item = String> {
        self.query.filters.iter().filter_map(|filter| {
            let What::Figure(of, bounds) = filter.what else {
                return None;
            };
            let not = if filter.without { "not " } else { "" };
            Some(format!("{not}{}", figure(of, bounds)))
        })
    }
}

/// Conditions that are told together.
struct Group {
    before: &'static str,
    /// Between those that are asked for: of some any will do, and of others all must hold.
    and: &'static str,
    value: fn(&What) -> Option<String>,
}

const GROUPS: [Group; 5] = [
    Group {
        before: "tagged",
        and: "and",
        value: |what| match what {
            What::Tag(tag) => Some(tag.to_string()),
            _ => None,
        },
    },
    Group {
        before: "by",
        and: "or",
        value: |what| match what {
            What::By(handle) => Some(handle.clone()),
            _ => None,
        },
    },
    Group {
        before: "at the stage",
        and: "or",
        value: |what| match what {
            What::Stage(stage) => Some(stage.to_string()),
            _ => None,
        },
    },
    Group {
        before: "under",
        and: "or",
        value: |what| match what {
            What::Licence(licence) => Some(licence.name().to_owned()),
            _ => None,
        },
    },
    Group {
        before: "in",
        and: "or",
        value: |what| match what {
            What::Currency(code) => Some(code.to_uppercase()),
            _ => None,
        },
    },
];

impl Group {
    /// What must hold, and what must not.
    fn told(&self, asked: &Asked) -> impl Iterator<Item = String> {
        [
            (false, self.before.to_owned(), self.and),
            (true, format!("not {}", self.before), "or"),
        ]
        .into_iter()
        .filter_map(|(without, before, and)| {
            let filters = asked.query.filters.iter();
            let values: Vec<_> = filters
                .filter(|filter| filter.without == without)
                .filter_map(|filter| (self.value)(&filter.what))
                .collect();
            (!values.is_empty()).then(|| format!("{before} {}", listed(&values, and)))
        })
    }
}

fn figure(of: Figure, bounds: Bounds) -> String {
    let bounded = bounded(of, bounds);
    let counted = |noun: &str| {
        let is_one = (bounds.from, bounds.to) == (Some(1), Some(1));
        format!("with {bounded} {noun}{}", if is_one { "" } else { "s" })
    };
    match of {
        Figure::Even => match (bounds.from, bounds.to) {
            (Some(from), Some(to)) if from == to => format!("breaking even on day {to}"),
            (Some(from), Some(to)) => format!("breaking even on day {from} to {to}"),
            (Some(from), None) => format!("breaking even on day {from} or later"),
            (None, Some(to)) => format!("breaking even by day {to}"),
            (None, None) => "breaking even".to_owned(),
        },
        Figure::Ask => format!("asking for {bounded}"),
        Figure::Price => format!("at a price of {bounded}"),
        Figure::Forks => counted("fork"),
        Figure::Comments => counted("comment"),
    }
}

/// `at most 59`, `more than 20,000`, `3 to 5`. Of money, whose bounds are to the hundredth, as it was
/// most likely typed.
fn bounded(of: Figure, bounds: Bounds) -> String {
    let told = |number: i64| {
        if of.is_money() {
            amount(number)
        } else {
            grouped(number)
        }
    };
    let is_round = |number: i64| of.is_money() && number % 100 == 0;
    match (bounds.from, bounds.to) {
        (Some(from), Some(to)) if from == to => told(from),
        (Some(from), Some(to)) => format!("{} to {}", told(from), told(to)),
        (Some(from), None) if is_round(from.saturating_sub(1)) => {
            format!("more than {}", told(from.saturating_sub(1)))
        }
        (Some(from), None) => format!("at least {}", told(from)),
        (None, Some(to)) if is_round(to.saturating_add(1)) => {
            format!("less than {}", told(to.saturating_add(1)))
        }
        (None, Some(to)) => format!("at most {}", told(to)),
        (None, None) => "anything".to_owned(),
    }
}

/// An amount in hundredths of a currency that is not named.
fn amount(hundredths: i64) -> String {
    let whole = grouped(hundredths / 100);
    match hundredths % 100 {
        0 => whole,
        part => format!("{whole}.{part:02}"),
    }
}

/// Digits by thousands.
fn grouped(number: i64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// `a`, `a and b`, `a, b and c`.
fn listed(all: &[String], and: &str) -> String {
    match all {
        [most @ .., last] if !most.is_empty() => format!("{} {and} {last}", most.join(", ")),
        _ => all.concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_is_told_in_words() {
        for (typed, told) in [
            ("", "All plans"),
            ("kind:person", "All people"),
            ("solar", "Plans with “solar”"),
            (
                "solar \"roof power\" wash -coin -token",
                "Plans with “solar”, “roof power” and “wash”, without “coin” or “token”",
            ),
            (
                "tag:energy tag:food -tag:water by:ada by:ben",
                "Plans tagged energy and food, not tagged water, by ada or ben",
            ),
            (
                "stage:running stage:closed licence:cc0 -currency:eur",
                "Plans at the stage running or closed, under CC0 1.0, not in EUR",
            ),
            (
                "even:<60 -even:30",
                "Plans breaking even by day 59, not breaking even on day 30",
            ),
            (
                "even:30..60 even:>90",
                "Plans breaking even on day 30 to 60, breaking even on day 91 or later",
            ),
            ("ask:<20k", "Plans asking for less than 20,000"),
            ("ask:>1.5m", "Plans asking for more than 1,500,000"),
            ("ask:<=20000.50", "Plans asking for at most 20,000.50"),
            ("price:3..4.5", "Plans at a price of 3 to 4.50"),
            (
                "forks:>3 comments:1",
                "Plans with at least 4 forks, with 1 comment",
            ),
            ("boiler kind:comment", "Comments with “boiler”"),
        ] {
            assert_eq!(Asked::read(typed, None).in_words(), told, "{typed}");
        }
    }
}
