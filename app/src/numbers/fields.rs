use std::iter;

use domain::money::Currency;
use domain::numbers::{MAX_LINES, MAX_MONTHS, MAX_TERMS, MAX_UNIT, PartKind, ReturnKind};
use leptos::prelude::*;

use domain::problems::Problems;

use super::form::NumbersForm;
use crate::forms::Field;

const EXAMPLE: &str = "\
side,kind,label,life_months,month 1,month 2,month 3
revenue,sales,washes,,1200,1850,2300.50
cost,capital,machines,36,3600,,
cost,fixed,rent,,400,400,400
cost,variable,water and power,,310,480,600";

/// The editor's fields for numbers, with everything typed kept and each mistake beside its field.
#[must_use]
pub fn number_fields(form: &NumbersForm, problems: &Problems) -> AnyView {
    view! {
        <fieldset class="numbers">
            <legend>"Numbers"</legend>
            <p class="hint">
                "All of it can wait: a plan may be posted without numbers. Amounts are typed as 3.20 or 1,200."
            </p>
            <div class="side-by-side">
                {currency_field(form, problems)} {unit_field(form, problems)} {price_field(form, problems)}
                {unit_cost_field(form, problems)}
            </div>
            {worksheet_field(form, problems)}
            {months_field(form, problems)} {table_help()}
            <div class="side-by-side">
                {opening_cash_field(form, problems)} {ask_field(form, problems)}
                {return_kind_field(form, problems)} {return_terms_field(form, problems)}
            </div>
            {term_fields(form, problems)}
        </fieldset>
    }
    .into_any()
}

fn currency_field(form: &NumbersForm, problems: &Problems) -> AnyView {
    let none = (String::new(), "Choose".to_owned());
    let currencies = Currency::all().map(|currency| {
        let name = format!("{currency}, {}", currency.name());
        (currency.code().to_owned(), name)
    });
    Field::new("currency", "Currency")
        .value(form.currency.trim())
        .problems(problems)
        .choice(iter::once(none).chain(currencies))
}

fn unit_field(form: &NumbersForm, problems: &Problems) -> AnyView {
    Field::new("unit", "Unit sold")
        .hint("What one sale is, such as wash or seat")
        .value(&form.unit)
        .most(MAX_UNIT)
        .problems(problems)
        .input("text")
}

fn price_field(form: &NumbersForm, problems: &Problems) -> AnyView {
    Field::new("price", "Price of one")
        .hint("What the customer pays")
        .value(&form.price)
        .problems(problems)
        .amount()
}

fn unit_cost_field(form: &NumbersForm, problems: &Problems) -> AnyView {
    Field::new("unit_cost", "Cost of one")
        .hint("Fully loaded: everything one sale uses up")
        .value(&form.unit_cost)
        .problems(problems)
        .amount()
}

fn worksheet_field(form: &NumbersForm, problems: &Problems) -> AnyView {
    let kinds: Vec<&str> = PartKind::ALL.iter().map(|kind| kind.as_str()).collect();
    let hint = format!(
        "A line each, such as “materials: soap = 0.42” or “work: folding = 10 min at 15.00/h”. Kinds: {}. \
         Together they are the cost of one, which may then be left blank.",
        kinds.join(", ")
    );
    Field::new("worksheet", "What is in it")
        .hint(hint)
        .value(&form.worksheet)
        .problems(problems)
        .table(4)
}

fn opening_cash_field(form: &NumbersForm, problems: &Problems) -> AnyView {
    Field::new("opening_cash", "Cash at the start")
        .hint("What is there before month 1")
        .value(&form.opening_cash)
        .problems(problems)
        .amount()
}

/// The terms that the return simulator reckons with: whoever leaves them out has words alone.
fn term_fields(form: &NumbersForm, problems: &Problems) -> impl IntoView + use<> {
    let fields = [
        (
            "share",
            "Share, percent",
            "Of the business, or of what comes in",
            &form.share,
        ),
        (
            "interest",
            "Interest, percent a year",
            "Of a loan",
            &form.interest,
        ),
        (
            "repay_months",
            "Repaid over, months",
            "Of a loan",
            &form.repay_months,
        ),
        (
            "grace_months",
            "Interest only, months",
            "Of a loan, before it is repaid",
            &form.grace_months,
        ),
        (
            "cap",
            "Paid at most, times the ask",
            "Of a share in what comes in",
            &form.cap,
        ),
    ];
    let is_open = fields.iter().any(|(.., value)| !value.trim().is_empty());
    let fields = fields.map(|(name, label, hint, value)| {
        let field = Field::new(name, label).hint(hint).value(value);
        field.problems(problems).amount()
    });
    view! {
        <details open=is_open>
            <summary>"Terms to reckon with: what the funder would get, month by month"</summary>
            <div class="side-by-side">{fields.into_iter().collect_view()}</div>
        </details>
    }
}

fn ask_field(form: &NumbersForm, problems: &Problems) -> AnyView {
    Field::new("ask", "Asks for")
        .hint("Leave it blank if you need no money")
        .value(&form.ask)
        .problems(problems)
        .amount()
}

fn return_kind_field(form: &NumbersForm, problems: &Problems) -> AnyView {
    let none = (String::new(), "Nothing stated".to_owned());
    let kinds = ReturnKind::ALL
        .iter()
        .map(|kind| (kind.as_str().to_owned(), kind.name().to_owned()));
    Field::new("return_kind", "What the funder gets")
        .value(form.return_kind.trim())
        .problems(problems)
        .choice(iter::once(none).chain(kinds))
}

fn return_terms_field(form: &NumbersForm, problems: &Problems) -> AnyView {
    Field::new("return_terms", "On which terms")
        .hint("Such as 12% or 5% of sales until doubled")
        .value(&form.return_terms)
        .most(MAX_TERMS)
        .problems(problems)
        .input("text")
}

fn months_field(form: &NumbersForm, problems: &Problems) -> AnyView {
    Field::new("months", "Month by month")
        .hint(
            "One row for each line, one column for each month of 30 days. You can paste it from a spreadsheet.",
        )
        .value(&form.months)
        .problems(problems)
        .table(10)
}

/// How to write the table, out of the way of those who know.
fn table_help() -> impl IntoView {
    view! {
        <details>
            <summary>"How to write the table"</summary>
            <ul>
                <li>"The first line names the columns. Cells are parted by commas, semicolons or tabs."</li>
                <li>"A row is revenue or cost. Kinds of revenue: sales, subscription, fees, grant, advertising, recruitment, other. Kinds of cost: fixed, variable, capital."</li>
                <li>"Only a capital cost, bought once and used for long, has life_months: how many months it lasts."</li>
                <li>"A blank cell is no amount. Put quotation marks around what has a comma in it: \"1,200\"."</li>
                <li>"What a plan's numbers page gives as CSV can be pasted here as it is, with price, ask and all."</li>
                <li>{format!("At most {MAX_MONTHS} months, and {MAX_LINES} lines of revenue and of cost in each.")}</li>
            </ul>
            <pre class="table-text">{EXAMPLE}</pre>
        </details>
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
            html.contains("&lt;/textarea&gt;\n&lt;script&gt;\nx</textarea>"),
            "{html}"
        );
        assert!(
            html.contains("aria-describedby=\"field-price-hint field-price-problem\""),
            "{html}"
        );
        assert!(
            html.contains("id=\"field-price-problem\" class=\"problem\">Price of one must be written in digits"),
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
        assert!(!html.contains("problem") && !html.contains("aria-invalid"));
    }
}
