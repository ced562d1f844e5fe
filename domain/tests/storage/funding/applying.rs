//! Entering a plan: every rule once, and one revision frozen.

use super::{GOOD, Kept, LATE, OPENS, VOUCHED, measured, numbers, terms, told};
use crate::harness::{BEGINNING, Fresh};
use domain::{
    Viewer,
    clock::Timestamp,
    funding::{self, Applying, FundError, Refusal, TypedTerms, rules::Outcome},
    ids::{RevisionNumber, VersionNumber},
    numbers::Numbers,
    plans,
};

on_both!(
    a_plan_that_keeps_every_rule_is_entered,
    a_plan_that_misses_a_rule_is_told_by_how_much,
    what_may_be_missed_is_marked,
    every_rule_is_vouched_for_by_hand,
    what_is_entered_stays_as_it_was,
    rules_that_changed_are_gone_through_again,
    nobody_enters_what_is_not_theirs_to_enter,
    nothing_is_entered_outside_of_the_rounds_days,
    an_application_is_taken_back_until_it_is_decided,
    a_plan_is_measured_by_every_open_round,
);

async fn a_plan_that_keeps_every_rule_is_entered(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let (round, plan) = kept.round_and_plan().await;
    let id = kept.enter(&kept.ada, round, plan).await.expect("entered");
    let opened = kept.application(&Viewer::Anonymous, id).await;
    let application = &opened.application;
    assert_eq!((application.missed, application.revision.0), (0, 1));
    assert_eq!(
        (application.ask, application.price, application.margin),
        (Some(1_800_000), Some(320), Some(35))
    );
    assert_eq!(
        (application.even, application.profit, application.cash),
        (Some(60), Some(90), Some(-100_000))
    );
    let outcomes: Vec<_> = application
        .findings
        .iter()
        .map(|finding| finding.outcome)
        .collect();
    for (place, outcome) in outcomes.iter().enumerate() {
        let expected = if VOUCHED.contains(&(place + 1)) {
            Outcome::Attested
        } else {
            Outcome::Met
        };
        assert_eq!(*outcome, expected, "rule {}", place + 1);
    }
    let round = kept
        .opened(&Viewer::Anonymous, round)
        .await
        .expect("there")
        .round;
    assert_eq!(round.applications, 1);
    let counts = funding::rule_counts(&kept.fresh.forum, round.id, round.head).await;
    let counts = counts.expect("read");
    assert_eq!((counts[&3].met, counts[&5].attested), (1, 1));
    let letters = kept.letters().await;
    assert_eq!(letters.len(), 1);
    assert_eq!(letters[0].0, "fay@example.org");
    assert!(
        letters[0].1.contains("“Solar laundromat”"),
        "{}",
        letters[0].1
    );
    kept.log_is_whole().await;
}

async fn a_plan_that_misses_a_rule_is_told_by_how_much(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let round = kept.round(&terms("Machines that pay")).await;
    let plan = kept
        .post(&kept.ada, "Solar laundromat", Some(numbers(LATE)))
        .await;
    let refused = kept.enter(&kept.ada, round, plan).await;
    assert_eq!(
        told(refused, "rules[2]"),
        "Rule 3 is missed: the plan breaks even by day 90, limit 60"
    );
    let bare = kept.post(&kept.ada, "Bakery without numbers", None).await;
    let refused = kept.enter(&kept.ada, round, bare).await;
    assert!(told(refused, "rules[5]").contains("does not say what a unit is sold for"));
    assert_eq!(
        kept.fresh.number("SELECT COUNT(*) FROM applications").await,
        0
    );
    // Mended, it is entered.
    kept.revise(&kept.ada, plan, numbers(GOOD)).await;
    kept.enter(&kept.ada, round, plan).await.expect("entered");
}

async fn what_may_be_missed_is_marked(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let mut typed = terms("Machines that pay");
    typed.rules = vec![measured("breaks_even", 60), measured("profitable", 90)];
    typed.rules[0].may_miss = true;
    let round = kept.round(&typed).await;
    let plan = kept
        .post(&kept.ada, "Solar laundromat", Some(numbers(LATE)))
        .await;
    let id = kept.enter(&kept.ada, round, plan).await.expect("entered");
    let application = kept.application(&Viewer::Anonymous, id).await.application;
    assert_eq!(application.missed, 1);
    assert_eq!(application.findings[0].outcome, Outcome::Missed);
    let later = kept
        .post(&kept.ada, "Solar bakery", Some(numbers([-1, -1, -1])))
        .await;
    let refused = kept.enter(&kept.ada, round, later).await;
    assert!(told(refused, "rules[1]").contains("is never profitable in its 3 months"));
}

