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
    /// Why it was brought here, as whoever did it says.
    #[serde(default)]
    pub reason: String,
}

impl Origin {
    /// The lines that credit it and what it was made from, the nearest first.
    pub fn credits(&self) -> impl Iterator<Item = &str> {
        let based_on = self.based_on.iter().map(String::as_str);
        std::iter::once(self.attribution.as_str()).chain(based_on)
    }
}

/// Who wrote a revision that was brought from another forum, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevisionOrigin {
    /// Its author's name there.
    pub author: String,
    /// Its number there.
    pub number: i32,
    /// When it was saved there (RFC 3339, UTC).
    pub saved: String,
}
