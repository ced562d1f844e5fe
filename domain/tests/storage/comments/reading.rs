//! Reading a discussion: in pages and orders, by section, by thread, by person.

use super::{BODY, answered, ids, on, page, plan, posted, published, revised, saying, thread};
use crate::{cast::seen_by, harness::Fresh};
use domain::{
    Viewer,
    comments::{self, NewComment, PostError, Reading, SectionNow, Sort, VoteError},
    ids::{CommentId, Seq},
    log,
    text::SectionKey,
};

on_both!(
    pages_of_a_discussion_meet_without_gap_in_every_order,
    a_long_thread_continues_on_a_page_of_its_own,
    a_comments_own_page_has_what_is_above_and_below,
    a_section_is_read_alone,
    a_reader_is_told_that_a_section_changed_or_is_gone,
    new_comments_are_told_from_the_log,
    a_withdrawn_plan_takes_its_discussion_along,
    a_person_is_shown_by_what_they_wrote,
);

async fn pages_of_a_discussion_meet_without_gap_in_every_order(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    let ben = fresh.member("ben").await;
    let plan = published(&fresh, &ada).await;
    let mut all = Vec::new();
    for number in 0..7 {
        let id = posted(&fresh, &ada, plan, &saying("One")).await;
        if number % 3 == 0 {
            comments::vote(&fresh.forum, &ben, id)
                .await
                .expect("counted");
        }
        all.push(id);
    }
    for sort in Sort::ALL {
        let mut reading = Reading {
            sort: *sort,
            limit: 3,
            ..Reading::default()
        };
        let mut read = Vec::new();
        loop {
            let page = page(&fresh, &Viewer::Anonymous, plan, &reading).await;
            read.extend(ids(&page.comments));
            match page.next {
                // As an address carries it.
                Some(next) => reading.after = Some(next.to_string().parse().expect("a cursor")),
                None => break,
            }
        }
        let by = |order: [usize; 7]| order.map(|index| all[index]);
        match sort {
            Sort::Old => assert_eq!(read, all),
            Sort::New => assert_eq!(read, by([6, 5, 4, 3, 2, 1, 0])),
            Sort::Best => assert_eq!(read, by([6, 3, 0, 5, 4, 2, 1])),
        }
    }
}

async fn a_long_thread_continues_on_a_page_of_its_own(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    let plan = published(&fresh, &ada).await;
    let root = posted(&fresh, &ada, plan, &saying("One")).await;
    let below = answered(&fresh, &ada, plan, root).await;
    // As rows: posting 600 comments one after the other would be a test of patience.
    let copies = "INSERT INTO comments (plan_id, root_id, parent_id, depth, author_id, revision, body, html, renderer, state, created_at, salt, content_hash) \
        SELECT c.plan_id, $1, $2, 2, c.author_id, 1, '', 'x', 1, 'shown', 0, c.salt, c.content_hash FROM comments c CROSS JOIN \
        (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 600) SELECT i FROM n) AS many WHERE c.id = $1";
    fresh.write(copies, [root.0.into(), below.0.into()]).await;
    fresh
        .write(
            "UPDATE comments SET replies = 600 WHERE id = $1",
            [below.0.into()],
        )
        .await;
    let comments = thread(&fresh, plan).await;
    assert_eq!(comments.len(), 501);
    assert!(!comments[0].continues);
    assert!(comments[1].continues);
    let own = comments::subthread(&fresh.forum, &Viewer::Anonymous, below).await;
    let own = own.expect("read").expect("it is there");
    assert_eq!(own.comments.len(), 501);
    assert!(own.comment().continues);
}

async fn a_comments_own_page_has_what_is_above_and_below(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    let plan = published(&fresh, &ada).await;
    let root = posted(&fresh, &ada, plan, &saying("One")).await;
    let middle = answered(&fresh, &ada, plan, root).await;
    let beside = answered(&fresh, &ada, plan, root).await;
    let below = answered(&fresh, &ada, plan, middle).await;
    answered(&fresh, &ada, plan, beside).await;
    let page = comments::subthread(&fresh.forum, &Viewer::Anonymous, middle).await;
    let page = page.expect("read").expect("it is there");
    assert_eq!(page.above.map(|above| above.id), Some(root));
    assert_eq!(ids(&page.comments), [middle, below]);
    assert_eq!(page.plan.id, plan);
    let nothing = comments::subthread(&fresh.forum, &Viewer::Anonymous, CommentId(404)).await;
    assert!(nothing.expect("read").is_none());
}

async fn a_section_is_read_alone(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    let plan = published(&fresh, &ada).await;
    let risks = posted(&fresh, &ada, plan, &on("risks", "")).await;
    let elsewhere = posted(&fresh, &ada, plan, &saying("Two")).await;
    let answer = NewComment {
        parent: Some(elsewhere),
        ..on("who-pays", "Tenants")
    };
    posted(&fresh, &ada, plan, &answer).await;
    let section = |key: &str| Reading {
        section: SectionKey::parse(key).ok(),
        ..Reading::default()
    };
    let read = page(&fresh, &Viewer::Anonymous, plan, &section("risks")).await;
    assert_eq!(ids(&read.comments), [risks]);
    let read = page(&fresh, &Viewer::Anonymous, plan, &section("who-pays")).await;
    assert_eq!(read.comments[0].id, elsewhere);
    let read = page(&fresh, &Viewer::Anonymous, plan, &section("nowhere")).await;
    assert_eq!(read.comments, []);
}

