//! Making listings, putting plans in order, and who may.

use super::{as_seen_by, called};
use crate::{copies::Kept, harness::Fresh};
use domain::{
    Viewer,
    accounts::{self, Role},
    ids::{ListingId, PlanId},
    listings::{self, CurateError, MOST_PLANS, Move, Refusal, State},
    log, plans,
};

on_both!(
    a_listing_is_made_put_in_order_and_published,
    a_stale_save_is_a_conflict_and_never_an_overwrite,
    a_double_submit_is_one_listing,
    only_curators_curate,
    what_cannot_be_put_there_is_not,
    a_handful_stands_on_the_front_page,
    the_last_place_on_the_front_page_is_taken_once,
    every_change_behind_the_logs_back_is_found,
);

async fn a_listing_is_made_put_in_order_and_published(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    let plans = kept.plans(4).await;
    let id = kept.draft(&called("Counted to the cent"), &plans).await;
    assert_eq!(kept.order(id).await, [1, 2, 3, 4]);
    for (plan, to, order) in [
        (3, Move::Up, [1, 3, 2, 4]),
        (4, Move::Top, [4, 1, 3, 2]),
        (4, Move::Down, [1, 4, 3, 2]),
        (1, Move::Bottom, [4, 3, 2, 1]),
        (2, Move::To(1), [2, 4, 3, 1]),
        (2, Move::To(99), [4, 3, 1, 2]),
        (4, Move::Up, [4, 3, 1, 2]),
    ] {
        listings::move_plan(forum, &kept.mo, id, PlanId(plan), to)
            .await
            .expect("it is moved");
        assert_eq!(kept.order(id).await, order, "{plan} {to:?}");
    }
    assert_eq!(kept.told_of(id).await, 0, "a draft is nothing public");
    kept.publish(id).await;
    kept.publish(id).await;
    assert_eq!(kept.told_of(id).await, 1);
    for _ in 0..2 {
        listings::remove(forum, &kept.mo, id, PlanId(3))
            .await
            .expect("it is taken out");
    }
    assert_eq!(kept.order(id).await, [4, 1, 2]);
    listings::move_plan(forum, &kept.mo, id, PlanId(2), Move::To(2))
        .await
        .expect("places have no gap");
    assert_eq!(kept.order(id).await, [4, 2, 1]);
    assert_eq!(kept.told_of(id).await, 3);
    let opened = kept.opened(&Viewer::Anonymous, id).await.expect("there");
    assert_eq!(opened.listing.plans, 3);
    assert!(opened.listing.html.contains("<em>count</em>"));
    kept.log_is_whole().await;
}

async fn a_stale_save_is_a_conflict_and_never_an_overwrite(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    let plans = kept.plans(1).await;
    let id = kept.listing("Counted to the cent", &plans).await;
    for typed in [called("Counted to the dime"), called("Counted to the dime")] {
        listings::edit(forum, &kept.mo, id, 0, &typed)
            .await
            .expect("it is saved, and again it is what is there");
    }
    let stale = listings::edit(forum, &kept.mo, id, 0, &called("Counted otherwise")).await;
    assert!(matches!(stale, Err(CurateError::Stale)));
    let opened = kept.opened(&Viewer::Anonymous, id).await.expect("there");
    assert_eq!(
        (opened.listing.title.as_str(), opened.listing.slug.as_str()),
        ("Counted to the dime", "counted-to-the-dime")
    );
    assert_eq!(opened.listing.edits, 1);
    for note in ["Even the soap", "Even the soap"] {
        listings::set_note(forum, &kept.mo, (id, plans[0]), 0, note)
            .await
            .expect("it is noted, and again it is what is there");
    }
    let stale = listings::set_note(forum, &kept.mo, (id, plans[0]), 0, "Otherwise").await;
    assert!(matches!(stale, Err(CurateError::Stale)));
    assert_eq!(kept.told_of(id).await, 3);
    kept.log_is_whole().await;
}

async fn a_double_submit_is_one_listing(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    let typed = called("Counted to the cent");
    let make = || listings::make(forum, &kept.mo, &typed, Some("key"));
    let (one, other) = tokio::join!(make(), make());
    assert_eq!(one.expect("made"), other.expect("made"));
    assert_eq!(kept.fresh.number("SELECT COUNT(*) FROM listings").await, 1);
}

