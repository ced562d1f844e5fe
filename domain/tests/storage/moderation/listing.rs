//! Listings that are reported, hidden and given back.

use super::Kept;
use crate::{cast::seen_by, harness::Fresh};
use domain::{
    Viewer,
    ids::ListingId,
    listings::{self, CurateError, Refusal, State, TypedListing},
    moderation::{Complaint, FlagError, Thing, Waiting},
};

on_both!(
    a_listing_is_hidden_and_given_back,
    a_listing_is_held_when_enough_report_it,
);

/// Olga's, with a plan of Ada's, on the front page.
async fn listing(kept: &Kept) -> ListingId {
    let forum = &kept.fresh.forum;
    let plan = kept.post(&kept.ada, "Bakery at night").await;
    let typed = TypedListing {
        title: "Bread that sells".into(),
        introduction: "Plans with *dough*.".into(),
        ..TypedListing::default()
    };
    let id = listings::make(forum, &kept.olga, &typed, None).await;
    let id = id.expect("it is made");
    let drafted = kept.flag(&kept.ada, Thing::Listing(id)).await;
    assert!(
        matches!(drafted, Err(FlagError::NotFound)),
        "nobody reports a draft: {drafted:?}"
    );
    let added = listings::add(forum, &kept.olga, id, plan, "").await;
    added.expect("it is put there");
    let published = listings::publish(forum, &kept.olga, id).await;
    published.expect("it is published");
    let featured = listings::feature(forum, &kept.olga, id).await;
    featured.expect("it is featured");
    id
}

async fn is_shown(kept: &Kept, id: ListingId) -> bool {
    let found = listings::find(&kept.fresh.forum, &Viewer::Anonymous, id).await;
    found.expect("the database answers").is_some()
}

async fn a_listing_is_hidden_and_given_back(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    let id = listing(&kept).await;
    let thing = Thing::Listing(id);
    let flagged = kept.flag(&kept.readers[0], thing).await;
    assert!(!flagged.expect("it is flagged").held);
    let case = kept.queue(Waiting::All).await.remove(0);
    assert_eq!(
        (case.thing, case.title.as_str()),
        (thing, "Bread that sells")
    );
    assert_eq!(case.author.id, kept.olga.id);
    assert_eq!(case.complaints, [(Complaint::Spam, 1)]);
    assert!(kept.file(case.id).await.html.contains("<em>dough</em>"));
    let measure = kept.decide(&kept.mo, case.id, "hidden").await;
    let measure = measure.expect("it is decided");
    assert!(!is_shown(&kept, id).await);
    let told = kept.measure(&Viewer::Anonymous, measure).await.told;
    assert_eq!((told.thing, told.listing), (thing, None), "it is not named");
    let opened = listings::find(forum, &seen_by(&kept.mo), id).await;
    let opened = opened.expect("it is read").expect("its curators see it");
    assert_eq!(opened.listing.withheld, Some(measure));
    assert!(!opened.listing.is_featured);
    let published = listings::publish(forum, &kept.olga, id).await;
    assert!(
        matches!(published, Err(CurateError::Refused(Refusal::Withheld))),
        "{published:?}"
    );
    assert_eq!(kept.letters_to("olga").await.len(), 1);
    // Olga may not undo what was done about her own.
    assert!(kept.undo(measure).await.is_err());
    let admin = kept.root.moderator().expect("Root moderates");
    let undone = domain::moderation::undo(forum, &admin, measure, "It is bread").await;
    let told = kept
        .measure(&Viewer::Anonymous, undone.expect("it is undone"))
        .await;
    let named = told.told.listing.expect("it is named again");
    assert_eq!(named.0, "Bread that sells");
    let opened = listings::find(forum, &Viewer::Anonymous, id).await;
    let opened = opened.expect("it is read").expect("everybody sees it");
    assert_eq!(opened.listing.state, State::Published);
    assert_eq!(opened.listing.withheld, None);
    kept.log_is_whole().await;
}

async fn a_listing_is_held_when_enough_report_it(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let id = listing(&kept).await;
    kept.all_flag(Thing::Listing(id)).await;
    assert!(!is_shown(&kept, id).await);
    let case = kept.queue(Waiting::All).await.remove(0);
    assert!(case.withheld.is_some());
    kept.decide(&kept.mo, case.id, "kept")
        .await
        .expect("it is given back");
    assert!(is_shown(&kept, id).await);
    kept.log_is_whole().await;
}
