//! What stands in listings, and who sees it.

use super::{as_seen_by, called};
use crate::{copies::Kept, harness::Fresh};
use domain::{
    Viewer,
    clock::Timestamp,
    ids::ListingId,
    listings::{self, State},
    plans,
};

on_both!(
    what_was_withdrawn_keeps_its_place,
    a_draft_is_seen_by_its_curators_alone,
    lists_page_by_key_and_name_what_holds_a_plan,
    what_an_older_renderer_made_is_shown_anew,
    a_listing_is_taken_away,
);

async fn what_was_withdrawn_keeps_its_place(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    let plans = kept.plans(3).await;
    let id = kept.listing("Counted to the cent", &plans).await;
    plans::withdraw(forum, &kept.ben, plans[1])
        .await
        .expect("it is withdrawn");
    // Not even its author is shown it here.
    for viewer in [
        Viewer::Anonymous,
        as_seen_by(&kept.ben),
        as_seen_by(&kept.mo),
    ] {
        let opened = kept.opened(&viewer, id).await.expect("there");
        assert_eq!(opened.listing.plans, 2);
        let entries = listings::entries(forum, &viewer, &opened.listing).await;
        let entries = entries.expect("they are read");
        let shown = entries.shown.iter();
        let shown: Vec<_> = shown
            .map(|listed| (listed.place, listed.plan.id, listed.note.as_str()))
            .collect();
        assert_eq!(
            shown,
            [(1, plans[0], "Note on 1"), (3, plans[2], "Note on 3")]
        );
        assert_eq!(entries.hidden, [(2, plans[1])]);
        assert_eq!((entries.last(), entries.ids().len()), (3, 3));
    }
    listings::move_plan(forum, &kept.mo, id, plans[1], listings::Move::Up)
        .await
        .expect("a hidden place moves as well");
    plans::bring_back(forum, &kept.ben, plans[1])
        .await
        .expect("it is back");
    assert_eq!(kept.order(id).await, [2, 1, 3]);
}

async fn a_draft_is_seen_by_its_curators_alone(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    let plans = kept.plans(1).await;
    let id = kept.draft(&called("A draft of Mo’s"), &plans).await;
    kept.entrust(id).await;
    let withdrawn = kept.listing("Withdrawn again", &plans).await;
    listings::withdraw(forum, &kept.mo, withdrawn)
        .await
        .expect("it is withdrawn");
    let (nobody, ben) = (Viewer::Anonymous, as_seen_by(&kept.ben));
    for id in [id, withdrawn] {
        for viewer in [&nobody, &ben] {
            assert_eq!(kept.opened(viewer, id).await, None);
        }
    }
    let ada = as_seen_by(&kept.ada);
    let opened = kept.opened(&ada, id).await.expect("Ada sees it");
    assert!(opened.may_edit && !opened.may_moderate);
    assert_eq!(opened.curators[0].name(), "ada");
    assert_eq!(kept.opened(&ada, withdrawn).await, None);
    let theirs = async |who| {
        let found = listings::unpublished(forum, who, None, 10).await;
        let found = found.expect("they are read").items.into_iter();
        found.map(|listing| listing.id).collect::<Vec<_>>()
    };
    assert_eq!(theirs(&kept.ada).await, [id]);
    assert_eq!(theirs(&kept.ben).await, Vec::<ListingId>::new());
    assert_eq!(theirs(&kept.mo).await, [withdrawn, id]);
    let public = listings::list(forum, None, 10).await.expect("a list");
    assert_eq!(public.items, []);
    let named = listings::naming(forum, plans[0]).await.expect("names");
    assert_eq!(named, []);
    kept.fresh.suspend(&kept.ada).await;
    let Viewer::Member(paused) = ada else {
        panic!("Ada is a member")
    };
    let told = listings::add(forum, &paused, id, plans[0], "").await;
    assert!(matches!(told, Err(listings::CurateError::Suspended)));
}

async fn lists_page_by_key_and_name_what_holds_a_plan(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    let plans = kept.plans(2).await;
    let mut all = Vec::new();
    for number in 1..=5 {
        all.push(
            kept.listing(&format!("Listing {number}"), &plans[..1])
                .await,
        );
        let later = forum.now().plus(Timestamp::MINUTE * (number % 2));
        forum.set_clock(later);
    }
    let mut found = Vec::new();
    let mut after = None;
    loop {
        let page = listings::list(forum, after, 2).await.expect("a page");
        assert!(page.items.len() <= 2);
        found.extend(page.items.iter().map(|listing| listing.id));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    all.reverse();
    assert_eq!(found, all);
    let named = listings::naming(forum, plans[0]).await.expect("names");
    let ids: Vec<_> = named.iter().map(|named| named.id).collect();
    assert_eq!(ids, all);
    assert_eq!(named[0].slug, "listing-5");
    assert_eq!(listings::naming(forum, plans[1]).await.expect("names"), []);
}

async fn what_an_older_renderer_made_is_shown_anew(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let plans = kept.plans(1).await;
    let id = kept.listing("Counted to the cent", &plans).await;
    let aged = "UPDATE listings SET html = '<img src=x onerror=alert(1)>', renderer = 0";
    kept.fresh.write(aged, []).await;
    let opened = kept.opened(&Viewer::Anonymous, id).await.expect("there");
    assert!(opened.listing.html.contains("<em>count</em>"));
    let stale = "SELECT COUNT(*) FROM listings WHERE renderer = 0 OR html LIKE '%onerror%'";
    assert_eq!(kept.fresh.number(stale).await, 0, "it is kept");
    kept.fresh.write(aged, []).await;
    while domain::renew(&kept.fresh.forum).await.expect("renewed") > 0 {}
    assert_eq!(kept.fresh.number(stale).await, 0, "also unread");
}

async fn a_listing_is_taken_away(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    let plans = kept.plans(3).await;
    let id = kept.listing("Counted to the cent", &plans).await;
    plans::withdraw(forum, &kept.ben, plans[1])
        .await
        .expect("it is withdrawn");
    let viewer = Viewer::Anonymous;
    let opened = kept.opened(&viewer, id).await.expect("there");
    assert_eq!(opened.listing.state, State::Published);
    let export = listings::export(forum, &viewer, &opened).await;
    let export = export.expect("it is read");
    let places: Vec<_> = export
        .plans
        .iter()
        .map(|plan| (plan.place, plan.id))
        .collect();
    assert_eq!(places, [(Some(1), plans[0]), (Some(2), plans[2])]);
    for text in [
        export.to_csv().expect("it fits"),
        export.to_markdown(),
        serde_json::to_string(&export).expect("JSON"),
    ] {
        assert!(text.contains("Plan of number 0") && text.contains("Note on 3"));
        assert!(!text.contains("number 1"), "{text}");
    }
}