async fn every_rule_is_vouched_for_by_hand(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let (round, plan) = kept.round_and_plan().await;
    let applying = Applying {
        plan,
        revision: None,
        version: VersionNumber(1),
        // A rule that is measured is not vouched away, nor one that is not there.
        attested: &[5, 7, 9, 10, 3, 99],
    };
    let refused = funding::apply(&kept.fresh.forum, &kept.ada, round, &applying, None).await;
    assert!(told(refused, "rules[10]").contains("has to be vouched for: The money lies in a bank"));
}

async fn what_is_entered_stays_as_it_was(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    let (round, plan) = kept.round_and_plan().await;
    let id = kept.enter(&kept.ada, round, plan).await.expect("entered");
    kept.revise(&kept.ada, plan, numbers(LATE)).await;
    let application = kept.application(&Viewer::Anonymous, id).await.application;
    assert_eq!(
        (application.revision.0, application.even, application.missed),
        (1, Some(60), 0)
    );
    let again = kept.enter(&kept.ada, round, plan).await;
    assert!(told(again, "plan").contains("has applied to this round already"));
    // A withdrawn plan keeps its place, and tells nothing.
    plans::withdraw(forum, &kept.ada, plan)
        .await
        .expect("withdrawn");
    let application = kept.application(&Viewer::Anonymous, id).await.application;
    assert_eq!((application.plan, application.findings.len()), (None, 0));
    kept.log_is_whole().await;
}

async fn rules_that_changed_are_gone_through_again(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    let (round, plan) = kept.round_and_plan().await;
    let early = kept
        .post(&kept.ben, "Night bakery", Some(numbers(GOOD)))
        .await;
    let before = kept.enter(&kept.ben, round, early).await.expect("entered");
    let narrower = TypedTerms {
        rules: vec![measured("breaks_even", 30)],
        ..terms("Machines that pay")
    };
    funding::edit(
        forum,
        &kept.fay,
        round,
        VersionNumber(1),
        (&narrower, "Sooner"),
    )
    .await
    .expect("changed");
    let stale = kept.enter(&kept.ada, round, plan).await;
    assert!(matches!(stale, Err(FundError::Stale)), "{stale:?}");
    // Who applied before keeps the rules of then.
    let opened = kept.application(&Viewer::Anonymous, before).await;
    assert_eq!((opened.said.number.0, opened.said.rules.len()), (1, 13));
    let of_revision = Applying {
        plan,
        revision: Some(RevisionNumber(1)),
        version: VersionNumber(2),
        attested: &[],
    };
    kept.revise(&kept.ada, plan, numbers([0, 0, 5])).await;
    let stale = funding::apply(forum, &kept.ada, round, &of_revision, None).await;
    assert!(matches!(stale, Err(FundError::Stale)), "{stale:?}");
    let of_newest = Applying {
        revision: Some(RevisionNumber(2)),
        ..of_revision
    };
    funding::apply(forum, &kept.ada, round, &of_newest, None)
        .await
        .expect("entered");
    kept.log_is_whole().await;
}

async fn nobody_enters_what_is_not_theirs_to_enter(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    let (round, plan) = kept.round_and_plan().await;
    let of_others = kept.enter(&kept.ben, round, plan).await;
    assert!(told(of_others, "plan").contains("must be a plan of yours"));
    let own = kept
        .post(&kept.fay, "A funder’s own", Some(numbers(GOOD)))
        .await;
    let own = kept.enter(&kept.fay, round, own).await;
    assert!(told(own, "plan").contains("a round of your own"));
    let euros = Numbers {
        currency: "EUR".into(),
        ..numbers(GOOD)
    };
    let euros = kept
        .post(&kept.ada, "In another currency", Some(euros))
        .await;
    let refused = kept.enter(&kept.ada, round, euros).await;
    assert_eq!(
        told(refused, "plan"),
        "has its numbers in EUR, and this round gives USD"
    );
    plans::withdraw(forum, &kept.ada, plan)
        .await
        .expect("withdrawn");
    let withdrawn = kept.enter(&kept.ada, round, plan).await;
    assert!(told(withdrawn, "plan").contains("everybody may see"));
    kept.fresh.suspend(&kept.ben).await;
    let suspended = kept.enter(&kept.ben, round, plan).await;
    assert!(matches!(suspended, Err(FundError::Suspended)));
}

