//! Posting: what may be said where, and once.

use super::{counters_hold, ids, on, posted, problem, published, saying, thread};
use crate::harness::Fresh;
use domain::{
    clock::Timestamp,
    comments::{self, DeleteError, Edit, EditError, NewComment, PostError, SectionNow, VoteError},
    ids::{PlanId, RevisionNumber},
};

on_both!(
    a_comment_is_posted_once_however_often_it_is_sent,
    one_key_sent_at_once_posts_one_comment,
    a_comment_names_a_section_and_quotes_it,
    there_is_nothing_to_comment_on_where_no_plan_is,
    a_suspended_member_says_nothing,
    a_flood_of_comments_is_stemmed,
);

async fn a_comment_is_posted_once_however_often_it_is_sent(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    let ben = fresh.member("ben").await;
    let plan = published(&fresh, &ada).await;
    let typed = saying("What does **one** wash cost? @ada");
    let first = comments::post(&fresh.forum, &ben, plan, &typed, Some("k")).await;
    let again = comments::post(&fresh.forum, &ben, plan, &typed, Some("k")).await;
    assert_eq!(first.expect("posted"), again.expect("the same"));
    let [comment] = thread(&fresh, plan).await.try_into().expect("one comment");
    assert!(
        comment.html.contains("<strong>one</strong>"),
        "{}",
        comment.html
    );
    assert!(comment.html.contains("/people/ada"), "{}", comment.html);
    assert_eq!(comment.author.id, ben.id);
    assert!(!comment.by_founder);
    counters_hold(&fresh).await;
}

async fn one_key_sent_at_once_posts_one_comment(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    let plan = published(&fresh, &ada).await;
    let submit = || {
        let (forum, ada) = (fresh.forum.clone(), ada.clone());
        tokio::spawn(async move {
            comments::post(&forum, &ada, plan, &saying("Once."), Some("k"))
                .await
                .expect("posted")
                .id
        })
    };
    let sent: Vec<_> = (0..8).map(|_| submit()).collect();
    let mut made = Vec::new();
    for task in sent {
        made.push(task.await.expect("no panic"));
    }
    made.dedup();
    assert_eq!(made.len(), 1);
    assert_eq!(ids(&thread(&fresh, plan).await), made);
    counters_hold(&fresh).await;
}

async fn a_comment_names_a_section_and_quotes_it(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    let plan = published(&fresh, &ada).await;
    posted(&fresh, &ada, plan, &on("who-pays", "pay\n$4.50  a load")).await;
    let [comment] = thread(&fresh, plan).await.try_into().expect("one comment");
    let on_section = comment.on.expect("it names a section");
    assert_eq!(on_section.title, "Who pays");
    assert_eq!(on_section.quote.as_deref(), Some("pay $4.50 a load"));
    assert_eq!(on_section.now, SectionNow::Same);
    assert_eq!(comment.revision, RevisionNumber::FIRST);
    assert!(comment.by_founder);

    let refused = |typed: NewComment| {
        let (forum, ada) = (&fresh.forum, &ada);
        async move {
            comments::post(forum, ada, plan, &typed, None)
                .await
                .expect_err("it is refused")
        }
    };
    let elsewhere = refused(on("risks", "pay $4.50 a load")).await;
    assert_eq!(problem(elsewhere, "quote"), "is not what “Risks” says now");
    let nowhere = refused(on("costs", "")).await;
    assert_eq!(problem(nowhere, "section"), "is not in this plan");
    let unnamed = refused(on("", "The boiler.")).await;
    problem(unnamed, "section");
    counters_hold(&fresh).await;
}

async fn there_is_nothing_to_comment_on_where_no_plan_is(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    let plan = published(&fresh, &ada).await;
    let other = published(&fresh, &ada).await;
    let elsewhere = posted(&fresh, &ada, other, &saying("Elsewhere.")).await;
    let nowhere = comments::post(&fresh.forum, &ada, PlanId(404), &saying("Hi."), None).await;
    assert!(matches!(nowhere, Err(PostError::NotFound)));
    let answer = NewComment {
        parent: Some(elsewhere),
        ..saying("Across plans.")
    };
    let across = comments::post(&fresh.forum, &ada, plan, &answer, None).await;
    assert_eq!(
        problem(across.expect_err("refused"), "parent"),
        "is not a comment on this plan"
    );
    counters_hold(&fresh).await;
}

async fn a_suspended_member_says_nothing(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    let ben = fresh.member("ben").await;
    let plan = published(&fresh, &ada).await;
    let own = posted(&fresh, &ben, plan, &saying("One")).await;
    let adas = posted(&fresh, &ada, plan, &saying("Two")).await;
    fresh.suspend(&ben).await;
    let post = comments::post(&fresh.forum, &ben, plan, &saying("Three"), None).await;
    assert!(matches!(post, Err(PostError::Suspended)));
    let edit = Edit {
        base: 0,
        body: "Three".into(),
    };
    let edit = comments::edit(&fresh.forum, &ben, own, &edit).await;
    assert!(matches!(edit, Err(EditError::Suspended)));
    let vote = comments::vote(&fresh.forum, &ben, adas).await;
    assert!(matches!(vote, Err(VoteError::Suspended)));
    let delete = comments::delete(&fresh.forum, &ben, own).await;
    assert!(matches!(delete, Err(DeleteError::Suspended)));
    counters_hold(&fresh).await;
}

async fn a_flood_of_comments_is_stemmed(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    let plan = published(&fresh, &ada).await;
    for _ in 0..30 {
        posted(&fresh, &ada, plan, &saying("One")).await;
    }
    let flood = comments::post(&fresh.forum, &ada, plan, &saying("One"), None).await;
    let Err(PostError::Limited { retry_after }) = flood else {
        panic!("{flood:?}");
    };
    let later = i64::try_from(retry_after).expect("a short wait") * Timestamp::SECOND;
    fresh.forum.set_clock(fresh.forum.now().plus(later));
    posted(&fresh, &ada, plan, &saying("One")).await;
    counters_hold(&fresh).await;
}
