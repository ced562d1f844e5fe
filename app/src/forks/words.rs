//! What pages say of forks, in words.

use crate::plans::parts::counted;
use domain::plans::{Distance, Licence, Plan};

/// How far a fork has moved from its parent: `12% of the words, 3 assumptions changed`.
#[must_use]
pub fn moved(distance: Distance) -> String {
    if distance.untouched {
        return "not changed yet".into();
    }
    let words = (distance.words > 0).then(|| format!("{} of the words", percent(distance.words)));
    let numbers =
        (distance.numbers > 0).then(|| counted(i64::from(distance.numbers), "assumption"));
    match (words, numbers) {
        (Some(words), Some(numbers)) => format!("{words}, {numbers} changed"),
        (Some(some), None) | (None, Some(some)) => format!("{some} changed"),
        // The pitch, or how the text is laid out.
        (None, None) => "hardly changed".into(),
    }
}

/// Thousandths as a percentage; a little is never nothing.
fn percent(thousandths: i32) -> String {
    match thousandths {
        ..10 => "less than 1%".into(),
        _ => format!("{}%", (thousandths + 5) / 10),
    }
}

/// `4 revisions since`, of a fork; nothing while it is still in its first.
#[must_use]
pub fn revisions_since(plan: &Plan) -> Option<String> {
    let since = i64::from(plan.head.0) - 1;
    (since > 0).then(|| format!("{} since", counted(since, "revision")))
}

/// What a licence asks of whoever forks under it, to stand after a colon.
#[must_use]
pub fn licence_carried(licence: Licence) -> &'static str {
    match licence {
        Licence::BySa => "whatever is made of it carries the same licence and credits its authors.",
        Licence::By => "whatever is made of it credits its authors.",
        Licence::Zero => "it asks nothing of whatever is made of it.",
    }
}

#[cfg(test)]
mod tests {
    use super::moved;
    use domain::plans::Distance;

    fn of(words: i32, numbers: i32) -> String {
        moved(Distance {
            words,
            numbers,
            untouched: false,
        })
    }

    #[test]
    fn a_distance_is_told_by_what_changed() {
        assert_eq!(of(124, 3), "12% of the words, 3 assumptions changed");
        assert_eq!(of(0, 1), "1 assumption changed");
        assert_eq!(of(1, 0), "less than 1% of the words changed");
        assert_eq!(of(1_000, 0), "100% of the words changed");
        assert_eq!(of(0, 0), "hardly changed");
        let untouched = Distance {
            untouched: true,
            ..Distance::default()
        };
        assert_eq!(moved(untouched), "not changed yet");
    }
}
