//! The parts of a change: what each changes, and what can be done with it.

use crate::{
    failure::Failure,
    forms::{Field, problem_of},
    plans::diff,
};
use domain::{
    Broken,
    merge::{Choice, Outcome, Part, PartKey},
    problems::Problems,
    text::compare::{self, Comparison},
};
use leptos::prelude::*;
use serde::Deserialize;
use std::collections::BTreeMap;

/// What was chosen in a form, by the names of its fields: of the part called `3` they are `part-3`,
/// `text-3` and `reason-3`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(transparent)]
pub struct Chosen(BTreeMap<String, String>);

/// What is done with a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Done {
    /// Nothing yet.
    Later,
    /// It is not taken.
    Declined,
    /// It is taken in this way.
    Taken(Choice),
}

impl Chosen {
    /// A field of the form; empty when it was not sent.
    #[must_use]
    pub fn field(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// What is done with the part of this name. What no button of ours says is nothing.
    #[must_use]
    pub fn of(&self, part: &str) -> Done {
        match self.field(&format!("part-{part}")) {
            "take" => Done::Taken(Choice::Take),
            "theirs" => Done::Taken(Choice::TakeTheirs),
            "write" => Done::Taken(Choice::Text(self.text(part).to_owned())),
            "decline" => Done::Declined,
            _ => Done::Later,
        }
    }

    /// What was written in place of a part.
    fn text(&self, part: &str) -> &str {
        self.field(&format!("text-{part}"))
    }

    /// Why, in words.
    #[must_use]
    pub fn reason(&self, part: &str) -> &str {
        self.field(&format!("reason-{part}"))
    }
}

/// A part with what differs in it.
pub struct Shown {
    /// The part.
    pub part: Part,
    /// What differs, of a text; of numbers the part has it itself.
    differs: Option<Comparison>,
}

/// Compares what each part changes, on a thread that may take its time.
///
/// # Errors
/// When a text cannot be compared, which none is that was ever saved.
pub async fn compared(parts: Vec<Part>) -> Result<Vec<Shown>, Failure> {
    let compared = tokio::task::spawn_blocking(move || {
        let shown = parts.into_iter().map(|part| {
            let (old, new) = sides(&part);
            let differs = match part.key {
                PartKey::Numbers => None,
                _ => Some(compare::compare(old, new)?),
            };
            Ok(Shown { part, differs })
        });
        shown.collect::<Result<Vec<_>, domain::text::TooComplex>>()
    });
    let compared = compared.await.map_err(Broken::from)?;
    compared.map_err(Failure::broken)
}

/// What is compared: in a conflict the two texts that meet, else what is there with what it becomes.
fn sides(part: &Part) -> (&str, &str) {
    match &part.outcome {
        Outcome::Conflict => (or_empty(part.ours.as_ref()), or_empty(part.theirs.as_ref())),
        Outcome::Merged(text) => (or_empty(part.ours.as_ref()), text),
        Outcome::Clean | Outcome::Already => {
            (or_empty(part.base.as_ref()), or_empty(part.theirs.as_ref()))
        }
    }
}

fn or_empty(text: Option<&String>) -> &str {
    text.map_or("", String::as_str)
}

/// How the two sides of a change are called where it is shown.
#[derive(Clone, Copy, Debug)]
pub struct Words {
    /// What the plan has: "in the plan now".
    pub ours: &'static str,
    /// What is offered: "suggested".
    pub theirs: &'static str,
    /// The same above what is offered: "Suggested".
    pub theirs_now: &'static str,
    /// Above the editor that begins with what the plan has.
    pub begins: &'static str,
    /// What taking it is called: "Accept".
    pub take: &'static str,
    /// What not taking it is called; nothing where leaving it is enough.
    pub decline: Option<&'static str>,
    /// What is done by doing nothing: "Decide later".
    pub later: &'static str,
}

/// What a part changes, without what can be done with it.
pub fn change(shown: &Shown, words: &Words) -> AnyView {
    let part = &shown.part;
    let conflict = (part.outcome == Outcome::Conflict).then(|| {
        let why = format!(
            "Both were changed here. Struck through is what is {}, underlined what is {}.",
            words.ours, words.theirs
        );
        view! { <p class="note">{why}</p> }
    });
    let merged = matches!(part.outcome, Outcome::Merged(_)).then(|| {
        view! {
            <p class="meta">
                "The plan was changed here too, in another place: both changes fit together."
            </p>
        }
    });
    let differs = match &shown.differs {
        Some(differs) => diff::body(differs),
        None => figures(part, words),
    };
    view! {
        {conflict}
        {merged}
        {differs}
    }
    .into_any()
}

fn figures(part: &Part, words: &Words) -> AnyView {
    let disputed = (!part.disputed.is_empty()).then(|| {
        let names = part.disputed.join(", ");
        view! { <p class="meta">{format!("Changed in both: {names}.")}</p> }
    });
    view! {
        {diff::changed(&part.changes, "Before", words.theirs_now)}
        {disputed}
    }
    .into_any()
}

/// What happens to a part, in a word or two.
#[must_use]
pub fn kind(part: &Part) -> &'static str {
    match (&part.base, &part.theirs) {
        (None, Some(_)) => "new",
        (Some(_), None) => "removed",
        _ => "changed",
    }
}

