//! Plans: publishing, revising, restoring, withdrawing, voting, and taking them away.

use crate::{cast::seen_by, harness::Fresh};
use domain::{
    Member, Viewer,
    hash::Hash,
    ids::{PlanId, RevisionNumber},
    log,
    plans::{self, Edit, RestoreError, ReviseError, Saved, State, Tally, Typed, VoteError},
    text::markdown::RENDERER,
};

on_both!(
    a_plan_is_published_once_however_often_it_is_sent,
    of_two_saves_from_one_base_one_is_stale,
    plans_with_the_same_tags_do_not_wait_for_each_other,
    history_says_what_each_revision_changed,
    an_old_revision_comes_back_as_a_new_one,
    a_withdrawn_plan_leaves_every_count_and_comes_back,
    two_votes_at_once_are_two_and_one_persons_is_one,
    a_suspended_member_changes_nothing,
    a_revision_of_an_older_renderer_is_made_anew,
    a_download_can_be_checked_elsewhere,
    two_revisions_are_compared_by_field_and_word,
);

const NUMBERS: &str = r#"{"currency": "USD", "price": 320, "unit_cost": 208, "months": [
    {"revenue": [{"kind": "sales", "label": "washes", "amount": 120000}],
     "costs": [{"kind": "fixed", "label": "rent", "amount": 90000}]}], "ask": 1800000}"#;

pub fn laundromat() -> Typed {
    Typed {
        title: "Solar laundromat for apartment blocks".into(),
        pitch: "Coin laundry on roof power: residents prepay washes.".into(),
        body: "Why.\n\n## Who pays\n\nTenants, $4.50 a load.\n\n## Risks\n\nThe boiler.".into(),
        tags: vec!["energy".into(), "services".into()],
        numbers: serde_json::from_str(NUMBERS).expect("numbers"),
        ..Typed::default()
    }
}

async fn published(fresh: &Fresh, author: &Member) -> PlanId {
    plans::publish(&fresh.forum, author, &laundromat(), None)
        .await
        .expect("it is published")
        .id
}

fn edit(base: i32, body: &str) -> Edit {
    Edit {
        base,
        typed: Typed {
            body: body.into(),
            ..laundromat()
        },
        note: "Counted again".into(),
        ..Edit::default()
    }
}

async fn found(fresh: &Fresh, viewer: &Viewer, id: PlanId) -> plans::Plan {
    plans::find(&fresh.forum, viewer, id)
        .await
        .expect("the database answers")
        .expect("there is such a plan")
}

async fn log_is_whole(fresh: &Fresh) {
    let report = log::verify(&fresh.forum).await.expect("it can be read");
    assert_eq!(report.faults, Vec::<String>::new());
}

async fn a_plan_is_published_once_however_often_it_is_sent(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    let typed = laundromat();
    let send = || plans::publish(&fresh.forum, &ada, &typed, Some("key"));
    let (first, second) = tokio::join!(send(), send());
    assert_eq!(first.expect("the first"), second.expect("the second"));
    assert_eq!(fresh.number("SELECT COUNT(*) FROM plans").await, 1);
    assert_eq!(fresh.number("SELECT plans FROM accounts").await, 1);
    log_is_whole(&fresh).await;
}

async fn of_two_saves_from_one_base_one_is_stale(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    let id = published(&fresh, &ada).await;
    let (mine, yours) = (edit(1, "Mine"), edit(1, "Yours"));
    let (mine, yours) = tokio::join!(
        plans::revise(&fresh.forum, &ada, id, &mine, None),
        plans::revise(&fresh.forum, &ada, id, &yours, None),
    );
    let (saved, stale): (Vec<_>, Vec<_>) = [mine, yours].into_iter().partition(Result::is_ok);
    assert_eq!((saved.len(), stale.len()), (1, 1));
    for result in stale {
        assert!(matches!(result, Err(ReviseError::Stale { head }) if head.0 == 2));
    }
    log_is_whole(&fresh).await;
}

async fn plans_with_the_same_tags_do_not_wait_for_each_other(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    let ben = fresh.member("ben").await;
    for _ in 0..10 {
        let one = laundromat();
        let mut other = laundromat();
        other.tags.reverse();
        let (one, other) = tokio::join!(
            plans::publish(&fresh.forum, &ada, &one, None),
            plans::publish(&fresh.forum, &ben, &other, None),
        );
        one.expect("one is published");
        other.expect("so is the other");
    }
    assert_eq!(fresh.number("SELECT MIN(plans) FROM tags").await, 20);
}

