use serde::{Deserialize, Serialize};

/// Where a plan from another forum came from, as the file says that it was brought in. Nothing of
/// it is checked but its form: it is shown as what somebody says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The plan's address there: `https://…` or `http://…`.
    pub address: String,
    /// The line that credits it, as its licence asks.
    pub attribution: String,
    /// The same for what it was made from, the nearest first.
    pub based_on: Vec<String>,
}

/// Who wrote a revision that was brought from another forum, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevisionOrigin {
    /// Its author's name there.
    pub author: String,
    /// Its number there.
    pub number: i32,
    /// When it was saved there, as the file has it (RFC 3339).
    pub saved: String,
}
