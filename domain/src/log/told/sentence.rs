//! A sentence for every kind of act. There is none without one: nothing compiles before it is written.

use super::{
    super::{Entry, Kind},
    Part,
    known::Known,
    telling::{Said, Telling},
};

/// Words and names, one after the other.
macro_rules! said {
    ($($part:expr),+ $(,)?) => {
        Said::new(vec![$(Part::from($part)),+])
    };
}

/// What an entry says, and why it was done. The reason of a moderator's action is told whatever the act.
pub(super) fn tell(kind: Option<Kind>, entry: &Entry, known: &Known) -> Said {
    let of = Telling { entry, known };
    let said = match kind {
        Some(kind) => told(kind, of),
        None => said![
            of.who(),
            " did what this program has no words for: ",
            entry.act.clone(),
        ],
    };
    let why = said.why.clone().or_else(|| of.reason());
    said.because(why)
}

#[expect(
    clippy::too_many_lines,
    reason = "an arm for each kind there is, so that one that is added does not compile untold"
)]
fn told(kind: Kind, of: Telling<'_>) -> Said {
    match kind {
        Kind::AccountOpened => opened(of),
        Kind::AccountEdited => said![of.who(), " changed their profile"],
        Kind::AccountRole => said![of.who(), " made ", of.person(), " ", of.role()],
        Kind::AccountSuspended => said![of.who(), " suspended the account of ", of.person()],
        Kind::AccountRestored => said![of.who(), " restored the account of ", of.person()],
        Kind::AccountDeactivated => said![of.who(), " left; what they wrote stays"],
        Kind::AccountErased => said![of.who(), " left and took their words along"],
        Kind::PlanPublished => said![of.who(), " posted the plan ", of.plan()],
        Kind::PlanImported => imported(of),
        Kind::PlanRevised => {
            let said = said![of.who(), " revised ", of.plan()];
            said.then(" (", of.revision("revision", None), ")")
                .because(of.revision_note())
        }
        Kind::PlanWithdrawn => said![of.who(), " withdrew ", of.plan()],
        Kind::PlanReturned => said![of.who(), " brought back ", of.plan()],
        Kind::PlanPlaced => said![of.who(), " said where ", of.plan(), " runs"],
        Kind::PlanUnplaced => {
            said![of.who(), " said that ", of.plan(), " runs nowhere any more",]
        }
        Kind::PlanForked => {
            let said = said![of.who(), " forked ", of.other()];
            said.then(" (", of.other_revision(), ")")
                .and(said![" as ", of.plan()])
                .because(of.fork_reason())
        }
        Kind::PlanPulled => pulled(of),
        Kind::PlanLinked => {
            said![
                of.moderator(),
                " linked ",
                of.plan(),
                " as a fork of ",
                of.other(),
            ]
        }
        Kind::PlanUnlinked => {
            said![
                of.moderator(),
                " took back that ",
                of.plan(),
                " is a fork of ",
                of.other(),
            ]
        }
        Kind::PlanSetAside => {
            said![
                of.moderator(),
                " compared ",
                of.plan(),
                " with ",
                of.other(),
                " and found no copy",
            ]
        }
        Kind::PlanReopened => {
            said![
                of.moderator(),
                " took back that ",
                of.plan(),
                " and ",
                of.other(),
                " are no copies",
            ]
        }
        Kind::SuggestionOffered => {
            let said = said![of.who(), " made ", of.suggestion(), " to ", of.plan()];
            said.then(", from the fork ", of.fork(), "")
                .because(of.suggestion_note())
        }
        Kind::SuggestionDecided => {
            said![of.who(), decided(of), of.suggestion(), " to ", of.plan(),].because(of.decision())
        }
        Kind::SuggestionTakenBack => {
            said![of.who(), " took back ", of.suggestion(), " to ", of.plan(),]
        }
        Kind::CommentPosted => {
            let called = match of.number("parent") {
                Some(_) => "an answer",
                None => "a comment",
            };
            said![of.who(), " posted ", of.comment(called), " on ", of.plan()]
        }
        Kind::CommentEdited => {
            said![
                of.who(),
                " edited ",
                of.comment("a comment"),
                " on ",
                of.plan(),
            ]
        }
        Kind::CommentDeleted => said![of.who(), " took back a comment on ", of.plan()],
        Kind::CommentFavorited => {
            let said = said![
                of.who(),
                " lifted up ",
                of.comment("a comment"),
                " on ",
                of.plan(),
            ];
            said.then(", which led to ", of.revision("revision", None), "")
        }
        Kind::CommentUnfavorited => {
            said![
                of.who(),
                " no longer lifts up ",
                of.comment("a comment"),
                " on ",
                of.plan(),
            ]
        }
        Kind::TagRenamed => said![of.moderator(), " renamed a tag to ", of.tag()],
        Kind::TagMerged => {
            said![
                of.moderator(),
                " merged ",
                of.tag(),
                " into ",
                of.other_tag()
            ]
        }
        Kind::TagUnmerged => {
            said![
                of.moderator(),
                " took ",
                of.tag(),
                " apart from ",
                of.other_tag()
            ]
        }
        Kind::TagDescribed => said![of.moderator(), " said what ", of.tag(), " is about"],
        Kind::TagRetired => said![of.moderator(), " retired ", of.tag()],
        Kind::TagRestored => said![of.moderator(), " brought back ", of.tag()],
        Kind::ListingPublished => said![of.who(), " published ", of.listing()],
        Kind::ListingEdited => said![of.who(), " changed the words of ", of.listing()],
        Kind::ListingWithdrawn => said![of.who(), " withdrew ", of.listing()],
        Kind::ListingAdded => said![of.who(), " put ", of.plan(), " into ", of.listing()],
        Kind::ListingRemoved => {
            said![of.who(), " took ", of.plan(), " out of ", of.listing()]
        }
        Kind::ListingMoved => {
            said![of.who(), " put ", of.plan(), " elsewhere in ", of.listing()]
        }
        Kind::ListingNoted => {
            said![
                of.who(),
                " changed the note on ",
                of.plan(),
                " in ",
                of.listing()
            ]
        }
        Kind::ListingFeatured => {
            said![of.moderator(), " put ", of.listing(), " on the front page"]
        }
        Kind::ListingUnfeatured => {
            said![
                of.moderator(),
                " took ",
                of.listing(),
                " from the front page"
            ]
        }
        Kind::ListingCuratorAdded => {
            said![
                of.who(),
                " made ",
                of.account(),
                " a curator of ",
                of.listing()
            ]
        }
        Kind::ListingCuratorRemoved => {
            said![
                of.who(),
                " took ",
                of.account(),
                " from the curators of ",
                of.listing()
            ]
        }
        Kind::ListingProposed => {
            said![of.who(), " proposed ", of.plan(), " for ", of.listing()]
        }
        Kind::ListingAnswered => {
            said![
                of.who(),
                " answered the proposal of ",
                of.plan(),
                " for ",
                of.listing()
            ]
        }
        Kind::ListingProposalTakenBack => {
            said![
                of.who(),
                " took back the proposal of ",
                of.plan(),
                " for ",
                of.listing()
            ]
        }
        Kind::RoundPublished => said![of.who(), " published the round ", of.round()],
        Kind::RoundRevised => {
            let said = said![of.who(), " changed the round ", of.round()];
            said.because(of.round_note())
        }
        Kind::RoundClosed => said![of.who(), " closed the round ", of.round()],
        Kind::ApplicationMade => said![of.who(), " entered ", of.plan(), " in ", of.round()].then(
            " (",
            of.application(),
            ")",
        ),
        Kind::ApplicationTakenBack => {
            said![of.who(), " took ", of.plan(), " back from ", of.round()]
        }
        Kind::ApplicationShortlisted => {
            said![
                of.who(),
                " put ",
                of.plan(),
                " on the shortlist of ",
                of.round(),
            ]
        }
        Kind::ApplicationUnlisted => {
            said![
                of.who(),
                " took ",
                of.plan(),
                " from the shortlist of ",
                of.round(),
            ]
        }
        Kind::ApplicationAsked => said![of.who(), " asked about ", of.plan(), " in ", of.round()]
            .then(" (", of.application(), ")"),
        Kind::ApplicationAnswered => said![
            of.who(),
            " answered a question about ",
            of.plan(),
            " in ",
            of.round(),
        ]
        .then(" (", of.application(), ")"),
        Kind::ApplicationAccepted => said![of.who(), " accepted ", of.plan(), " in ", of.round()]
            .then(" (", of.application(), ")")
            .because(of.application_reason()),
        Kind::ApplicationDeclined => said![of.who(), " declined ", of.plan(), " in ", of.round()]
            .then(" (", of.application(), ")")
            .because(of.application_reason()),
        Kind::ModerationHeld => {
            said![
                of.keeper(),
                " held ",
                of.thing(),
                " until somebody has looked"
            ]
        }
        Kind::ModerationHidden => said![of.keeper(), " hid ", of.thing()],
        Kind::ModerationRestored => said![of.keeper(), " showed ", of.thing(), " again"],
        Kind::ModerationLocked => {
            said![of.keeper(), " closed the discussion of ", of.thing()]
        }
        Kind::ModerationUnlocked => {
            said![
                of.keeper(),
                " opened the discussion of ",
                of.thing(),
                " again"
            ]
        }
        Kind::ModerationOutdated => {
            said![of.keeper(), " marked ", of.thing(), " as outdated"]
        }
        Kind::ModerationCurrent => {
            said![of.keeper(), " took back that ", of.thing(), " is outdated"]
        }
        Kind::ModerationEdited => {
            said![
                of.keeper(),
                " changed the title or the tags of ",
                of.thing()
            ]
        }
        Kind::ModerationUnedited => {
            said![
                of.keeper(),
                " gave ",
                of.thing(),
                " its title and tags back"
            ]
        }
        Kind::ModerationLinksCut => {
            said![of.keeper(), " removed the links from ", of.thing()]
        }
        Kind::ModerationLinksBack => {
            said![of.keeper(), " gave ", of.thing(), " its links back"]
        }
        Kind::ModerationMerged => {
            said![of.keeper(), " merged ", of.thing(), " into ", of.home()]
        }
        Kind::ModerationParted => {
            said![of.keeper(), " took ", of.thing(), " apart from ", of.home()]
        }
        Kind::ModerationWarned => said![of.keeper(), " warned about ", of.thing()],
        Kind::ModerationUnwarned => {
            said![of.keeper(), " took back a warning about ", of.thing()]
        }
        Kind::ModerationKept => said![of.keeper(), " left ", of.thing(), " as it is"],
        Kind::AppealMade => said![
            of.who(),
            " appealed against what was done about ",
            of.thing()
        ]
        .because(of.appeal()),
        Kind::AppealGranted => {
            said![of.keeper(), " granted the appeal about ", of.thing()]
        }
        Kind::AppealRefused => {
            said![of.keeper(), " refused the appeal about ", of.thing()].because(of.answer())
        }
        Kind::PageEdited => {
            said![of.who(), " changed the page ", of.page()].because(of.page_note())
        }
    }
}

