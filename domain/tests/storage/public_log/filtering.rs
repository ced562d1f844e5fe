//! Narrowing the log, and reading it page by page.

use super::{filter, line, wrong};
use crate::{
    copies::{Kept, leaving, words},
    harness::{BEGINNING, Fresh},
};
use domain::{
    Viewer, accounts,
    clock::Timestamp,
    log::{self, Told, TypedFilter},
};

on_both!(
    it_is_narrowed_to_a_person_an_act_and_days,
    what_makes_no_sense_is_told,
    every_page_goes_on_where_the_one_before_ended,
    who_has_left_is_not_found_by_their_handle,
);

fn typed(person: &str, act: &str, since: &str, until: &str) -> TypedFilter {
    TypedFilter {
        person: person.into(),
        act: act.into(),
        since: since.into(),
        until: until.into(),
        ..TypedFilter::default()
    }
}

/// Ada posts on the first day, Ben copies her on the second, and Moe links them on the third.
async fn three_days(fresh: Fresh) -> Kept {
    let kept = Kept::over(fresh).await;
    let text = words("a", 0, 200);
    let older = kept.post(&kept.ada, "The first", &text).await;
    kept.fresh.forum.set_clock(BEGINNING.plus(Timestamp::DAY));
    let younger = kept.post(&kept.ben, "A copy", &text).await;
    kept.fresh
        .forum
        .set_clock(BEGINNING.plus(2 * Timestamp::DAY));
    kept.link(older, younger).await;
    kept
}

async fn found(kept: &Kept, typed: &TypedFilter) -> Vec<String> {
    let filter = filter(&kept.fresh, typed).await;
    let page = log::told(&kept.fresh.forum, &Viewer::Anonymous, &filter, None, 100).await;
    page.expect("it is read").items.iter().map(line).collect()
}

async fn it_is_narrowed_to_a_person_an_act_and_days(fresh: Fresh) {
    let kept = three_days(fresh).await;
    let (first, copy) = (
        "ada posted the plan Plan of The first",
        "ben posted the plan Plan of A copy",
    );
    let linked =
        "The moderator moe linked Plan of A copy as a fork of Plan of The first: Word for word";
    for (asked, told) in [
        (typed("ada", "", "", ""), vec![first]),
        (typed(" @ADA ", "", "", ""), vec![first]),
        (typed("", "plans", "", ""), vec![copy, first]),
        (typed("", "plan.published", "", ""), vec![copy, first]),
        (typed("ben", "plan.published", "", ""), vec![copy]),
        (typed("ben", "comments", "", ""), vec![]),
        (typed("", "forks", "", ""), vec![linked]),
        (typed("", "", "2026-11-02", ""), vec![linked, copy]),
        (typed("", "", "2026-11-02", "2026-11-02"), vec![copy]),
        (typed("", "plans", "", "2026-11-01"), vec![first]),
        (typed("moe", "", "2026-11-03", "2026-11-03"), vec![linked]),
        (typed("", "", "2026-11-04", ""), vec![]),
    ] {
        assert_eq!(found(&kept, &asked).await, told, "{asked:?}");
    }
    let opened = found(&kept, &typed("operator", "", "", "")).await;
    assert_eq!(opened.len(), 4, "{opened:#?}");
    let order = TypedFilter {
        moderation: "yes".into(),
        ..TypedFilter::default()
    };
    assert_eq!(found(&kept, &order).await, [linked]);
    let of_plans = TypedFilter {
        act: "plans".into(),
        ..order
    };
    assert_eq!(found(&kept, &of_plans).await, Vec::<String>::new());
}

async fn what_makes_no_sense_is_told(fresh: Fresh) {
    fresh.member("ada").await;
    for (asked, field) in [
        (typed("nobody-here", "", "", ""), "person"),
        (typed("a\0b", "", "", ""), "person"),
        (typed("", "plan.eaten", "", ""), "act"),
        (typed("", "", "yesterday", ""), "since"),
        (typed("", "", "", "2026-02-30"), "until"),
        (typed("", "", "2026-11-02", "2026-11-01"), "until"),
    ] {
        assert_eq!(wrong(&fresh, &asked).await, [field], "{asked:?}");
    }
    let all = TypedFilter {
        person: "nobody-here".into(),
        act: "?".into(),
        moderation: "perhaps".into(),
        since: "?".into(),
        until: "?".into(),
    };
    let fields = ["person", "act", "moderation", "since", "until"];
    assert_eq!(wrong(&fresh, &all).await, fields);
}

/// All entries that fit, so many at a time.
async fn paged(kept: &Kept, typed: &TypedFilter, limit: u64) -> Vec<Told> {
    let filter = filter(&kept.fresh, typed).await;
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let page = log::told(&kept.fresh.forum, &Viewer::Anonymous, &filter, after, limit).await;
        let page = page.expect("it is read");
        assert!(page.items.len() as u64 <= limit);
        all.extend(page.items);
        after = page.next;
        if after.is_none() {
            return all;
        }
    }
}

async fn every_page_goes_on_where_the_one_before_ended(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    for number in 0..4 {
        kept.post(&kept.ada, &format!("number {number}"), "## Who\n\nNobody.")
            .await;
    }
    // A clock that is set back, as that of a second process may be: read by time, and nothing twice.
    kept.fresh.forum.set_clock(BEGINNING.plus(-Timestamp::HOUR));
    for number in 4..6 {
        kept.post(&kept.ada, &format!("number {number}"), "## Who\n\nNobody.")
            .await;
    }
    for asked in [
        typed("", "", "", ""),
        typed("ada", "", "", ""),
        typed("ada", "plans", "", ""),
        typed("", "plans", "2026-11-01", "2026-11-01"),
        typed("", "people", "", ""),
        typed("operator", "people", "", ""),
    ] {
        let whole = paged(&kept, &asked, 100).await;
        assert!(whole.len() >= 4, "{asked:?}");
        let order: Vec<_> = whole
            .iter()
            .map(|told| (told.entry.at, told.entry.seq))
            .collect();
        assert!(order.is_sorted_by(|one, next| one > next), "{order:?}");
        for limit in [1, 2, 3] {
            assert_eq!(paged(&kept, &asked, limit).await, whole, "{asked:?}");
        }
    }
}

async fn who_has_left_is_not_found_by_their_handle(fresh: Fresh) {
    let kept = three_days(fresh).await;
    accounts::deactivate(&kept.fresh.forum, &kept.ben, &leaving("ben"))
        .await
        .expect("he leaves");
    let asked = typed("ben", "", "", "");
    assert_eq!(wrong(&kept.fresh, &asked).await, ["person"]);
}
