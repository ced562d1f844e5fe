//! What new accounts may, and when they may what others may.

use crate::harness::{BEGINNING, Fresh};
use domain::{
    Forum, Member,
    accounts::{self, EditProfileError, Newcomers, TypedProfile},
    clock::Timestamp,
    comments::{self, EditError, NewComment, PostError},
    forks::{self, ForkError, NewFork},
    forum::Policy,
    ids::{CommentId, PlanId, RevisionNumber},
    plans::{self, Edit, PublishError, ReviseError, Typed},
    suggestions::{self, NewSuggestion, Offer, OfferError},
};

on_both!(
    an_hour_has_so_many_plans_and_comments,
    a_text_has_so_many_links_and_mentions,
    neither_profiles_nor_suggestions_are_a_way_around,
    it_ends_by_age,
    it_ends_by_what_others_took_up,
    new_accounts_cannot_vouch_for_each_other,
    an_operator_switches_it_off,
);

const TIGHT: Newcomers = Newcomers {
    days: 7,
    accepted: 3,
    plans: 2,
    comments: 2,
    links: 1,
    plan_links: 2,
    mentions: 1,
};

/// A forum that limits new accounts so.
fn limited(fresh: &Fresh, newcomers: Option<Newcomers>) -> Forum {
    fresh.under(Policy {
        newcomers,
        ..Policy::default()
    })
}

fn saying(body: &str) -> Typed {
    Typed {
        title: "A laundry by the river".into(),
        pitch: "Coin laundry for whoever lives here.".into(),
        body: body.into(),
        ..Typed::default()
    }
}

async fn publish(forum: &Forum, author: &Member, body: &str) -> Result<PlanId, PublishError> {
    let saved = plans::publish(forum, author, &saying(body), None).await;
    saved.map(|saved| saved.id)
}

async fn say(
    forum: &Forum,
    author: &Member,
    plan: PlanId,
    body: &str,
) -> Result<CommentId, PostError> {
    let new = NewComment {
        body: body.into(),
        ..NewComment::default()
    };
    let posted = comments::post(forum, author, plan, &new, None).await;
    posted.map(|posted| posted.id)
}

/// Somebody who joined so many days ago.
async fn old(fresh: &Fresh, handle: &str, days: i64) -> Member {
    let member = fresh.member(handle).await;
    fresh
        .write(
            "UPDATE accounts SET created_at = $2 WHERE id = $1",
            [
                member.id.0.into(),
                BEGINNING.plus(-days * Timestamp::DAY).0.into(),
            ],
        )
        .await;
    member
}

async fn missing(forum: &Forum, member: &Member) -> Option<i64> {
    let new = accounts::newcomer(forum, member.id).await;
    new.expect("it is counted").map(|new| new.missing)
}

async fn an_hour_has_so_many_plans_and_comments(fresh: Fresh) {
    let forum = limited(&fresh, Some(TIGHT));
    let (ada, ben) = (fresh.member("ada").await, old(&fresh, "ben", 30).await);
    let first = publish(&forum, &ada, "## Who pays\n\nAll.")
        .await
        .expect("the first");
    let because = NewFork {
        reason: "Another city".into(),
        ..NewFork::default()
    };
    forks::fork(&forum, &ada, first, &because, None)
        .await
        .expect("a fork is the second");
    let wait = match publish(&forum, &ada, "## Who pays\n\nAll.").await {
        Err(PublishError::Wait(wait)) => wait,
        other => panic!("{other:?}"),
    };
    for part in [
        "2 plans in an hour",
        "the next in 31 minutes",
        "8 November 2026",
        "3 more contributions",
    ] {
        assert!(wait.words.contains(part), "{part}: {}", wait.words);
    }
    assert!((1_795..=1_801).contains(&wait.seconds), "{}", wait.seconds);
    assert!(matches!(
        forks::fork(&forum, &ada, first, &because, None).await,
        Err(ForkError::Wait(_))
    ));
    for _ in 0..2 {
        say(&forum, &ada, first, "Yes.")
            .await
            .expect("two comments");
    }
    assert!(matches!(
        say(&forum, &ada, first, "Yes.").await,
        Err(PostError::Wait(_))
    ));
    for _ in 0..4 {
        publish(&forum, &ben, "## Who pays\n\nAll.")
            .await
            .expect("he is known");
        say(&forum, &ben, first, "Yes.").await.expect("he is known");
    }
    forum.set_clock(forum.now().plus(30 * Timestamp::MINUTE));
    publish(&forum, &ada, "## Who pays\n\nAll.")
        .await
        .expect("as was said");
    assert!(publish(&forum, &ada, "## Who pays\n\nAll.").await.is_err());
}

