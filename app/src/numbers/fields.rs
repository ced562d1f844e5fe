use domain::money::Currency;
use domain::numbers::{MAX_LINES, MAX_MONTHS, MAX_TERMS, MAX_UNIT, ReturnKind};
use leptos::prelude::*;

use domain::problems::Problems;

use super::form::NumbersForm;

const EXAMPLE: &str = "\
side,kind,label,life_months,month 1,month 2,month 3
revenue,sales,washes,,1200,1850,2300.50
cost,capital,machines,36,3600,,
cost,fixed,rent,,400,400,400
cost,variable,water and power,,310,480,600";

/// The editor's fields for numbers, with everything typed kept and each mistake beside its field.
#[must_use]
pub fn number_fields(form: &NumbersForm, errors: &Problems) -> AnyView {
    view! {
        <fieldset class="numbers">
            <legend>"Numbers"</legend>
            <p class="hint">
                "All of it can wait: a plan may be posted without numbers. Amounts are typed as 3.20 or 1,200."
            </p>
            <div class="side-by-side">
                {currency_field(form, errors)} {unit_field(form, errors)} {price_field(form, errors)}
                {unit_cost_field(form, errors)}
            </div>
            {months_field(form, errors)}
            <div class="side-by-side">
                {ask_field(form, errors)} {return_kind_field(form, errors)}
                {return_terms_field(form, errors)}
            </div>
        </fieldset>
    }
    .into_any()
}

fn currency_field(form: &NumbersForm, errors: &Problems) -> impl IntoView + use<> {
    let field = Field::new("currency", "Currency", "", errors);
    let chosen = form.currency.trim().to_owned();
    let options = Currency::all().map(|currency| {
        let selected = currency.code() == chosen;
        let words = format!("{currency}, {}", currency.name());
        view! { <option value=currency.code() selected=selected>{words}</option> }
    });
    let options: Vec<_> = options.collect();
    field.around(view! {
        <select id=field.id() name=field.name aria-describedby=field.described_by() aria-invalid=field.invalid()>
            <option value="">"Choose"</option>
            {options}
        </select>
    })
}

fn unit_field(form: &NumbersForm, errors: &Problems) -> impl IntoView + use<> {
    let hint = "What one sale is, such as wash or seat";
    let field = Field::new("unit", "Unit sold", hint, errors);
    field.around(field.text(&form.unit, MAX_UNIT))
}

fn price_field(form: &NumbersForm, errors: &Problems) -> impl IntoView + use<> {
    let field = Field::new("price", "Price of one", "What the customer pays", errors);
    field.around(field.amount(&form.price))
}

fn unit_cost_field(form: &NumbersForm, errors: &Problems) -> impl IntoView + use<> {
    let hint = "Fully loaded: everything one sale uses up";
    let field = Field::new("unit_cost", "Cost of one", hint, errors);
    field.around(field.amount(&form.unit_cost))
}

fn ask_field(form: &NumbersForm, errors: &Problems) -> impl IntoView + use<> {
    let hint = "Leave it blank if you need no money";
    let field = Field::new("ask", "Asks for", hint, errors);
    field.around(field.amount(&form.ask))
}

fn return_kind_field(form: &NumbersForm, errors: &Problems) -> impl IntoView + use<> {
    let field = Field::new("return_kind", "What the funder gets", "", errors);
    let options = ReturnKind::ALL.iter().map(|kind| {
        let selected = kind.as_str() == form.return_kind.trim();
        view! { <option value=kind.as_str() selected=selected>{kind.name()}</option> }
    });
    let options: Vec<_> = options.collect();
    field.around(view! {
        <select id=field.id() name=field.name aria-describedby=field.described_by() aria-invalid=field.invalid()>
            <option value="">"Nothing stated"</option>
            {options}
        </select>
    })
}

fn return_terms_field(form: &NumbersForm, errors: &Problems) -> impl IntoView + use<> {
    let hint = "Such as 12% or 5% of sales until doubled";
    let field = Field::new("return_terms", "On which terms", hint, errors);
    field.around(field.text(&form.return_terms, MAX_TERMS))
}

fn months_field(form: &NumbersForm, errors: &Problems) -> impl IntoView + use<> {
    let hint = "One row for each line, one column for each month of 30 days. You can paste it from a spreadsheet.";
    let field = Field::new("months", "Month by month", hint, errors);
    field.around(view! {
        <textarea
            class="table-text"
            id=field.id()
            name=field.name
            rows="10"
            wrap="off"
            spellcheck="false"
            autocapitalize="off"
            aria-describedby=field.described_by()
            aria-invalid=field.invalid()
        >
            {textarea_text(&form.months)}
        </textarea>
        <details>
            <summary>"How to write the table"</summary>
            <ul>
                <li>"The first line names the columns. Cells are parted by commas, semicolons or tabs."</li>
                <li>"A row is revenue or cost. Kinds of revenue: sales, subscription, fees, grant, advertising, recruitment, other. Kinds of cost: fixed, variable, capital."</li>
                <li>"Only a capital cost, bought once and used for long, has life_months: how many months it lasts."</li>
                <li>"A blank cell is no amount. Put quotation marks around what has a comma in it: \"1,200\"."</li>
                <li>{format!("At most {MAX_MONTHS} months, and {MAX_LINES} lines of revenue and of cost in each.")}</li>
            </ul>
            <pre class="table-text">{EXAMPLE}</pre>
        </details>
    })
}

