//! Spam of one account, hidden in one go; what new accounts post; and applications.

use super::{Kept, account, enrolled};
use crate::harness::Fresh;
use domain::{
    Viewer,
    accounts::{self, LONGEST_APPLICATION, Newcomers, Registration, Role, SignUp, SignUpError},
    forum::Policy,
    moderation::{self, Deed, ModerateError, Refusal, Swept, Thing, Waiting},
};
use std::net::{IpAddr, Ipv4Addr};

const NOWHERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

on_both!(
    all_of_somebody_is_hidden,
    what_newcomers_post_is_looked_at,
    what_newcomers_post_is_held_where_the_forum_says_so,
    whoever_applies_waits_for_a_moderator,
);

async fn all_of_somebody_is_hidden(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    let ben = &kept.readers[0];
    let own = [
        kept.post(ben, "Cheap boilers here").await,
        kept.post(ben, "Cheaper boilers here").await,
    ];
    let other = kept.post(&kept.ada, "Bakery at night").await;
    kept.comment(ben, other, "Boilers!").await;
    kept.comment(&kept.ada, other, "No.").await;
    let case = kept.open(account(ben)).await;
    let short = moderation::sweep(forum, &kept.mo, case, " ").await;
    assert!(matches!(short, Err(ModerateError::Invalid(_))));
    let swept = moderation::sweep(forum, &kept.mo, case, "Advertising").await;
    let all = Swept {
        hidden: 3,
        more: false,
    };
    assert_eq!(swept.expect("it is done"), all);
    for plan in own {
        assert!(!kept.is_shown(plan).await);
    }
    assert!(kept.is_shown(other).await);
    let seen = kept.plan_for(&Viewer::Anonymous, other).await;
    assert_eq!(seen.comments, 1, "Ada’s stays");
    let again = moderation::sweep(forum, &kept.mo, case, "Advertising").await;
    assert_eq!(again.expect("nothing is left"), Swept::default());
    // Each can be given back by itself.
    let withheld = kept.plan_for(&Viewer::Anonymous, own[0]).await.withheld;
    kept.undo(withheld.expect("it is hidden"))
        .await
        .expect("undone");
    assert!(kept.is_shown(own[0]).await);
    assert!(!kept.is_shown(own[1]).await);
    let olga = kept.open(Thing::Account(kept.olga.id)).await;
    let unfit = moderation::sweep(forum, &kept.mo, olga, "Advertising").await;
    assert!(matches!(unfit, Err(ModerateError::Refused(Refusal::Unfit))));
    let case = kept.open(Thing::Plan(other)).await;
    let unfit = moderation::sweep(forum, &kept.mo, case, "Advertising").await;
    assert!(matches!(unfit, Err(ModerateError::Refused(Refusal::Unfit))));
    kept.log_is_whole().await;
}

/// A forum that knows newcomers, with one of them; the others have been there for long.
async fn with_newcomer(mut fresh: Fresh, premoderate: bool) -> (Kept, domain::Member) {
    fresh.forum = fresh.under(Policy {
        newcomers: Some(Newcomers::default()),
        premoderate,
        ..Policy::default()
    });
    let kept = Kept::over(fresh).await;
    kept.fresh
        .write("UPDATE accounts SET created_at = 0", [])
        .await;
    let newcomer = enrolled(&kept.fresh, "newt", Role::Member).await;
    (kept, newcomer)
}

async fn what_newcomers_post_is_looked_at(fresh: Fresh) {
    let (kept, newcomer) = with_newcomer(fresh, false).await;
    let known = kept.post(&kept.ada, "Bakery at night").await;
    assert_eq!(kept.queue(Waiting::Unreported).await, []);
    let plan = kept.post(&newcomer, "Bakery by day").await;
    let said = kept.comment(&newcomer, known, "Fresh bread sells.").await;
    let queue = kept.queue(Waiting::Unreported).await;
    let things: Vec<Thing> = queue.iter().map(|case| case.thing).collect();
    assert_eq!(things, [Thing::Comment(said), Thing::Plan(plan)]);
    assert!(kept.is_shown(plan).await);
    // What somebody reports comes before that.
    kept.flag(&kept.readers[0], Thing::Plan(known))
        .await
        .expect("flagged");
    let all = kept.queue(Waiting::All).await;
    assert_eq!((all.len(), all[0].thing), (3, Thing::Plan(known)));
    let open = moderation::count_open(&kept.fresh.forum, &kept.mo, 10).await;
    assert_eq!(open.expect("a count"), 1, "of what was reported");
    kept.log_is_whole().await;
}

