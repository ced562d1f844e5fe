//! Whether what a file says keeps the rules and is what its hashes say.

use super::file::{File, FileRevision};
use crate::{
    checked::{self, Lines},
    clock::Timestamp,
    forks::{Origin, RevisionOrigin},
    hash::Hash,
    ids::{PlanId, RevisionNumber},
    plans::{Content, Note, Typed},
    problems::Problems,
};
use std::collections::HashMap;

/// The longest address, in bytes.
const LONGEST_ADDRESS: usize = 500;
/// The longest line of credit, in letters.
const LONGEST_CREDIT: usize = 1_000;
/// The longest name, in letters.
const LONGEST_NAME: usize = 120;
/// The longest salt, in bytes.
const LONGEST_SALT: usize = 64;
/// How many mistakes are told.
const MOST_TOLD: usize = 10;

/// A plan that may be brought here.
#[derive(Debug)]
pub(super) struct Brought {
    pub origin: Origin,
    /// In order, never empty.
    pub revisions: Vec<BroughtRevision>,
}

impl Brought {
    /// The newest revision.
    pub(super) fn last(&self) -> &BroughtRevision {
        let last = self.revisions.last();
        last.expect("a plan without revisions is not brought")
    }
}

/// One of its revisions.
#[derive(Debug)]
pub(super) struct BroughtRevision {
    /// Its number in the file.
    pub number: i32,
    /// Its hash in the file.
    pub hash: Hash,
    pub origin: RevisionOrigin,
    pub content: Content,
    pub note: Note,
    /// The revision that it brought back, by its number here.
    pub restored_from: Option<RevisionNumber>,
}

/// Checks everything in a file; its mistakes are told in its order.
pub(super) fn check(file: File, reason: &str) -> Result<Brought, Problems> {
    let mut problems = Problems::default();
    let origin = take(&mut problems, check_origin(&file, reason));
    let revisions = check_revisions(file.revisions, &mut problems);
    match origin {
        Some(origin) if problems.is_empty() => Ok(Brought { origin, revisions }),
        _ => {
            problems.0.truncate(MOST_TOLD);
            Err(problems)
        }
    }
}

fn take<T>(problems: &mut Problems, checked: Result<T, String>) -> Option<T> {
    problems.take("file", checked)
}

fn check_origin(file: &File, reason: &str) -> Result<Origin, String> {
    let address =
        check_address(&file.source).map_err(|why| format!("names a source that {why}"))?;
    let credit = |line: &str| {
        checked::text(line, Lines::One, 1, LONGEST_CREDIT)
            .map_err(|why| format!("holds a line of credit that cannot be shown: {why}"))
    };
    let attribution = credit(&file.attribution)?;
    let based_on = file.based_on.iter().map(|line| credit(line));
    let based_on: Vec<String> = based_on.collect::<Result<_, _>>()?;
    let forked_from = file.forked_from.as_deref();
    if made_from_itself(
        &address,
        forked_from
            .into_iter()
            .chain(based_on.iter().map(String::as_str)),
    ) {
        return Err("says that its plan was made from itself".into());
    }
    Ok(Origin {
        address,
        attribution,
        based_on,
        reason: reason.to_owned(),
    })
}

/// Whether an address is one that a page may link to: `http` or `https`, a host, nothing before it
/// that could pass for one, and visible ASCII throughout, as every Openplan writes its own.
fn check_address(address: &str) -> Result<String, String> {
    let rest = ["https://", "http://"]
        .iter()
        .find_map(|scheme| address.strip_prefix(scheme))
        .ok_or("does not begin with https:// or http://")?;
    if address.len() > LONGEST_ADDRESS {
        return Err(format!("is longer than {LONGEST_ADDRESS} letters"));
    }
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let plain = |letter: char| letter.is_ascii_graphic() && !"\"<>\\^`{|}".contains(letter);
    let of_host = |letter: char| letter.is_ascii_alphanumeric() || "-.:[]".contains(letter);
    if host.is_empty() || !host.chars().all(of_host) || !rest.chars().all(plain) {
        return Err("is no address of a page".into());
    }
    Ok(address.to_owned())
}

