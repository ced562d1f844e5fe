//! The append-only, hash-chained public record of acts. Everything else follows it.
//!
//! An entry holds ids, numbers and content hashes, never a text, so that a text can be erased and
//! the chain still holds. `hash = SHA-256(prev_hash ‖ canonical JSON of the entry)`, where
//! canonical means RFC 8785 and the entry is `{"act", "actor", "at", "detail", "seq", "subject"}`.

mod acts;
mod store;
mod told;
mod verify;

pub use acts::{About, Group};
pub use store::{Head, after, head, newest};
pub(crate) use store::{append, entry_after, last, row};
pub use told::{Filter, FilterError, OPERATOR, Part, Target, Told, TypedFilter, told, told_one};
pub use verify::{Export, Report, Step, verify, verify_telling};

use crate::{
    clock::Timestamp,
    hash::Hash,
    ids::{AccountId, CommentId, ListingId, PlanId, RoundId, Seq, TagId},
    pages::Name,
};
use serde::Serialize;
use serde_json::{Map, Value};
use std::fmt;

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $text:literal),+ $(,)?) => {
        /// What was done.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Kind {
            $($(#[$doc])* $name),+
        }

        impl Kind {
            /// Every kind there is.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// As the log writes it.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text),+ }
            }

            /// The kind that the log writes so; nothing of what a newer program wrote.
            #[must_use]
            pub fn named(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|kind| kind.as_str() == text)
            }
        }
    };
}

