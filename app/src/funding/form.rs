//! What a round says, as it is typed.

use crate::forms::{Field, once_field};
use domain::{
    clock::Timestamp,
    funding::{
        LONGEST_TEXT, LONGEST_TITLE, TypedTerms, Version,
        rules::{LONGEST_RULE, Limit, MOST_RULES, ReadySet, RuleKind, TypedRule},
    },
    money::{Currency, Money},
    problems::{Problem, Problems},
};
use leptos::prelude::*;
use std::iter;

/// How many empty rows for rules stand below those that are filled in.
const BLANK_ROWS: usize = 3;
/// What a rule's limit is, by its kind, for whoever fills it in.
const LIMITS: &str = "The last day (60), the least percentage of the price (0 is any), the most money (20,000), how many \
                      months (12), a kind of revenue (advertising, recruitment), or new, existing, either.";

/// What was typed, and what it started from.
#[derive(Clone, Debug, Default)]
pub struct Form {
    pub(super) title: String,
    pub(super) text: String,
    pub(super) currency: String,
    pub(super) amount: String,
    pub(super) per_plan: String,
    pub(super) opens: String,
    pub(super) closes: String,
    pub(super) note: String,
    pub(super) base: String,
    pub(super) once: String,
    /// Which button was pressed.
    pub(super) action: String,
    pub(super) rules: Vec<Row>,
}

/// A rule, as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Row {
    kind: String,
    limit: String,
    words: String,
    may_miss: bool,
}

impl Form {
    /// Reads what a browser sent. Rows of rules are numbered from 1; those that are empty are left out.
    pub(super) fn read(pairs: Vec<(String, String)>) -> Self {
        let mut form = Self::default();
        for (name, value) in pairs {
            match name.as_str() {
                "title" => form.title = value,
                "text" => form.text = value,
                "currency" => form.currency = value,
                "amount" => form.amount = value,
                "per_plan" => form.per_plan = value,
                "opens" => form.opens = value,
                "closes" => form.closes = value,
                "note" => form.note = value,
                "base" => form.base = value,
                "once" => form.once = value,
                "action" => form.action = value,
                _ => form.rule(&name, value),
            }
        }
        form.rules.retain(|row| *row != Row::default());
        form
    }

    fn rule(&mut self, name: &str, value: String) {
        let Some((part, number)) = name.rsplit_once('-') else {
            return;
        };
        let Ok(place @ 1..=MOST_ROWS) = number.parse::<usize>() else {
            return;
        };
        if self.rules.len() < place {
            self.rules.resize_with(place, Row::default);
        }
        let row = &mut self.rules[place - 1];
        match part {
            "kind" => row.kind = value,
            "limit" => row.limit = value,
            "words" => row.words = value,
            "may_miss" => row.may_miss = !value.is_empty(),
            _ => {}
        }
    }

    /// A round to begin with: these rules, open from tomorrow for a month.
    pub(super) fn begun(now: Timestamp, set: Option<&ReadySet>) -> Self {
        let tomorrow = now.plus(Timestamp::DAY);
        Self {
            opens: tomorrow.to_day(),
            closes: tomorrow.plus(30 * Timestamp::DAY).to_day(),
            currency: "USD".into(),
            rules: set
                .map(|set| {
                    set.rules()
                        .into_iter()
                        .map(|rule| Row::of(rule, None))
                        .collect()
                })
                .unwrap_or_default(),
            ..Self::default()
        }
    }

    /// What a round says now.
    pub(super) fn of(said: &Version) -> Self {
        let currency = said.currency();
        Self {
            title: said.title.clone(),
            text: said.text.clone(),
            currency: currency.code().to_owned(),
            amount: said.amount.plain(),
            per_plan: said.per_plan.plain(),
            opens: said.opens_at.to_day(),
            closes: said.closes_at.plus(-Timestamp::DAY).to_day(),
            base: said.number.to_string(),
            rules: said
                .rules
                .iter()
                .map(|rule| Row::of(TypedRule::from(rule.clone()), Some(currency)))
                .collect(),
            ..Self::default()
        }
    }

    /// As the forum takes it, with what cannot even be read.
    pub(super) fn typed(&self) -> (TypedTerms, Problems) {
        let mut problems = Problems::default();
        let currency = Currency::new(self.currency.trim()).ok();
        let mut money = |field: &'static str, typed: &str| {
            let (typed, currency) = (typed.trim(), currency?);
            if typed.is_empty() {
                return None;
            }
            problems
                .take(field, Money::parse(typed, currency))
                .map(|money| money.minor)
        };
        let amount = money("amount", &self.amount);
        let per_plan = money("per_plan", &self.per_plan);
        let rules = (1..).zip(&self.rules);
        let rules = rules.map(|(number, row)| {
            row.typed(currency).unwrap_or_else(|wrong| {
                problems.add(
                    format!("limit-{number}"),
                    format!("Rule {number}: the limit {wrong}"),
                );
                row.unread()
            })
        });
        let rules = rules.collect();
        let terms = TypedTerms {
            title: self.title.clone(),
            text: self.text.clone(),
            currency: self.currency.clone(),
            amount,
            per_plan,
            opens: self.opens.clone(),
            closes: self.closes.clone(),
            rules,
        };
        (terms, problems)
    }
}