async fn history_says_what_each_revision_changed(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    let id = published(&fresh, &ada).await;
    let body = "Why.\n\n## Who pays\n\nTenants, $3.20 a load.\n\n## Work\n\nMe.";
    plans::revise(&fresh.forum, &ada, id, &edit(1, body), None)
        .await
        .expect("it is saved");
    let plan = found(&fresh, &Viewer::Anonymous, id).await;
    let page = |below, limit| plans::history(&fresh.forum, &Viewer::Anonymous, &plan, below, limit);
    let first = page(None, 1).await.expect("a page");
    assert_eq!(first.items[0].number.0, 2);
    assert_eq!(first.items[0].changed, ["Who pays", "Work", "Risks"]);
    assert_eq!(usize::try_from(first.items[0].bytes), Ok(body.len()));
    let second = page(first.next, 1).await.expect("a page");
    assert_eq!(second.items[0].note, "First version");
    assert_eq!(second.next, None);
}

async fn an_old_revision_comes_back_as_a_new_one(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    let ben = fresh.member("ben").await;
    let id = published(&fresh, &ada).await;
    plans::revise(&fresh.forum, &ada, id, &edit(1, "Shorter."), None)
        .await
        .expect("it is saved");
    let (first, head) = (RevisionNumber(1), RevisionNumber(2));
    let restore = |member, number, base| plans::restore(&fresh.forum, member, id, number, base);
    let others = restore(&ben, first, head).await;
    assert!(matches!(others, Err(RestoreError::NotFound)));
    let unchanged = restore(&ada, head, head).await;
    assert!(matches!(unchanged, Err(RestoreError::Unchanged)));
    let saved: Saved = restore(&ada, first, head).await.expect("it comes back");
    let again = restore(&ada, first, head).await.expect("it is there");
    assert_eq!(saved, again);
    let stale = restore(&ada, head, head).await;
    assert!(matches!(stale, Err(RestoreError::Stale { .. })));
    let plan = found(&fresh, &seen_by(&ada), id).await;
    let revision = plans::revision(&fresh.forum, &seen_by(&ada), &plan, RevisionNumber(3))
        .await
        .expect("the database answers")
        .expect("it is there");
    assert_eq!(revision.note, "Restored revision 1");
    assert_eq!(revision.restored_from, Some(first));
    assert_eq!(revision.body, laundromat().body);
    log_is_whole(&fresh).await;
}

async fn a_withdrawn_plan_leaves_every_count_and_comes_back(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    let ben = fresh.member("ben").await;
    let id = published(&fresh, &ada).await;
    let others = plans::withdraw(&fresh.forum, &ben, id).await;
    assert!(matches!(others, Err(plans::WithdrawError::NotFound)));
    for _ in 0..2 {
        plans::withdraw(&fresh.forum, &ada, id)
            .await
            .expect("it is withdrawn");
    }
    let plan = found(&fresh, &seen_by(&ben), id).await;
    assert_eq!(plan.state, State::Withdrawn);
    assert!(plan.withdrawn_at.is_some());
    let text = plans::revision(&fresh.forum, &seen_by(&ben), &plan, plan.head).await;
    assert_eq!(text.expect("the database answers"), None);
    assert_eq!(fresh.number("SELECT MAX(plans) FROM accounts").await, 0);
    assert!(popular(&fresh).await.is_empty());
    let revised = plans::revise(&fresh.forum, &ada, id, &edit(1, "More"), None).await;
    assert!(matches!(revised, Err(ReviseError::Withdrawn)));
    let voted = plans::vote(&fresh.forum, &ben, id).await;
    assert!(matches!(voted, Err(VoteError::NotFound)));
    plans::bring_back(&fresh.forum, &ada, id)
        .await
        .expect("it comes back");
    assert_eq!(fresh.number("SELECT MAX(plans) FROM accounts").await, 1);
    assert_eq!(popular(&fresh).await, ["energy", "services"]);
    assert_eq!(
        fresh
            .number("SELECT COUNT(*) FROM log WHERE act LIKE 'plan.%'")
            .await,
        3
    );
    log_is_whole(&fresh).await;
}

async fn popular(fresh: &Fresh) -> Vec<String> {
    plans::popular_tags(&fresh.forum, 10)
        .await
        .expect("the database answers")
        .into_iter()
        .map(|(tag, _)| tag.to_string())
        .collect()
}

async fn two_votes_at_once_are_two_and_one_persons_is_one(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    let ben = fresh.member("ben").await;
    let fay = fresh.member("fay").await;
    let id = published(&fresh, &ada).await;
    let vote = |member| plans::vote(&fresh.forum, member, id);
    let (first, second, third) = tokio::join!(vote(&ben), vote(&ben), vote(&fay));
    for tally in [first, second, third] {
        assert!(tally.expect("it is counted").voted);
    }
    let plan = found(&fresh, &seen_by(&ben), id).await;
    assert_eq!((plan.votes, plan.voted), (2, true));
    let hot = fresh.number("SELECT hot FROM plans").await;
    assert_eq!(hot, plans::hot(2, plan.created_at));
    for _ in 0..2 {
        let tally = plans::unvote(&fresh.forum, &ben, id).await;
        let expected = Tally {
            votes: 1,
            voted: false,
        };
        assert_eq!(tally.expect("it is taken back"), expected);
    }
    let none = plans::vote(&fresh.forum, &ben, PlanId(999)).await;
    assert!(matches!(none, Err(VoteError::NotFound)));
}

