//! What the kinds of act are called by whoever looks for them. A kind that is added has to be named here
//! before anything compiles, and told in [`told`](super::told).

use super::Kind;
use crate::words::words;

words! {
    /// What acts are about.
    Group {
        /// Accounts.
        People = "people",
        /// Plans and their revisions.
        Plans = "plans",
        /// Plans made from others, and what passes between them.
        Forks = "forks",
        /// Changes offered to plans.
        Suggestions = "suggestions",
        /// Discussion.
        Comments = "comments",
        /// Tags.
        Tags = "tags",
        /// Plans that moderators recommend.
        Listings = "listings",
        /// Rounds, and plans that are entered there.
        Funding = "funding",
        /// What moderators did about what was flagged, and appeals.
        Order = "order",
        /// The forum's own pages.
        Pages = "pages",
    }
}

impl Group {
    /// As people read it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::People => "People",
            Self::Plans => "Plans",
            Self::Forks => "Forks",
            Self::Suggestions => "Suggestions",
            Self::Comments => "Comments",
            Self::Tags => "Tags",
            Self::Listings => "Listings",
            Self::Funding => "Funding",
            Self::Order => "Order",
            Self::Pages => "Pages",
        }
    }

    /// The kinds of act in it.
    pub fn kinds(self) -> impl Iterator<Item = Kind> {
        let all = Kind::ALL.iter().copied();
        all.filter(move |kind| kind.about().group == self)
    }
}

/// What is known of a kind of act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct About {
    /// What it is about.
    pub group: Group,
    /// What was done, to choose from a list.
    pub words: &'static str,
    /// Whether only moderators and admins do it, or whoever runs the forum.
    pub is_moderation: bool,
}

/// What anybody may do.
const fn open(group: Group, words: &'static str) -> About {
    About {
        group,
        words,
        is_moderation: false,
    }
}

/// What is done to keep order.
const fn order(group: Group, words: &'static str) -> About {
    About {
        group,
        words,
        is_moderation: true,
    }
}

