//! Ids: a newtype each, so that a plan's number never passes for a comment's.

use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "store", derive(sea_orm::DeriveValueType), sea_orm(try_from_u64))]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::num::ParseIntError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )+};
}

ids! {
    /// A person's account.
    AccountId
    /// A signed-in browser or an API token.
    SessionId
    /// A link with a one-time token, sent by mail or shown to an admin.
    LinkId
    /// A letter waiting to be sent.
    MailId
    /// A public business plan.
    PlanId
    /// One immutable state of a plan, across all plans; within a plan it has a [`RevisionNumber`].
    RevisionId
    /// An unposted text, seen only by its writer.
    DraftId
    /// A comment.
    CommentId
    /// An earlier text of an edited comment.
    CommentVersionId
    /// A change offered to a plan.
    SuggestionId
    /// What a founder said to a suggestion.
    DecisionId
    /// What a moderator did about two plans.
    ActionId
    /// What a moderator did about one thing.
    MeasureId
    /// What waits for a moderator.
    CaseId
    /// What a reader reported.
    FlagId
    /// What a moderator tells others about a case.
    NoteId
    /// What somebody says against a measure.
    AppealId
    /// What a plan says of how it differs from another.
    DifferenceId
    /// A tag that a moderator has done something about.
    TagId
    /// What a moderator did about a tag.
    TagActionId
    /// A search that somebody keeps.
    SearchId
    /// One state of a page of the forum's own, across all of them; within a page it has a [`VersionNumber`].
    PageVersionId
    /// Plans that moderators recommend.
    ListingId
    /// A plan's place in a listing.
    ListedId
    /// A plan that somebody would like to see in a listing.
    ProposalId
    /// A funder's open call.
    RoundId
    /// One state of what a round says, across all rounds; within a round it has a [`VersionNumber`].
    RoundVersionId
    /// A plan's revision entered in a round.
    ApplicationId
    /// What a funder asks about an application.
    QuestionId
    /// The place of an entry in the log: 1, 2, 3, … without gaps.
    Seq
}

/// The number of a revision within its plan: 1, 2, 3, … without gaps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(sea_orm::DeriveValueType))]
#[serde(transparent)]
pub struct RevisionNumber(pub i32);

impl RevisionNumber {
    /// A plan's first revision.
    pub const FIRST: Self = Self(1);

    /// The number after this one.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

impl std::fmt::Display for RevisionNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl std::str::FromStr for RevisionNumber {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

/// The number of a version within its page or round: 1, 2, 3, … without gaps; of a page after 0, the text that
/// ships with the program.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[cfg_attr(feature = "store", derive(sea_orm::DeriveValueType))]
#[serde(transparent)]
pub struct VersionNumber(pub i32);

impl VersionNumber {
    /// The text of a page that ships with the program.
    pub const SHIPPED: Self = Self(0);
    /// The first that somebody wrote.
    pub const FIRST: Self = Self(1);

    /// The number after this one.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

impl std::fmt::Display for VersionNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl std::str::FromStr for VersionNumber {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}
