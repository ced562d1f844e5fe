//! Agreeing with a comment, and lifting it up.

use super::{BODY, counters_hold, page, plan, posted, published, revised, saying};
use crate::{cast::seen_by, harness::Fresh};
use domain::{
    Member, Viewer,
    comments::{self, FavoriteError, Reading, VoteError},
    ids::RevisionNumber,
};

on_both!(
    two_votes_at_once_by_one_person_are_one,
    nobody_votes_for_themselves,
    the_founder_lifts_a_comment_up_and_names_a_revision,
);

async fn two_votes_at_once_by_one_person_are_one(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    let ben = fresh.member("ben").await;
    let plan = published(&fresh, &ada).await;
    let id = posted(&fresh, &ada, plan, &saying("One")).await;
    let (first, second) = tokio::join!(
        comments::vote(&fresh.forum, &ben, id),
        comments::vote(&fresh.forum, &ben, id),
    );
    first.expect("counted");
    second.expect("counted");
    let seen = page(&fresh, &seen_by(&ben), plan, &Reading::default()).await;
    assert_eq!((seen.comments[0].votes, seen.comments[0].voted), (1, true));
    let seen = page(&fresh, &seen_by(&ada), plan, &Reading::default()).await;
    assert!(!seen.comments[0].voted);
    for _ in 0..2 {
        let tally = comments::unvote(&fresh.forum, &ben, id).await;
        assert_eq!(tally.expect("taken back").votes, 0);
    }
    counters_hold(&fresh).await;
}

async fn nobody_votes_for_themselves(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    let ben = fresh.member("ben").await;
    let plan = published(&fresh, &ada).await;
    let id = posted(&fresh, &ada, plan, &saying("One")).await;
    let own = comments::vote(&fresh.forum, &ada, id).await;
    assert!(matches!(own, Err(VoteError::Own)));
    comments::delete(&fresh.forum, &ada, id)
        .await
        .expect("deleted");
    let gone = comments::vote(&fresh.forum, &ben, id).await;
    assert!(matches!(gone, Err(VoteError::NotFound)));
    counters_hold(&fresh).await;
}

async fn the_founder_lifts_a_comment_up_and_names_a_revision(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    let ben = fresh.member("ben").await;
    let id = published(&fresh, &ada).await;
    revised(&fresh, &ada, id, 1, BODY).await;
    let comment = posted(&fresh, &ben, id, &saying("Prepay in tens.")).await;
    revised(&fresh, &ada, id, 2, "## Risks\n\nNone.").await;
    let lift = |member: &Member, revision: i32| {
        let (forum, member) = (fresh.forum.clone(), member.clone());
        let caused = Some(RevisionNumber(revision));
        async move { comments::favorite(&forum, &member, comment, caused).await }
    };
    assert!(matches!(lift(&ben, 3).await, Err(FavoriteError::NotYours)));
    assert!(matches!(
        lift(&ada, 1).await,
        Err(FavoriteError::Invalid(_))
    ));
    assert!(matches!(
        lift(&ada, 4).await,
        Err(FavoriteError::Invalid(_))
    ));
    lift(&ada, 3).await.expect("lifted up");
    let plan = plan(&fresh, id).await;
    let sections = comments::sections(&fresh.forum, &plan).await.expect("read");
    let read = || comments::favorites(&fresh.forum, &Viewer::Anonymous, &plan, &sections);
    let [favorite] = read()
        .await
        .expect("read")
        .try_into()
        .expect("one favorite");
    let lifted = favorite.favorite.expect("it is one");
    assert!(lifted.by_founder);
    assert_eq!(lifted.revision, Some(RevisionNumber(3)));
    comments::unfavorite(&fresh.forum, &ada, comment)
        .await
        .expect("put down");
    comments::unfavorite(&fresh.forum, &ada, comment)
        .await
        .expect("nothing happens");
    assert_eq!(read().await.expect("read"), []);
    counters_hold(&fresh).await;
}
