//! Discussion: posting, answering, editing, deleting, agreeing, lifting up, and reading it all.

use crate::{cast::seen_by, harness::Fresh};
use domain::{
    Member, Viewer,
    clock::Timestamp,
    comments::{
        self, Comment, DeleteError, Edit, EditError, FavoriteError, NewComment, PostError, Reading,
        SectionNow, Sort, State, VoteError,
    },
    ids::{CommentId, PlanId, RevisionNumber, Seq},
    log,
    plans::{self, Plan, Typed},
    text::SectionKey,
};

on_both!(
    a_comment_is_posted_once_however_often_it_is_sent,
    one_key_sent_at_once_posts_one_comment,
    a_comment_names_a_section_and_quotes_it,
    a_reader_is_told_that_a_section_changed_or_is_gone,
    there_is_nothing_to_comment_on_where_no_plan_is,
    answers_stand_under_what_they_answer,
    what_is_deleted_cannot_be_answered,
    an_answer_and_a_deletion_at_once_leave_the_counts_right,
    an_edit_is_marked_and_keeps_what_was_said_before,
    a_stale_edit_is_refused,
    a_deleted_comment_leaves_its_place_and_nothing_else,
    two_votes_at_once_by_one_person_are_one,
    nobody_votes_for_themselves,
    the_founder_lifts_a_comment_up_and_names_a_revision,
    pages_of_a_discussion_meet_without_gap_in_every_order,
    a_long_thread_continues_on_a_page_of_its_own,
    a_comments_own_page_has_what_is_above_and_below,
    a_section_is_read_alone,
    new_comments_are_told_from_the_log,
    a_withdrawn_plan_takes_its_discussion_along,
    a_suspended_member_says_nothing,
    a_person_is_shown_by_what_they_wrote,
    a_flood_of_comments_is_stemmed,
);

const BODY: &str = "## Who pays\n\nTenants pay [$4.50][price] a load.\n\n## Risks\n\nThe boiler.\n\n[price]: https://a.example\n";

fn laundromat(body: &str) -> Typed {
    Typed {
        title: "Solar laundromat for apartment blocks".into(),
        pitch: "Coin laundry on roof power: residents prepay washes.".into(),
        body: body.into(),
        ..Typed::default()
    }
}

async fn published(fresh: &Fresh, author: &Member) -> PlanId {
    plans::publish(&fresh.forum, author, &laundromat(BODY), None)
        .await
        .expect("it is published")
        .id
}

async fn revised(fresh: &Fresh, author: &Member, id: PlanId, base: i32, body: &str) {
    let edit = plans::Edit {
        base,
        typed: laundromat(body),
        note: "Counted again".into(),
        ..plans::Edit::default()
    };
    plans::revise(&fresh.forum, author, id, &edit, None)
        .await
        .expect("it is revised");
}

async fn plan(fresh: &Fresh, id: PlanId) -> Plan {
    plans::find(&fresh.forum, &Viewer::Anonymous, id)
        .await
        .expect("the database answers")
        .expect("there is such a plan")
}

fn saying(body: &str) -> NewComment {
    NewComment {
        body: body.into(),
        ..NewComment::default()
    }
}

fn on(section: &str, quote: &str) -> NewComment {
    NewComment {
        section: Some(section.into()),
        quote: Some(quote.into()),
        ..saying("How so?")
    }
}

async fn posted(fresh: &Fresh, by: &Member, plan: PlanId, typed: &NewComment) -> CommentId {
    comments::post(&fresh.forum, by, plan, typed, None)
        .await
        .expect("it is posted")
        .id
}

async fn answered(fresh: &Fresh, by: &Member, plan: PlanId, parent: CommentId) -> CommentId {
    let answer = NewComment {
        parent: Some(parent),
        ..saying("I see it otherwise.")
    };
    posted(fresh, by, plan, &answer).await
}

async fn page(fresh: &Fresh, viewer: &Viewer, id: PlanId, reading: &Reading) -> comments::Thread {
    let plan = plan(fresh, id).await;
    let sections = comments::sections(&fresh.forum, &plan).await.expect("read");
    comments::thread(&fresh.forum, viewer, &plan, &sections, reading)
        .await
        .expect("the discussion is read")
}

async fn thread(fresh: &Fresh, id: PlanId) -> Vec<Comment> {
    let old = Reading {
        sort: Sort::Old,
        ..Reading::default()
    };
    page(fresh, &Viewer::Anonymous, id, &old).await.comments
}

fn ids(comments: &[Comment]) -> Vec<CommentId> {
    comments.iter().map(|comment| comment.id).collect()
}

fn problem(error: PostError, field: &str) -> String {
    match error {
        PostError::Invalid(problems) => problems.of(field).expect("said of the field").to_owned(),
        other => panic!("{other:?}"),
    }
}

/// Every counter says what the rows say.
async fn counters_hold(fresh: &Fresh) {
    for (wrong, what) in [
        (
            "SELECT COUNT(*) FROM plans p WHERE comments <> (SELECT COUNT(*) FROM comments c WHERE c.plan_id = p.id AND c.state = 'shown')",
            "plans",
        ),
        (
            "SELECT COUNT(*) FROM accounts a WHERE comments <> (SELECT COUNT(*) FROM comments c WHERE c.author_id = a.id AND c.state = 'shown')",
            "accounts",
        ),
        (
            "SELECT COUNT(*) FROM comments p WHERE replies <> (SELECT COUNT(*) FROM comments c WHERE c.parent_id = p.id AND c.state = 'shown')",
            "answers",
        ),
        (
            "SELECT COUNT(*) FROM comments c WHERE votes <> (SELECT COUNT(*) FROM comment_votes v WHERE v.comment_id = c.id)",
            "votes",
        ),
    ] {
        assert_eq!(fresh.number(wrong).await, 0, "{what}");
    }
    let report = log::verify(&fresh.forum).await.expect("it can be read");
    assert_eq!(report.faults, Vec::<String>::new());
}

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
