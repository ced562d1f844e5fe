//! Making a round, publishing it, and saying something else in it.

use super::{Kept, measured, terms, told};
use crate::harness::{BEGINNING, Fresh};
use domain::{
    Viewer,
    clock::Timestamp,
    funding::{self, FundError, Phase, Refusal, TypedTerms},
    ids::VersionNumber,
};

on_both!(
    a_draft_is_its_funders_until_it_is_published,
    a_published_round_changes_by_versions,
    what_those_who_apply_rely_on_does_not_change,
    a_round_ends_on_its_day_or_when_its_funder_says_so,
    a_round_is_made_once,
    a_changed_word_is_found,
);

async fn a_draft_is_its_funders_until_it_is_published(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    let made = funding::make(forum, &kept.fay, &terms("Machines that pay"), None).await;
    let id = made.expect("it is made");
    let (fay, ben) = (
        Viewer::Member(kept.fay.clone()),
        Viewer::Member(kept.ben.clone()),
    );
    assert!(kept.opened(&Viewer::Anonymous, id).await.is_none());
    assert!(kept.opened(&ben, id).await.is_none());
    assert!(
        kept.opened(&fay, id)
            .await
            .is_some_and(|opened| opened.is_funder)
    );
    let in_log = "SELECT COUNT(*) FROM log WHERE subject LIKE 'round:%'";
    assert_eq!(kept.fresh.number(in_log).await, 0);
    // Nobody else does anything with it, as if there were none.
    for done in [
        funding::publish(forum, &kept.ben, id).await,
        funding::close(forum, &kept.ben, id).await,
        funding::discard(forum, &kept.ben, id).await,
    ] {
        assert!(matches!(done, Err(FundError::NotFound)), "{done:?}");
    }
    // What is changed in a draft is no version of its own.
    let other = terms("Machines that earn");
    let version = funding::edit(forum, &kept.fay, id, VersionNumber(1), (&other, "")).await;
    assert_eq!(version.expect("it is changed"), VersionNumber(1));
    funding::publish(forum, &kept.fay, id)
        .await
        .expect("published");
    funding::publish(forum, &kept.fay, id)
        .await
        .expect("again, nothing");
    assert_eq!(kept.fresh.number(in_log).await, 1);
    let opened = kept
        .opened(&Viewer::Anonymous, id)
        .await
        .expect("everybody reads it");
    assert_eq!(opened.round.title, "Machines that earn");
    assert!(opened.said.html.contains("<em>what runs</em>"));
    assert_eq!(opened.said.rules.len(), 13);
    let done = funding::discard(forum, &kept.fay, id).await;
    assert!(matches!(done, Err(FundError::Refused(Refusal::Published))));
    let draft = funding::make(forum, &kept.fay, &terms("Another draft"), None).await;
    let draft = draft.expect("made");
    funding::discard(forum, &kept.fay, draft)
        .await
        .expect("discarded");
    assert!(kept.opened(&fay, draft).await.is_none());
    kept.log_is_whole().await;
}

async fn a_published_round_changes_by_versions(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    let id = kept.round(&terms("Machines that pay")).await;
    let narrower = TypedTerms {
        rules: vec![measured("breaks_even", 30)],
        ..terms("Machines that pay")
    };
    let first = VersionNumber(1);
    let without = funding::edit(forum, &kept.fay, id, first, (&narrower, " ")).await;
    assert!(told(without, "note").contains("must not be empty"));
    let edited = funding::edit(forum, &kept.fay, id, first, (&narrower, "Sooner")).await;
    assert_eq!(edited.expect("changed"), VersionNumber(2));
    // The same again is the same version; something else from the old one is stale.
    let again = funding::edit(forum, &kept.fay, id, first, (&narrower, "Sooner")).await;
    assert_eq!(again.expect("nothing new"), VersionNumber(2));
    let stale = funding::edit(
        forum,
        &kept.fay,
        id,
        first,
        (&terms("Anything else"), "Back"),
    )
    .await;
    assert!(matches!(stale, Err(FundError::Stale)));
    let opened = kept.opened(&Viewer::Anonymous, id).await.expect("there");
    let versions = funding::versions(forum, &opened.round).await.expect("read");
    let told: Vec<_> = versions
        .iter()
        .map(|said| (said.number.0, said.note.as_str(), said.rules.len()))
        .collect();
    assert_eq!(told, [(2, "Sooner", 1), (1, "First version", 13)]);
    let old = funding::find(forum, &Viewer::Anonymous, id, Some(first)).await;
    assert_eq!(old.expect("read").expect("there").said.rules.len(), 13);
    kept.log_is_whole().await;
}

