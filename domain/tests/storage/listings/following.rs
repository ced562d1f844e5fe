//! Following listings, and what is new of them.

use super::{as_seen_by, asking, called};
use crate::{
    copies::{Kept, leaving, saying},
    harness::Fresh,
};
use domain::{
    accounts,
    clock::Timestamp,
    ids::ListingId,
    listings::{self, FollowError},
    plans::{self, Typed},
    search,
};

on_both!(
    whoever_follows_is_told_how_much_is_new,
    a_question_has_news_as_well,
    who_leaves_follows_nothing,
);

/// What is new to Eve of each listing that she follows.
async fn news(kept: &Kept) -> Vec<(ListingId, Option<u64>)> {
    let followed = listings::followed(&kept.fresh.forum, &kept.eve).await;
    let followed = followed.expect("they are read").into_iter();
    followed
        .map(|followed| (followed.listing.id, followed.new))
        .collect()
}

fn later(kept: &Kept) {
    let forum = &kept.fresh.forum;
    forum.set_clock(forum.now().plus(Timestamp::MINUTE));
}

async fn followers(kept: &Kept, id: ListingId) -> i64 {
    let opened = kept.opened(&as_seen_by(&kept.eve), id).await;
    opened.expect("it is there").listing.followers
}

async fn whoever_follows_is_told_how_much_is_new(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    let plans = kept.plans(4).await;
    let id = kept.listing("Counted to the cent", &plans[..1]).await;
    let draft = kept.draft(&called("A draft"), &plans[..1]).await;
    let hidden = listings::follow(forum, &kept.eve, draft).await;
    assert!(matches!(hidden, Err(FollowError::NotFound)));
    for _ in 0..2 {
        listings::follow(forum, &kept.eve, id)
            .await
            .expect("followed");
    }
    assert_eq!(followers(&kept, id).await, 1);
    assert_eq!(news(&kept).await, [(id, Some(0))]);
    later(&kept);
    for plan in &plans[1..] {
        listings::add(forum, &kept.mo, id, *plan, "")
            .await
            .expect("it is put there");
    }
    plans::withdraw(forum, &kept.ben, plans[3])
        .await
        .expect("it is withdrawn");
    assert_eq!(news(&kept).await, [(id, Some(2))]);
    later(&kept);
    let since = listings::look(forum, &kept.eve, id).await.expect("looked");
    assert!(since < forum.now());
    assert_eq!(news(&kept).await, [(id, Some(0))]);
    let stranger = listings::look(forum, &kept.ben, id).await;
    assert_eq!(stranger.expect("nothing happens"), forum.now());
    listings::withdraw(forum, &kept.mo, id)
        .await
        .expect("it is withdrawn");
    assert_eq!(news(&kept).await, []);
    kept.publish(id).await;
    for _ in 0..2 {
        listings::unfollow(forum, &kept.eve, id)
            .await
            .expect("followed no longer");
    }
    assert_eq!((followers(&kept, id).await, news(&kept).await), (0, vec![]));
}

async fn a_question_has_news_as_well(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    let tagged = |title: &str| Typed {
        tags: vec!["energy".into()],
        ..saying(title, "## Who pays\n\nTenants.")
    };
    let post = async |title: &str| {
        plans::publish(forum, &kept.ben, &tagged(title), None)
            .await
            .expect("it is published");
        search::catch_up(forum).await.expect("it follows");
    };
    post("Solar laundry").await;
    let id = kept.draft(&asking("On sun", "tag:energy"), &[]).await;
    kept.publish(id).await;
    listings::follow(forum, &kept.eve, id)
        .await
        .expect("followed");
    assert_eq!(news(&kept).await, [(id, Some(0))]);
    later(&kept);
    post("Solar kiln").await;
    post("Solar barn").await;
    assert_eq!(news(&kept).await, [(id, Some(2))]);
    later(&kept);
    listings::look(forum, &kept.eve, id).await.expect("looked");
    assert_eq!(news(&kept).await, [(id, Some(0))]);
}

async fn who_leaves_follows_nothing(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    let plans = kept.plans(1).await;
    let id = kept.listing("Counted to the cent", &plans).await;
    for who in [&kept.eve, &kept.ada] {
        listings::follow(forum, who, id).await.expect("followed");
    }
    accounts::deactivate(forum, &kept.ada, &leaving("ada"))
        .await
        .expect("she leaves");
    assert_eq!(followers(&kept, id).await, 1);
    let rows = "SELECT COUNT(*) FROM listing_follows";
    assert_eq!(kept.fresh.number(rows).await, 1);
}
