//! The thirteen rules of 2009 against plans whose outcome is known.

use super::{Facts, Finding, Outcome, Rule, check::check, judge, missed, ready};
use crate::{
    money::Currency,
    numbers::{Cost, CostKind, Month, Numbers, Return, ReturnKind, Revenue, RevenueKind, testing},
    plans::{Licence, Stage},
};

/// A plan that keeps every rule, to be spoiled.
struct Sample {
    numbers: Option<Numbers>,
    stage: Stage,
}

impl Sample {
    fn good() -> Self {
        let mut numbers = testing::simple(&[(2_000, 9_000), (6_000, 6_000), (9_000, 7_000)]);
        numbers.price = Some(320);
        numbers.unit_cost = Some(208);
        numbers.ask = Some(1_800_000);
        numbers.returns = Some(Return::worded(ReturnKind::Equity, "12%"));
        Self {
            numbers: Some(numbers),
            stage: Stage::Seeking,
        }
    }

    fn months(months: &[(i64, i64)]) -> Self {
        Self::with(|numbers| numbers.months = testing::simple(months).months)
    }

    fn with(change: impl FnOnce(&mut Numbers)) -> Self {
        let mut sample = Self::good();
        change(sample.numbers.as_mut().expect("a good plan has numbers"));
        sample
    }

    fn at(stage: Stage) -> Self {
        Self {
            stage,
            ..Self::good()
        }
    }

    fn earning(kind: RevenueKind, amount: i64) -> Self {
        Self::with(|numbers| {
            numbers.months[2].revenue.push(Revenue {
                kind,
                label: "besides".into(),
                amount,
            });
        })
    }

    fn buying(amount: i64, life: u32) -> Self {
        Self::with(|numbers| {
            numbers.months[0].costs.push(Cost {
                kind: CostKind::Capital,
                label: "machine".into(),
                amount,
                life_months: Some(life),
            });
        })
    }

    fn judged(&self, rules: &[Rule]) -> Vec<Finding> {
        let numbers = self.numbers.clone().map(|numbers| {
            numbers
                .check()
                .unwrap_or_else(|problems| panic!("{problems}"))
        });
        let facts = Facts {
            numbers: numbers.as_ref(),
            stage: self.stage,
            licence: Licence::BySa,
        };
        judge(rules, usd(), facts)
    }
}

fn usd() -> Currency {
    Currency::new("USD").expect("dollars")
}

fn of_2009() -> Vec<Rule> {
    let set = ready("open-source-funding-2009").expect("a ready set");
    check(&set.rules(), Some(usd())).unwrap_or_else(|problems| panic!("{problems}"))
}

fn price(price: Option<i64>, cost: Option<i64>) -> Sample {
    Sample::with(|numbers| (numbers.price, numbers.unit_cost) = (price, cost))
}

fn returning(kind: ReturnKind, terms: &str) -> Sample {
    Sample::with(|numbers| {
        numbers.returns = Some(Return::worded(kind, terms));
    })
}

/// A plan, the numbers of the rules that it misses, and why.
type Row = (Sample, &'static [usize], &'static str);