/// The plan of this number among those at an address such as `https://plans.example`, if the other
/// address is one of its pages.
pub(super) fn plan_at(forum: &str, address: &str) -> Option<PlanId> {
    let (base, rest) = address.split_at_checked(forum.len())?;
    let number = rest.strip_prefix("/plans/")?.split('/').next()?;
    let ours = base.eq_ignore_ascii_case(forum);
    number.parse().ok().filter(|_| ours)
}

/// Whether one of these lines names the plan at this address.
fn made_from_itself<'l>(address: &str, mut lines: impl Iterator<Item = &'l str>) -> bool {
    let Some((forum, rest)) = address.split_once("/plans/") else {
        return false;
    };
    let number = rest.split('/').next().unwrap_or_default();
    let itself = format!("{forum}/plans/{number}/");
    lines.any(|line| line.contains(&itself))
}

fn check_revisions(revisions: Vec<FileRevision>, problems: &mut Problems) -> Vec<BroughtRevision> {
    let mut brought = Vec::new();
    let mut here = HashMap::new();
    let mut before = 0;
    for revision in revisions {
        let number = revision.number;
        take(problems, follows(before, number));
        before = number.max(before);
        // What was erased stays behind.
        let Some(checked) = check_revision(revision, &here).transpose() else {
            continue;
        };
        let checked = checked.map_err(|why| format!("holds a revision {number} that {why}"));
        if let Some(revision) = take(problems, checked) {
            brought.push(revision);
            here.insert(number, place(brought.len()));
        }
    }
    if brought.is_empty() && problems.is_empty() {
        problems.add("file", "holds no revision that still has its text");
    }
    brought
}

/// The number that the revision at this place gets here.
fn place(count: usize) -> RevisionNumber {
    RevisionNumber(i32::try_from(count).unwrap_or(i32::MAX))
}

fn follows(before: i32, number: i32) -> Result<(), String> {
    match number {
        ..=0 => Err(format!("numbers a revision {number}: they begin with 1")),
        _ if number == before => Err(format!("holds revision {number} twice")),
        _ if number < before => Err(format!("holds revision {number} after revision {before}")),
        _ => Ok(()),
    }
}

/// Nothing of a revision that was erased.
fn check_revision(
    revision: FileRevision,
    here: &HashMap<i32, RevisionNumber>,
) -> Result<Option<BroughtRevision>, String> {
    let Some(typed) = &revision.content else {
        return Ok(None);
    };
    let salt = revision.salt.as_deref().ok_or("has no salt")?;
    let hash = check_hash(typed, salt, &revision.content_hash)?;
    let content = Content::check(typed).map_err(|wrong| format!("breaks a rule here: {wrong}"))?;
    let note = revision.note.parse::<Note>();
    let note = note.map_err(|wrong| format!("breaks a rule here: note: {wrong}"))?;
    let written = RevisionOrigin {
        author: revision.author,
        number: revision.number,
        saved: revision.saved,
    };
    let restored_from = revision.restored_from.and_then(|old| here.get(&old));
    Ok(Some(BroughtRevision {
        number: revision.number,
        hash,
        // Brought there from a third forum, it goes on saying who wrote it.
        origin: check_written(&revision.origin.unwrap_or(written))?,
        content,
        note,
        restored_from: restored_from.copied(),
    }))
}

/// As `openplan-plan-1` says: SHA-256 of the salt's bytes and then the content in canonical JSON.
fn check_hash(typed: &Typed, salt: &str, said: &str) -> Result<Hash, String> {
    let salt = unhex(salt)
        .filter(|salt| salt.len() <= LONGEST_SALT)
        .ok_or("has a salt that is not written in hexadecimal")?;
    let hash = Hash::of_content(&salt, typed)
        .map_err(|_| "holds a number that JSON cannot carry".to_owned())?;
    if hash.to_hex() != said {
        return Err(
            "is not what its hash says: its text or its hash was changed after it was downloaded"
                .into(),
        );
    }
    Ok(hash)
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let pairs = text.as_bytes().chunks(2);
    pairs
        .map(|pair| match pair {
            [high, low] => Some(digit(*high)? << 4 | digit(*low)?),
            _ => None,
        })
        .collect()
}

