//! Comments that count otherwise than their plan, and what founders make of them.

use super::{counters_hold, laundromat, plan, posted, problem, published, saying, thread};
use crate::{accounts::PASSWORD, harness::Fresh};
use domain::{
    Member, Viewer,
    accounts::{self, Leaving},
    comments::{self, AdoptError, Edit, NewComment},
    forks,
    ids::{CommentId, PlanId, RevisionNumber},
    numbers::{Numbers, Scenario},
    plans::{self, Typed},
};

on_both!(
    the_numbers_of_a_comment_are_those_of_the_plan_then,
    what_cannot_be_forecast_is_told,
    an_edit_keeps_the_numbers_and_a_deletion_takes_them,
    whoever_leaves_takes_the_numbers_along,
    what_was_changed_behind_the_logs_back_is_found,
    a_founder_adopts_the_numbers_in_one_step_and_credits_the_reader,
    only_the_founder_adopts_and_only_once,
    numbers_that_changed_since_are_not_overwritten,
);

const NUMBERS: &str = r#"{"currency": "USD", "ask": 200000, "months": [
    {"revenue": [{"kind": "sales", "label": "washes", "amount": 50000}],
     "costs": [{"kind": "fixed", "label": "rent", "amount": 90000}]},
    {"revenue": [{"kind": "sales", "label": "washes", "amount": 95000}],
     "costs": [{"kind": "fixed", "label": "rent", "amount": 90000}]}]}"#;

fn counting() -> Typed {
    Typed {
        numbers: serde_json::from_str(NUMBERS).expect("numbers"),
        ..laundromat(super::BODY)
    }
}

fn half() -> NewComment {
    NewComment {
        forecast: Some(Scenario::HALF_SALES),
        ..saying("Nobody washes in August.")
    }
}

/// Ada's plan with numbers, and Ben who doubts them.
async fn doubted(fresh: &Fresh) -> (Member, Member, PlanId, CommentId) {
    let (ada, ben) = (fresh.member("ada").await, fresh.member("ben").await);
    let saved = plans::publish(&fresh.forum, &ada, &counting(), None).await;
    let plan = saved.expect("it is published").id;
    let comment = posted(fresh, &ben, plan, &half()).await;
    (ada, ben, plan, comment)
}

async fn revise(fresh: &Fresh, ada: &Member, plan: PlanId, change: impl Fn(&mut Typed)) {
    let head = self::plan(fresh, plan).await.head;
    let mut typed = counting();
    change(&mut typed);
    let edit = plans::Edit {
        base: head.0,
        typed,
        note: "Counted again".into(),
        ..plans::Edit::default()
    };
    let saved = plans::revise(&fresh.forum, ada, plan, &edit, None).await;
    saved.expect("it is revised");
}

async fn numbers_now(fresh: &Fresh, id: PlanId) -> (Numbers, String) {
    let plan = plan(fresh, id).await;
    let revision = plans::revision(&fresh.forum, &Viewer::Anonymous, &plan, plan.head).await;
    let revision = revision.expect("read").expect("there is one");
    (revision.numbers.expect("it has numbers"), revision.note)
}

async fn the_numbers_of_a_comment_are_those_of_the_plan_then(fresh: Fresh) {
    let (ada, _, plan, _) = doubted(&fresh).await;
    revise(&fresh, &ada, plan, |typed| {
        let numbers = typed.numbers.as_mut().expect("it has numbers");
        numbers.months[0].costs[0].amount = 1;
    })
    .await;
    let comments = thread(&fresh, plan).await;
    let counted = comments[0].forecast.as_ref().expect("it counts otherwise");
    assert_eq!(counted.scenario, Scenario::HALF_SALES);
    let month = &counted.numbers.months()[0];
    assert_eq!(
        (month.revenue[0].amount, month.costs[0].amount),
        (25_000, 90_000)
    );
    let planned = counted.planned.as_ref().expect("the first revision");
    assert_eq!(planned.months()[0].costs[0].amount, 90_000);
    counters_hold(&fresh).await;
}

async fn what_cannot_be_forecast_is_told(fresh: Fresh) {
    let (ada, ben, plan, _) = doubted(&fresh).await;
    let wordy = published(&fresh, &ada).await;
    let without = comments::post(&fresh.forum, &ben, wordy, &half(), None).await;
    let without = problem(without.expect_err("no numbers"), "forecast");
    assert_eq!(without, "needs a plan with numbers month by month");
    let same = NewComment {
        forecast: Some(Scenario::AS_PLANNED),
        ..half()
    };
    let same = comments::post(&fresh.forum, &ben, plan, &same, None).await;
    assert!(problem(same.expect_err("no change"), "forecast").starts_with("changes nothing"));
    counters_hold(&fresh).await;
}

