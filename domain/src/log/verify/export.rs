//! Checking an exported log by itself: whoever has the file needs neither the forum nor its database.

use crate::hash::Hash;
use serde_json::{Map, Value};

/// An exported log, as far as it has been followed. It may begin anywhere; from there on, each entry must
/// follow the one before it.
#[derive(Clone, Debug, Default)]
pub struct Export {
    last: Option<(i64, Hash)>,
    /// How many entries it has.
    pub entries: u64,
    /// Where it begins; 0 before anything was read.
    pub first: i64,
    /// How much is wrong with it.
    pub faults: u64,
}

/// What a line says of itself.
struct Line {
    seq: i64,
    prev_hash: Hash,
    hash: Hash,
    expected: Hash,
}

impl Line {
    fn read(line: &str) -> Option<Self> {
        let mut entry: Map<String, Value> = serde_json::from_str(line).ok()?;
        let mut hash = |name: &str| Hash::from_hex(entry.remove(name)?.as_str()?);
        let (hash, prev_hash) = (hash("hash")?, hash("prev_hash")?);
        let canonical = serde_json_canonicalizer::to_vec(&entry).ok()?;
        Some(Self {
            seq: entry.get("seq")?.as_i64()?,
            expected: Hash::of(&[prev_hash.as_bytes(), &canonical]),
            prev_hash,
            hash,
        })
    }
}

impl Export {
    /// Takes in the next line, and says what is wrong with it; nothing when it holds.
    pub fn follow(&mut self, line: &str) -> Vec<String> {
        let mut faults = Vec::new();
        if let Some(line) = Line::read(line) {
            self.check(&line, &mut faults);
        } else {
            let after = self.last.map_or(0, |(seq, _)| seq);
            faults.push(format!("what stands after entry {after} is no entry"));
        }
        self.faults += faults.len() as u64;
        faults
    }

    fn check(&mut self, line: &Line, faults: &mut Vec<String>) {
        let (before, head) = self.last.unwrap_or_else(|| line.begins_after());
        if self.entries == 0 {
            self.first = line.seq;
        }
        let seq = line.seq;
        let expected = before.saturating_add(1);
        if seq != expected {
            faults.push(format!("entry {expected} is missing"));
        }
        if line.prev_hash != head {
            faults.push(format!("entry {seq} does not follow the one before it"));
        }
        if line.expected != line.hash {
            faults.push(format!("entry {seq} has been changed"));
        }
        self.entries += 1;
        self.last = Some((seq, line.hash));
    }

    /// The last entry's place and hash: to be compared with what somebody wrote down, or what the forum says.
    #[must_use]
    pub fn head(&self) -> Option<(i64, Hash)> {
        self.last
    }
}

impl Line {
    /// What must have stood before the first line: nothing at all before the log's first entry, and otherwise
    /// whatever the line says.
    fn begins_after(&self) -> (i64, Hash) {
        match self.seq {
            1 => (0, Hash::ZERO),
            seq => (seq.saturating_sub(1), self.prev_hash),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        clock::Timestamp,
        ids::{AccountId, PlanId},
        log::{Act, Kind, Subject, entry_after},
    };

    /// Five entries, as they are exported.
    fn lines() -> Vec<String> {
        let mut last = None;
        let mut lines = Vec::new();
        for number in 1..=5 {
            let act = Act::by(
                AccountId(7),
                Kind::PlanRevised,
                Subject::Plan(PlanId(number)),
            )
            .with("revision", number)
            .with("tags", vec!["é", "\u{1f3ed}"]);
            let entry = entry_after(last, Timestamp(number), act).expect("an entry");
            last = Some((entry.seq, entry.hash));
            lines.push(entry.to_line().expect("a line"));
        }
        lines
    }

    fn faults(lines: &[String]) -> Vec<String> {
        let mut export = Export::default();
        let faults: Vec<_> = lines.iter().flat_map(|line| export.follow(line)).collect();
        assert_eq!(export.faults, faults.len() as u64);
        faults
    }

    #[test]
    fn a_whole_log_and_the_end_of_one_hold() {
        let lines = lines();
        assert_eq!(faults(&lines), Vec::<String>::new());
        assert_eq!(faults(&lines[2..]), Vec::<String>::new());
        let mut export = Export::default();
        for line in &lines[2..] {
            assert!(export.follow(line).is_empty());
        }
        assert_eq!((export.first, export.entries), (3, 3));
        assert_eq!(export.head().map(|(seq, _)| seq), Some(5));
    }

    #[test]
    fn whatever_is_changed_is_found() {
        let whole = lines();
        let mut changed = whole.clone();
        changed[1] = changed[1].replace("\"revision\":2", "\"revision\":3");
        assert_eq!(faults(&changed), ["entry 2 has been changed"]);
        let mut shorter = whole.clone();
        shorter.remove(2);
        assert_eq!(
            faults(&shorter),
            [
                "entry 3 is missing",
                "entry 4 does not follow the one before it"
            ]
        );
        let mut other = whole.clone();
        other[0] = other[0].replace("\"prev_hash\":\"00", "\"prev_hash\":\"01");
        assert_eq!(
            faults(&other),
            [
                "entry 1 does not follow the one before it",
                "entry 1 has been changed"
            ]
        );
        let mut broken = whole;
        broken[4] = "{}".into();
        assert_eq!(faults(&broken), ["what stands after entry 4 is no entry"]);
    }
}