fn digit(letter: u8) -> Option<u8> {
    let value = char::from(letter).to_digit(16)?;
    u8::try_from(value).ok()
}

fn check_written(origin: &RevisionOrigin) -> Result<RevisionOrigin, String> {
    let author = checked::text(&origin.author, Lines::One, 1, LONGEST_NAME)
        .map_err(|wrong| format!("names an author that cannot be shown: {wrong}"))?;
    let saved: jiff::Timestamp = origin
        .saved
        .parse()
        .map_err(|_| "does not say when it was saved".to_owned())?;
    if origin.number < 1 {
        return Err(format!("was revision {} elsewhere", origin.number));
    }
    Ok(RevisionOrigin {
        author,
        number: origin.number,
        saved: Timestamp(saved.as_microsecond()).to_rfc3339(),
    })
}

#[cfg(test)]
mod tests {
    use super::{check, check_address, plan_at};
    use crate::{forks::store::import::file, hash::Hash, plans::Typed};
    use serde_json::{Value, json};

    fn content(body: &str) -> Value {
        let typed = Typed {
            title: "Solar laundromat for apartment blocks".into(),
            pitch: "Coin laundry on roof power: residents prepay washes.".into(),
            body: body.into(),
            tags: vec!["energy".into()],
            stage: "sketch".into(),
            licence: "CC-BY-4.0".into(),
            numbers: None,
        };
        serde_json::to_value(typed).expect("JSON")
    }

    fn revision(number: i32, content: &Value) -> Value {
        let hash = Hash::of_content(&[7; 16], content).expect("a hash");
        json!({
            "number": number,
            "author": "Ada Lovelace",
            "saved": "2025-03-01T10:00:00Z",
            "note": "Card fees counted",
            "content": content,
            "salt": "07".repeat(16),
            "content_hash": hash.to_hex(),
        })
    }

    fn plan(revisions: &[Value]) -> Value {
        json!({
            "format": "openplan-plan-1",
            "source": "https://elsewhere.example/plans/12/solar-laundromat",
            "attribution": "“Solar laundromat” by Ada Lovelace, revision 1, CC BY 4.0",
            "based_on": ["“Laundromat” by Ben, https://elsewhere.example/plans/1/history/3"],
            "revisions": revisions,
        })
    }

    /// What is wrong with a file, all of it in one text.
    fn wrong(json: &Value) -> String {
        let read = file::read(json.to_string().as_bytes()).expect("it can be read");
        match check(read, "To go on here") {
            Ok(_) => String::new(),
            Err(problems) => problems.to_string(),
        }
    }

    #[test]
    fn a_plan_is_taken_whole_and_numbered_anew() {
        let mut restored = revision(9, &content("Two."));
        restored["restored_from"] = json!(4);
        restored["origin"] =
            json!({"author": "Cy", "number": 2, "saved": "2024-01-01T00:00:00+02:00"});
        let mut erased = revision(7, &content("Erased."));
        erased["content"] = Value::Null;
        erased["salt"] = Value::Null;
        let file = plan(&[revision(4, &content("One.")), erased, restored]);
        let read = file::read(file.to_string().as_bytes()).expect("it can be read");
        let brought = check(read, "To go on here").expect("nothing is wrong");
        let told: Vec<_> = brought
            .revisions
            .iter()
            .map(|one| {
                (
                    one.origin.author.as_str(),
                    one.origin.number,
                    one.restored_from.map(|old| old.0),
                )
            })
            .collect();
        assert_eq!(told, [("Ada Lovelace", 4, None), ("Cy", 2, Some(1))]);
        assert_eq!(brought.last().origin.saved, "2023-12-31T22:00:00Z");
        assert_eq!(brought.origin.reason, "To go on here");
    }

