//! Suggestions: offering, deciding part by part, taking back; and forks that pull from their parents.

use crate::{accounts::PASSWORD, cast::seen_by, harness::Fresh, plans::laundromat};
use domain::{
    Member, Viewer,
    accounts::{self, Leaving},
    forks::{self, NewFork, Pull, PullError},
    ids::{PlanId, RevisionNumber, SuggestionId},
    log,
    merge::{Choice, Outcome, PartKey},
    plans::{self, Edit, Plan, Revision, Typed},
    suggestions::{
        self, DecideError, NewSuggestion, Offer, OfferError, OnPart, Opened, State, TakeBackError,
        Verdict, Verdicts,
    },
};

on_both!(
    a_section_is_suggested_and_accepted_with_credit,
    a_fork_is_suggested_and_accepted_part_by_part,
    a_conflict_is_never_resolved_silently,
    a_suggestion_is_made_once_however_often_it_is_sent,
    what_cannot_be_changed_cannot_be_suggested,
    nobody_decides_for_somebody_else,
    of_two_decisions_about_one_part_one_is_made,
    a_decision_sent_twice_is_one,
    a_decision_over_an_older_revision_is_stale,
    a_suggestion_taken_back_cannot_be_accepted,
    declined_suggestions_stay_readable_and_become_forks,
    whoever_leaves_takes_suggestions_and_reasons_along,
    letters_are_for_those_who_want_them,
    a_fork_takes_over_what_its_parent_changed,
    what_a_fork_leaves_is_not_offered_again,
    nothing_is_pulled_that_was_not_looked_at,
    a_changed_suggestion_is_found_out,
    ten_suggestions_wait_and_no_more,
);

async fn published(fresh: &Fresh, author: &Member) -> PlanId {
    let saved = plans::publish(&fresh.forum, author, &laundromat(), None).await;
    saved.expect("it is published").id
}

async fn forked(fresh: &Fresh, author: &Member, parent: PlanId) -> PlanId {
    let typed = NewFork {
        reason: "Another city".into(),
        ..NewFork::default()
    };
    let saved = forks::fork(&fresh.forum, author, parent, &typed, None).await;
    saved.expect("it is forked").id
}

async fn found(fresh: &Fresh, id: PlanId) -> Plan {
    let plan = plans::find(&fresh.forum, &Viewer::Anonymous, id).await;
    plan.expect("the database answers").expect("it is there")
}

async fn head(fresh: &Fresh, id: PlanId) -> Revision {
    let plan = found(fresh, id).await;
    let head = plans::revision(&fresh.forum, &Viewer::Anonymous, &plan, plan.head).await;
    head.expect("it is read").expect("it is there")
}

async fn revised(fresh: &Fresh, author: &Member, id: PlanId, typed: Typed) {
    let edit = Edit {
        base: found(fresh, id).await.head.0,
        typed,
        note: "Counted again".into(),
        ..Edit::default()
    };
    let saved = plans::revise(&fresh.forum, author, id, &edit, None).await;
    saved.expect("it is revised");
}

/// The laundromat with these two sections.
fn saying(who_pays: &str, risks: &str) -> Typed {
    Typed {
        body: format!("Why.\n\n## Who pays\n\n{who_pays}\n\n## Risks\n\n{risks}"),
        ..laundromat()
    }
}

const WHO_PAYS: &str = "Tenants, $4.50 a load.";

fn risks(text: &str) -> NewSuggestion {
    NewSuggestion {
        note: "The pump fails first".into(),
        offer: Offer::Section {
            base: RevisionNumber(1),
            section: Some("risks".to_owned().try_into().expect("a key")),
            text: format!("## Risks\n\n{text}"),
        },
    }
}

async fn offered(
    fresh: &Fresh,
    author: &Member,
    plan: PlanId,
    typed: &NewSuggestion,
) -> SuggestionId {
    let offered = suggestions::offer(&fresh.forum, author, plan, typed, None).await;
    offered.expect("it is offered")
}

async fn opened(fresh: &Fresh, id: SuggestionId) -> Opened {
    let opened = suggestions::open(&fresh.forum, &Viewer::Anonymous, id).await;
    opened.expect("it is read").expect("it is there")
}

fn accept(number: i32, choice: Choice) -> OnPart {
    OnPart {
        number,
        verdict: Verdict::Accept(choice),
        reason: String::new(),
    }
}

