//! Several at once.

use super::{Kept, account, enrolled};
use crate::harness::Fresh;
use domain::{
    Member,
    accounts::Role,
    comments::{self, NewComment, PostError},
    moderation::{self, Decision, ModerateError, Refusal, Thing, Waiting},
};

on_both!(
    of_two_moderators_one_decides,
    of_many_flags_one_holds,
    a_comment_is_counted_right_while_it_is_hidden,
    nothing_is_accepted_after_a_suspension_is_acknowledged,
    an_appeal_is_answered_once,
    two_moderators_about_each_other_do_not_wait_in_a_circle,
    of_two_admins_who_demote_each_other_one_stays,
);

/// `OPENPLAN_RACES=500` runs them as often as the forum promises.
pub fn rounds() -> u32 {
    let told = std::env::var("OPENPLAN_RACES").ok();
    told.and_then(|told| told.parse().ok()).unwrap_or(20)
}

fn whole<T>(done: &Result<T, ModerateError>) {
    if let Err(ModerateError::Broken(broken)) = done {
        panic!("{broken}");
    }
}

async fn of_two_moderators_one_decides(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    for round in 0..rounds() {
        let plan = kept.post(&kept.ada, &format!("Bakery {round}")).await;
        kept.forget_attempts().await;
        kept.flag(&kept.readers[0], Thing::Plan(plan))
            .await
            .expect("flagged");
        let case = kept.queue(Waiting::All).await[0].id;
        let (one, other) = tokio::join!(
            kept.decide(&kept.mo, case, "hidden"),
            kept.decide(&kept.olga, case, "kept"),
        );
        whole(&one);
        whole(&other);
        assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
        assert_eq!(kept.is_shown(plan).await, other.is_ok());
        let lost = one.err().or(other.err());
        assert!(matches!(
            lost,
            Some(ModerateError::Refused(Refusal::Already))
        ));
    }
    kept.log_is_whole().await;
}

async fn of_many_flags_one_holds(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    for round in 0..rounds() {
        let plan = kept.post(&kept.ada, &format!("Bakery {round}")).await;
        kept.forget_attempts().await;
        let thing = Thing::Plan(plan);
        let [ben, eve, zoe] = &kept.readers[..] else {
            panic!("three readers")
        };
        let (one, two, three) = tokio::join!(
            kept.flag(ben, thing),
            kept.flag(eve, thing),
            kept.flag(zoe, thing)
        );
        let held = [one, two, three]
            .into_iter()
            .filter(|flagged| flagged.as_ref().is_ok_and(|flagged| flagged.held))
            .count();
        assert_eq!(held, 1);
        assert!(!kept.is_shown(plan).await);
    }
    let held = "SELECT COUNT(*) FROM measures WHERE deed = 'held'";
    assert_eq!(kept.fresh.number(held).await, i64::from(rounds()));
    kept.log_is_whole().await;
}

async fn a_comment_is_counted_right_while_it_is_hidden(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    let plan = kept.post(&kept.ada, "Bakery at night").await;
    let ben = &kept.readers[0];
    for _ in 0..rounds() {
        kept.forget_attempts().await;
        let id = kept.comment(ben, plan, "A word.").await;
        let case = kept.open(Thing::Comment(id)).await;
        let answer = NewComment {
            body: "An answer.".into(),
            parent: Some(id),
            ..NewComment::default()
        };
        let (decided, deleted, answered) = tokio::join!(
            kept.decide(&kept.mo, case, "hidden"),
            comments::delete(forum, ben, id),
            comments::post(forum, &kept.ada, plan, &answer, None),
        );
        whole(&decided);
        assert!(decided.is_ok() || deleted.is_ok());
        if let Err(PostError::Broken(broken)) = answered {
            panic!("{broken}");
        }
        for (stored, counted) in [
            (
                "SELECT comments FROM plans WHERE id = 1",
                "SELECT COUNT(*) FROM comments WHERE state = 'shown'",
            ),
            (
                "SELECT comments FROM accounts WHERE handle = 'ben'",
                "SELECT COUNT(*) FROM comments c JOIN accounts a ON a.id = c.author_id WHERE a.handle = 'ben' AND c.state = 'shown'",
            ),
            (
                "SELECT CAST(COALESCE(SUM(replies), 0) AS BIGINT) FROM comments",
                "SELECT COUNT(*) FROM comments WHERE parent_id IS NOT NULL AND state = 'shown'",
            ),
        ] {
            assert_eq!(
                kept.fresh.number(stored).await,
                kept.fresh.number(counted).await,
                "{stored}"
            );
        }
    }
    kept.log_is_whole().await;
}

