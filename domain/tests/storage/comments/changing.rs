//! Editing and deleting.

use super::{answered, counters_hold, ids, on, posted, published, saying, thread};
use crate::harness::Fresh;
use domain::{
    Viewer,
    clock::Timestamp,
    comments::{self, DeleteError, Edit, EditError, State},
};

on_both!(
    an_edit_is_marked_and_keeps_what_was_said_before,
    a_stale_edit_is_refused,
    a_deleted_comment_leaves_its_place_and_nothing_else,
);

async fn an_edit_is_marked_and_keeps_what_was_said_before(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    let plan = published(&fresh, &ada).await;
    let id = posted(&fresh, &ada, plan, &saying("One")).await;
    fresh
        .forum
        .set_clock(fresh.forum.now().plus(Timestamp::HOUR));
    let edit = Edit {
        base: 0,
        body: "Two".into(),
    };
    comments::edit(&fresh.forum, &ada, id, &edit)
        .await
        .expect("edited");
    comments::edit(&fresh.forum, &ada, id, &edit)
        .await
        .expect("the same text is no edit");
    let [comment] = thread(&fresh, plan).await.try_into().expect("one comment");
    assert_eq!(comment.edits, 1);
    assert_eq!(comment.edited_at, Some(fresh.forum.now()));
    assert!(comment.html.contains("Two"));
    let history = comments::history(&fresh.forum, &Viewer::Anonymous, id).await;
    let history = history.expect("read").expect("it has one");
    assert_eq!(history.len(), 2);
    assert!(history[0].html.contains("One"));
    assert_eq!(history[0].written_at, comment.created_at);
    let source = comments::source(&fresh.forum, &ada, id)
        .await
        .expect("read");
    assert_eq!(source.expect("it is hers").body, "Two");
    counters_hold(&fresh).await;
}

async fn a_stale_edit_is_refused(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    let ben = fresh.member("ben").await;
    let plan = published(&fresh, &ada).await;
    let id = posted(&fresh, &ada, plan, &saying("One")).await;
    let edit = |body: &str| Edit {
        base: 0,
        body: body.into(),
    };
    let (first, second) = tokio::join!(
        async { comments::edit(&fresh.forum, &ada, id, &edit("Two")).await },
        async { comments::edit(&fresh.forum, &ada, id, &edit("Three")).await },
    );
    let (saved, stale) = if first.is_ok() {
        (first, second)
    } else {
        (second, first)
    };
    saved.expect("one is saved");
    assert!(matches!(stale, Err(EditError::Stale)));
    let strange = comments::edit(&fresh.forum, &ben, id, &edit("Mine")).await;
    assert!(matches!(strange, Err(EditError::NotFound)));
    let empty = comments::edit(&fresh.forum, &ada, id, &edit(" \n")).await;
    assert!(matches!(empty, Err(EditError::Invalid(_))));
    counters_hold(&fresh).await;
}

async fn a_deleted_comment_leaves_its_place_and_nothing_else(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    let ben = fresh.member("ben").await;
    let plan = published(&fresh, &ada).await;
    let id = posted(&fresh, &ada, plan, &on("risks", "The boiler.")).await;
    let below = answered(&fresh, &ben, plan, id).await;
    let edit = Edit {
        base: 0,
        body: "Canary".into(),
    };
    comments::edit(&fresh.forum, &ada, id, &edit)
        .await
        .expect("edited");
    comments::favorite(&fresh.forum, &ada, id, None)
        .await
        .expect("lifted up");
    let strange = comments::delete(&fresh.forum, &ben, id).await;
    assert!(matches!(strange, Err(DeleteError::NotFound)));
    comments::delete(&fresh.forum, &ada, id)
        .await
        .expect("deleted");
    let twice = comments::delete(&fresh.forum, &ada, id).await;
    assert!(matches!(twice, Err(DeleteError::NotFound)));

    let comments = thread(&fresh, plan).await;
    assert_eq!(ids(&comments), [id, below]);
    assert_eq!(comments[0].state, State::Deleted);
    assert_eq!(comments[0].html, "");
    assert!(comments[0].favorite.is_none());
    assert_eq!(
        comments[0].on.as_ref().and_then(|on| on.quote.as_ref()),
        None
    );
    let history = comments::history(&fresh.forum, &Viewer::Anonymous, id).await;
    assert_eq!(history.expect("read"), None);
    assert_eq!(
        fresh.number("SELECT COUNT(*) FROM comment_versions").await,
        0
    );
    let kept = "SELECT COUNT(*) FROM comments WHERE body LIKE '%Canary%' OR html LIKE '%Canary%' OR quote IS NOT NULL";
    assert_eq!(fresh.number(kept).await, 0);
    counters_hold(&fresh).await;
}
