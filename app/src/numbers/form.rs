use domain::money::Currency;
use domain::numbers::{CheckedNumbers, Month, Numbers, csv, figures, worksheet};
use domain::problems::{Problem, Problems};
use serde::Deserialize;

/// The editor's fields for numbers exactly as typed, amounts in major units.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct NumbersForm {
    /// A code such as `USD`.
    pub currency: String,
    /// What one unit is called.
    pub unit: String,
    /// What one unit is sold for.
    pub price: String,
    /// What one unit costs fully loaded.
    pub unit_cost: String,
    /// What is in that, a line each in the form of [`worksheet`].
    pub worksheet: String,
    /// What is there before the first month.
    pub opening_cash: String,
    /// What the founder asks for.
    pub ask: String,
    /// The word of a [`ReturnKind`](domain::numbers::ReturnKind).
    pub return_kind: String,
    /// The founder's wording of it.
    pub return_terms: String,
    /// Of the business or of revenue, in percent.
    pub share: String,
    /// A year, in percent.
    pub interest: String,
    /// Over how many months a loan is repaid.
    pub repay_months: String,
    /// How many months before that only interest is paid.
    pub grace_months: String,
    /// How many times the ask is paid at most.
    pub cap: String,
    /// The months in the form of [`csv`], or all numbers in its form of a whole.
    pub months: String,
}

impl NumbersForm {
    /// Reads what was typed. A form with nothing in it, or only a currency, is a plan without numbers.
    ///
    /// # Errors
    /// All that is wrong, by field, in the order of the form.
    pub fn parse(&self) -> Result<Option<CheckedNumbers>, Problems> {
        if self.is_empty() {
            return Ok(None);
        }
        let mut errors = Problems::default();
        let numbers = if csv::is_whole(&self.months) {
            self.whole(&mut errors)
        } else {
            self.numbers(&mut errors)
        };
        if !errors.is_empty() {
            return Err(errors);
        }
        let checked = numbers
            .check()
            .map_err(|problems| Problems(problems.0.iter().map(of_field).collect()));
        checked.map(Some)
    }