/// What can be done with a part: buttons to choose from, an editor where a person has to write, and
/// a reason.
pub fn choices(
    name: &str,
    shown: &Shown,
    words: &Words,
    chosen: &Chosen,
    problems: &Problems,
) -> AnyView {
    let part = &shown.part;
    let field = format!("part-{name}");
    let is_chosen = |value: &str| match chosen.field(&field) {
        "" => value == "later",
        chosen => chosen == value,
    };
    let option = |value: &'static str, label: String| {
        let id = match value {
            "later" => format!("field-{field}"),
            value => format!("field-{field}-{value}"),
        };
        view! {
            <label>
                <input type="radio" id=id name=field.clone() value=value checked=is_chosen(value) />
                " "
                {label}
            </label>
        }
    };
    let conflict = part.outcome == Outcome::Conflict;
    let written = conflict && part.key != PartKey::Order;
    let take = if conflict {
        option(
            "theirs",
            format!("{}, in place of what is {}", words.take, words.ours),
        )
    } else {
        option("take", words.take.to_owned())
    };
    view! {
        <fieldset class="choices">
            <legend class="visually-hidden">{format!("What to do with {}", part.title)}</legend>
            {problem_of(problems, &field, &part.title)}
            {option("later", words.later.to_owned())}
            {take}
            {written.then(|| option("write", "Write what it shall say".to_owned()))}
            {words.decline.map(|decline| option("decline", decline.to_owned()))}
            {written.then(|| editor(name, part, words, chosen, problems))}
            {words.decline.map(|_| reason(name, chosen, problems))}
        </fieldset>
    }
    .into_any()
}

/// What the plan says, to be written over with both in view.
fn editor(name: &str, part: &Part, words: &Words, chosen: &Chosen, problems: &Problems) -> AnyView {
    let typed = match chosen.text(name) {
        "" => part.ours.clone().unwrap_or_default(),
        typed => typed.to_owned(),
    };
    let theirs = part.theirs.clone().unwrap_or_default();
    view! {
        <details class="both" open>
            <summary>"Both texts"</summary>
            <div>
                <p class="meta">{words.theirs_now}</p>
                <pre class="source">{theirs}</pre>
            </div>
            {Field::new(format!("text-{name}"), "What it shall say")
                .hint(words.begins)
                .value(typed)
                .problems(problems)
                .area(10)}
        </details>
    }
    .into_any()
}

fn reason(name: &str, chosen: &Chosen, problems: &Problems) -> AnyView {
    Field::new(format!("reason-{name}"), "Why")
        .hint("Needed to decline")
        .value(chosen.reason(name))
        .problems(problems)
        .most(500)
        .input("text")
}

#[cfg(test)]
mod tests {
    use super::{Chosen, Done};
    use crate::posted::read;
    use domain::merge::Choice;

    #[test]
    fn a_form_is_read_part_by_part() {
        let chosen: Chosen =
            read("part-1=take&part-2=decline&reason-2=No.&part-3=write&text-3=%23%23+A&part-4=x")
                .expect("a form");
        assert_eq!(chosen.of("1"), Done::Taken(Choice::Take));
        assert_eq!(
            (chosen.of("2"), chosen.reason("2")),
            (Done::Declined, "No.")
        );
        assert_eq!(chosen.of("3"), Done::Taken(Choice::Text("## A".into())));
        assert_eq!((chosen.of("4"), chosen.of("5")), (Done::Later, Done::Later));
    }
}
