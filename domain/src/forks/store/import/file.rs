//! A plan's JSON, as any forum may have written it. What is in it is looked at in [`super::check`].

use super::{LARGEST_FILE, MOST_REVISIONS};
use crate::{
    forks::RevisionOrigin,
    plans::{ARCHIVE_FORMAT, Typed},
};
use serde::{
    Deserialize, Deserializer,
    de::{DeserializeSeed, Error, SeqAccess, Visitor},
};
use std::{fmt, marker::PhantomData};

/// The most lines of credit.
const MOST_CREDITS: usize = 200;
/// How much is told of what the file says where it should say something else, in letters.
const MOST_TOLD: usize = 200;

/// The file.
#[derive(Debug, Deserialize)]
pub(super) struct File {
    pub source: String,
    pub attribution: String,
    #[serde(default)]
    pub forked_from: Option<String>,
    #[serde(default, deserialize_with = "credits")]
    pub based_on: Vec<String>,
    #[serde(deserialize_with = "revisions")]
    pub revisions: Vec<FileRevision>,
}

/// One of its revisions. A content in the form of [`Typed`] is, in canonical JSON, what its hash was
/// made of.
#[derive(Debug, Deserialize)]
pub(super) struct FileRevision {
    pub number: i32,
    pub author: String,
    pub saved: String,
    pub note: String,
    #[serde(default)]
    pub restored_from: Option<i32>,
    #[serde(default)]
    pub origin: Option<RevisionOrigin>,
    pub content: Option<Typed>,
    pub salt: Option<String>,
    pub content_hash: String,
}

/// Reads a file, or tells why it is none of ours.
pub(super) fn read(bytes: &[u8]) -> Result<File, String> {
    #[derive(Deserialize)]
    struct Named {
        #[serde(default)]
        format: serde_json::Value,
    }
    if bytes.is_empty() {
        return Err("must be chosen".into());
    }
    if bytes.len() > LARGEST_FILE {
        return Err(format!(
            "is larger than {} MiB",
            LARGEST_FILE / (1024 * 1024)
        ));
    }
    let named: Named = serde_json::from_slice(bytes).map_err(|error| {
        if error.is_data() {
            "is JSON, but no plan that an Openplan gave".to_owned()
        } else {
            format!("is not JSON: {}", told(&error))
        }
    })?;
    match named.format.as_str() {
        Some(ARCHIVE_FORMAT) => {}
        Some(other) => {
            let other: String = other.chars().take(40).collect();
            return Err(format!(
                "is in the format {other:?}, and only {ARCHIVE_FORMAT:?} can be read here"
            ));
        }
        None => return Err("is JSON, but no plan that an Openplan gave".into()),
    }
    serde_json::from_slice(bytes)
        .map_err(|error| format!("is not as {ARCHIVE_FORMAT:?} says: {}", told(&error)))
}

fn told(error: &serde_json::Error) -> String {
    error.to_string().chars().take(MOST_TOLD).collect()
}

fn revisions<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<FileRevision>, D::Error> {
    AtMost::new(MOST_REVISIONS, "revisions").deserialize(from)
}

fn credits<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
    AtMost::new(MOST_CREDITS, "lines of credit").deserialize(from)
}

/// A list of which no more is kept than it may hold: a small file can hold millions of nothings.
struct AtMost<T> {
    most: usize,
    what: &'static str,
    of: PhantomData<T>,
}

impl<T> AtMost<T> {
    fn new(most: usize, what: &'static str) -> Self {
        Self {
            most,
            what,
            of: PhantomData,
        }
    }
}

impl<'de, T: Deserialize<'de>> DeserializeSeed<'de> for AtMost<T> {
    type Value = Vec<T>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Vec<T>, D::Error> {
        from.deserialize_seq(self)
    }
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for AtMost<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "at most {} {}", self.most, self.what)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Vec<T>, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = sequence.next_element()? {
            if items.len() == self.most {
                let words = format!("more than {} {}", self.most, self.what);
                return Err(A::Error::custom(words));
            }
            items.push(item);
        }
        Ok(items)
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    fn refused(json: &str) -> String {
        read(json.as_bytes()).expect_err("it is refused")
    }

    #[test]
    fn what_is_no_plan_is_told_apart() {
        let deep = "[".repeat(100_000);
        for (json, words) in [
            ("", "must be chosen"),
            ("# A plan\n", "is not JSON: expected value at line 1"),
            (r#"{"format": "openplan-plan-1""#, "is not JSON: EOF"),
            (
                r#"{"format": "openplan-plan-1"} {}"#,
                "is not JSON: trailing",
            ),
            (deep.as_str(), "is "),
            ("[]", "no plan that an Openplan gave"),
            ("{}", "no plan that an Openplan gave"),
            (r#"{"format": 1}"#, "no plan that an Openplan gave"),
            (
                r#"{"format": "openplan-plan-9"}"#,
                "format \"openplan-plan-9\"",
            ),
            (
                r#"{"format": "\u0007\u202e"}"#,
                "format \"\\u{7}\\u{202e}\"",
            ),
            (r#"{"format": "openplan-plan-1"}"#, "missing field `source`"),
        ] {
            let told = refused(json);
            assert!(told.contains(words), "{told}");
        }
    }

    #[test]
    fn lists_end_where_they_must() {
        let with = |revisions: usize, credits: usize| {
            let revision = r#"{"number": 1, "author": "", "saved": "", "note": "", "content": null,
                "salt": null, "content_hash": ""}"#;
            let revisions = vec![revision; revisions].join(",");
            let credits = vec![r#""""#; credits].join(",");
            format!(
                r#"{{"format": "openplan-plan-1", "source": "", "attribution": "", "based_on": [{credits}],
                    "revisions": [{revisions}]}}"#
            )
        };
        assert!(read(with(1_000, 200).as_bytes()).is_ok());
        assert!(refused(&with(1_001, 0)).contains("more than 1000 revisions"));
        assert!(refused(&with(1, 201)).contains("more than 200 lines of credit"));
    }
}
