//! The one write path and the log: what is refused leaves no trace and holds nobody up, what is
//! acknowledged is there, and the chain holds.

use crate::harness::Fresh;
use domain::{
    Forum, Member, accounts,
    ids::Seq,
    log,
    plans::{self, PublishError, Typed},
};

on_both!(
    an_empty_log_is_whole,
    every_act_is_one_entry,
    a_refused_act_leaves_no_trace_and_no_lock,
    writers_at_once_all_get_their_own_entry,
    a_suspended_member_is_refused_inside_the_transaction,
    nothing_is_accepted_after_a_suspension_however_close,
    a_double_submit_is_one_plan_even_at_once,
    a_changed_entry_is_found,
    a_missing_entry_is_found,
);

fn typed(title: &str) -> Typed {
    Typed {
        title: title.into(),
        pitch: "Washing machines in the basement, paid by the wash.".into(),
        body: "## Who pays\n\nTenants.".into(),
        ..Typed::default()
    }
}

async fn publish(forum: &Forum, author: &Member, title: &str) -> plans::Saved {
    plans::publish(forum, author, &typed(title), None)
        .await
        .expect("the plan is published")
}

async fn faults(fresh: &Fresh) -> Vec<String> {
    let report = log::verify(&fresh.forum).await.expect("it can be read");
    report.faults
}

async fn an_empty_log_is_whole(fresh: Fresh) {
    assert_eq!(log::newest(&fresh.forum).await.expect("it reads"), Seq(0));
    assert_eq!(faults(&fresh).await, Vec::<String>::new());
}

async fn every_act_is_one_entry(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    let before = log::newest(&fresh.forum).await.expect("it reads");
    let saved = publish(&fresh.forum, &ada, "Solar laundromat").await;
    let entries = log::after(&fresh.forum, before, 10)
        .await
        .expect("it reads");
    assert_eq!(entries.len(), 1);
    assert_eq!(entries[0].act, "plan.published");
    assert_eq!(entries[0].actor, Some(ada.id));
    assert_eq!(entries[0].subject, format!("plan:{}", saved.id));
    let detail = serde_json::to_string(&entries[0].detail).expect("it is JSON");
    assert!(
        !detail.contains("Tenants"),
        "the log holds no text: {detail}"
    );
}

async fn a_refused_act_leaves_no_trace_and_no_lock(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    fresh.suspend(&ada).await;
    for _ in 0..3 {
        let refused = plans::publish(&fresh.forum, &ada, &typed("Solar laundromat"), None).await;
        assert!(
            matches!(refused, Err(PublishError::Suspended)),
            "{refused:?}"
        );
    }
    // A transaction left open by the refusal would make this second writer wait and fail.
    let ben = fresh.member("ben").await;
    publish(&fresh.forum, &ben, "Repair café").await;
    assert_eq!(fresh.number("SELECT count(*) FROM plans").await, 1);
    assert_eq!(fresh.number("SELECT count(*) FROM revisions").await, 1);
    assert_eq!(faults(&fresh).await, Vec::<String>::new());
}

async fn writers_at_once_all_get_their_own_entry(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    let before = log::newest(&fresh.forum).await.expect("it reads");
    let writers: Vec<_> = (0..32)
        .map(|number| {
            let (forum, ada) = (fresh.forum.clone(), ada.clone());
            tokio::spawn(async move {
                publish(&forum, &ada, &format!("Laundromat {number}"))
                    .await
                    .id
            })
        })
        .collect();
    let mut ids = Vec::new();
    for writer in writers {
        ids.push(writer.await.expect("the writer ends"));
    }
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 32);
    let entries = log::after(&fresh.forum, before, 100)
        .await
        .expect("it reads");
    let places: Vec<i64> = entries.iter().map(|entry| entry.seq.0).collect();
    assert_eq!(places, (before.0 + 1..=before.0 + 32).collect::<Vec<_>>());
    assert_eq!(faults(&fresh).await, Vec::<String>::new());
}

async fn a_suspended_member_is_refused_inside_the_transaction(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    publish(&fresh.forum, &ada, "Solar laundromat").await;
    // `ada` is still a permission in hand; the account behind it is not.
    fresh.suspend(&ada).await;
    let refused = plans::publish(&fresh.forum, &ada, &typed("Another laundromat"), None).await;
    assert!(
        matches!(refused, Err(PublishError::Suspended)),
        "{refused:?}"
    );
}

async fn nothing_is_accepted_after_a_suspension_however_close(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    let posting: Vec<_> = (0..24)
        .map(|number| {
            let (forum, ada) = (fresh.forum.clone(), ada.clone());
            let plan = typed(&format!("Laundromat {number}"));
            tokio::spawn(async move { plans::publish(&forum, &ada, &plan, None).await.is_ok() })
        })
        .collect();
    accounts::suspend(&fresh.forum, "ada", "Spam.")
        .await
        .expect("she is suspended");
    for plan in posting {
        plan.await.expect("it is answered");
    }
    let entries = log::after(&fresh.forum, Seq(0), 100)
        .await
        .expect("it reads");
    let acts: Vec<&str> = entries.iter().map(|entry| entry.act.as_str()).collect();
    assert_eq!(acts.last(), Some(&"account.suspended"), "{acts:?}");
}

async fn a_double_submit_is_one_plan_even_at_once(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    let plan = typed("Solar laundromat");
    let submit = || plans::publish(&fresh.forum, &ada, &plan, Some("form-1"));
    let (first, second) = tokio::join!(submit(), submit());
    let third = submit().await.expect("published before");
    assert_eq!(first.expect("published").id, third.id);
    assert_eq!(second.expect("published").id, third.id);
    assert_eq!(fresh.number("SELECT count(*) FROM plans").await, 1);
}

async fn a_changed_entry_is_found(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    publish(&fresh.forum, &ada, "Solar laundromat").await;
    publish(&fresh.forum, &ada, "Repair café, weekends").await;
    fresh
        .write("UPDATE log SET at = at + 1 WHERE seq = 1", [])
        .await;
    let faults = faults(&fresh).await;
    assert!(
        faults.iter().any(|fault| fault.contains("entry 1")),
        "{faults:?}"
    );
}

async fn a_missing_entry_is_found(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    for title in [
        "Solar laundromat",
        "Repair café, weekends",
        "Cold-chain lockers",
    ] {
        publish(&fresh.forum, &ada, title).await;
    }
    fresh.write("DELETE FROM log WHERE seq = 2", []).await;
    let faults = faults(&fresh).await;
    assert!(faults.iter().any(|fault| fault.contains('2')), "{faults:?}");
}