async fn a_reader_is_told_that_a_section_changed_or_is_gone(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    let plan = published(&fresh, &ada).await;
    posted(&fresh, &ada, plan, &on("who-pays", "")).await;
    posted(&fresh, &ada, plan, &on("risks", "")).await;
    let now = || async {
        let comments = thread(&fresh, plan).await.into_iter();
        let sections = comments.map(|comment| comment.on.expect("a section").now);
        sections.collect::<Vec<_>>()
    };
    revised(&fresh, &ada, plan, 1, &BODY.replace("a load", "a wash")).await;
    assert_eq!(now().await, [SectionNow::Changed, SectionNow::Same]);
    revised(&fresh, &ada, plan, 2, "## Risks\n\nThe pump.").await;
    assert_eq!(now().await, [SectionNow::Gone, SectionNow::Changed]);
    revised(&fresh, &ada, plan, 3, BODY).await;
    assert_eq!(now().await, [SectionNow::Same, SectionNow::Same]);
}

async fn new_comments_are_told_from_the_log(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    let id = published(&fresh, &ada).await;
    let other = published(&fresh, &ada).await;
    posted(&fresh, &ada, id, &saying("Before")).await;
    let seen = log::newest(&fresh.forum).await.expect("read");
    let first = posted(&fresh, &ada, id, &saying("One")).await;
    posted(&fresh, &ada, other, &saying("Elsewhere")).await;
    let gone = posted(&fresh, &ada, id, &saying("Two")).await;
    let third = posted(&fresh, &ada, id, &saying("Three")).await;
    comments::delete(&fresh.forum, &ada, gone)
        .await
        .expect("deleted");
    let plan = plan(&fresh, id).await;
    let new = comments::since(&fresh.forum, &Viewer::Anonymous, &plan, seen).await;
    let new = new.expect("read");
    assert_eq!(new, [(Seq(seen.0 + 1), first), (Seq(seen.0 + 4), third)]);
    let entries = log::after(&fresh.forum, seen, 10).await.expect("read");
    let told: Vec<_> = entries.iter().filter_map(comments::posted_in).collect();
    assert_eq!(told.len(), 4);
    assert_eq!(told[0], (id, first));
}

async fn a_withdrawn_plan_takes_its_discussion_along(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    let ben = fresh.member("ben").await;
    let id = published(&fresh, &ada).await;
    let comment = posted(&fresh, &ben, id, &saying("One")).await;
    let withdraw = "UPDATE plans SET state = 'withdrawn' WHERE id = $1";
    fresh.write(withdraw, [id.0.into()]).await;
    for (viewer, sees) in [
        (Viewer::Anonymous, 0),
        (seen_by(&ben), 0),
        (seen_by(&ada), 1),
    ] {
        let read = page(&fresh, &viewer, id, &Reading::default()).await;
        assert_eq!(read.comments.len(), sees);
        let own = comments::subthread(&fresh.forum, &viewer, comment).await;
        assert_eq!(own.expect("read").is_some(), sees == 1);
        let history = comments::history(&fresh.forum, &viewer, comment).await;
        assert_eq!(history.expect("read").is_some(), sees == 1);
        let plan = plan(&fresh, id).await;
        let new = comments::since(&fresh.forum, &viewer, &plan, Seq(0)).await;
        assert_eq!(new.expect("read").len(), sees);
    }
    let of_ben = comments::of_person(&fresh.forum, ben.id, None, 10).await;
    assert_eq!(of_ben.expect("read").items, []);
    let late = comments::post(&fresh.forum, &ben, id, &saying("Two"), None).await;
    assert!(matches!(late, Err(PostError::NotFound)));
    let late = comments::vote(&fresh.forum, &ada, comment).await;
    assert!(matches!(late, Err(VoteError::NotFound)));
}

async fn a_person_is_shown_by_what_they_wrote(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    let plan = published(&fresh, &ada).await;
    let mut all = Vec::new();
    for _ in 0..5 {
        all.push(posted(&fresh, &ada, plan, &saying("One")).await);
    }
    comments::delete(&fresh.forum, &ada, all.remove(2))
        .await
        .expect("deleted");
    all.reverse();
    let first = comments::of_person(&fresh.forum, ada.id, None, 3)
        .await
        .expect("read");
    let rest = comments::of_person(&fresh.forum, ada.id, first.next, 3)
        .await
        .expect("read");
    let read: Vec<_> = first
        .items
        .iter()
        .chain(&rest.items)
        .map(|item| item.id)
        .collect();
    assert_eq!(read, all);
    assert_eq!(rest.next, None);
    assert_eq!(
        first.items[0].title,
        "Solar laundromat for apartment blocks"
    );
}