fn decline(number: i32) -> OnPart {
    OnPart {
        number,
        verdict: Verdict::Decline,
        reason: "We tried that.".into(),
    }
}

fn verdicts(seen: i32, parts: &[OnPart]) -> Verdicts {
    Verdicts {
        seen,
        parts: parts.to_vec(),
    }
}

async fn log_is_whole(fresh: &Fresh) {
    let report = log::verify(&fresh.forum).await.expect("it can be read");
    assert_eq!(report.faults, Vec::<String>::new());
}

async fn a_section_is_suggested_and_accepted_with_credit(fresh: Fresh) {
    let (ada, ben) = (fresh.member("ada").await, fresh.member("ben").await);
    let plan = published(&fresh, &ada).await;
    let id = offered(&fresh, &ben, plan, &risks("The pump.")).await;
    assert_eq!(found(&fresh, plan).await.suggestions, 1);
    let before = opened(&fresh, id).await;
    assert_eq!(before.parts.len(), 1);
    assert_eq!(before.parts[0].part.outcome, Outcome::Clean);
    let verdicts = verdicts(1, &[accept(1, Choice::Take)]);
    let saved = suggestions::decide(&fresh.forum, &ada, id, &verdicts, None).await;
    let saved = saved
        .expect("it is accepted")
        .expect("a revision came of it");
    assert_eq!(saved.revision.0, 2);
    let now = head(&fresh, plan).await;
    assert_eq!(now.body, saying(WHO_PAYS, "The pump.").body);
    assert_eq!((now.author.id, now.suggestion), (ada.id, Some(id)));
    let after = opened(&fresh, id).await;
    assert_eq!(after.suggestion.state, State::Decided);
    let decided = after.parts[0].decided.clone().expect("it is decided");
    assert_eq!(
        (decided.accepted, decided.revision),
        (true, Some(saved.revision))
    );
    let plan = found(&fresh, plan).await;
    assert_eq!(plan.suggestions, 0);
    let credited = forks::contributors(&fresh.forum, &plan)
        .await
        .expect("credit");
    assert_eq!(credited.len(), 1);
    assert_eq!(
        (credited[0].person.id, credited[0].suggestions),
        (ben.id, 1)
    );
    let given = forks::contributions(&fresh.forum, ben.id, None, 10).await;
    assert_eq!(given.expect("contributions").items[0].revision.0, 2);
    let history = plans::history(&fresh.forum, &Viewer::Anonymous, &plan, None, 10).await;
    let (by, person) = history.expect("history").items[0]
        .suggestion
        .clone()
        .expect("credit");
    assert_eq!((by, person.id), (id, ben.id));
    log_is_whole(&fresh).await;
}

/// Ada's plan 1, and Ben's fork 2 of it in which price, sections and title are others.
async fn family(fresh: &Fresh) -> (Member, Member) {
    let (ada, ben) = (fresh.member("ada").await, fresh.member("ben").await);
    let plan = published(fresh, &ada).await;
    let fork = forked(fresh, &ben, plan).await;
    let numbers = laundromat().numbers.map(|mut numbers| {
        numbers.price = Some(350);
        numbers
    });
    let other = Typed {
        title: "Solar laundromat, Lisbon".into(),
        numbers,
        ..saying("Landlords.", "The pump.")
    };
    revised(fresh, &ben, fork, other).await;
    (ada, ben)
}

const PARENT: PlanId = PlanId(1);
const FORK: PlanId = PlanId(2);

fn whole_fork() -> NewSuggestion {
    NewSuggestion {
        note: "What works in Lisbon".into(),
        offer: Offer::Fork(FORK),
    }
}

fn keys(opened: &Opened) -> Vec<String> {
    let keys = opened.parts.iter().map(|part| part.part.key.to_string());
    keys.collect()
}