async fn what_those_who_apply_rely_on_does_not_change(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    let id = kept.round(&terms("Machines that pay")).await;
    let change = async |typed: TypedTerms| {
        funding::edit(forum, &kept.fay, id, VersionNumber(1), (&typed, "Changed")).await
    };
    let euros = TypedTerms {
        currency: "EUR".into(),
        ..terms("Machines that pay")
    };
    let done = change(euros).await;
    assert!(matches!(done, Err(FundError::Refused(Refusal::Currency))));
    let later = TypedTerms {
        opens: "2026-11-05".into(),
        ..terms("Machines that pay")
    };
    assert!(told(change(later).await, "opens").contains("has begun"));
    forum.set_clock(BEGINNING.plus(3 * Timestamp::DAY));
    let past = TypedTerms {
        closes: "2026-11-02".into(),
        ..terms("Machines that pay")
    };
    assert!(told(change(past).await, "closes").contains("has passed"));
    forum.set_clock(BEGINNING.plus(60 * Timestamp::DAY));
    let done = change(terms("Machines that earn")).await;
    assert!(matches!(done, Err(FundError::Refused(Refusal::Closed))));
}

async fn a_round_ends_on_its_day_or_when_its_funder_says_so(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    let id = kept.round(&terms("Machines that pay")).await;
    let next = TypedTerms {
        opens: "2026-11-10".into(),
        closes: "2026-11-20".into(),
        ..terms("Bakeries at night")
    };
    let upcoming = kept.round(&next).await;
    let listed = async |phase: Phase| {
        let found = funding::list(forum, phase, None, 10).await.expect("read");
        found
            .items
            .iter()
            .map(|round| round.id.0)
            .collect::<Vec<_>>()
    };
    assert_eq!(listed(Phase::Open).await, [id.0]);
    assert_eq!(listed(Phase::Upcoming).await, [upcoming.0]);
    forum.set_clock(BEGINNING.plus(10 * Timestamp::DAY));
    assert_eq!(listed(Phase::Open).await, [upcoming.0, id.0]);
    funding::close(forum, &kept.fay, upcoming)
        .await
        .expect("closed");
    funding::close(forum, &kept.fay, upcoming)
        .await
        .expect("again, nothing");
    assert_eq!(listed(Phase::Open).await, [id.0]);
    assert_eq!(listed(Phase::Closed).await, [upcoming.0]);
    forum.set_clock(BEGINNING.plus(40 * Timestamp::DAY));
    assert_eq!(listed(Phase::Closed).await, [id.0, upcoming.0]);
    let over = funding::make(forum, &kept.fay, &terms("Too late a round"), None).await;
    let done = funding::publish(forum, &kept.fay, over.expect("made")).await;
    assert!(matches!(done, Err(FundError::Refused(Refusal::Over))));
    kept.log_is_whole().await;
}

async fn a_round_is_made_once(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    let typed = terms("Machines that pay");
    let one = funding::make(forum, &kept.fay, &typed, Some("k")).await;
    let again = funding::make(forum, &kept.fay, &typed, Some("k")).await;
    assert_eq!(one.expect("made"), again.expect("the same"));
    assert_eq!(kept.fresh.number("SELECT COUNT(*) FROM rounds").await, 1);
    kept.fresh.suspend(&kept.fay).await;
    let refused = funding::make(forum, &kept.fay, &typed, None).await;
    assert!(matches!(refused, Err(FundError::Suspended)));
}

async fn a_changed_word_is_found(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let id = kept.round(&terms("Machines that pay")).await;
    let plan = kept
        .post(
            &kept.ada,
            "Solar laundromat",
            Some(super::numbers(super::GOOD)),
        )
        .await;
    kept.enter(&kept.ada, id, plan).await.expect("entered");
    kept.log_is_whole().await;
    for (change, back, fault) in [
        (
            "UPDATE round_versions SET per_plan = per_plan + 1",
            "UPDATE round_versions SET per_plan = per_plan - 1",
            "version 1 of round 1 has been changed",
        ),
        (
            "UPDATE round_versions SET rules = replace(rules, '\"limit\":60', '\"limit\":90')",
            "UPDATE round_versions SET rules = replace(rules, '\"limit\":90,\"words\":\"Cash', '\"limit\":60,\"words\":\"Cash')",
            "version 1 of round 1 has been changed",
        ),
        (
            "UPDATE applications SET ask = ask - 1",
            "UPDATE applications SET ask = ask + 1",
            "application 1 has been changed",
        ),
    ] {
        kept.fresh.write(change, []).await;
        assert_eq!(kept.faults().await, [fault]);
        kept.fresh.write(back, []).await;
    }
    assert_eq!(kept.faults().await, Vec::<String>::new());
}