    #[test]
    fn every_mistake_names_its_revision() {
        let good = revision(1, &content("One."));
        let with = |field: &str, value: Value| {
            let mut bad = revision(2, &content("Two."));
            bad[field] = value;
            plan(&[good.clone(), bad])
        };
        let mut changed = content("Two.");
        changed["body"] = json!("Three.");
        let untitled = |title: &str| {
            let mut content = content("Two.");
            content["title"] = json!(title);
            plan(&[good.clone(), revision(2, &content)])
        };
        for (json, words) in [
            (
                with("content", changed),
                "revision 2 that is not what its hash says",
            ),
            (
                with("content_hash", json!("00")),
                "revision 2 that is not what its hash says",
            ),
            (with("salt", json!("7")), "revision 2 that has a salt"),
            (with("salt", Value::Null), "revision 2 that has no salt"),
            (
                with("salt", json!("07".repeat(65))),
                "revision 2 that has a salt",
            ),
            (with("number", json!(1)), "holds revision 1 twice"),
            (with("number", json!(0)), "they begin with 1"),
            (
                with("note", json!("")),
                "revision 2 that breaks a rule here: note",
            ),
            (with("note", json!("A \u{7} bell")), "control character"),
            (
                with("author", json!("\u{202e}nimda")),
                "revision 2 that names an author",
            ),
            (with("author", json!("")), "revision 2 that names an author"),
            (
                with("author", json!("x".repeat(121))),
                "revision 2 that names an author",
            ),
            (
                with("saved", json!("yesterday")),
                "revision 2 that does not say when",
            ),
            (
                untitled("Short"),
                "revision 2 that breaks a rule here: title",
            ),
            (untitled("A title with a \u{7}"), "control character"),
            (plan(&[]), "no revision that still has its text"),
            (
                plan(&[revision(3, &content("One.")), revision(2, &content("Two."))]),
                "holds revision 2 after revision 3",
            ),
        ] {
            let told = wrong(&json);
            assert!(told.contains(words), "{told:?} lacks {words:?}");
        }
        let many: Vec<_> = (1..50)
            .map(|number| revision(-number, &content("One.")))
            .collect();
        assert_eq!(wrong(&plan(&many)).matches("file: ").count(), 10);
    }

    #[test]
    fn addresses_lead_where_they_seem_to() {
        for address in [
            "https://a.example/plans/1/x",
            "http://127.0.0.1:3000/plans/1/x",
            "https://[::1]/",
        ] {
            assert!(check_address(address).is_ok(), "{address}");
        }
        for address in [
            "",
            "javascript:alert(1)",
            "data:text/html,x",
            "//a.example/plans/1",
            "https://",
            "https:///plans/1",
            "https://good.example@evil.example/plans/1",
            "https://a.example/\" onclick=\"",
            "https://a.example/\u{202e}",
            "https://a example/",
            "https://a.example/\n",
            &format!("https://a.example/{}", "x".repeat(500)),
        ] {
            let mut file = plan(&[revision(1, &content("One."))]);
            file["source"] = json!(address);
            assert!(wrong(&file).contains("names a source that"), "{address}");
        }
    }

    #[test]
    fn nothing_is_made_from_itself() {
        let with = |field: &str, value: Value| {
            let mut file = plan(&[revision(1, &content("One."))]);
            file[field] = value;
            wrong(&file)
        };
        let itself = "https://elsewhere.example/plans/12/history/3";
        for told in [
            with("forked_from", json!(itself)),
            with(
                "based_on",
                json!([
                    "“A” by B, https://a.example/plans/1/history/1",
                    format!("“X” by Y, {itself}")
                ]),
            ),
        ] {
            assert!(told.contains("made from itself"), "{told}");
        }
        let other = "https://elsewhere.example/plans/1/history/3";
        assert_eq!(with("forked_from", json!(other)), "");
        assert!(with("based_on", json!(["\u{7}"])).contains("line of credit"));
        assert!(with("attribution", json!("x".repeat(1_001))).contains("line of credit"));
    }

    #[test]
    fn a_forum_knows_its_own_plans() {
        let ours = |address: &str| plan_at("https://plans.example", address).map(|id| id.0);
        assert_eq!(ours("https://plans.example/plans/12/solar"), Some(12));
        assert_eq!(ours("HTTPS://Plans.Example/plans/12"), Some(12));
        for other in [
            "https://plans.example.org/plans/12/solar",
            "https://plans.example/plans/solar",
            "https://plans.example/",
            "https://other.example/plans/12",
            "ü",
        ] {
            assert_eq!(ours(other), None, "{other}");
        }
    }
}
