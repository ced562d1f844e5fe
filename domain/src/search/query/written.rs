//! A query as it can be typed.

use super::{Bounds, Figure, Filter, Query, Text, What};
use std::fmt;

impl fmt::Display for Query {
    /// As it can be typed.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let texts = self.texts.iter().map(ToString::to_string);
        let filters = self.filters.iter().map(ToString::to_string);
        f.write_str(&texts.chain(filters).collect::<Vec<_>>().join(" "))
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let without = if self.without { "-" } else { "" };
        let words = self.words.join(" ");
        let mark = if self.quoted || self.words.len() > 1 {
            "\""
        } else {
            ""
        };
        write!(f, "{without}{mark}{words}{mark}")
    }
}

impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.without { "-" } else { "" })?;
        match &self.what {
            What::Kind(kind) => write!(f, "kind:{kind}"),
            What::Tag(tag) => write!(f, "tag:{tag}"),
            What::By(handle) => write!(f, "by:{handle}"),
            What::Stage(stage) => write!(f, "stage:{stage}"),
            What::Licence(licence) => write!(f, "licence:{}", licence.as_str().to_lowercase()),
            What::Currency(code) => write!(f, "currency:{code}"),
            What::Figure(figure, bounds) => {
                write!(f, "{}:{}", figure.word(), typed(*figure, *bounds))
            }
        }
    }
}

fn typed(figure: Figure, bounds: Bounds) -> String {
    let number = |number: i64| match number % 100 {
        _ if !figure.is_money() => number.to_string(),
        0 => (number / 100).to_string(),
        hundredths => format!("{}.{:02}", number / 100, hundredths.abs()),
    };
    match (bounds.from, bounds.to) {
        (Some(from), Some(to)) if from == to => number(from),
        (Some(from), Some(to)) => format!("{}..{}", number(from), number(to)),
        (Some(from), None) => format!(">={}", number(from)),
        (None, Some(to)) => format!("<={}", number(to)),
        (None, None) => String::new(),
    }
}