/// Text to stand in a `<textarea>`. The view macro writes the children of this one element unescaped, so that
/// `</textarea><script>` would run.
fn textarea_text(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// A labelled control with its hint and its mistakes.
struct Field {
    name: &'static str,
    label: &'static str,
    hint: &'static str,
    mistakes: Vec<String>,
}

impl Field {
    fn new(name: &'static str, label: &'static str, hint: &'static str, errors: &Problems) -> Self {
        let mistakes = errors.0.iter().filter(|error| error.field == name);
        Self {
            name,
            label,
            hint,
            mistakes: mistakes.map(|error| error.message.clone()).collect(),
        }
    }

    fn id(&self) -> String {
        format!("numbers-{}", self.name)
    }

    fn hint_id(&self) -> String {
        format!("{}-hint", self.id())
    }

    fn error_id(&self) -> String {
        format!("{}-error", self.id())
    }

    fn described_by(&self) -> Option<String> {
        let hint = (!self.hint.is_empty()).then(|| self.hint_id());
        let error = (!self.mistakes.is_empty()).then(|| self.error_id());
        match (error, hint) {
            (Some(error), Some(hint)) => Some(format!("{error} {hint}")),
            (error, hint) => error.or(hint),
        }
    }

    fn invalid(&self) -> Option<&'static str> {
        (!self.mistakes.is_empty()).then_some("true")
    }

    fn text(&self, value: &str, longest: usize) -> impl IntoView + use<> {
        view! {
            <input
                type="text"
                id=self.id()
                name=self.name
                value=value.to_owned()
                maxlength=longest.to_string()
                autocomplete="off"
                aria-describedby=self.described_by()
                aria-invalid=self.invalid()
            />
        }
    }

    fn amount(&self, value: &str) -> impl IntoView + use<> {
        view! {
            <input
                type="text"
                inputmode="decimal"
                id=self.id()
                name=self.name
                value=value.to_owned()
                autocomplete="off"
                aria-describedby=self.described_by()
                aria-invalid=self.invalid()
            />
        }
    }

    fn around<C: IntoView>(&self, control: C) -> impl IntoView + use<C> {
        let hint = (!self.hint.is_empty()).then(|| {
            view! { <p class="hint" id=self.hint_id()>{self.hint}</p> }
        });
        view! {
            <div class="field">
                <label for=self.id()>{self.label}</label>
                {hint}
                {control}
                {self.error()}
            </div>
        }
    }

    fn error(&self) -> Option<AnyView> {
        match self.mistakes.as_slice() {
            [] => None,
            [one] => {
                let error = view! { <p class="error" id=self.error_id()>{one.clone()}</p> };
                Some(error.into_any())
            }
            many => {
                let items: Vec<_> = many
                    .iter()
                    .map(|one| view! { <li>{one.clone()}</li> })
                    .collect();
                let errors = view! { <ul class="error" id=self.error_id()>{items}</ul> };
                Some(errors.into_any())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{html, laundry};
    use super::*;

    #[test]
    fn everything_typed_is_kept_beside_its_mistake() {
        let form = NumbersForm {
            currency: "EUR".to_owned(),
            price: "3,2\"><script>".to_owned(),
            months: "</textarea>\n<script>\nx".to_owned(),
            ..NumbersForm::default()
        };
        let errors = form.parse().unwrap_err();
        let html = html(number_fields(&form, &errors));
        assert!(
            html.contains("<option value=\"EUR\" selected>EUR, euros</option>"),
            "{html}"
        );
        assert!(
            html.contains("value=\"3,2&quot;&gt;&lt;script&gt;\""),
            "{html}"
        );
        assert!(
            html.contains("&lt;/textarea>\n&lt;script>\nx</textarea>"),
            "{html}"
        );
        assert!(
            html.contains("aria-describedby=\"numbers-price-error numbers-price-hint\""),
            "{html}"
        );
        assert!(
            html.contains("<p id=\"numbers-price-error\" class=\"error\">"),
            "{html}"
        );
        assert!(!html.contains("<script>") && !html.contains("style="));
        assert_eq!(html.matches("aria-invalid=\"true\"").count(), 2);
    }

    #[test]
    fn the_example_is_understood() {
        let form = NumbersForm {
            months: EXAMPLE.to_owned(),
            ..NumbersForm::from(&laundry())
        };
        let numbers = form.parse().unwrap().unwrap();
        assert_eq!(numbers.months().len(), 3);
        let html = html(number_fields(&form, &Problems::default()));
        assert!(!html.contains("error") && !html.contains("aria-invalid"));
    }
}