impl Kind {
    /// What is known of it.
    #[must_use]
    pub const fn about(self) -> About {
        use Group::{
            Comments, Forks, Funding, Listings, Order, Pages, People, Plans, Suggestions, Tags,
        };
        match self {
            Self::AccountOpened => open(People, "Accounts opened"),
            Self::AccountEdited => open(People, "Profiles changed"),
            Self::AccountRole => order(People, "Roles given"),
            Self::AccountSuspended => order(People, "Accounts suspended"),
            Self::AccountRestored => order(People, "Accounts restored"),
            Self::AccountDeactivated => open(People, "People who left"),
            Self::AccountErased => open(People, "People who left with their words"),
            Self::PlanPublished => open(Plans, "Plans posted"),
            Self::PlanImported => open(Plans, "Plans brought from another forum"),
            Self::PlanRevised => open(Plans, "Plans revised"),
            Self::PlanWithdrawn => open(Plans, "Plans withdrawn"),
            Self::PlanReturned => open(Plans, "Plans brought back"),
            Self::PlanPlaced => open(Plans, "Places told"),
            Self::PlanUnplaced => open(Plans, "Places closed"),
            Self::PlanForked => open(Forks, "Plans forked"),
            Self::PlanPulled => open(Forks, "Changes taken over from a parent"),
            Self::PlanLinked => order(Forks, "Plans linked as forks"),
            Self::PlanUnlinked => order(Forks, "Links undone"),
            Self::PlanSetAside => order(Forks, "Pairs found to be no copies"),
            Self::PlanReopened => order(Forks, "Pairs opened again"),
            Self::SuggestionOffered => open(Suggestions, "Suggestions made"),
            Self::SuggestionDecided => open(Suggestions, "Suggestions decided"),
            Self::SuggestionTakenBack => open(Suggestions, "Suggestions taken back"),
            Self::CommentPosted => open(Comments, "Comments posted"),
            Self::CommentEdited => open(Comments, "Comments edited"),
            Self::CommentDeleted => open(Comments, "Comments deleted"),
            Self::CommentFavorited => open(Comments, "Comments lifted up"),
            Self::CommentUnfavorited => open(Comments, "Comments no longer lifted up"),
            Self::TagRenamed => order(Tags, "Tags renamed"),
            Self::TagMerged => order(Tags, "Tags merged"),
            Self::TagUnmerged => order(Tags, "Merges of tags undone"),
            Self::TagDescribed => order(Tags, "Tags described"),
            Self::TagRetired => order(Tags, "Tags retired"),
            Self::TagRestored => order(Tags, "Tags brought back"),
            Self::ListingPublished => open(Listings, "Listings published"),
            Self::ListingEdited => open(Listings, "Listings changed"),
            Self::ListingWithdrawn => open(Listings, "Listings withdrawn"),
            Self::ListingAdded => open(Listings, "Plans put into listings"),
            Self::ListingRemoved => open(Listings, "Plans taken out of listings"),
            Self::ListingMoved => open(Listings, "Plans put elsewhere in listings"),
            Self::ListingNoted => open(Listings, "Notes in listings changed"),
            Self::ListingFeatured => order(Listings, "Listings put on the front page"),
            Self::ListingUnfeatured => order(Listings, "Listings taken from the front page"),
            Self::ListingCuratorAdded => open(Listings, "Curators added"),
            Self::ListingCuratorRemoved => open(Listings, "Curators removed"),
            Self::ListingProposed => open(Listings, "Plans proposed for listings"),
            Self::ListingAnswered => open(Listings, "Proposals answered"),
            Self::ListingProposalTakenBack => open(Listings, "Proposals taken back"),
            Self::RoundPublished => open(Funding, "Rounds published"),
            Self::RoundRevised => open(Funding, "Rounds changed"),
            Self::RoundClosed => open(Funding, "Rounds closed early"),
            Self::ApplicationMade => open(Funding, "Plans entered in rounds"),
            Self::ApplicationTakenBack => open(Funding, "Applications taken back"),
            Self::ApplicationShortlisted => open(Funding, "Applications shortlisted"),
            Self::ApplicationUnlisted => open(Funding, "Applications taken from the shortlist"),
            Self::ApplicationAsked => open(Funding, "Questions about applications"),
            Self::ApplicationAnswered => open(Funding, "Answers about applications"),
            Self::ApplicationAccepted => open(Funding, "Applications accepted"),
            Self::ApplicationDeclined => open(Funding, "Applications declined"),
            Self::ModerationHeld => order(Order, "Held until somebody has looked"),
            Self::ModerationHidden => order(Order, "Hidden"),
            Self::ModerationRestored => order(Order, "Shown again"),
            Self::ModerationLocked => order(Order, "Discussions closed"),
            Self::ModerationUnlocked => order(Order, "Discussions opened again"),
            Self::ModerationOutdated => order(Order, "Marked as outdated"),
            Self::ModerationCurrent => order(Order, "No longer marked as outdated"),
            Self::ModerationEdited => order(Order, "Titles and tags changed"),
            Self::ModerationUnedited => order(Order, "Titles and tags given back"),
            Self::ModerationLinksCut => order(Order, "Links removed"),
            Self::ModerationLinksBack => order(Order, "Links given back"),
            Self::ModerationMerged => order(Order, "Plans merged"),
            Self::ModerationParted => order(Order, "Plans taken apart"),
            Self::ModerationWarned => order(Order, "Warnings"),
            Self::ModerationUnwarned => order(Order, "Warnings taken back"),
            Self::ModerationKept => order(Order, "Left as it is"),
            Self::AppealMade => open(Order, "Appeals"),
            Self::AppealGranted => order(Order, "Appeals granted"),
            Self::AppealRefused => order(Order, "Appeals refused"),
            Self::PageEdited => order(Pages, "Pages changed"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_kind_is_found_by_its_name_and_in_one_group() {
        for kind in Kind::ALL {
            assert_eq!(Kind::named(kind.as_str()), Some(*kind));
            assert!(kind.about().group.kinds().any(|other| other == *kind));
            // Groups and kinds are chosen by one field.
            assert!(kind.as_str().parse::<Group>().is_err(), "{kind:?}");
        }
        let grouped = Group::ALL.iter().flat_map(|group| group.kinds());
        assert_eq!(grouped.count(), Kind::ALL.len());
        assert_eq!(Kind::named("plan.eaten"), None);
    }

    #[test]
    fn no_two_kinds_are_called_alike() {
        let words: HashSet<_> = Kind::ALL.iter().map(|kind| kind.about().words).collect();
        assert_eq!(words.len(), Kind::ALL.len());
    }
}
