//! Looking through what was entered: by any number, by any rule, page by page.

use super::{Kept, measured, numbers, terms};
use crate::harness::Fresh;
use domain::{
    Viewer,
    funding::{self, Order, TypedTerms, Wanted, rules::Outcome},
    ids::RoundId,
    numbers::Numbers,
};

on_both!(
    applications_are_put_in_order_by_any_number,
    applications_are_narrowed_by_any_number_and_any_rule,
    a_long_list_is_read_page_by_page,
    what_was_entered_is_taken_away,
);

/// Four plans: what each asks for, is sold for, and its cash flow. The last has no numbers.
async fn four(kept: &Kept) -> RoundId {
    let mut rules = vec![
        measured("breaks_even", 60),
        measured("ask_at_most", 2_000_000),
    ];
    for rule in &mut rules {
        rule.may_miss = true;
    }
    let round = kept
        .round(&TypedTerms {
            rules,
            ..terms("Machines that pay")
        })
        .await;
    for (title, ask, price, flow) in [
        ("First machine", 3_000_000, 500, [-5, 0, 10]),
        ("Second machine", 1_000_000, 250, [-900, -5, 10]),
        ("Third machine", 2_000_000, 300, [5, 5, 5]),
    ] {
        let with = Numbers {
            ask: Some(ask),
            price: Some(price),
            ..numbers(flow)
        };
        let plan = kept.post(&kept.ada, title, Some(with)).await;
        kept.enter(&kept.ada, round, plan).await.expect("entered");
    }
    let plan = kept.post(&kept.ben, "Fourth machine", None).await;
    kept.enter(&kept.ben, round, plan).await.expect("entered");
    round
}

/// `1 3 2 4`, of the first, third, second and fourth.
async fn order(kept: &Kept, round: RoundId, wanted: &Wanted) -> String {
    let found = kept.wanted(round, wanted).await;
    let numbers: Vec<String> = found
        .iter()
        .map(|application| application.id.to_string())
        .collect();
    numbers.join(" ")
}

async fn applications_are_put_in_order_by_any_number(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let round = four(&kept).await;
    for (by, expected) in [
        (Order::New, "4 3 2 1"),
        (Order::Missed, "3 1 2 4"),
        (Order::Ask, "2 3 1 4"),
        (Order::Margin, "1 3 2 4"),
        (Order::Even, "3 1 2 4"),
        (Order::Profit, "3 1 2 4"),
        (Order::Cash, "3 1 2 4"),
        (Order::Price, "2 3 1 4"),
    ] {
        let wanted = Wanted {
            order: Some(by),
            ..Wanted::default()
        };
        assert_eq!(order(&kept, round, &wanted).await, expected, "{by}");
    }
}

async fn applications_are_narrowed_by_any_number_and_any_rule(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let round = four(&kept).await;
    for (wanted, expected) in [
        (
            Wanted {
                ask: Some(2_000_000),
                ..Wanted::default()
            },
            "3 2",
        ),
        (
            Wanted {
                even: Some(60),
                ..Wanted::default()
            },
            "3 1",
        ),
        (
            Wanted {
                profit: Some(30),
                ..Wanted::default()
            },
            "3",
        ),
        (
            Wanted {
                margin: Some(30),
                ..Wanted::default()
            },
            "3 1",
        ),
        (
            Wanted {
                rule: Some((1, Outcome::Missed)),
                ..Wanted::default()
            },
            "4 2",
        ),
        (
            Wanted {
                rule: Some((1, Outcome::Met)),
                ..Wanted::default()
            },
            "3 1",
        ),
        (
            Wanted {
                rule: Some((2, Outcome::Missed)),
                even: Some(60),
                ..Wanted::default()
            },
            "1",
        ),
        (
            Wanted {
                rule: Some((9, Outcome::Missed)),
                ..Wanted::default()
            },
            "",
        ),
    ] {
        assert_eq!(order(&kept, round, &wanted).await, expected, "{wanted:?}");
    }
    let counts =
        funding::rule_counts(&kept.fresh.forum, round, domain::ids::VersionNumber(1)).await;
    let counts = counts.expect("counted");
    assert_eq!((counts[&1].met, counts[&1].missed), (2, 2));
    assert_eq!((counts[&2].met, counts[&2].missed), (2, 2));
    // What is taken back counts no more.
    funding::take_application_back(&kept.fresh.forum, &kept.ben, domain::ids::ApplicationId(4))
        .await
        .expect("taken back");
    let counts =
        funding::rule_counts(&kept.fresh.forum, round, domain::ids::VersionNumber(1)).await;
    assert_eq!(counts.expect("counted")[&1].missed, 1);
}

async fn a_long_list_is_read_page_by_page(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let forum = &kept.fresh.forum;
    let id = four(&kept).await;
    let viewer = &Viewer::Anonymous;
    let round = kept.opened(viewer, id).await.expect("there").round;
    for by in Order::ALL {
        let wanted = Wanted {
            order: Some(*by),
            ..Wanted::default()
        };
        let whole = order(&kept, id, &wanted).await;
        let (mut read, mut after) = (Vec::new(), None);
        loop {
            let page = funding::applications(forum, viewer, &round, &wanted, (after, 1)).await;
            let page = page.expect("read");
            read.extend(
                page.items
                    .iter()
                    .map(|application| application.id.to_string()),
            );
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(read.join(" "), whole, "{by}");
    }
}

async fn what_was_entered_is_taken_away(fresh: Fresh) {
    let kept = Kept::over(fresh).await;
    let id = four(&kept).await;
    let viewer = &Viewer::Anonymous;
    let round = kept.opened(viewer, id).await.expect("there").round;
    let csv = funding::applications_csv(&kept.fresh.forum, viewer, &round)
        .await
        .expect("read");
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!(lines.len(), 5);
    assert_eq!(
        lines[1],
        "1,1,1,1,First machine,ada,waiting,1,USD,30000.00,5.00,58,60,90,-0.05"
    );
    assert_eq!(lines[4], "4,4,1,1,Fourth machine,ben,waiting,2,USD,,,,,,");
}