async fn only_curators_curate(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    let plans = kept.plans(2).await;
    let id = kept.listing("Counted to the cent", &plans[..1]).await;
    kept.entrust(id).await;
    let other = kept.listing("Another listing", &plans[..1]).await;
    for (who, at, may) in [
        (&kept.ben, id, false),
        (&kept.ada, other, false),
        (&kept.ada, id, true),
    ] {
        let typed = called("By whoever may");
        let told = [
            listings::edit(forum, who, at, 0, &typed).await,
            listings::add(forum, who, at, plans[1], "").await,
            listings::move_plan(forum, who, at, plans[0], Move::Bottom).await,
            listings::set_note(forum, who, (at, plans[0]), 0, "A note").await,
            listings::remove(forum, who, at, plans[1]).await,
        ];
        for told in told {
            match told {
                Ok(()) => assert!(may),
                Err(CurateError::NotFound) => assert!(!may),
                Err(error) => panic!("{error}"),
            }
        }
    }
    let letters = kept.letters().await;
    assert_eq!(letters.len(), 1);
    assert!(letters[0].0.starts_with("ada@") && letters[0].1.contains("a curator of the listing"));
    let stranger = listings::remove_curator(forum, &kept.ben, id, "ada").await;
    assert!(matches!(stranger, Err(CurateError::NotFound)));
    listings::remove_curator(forum, &kept.ada, id, "ada")
        .await
        .expect("she lets go");
    let gone = listings::add(forum, &kept.ada, id, plans[1], "").await;
    assert!(matches!(gone, Err(CurateError::NotFound)));
    accounts::set_role(forum, "moe", Role::Member)
        .await
        .expect("Mo moderates no longer");
    // Permission is asked again inside of every act.
    let told = [
        listings::publish(forum, &kept.mo, id).await,
        listings::withdraw(forum, &kept.mo, id).await,
        listings::feature(forum, &kept.mo, id).await,
        listings::add_curator(forum, &kept.mo, id, "ben").await,
        listings::add(forum, &kept.mo, id, plans[1], "").await,
        listings::make(forum, &kept.mo, &called("Too late"), None)
            .await
            .map(|_| ()),
    ];
    for told in told {
        assert!(matches!(told, Err(CurateError::NotFound)), "{told:?}");
    }
    kept.log_is_whole().await;
}

fn said(told: Result<(), CurateError>, field: &str) -> String {
    match told {
        Err(CurateError::Invalid(problems)) => problems.of(field).unwrap_or_default().to_owned(),
        told => panic!("{told:?}"),
    }
}

async fn what_cannot_be_put_there_is_not(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    let plans = kept.plans(MOST_PLANS + 2).await;
    let (most, rest) = plans.split_at(MOST_PLANS);
    let empty = kept.draft(&called("Empty for now"), &[]).await;
    let refused = listings::publish(forum, &kept.mo, empty).await;
    assert!(matches!(refused, Err(CurateError::Refused(Refusal::Empty))));
    plans::withdraw(forum, &kept.ben, rest[1])
        .await
        .expect("it is withdrawn");
    for gone in [rest[1], PlanId(999)] {
        let told = listings::add(forum, &kept.mo, empty, gone, "").await;
        assert!(said(told, "plan").contains("not to be seen"));
    }
    let id = kept.draft(&called("As many as may be"), most).await;
    let again = listings::add(forum, &kept.mo, empty, most[0], &"x".repeat(501)).await;
    assert!(said(again, "note").contains("at most 500"));
    let again = listings::add(forum, &kept.mo, id, most[0], "").await;
    assert!(said(again, "plan").contains("already"));
    let full = listings::add(forum, &kept.mo, id, rest[0], "").await;
    assert!(said(full, "plan").contains("100 plans already"));
    let nobody = listings::add_curator(forum, &kept.mo, id, "nobody-here").await;
    assert!(said(nobody, "handle").contains("Nobody"));
    let moderator = listings::add_curator(forum, &kept.mo, id, "moe").await;
    assert!(said(moderator, "handle").contains("anyway"));
    let nowhere = listings::add(forum, &kept.mo, ListingId(99), most[0], "").await;
    assert!(matches!(nowhere, Err(CurateError::NotFound)));
}