async fn a_fork_is_suggested_and_accepted_part_by_part(fresh: Fresh) {
    let (ada, ben) = family(&fresh).await;
    let id = offered(&fresh, &ben, PARENT, &whole_fork()).await;
    let before = opened(&fresh, id).await;
    let expected = ["title", "section:who-pays", "section:risks", "numbers"];
    assert_eq!(keys(&before), expected);
    assert_eq!(before.suggestion.fork, Some((FORK, RevisionNumber(2))));
    let some = verdicts(
        1,
        &[decline(1), accept(3, Choice::Take), accept(4, Choice::Take)],
    );
    let saved = suggestions::decide(&fresh.forum, &ada, id, &some, None).await;
    assert_eq!(
        saved.expect("decided").map(|saved| saved.revision.0),
        Some(2)
    );
    let now = head(&fresh, PARENT).await;
    assert_eq!(now.title, laundromat().title);
    assert_eq!(now.body, saying(WHO_PAYS, "The pump.").body);
    assert_eq!(now.numbers.and_then(|numbers| numbers.price), Some(350));
    let half = opened(&fresh, id).await;
    assert_eq!(half.suggestion.state, State::Open);
    let reason = half.parts[0]
        .decided
        .clone()
        .and_then(|decided| decided.reason);
    assert_eq!(reason.as_deref(), Some("We tried that."));
    assert!(half.parts[1].decided.is_none());
    let rest = verdicts(2, &[decline(2)]);
    let saved = suggestions::decide(&fresh.forum, &ada, id, &rest, None).await;
    assert_eq!(saved.expect("decided"), None);
    let done = opened(&fresh, id).await.suggestion;
    assert_eq!(
        (done.state, done.accepted, done.declined),
        (State::Decided, 2, 2)
    );
    assert_eq!(found(&fresh, PARENT).await.head.0, 2);
    log_is_whole(&fresh).await;
}

async fn a_conflict_is_never_resolved_silently(fresh: Fresh) {
    let (ada, ben) = (fresh.member("ada").await, fresh.member("ben").await);
    let plan = published(&fresh, &ada).await;
    let id = offered(&fresh, &ben, plan, &risks("The pump.")).await;
    revised(&fresh, &ada, plan, saying(WHO_PAYS, "The landlord.")).await;
    let part = opened(&fresh, id).await.parts[0].part.clone();
    assert_eq!(part.outcome, Outcome::Conflict);
    assert!(part.ours.is_some_and(|text| text.contains("The landlord.")));
    assert!(part.theirs.is_some_and(|text| text.contains("The pump.")));
    let silent = verdicts(2, &[accept(1, Choice::Take)]);
    let refused = suggestions::decide(&fresh.forum, &ada, id, &silent, None).await;
    let Err(DecideError::Invalid(problems)) = refused else {
        panic!("{refused:?}");
    };
    assert!(problems.of("part-1").is_some(), "{problems}");
    let both = Choice::Text("## Risks\n\nThe landlord, and the pump.".into());
    let written = verdicts(2, &[accept(1, both)]);
    suggestions::decide(&fresh.forum, &ada, id, &written, None)
        .await
        .expect("it is written");
    let now = head(&fresh, plan).await;
    assert_eq!(
        now.body,
        saying(WHO_PAYS, "The landlord, and the pump.").body
    );
}

async fn a_suggestion_is_made_once_however_often_it_is_sent(fresh: Fresh) {
    let (ada, ben) = (fresh.member("ada").await, fresh.member("ben").await);
    let plan = published(&fresh, &ada).await;
    let typed = risks("The pump.");
    let send = || suggestions::offer(&fresh.forum, &ben, plan, &typed, Some("key"));
    let (one, two) = tokio::join!(send(), send());
    assert_eq!(one.expect("one"), two.expect("two"));
    assert_eq!(fresh.number("SELECT COUNT(*) FROM suggestions").await, 1);
    assert_eq!(found(&fresh, plan).await.suggestions, 1);
}

async fn what_cannot_be_changed_cannot_be_suggested(fresh: Fresh) {
    let (ada, ben) = family(&fresh).await;
    let offer = async |member: &Member, plan, typed: NewSuggestion| {
        suggestions::offer(&fresh.forum, member, plan, &typed, None).await
    };
    let same = offer(&ben, PARENT, risks("The boiler.")).await;
    assert!(matches!(same, Err(OfferError::Invalid(_))), "{same:?}");
    let old = NewSuggestion {
        offer: Offer::Whole {
            base: RevisionNumber(9),
            typed: Box::new(saying("All.", "None.")),
        },
        ..whole_fork()
    };
    let old = offer(&ben, PARENT, old).await;
    assert!(matches!(old, Err(OfferError::NoRevision)), "{old:?}");
    // Somebody else's fork, and a plan that is no fork of that.
    let not_hers = offer(&ada, PARENT, whole_fork()).await;
    assert!(matches!(not_hers, Err(OfferError::NoFork)), "{not_hers:?}");
    let no_fork = offer(&ben, FORK, whole_fork()).await;
    assert!(matches!(no_fork, Err(OfferError::NoFork)), "{no_fork:?}");
    plans::withdraw(&fresh.forum, &ada, PARENT)
        .await
        .expect("gone");
    let gone = offer(&ben, PARENT, risks("The pump.")).await;
    assert!(matches!(gone, Err(OfferError::NotFound)), "{gone:?}");
    assert_eq!(fresh.number("SELECT COUNT(*) FROM suggestions").await, 0);
}