async fn an_edit_keeps_the_numbers_and_a_deletion_takes_them(fresh: Fresh) {
    let (ada, ben, plan, comment) = doubted(&fresh).await;
    let edit = Edit {
        base: 0,
        body: "Nobody washes in July.".into(),
    };
    let edited = comments::edit(&fresh.forum, &ben, comment, &edit).await;
    edited.expect("edited");
    assert!(thread(&fresh, plan).await[0].forecast.is_some());
    counters_hold(&fresh).await;
    let answer = NewComment {
        parent: Some(comment),
        ..saying("True.")
    };
    posted(&fresh, &ada, plan, &answer).await;
    let deleted = comments::delete(&fresh.forum, &ben, comment).await;
    deleted.expect("deleted");
    assert!(thread(&fresh, plan).await[0].forecast.is_none());
    let kept = "SELECT COUNT(*) FROM comments WHERE forecast IS NOT NULL";
    assert_eq!(fresh.number(kept).await, 0);
    let adopted = comments::adopt(&fresh.forum, &ada, comment).await;
    assert!(matches!(adopted, Err(AdoptError::NotFound)));
    counters_hold(&fresh).await;
}

async fn whoever_leaves_takes_the_numbers_along(fresh: Fresh) {
    let ben = fresh.person("ben").await;
    let ada = fresh.member("ada").await;
    let acting = fresh.acting("ben").await;
    let saved = plans::publish(&fresh.forum, &ada, &counting(), None).await;
    let plan = saved.expect("it is published").id;
    posted(&fresh, &acting, plan, &half()).await;
    let leaving = Leaving {
        password: PASSWORD,
        handle: "ben",
    };
    accounts::erase(&fresh.forum, &ben, &leaving)
        .await
        .expect("he leaves");
    assert!(
        thread(&fresh, plan)
            .await
            .iter()
            .all(|comment| comment.forecast.is_none())
    );
    let kept = "SELECT COUNT(*) FROM comments WHERE forecast IS NOT NULL";
    assert_eq!(fresh.number(kept).await, 0);
}

async fn what_was_changed_behind_the_logs_back_is_found(fresh: Fresh) {
    doubted(&fresh).await;
    let change = "UPDATE comments SET forecast = REPLACE(forecast, '25000', '25001')";
    fresh.write(change, []).await;
    let report = domain::log::verify(&fresh.forum).await.expect("read");
    assert_eq!(report.faults.len(), 1, "{:?}", report.faults);
    assert!(
        report.faults[0].contains("comment 1"),
        "{:?}",
        report.faults
    );
}

async fn a_founder_adopts_the_numbers_in_one_step_and_credits_the_reader(fresh: Fresh) {
    let (ada, ben, id, comment) = doubted(&fresh).await;
    let saved = comments::adopt(&fresh.forum, &ada, comment).await;
    let saved = saved.expect("adopted");
    assert_eq!(saved.revision, RevisionNumber(2));
    let (numbers, note) = numbers_now(&fresh, id).await;
    assert_eq!(numbers.months[1].revenue[0].amount, 47_500);
    assert_eq!(note, "Numbers by @ben");
    let figures = plan(&fresh, id).await.figures.expect("it has figures");
    assert_eq!(figures.breaks_even_by_day, None);
    let lifted = thread(&fresh, id).await[0]
        .favorite
        .clone()
        .expect("lifted up");
    assert_eq!(
        (lifted.by_founder, lifted.revision),
        (true, Some(saved.revision))
    );
    let gifts = forks::contributions(&fresh.forum, ben.id, None, 10).await;
    let gifts = gifts.expect("read").items;
    assert_eq!((gifts.len(), gifts[0].revision), (1, saved.revision));
    let contributors = forks::contributors(&fresh.forum, &plan(&fresh, id).await).await;
    assert_eq!(contributors.expect("read")[0].comments, 1);
    counters_hold(&fresh).await;
}

async fn only_the_founder_adopts_and_only_once(fresh: Fresh) {
    let (ada, ben, plan, comment) = doubted(&fresh).await;
    let by_ben = comments::adopt(&fresh.forum, &ben, comment).await;
    assert!(matches!(by_ben, Err(AdoptError::NotFound)));
    let wordy = posted(&fresh, &ben, plan, &saying("Hm.")).await;
    let wordy = comments::adopt(&fresh.forum, &ada, wordy).await;
    assert!(matches!(wordy, Err(AdoptError::NotFound)));
    comments::adopt(&fresh.forum, &ada, comment)
        .await
        .expect("adopted");
    let again = comments::adopt(&fresh.forum, &ada, comment).await;
    assert!(matches!(again, Err(AdoptError::Adopted(RevisionNumber(2)))));
    assert_eq!(self::plan(&fresh, plan).await.head, RevisionNumber(2));
}

async fn numbers_that_changed_since_are_not_overwritten(fresh: Fresh) {
    let (ada, ben, plan, comment) = doubted(&fresh).await;
    revise(&fresh, &ada, plan, |typed| typed.pitch.push_str(" Twice.")).await;
    let later = posted(&fresh, &ben, plan, &half()).await;
    revise(&fresh, &ada, plan, |typed| {
        typed.numbers.as_mut().expect("it has numbers").ask = Some(7);
    })
    .await;
    for comment in [comment, later] {
        let stale = comments::adopt(&fresh.forum, &ada, comment).await;
        assert!(matches!(stale, Err(AdoptError::Stale(_))), "{stale:?}");
    }
    revise(&fresh, &ada, plan, |_| ()).await;
    comments::adopt(&fresh.forum, &ada, comment)
        .await
        .expect("the numbers are those of then again");
}