kinds! {
    /// Somebody joined.
    AccountOpened = "account.opened",
    /// A profile was changed.
    AccountEdited = "account.edited",
    /// An account's role was changed from the shell or by an admin.
    AccountRole = "account.role",
    /// An account may read but no longer act.
    AccountSuspended = "account.suspended",
    /// A suspended account may act again.
    AccountRestored = "account.restored",
    /// A person left; what they wrote stays, by "a former member".
    AccountDeactivated = "account.deactivated",
    /// A person left and took their words with them.
    AccountErased = "account.erased",
    /// A plan was posted.
    PlanPublished = "plan.published",
    /// A plan was made from another's revision.
    PlanForked = "plan.forked",
    /// A plan was brought from another forum, with its revisions.
    PlanImported = "plan.imported",
    /// A plan got a new revision.
    PlanRevised = "plan.revised",
    /// A plan was withdrawn; a tombstone stays.
    PlanWithdrawn = "plan.withdrawn",
    /// A withdrawn plan came back.
    PlanReturned = "plan.returned",
    /// A fork took over what its parent changed, or left it.
    PlanPulled = "plan.pulled",
    /// A founder said where a plan runs.
    PlanPlaced = "plan.placed",
    /// A plan no longer runs anywhere.
    PlanUnplaced = "plan.unplaced",
    /// A moderator said that a plan is a fork of another.
    PlanLinked = "plan.linked",
    /// A moderator took that back.
    PlanUnlinked = "plan.unlinked",
    /// A moderator said that a plan is no copy of another.
    PlanSetAside = "plan.set_aside",
    /// A moderator took that back.
    PlanReopened = "plan.reopened",
    /// A tag got another name; the old one means it.
    TagRenamed = "tag.renamed",
    /// A tag was merged into another: its names mean that one.
    TagMerged = "tag.merged",
    /// A tag that was merged is one of its own again.
    TagUnmerged = "tag.unmerged",
    /// It was said what a tag is about.
    TagDescribed = "tag.described",
    /// A tag is no longer given to plans.
    TagRetired = "tag.retired",
    /// A retired tag may be given to plans again.
    TagRestored = "tag.restored",
    /// A change was offered to a plan.
    SuggestionOffered = "suggestion.offered",
    /// Parts of a suggestion were accepted or declined.
    SuggestionDecided = "suggestion.decided",
    /// A suggestion was taken back by whoever made it.
    SuggestionTakenBack = "suggestion.taken_back",
    /// A comment was posted.
    CommentPosted = "comment.posted",
    /// A comment's text was changed.
    CommentEdited = "comment.edited",
    /// A comment was deleted by its writer.
    CommentDeleted = "comment.deleted",
    /// A comment was lifted up.
    CommentFavorited = "comment.favorited",
    /// A comment was no longer lifted up.
    CommentUnfavorited = "comment.unfavorited",
    /// A page of the forum's own got a new version.
    PageEdited = "page.edited",
    /// Something is kept from readers' eyes until a moderator has looked.
    ModerationHeld = "moderation.held",
    /// A moderator took something from readers' eyes.
    ModerationHidden = "moderation.hidden",
    /// A moderator gave it back to them.
    ModerationRestored = "moderation.restored",
    /// A moderator closed the discussion of a plan.
    ModerationLocked = "moderation.locked",
    /// A moderator opened it again.
    ModerationUnlocked = "moderation.unlocked",
    /// A moderator marked a plan as outdated.
    ModerationOutdated = "moderation.outdated",
    /// A moderator took that back.
    ModerationCurrent = "moderation.current",
    /// A moderator changed the title or the tags of a plan.
    ModerationEdited = "moderation.edited",
    /// A moderator gave it back those from before.
    ModerationUnedited = "moderation.unedited",
    /// A moderator removed the links to elsewhere from something.
    ModerationLinksCut = "moderation.links_cut",
    /// A moderator gave them back.
    ModerationLinksBack = "moderation.links_back",
    /// A moderator merged a plan into another that says the same.
    ModerationMerged = "moderation.merged",
    /// A moderator took it apart from that again.
    ModerationParted = "moderation.parted",
    /// A moderator warned somebody.
    ModerationWarned = "moderation.warned",
    /// A moderator took a warning back.
    ModerationUnwarned = "moderation.unwarned",
    /// A moderator looked at something that was flagged, and left it as it is.
    ModerationKept = "moderation.kept",
    /// Somebody appealed against what a moderator did.
    AppealMade = "appeal.made",
    /// A moderator granted an appeal, and undid what it was against.
    AppealGranted = "appeal.granted",
    /// A moderator refused an appeal.
    AppealRefused = "appeal.refused",
    /// A listing was published, or came back.
    ListingPublished = "listing.published",
    /// A listing's words were changed.
    ListingEdited = "listing.edited",
    /// A listing was withdrawn.
    ListingWithdrawn = "listing.withdrawn",
    /// A plan was put into a listing.
    ListingAdded = "listing.added",
    /// A plan was taken out of a listing.
    ListingRemoved = "listing.removed",
    /// A plan was put elsewhere in its listing.
    ListingMoved = "listing.moved",
    /// What a listing says of a plan was changed.
    ListingNoted = "listing.noted",
    /// A listing was put on the front page.
    ListingFeatured = "listing.featured",
    /// A listing left the front page.
    ListingUnfeatured = "listing.unfeatured",
    /// A member may edit a listing from now on.
    ListingCuratorAdded = "listing.curator_added",
    /// A member may edit a listing no longer.
    ListingCuratorRemoved = "listing.curator_removed",
    /// A plan was proposed for a listing.
    ListingProposed = "listing.proposed",
    /// A curator answered a proposal.
    ListingAnswered = "listing.answered",
    /// A proposal was taken back by whoever made it.
    ListingProposalTakenBack = "listing.proposal_taken_back",
    /// A round was published.
    RoundPublished = "round.published",
    /// A round got a new version.
    RoundRevised = "round.revised",
    /// A funder closed a round before its last day.
    RoundClosed = "round.closed",
    /// A plan was entered in a round.
    ApplicationMade = "application.made",
    /// An application was taken back by whoever made it.
    ApplicationTakenBack = "application.taken_back",
    /// A funder put an application on the shortlist.
    ApplicationShortlisted = "application.shortlisted",
    /// A funder took an application from the shortlist.
    ApplicationUnlisted = "application.unlisted",
    /// A funder asked something about an application.
    ApplicationAsked = "application.asked",
    /// A founder answered a funder's question.
    ApplicationAnswered = "application.answered",
    /// A funder accepted an application.
    ApplicationAccepted = "application.accepted",
    /// A funder declined an application.
    ApplicationDeclined = "application.declined",
}