async fn nobody_decides_for_somebody_else(fresh: Fresh) {
    let (ada, ben) = (fresh.member("ada").await, fresh.member("ben").await);
    let plan = published(&fresh, &ada).await;
    let id = offered(&fresh, &ben, plan, &risks("The pump.")).await;
    let all = verdicts(1, &[accept(1, Choice::Take)]);
    let his_own = suggestions::decide(&fresh.forum, &ben, id, &all, None).await;
    assert!(matches!(his_own, Err(DecideError::NotFound)), "{his_own:?}");
    fresh.suspend(&ada).await;
    let paused = suggestions::decide(&fresh.forum, &ada, id, &all, None).await;
    assert!(matches!(paused, Err(DecideError::Suspended)), "{paused:?}");
    assert_eq!(found(&fresh, plan).await.head.0, 1);
    assert_eq!(fresh.number("SELECT COUNT(*) FROM decisions").await, 0);
    log_is_whole(&fresh).await;
}

async fn of_two_decisions_about_one_part_one_is_made(fresh: Fresh) {
    let (ada, ben) = (fresh.member("ada").await, fresh.member("ben").await);
    let plan = published(&fresh, &ada).await;
    for round in 1..=10 {
        let text = format!("Risk {round}.");
        let typed = NewSuggestion {
            offer: Offer::Whole {
                base: RevisionNumber(round),
                typed: Box::new(saying(WHO_PAYS, &text)),
            },
            ..whole_fork()
        };
        let id = offered(&fresh, &ben, plan, &typed).await;
        let yes = verdicts(round, &[accept(1, Choice::Take)]);
        let decide = || suggestions::decide(&fresh.forum, &ada, id, &yes, None);
        let (one, two) = tokio::join!(decide(), decide());
        assert_eq!(i32::from(one.is_ok()) + i32::from(two.is_ok()), 1);
        assert_eq!(found(&fresh, plan).await.head.0, round + 1);
    }
    assert_eq!(fresh.number("SELECT COUNT(*) FROM decisions").await, 10);
    assert_eq!(found(&fresh, plan).await.suggestions, 0);
    log_is_whole(&fresh).await;
}

async fn a_decision_sent_twice_is_one(fresh: Fresh) {
    let (ada, ben) = (fresh.member("ada").await, fresh.member("ben").await);
    let plan = published(&fresh, &ada).await;
    let id = offered(&fresh, &ben, plan, &risks("The pump.")).await;
    let yes = verdicts(1, &[accept(1, Choice::Take)]);
    let decide = || suggestions::decide(&fresh.forum, &ada, id, &yes, Some("key"));
    let first = decide().await.expect("it is accepted");
    assert_eq!(decide().await.expect("it was accepted"), first);
    assert_eq!(found(&fresh, plan).await.head.0, 2);
}

async fn a_decision_over_an_older_revision_is_stale(fresh: Fresh) {
    let (ada, ben) = (fresh.member("ada").await, fresh.member("ben").await);
    let plan = published(&fresh, &ada).await;
    let id = offered(&fresh, &ben, plan, &risks("The pump.")).await;
    revised(&fresh, &ada, plan, saying("Landlords.", "The boiler.")).await;
    let old = verdicts(1, &[accept(1, Choice::Take)]);
    let stale = suggestions::decide(&fresh.forum, &ada, id, &old, None).await;
    assert!(matches!(stale, Err(DecideError::Stale { head }) if head.0 == 2));
    let now = verdicts(2, &[accept(1, Choice::Take)]);
    suggestions::decide(&fresh.forum, &ada, id, &now, None)
        .await
        .expect("both changes fit");
    assert_eq!(
        head(&fresh, plan).await.body,
        saying("Landlords.", "The pump.").body
    );
}