async fn nothing_is_entered_outside_of_the_rounds_days(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    let later = TypedTerms {
        opens: "2026-11-10".into(),
        ..terms("Machines that pay")
    };
    let round = kept.round(&later).await;
    let plan = kept
        .post(&kept.ada, "Solar laundromat", Some(numbers(GOOD)))
        .await;
    let early = kept.enter(&kept.ada, round, plan).await;
    assert!(matches!(
        early,
        Err(FundError::Refused(Refusal::NotYetOpen))
    ));
    forum.set_clock(BEGINNING.plus(29 * Timestamp::DAY));
    kept.enter(&kept.ada, round, plan)
        .await
        .expect("on its last day");
    forum.set_clock(BEGINNING.plus(30 * Timestamp::DAY));
    let other = kept
        .post(&kept.ben, "Night bakery", Some(numbers(GOOD)))
        .await;
    let late = kept.enter(&kept.ben, round, other).await;
    assert!(
        matches!(late, Err(FundError::Refused(Refusal::Closed))),
        "{late:?}"
    );
    let draft = funding::make(forum, &kept.fay, &terms("A draft of a round"), None).await;
    let draft = draft.expect("made");
    let hidden = kept.enter(&kept.ben, draft, other).await;
    assert!(matches!(hidden, Err(FundError::NotFound)), "{hidden:?}");
    assert_eq!(OPENS.len(), 10);
}

async fn an_application_is_taken_back_until_it_is_decided(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    let (round, plan) = kept.round_and_plan().await;
    let id = kept.enter(&kept.ada, round, plan).await.expect("entered");
    let of_others = funding::take_application_back(forum, &kept.ben, id).await;
    assert!(matches!(of_others, Err(FundError::NotFound)));
    funding::take_application_back(forum, &kept.ada, id)
        .await
        .expect("taken back");
    funding::take_application_back(forum, &kept.ada, id)
        .await
        .expect("again, nothing");
    let opened = kept
        .opened(&Viewer::Anonymous, round)
        .await
        .expect("there")
        .round;
    assert_eq!(opened.applications, 0);
    let again = kept
        .enter(&kept.ada, round, plan)
        .await
        .expect("entered again");
    let decision = funding::Decision {
        accept: true,
        rule: None,
        reason: "It adds up",
    };
    funding::decide(forum, &kept.fay, again, &decision)
        .await
        .expect("decided");
    let late = funding::take_application_back(forum, &kept.ada, again).await;
    assert!(matches!(late, Err(FundError::Refused(Refusal::Decided))));
    kept.log_is_whole().await;
}

async fn a_plan_is_measured_by_every_open_round(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    kept.round(&terms("Machines that pay")).await;
    let sooner = TypedTerms {
        rules: vec![measured("ask_at_most", 1_500_000)],
        closes: "2026-11-15".into(),
        ..terms("Small machines")
    };
    kept.round(&sooner).await;
    let upcoming = TypedTerms {
        opens: "2026-11-20".into(),
        ..terms("Later machines")
    };
    kept.round(&upcoming).await;
    let checked = numbers(LATE).check().expect("numbers");
    let facts = funding::rules::Facts {
        numbers: Some(&checked),
        stage: plans::Stage::Seeking,
        licence: plans::Licence::BySa,
    };
    let standings = funding::standings(forum, facts).await.expect("measured");
    let told: Vec<_> = standings
        .iter()
        .map(|standing| {
            let missed: Vec<_> = standing
                .missed()
                .map(|(number, _, finding)| (number, finding.words.as_str()))
                .collect();
            (standing.round.title.as_str(), missed)
        })
        .collect();
    assert_eq!(
        told,
        [
            (
                "Small machines",
                vec![(1, "asks for $18,000, limit $15,000")]
            ),
            (
                "Machines that pay",
                vec![(3, "breaks even by day 90, limit 60")]
            ),
        ]
    );
    assert_eq!(standings[1].count(Outcome::ToAttest), 5);
    assert!(!standings[0].may_apply());
}
