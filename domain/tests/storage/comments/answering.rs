//! Answers, and what becomes of them when what they answer goes.

use super::{answered, counters_hold, ids, on, plan, posted, published, saying, thread};
use crate::harness::Fresh;
use domain::{
    comments::{self, NewComment, PostError},
    text::SectionKey,
};

on_both!(
    answers_stand_under_what_they_answer,
    what_is_deleted_cannot_be_answered,
    an_answer_and_a_deletion_at_once_leave_the_counts_right,
);

async fn answers_stand_under_what_they_answer(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    let plan = published(&fresh, &ada).await;
    let first = posted(&fresh, &ada, plan, &on("risks", "")).await;
    let second = posted(&fresh, &ada, plan, &saying("Two")).await;
    let below_first = answered(&fresh, &ada, plan, first).await;
    let deeper = answered(&fresh, &ada, plan, below_first).await;
    let comments = thread(&fresh, plan).await;
    assert_eq!(ids(&comments), [first, below_first, deeper, second]);
    assert_eq!(comments[2].depth, 2);
    assert_eq!(comments[2].root, first);
    assert_eq!(comments[0].replies, 1);
    assert!(comments[2].on.is_none(), "it named no section itself");
    let counts = comments::section_counts(&fresh.forum, &self::plan(&fresh, plan).await).await;
    let risks = SectionKey::parse("risks").expect("a key");
    assert_eq!(counts.expect("counted").of(&risks), 3);
    counters_hold(&fresh).await;
}

async fn what_is_deleted_cannot_be_answered(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    let plan = published(&fresh, &ada).await;
    let first = posted(&fresh, &ada, plan, &saying("One")).await;
    comments::delete(&fresh.forum, &ada, first)
        .await
        .expect("deleted");
    let answer = NewComment {
        parent: Some(first),
        ..saying("Wait!")
    };
    let late = comments::post(&fresh.forum, &ada, plan, &answer, None).await;
    assert!(matches!(late, Err(PostError::ParentGone)));
    counters_hold(&fresh).await;
}

async fn an_answer_and_a_deletion_at_once_leave_the_counts_right(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    let ben = fresh.member("ben").await;
    let plan = published(&fresh, &ada).await;
    for _ in 0..10 {
        let first = posted(&fresh, &ada, plan, &saying("One")).await;
        let (forum, ben) = (fresh.forum.clone(), ben.clone());
        let answer = tokio::spawn(async move {
            let answer = NewComment {
                parent: Some(first),
                ..saying("Wait!")
            };
            comments::post(&forum, &ben, plan, &answer, None).await
        });
        comments::delete(&fresh.forum, &ada, first)
            .await
            .expect("deleted");
        match answer.await.expect("no panic") {
            Ok(_) | Err(PostError::ParentGone) => {}
            other => panic!("{other:?}"),
        }
    }
    counters_hold(&fresh).await;
}