/// No form has more rows than this.
const MOST_ROWS: usize = MOST_RULES + BLANK_ROWS;

/// All that is wrong, by the fields of the form. What could not be read was told already, and is not told again.
pub(super) fn by_field(unread: Problems, wrong: Problems) -> Problems {
    let mut all = unread;
    for problem in wrong.0 {
        let problem = of_row(problem);
        if all.of(&problem.field).is_none() {
            all.0.push(problem);
        }
    }
    all
}

/// `rules[3].limit` is the field `limit-4`.
fn of_row(problem: Problem) -> Problem {
    let place = problem.field.strip_prefix("rules[").and_then(|rest| {
        let (place, part) = rest.split_once("].")?;
        Some((place.parse::<usize>().ok()? + 1, part.to_owned()))
    });
    let Some((number, part)) = place else {
        return problem;
    };
    let message = if problem.message.starts_with(char::is_uppercase) {
        format!("Rule {number}: {}", problem.message)
    } else {
        let what = match part.as_str() {
            "limit" => "the limit",
            "words" => "what it says",
            _ => "what it asks",
        };
        format!("Rule {number}: {what} {}", problem.message)
    };
    Problem {
        field: format!("{part}-{number}").into(),
        message,
    }
}

impl Row {
    /// A rule as it is typed; amounts only in a currency.
    fn of(rule: TypedRule, currency: Option<Currency>) -> Self {
        let limit = match (
            rule.limit,
            rule.kind == RuleKind::AskAtMost.as_str(),
            currency,
        ) {
            (Limit::Number(minor), true, Some(currency)) => Money::new(minor, currency).plain(),
            (Limit::Number(number), ..) => number.to_string(),
            (Limit::Word(word), ..) => word,
            (Limit::None, ..) => String::new(),
        };
        Self {
            kind: rule.kind,
            limit,
            words: rule.words,
            may_miss: rule.may_miss,
        }
    }

    fn typed(&self, currency: Option<Currency>) -> Result<TypedRule, String> {
        let limit = self.limit.trim();
        let limit = match self.kind.parse() {
            Ok(RuleKind::ReturnStated | RuleKind::OpenLicence | RuleKind::Attested) => Limit::None,
            Ok(RuleKind::AskAtMost) => match currency {
                Some(currency) => {
                    let most = Money::parse(limit, currency).map_err(|wrong| wrong.to_string())?;
                    Limit::Number(most.minor)
                }
                None => Limit::None,
            },
            _ => Limit::Word(limit.trim_end_matches('%').trim_end().to_lowercase()),
        };
        Ok(TypedRule {
            limit,
            ..self.unread()
        })
    }

    fn unread(&self) -> TypedRule {
        TypedRule {
            kind: self.kind.clone(),
            limit: Limit::None,
            words: self.words.clone(),
            may_miss: self.may_miss,
        }
    }

    fn fields(&self, number: usize, problems: &Problems) -> AnyView {
        let none = (String::new(), "No rule".to_owned());
        let kinds = RuleKind::ALL
            .iter()
            .map(|kind| (kind.to_string(), kind_name(*kind).to_owned()));
        let kind = Field::new(format!("kind-{number}"), format!("Rule {number} asks"))
            .value(self.kind.clone())
            .problems(problems)
            .choice(iter::once(none).chain(kinds));
        let limit = Field::new(format!("limit-{number}"), "Limit")
            .value(self.limit.clone())
            .problems(problems)
            .autocomplete("off")
            .input("text");
        let words = Field::new(format!("words-{number}"), "In your words")
            .value(self.words.clone())
            .problems(problems)
            .most(LONGEST_RULE)
            .autocomplete("off")
            .input("text");
        let ticked = if self.may_miss { "yes" } else { "" };
        let may_miss = Field::new(
            format!("may_miss-{number}"),
            "A plan that misses it may apply all the same, marked",
        )
        .value(ticked)
        .tick();
        view! {
            <div class="rule-row" role="group" aria-label=format!("Rule {number}")>
                {kind} {limit} {words} {may_miss}
            </div>
        }
        .into_any()
    }
}

/// A kind of rule, as a funder chooses it.
fn kind_name(kind: RuleKind) -> &'static str {
    match kind {
        RuleKind::BreaksEven => "Cash break-even by day …",
        RuleKind::Profitable => "Profitable by day …",
        RuleKind::Margin => "Price above unit cost by …%",
        RuleKind::NoRevenue => "No revenue from …",
        RuleKind::AskAtMost => "Asks for at most …",
        RuleKind::ReturnStated => "Return to the funder is stated",
        RuleKind::Complete => "Numbers complete for … months",
        RuleKind::Business => "Business is new, existing or either …",
        RuleKind::OpenLicence => "Anybody may copy the plan",
        RuleKind::Attested => "The founder vouches for it",
    }
}

