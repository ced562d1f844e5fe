use domain::money::{Currency, Money};
use domain::numbers::{CheckedNumbers, Month, Numbers, Return, csv};
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
    /// What the founder asks for.
    pub ask: String,
    /// The word of a [`ReturnKind`](domain::numbers::ReturnKind).
    pub return_kind: String,
    /// The founder's wording of it.
    pub return_terms: String,
    /// The months in the form of [`csv`].
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
        let numbers = self.numbers(&mut errors);
        if !errors.is_empty() {
            return Err(errors);
        }
        let checked = numbers
            .check()
            .map_err(|problems| Problems(problems.0.iter().map(of_field).collect()));
        checked.map(Some)
    }

    /// The fields with their names.
    pub fn fields(&self) -> [(&'static str, &str); 8] {
        [
            ("currency", &self.currency),
            ("unit", &self.unit),
            ("price", &self.price),
            ("unit_cost", &self.unit_cost),
            ("ask", &self.ask),
            ("return_kind", &self.return_kind),
            ("return_terms", &self.return_terms),
            ("months", &self.months),
        ]
    }

    fn is_empty(&self) -> bool {
        [
            &self.unit,
            &self.price,
            &self.unit_cost,
            &self.ask,
            &self.return_kind,
            &self.return_terms,
            &self.months,
        ]
        .iter()
        .all(|text| text.trim().is_empty())
    }

    fn numbers(&self, errors: &mut Problems) -> Numbers {
        let Some(currency) = self.currency(errors) else {
            return Numbers::default();
        };
        Numbers {
            currency: currency.code().to_owned(),
            unit: filled(&self.unit).map(str::to_owned),
            price: amount("price", &self.price, currency, errors),
            unit_cost: amount("unit_cost", &self.unit_cost, currency, errors),
            ask: amount("ask", &self.ask, currency, errors),
            returns: self.returns(errors),
            months: self.months(currency, errors),
        }
    }

    fn currency(&self, errors: &mut Problems) -> Option<Currency> {
        let currency = Currency::new(self.currency.trim()).ok();
        if currency.is_none() {
            errors.add("currency", "must be chosen: all amounts are in it");
        }
        currency
    }

    fn returns(&self, errors: &mut Problems) -> Option<Return> {
        let terms = filled(&self.return_terms);
        let Some(word) = filled(&self.return_kind) else {
            if terms.is_some() {
                errors.add("return_kind", "must be chosen when there are terms");
            }
            return None;
        };
        let Ok(kind) = word.parse() else {
            errors.add("return_kind", "must be one of the list");
            return None;
        };
        let terms = terms.unwrap_or_default().to_owned();
        Some(Return { kind, terms })
    }

    fn months(&self, currency: Currency, errors: &mut Problems) -> Vec<Month> {
        csv::from_csv(&self.months, currency).unwrap_or_else(|mistakes| {
            for mistake in mistakes {
                errors.add("months", mistake.to_string());
            }
            Vec::new()
        })
    }
}

impl From<&CheckedNumbers> for NumbersForm {
    fn from(numbers: &CheckedNumbers) -> Self {
        let plain = |money: Option<Money>| money.map(Money::plain).unwrap_or_default();
        let returns = numbers.returns();
        Self {
            currency: numbers.currency().code().to_owned(),
            unit: numbers.unit().unwrap_or_default().to_owned(),
            price: plain(numbers.price()),
            unit_cost: plain(numbers.unit_cost()),
            ask: plain(numbers.ask()),
            return_kind: returns.map_or_else(String::new, |it| it.kind.as_str().to_owned()),
            return_terms: returns.map_or_else(String::new, |it| it.terms.clone()),
            months: match numbers.months() {
                [] => String::new(),
                months => csv::to_csv(months, numbers.currency()),
            },
        }
    }
}

fn filled(text: &str) -> Option<&str> {
    Some(text.trim()).filter(|text| !text.is_empty())
}

fn amount(
    field: &'static str,
    text: &str,
    currency: Currency,
    errors: &mut Problems,
) -> Option<i64> {
    match Money::parse(filled(text)?, currency) {
        Ok(money) => Some(money.minor),
        Err(error) => {
            errors.add(field, error.to_string());
            None
        }
    }
}

/// The same problem by the field that this part of the numbers' JSON was typed in.
fn of_field(problem: &Problem) -> Problem {
    let path = problem.field.as_ref();
    let (field, message) = match path.split(['.', '[']).next() {
        Some("months") => (
            "months",
            format!("{} {}", month_words(path), problem.message),
        ),
        Some("return") => ("return_terms", problem.message.clone()),
        _ => return problem.clone(),
    };
    Problem {
        field: field.into(),
        message,
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
            ["price", "unit_cost", "return_kind", "months", "months"]
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