async fn a_suggestion_taken_back_cannot_be_accepted(fresh: Fresh) {
    let (ada, ben) = (fresh.member("ada").await, fresh.member("ben").await);
    let plan = published(&fresh, &ada).await;
    let id = offered(&fresh, &ben, plan, &risks("The pump.")).await;
    let not_hers = suggestions::take_back(&fresh.forum, &ada, id).await;
    assert!(matches!(not_hers, Err(TakeBackError::NotFound)));
    for _ in 0..2 {
        suggestions::take_back(&fresh.forum, &ben, id)
            .await
            .expect("it is taken back");
    }
    assert_eq!(found(&fresh, plan).await.suggestions, 0);
    let yes = verdicts(1, &[accept(1, Choice::Take)]);
    let late = suggestions::decide(&fresh.forum, &ada, id, &yes, None).await;
    assert!(matches!(late, Err(DecideError::Closed)), "{late:?}");
}

async fn declined_suggestions_stay_readable_and_become_forks(fresh: Fresh) {
    let (ada, ben) = (fresh.member("ada").await, fresh.member("ben").await);
    let plan = published(&fresh, &ada).await;
    let id = offered(&fresh, &ben, plan, &risks("The pump.")).await;
    let unreasoned = OnPart {
        reason: "  ".into(),
        ..decline(1)
    };
    let no = verdicts(1, &[unreasoned]);
    let refused = suggestions::decide(&fresh.forum, &ada, id, &no, None).await;
    let Err(DecideError::Invalid(problems)) = refused else {
        panic!("declined without a reason");
    };
    assert!(problems.of("reason-1").is_some());
    let no = verdicts(1, &[decline(1)]);
    suggestions::decide(&fresh.forum, &ada, id, &no, None)
        .await
        .expect("it is declined");
    assert_eq!(opened(&fresh, id).await.parts.len(), 1);
    let source = suggestions::as_plan(&fresh.forum, &Viewer::Anonymous, id).await;
    let (of, base, typed) = source.expect("it is read").expect("it is there");
    let fork = NewFork {
        revision: Some(base),
        reason: "The pump matters".into(),
        instead: Some(typed),
        ..NewFork::default()
    };
    let saved = forks::fork(&fresh.forum, &ben, of.id, &fork, None).await;
    let fork = saved.expect("it is forked").id;
    assert_eq!(
        head(&fresh, fork).await.body,
        saying(WHO_PAYS, "The pump.").body
    );
    let distance = found(&fresh, fork).await.fork.expect("a fork").distance;
    assert!(!distance.untouched && distance.words > 0);
    log_is_whole(&fresh).await;
}

async fn whoever_leaves_takes_suggestions_and_reasons_along(fresh: Fresh) {
    for handle in ["ada", "ben"] {
        fresh.person(handle).await;
    }
    let member = async |handle: &str| {
        let member = accounts::acting_as(&fresh.forum, handle).await;
        member.expect("the database answers").expect("a member")
    };
    let (ada, ben) = (member("ada").await, member("ben").await);
    let plan = published(&fresh, &ada).await;
    let first = offered(&fresh, &ben, plan, &risks("The pump.")).await;
    let no = verdicts(1, &[decline(1)]);
    suggestions::decide(&fresh.forum, &ada, first, &no, None)
        .await
        .expect("it is declined");
    let second = offered(&fresh, &ben, plan, &risks("The filter.")).await;
    for (handle, who) in [("ben", &ben), ("ada", &ada)] {
        let leaving = Leaving {
            handle,
            password: PASSWORD,
        };
        accounts::erase(&fresh.forum, who, &leaving)
            .await
            .expect("they leave");
        log_is_whole(&fresh).await;
        if handle == "ben" {
            let left = opened(&fresh, second).await;
            assert_eq!(left.suggestion.state, State::Erased);
            assert_eq!((left.parts.len(), left.suggestion.note.as_str()), (0, ""));
            assert_eq!(found(&fresh, plan).await.suggestions, 0);
            let gone = suggestions::as_plan(&fresh.forum, &Viewer::Anonymous, first).await;
            assert_eq!(gone.expect("it is asked"), None);
        }
    }
    let kept = "SELECT COUNT(*) FROM suggestions WHERE body LIKE '%pump%' OR note LIKE '%pump%'";
    assert_eq!(fresh.number(kept).await, 0);
    let kept = "SELECT COUNT(*) FROM decisions WHERE reasons <> ''";
    assert_eq!(fresh.number(kept).await, 0);
}