async fn nothing_is_accepted_after_a_suspension_is_acknowledged(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    let plan = kept.post(&kept.ada, "Bakery at night").await;
    let ben = &kept.readers[0];
    for _ in 0..rounds() {
        kept.forget_attempts().await;
        let case = kept.open(account(ben)).await;
        let decision = Decision {
            deed: "suspended".into(),
            reason: "Insults".into(),
            ..Decision::default()
        };
        let typed = NewComment {
            body: "A word.".into(),
            ..NewComment::default()
        };
        let posting = async {
            let mut posted = Vec::new();
            for _ in 0..4 {
                posted.push(comments::post(forum, ben, plan, &typed, None).await.is_ok());
            }
            posted
        };
        let suspending = async {
            let decided = moderation::decide(forum, &kept.mo, case, &decision).await;
            decided.expect("suspended");
            kept.fresh.number("SELECT COUNT(*) FROM comments").await
        };
        let (posted, then) = tokio::join!(posting, suspending);
        let after = kept.fresh.number("SELECT COUNT(*) FROM comments").await;
        assert_eq!(then, after, "{posted:?}");
        let is_cut = posted.windows(2).all(|two| two[0] || !two[1]);
        assert!(is_cut, "{posted:?}");
        let lifted = "UPDATE accounts SET standing = 'active' WHERE handle = 'ben'";
        kept.fresh.write(lifted, []).await;
    }
    kept.log_is_whole().await;
}

async fn an_appeal_is_answered_once(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    let root = kept.root.moderator().expect("an admin moderates");
    for round in 0..rounds() {
        let plan = kept.post(&kept.ada, &format!("Bakery {round}")).await;
        let measure = kept.act(Thing::Plan(plan), "hidden").await;
        let appeal = moderation::appeal(forum, &kept.ada, measure, "It is bread.").await;
        let appeal = appeal.expect("appealed");
        let (one, two, three) = tokio::join!(
            moderation::answer(forum, &kept.olga, appeal, true, "Granted by Olga"),
            moderation::answer(forum, &root, appeal, false, "Refused by Root"),
            moderation::undo(forum, &kept.mo, measure, "Undone by Mo"),
        );
        whole(&one);
        whole(&two);
        whole(&three);
        let is_undone = one.is_ok() || three.is_ok();
        assert_eq!(kept.is_shown(plan).await, is_undone);
        assert!(one.is_ok() != two.is_ok() || three.is_ok());
    }
    kept.log_is_whole().await;
}

async fn two_moderators_about_each_other_do_not_wait_in_a_circle(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    for round in 0..rounds() {
        let (mine, theirs) = (
            kept.post(&kept.mo, &format!("Mo’s bakery {round}")).await,
            kept.post(&kept.olga, &format!("Olga’s bakery {round}"))
                .await,
        );
        let about_olga = kept.open(Thing::Plan(theirs)).await;
        let about_mo = moderation::open(forum, &kept.olga, Thing::Plan(mine)).await;
        let (one, other) = tokio::join!(
            kept.decide(&kept.mo, about_olga, "hidden"),
            kept.decide(&kept.olga, about_mo.expect("a case"), "hidden"),
        );
        one.expect("Mo hides Olga’s");
        other.expect("Olga hides Mo’s");
    }
    kept.log_is_whole().await;
}

async fn of_two_admins_who_demote_each_other_one_stays(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    let second = enrolled(&kept.fresh, "second", Role::Admin).await;
    let (one, two) = (kept.root.clone(), second);
    for _ in 0..rounds() {
        let admin = |of: &Member| of.admin().expect("they were admins");
        let (first, other) = (admin(&one), admin(&two));
        let because = "They asked for it";
        let (a, b) = tokio::join!(
            moderation::appoint(forum, &first, two.id, "member", because),
            moderation::appoint(forum, &other, one.id, "member", because),
        );
        whole(&a);
        whole(&b);
        assert!(a.is_ok() != b.is_ok(), "{a:?} {b:?}");
        let admins = "SELECT COUNT(*) FROM accounts WHERE role = 'admin'";
        assert_eq!(kept.fresh.number(admins).await, 1);
        // The last one does not step down either.
        let (left, id) = if a.is_ok() {
            (&first, one.id)
        } else {
            (&other, two.id)
        };
        let down = moderation::appoint(forum, left, id, "member", because).await;
        assert!(matches!(
            down,
            Err(ModerateError::Refused(Refusal::LastAdmin))
        ));
        kept.fresh
            .write(
                "UPDATE accounts SET role = 'admin' WHERE handle IN ('rosa', 'second')",
                [],
            )
            .await;
    }
    kept.log_is_whole().await;
}