fn opened(of: Telling<'_>) -> Said {
    let said = if of.is_operators() {
        said![of.who(), " opened an account for ", of.person()]
    } else {
        said![of.who(), " joined"]
    };
    match of.role() {
        "a member" => said,
        role => said.and(said![" as ", role]),
    }
}

fn imported(of: Telling<'_>) -> Said {
    let said = said![
        of.who(),
        " brought the plan ",
        of.plan(),
        " from another forum",
    ];
    match of.number("revision") {
        Some(1) | None => said,
        Some(count) => said.and(said![format!(", with {count} revisions")]),
    }
}

/// A fork that looked at what its parent changed took over some of it, or all was left.
fn pulled(of: Telling<'_>) -> Said {
    match of.revision("revision", None) {
        Some(revision) => {
            said![
                of.who(),
                " took over what ",
                of.other(),
                " changed into ",
                of.plan(),
                " (",
                revision,
                ")",
            ]
        }
        None => {
            said![
                of.who(),
                " left out of ",
                of.plan(),
                " what ",
                of.other(),
                " changed",
            ]
        }
    }
}

/// ` accepted 2 parts and declined 1 part of `
fn decided(of: Telling<'_>) -> String {
    let parts = |name: &str, verb: &str| match of.number(name) {
        None | Some(0) => None,
        Some(1) => Some(format!("{verb} 1 part")),
        Some(count) => Some(format!("{verb} {count} parts")),
    };
    let said: Vec<_> = [parts("accepted", "accepted"), parts("declined", "declined")]
        .into_iter()
        .flatten()
        .collect();
    if said.is_empty() {
        return " decided about ".into();
    }
    format!(" {} of ", said.join(" and "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        clock::Timestamp,
        ids::{AccountId, PlanId},
        log::{Act, Subject, entry_after},
    };

    /// What an entry says that names nothing that is there, done by somebody or from the shell.
    fn bare(kind: Kind, is_operators: bool) -> String {
        let subject = Subject::Plan(PlanId(1));
        let act = if is_operators {
            Act::by_operator(kind, subject)
        } else {
            Act::by(AccountId(1), kind, subject)
        };
        let entry = entry_after(None, Timestamp(0), act).expect("an entry");
        let said = tell(Some(kind), &entry, &Known::default());
        assert_eq!(said.why, None, "{kind:?}");
        said.parts.iter().map(Part::words).collect()
    }

    #[test]
    fn every_kind_is_a_sentence_even_of_what_is_gone() {
        for kind in Kind::ALL {
            for is_operators in [true, false] {
                let said = bare(*kind, is_operators);
                let begins = if is_operators { "The " } else { "A former " };
                assert!(said.starts_with(begins), "{kind:?}: {said}");
                assert!(!said.contains("  ") && !said.ends_with(' '), "{said:?}");
            }
        }
    }

    #[test]
    fn what_a_newer_program_wrote_is_not_kept_back() {
        let act = Act::by(AccountId(1), Kind::PlanRevised, Subject::Plan(PlanId(1)));
        let mut entry = entry_after(None, Timestamp(0), act).expect("an entry");
        entry.act = "plan.eaten".into();
        let said = tell(None, &entry, &Known::default());
        let words: String = said.parts.iter().map(Part::words).collect();
        assert_eq!(
            words,
            "A former member did what this program has no words for: plan.eaten"
        );
    }
}