async fn letters_are_for_those_who_want_them(fresh: Fresh) {
    for handle in ["ada", "ben"] {
        fresh.person(handle).await;
    }
    fresh.letters().await;
    let member = async |handle: &str| {
        let member = accounts::acting_as(&fresh.forum, handle).await;
        member.expect("the database answers").expect("a member")
    };
    let (ada, ben) = (member("ada").await, member("ben").await);
    let plan = published(&fresh, &ada).await;
    let id = offered(&fresh, &ben, plan, &risks("The pump.")).await;
    let to_founder = fresh.letters().await;
    assert_eq!(to_founder.len(), 1);
    assert_eq!(to_founder[0].to, "ada@example.org");
    assert!(to_founder[0].body.contains(&format!("/suggestions/{id}")));
    let yes = verdicts(1, &[accept(1, Choice::Take)]);
    suggestions::decide(&fresh.forum, &ada, id, &yes, None)
        .await
        .expect("it is accepted");
    let to_suggester = fresh.letters().await;
    assert_eq!(to_suggester[0].to, "ben@example.org");
    assert!(to_suggester[0].body.contains("Parts accepted: 1"));
    fresh.write("UPDATE accounts SET news = FALSE", []).await;
    let typed = NewSuggestion {
        offer: Offer::Section {
            base: RevisionNumber(2),
            section: None,
            text: "## Law\n\nNone.".into(),
        },
        ..risks("")
    };
    offered(&fresh, &ben, plan, &typed).await;
    assert_eq!(fresh.letters().await.len(), 0);
}

async fn a_fork_takes_over_what_its_parent_changed(fresh: Fresh) {
    let (ada, ben) = family(&fresh).await;
    let dearer = Typed {
        pitch: "Coin laundry on roof power, with a café in it.".into(),
        ..saying("Tenants, $5 a load.", "The boiler.")
    };
    revised(&fresh, &ada, PARENT, dearer).await;
    let fork = found(&fresh, FORK).await;
    let upstream = forks::upstream(&fresh.forum, &seen_by(&ben), &fork).await;
    let upstream = upstream.expect("it is read").expect("there is a parent");
    assert_eq!(upstream.newer.len(), 1);
    let outcomes: Vec<_> = upstream
        .parts
        .iter()
        .map(|part| (part.key.to_string(), part.outcome.clone()))
        .collect();
    let expected = [
        ("pitch".to_owned(), Outcome::Clean),
        ("section:who-pays".to_owned(), Outcome::Conflict),
    ];
    assert_eq!(outcomes, expected);
    let some = Pull {
        seen: 2,
        upstream: 2,
        choices: vec![(PartKey::Pitch, Choice::Take)],
    };
    let pull = || forks::pull(&fresh.forum, &ben, FORK, &some, Some("key"));
    let saved = pull().await.expect("it is taken over");
    assert_eq!(pull().await.expect("it was taken over"), saved);
    let now = head(&fresh, FORK).await;
    assert_eq!(now.pitch, "Coin laundry on roof power, with a café in it.");
    assert_eq!(now.body, saying("Landlords.", "The pump.").body);
    assert_eq!((now.number.0, now.pulled), (3, Some(RevisionNumber(2))));
    let fork = found(&fresh, FORK).await.fork.expect("a fork");
    assert_eq!((fork.revision.0, fork.pulled.0), (1, 2));
    log_is_whole(&fresh).await;
}