/// What an act was done to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A person.
    Account(AccountId),
    /// A plan.
    Plan(PlanId),
    /// A comment.
    Comment(CommentId),
    /// A page of the forum's own.
    Page(Name),
    /// A listing.
    Listing(ListingId),
    /// A tag.
    Tag(TagId),
    /// A funder's round.
    Round(RoundId),
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Account(id) => write!(f, "account:{id}"),
            Self::Plan(id) => write!(f, "plan:{id}"),
            Self::Comment(id) => write!(f, "comment:{id}"),
            Self::Page(name) => write!(f, "page:{name}"),
            Self::Listing(id) => write!(f, "listing:{id}"),
            Self::Tag(id) => write!(f, "tag:{id}"),
            Self::Round(id) => write!(f, "round:{id}"),
        }
    }
}

/// A public act about to be recorded.
#[derive(Clone, Debug)]
pub struct Act {
    pub(crate) actor: Option<AccountId>,
    pub(crate) kind: Kind,
    pub(crate) subject: Subject,
    pub(crate) detail: Map<String, Value>,
}

impl Act {
    /// An act of this person.
    pub(crate) fn by(actor: AccountId, kind: Kind, subject: Subject) -> Self {
        Self {
            actor: Some(actor),
            kind,
            subject,
            detail: Map::new(),
        }
    }

    /// An act of whoever runs the forum, done from the shell.
    pub(crate) fn by_operator(kind: Kind, subject: Subject) -> Self {
        Self {
            actor: None,
            kind,
            subject,
            detail: Map::new(),
        }
    }

    /// Adds an id, a number or a hash to the detail. Never a text that somebody wrote.
    #[must_use]
    pub(crate) fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.detail.insert(name.into(), value.into());
        self
    }
}

/// An entry of the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// Its place: 1, 2, 3, …
    pub seq: Seq,
    /// When it happened.
    pub at: Timestamp,
    /// Who did it; nobody when it was done from the shell.
    pub actor: Option<AccountId>,
    /// What was done, as [`Kind::as_str`] writes it.
    pub act: String,
    /// What it was done to, such as `plan:12`.
    pub subject: String,
    /// Ids, numbers and hashes.
    pub detail: Map<String, Value>,
    /// The hash of the entry before this one.
    pub prev_hash: Hash,
    /// This entry's hash.
    pub hash: Hash,
}

impl Entry {
    /// The entry as a line of the export, in canonical JSON. Without `hash` and `prev_hash` it is, byte for
    /// byte, what is hashed after the bytes of `prev_hash`.
    ///
    /// # Errors
    /// When its detail is not expressible in canonical JSON.
    pub fn to_line(&self) -> Result<String, serde_json::Error> {
        serde_json_canonicalizer::to_string(self)
    }

    /// What this entry's hash must be.
    ///
    /// # Errors
    /// When its detail is not expressible in canonical JSON.
    pub fn expected_hash(&self) -> Result<Hash, serde_json::Error> {
        #[derive(Serialize)]
        struct Hashed<'entry> {
            act: &'entry str,
            actor: Option<AccountId>,
            at: Timestamp,
            detail: &'entry Map<String, Value>,
            seq: Seq,
            subject: &'entry str,
        }
        let canonical = serde_json_canonicalizer::to_vec(&Hashed {
            act: &self.act,
            actor: self.actor,
            at: self.at,
            detail: &self.detail,
            seq: self.seq,
            subject: &self.subject,
        })?;
        Ok(Hash::of(&[self.prev_hash.as_bytes(), &canonical]))
    }
}