async fn a_handful_stands_on_the_front_page(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    let plans = kept.plans(1).await;
    let mut all = Vec::new();
    for number in 1..=5 {
        all.push(kept.listing(&format!("Listing {number}"), &plans).await);
    }
    let draft = kept.draft(&called("A draft"), &plans).await;
    let refused = listings::feature(forum, &kept.mo, draft).await;
    assert!(matches!(
        refused,
        Err(CurateError::Refused(Refusal::Unpublished))
    ));
    for id in all.iter().take(4).chain([&all[0]]) {
        listings::feature(forum, &kept.mo, *id)
            .await
            .expect("there is room");
    }
    let fifth = listings::feature(forum, &kept.mo, all[4]).await;
    assert!(matches!(
        fifth,
        Err(CurateError::Refused(Refusal::Featured))
    ));
    listings::unfeature(forum, &kept.mo, all[1])
        .await
        .expect("it is taken down");
    listings::feature(forum, &kept.mo, all[4])
        .await
        .expect("there is room again");
    listings::withdraw(forum, &kept.mo, all[0])
        .await
        .expect("it is withdrawn");
    let featured = listings::featured(forum).await.expect("they are read");
    let ids: Vec<_> = featured.iter().map(|listing| listing.id).collect();
    assert_eq!(ids, [all[4], all[2], all[3]]);
    let withdrawn = kept.opened(&as_seen_by(&kept.mo), all[0]).await;
    let listing = withdrawn.expect("Mo sees it").listing;
    assert_eq!(
        (listing.state, listing.is_featured),
        (State::Withdrawn, false)
    );
    kept.log_is_whole().await;
}

async fn the_last_place_on_the_front_page_is_taken_once(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    let plans = kept.plans(1).await;
    let mut all = Vec::new();
    for number in 1..=5 {
        all.push(kept.listing(&format!("Listing {number}"), &plans).await);
    }
    for id in &all[..3] {
        listings::feature(forum, &kept.mo, *id)
            .await
            .expect("there is room");
    }
    let olga = kept.moderator("olga").await;
    let (one, other) = tokio::join!(
        listings::feature(forum, &kept.mo, all[3]),
        listings::feature(forum, &olga, all[4])
    );
    assert_eq!(
        [one.is_ok(), other.is_ok()]
            .iter()
            .filter(|ok| **ok)
            .count(),
        1
    );
    let featured = listings::featured(forum).await.expect("they are read");
    assert_eq!(featured.len(), 4);
    kept.log_is_whole().await;
}

async fn every_change_behind_the_logs_back_is_found(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    let plans = kept.plans(2).await;
    let id = kept.listing("Counted to the cent", &plans[..1]).await;
    let typed = (plans[1], "It counts too");
    let proposal = listings::propose(forum, &kept.ben, id, typed, None)
        .await
        .expect("it is proposed");
    let verdict = listings::Verdict {
        accept: true,
        reason: "So it does",
        note: "By Ben",
    };
    listings::answer(forum, &kept.mo, proposal, &verdict)
        .await
        .expect("it is answered");
    kept.log_is_whole().await;
    for sql in [
        "UPDATE listings SET title = 'Another title'",
        "UPDATE listed SET note = 'Another note' WHERE plan_id = 1",
        "UPDATE proposals SET because = 'Bought', reason = 'Paid'",
        "DELETE FROM listed WHERE plan_id = 2",
    ] {
        kept.fresh.write(sql, []).await;
    }
    let report = log::verify(forum).await.expect("it can be read");
    let answered = report.entries;
    assert_eq!(
        report.faults,
        [
            "listing 1 has been changed".to_owned(),
            "what listing 1 says of plan 1 has been changed".to_owned(),
            "proposal 1 has been changed".to_owned(),
            "the answer to proposal 1 has been changed".to_owned(),
            format!("what listing 1 says of plan 2, which entry {answered} recorded, is missing"),
        ]
    );
}
