use super::{
    Cost, CostKind, MAX_AMOUNT, MAX_LABEL, MAX_LIFE, MAX_LINES, MAX_MONTHS, MAX_TERMS, MAX_UNIT,
    Month, Numbers, Part, PartKind, Return,
    worksheet::{MAX_MINUTES, MAX_PARTS},
};
use crate::{
    checked::{self, Lines},
    money::{Currency, Money},
    problems::Problems,
};

/// The proof that totals need no run-time check: even the sum of every line a plan may have, each of the
/// largest amount, fits, and so does the product in the spreading of capital.
const _: () = {
    // One more for the opening cash.
    let lines = (2 * MAX_MONTHS * MAX_LINES + 1) as i128;
    assert!(lines * (MAX_AMOUNT as i128) <= i64::MAX as i128);
    assert!((MAX_AMOUNT as i128) * (MAX_LIFE as i128) <= i64::MAX as i128);
};

/// Cleans every text in place and tells all that is wrong.
pub(super) fn clean(numbers: &mut Numbers) -> Problems {
    let mut found = Found::default();
    if let Err(error) = Currency::new(&numbers.currency) {
        let code = shortened(&numbers.currency);
        found.add("currency", format!("“{code}” {error}"));
    }
    if let Some(unit) = &mut numbers.unit {
        found.text("unit", unit, 1, MAX_UNIT);
    }
    found.optional_amount("price", numbers.price);
    found.optional_amount("unit_cost", numbers.unit_cost);
    found.worksheet(numbers);
    found.months(&mut numbers.months);
    found.optional_amount("opening_cash", numbers.opening_cash);
    found.optional_amount("ask", numbers.ask);
    if let Some(returns) = &mut numbers.returns {
        found.returns(returns);
    }
    found.problems
}

/// An echo of what was sent, never a page of it.
fn shortened(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(12).collect()
}

#[derive(Default)]
struct Found {
    problems: Problems,
}

impl Found {
    fn add(&mut self, path: &str, message: impl Into<String>) {
        self.problems.add(path.to_owned(), message);
    }

    fn worksheet(&mut self, numbers: &mut Numbers) {
        let count = numbers.worksheet.len();
        if count > MAX_PARTS {
            self.add(
                "worksheet",
                format!("must be at most {MAX_PARTS} parts, not {count}"),
            );
            return;
        }
        let problems_before = self.problems.0.len();
        for (index, part) in numbers.worksheet.iter_mut().enumerate() {
            self.part(&format!("worksheet[{index}]"), part);
        }
        if count > 0 && self.problems.0.len() == problems_before {
            self.worksheet_total(numbers);
        }
    }

    fn part(&mut self, path: &str, part: &mut Part) {
        self.text(&format!("{path}.label"), &mut part.label, 1, MAX_LABEL);
        let is_work = part.kind == PartKind::Work;
        let given = (
            part.amount.is_some(),
            part.minutes.is_some(),
            part.wage.is_some(),
        );
        match (is_work, given) {
            (true, (false, true, true)) | (false, (true, false, false)) => {}
            (true, _) => self.add(path, "must have minutes and a wage an hour, and no amount"),
            (false, _) => self.add(path, "must have an amount, and neither minutes nor a wage"),
        }
        self.optional_amount(&format!("{path}.amount"), part.amount);
        self.optional_amount(&format!("{path}.wage"), part.wage);
        if part.minutes.is_some_and(|minutes| minutes > MAX_MINUTES) {
            let message = format!("must be at most {MAX_MINUTES} minutes");
            self.add(&format!("{path}.minutes"), message);
        }
    }

    fn worksheet_total(&mut self, numbers: &Numbers) {
        let Some(total) = numbers.worksheet_total() else {
            return self.add("worksheet", "adds up to too large an amount");
        };
        let Ok(currency) = Currency::new(&numbers.currency) else {
            return;
        };
        if let Some(stated) = numbers.unit_cost.filter(|stated| *stated != total) {
            let (stated, total) = (Money::new(stated, currency), Money::new(total, currency));
            let message = format!(
                "is {stated}, but its worksheet adds up to {total}: mend one of them, or leave the cost out"
            );
            self.add("unit_cost", message);
        }
    }

    fn returns(&mut self, returns: &mut Return) {
        self.text("return.terms", &mut returns.terms, 0, MAX_TERMS);
        for (name, message) in returns.problems() {
            self.add(&format!("return.{name}"), message);
        }
    }

    fn months(&mut self, months: &mut [Month]) {
        if months.len() > MAX_MONTHS {
            let count = months.len();
            self.add(
                "months",
                format!("must be at most {MAX_MONTHS}, not {count}"),
            );
            return;
        }
        for (index, month) in months.iter_mut().enumerate() {
            self.month(&format!("months[{index}]"), month);
        }
    }