#[expect(clippy::too_many_lines, reason = "a row for each plan")]
fn table() -> Vec<Row> {
    use RevenueKind::{Advertising, Fees, Grant, Other, Recruitment, Subscription};
    vec![
        (Sample::good(), &[], "even in month 2, profit in month 3"),
        (Sample::at(Stage::Sketch), &[], "a sketch is a new business"),
        (
            Sample::at(Stage::Running),
            &[],
            "rule 1 takes those that run as well",
        ),
        (
            Sample::at(Stage::Closed),
            &[1],
            "a closed business is neither new nor running",
        ),
        (
            Sample {
                numbers: None,
                ..Sample::good()
            },
            &[2, 3, 4, 6, 12, 13],
            "nothing can be told without numbers",
        ),
        (
            Sample::earning(Advertising, 1),
            &[2],
            "one cent of advertising is revenue from advertising",
        ),
        (
            Sample::earning(Advertising, 0),
            &[],
            "a line of nothing earns nothing",
        ),
        (
            Sample::earning(Recruitment, 500),
            &[13],
            "members are recruited for money",
        ),
        (
            Sample::earning(Subscription, 500),
            &[],
            "subscriptions are sold",
        ),
        (
            Sample::earning(Fees, 500),
            &[],
            "fees are paid by customers",
        ),
        (
            Sample::earning(Grant, 500),
            &[],
            "no rule is against grants",
        ),
        (
            Sample::earning(Other, 500),
            &[],
            "nor against other sources",
        ),
        (
            Sample::months(&[(5, 5), (5, 5), (6, 5)]),
            &[],
            "even at once, profit by day 90",
        ),
        (
            Sample::months(&[(0, 5), (5, 5), (6, 5)]),
            &[],
            "even by day 60 exactly",
        ),
        (
            Sample::months(&[(0, 5), (0, 5), (6, 5)]),
            &[3],
            "even by day 90, a month late",
        ),
        (
            Sample::months(&[(0, 5), (5, 5), (5, 5), (6, 5)]),
            &[4],
            "profit by day 120, a month late",
        ),
        (
            Sample::months(&[(0, 5), (0, 5), (0, 5), (6, 5)]),
            &[3, 4],
            "both by day 120",
        ),
        (
            Sample::months(&[(1, 2); 36]),
            &[3, 4],
            "never even in three years",
        ),
        (
            Sample::months(&[(2, 2); 36]),
            &[4],
            "even for ever, never a profit",
        ),
        (
            Sample::months(&[]),
            &[3, 4],
            "no months, so nothing is reached",
        ),
        (
            Sample::months(&[(6, 5)]),
            &[],
            "a single month is enough to be profitable",
        ),
        (
            Sample::months(&[(6, 5), (0, 50), (0, 50)]),
            &[],
            "later dips are told, no rule forbids them",
        ),
        (
            Sample::months(&[(0, 0), (0, 0), (1, 0)]),
            &[],
            "no money moves in month 1, which is not negative",
        ),
        (
            Sample::buying(3_000, 36),
            &[],
            "a machine spread over three years leaves a profit in month 3",
        ),
        (
            Sample::buying(300_000, 36),
            &[4],
            "its share of 8,333 a month is more than the 2,000 of month 3",
        ),
        (
            Sample::buying(2_000, 1),
            &[],
            "written off in month 1, before the profit",
        ),
        (
            Sample::buying(6_000, 3),
            &[4],
            "exactly the 2,000 of month 3: no profit above zero",
        ),
        (
            Sample::buying(5_999, 3),
            &[4],
            "a cent less: the first share is smaller, the third is not",
        ),
        (
            Sample::buying(5_997, 3),
            &[],
            "three cents less, one in each share: 1 of profit in its third month",
        ),
        (price(Some(320), Some(320)), &[6], "sold at cost"),
        (price(Some(320), Some(319)), &[], "a cent above cost"),
        (price(Some(320), Some(321)), &[6], "a cent below"),
        (price(Some(0), Some(0)), &[6], "given away"),
        (price(Some(0), Some(5)), &[6], "given away at a loss"),
        (price(Some(320), Some(0)), &[], "it costs nothing to make"),
        (price(None, Some(208)), &[6], "no price"),
        (price(Some(320), None), &[6], "no cost"),
        (
            returning(ReturnKind::Loan, "6% a year over 24 months"),
            &[],
            "a loan is a return",
        ),
        (
            returning(ReturnKind::RevenueShare, "5% until doubled"),
            &[],
            "and so is a share of sales",
        ),
        (
            returning(ReturnKind::Equity, ""),
            &[12],
            "equity, but how much?",
        ),
        (
            returning(ReturnKind::Equity, "   "),
            &[12],
            "blanks say no more",
        ),
        (
            Sample::with(|numbers| {
                let returns = Return::worded(ReturnKind::Equity, "");
                let share_bp = Some(1_200);
                numbers.returns = Some(Return {
                    share_bp,
                    ..returns
                });
            }),
            &[],
            "terms that can be worked out need no words",
        ),
        (
            Sample::with(|numbers| numbers.returns = None),
            &[12],
            "no return",
        ),
        (
            Sample::with(|numbers| numbers.ask = None),
            &[],
            "no rule of 2009 has a limit on the ask",
        ),
        (
            Sample::with(|numbers| numbers.ask = Some(crate::numbers::MAX_AMOUNT)),
            &[],
            "nor on a large one",
        ),
        (
            Sample::with(|numbers| {
                numbers.months = vec![Month::default(); 3];
                (numbers.price, numbers.unit_cost, numbers.returns) = (None, None, None);
            }),
            &[4, 6, 12],
            "empty months are even, and say nothing else",
        ),
    ]
}