    /// The fields with their names.
    pub fn fields(&self) -> [(&'static str, &str); 15] {
        let [
            unit,
            price,
            unit_cost,
            worksheet,
            opening_cash,
            ask,
            kind,
            terms,
            share,
            interest,
            repay,
            grace,
            cap,
        ] = self.figures();
        [
            ("currency", &self.currency),
            unit,
            price,
            unit_cost,
            worksheet,
            opening_cash,
            ask,
            kind,
            terms,
            share,
            interest,
            repay,
            grace,
            cap,
            ("months", &self.months),
        ]
    }

    /// The fields of the [`figures`], in the order of their names.
    fn figures(&self) -> [(&'static str, &str); 13] {
        [
            ("unit", &self.unit),
            ("price", &self.price),
            ("unit_cost", &self.unit_cost),
            ("worksheet", &self.worksheet),
            ("opening_cash", &self.opening_cash),
            ("ask", &self.ask),
            ("return_kind", &self.return_kind),
            ("return_terms", &self.return_terms),
            ("share", &self.share),
            ("interest", &self.interest),
            ("repay_months", &self.repay_months),
            ("grace_months", &self.grace_months),
            ("cap", &self.cap),
        ]
    }

    fn is_empty(&self) -> bool {
        let texts = self.figures().map(|(_, text)| text);
        texts.iter().all(|text| text.trim().is_empty()) && self.months.trim().is_empty()
    }

    fn numbers(&self, errors: &mut Problems) -> Numbers {
        let Some(currency) = self.currency(errors) else {
            return Numbers::default();
        };
        let figures = self.read_figures(currency, errors);
        Numbers {
            months: self.months(currency, errors),
            ..figures
        }
    }

    fn currency(&self, errors: &mut Problems) -> Option<Currency> {
        let currency = Currency::new(self.currency.trim()).ok();
        if currency.is_none() {
            errors.add("currency", "must be chosen: all amounts are in it");
        }
        currency
    }

    fn read_figures(&self, currency: Currency, errors: &mut Problems) -> Numbers {
        let fields = self.figures();
        let names = figures::NAMES.into_iter().zip(fields);
        let given: Vec<_> = names.map(|(name, (_, text))| (name, text)).collect();
        figures::read(&given, currency).unwrap_or_else(|mistakes| {
            for mistake in mistakes {
                errors.add(fields[mistake.index].0, mistake.message);
            }
            Numbers::default()
        })
    }

    fn months(&self, currency: Currency, errors: &mut Problems) -> Vec<Month> {
        csv::from_csv(&self.months, currency).unwrap_or_else(|mistakes| {
            for mistake in mistakes {
                errors.add("months", mistake.to_string());
            }
            Vec::new()
        })
    }

    /// Numbers that were pasted as a whole into the table. A field beside it may repeat them, and say nothing else:
    /// neither shall win unseen.
    fn whole(&self, errors: &mut Problems) -> Numbers {
        let whole = csv::from_whole(&self.months).unwrap_or_else(|mistakes| {
            for mistake in mistakes {
                errors.add("months", mistake.to_string());
            }
            Numbers::default()
        });
        let Ok(currency) = Currency::new(&whole.currency) else {
            return whole;
        };
        let typed = self.read_figures(currency, errors);
        let code = self.currency.trim();
        let differs = [
            ("currency", !code.is_empty() && code != whole.currency),
            ("unit", typed.unit.is_some() && typed.unit != whole.unit),
            ("price", typed.price.is_some() && typed.price != whole.price),
            (
                "unit_cost",
                typed.unit_cost.is_some() && typed.unit_cost != whole.unit_cost,
            ),
            (
                "worksheet",
                !typed.worksheet.is_empty() && typed.worksheet != whole.worksheet,
            ),
            (
                "opening_cash",
                typed.opening_cash.is_some() && typed.opening_cash != whole.opening_cash,
            ),
            ("ask", typed.ask.is_some() && typed.ask != whole.ask),
            (
                "return_kind",
                typed.returns.is_some() && typed.returns != whole.returns,
            ),
        ];
        for (field, _) in differs.into_iter().filter(|(_, differs)| *differs) {
            let message = "says something else than the table of all numbers: clear this field, or change the table";
            errors.add(field, message);
        }
        whole
    }
}

impl From<&CheckedNumbers> for NumbersForm {
    fn from(numbers: &CheckedNumbers) -> Self {
        let written = figures::written(numbers);
        let text = |name: &str| {
            let known = written.iter().find(|(known, _)| *known == name);
            known.map(|(_, text)| text.clone()).unwrap_or_default()
        };
        Self {
            currency: numbers.currency().code().to_owned(),
            unit: text("unit"),
            price: text("price"),
            unit_cost: text("unit_cost"),
            worksheet: worksheet::written(numbers.worksheet(), numbers.currency()),
            opening_cash: text("opening_cash"),
            ask: text("ask"),
            return_kind: text("return"),
            return_terms: text("terms"),
            share: text("share"),
            interest: text("interest"),
            repay_months: text("repay_months"),
            grace_months: text("grace_months"),
            cap: text("cap"),
            months: match numbers.months() {
                [] => String::new(),
                months => csv::to_csv(months, numbers.currency()),
            },
        }
    }
}

/// The same problem by the field that this part of the numbers' JSON was typed in.
fn of_field(problem: &Problem) -> Problem {
    let path = problem.field.as_ref();
    let message = || problem.message.clone();
    let (field, message) = match path.split(['.', '[']).next() {
        Some("months") => (
            "months",
            format!("{} {}", month_words(path), problem.message),
        ),
        Some("worksheet") => ("worksheet", part_words(path, &problem.message)),
        Some("return") => (return_field(path), message()),
        _ => return problem.clone(),
    };
    Problem {
        field: field.into(),
        message,
    }
}

fn return_field(path: &str) -> &'static str {
    match path {
        "return.share_bp" => "share",
        "return.interest_bp" => "interest",
        "return.repay_months" => "repay_months",
        "return.grace_months" => "grace_months",
        "return.cap_hundredths" => "cap",
        _ => "return_terms",
    }
}

/// `worksheet[1].amount` is the amount of the second part.
fn part_words(path: &str, message: &str) -> String {
    let place = path
        .strip_prefix("worksheet[")
        .and_then(|rest| rest.split_once(']'))
        .and_then(|(index, rest)| Some((index.parse::<usize>().ok()?, rest)));
    match place {
        Some((index, "")) => format!("part {} {message}", index + 1),
        Some((index, name)) => format!("{} of part {} {message}", &name[1..], index + 1),
        None => message.to_owned(),
    }
}

/// `months[3].costs` is month 4's costs to a founder.
fn month_words(path: &str) -> String {
    let index = path
        .strip_prefix("months[")
        .and_then(|rest| rest.split_once(']'))
        .and_then(|(index, rest)| Some((index.parse::<usize>().ok()?, rest)));
    match index {
        Some((index, rest)) if rest.starts_with(".costs") => {
            format!("costs of month {}", index + 1)
        }
        Some((index, _)) => format!("revenue of month {}", index + 1),
        None => "count".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::laundry;
    use super::*;

    fn fields(form: &NumbersForm) -> Vec<String> {
        let errors = form.parse().expect_err("must be refused");
        let fields = errors.0.into_iter().map(|error| error.field.into_owned());
        fields.collect()
    }

    #[test]
    fn numbers_survive_the_form() {
        let numbers = laundry();
        let form = NumbersForm::from(&numbers);
        assert_eq!(form.price, "3.20");
        assert_eq!(form.ask, "18000.00");
        assert_eq!(form.parse(), Ok(Some(numbers)));
    }

    #[test]
    fn nothing_typed_is_a_plan_without_numbers() {
        let mut form = NumbersForm::default();
        assert_eq!(form.parse(), Ok(None));
        form.currency = "USD".to_owned();
        form.months = " \r\n".to_owned();
        assert_eq!(form.parse(), Ok(None));
    }

    #[test]
    fn every_mistake_stands_by_its_field() {
        let mut form = NumbersForm {
            price: "3,2".to_owned(),
            unit_cost: "two".to_owned(),
            ask: "-5".to_owned(),
            return_terms: "12%".to_owned(),
            months: "revenue,sales,washes,,x,y".to_owned(),
            ..NumbersForm::default()
        };
        assert_eq!(fields(&form), ["currency"]);
        form.currency = "USD".to_owned();
        assert_eq!(
            fields(&form),
            ["price", "unit_cost", "return_terms", "months", "months"]
        );
        form.price.clear();
        form.unit_cost.clear();
        form.months.clear();
        form.return_kind = "gift".to_owned();
        assert_eq!(fields(&form), ["return_kind"]);
        form.return_kind = "loan".to_owned();
        form.unit = "w".repeat(41);
        assert_eq!(fields(&form), ["unit", "ask"]);
    }

    #[test]
    fn mistakes_in_parts_and_terms_stand_by_their_fields() {
        let mut form = NumbersForm {
            currency: "USD".to_owned(),
            unit_cost: "2.08".to_owned(),
            worksheet: "materials: soap = 0.42\nwork: folding = -10 min at 15".to_owned(),
            return_kind: "loan".to_owned(),
            interest: "five".to_owned(),
            ..NumbersForm::default()
        };
        assert_eq!(fields(&form), ["worksheet", "interest"]);
        form.worksheet = "materials: soap = -1".to_owned();
        form.interest = "5%".to_owned();
        form.share = "5%".to_owned();
        let problems = form.parse().unwrap_err();
        assert_eq!(
            problems.of("worksheet"),
            Some("amount of part 1 must be zero or more")
        );
        assert_eq!(problems.of("share"), Some("must be left out of a loan"));
        form.worksheet = "materials: soap = 0.42".to_owned();
        form.share.clear();
        assert_eq!(fields(&form), ["unit_cost"]);
    }

    #[test]
    fn all_numbers_may_be_pasted_into_the_table() {
        let mut form = NumbersForm {
            months: csv::to_whole(&laundry()),
            ..NumbersForm::default()
        };
        assert_eq!(form.parse(), Ok(Some(laundry())));
        form.price = "3.2".to_owned();
        form.currency = "USD".to_owned();
        assert_eq!(form.parse(), Ok(Some(laundry())), "it says the same");
        form.price = "4".to_owned();
        form.return_kind = "loan".to_owned();
        assert_eq!(fields(&form), ["price", "return_kind"]);
        form.months = "figure,price,3".to_owned();
        assert_eq!(fields(&form), ["months"]);
    }

    #[test]
    fn too_many_lines_are_told_by_month() {
        let form = NumbersForm {
            currency: "USD".to_owned(),
            months: "cost,fixed,rent,,,1\n".repeat(41),
            ..NumbersForm::default()
        };
        let expected = "costs of month 2 must be at most 40 lines, not 41";
        assert_eq!(form.parse(), Err(Problems::one("months", expected)));
    }
}