    fn month(&mut self, path: &str, month: &mut Month) {
        let revenue = format!("{path}.revenue");
        if self.few_lines(&revenue, month.revenue.len()) {
            for (index, line) in month.revenue.iter_mut().enumerate() {
                let path = format!("{revenue}[{index}]");
                self.text(&format!("{path}.label"), &mut line.label, 1, MAX_LABEL);
                self.amount(&format!("{path}.amount"), line.amount);
            }
        }
        let costs = format!("{path}.costs");
        if self.few_lines(&costs, month.costs.len()) {
            for (index, line) in month.costs.iter_mut().enumerate() {
                self.cost(&format!("{costs}[{index}]"), line);
            }
        }
    }

    fn few_lines(&mut self, path: &str, count: usize) -> bool {
        if count > MAX_LINES {
            self.add(
                path,
                format!("must be at most {MAX_LINES} lines, not {count}"),
            );
        }
        count <= MAX_LINES
    }

    fn cost(&mut self, path: &str, line: &mut Cost) {
        self.text(&format!("{path}.label"), &mut line.label, 1, MAX_LABEL);
        self.amount(&format!("{path}.amount"), line.amount);
        if let Some(message) = life_problem(line.kind, line.life_months) {
            self.add(&format!("{path}.life_months"), message);
        }
    }

    fn text(&mut self, path: &str, text: &mut String, least: usize, most: usize) {
        match checked::text(text, Lines::One, least, most) {
            Ok(clean) => *text = clean,
            Err(message) => self.add(path, message),
        }
    }

    fn optional_amount(&mut self, path: &str, amount: Option<i64>) {
        if let Some(amount) = amount {
            self.amount(path, amount);
        }
    }

    fn amount(&mut self, path: &str, amount: i64) {
        if let Some(message) = amount_problem(amount) {
            self.add(path, message);
        }
    }
}

pub(super) fn amount_problem(amount: i64) -> Option<&'static str> {
    if amount < 0 {
        Some("must be zero or more")
    } else if amount > MAX_AMOUNT {
        Some("is too large: at most 10,000,000,000,000 minor units")
    } else {
        None
    }
}