async fn what_a_fork_leaves_is_not_offered_again(fresh: Fresh) {
    let (ada, ben) = family(&fresh).await;
    revised(&fresh, &ada, PARENT, saying("Tenants, $5.", "The boiler.")).await;
    let nothing = Pull {
        seen: 2,
        upstream: 2,
        choices: Vec::new(),
    };
    let saved = forks::pull(&fresh.forum, &ben, FORK, &nothing, None).await;
    assert_eq!(saved.expect("it is left").revision.0, 2);
    let fork = found(&fresh, FORK).await;
    let upstream = forks::upstream(&fresh.forum, &seen_by(&ben), &fork).await;
    let upstream = upstream.expect("it is read").expect("there is a parent");
    assert_eq!((upstream.newer.len(), upstream.parts.len()), (0, 0));
    let again = forks::pull(&fresh.forum, &ben, FORK, &nothing, None).await;
    assert!(matches!(again, Err(PullError::Nothing)), "{again:?}");
    // What is suggested back afterwards is measured from there.
    let id = offered(&fresh, &ben, PARENT, &whole_fork()).await;
    let outcome = opened(&fresh, id).await.parts[1].part.outcome.clone();
    assert_eq!(outcome, Outcome::Clean);
    log_is_whole(&fresh).await;
}

async fn nothing_is_pulled_that_was_not_looked_at(fresh: Fresh) {
    let (ada, ben) = family(&fresh).await;
    revised(&fresh, &ada, PARENT, saying("Tenants, $5.", "The boiler.")).await;
    let all = |seen, upstream| Pull {
        seen,
        upstream,
        choices: Vec::new(),
    };
    for (seen, upstream) in [(1, 2), (2, 1), (2, 3)] {
        let stale = forks::pull(&fresh.forum, &ben, FORK, &all(seen, upstream), None).await;
        assert!(matches!(stale, Err(PullError::Stale)), "{stale:?}");
    }
    let not_hers = forks::pull(&fresh.forum, &ada, FORK, &all(2, 2), None).await;
    assert!(matches!(not_hers, Err(PullError::NotFound)), "{not_hers:?}");
    let no_fork = forks::pull(&fresh.forum, &ada, PARENT, &all(2, 2), None).await;
    assert!(matches!(no_fork, Err(PullError::NotFound)), "{no_fork:?}");
    plans::withdraw(&fresh.forum, &ada, PARENT)
        .await
        .expect("gone");
    let gone = forks::pull(&fresh.forum, &ben, FORK, &all(2, 2), None).await;
    assert!(matches!(gone, Err(PullError::NotFound)), "{gone:?}");
    let fork = found(&fresh, FORK).await;
    let none = forks::upstream(&fresh.forum, &seen_by(&ben), &fork).await;
    assert_eq!(none.expect("it is asked"), None);
}

async fn a_changed_suggestion_is_found_out(fresh: Fresh) {
    let (ada, ben) = (fresh.member("ada").await, fresh.member("ben").await);
    let plan = published(&fresh, &ada).await;
    let id = offered(&fresh, &ben, plan, &risks("The pump.")).await;
    let no = verdicts(1, &[decline(1)]);
    suggestions::decide(&fresh.forum, &ada, id, &no, None)
        .await
        .expect("it is declined");
    fresh
        .write("UPDATE suggestions SET note = 'Other'", [])
        .await;
    fresh.write("UPDATE decisions SET reasons = '{}'", []).await;
    let report = log::verify(&fresh.forum).await.expect("it can be read");
    let expected = [
        "suggestion 1 has been changed",
        "decision 1 has been changed",
    ];
    assert_eq!(report.faults, expected);
}

async fn ten_suggestions_wait_and_no_more(fresh: Fresh) {
    let (ada, ben) = (fresh.member("ada").await, fresh.member("ben").await);
    let plan = published(&fresh, &ada).await;
    for number in 0..10 {
        offered(&fresh, &ben, plan, &risks(&format!("Risk {number}."))).await;
    }
    let more = suggestions::offer(&fresh.forum, &ben, plan, &risks("One more."), None).await;
    assert!(matches!(more, Err(OfferError::Invalid(_))), "{more:?}");
    let of = found(&fresh, plan).await;
    let listed = suggestions::of_plan(&fresh.forum, &Viewer::Anonymous, &of, true, None, 4);
    let listed = listed.await.expect("they are listed");
    assert_eq!(listed.items.len(), 4);
    assert_eq!(listed.next, Some(SuggestionId(7)));
    let waiting = suggestions::waiting_for(&fresh.forum, &ada, None, 100).await;
    assert_eq!(waiting.expect("they wait").items.len(), 10);
    let made = suggestions::made_by(&fresh.forum, &ben, None, 100).await;
    assert_eq!(made.expect("he made them").items.len(), 10);
}
