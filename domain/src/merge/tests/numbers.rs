//! Numbers, figure by figure and month by month.

use super::{ApplyError, Choice, Outcome, Part, apply, parts, plan, written};
use crate::{
    numbers::{self, Cost, CostKind, Numbers, PartKind, Return, ReturnKind, testing},
    plans::Typed,
};

fn with(numbers: Option<Numbers>) -> Typed {
    Typed {
        numbers,
        ..plan("## A\n\na")
    }
}

/// A plan of so many months, washes sold and rent paid in each.
fn laundry(months: usize) -> Numbers {
    Numbers {
        price: Some(320),
        ask: Some(1_800_000),
        ..testing::simple(&vec![(100_000, 40_000); months])
    }
}

#[expect(clippy::unnecessary_wraps, reason = "other plans have no numbers")]
fn changed(change: impl Fn(&mut Numbers)) -> Option<Numbers> {
    let mut numbers = laundry(3);
    change(&mut numbers);
    Some(numbers)
}

fn cost(label: &str, amount: i64) -> Cost {
    Cost {
        kind: CostKind::Fixed,
        label: label.to_owned(),
        amount,
        life_months: None,
    }
}

fn part(ours: Option<Numbers>, theirs: Option<Numbers>) -> Part {
    let base = with(changed(|_| {}));
    let mut parts = parts(&base, &with(ours), &with(theirs)).unwrap();
    assert_eq!(parts.len(), 1);
    parts.remove(0)
}

/// Both changes in one, whoever merges.
fn merged(ours: Option<Numbers>, theirs: Option<Numbers>) -> Numbers {
    let (base, ours, theirs) = (with(changed(|_| {})), with(ours), with(theirs));
    let take = [("numbers".parse().unwrap(), Choice::Take)];
    let merged = apply(&base, &ours, &theirs, &take).unwrap();
    let again = parts(&base, &merged, &theirs).unwrap();
    assert!(again.iter().all(|part| !part.is_open()), "{again:?}");
    merged.numbers.unwrap()
}

fn disputed(ours: Option<Numbers>, theirs: Option<Numbers>) -> Vec<String> {
    let part = part(ours, theirs);
    assert_eq!(part.outcome, Outcome::Conflict);
    part.disputed
}

#[test]
fn different_figures_and_months_are_put_together() {
    let ours = changed(|numbers| {
        numbers.price = Some(350);
        numbers.months[0].costs[0].amount = 50_000;
        numbers.returns = Some(Return::worded(ReturnKind::Loan, "5% a year"));
    });
    let theirs = changed(|numbers| {
        numbers.unit = Some("wash".to_owned());
        numbers.ask = None;
        numbers.months[2].costs[0].amount = 45_000;
        numbers.months[0].costs.insert(0, cost("water", 2_000));
        numbers.months[1].revenue.clear();
    });
    let both = changed(|numbers| {
        numbers.unit = Some("wash".to_owned());
        numbers.price = Some(350);
        numbers.ask = None;
        numbers.returns = Some(Return::worded(ReturnKind::Loan, "5% a year"));
        numbers.months[0].costs[0].amount = 50_000;
        numbers.months[0].costs.insert(0, cost("water", 2_000));
        numbers.months[1].revenue.clear();
        numbers.months[2].costs[0].amount = 45_000;
    });
    assert_eq!(Some(merged(ours.clone(), theirs.clone())), both);
    assert_eq!(Some(merged(theirs, ours)), both);
}

#[test]
fn an_added_line_follows_the_one_that_it_follows_in_theirs() {
    let ours = changed(|numbers| numbers.months[0].costs.push(cost("ours", 1)));
    let theirs = changed(|numbers| {
        numbers.months[0].costs.push(cost("rent", 7));
        numbers.months[0].costs.push(cost("theirs", 2));
    });
    let costs = &merged(ours, theirs).months[0].costs;
    let labels: Vec<_> = costs.iter().map(|cost| cost.label.as_str()).collect();
    assert_eq!(labels, ["rent", "rent", "theirs", "ours"]);
    assert_eq!(costs[1].amount, 7);
}

#[test]
fn what_both_changed_differently_is_named() {
    let ours = changed(|numbers| {
        numbers.price = Some(350);
        numbers.months[1].costs[0].amount = 1;
        numbers.months[2].costs.clear();
    });
    let theirs = changed(|numbers| {
        numbers.price = Some(300);
        numbers.ask = Some(1);
        numbers.months[1].costs[0].amount = 2;
        numbers.months[2].costs[0].amount = 3;
    });
    assert_eq!(
        disputed(ours.clone(), theirs.clone()),
        ["Price of one", "Cost: rent, month 2", "Cost: rent, month 3"]
    );
    let told: Vec<_> = part(ours, theirs)
        .changes
        .into_iter()
        .map(|change| (change.field, change.after.unwrap()))
        .collect();
    assert_eq!(
        told,
        [
            ("Price of one".to_owned(), "$3".to_owned()),
            ("Asks for".to_owned(), "$0.01".to_owned()),
            (
                "Cost: rent".to_owned(),
                "month 2: $0.02; month 3: $0.03".to_owned()
            ),
        ]
    );
}

#[test]
fn the_same_change_on_both_sides_is_no_conflict() {
    let ours = changed(|numbers| {
        numbers.price = Some(350);
        numbers.ask = Some(5);
    });
    let theirs = changed(|numbers| numbers.price = Some(350));
    assert_eq!(part(ours.clone(), theirs).outcome, Outcome::Already);
    assert_eq!(part(ours.clone(), ours).outcome, Outcome::Already);
}