async fn a_suspended_member_changes_nothing(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    let id = published(&fresh, &ada).await;
    fresh.suspend(&ada).await;
    let revised = plans::revise(&fresh.forum, &ada, id, &edit(1, "More"), None).await;
    assert!(matches!(revised, Err(ReviseError::Suspended)));
    let withdrawn = plans::withdraw(&fresh.forum, &ada, id).await;
    assert!(matches!(withdrawn, Err(plans::WithdrawError::Suspended)));
    assert_eq!(found(&fresh, &Viewer::Anonymous, id).await.head.0, 1);
}

async fn a_revision_of_an_older_renderer_is_made_anew(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    let id = published(&fresh, &ada).await;
    fresh
        .write(
            "UPDATE revisions SET renderer = 0, html = 'old', sections = '[]'",
            [],
        )
        .await;
    let plan = found(&fresh, &Viewer::Anonymous, id).await;
    let revision = plans::revision(&fresh.forum, &Viewer::Anonymous, &plan, plan.head)
        .await
        .expect("the database answers")
        .expect("it is there");
    assert!(revision.rendered.html.contains("Tenants"));
    assert_eq!(revision.rendered.sections.len(), 2);
    let stale = format!("SELECT COUNT(*) FROM revisions WHERE renderer <> {RENDERER}");
    assert_eq!(fresh.number(&stale).await, 0);
}

async fn a_download_can_be_checked_elsewhere(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    let id = published(&fresh, &ada).await;
    let viewer = Viewer::Anonymous;
    let plan = found(&fresh, &viewer, id).await;
    let archived = plans::archived(&fresh.forum, &viewer, &plan, RevisionNumber(0))
        .await
        .expect("the database answers");
    let revision = archived.first().expect("one revision");
    let salt = revision.salt.as_deref().expect("a salt");
    let salt: Vec<u8> = (0..salt.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&salt[at..at + 2], 16).expect("hexadecimal"))
        .collect();
    let content = serde_json::to_value(&revision.content).expect("JSON");
    let hash = Hash::of_content(&salt, &content).expect("a hash");
    assert_eq!(hash.to_hex(), revision.content_hash);
    // After Ada has joined.
    let logged = log::after(&fresh.forum, domain::ids::Seq(1), 1)
        .await
        .expect("the log");
    assert_eq!(logged[0].detail["content"], revision.content_hash.as_str());

    let head = plans::revision(&fresh.forum, &viewer, &plan, plan.head)
        .await
        .expect("the database answers")
        .expect("it is there");
    let markdown = plans::markdown_of(&fresh.forum, &plan, &head, &[], &[])
        .expect("it can be written")
        .expect("it is not erased");
    assert!(markdown.starts_with("+++\ntitle = \"Solar laundromat for apartment blocks\"\n"));
    assert!(markdown.contains("by ada, revision 1, http://127.0.0.1:3000/plans/1/history/1"));
    assert!(markdown.contains("[[numbers.months]]"));
    assert!(markdown.ends_with(
        "+++\n\nWhy.\n\n## Who pays\n\nTenants, $4.50 a load.\n\n## Risks\n\nThe boiler.\n"
    ));
}

async fn two_revisions_are_compared_by_field_and_word(fresh: Fresh) {
    let ada = fresh.member("ada").await;
    let id = published(&fresh, &ada).await;
    let mut edit = edit(1, "Why.\n\n## Who pays\n\nTenants, $3.20 a load.");
    edit.typed.title = "Solar laundromat for towers".into();
    plans::revise(&fresh.forum, &ada, id, &edit, None)
        .await
        .expect("it is saved");
    let plan = found(&fresh, &Viewer::Anonymous, id).await;
    let compare = |from, to| {
        let (from, to) = (RevisionNumber(from), RevisionNumber(to));
        plans::compare(&fresh.forum, &Viewer::Anonymous, &plan, from, to)
    };
    let compared = compare(1, 2).await.expect("the database answers");
    let changes = compared.expect("both are there").changes;
    assert_eq!(changes.fields[0].field, "Title");
    let words = changes.body.words();
    assert!(words.deleted > 0 && words.inserted > 0);
    assert_eq!(compare(1, 3).await.expect("the database answers"), None);
}