async fn a_text_has_so_many_links_and_mentions(fresh: Fresh) {
    let forum = limited(&fresh, Some(TIGHT));
    let (ada, ben) = (fresh.member("ada").await, old(&fresh, "ben", 30).await);
    let three = "https://a.example https://b.example https://c.example";
    let problem = match publish(&forum, &ada, three).await {
        Err(PublishError::Invalid(problems)) => {
            problems.of("body").expect("of the body").to_owned()
        }
        other => panic!("{other:?}"),
    };
    assert!(
        problem.contains("has 3 links") && problem.contains("at most 2 links"),
        "{problem}"
    );
    let plan = publish(&forum, &ada, "https://a.example https://b.example")
        .await
        .expect("two");
    let edit = |body: &str, base| Edit {
        base,
        typed: saying(body),
        note: "More".into(),
        ..Edit::default()
    };
    let more = edit(three, 1);
    assert!(matches!(
        plans::revise(&forum, &ada, plan, &more, None).await,
        Err(ReviseError::Invalid(_))
    ));
    for (body, right) in [
        ("https://a.example", true),
        ("https://a.example https://b.example", false),
        ("@ben-two", true),
        ("@ben-two and @fay-three", false),
        ("@ben-two and @ben-two [here](/plans/1)", true),
    ] {
        let posted = say(
            &forum,
            &fresh.member(&format!("eve-{}", body.len())).await,
            plan,
            body,
        )
        .await;
        assert_eq!(posted.is_ok(), right, "{body}: {posted:?}");
    }
    // An edit is no way around it, and what stood there before stays.
    let known = say(&forum, &ben, plan, "https://a.example https://b.example")
        .await
        .expect("known");
    let own = say(&forum, &ada, plan, "Yes.").await.expect("no link");
    let linking = comments::Edit {
        base: 0,
        body: "https://a.example https://b.example".into(),
    };
    assert!(matches!(
        comments::edit(&forum, &ada, own, &linking).await,
        Err(EditError::Invalid(_))
    ));
    fresh
        .write(
            "UPDATE comments SET author_id = $1 WHERE id = $2",
            [ada.id.0.into(), known.0.into()],
        )
        .await;
    let corrected = comments::Edit {
        base: 0,
        body: "See https://a.example https://b.example".into(),
    };
    comments::edit(&forum, &ada, known, &corrected)
        .await
        .expect("no more than before");
}

async fn neither_profiles_nor_suggestions_are_a_way_around(fresh: Fresh) {
    let forum = limited(&fresh, Some(TIGHT));
    let (ada, ben) = (fresh.member("ada").await, old(&fresh, "ben", 30).await);
    let three = "https://a.example https://b.example https://c.example";
    let about = |text: &str| TypedProfile {
        about: text.into(),
        ..TypedProfile::default()
    };
    let refused = accounts::edit_profile(&forum, &ada, &about(three)).await;
    match refused.expect_err("too many") {
        EditProfileError::Invalid(problems) => {
            let words = problems.of("about").expect("of the text");
            assert!(
                words.contains("a profile may have at most 1 link"),
                "{words}"
            );
        }
        other => panic!("{other}"),
    }
    accounts::edit_profile(&forum, &ben, &about(three))
        .await
        .expect("he is known");
    let plan = publish(&forum, &ben, three).await.expect("his plan");
    let suggest = async |body: &str| {
        let offer = NewSuggestion {
            note: "It is missing".into(),
            offer: Offer::Whole {
                base: RevisionNumber::FIRST,
                typed: Box::new(saying(body)),
            },
        };
        suggestions::offer(&forum, &ada, plan, &offer, None).await
    };
    let more = format!("{three} https://d.example");
    assert!(matches!(suggest(&more).await, Err(OfferError::Invalid(_))));
    suggest(&format!("{three} Rain, for weeks."))
        .await
        .expect("no link of hers");
}