#[test]
fn a_plan_that_grew_keeps_what_changed_in_its_months() {
    let longer = changed(|numbers| numbers.months = laundry(5).months);
    let dearer = changed(|numbers| numbers.months[0].costs[0].amount = 7);
    let both = merged(longer.clone(), dearer.clone());
    assert_eq!((both.months.len(), both.months[0].costs[0].amount), (5, 7));
    assert_eq!(merged(dearer, longer), both);
}

#[test]
fn months_that_one_gave_up_and_the_other_planned_are_a_conflict() {
    let shorter = changed(|numbers| numbers.months.truncate(1));
    let later = changed(|numbers| numbers.months[2].costs.push(cost("party", 9)));
    assert_eq!(disputed(shorter.clone(), later), ["Months"]);
    let earlier = changed(|numbers| numbers.months[0].costs[0].amount = 7);
    let both = merged(shorter.clone(), earlier);
    assert_eq!((both.months.len(), both.months[0].costs[0].amount), (1, 7));
    let longer = changed(|numbers| numbers.months = laundry(4).months);
    assert_eq!(disputed(shorter, longer), ["Months"]);
}

#[test]
fn another_currency_beside_other_changes_is_a_conflict() {
    let euros = changed(|numbers| numbers.currency = "EUR".to_owned());
    let dearer = changed(|numbers| numbers.price = Some(350));
    assert_eq!(disputed(euros.clone(), dearer.clone()), ["Currency"]);
    assert_eq!(disputed(dearer, euros.clone()), ["Currency"]);
    assert_eq!(part(changed(|_| {}), euros.clone()).outcome, Outcome::Clean);
    let dearer_in_euros = changed(|numbers| {
        numbers.currency = "EUR".to_owned();
        numbers.price = Some(350);
    });
    assert_eq!(merged(euros, dearer_in_euros).price, Some(350));
}

#[test]
fn numbers_that_came_or_went_on_one_side() {
    let dearer = changed(|numbers| numbers.price = Some(350));
    assert_eq!(part(changed(|_| {}), None).outcome, Outcome::Clean);
    assert_eq!(part(None, None).outcome, Outcome::Already);
    assert_eq!(disputed(dearer.clone(), None), ["All numbers"]);
    assert_eq!(disputed(None, dearer.clone()), ["All numbers"]);
    let outcome = |ours: Option<Numbers>, theirs| {
        let parts = parts(&with(None), &with(ours), &with(theirs)).unwrap();
        parts[0].outcome.clone()
    };
    assert_eq!(outcome(None, dearer.clone()), Outcome::Clean);
    assert_eq!(outcome(dearer.clone(), dearer.clone()), Outcome::Already);
    assert_eq!(outcome(dearer, changed(|_| {})), Outcome::Conflict);
    let only = |change: fn(&mut Numbers)| {
        let mut numbers = testing::numbers("USD", Vec::new());
        change(&mut numbers);
        Some(numbers)
    };
    let priced = only(|numbers| numbers.price = Some(320));
    let asking = only(|numbers| numbers.ask = Some(1));
    assert_eq!(
        outcome(priced, asking),
        Outcome::Merged("currency: USD\nprice: 3.20\nask: 0.01\n".to_owned())
    );
}

#[test]
fn numbers_can_be_written_by_hand() {
    let base = with(changed(|_| {}));
    let (ours, theirs) = (
        with(changed(|numbers| numbers.price = Some(350))),
        with(changed(|numbers| numbers.price = Some(300))),
    );
    let write = |text: &str| {
        let choices = [("numbers".parse().unwrap(), written(text))];
        apply(&base, &ours, &theirs, &choices)
    };
    let numbers = write("currency: EUR\nprice: 3.25").unwrap().numbers;
    assert_eq!(numbers.unwrap().price, Some(325));
    assert_eq!(write("").unwrap().numbers, None);
    let part = &parts(&base, &ours, &theirs).unwrap()[0];
    let same = write(part.theirs.as_deref().unwrap()).unwrap();
    assert_eq!(same, theirs);
    assert_eq!(
        write("price: 3.25"),
        Err(ApplyError::Numbers(
            "numbers".parse().unwrap(),
            "must begin with the currency, such as “currency: USD”".to_owned()
        ))
    );
}

#[test]
fn numbers_that_break_a_rule_are_never_merged() {
    let wrong = changed(|numbers| numbers.price = Some(-1));
    let ours = changed(|numbers| numbers.ask = Some(5));
    let part = part(ours, wrong.clone());
    assert_eq!(part.outcome, Outcome::Conflict);
    assert_eq!(part.theirs, None);
    let many = changed(|numbers| {
        numbers.months[0].costs = (0..40).map(|at| cost(&format!("cost {at}"), 1)).collect();
    });
    let others = changed(|numbers| {
        numbers.months[0].costs = (0..40).map(|at| cost(&format!("other {at}"), 1)).collect();
    });
    assert_eq!(disputed(many, others), [""; 0]);
}

#[test]
fn the_cost_of_one_and_its_worksheet_go_together() {
    let parts = |labels: &[&str]| {
        let part = |label: &&str| numbers::Part {
            kind: PartKind::Materials,
            label: (*label).to_owned(),
            amount: Some(42),
            minutes: None,
            wage: None,
        };
        labels.iter().map(part).collect::<Vec<_>>()
    };
    let soap = changed(|numbers| numbers.worksheet = parts(&["soap"]));
    let opened = changed(|numbers| numbers.opening_cash = Some(7));
    let both = merged(soap.clone(), opened);
    assert_eq!((both.cost_of_one(), both.opening_cash), (Some(42), Some(7)));
    let stated = changed(|numbers| numbers.unit_cost = Some(84));
    assert_eq!(disputed(soap.clone(), stated), ["Cost of one"]);
    let more = changed(|numbers| numbers.worksheet = parts(&["soap", "water"]));
    assert_eq!(disputed(soap, more), ["Cost of one"]);
}