pub(super) fn life_problem(kind: CostKind, life_months: Option<u32>) -> Option<String> {
    match (kind, life_months) {
        (CostKind::Capital, Some(life)) if (1..=MAX_LIFE).contains(&life) => None,
        (CostKind::Capital, _) => Some(format!(
            "must be the months that this capital cost lasts, 1 to {MAX_LIFE}"
        )),
        (_, Some(_)) => Some("must be left out of all but capital costs".to_owned()),
        (_, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{CheckedNumbers, testing};
    use super::*;

    const WHOLE: &str = r#"{"currency":"USD","unit":"wash","price":320,"unit_cost":208,"months":[{"revenue":[{"kind":"sales","label":"washes","amount":120000}],"costs":[{"kind":"capital","label":"machines","amount":360000,"life_months":36},{"kind":"fixed","label":"rent","amount":20000}]}],"ask":1800000,"return":{"kind":"revenue_share","terms":"5% until doubled"}}"#;

    fn from_json(json: &str) -> Numbers {
        serde_json::from_str(json).unwrap()
    }

    fn check(json: &str) -> Result<CheckedNumbers, Problems> {
        from_json(json).check()
    }

    fn paths(numbers: Numbers) -> Vec<String> {
        let problems = numbers.check().expect_err("must be refused");
        let fields = problems
            .0
            .into_iter()
            .map(|problem| problem.field.into_owned());
        fields.collect()
    }

    #[test]
    fn the_json_is_that_of_the_design() {
        let numbers = check(WHOLE).unwrap();
        assert_eq!(serde_json::to_string(&numbers).unwrap(), WHOLE);
        let least = check(r#"{"currency":"USD","price":null,"months":[{}]}"#).unwrap();
        assert_eq!(
            serde_json::to_string(&least).unwrap(),
            r#"{"currency":"USD","months":[{"revenue":[],"costs":[]}]}"#
        );
    }

    #[test]
    fn wrong_types_are_errors_not_guesses() {
        for json in [
            r#"{"months":[]}"#,
            r#"{"currency":840}"#,
            r#"{"currency":"USD","price":"3.20"}"#,
            r#"{"currency":"USD","price":3.2}"#,
            r#"{"currency":"USD","ask":1e400}"#,
            r#"{"currency":"USD","months":{}}"#,
            r#"{"currency":"USD","months":[{"costs":[{"kind":"magic","label":"x","amount":1}]}]}"#,
            r#"{"currency":"USD","months":[{"costs":[{"kind":"capital","label":"x","amount":1,"life_months":-1}]}]}"#,
        ] {
            assert!(serde_json::from_str::<Numbers>(json).is_err(), "{json}");
        }
    }

    #[test]
    fn every_mistake_is_told_with_its_path() {
        let json = r#"{"currency":"usd","unit":" ","price":-1,"unit_cost":10000000000001,"months":[{},{
            "revenue":[{"kind":"sales","label":"","amount":1},{"kind":"sales","label":"a\u0000b","amount":-5}],
            "costs":[{"kind":"capital","label":"oven","amount":1},
                     {"kind":"capital","label":"oven","amount":1,"life_months":601},
                     {"kind":"fixed","label":"rent","amount":1,"life_months":3},
                     {"kind":"fixed","label":"\u202ertl","amount":1}]}],
            "ask":-1,"return":{"kind":"loan","terms":"a\u0007b"}}"#;
        assert_eq!(
            paths(from_json(json)),
            [
                "currency",
                "unit",
                "price",
                "unit_cost",
                "months[1].revenue[0].label",
                "months[1].revenue[1].label",
                "months[1].revenue[1].amount",
                "months[1].costs[0].life_months",
                "months[1].costs[1].life_months",
                "months[1].costs[2].life_months",
                "months[1].costs[3].label",
                "ask",
                "return.terms",
            ]
        );
    }

    #[test]
    fn texts_are_cleaned_like_all_others() {
        let mut numbers = testing::simple(&[(1, 1)]);
        numbers.unit = Some("  wash\t".to_owned());
        numbers.months[0].costs[0].label = "cafe\u{301}\n  rent".to_owned();
        let numbers = numbers.check().unwrap();
        assert_eq!(numbers.unit(), Some("wash"));
        assert_eq!(numbers.months()[0].costs[0].label, "café rent");
    }

    #[test]
    fn limits_hold_at_their_edges() {
        assert!(testing::simple(&[(1, 1); MAX_MONTHS]).check().is_ok());
        assert_eq!(
            paths(testing::simple(&[(1, 1); MAX_MONTHS + 1])),
            ["months"]
        );

        let mut numbers = testing::simple(&[(MAX_AMOUNT, MAX_AMOUNT)]);
        numbers.months[0].costs[0].label = "é".repeat(MAX_LABEL);
        let line = numbers.months[0].costs[0].clone();
        numbers.months[0].costs = vec![line.clone(); MAX_LINES];
        assert!(numbers.clone().check().is_ok());
        numbers.months[0].costs.push(line);
        assert_eq!(paths(numbers), ["months[0].costs"]);

        let mut numbers = testing::simple(&[(MAX_AMOUNT + 1, 0)]);
        numbers.months[0].costs[0].label = "é".repeat(MAX_LABEL + 1);
        assert_eq!(
            paths(numbers),
            ["months[0].revenue[0].amount", "months[0].costs[0].label"]
        );
    }

    #[test]
    fn a_worksheet_adds_up_to_the_cost_or_gives_it() {
        let json = |cost: &str| {
            format!(
                r#"{{"currency":"USD",{cost}"worksheet":[{{"kind":"materials","label":"soap","amount":42}},
                {{"kind":"work","label":"folding","minutes":10,"wage":1500}}]}}"#
            )
        };
        let cost = |json: &str| check(json).unwrap().unit_cost().unwrap().minor;
        assert_eq!(cost(&json("")), 292);
        assert_eq!(cost(&json(r#""unit_cost":292,"#)), 292);
        let problems = check(&json(r#""unit_cost":208,"#)).unwrap_err();
        assert_eq!(
            problems.of("unit_cost"),
            Some(
                "is $2.08, but its worksheet adds up to $2.92: mend one of them, or leave the cost out"
            )
        );
    }

    #[test]
    fn mistakes_in_worksheet_opening_cash_and_terms_are_told_with_their_path() {
        let json = r#"{"currency":"USD","worksheet":[
            {"kind":"materials","label":"","amount":1},
            {"kind":"work","label":"a","amount":1},
            {"kind":"rent","label":"a","minutes":1,"wage":1},
            {"kind":"fees","label":"a","amount":-1},
            {"kind":"work","label":"a","minutes":60001,"wage":-1}],
            "opening_cash":-1,"return":{"kind":"loan","share_bp":5}}"#;
        assert_eq!(
            paths(from_json(json)),
            [
                "worksheet[0].label",
                "worksheet[1]",
                "worksheet[2]",
                "worksheet[3].amount",
                "worksheet[4].wage",
                "worksheet[4].minutes",
                "opening_cash",
                "return.share_bp",
            ]
        );
        let part = r#"{"kind":"other","label":"a","amount":10000000000000}"#;
        let json = format!(r#"{{"currency":"USD","worksheet":[{part},{part}]}}"#);
        assert_eq!(paths(from_json(&json)), ["worksheet"]);
        let json = format!(
            r#"{{"currency":"USD","worksheet":[{part}{}]}}"#,
            format!(",{part}").repeat(40)
        );
        assert_eq!(paths(from_json(&json)), ["worksheet"]);
    }

    #[test]
    fn an_unknown_currency_is_echoed_only_in_short() {
        let problems = testing::numbers(&"X\n".repeat(1000), Vec::new())
            .check()
            .unwrap_err();
        assert_eq!(
            problems.0[0].message,
            "“XXXXXXXXXXXX” is not the code of a currency, such as USD or EUR"
        );
    }
}
