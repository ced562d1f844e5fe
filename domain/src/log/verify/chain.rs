use super::claims::Claims;
use crate::{broken::Broken, forum::Forum, hash::Hash, ids::Seq, log};

const BATCH: u64 = 5_000;

/// The chain as far as it has been followed.
pub(super) struct Chain {
    end: Seq,
    pub head: Hash,
    pub claims: Claims,
    pub faults: Vec<String>,
}

impl Default for Chain {
    fn default() -> Self {
        Self {
            end: Seq(0),
            head: Hash::ZERO,
            claims: Claims::default(),
            faults: Vec::new(),
        }
    }
}

impl Chain {
    /// The last entry read.
    pub(super) fn end(&self) -> Seq {
        self.end
    }

    /// Follows it to its newest entry.
    pub(super) async fn follow(
        &mut self,
        forum: &Forum,
        mut tell: impl FnMut(Seq),
    ) -> Result<(), Broken> {
        loop {
            let entries = log::after(forum, self.end, BATCH).await?;
            if entries.is_empty() {
                return Ok(());
            }
            for entry in &entries {
                self.check(entry)?;
                self.claims.note(entry);
            }
            tell(self.end);
        }
    }

    fn check(&mut self, entry: &log::Entry) -> Result<(), Broken> {
        let expected = Seq(self.end.0 + 1);
        if entry.seq != expected {
            self.faults.push(format!("entry {expected} is missing"));
        }
        if entry.prev_hash != self.head {
            self.faults.push(format!(
                "entry {} does not follow the one before it",
                entry.seq
            ));
        }
        if entry.expected_hash()? != entry.hash {
            self.faults
                .push(format!("entry {} has been changed", entry.seq));
        }
        self.end = entry.seq;
        self.head = entry.hash;
        Ok(())
    }
}
