//! Listings as searches find them.

use super::{Kept, called};
use crate::{cast::seen_by, harness::Fresh, searching::marked};
use domain::{
    Viewer,
    ids::ListingId,
    listings::{self, TypedListing},
    search::{self, Hit, Kind, Query, Reading},
};

on_both!(
    a_listing_is_found_while_everybody_may_see_it,
    its_maker_and_its_words_find_it,
);

/// The titles of the listings that are found, with what is marked in brackets.
async fn found(kept: &Kept, viewer: &Viewer, typed: &str) -> Vec<String> {
    let reading = Reading {
        kind: Kind::Listing,
        ..Reading::default()
    };
    let query = Query::parse(typed);
    let found = search::find(&kept.fresh.forum, viewer, &query, &reading).await;
    let hits = found.expect("an answer").hits.into_iter();
    hits.filter_map(|hit| match hit {
        Hit::Listing { title, .. } => Some(marked(&title)),
        _ => None,
    })
    .collect()
}

async fn follow(kept: &Kept) {
    search::catch_up(&kept.fresh.forum)
        .await
        .expect("the index follows");
}

async fn a_listing_is_found_while_everybody_may_see_it(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    let plans = kept.plans(1).await;
    let everybody = Viewer::Anonymous;
    let id: ListingId = kept.draft(&called("Laundries by the sea"), &plans).await;
    follow(&kept).await;
    assert_eq!(found(&kept, &everybody, "laundry").await, [] as [&str; 0]);
    assert_eq!(
        found(&kept, &seen_by(&kept.mo), "laundry").await,
        [] as [&str; 0]
    );
    kept.publish(id).await;
    follow(&kept).await;
    assert_eq!(
        found(&kept, &everybody, "laundry").await,
        ["[Laundries] by the sea"]
    );
    let report = search::audit(forum).await.expect("it is compared");
    assert!(report.is_none_or(|audit| audit.faults().is_empty()));
    // Before the index has followed.
    listings::withdraw(forum, &kept.mo, id)
        .await
        .expect("withdrawn");
    assert_eq!(found(&kept, &everybody, "laundry").await, [] as [&str; 0]);
    follow(&kept).await;
    assert_eq!(found(&kept, &everybody, "laundry").await, [] as [&str; 0]);
    kept.publish(id).await;
    follow(&kept).await;
    assert_eq!(found(&kept, &everybody, "laundry").await.len(), 1);
}

async fn its_maker_and_its_words_find_it(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let plans = kept.plans(1).await;
    let typed = TypedListing {
        introduction: "Where tenants *prepay* their washes.".into(),
        ..called("Counted to the cent")
    };
    let id = kept.draft(&typed, &plans).await;
    kept.publish(id).await;
    follow(&kept).await;
    let everybody = Viewer::Anonymous;
    for typed in [
        "prepaying tenants",
        "\"counted to the cent\"",
        "by:moe",
        "cent by:moe",
    ] {
        assert_eq!(found(&kept, &everybody, typed).await.len(), 1, "{typed}");
    }
    for typed in ["by:ada", "roof", "cent -washes"] {
        assert_eq!(found(&kept, &everybody, typed).await.len(), 0, "{typed}");
    }
    // Plans do not get into the way, nor listings into theirs.
    let found = search::find(
        &kept.fresh.forum,
        &everybody,
        &Query::parse("cent"),
        &Reading::default(),
    )
    .await;
    assert!(found.expect("an answer").hits.is_empty());
}