async fn it_ends_by_age(fresh: Fresh) {
    let forum = limited(&fresh, Some(TIGHT));
    let ada = old(&fresh, "ada", 6).await;
    assert_eq!(missing(&forum, &ada).await, Some(3));
    forum.set_clock(BEGINNING.plus(Timestamp::DAY));
    assert_eq!(missing(&forum, &ada).await, None);
    accounts::set_role(&forum, "ada", accounts::Role::Member)
        .await
        .expect("as she is");
    let mo = fresh.member("moe").await;
    assert_eq!(missing(&forum, &mo).await, Some(3));
    accounts::set_role(&forum, "moe", accounts::Role::Moderator)
        .await
        .expect("he moderates");
    assert_eq!(missing(&forum, &mo).await, None, "an admin knows him");
}

async fn it_ends_by_what_others_took_up(fresh: Fresh) {
    let forum = limited(&fresh, Some(TIGHT));
    let ada = fresh.member("ada").await;
    let ben = old(&fresh, "ben", 30).await;
    let plan = publish(&forum, &ben, "## Who pays\n\nAll.")
        .await
        .expect("his plan");
    let said = say(&forum, &ada, plan, "Who mends it?")
        .await
        .expect("a comment");
    comments::favorite(&forum, &ben, said, None)
        .await
        .expect("it is lifted up");
    assert_eq!(missing(&forum, &ada).await, Some(2));
    let own = publish(&forum, &ada, "## Who pays\n\nAll.")
        .await
        .expect("her plan");
    plans::vote(&forum, &ada, own)
        .await
        .expect("her own vote does not count");
    for reader in 0..4 {
        let reader = old(&fresh, &format!("reader-{reader}"), 30).await;
        plans::vote(&forum, &reader, own).await.expect("a vote");
    }
    assert_eq!(missing(&forum, &ada).await, Some(2));
    comments::vote(&forum, &ben, said)
        .await
        .expect("the fifth vote");
    assert_eq!(missing(&forum, &ada).await, Some(1));
    fresh
        .write(
            "INSERT INTO suggestions (plan_id, author_id, base, title, pitch, body, tags, note, state, parts, accepted, \
             created_at, changed_at, salt, content_hash) VALUES ($1, $2, 1, '', '', '', '', '', 'decided', 1, 1, 0, 0, $3, $3)",
            [plan.0.into(), ada.id.0.into(), vec![0_u8].into()],
        )
        .await;
    assert_eq!(missing(&forum, &ada).await, None);
    for _ in 0..3 {
        publish(&forum, &ada, "## Who pays\n\nAll.")
            .await
            .expect("she is known");
    }
}

async fn new_accounts_cannot_vouch_for_each_other(fresh: Fresh) {
    let forum = limited(&fresh, Some(TIGHT));
    let ada = fresh.member("ada").await;
    let own = publish(&forum, &ada, "## Who pays\n\nAll.")
        .await
        .expect("her plan");
    for puppet in 0..20 {
        let puppet = fresh.member(&format!("puppet-{puppet}")).await;
        plans::vote(&forum, &puppet, own).await.expect("a vote");
    }
    assert_eq!(missing(&forum, &ada).await, Some(3));
}

async fn an_operator_switches_it_off(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    let off = limited(&fresh, None);
    let unlimited = fresh.under(Policy {
        newcomers: Some(TIGHT),
        limits: false,
        ..Policy::default()
    });
    for forum in [off, unlimited] {
        assert_eq!(missing(&forum, &ada).await, None);
        for _ in 0..3 {
            publish(
                &forum,
                &ada,
                "https://a.example https://b.example https://c.example",
            )
            .await
            .expect("nothing is in her way");
        }
    }
}
