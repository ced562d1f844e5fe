mod body;
mod choices;
mod fields;
mod hostile;
mod numbers;
mod order;
mod properties;

use super::{ApplyError, Choice, Outcome, Part, PartKey, apply, parts};
use crate::plans::Typed;

/// A plan with this body.
fn plan(body: &str) -> Typed {
    Typed {
        title: "Solar laundromat".to_owned(),
        pitch: "Coin laundry on roof power.".to_owned(),
        body: body.to_owned(),
        ..Typed::default()
    }
}

/// Three bodies of one plan.
struct Three {
    base: Typed,
    ours: Typed,
    theirs: Typed,
}

impl Three {
    fn of(base: &str, ours: &str, theirs: &str) -> Self {
        Self {
            base: plan(base),
            ours: plan(ours),
            theirs: plan(theirs),
        }
    }

    fn parts(&self) -> Vec<Part> {
        parts(&self.base, &self.ours, &self.theirs).unwrap()
    }

    /// Each part with what comes of it: `section:risks clean`.
    fn outcomes(&self) -> Vec<String> {
        let told = |part: Part| match part.outcome {
            Outcome::Clean => format!("{} clean", part.key),
            Outcome::Merged(text) => format!("{} merged {text:?}", part.key),
            Outcome::Conflict => format!("{} conflict", part.key),
            Outcome::Already => format!("{} already", part.key),
        };
        self.parts().into_iter().map(told).collect()
    }

    fn apply(&self, choices: &[(&str, Choice)]) -> Result<Typed, ApplyError> {
        let choices: Vec<_> = choices
            .iter()
            .map(|(key, choice)| (key.parse().unwrap(), choice.clone()))
            .collect();
        apply(&self.base, &self.ours, &self.theirs, &choices)
    }

    /// The body of ours with these parts of theirs.
    fn taking(&self, keys: &[&str]) -> String {
        let choices: Vec<_> = keys.iter().map(|key| (*key, Choice::Take)).collect();
        self.apply(&choices).unwrap().body
    }

    /// Ours with all that needs no decision.
    fn taking_all(&self) -> Typed {
        let choices = takeable(&self.parts());
        apply(&self.base, &self.ours, &self.theirs, &choices).unwrap()
    }
}

/// All parts but the conflicts, each to be taken.
fn takeable(parts: &[Part]) -> Vec<(PartKey, Choice)> {
    let takeable = parts
        .iter()
        .filter(|part| part.outcome != Outcome::Conflict);
    takeable
        .map(|part| (part.key.clone(), Choice::Take))
        .collect()
}

fn written(text: &str) -> Choice {
    Choice::Text(text.to_owned())
}