/// The fields. A published round says what is changed, and a new one has a key that makes a form sent twice one
/// thing.
pub(super) fn fields(form: &Form, problems: &Problems, is_published: bool) -> AnyView {
    let currencies = Currency::all().map(|currency| {
        let name = format!("{currency}, {}", currency.name());
        (currency.code().to_owned(), name)
    });
    let field = |name: &'static str, label: &str, value: &str| {
        Field::new(name, label)
            .value(value.to_owned())
            .problems(problems)
    };
    let note = is_published.then(|| {
        field("note", "What did you change, and why?", &form.note)
            .hint("In a line that everybody may read: those who applied keep the rules that they applied under")
            .most(200)
            .required()
            .input("text")
    });
    let base = (!form.base.is_empty())
        .then(|| view! { <input type="hidden" name="base" value=form.base.clone() /> });
    let once = (!form.once.is_empty()).then(|| once_field(form.once.clone()));
    view! {
        {field("title", "Title", &form.title)
            .hint("What you fund, in 8 to 120 letters")
            .most(LONGEST_TITLE)
            .autocomplete("off")
            .required()
            .input("text")}
        {field("text", "What it is for", &form.text)
            .hint("Whom you look for, why, and what you give besides money. Markdown.")
            .most(LONGEST_TEXT)
            .area(8)}
        <div class="side-by-side">
            {field("currency", "Currency", form.currency.trim()).choice(currencies)}
            {field("amount", "Money in all", &form.amount).required().amount()}
            {field("per_plan", "For one plan, at most", &form.per_plan).required().amount()}
        </div>
        <div class="side-by-side">
            {field("opens", "First day", &form.opens).required().input("date")}
            {field("closes", "Last day", &form.closes).required().input("date")}
        </div>
        {rules(form, problems)} {note} {base} {once}
    }
    .into_any()
}

fn rules(form: &Form, problems: &Problems) -> AnyView {
    let blank = iter::repeat_n(Row::default(), BLANK_ROWS);
    let rows = form.rules.iter().cloned().chain(blank).take(MOST_ROWS);
    let rows = (1..)
        .zip(rows)
        .map(|(number, row)| row.fields(number, problems))
        .collect_view();
    view! {
        <fieldset class="rules" id="field-rules">
            <legend>"Rules"</legend>
            <p class="hint">
                "What must hold. Where numbers tell it, every plan is measured by it at once, and shown by how much it misses. For what no number tells, whoever applies vouches in public."
            </p>
            <p class="hint">{LIMITS}</p>
            {crate::forms::problem_of(problems, "rules", "Rules")} {rows}
            <button name="action" value="more" formnovalidate>
                "More rows"
            </button>
        </fieldset>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(pairs: &[(&str, &str)]) -> Form {
        let pairs = pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Form::read(pairs.collect())
    }

    #[test]
    fn empty_rows_are_left_out_and_far_ones_not_made() {
        let form = form(&[
            ("kind-1", ""),
            ("kind-2", "breaks_even"),
            ("limit-2", "60"),
            ("may_miss-2", "yes"),
            ("kind-99999999999", "attested"),
            ("kind-0", "attested"),
            ("kind", "attested"),
        ]);
        assert_eq!(form.rules.len(), 1);
        assert!(form.rules[0].may_miss);
    }

    #[test]
    fn limits_are_read_as_they_are_typed() {
        let form = form(&[
            ("currency", "USD"),
            ("amount", "100,000"),
            ("per_plan", "20,000.50"),
            ("kind-1", "ask_at_most"),
            ("limit-1", "$18,000"),
            ("kind-2", "margin"),
            ("limit-2", "35 %"),
            ("kind-3", "no_revenue"),
            ("limit-3", "Advertising"),
        ]);
        let (typed, problems) = form.typed();
        assert!(problems.is_empty(), "{problems}");
        assert_eq!(
            (typed.amount, typed.per_plan),
            (Some(10_000_000), Some(2_000_050))
        );
        let limits: Vec<&Limit> = typed.rules.iter().map(|rule| &rule.limit).collect();
        assert_eq!(
            limits,
            [
                &Limit::Number(1_800_000),
                &Limit::Word("35".into()),
                &Limit::Word("advertising".into())
            ]
        );
    }

    #[test]
    fn every_mistake_stands_by_its_field_once() {
        let form = form(&[
            ("currency", "USD"),
            ("amount", "a lot"),
            ("kind-1", "ask_at_most"),
            ("limit-1", "€5"),
        ]);
        let (_, unread) = form.typed();
        let problems = Problems(vec![
            Problem {
                field: "amount".into(),
                message: "must be given".into(),
            },
            Problem {
                field: "rules[0].limit".into(),
                message: "must be an amount above nothing".into(),
            },
            Problem {
                field: "rules[0].words".into(),
                message: "must not be empty".into(),
            },
        ]);
        let all = by_field(unread, problems);
        let told: Vec<String> = all
            .0
            .iter()
            .map(|problem| format!("{}: {}", problem.field, problem.message))
            .collect();
        assert_eq!(
            told,
            [
                "amount: must be written in digits, such as 1,200.50",
                "limit-1: Rule 1: the limit must be in USD, the currency of the plan",
                "words-1: Rule 1: what it says must not be empty",
            ]
        );
    }
}
