//! The parts of a plan apart from its body.

use super::{ApplyError, Outcome, Part, PartKey, Taken, numbers};
use crate::{
    numbers::{Numbers, text},
    plans::{MOST_TAGS, Typed, changes},
};

/// Title, pitch and tags.
pub(super) fn before_body(base: &Typed, ours: &Typed, theirs: &Typed) -> Vec<Part> {
    let of = |read: fn(&Typed) -> &str| [read(base), read(ours), read(theirs)];
    let parts = [
        line(PartKey::Title, "Title", of(|typed| &typed.title)),
        line(PartKey::Pitch, "Pitch", of(|typed| &typed.pitch)),
        tags(&base.tags, &ours.tags, &theirs.tags),
    ];
    parts.into_iter().flatten().collect()
}

/// A field of one line is one place.
fn line(key: PartKey, title: &str, texts: [&str; 3]) -> Option<Part> {
    let part = Part::new(key, title, texts.map(filled));
    let [base, ours, theirs] = texts;
    let outcome = plain_outcome(&base, &ours, &theirs)?;
    Some(part.with(outcome))
}

/// Nothing when theirs did not change it.
fn plain_outcome<T: PartialEq>(base: &T, ours: &T, theirs: &T) -> Option<Outcome> {
    if theirs == base {
        None
    } else if ours == theirs {
        Some(Outcome::Already)
    } else if ours == base {
        Some(Outcome::Clean)
    } else {
        Some(Outcome::Conflict)
    }
}

/// Tags that theirs added or took away, in ours. A conflict only when that makes too many.
fn tags(base: &[String], ours: &[String], theirs: &[String]) -> Option<Part> {
    let texts = [base, ours, theirs].map(|tags| tags.join(", "));
    let texts = texts.each_ref().map(|text| filled(text));
    let outcome = match plain_outcome(&base, &ours, &theirs)? {
        Outcome::Conflict => merged_tags(base, ours, theirs),
        outcome => outcome,
    };
    Some(Part::new(PartKey::Tags, "Tags", texts).with(outcome))
}

fn merged_tags(base: &[String], ours: &[String], theirs: &[String]) -> Outcome {
    let stays = |tag: &&String| theirs.contains(tag) || !base.contains(tag);
    let is_new = |tag: &&String| !base.contains(tag) && !ours.contains(tag);
    let merged: Vec<_> = ours
        .iter()
        .filter(stays)
        .chain(theirs.iter().filter(is_new))
        .collect();
    if merged.iter().copied().eq(ours) {
        Outcome::Already
    } else if merged.len() > MOST_TAGS {
        Outcome::Conflict
    } else {
        let merged: Vec<_> = merged.into_iter().map(String::as_str).collect();
        Outcome::Merged(merged.join(", "))
    }
}

/// The structured part, in the form of [`text`].
pub(super) fn numbers(base: &Typed, ours: &Typed, theirs: &Typed) -> Option<Part> {
    let all = [base, ours, theirs].map(|typed| typed.numbers.as_ref());
    let texts = all.map(shown);
    let part = Part::new(
        PartKey::Numbers,
        "Numbers",
        texts.each_ref().map(Option::as_deref),
    );
    let [old, own, new] = all;
    let mut disputed = Vec::new();
    let outcome = match plain_outcome(&old, &own, &new)? {
        Outcome::Conflict => match numbers::merge(old, own, new) {
            Ok(merged) if Some(&merged) == own => Outcome::Already,
            Ok(merged) => shown(Some(&merged)).map_or(Outcome::Conflict, Outcome::Merged),
            Err(names) => {
                disputed = names;
                Outcome::Conflict
            }
        },
        outcome => outcome,
    };
    Some(Part {
        outcome,
        changes: changes(&only(old), &only(new)),
        disputed,
        ..part
    })
}

/// Nothing also of numbers that break a rule: they have no form for people.
fn shown(numbers: Option<&Numbers>) -> Option<String> {
    let checked = numbers?.clone().check().ok()?;
    Some(text::to_text(&checked))
}

fn only(numbers: Option<&Numbers>) -> Typed {
    Typed {
        numbers: numbers.cloned(),
        ..Typed::default()
    }
}

/// Puts a part in its place.
pub(super) fn take(
    key: &PartKey,
    taken: Taken<'_>,
    theirs: &Typed,
    result: &mut Typed,
) -> Result<(), ApplyError> {
    let line = |theirs: &str| match taken {
        Taken::Theirs => theirs.to_owned(),
        Taken::Merged(text) | Taken::Written(text) => text.to_owned(),
    };
    match key {
        PartKey::Title => result.title = line(&theirs.title),
        PartKey::Pitch => result.pitch = line(&theirs.pitch),
        PartKey::Tags => {
            result.tags = match taken {
                Taken::Theirs => theirs.tags.clone(),
                Taken::Merged(text) | Taken::Written(text) => split(text),
            }
        }
        PartKey::Numbers => {
            result.numbers = match taken {
                Taken::Theirs => theirs.numbers.clone(),
                Taken::Merged(text) | Taken::Written(text) => text::from_text(text)
                    .map_err(|message| ApplyError::Numbers(key.clone(), message))?,
            }
        }
        PartKey::Preamble | PartKey::Section(_) | PartKey::Removed(_) | PartKey::Order => {}
    }
    Ok(())
}

fn split(tags: &str) -> Vec<String> {
    let tags = tags.split(',').map(str::trim);
    tags.filter(|tag| !tag.is_empty())
        .map(str::to_owned)
        .collect()
}

fn filled(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}