#[test]
fn the_thirteen_rules_find_what_is_known_of_these_plans() {
    let (rules, table) = (of_2009(), table());
    assert_eq!(rules.len(), 13);
    assert!(table.len() >= 40, "{}", table.len());
    for (sample, expected, why) in table {
        let findings = sample.judged(&rules);
        let found: Vec<usize> = (1..)
            .zip(&findings)
            .filter(|(_, finding)| finding.outcome == Outcome::Missed)
            .map(|(number, _)| number)
            .collect();
        assert_eq!(found, expected, "{why}: {findings:#?}");
        assert_eq!(missed(&findings), expected.len(), "{why}");
        for (rule, finding) in rules.iter().zip(&findings) {
            let is_attested = rule.condition().is_attested();
            assert_eq!(finding.outcome == Outcome::ToAttest, is_attested, "{why}");
            assert_eq!(finding.words.is_empty(), is_attested, "{why}");
        }
    }
}

fn one(kind: &str, limit: super::Limit) -> Vec<Rule> {
    let typed = super::TypedRule {
        kind: kind.into(),
        limit,
        ..super::TypedRule::default()
    };
    check(&[typed], Some(usd())).unwrap_or_else(|problems| panic!("{problems}"))
}

#[test]
fn by_how_much_a_rule_is_missed_is_told() {
    use super::Limit::{None, Number, Word};
    let late = || Sample::months(&[(0, 5), (0, 5), (6, 5)]);
    for (sample, kind, limit, words, by) in [
        (
            late(),
            "breaks_even",
            Number(60),
            "breaks even by day 90, limit 60",
            Some(30),
        ),
        (
            Sample::months(&[(1, 2); 36]),
            "breaks_even",
            Number(60),
            "never breaks even in its 36 months",
            Option::None,
        ),
        (
            Sample::months(&[(1, 1)]),
            "profitable",
            Number(90),
            "is never profitable in its 1 month",
            Option::None,
        ),
        (
            Sample::good(),
            "margin",
            Number(40),
            "sells at $3.20, costs $2.08: $1.12 is left, 35% of the price, least 40%",
            Some(5),
        ),
        (
            Sample::good(),
            "ask_at_most",
            Number(1_500_000),
            "asks for $18,000, limit $15,000",
            Some(300_000),
        ),
        (
            Sample::good(),
            "complete",
            Number(12),
            "gives 3 months of 12",
            Some(9),
        ),
        (
            price(Option::None, Some(1)),
            "complete",
            Number(3),
            "gives 3 months of 3, without the price of a unit",
            Some(0),
        ),
        (
            Sample::at(Stage::Running),
            "business",
            Word("new".into()),
            "runs already",
            Option::None,
        ),
        (
            Sample::at(Stage::Sketch),
            "business",
            Word("existing".into()),
            "does not run yet",
            Option::None,
        ),
        (
            Sample::earning(RevenueKind::Advertising, 500),
            "no_revenue",
            Word("advertising".into()),
            "$5 of its revenue comes from advertising",
            Option::None,
        ),
        (
            returning(ReturnKind::RevenueShare, ""),
            "return_stated",
            None,
            "offers revenue share, without terms",
            Option::None,
        ),
    ] {
        let findings = sample.judged(&one(kind, limit));
        let finding = &findings[0];
        assert_eq!(
            (finding.outcome, finding.words.as_str()),
            (Outcome::Missed, words)
        );
        assert_eq!(
            finding.measured.and_then(super::Measured::by),
            by,
            "{words}"
        );
    }
}

#[test]
fn a_margin_is_compared_in_whole_amounts() {
    // 2 of 3 are left: 66.67 %, shown as 67 %, and below 67 %.
    let sample = price(Some(3), Some(1));
    let outcome = |percent| sample.judged(&one("margin", super::Limit::Number(percent)))[0].outcome;
    assert_eq!(outcome(66), Outcome::Met);
    assert_eq!(outcome(67), Outcome::Missed);
}

#[test]
fn no_amount_is_compared_across_currencies() {
    let sample = Sample::with(|numbers| numbers.currency = "JPY".into());
    let findings = sample.judged(&one(
        "ask_at_most",
        super::Limit::Number(i64::from(i32::MAX)),
    ));
    assert_eq!(findings[0].outcome, Outcome::Missed);
    assert_eq!(
        findings[0].words,
        "asks for ¥1,800,000, and this round gives USD"
    );
}