async fn what_newcomers_post_is_held_where_the_forum_says_so(fresh: Fresh) {
    let (kept, newcomer) = with_newcomer(fresh, true).await;
    let known = kept.post(&kept.ada, "Bakery at night").await;
    assert!(kept.is_shown(known).await);
    let plan = kept.post(&newcomer, "Bakery by day").await;
    kept.comment(&newcomer, known, "Fresh bread sells.").await;
    assert!(!kept.is_shown(plan).await);
    assert_eq!(kept.plan_for(&Viewer::Anonymous, known).await.comments, 0);
    let own = kept.plan_for(&crate::cast::seen_by(&newcomer), plan).await;
    assert_eq!(own.title, "Bakery by day", "its author reads it");
    let measure = own.withheld.expect("it is held");
    let told = kept.measure(&Viewer::Anonymous, measure).await.told;
    assert_eq!((told.deed, told.by), (Deed::Held, None));
    assert_eq!(kept.letters_to("newt").await.len(), 2);
    for case in kept.queue(Waiting::All).await {
        kept.decide(&kept.mo, case.id, "kept")
            .await
            .expect("decided");
    }
    assert!(kept.is_shown(plan).await);
    assert_eq!(kept.plan_for(&Viewer::Anonymous, known).await.comments, 1);
    let tagged = "SELECT plans FROM tags WHERE tag = 'food'";
    assert_eq!(kept.fresh.number(tagged).await, 2);
    kept.log_is_whole().await;
}

async fn whoever_applies_waits_for_a_moderator(mut fresh: Fresh) {
    fresh.forum = fresh.under(Policy {
        registration: Registration::Application,
        ..Policy::default()
    });
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    let typed = |application: &str| SignUp {
        handle: "nora".into(),
        email: "nora@example.org".into(),
        password: "seven wet umbrellas".into(),
        application: application.into(),
        ..SignUp::default()
    };
    for application in ["", "Because", &"x".repeat(LONGEST_APPLICATION + 1)] {
        match accounts::sign_up(forum, &typed(application), NOWHERE).await {
            Err(SignUpError::Invalid(problems)) => {
                assert!(problems.of("application").is_some(), "{problems}");
            }
            other => panic!("{other:?}"),
        }
    }
    let why = "I mend bicycles and would like to ask others who do.";
    accounts::sign_up(forum, &typed(why), NOWHERE)
        .await
        .expect("she has an account");
    let acting = accounts::acting_as(forum, "nora").await;
    assert_eq!(acting.expect("it is read"), None, "she only reads");
    let case = kept.queue(Waiting::Unreported).await.remove(0);
    let file = kept.file(case.id).await;
    assert_eq!(file.author.application.as_deref(), Some(why));
    let suspended = file.author.measures[0].id;
    let let_in = kept.decide(&kept.mo, case.id, "lifted").await;
    let let_in = let_in.expect("it is decided");
    let acting = accounts::acting_as(forum, "nora").await;
    let nora = acting.expect("it is read").expect("she may act");
    kept.post(&nora, "Bicycles in an hour").await;
    let told = kept.measure(&Viewer::Anonymous, suspended).await;
    assert_eq!((told.told.undone_by, told.stands), (Some(let_in), false));
    assert_eq!(kept.queue(Waiting::Unreported).await, []);
    let again = kept.open(account(&nora)).await;
    let again = kept.decide(&kept.mo, again, "lifted").await;
    assert!(matches!(
        again,
        Err(ModerateError::Refused(Refusal::Already))
    ));
    kept.log_is_whole().await;
}
