//! The form in which a comment is written.

use super::address;
use crate::{
    failure::Failure,
    forms::{Field, once_field, problem_summary},
    kept,
    shell::sign_in_address,
    visit::Visit,
};
use axum::response::Response;
use domain::{
    Member, Viewer,
    comments::{Comment, LONGEST_QUOTE, NewComment},
    numbers::Scenario,
    once,
    plans::Plan,
    problems::Problems,
    text::markdown::RenderedSection,
};
use leptos::prelude::*;
use serde::Deserialize;

/// The form's fields as they come in.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Form {
    /// The text.
    pub body: String,
    /// The number of the comment that it answers, or nothing.
    pub parent: String,
    /// The section's key, or nothing.
    pub section: String,
    /// The passage, or nothing.
    pub quote: String,
    /// Percent of the plan's sales, where the comment counts otherwise than the plan …
    pub sales: String,
    /// … percent of its costs …
    pub costs: String,
    /// … and months by which sales come later.
    pub delay: String,
    /// The idempotency key.
    pub once: String,
}

impl Form {
    /// What the form says, for the domain to check.
    ///
    /// # Errors
    /// When the comment that it answers is not a number, or its assumptions are none.
    pub fn typed(&self) -> Result<NewComment, Problems> {
        let parent = match self.parent.trim() {
            "" => None,
            parent => Some(
                parent
                    .parse()
                    .map_err(|_| Problems::one("parent", "is not a comment on this plan"))?,
            ),
        };
        Ok(NewComment {
            body: self.body.clone(),
            parent,
            section: Some(self.section.clone()),
            quote: Some(self.quote.clone()),
            forecast: self.forecast()?,
        })
    }

    fn forecast(&self) -> Result<Option<Scenario>, Problems> {
        let typed = [&self.sales, &self.costs, &self.delay];
        if typed.iter().all(|text| text.trim().is_empty()) {
            return Ok(None);
        }
        let scenario = Scenario::parse(&self.sales, &self.costs, &self.delay);
        let scenario = scenario.map_err(|wrong| Problems::one("forecast", wrong.to_string()))?;
        Ok(Some(scenario))
    }
}

/// The form with which a plan, or one of its sections, is commented on. Under a section's heading
/// it stands ready for that section.
pub fn write(
    visit: &Visit,
    plan: &Plan,
    sections: &[RenderedSection],
    form: &Form,
    problems: &Problems,
) -> AnyView {
    if let Some(instead) = instead(visit) {
        return instead;
    }
    let whole = (String::new(), "The plan as a whole".to_owned());
    let of_section = |section: &RenderedSection| (section.key.to_string(), section.title.clone());
    let choices: Vec<_> = std::iter::once(whole)
        .chain(sections.iter().map(of_section))
        .collect();
    let quoting = !form.section.is_empty() || !form.quote.is_empty();
    let fields = view! {
        {Field::new("section", "Section").value(form.section.clone()).problems(problems).choice(choices)}
        <details class="quoting" open=quoting>
            <summary>"Quote a passage"</summary>
            {Field::new("quote", "Quote")
                .hint(format!("Word for word from that section, at most {LONGEST_QUOTE} letters."))
                .value(form.quote.clone())
                .problems(problems)
                .area(2)}
        </details>
        {forecast_note(form, problems)}
        {body_field(&form.body, problems)}
    };
    let button = view! { <button class="primary">"Comment"</button> };
    around(
        visit,
        plan,
        form,
        problems,
        fields.into_any(),
        button.into_any(),
    )
}

/// The form with which a comment is answered.
pub fn answer(
    visit: &Visit,
    plan: &Plan,
    to: &Comment,
    form: &Form,
    problems: &Problems,
) -> AnyView {
    if let Some(instead) = instead(visit) {
        return instead;
    }
    let text = answer_field().value(&form.body).problems(problems).area(6);
    let fields = (parent(to), hidden_place(form), text).into_any();
    let buttons = view! {
        <button class="primary">"Answer"</button>
        <a class="button" href=address(to.id)>
            "Cancel"
        </a>
    };
    around(visit, plan, form, problems, fields, buttons.into_any())
}

/// The same form to stand below the comment on a page that has others: none of its ids is theirs,
/// and an island does what Cancel says. What is typed is kept in the browser under a name of its
/// writer's own.
pub fn answer_in_place(visit: &Visit, writer: &Member, plan: &Plan, to: &Comment) -> AnyView {
    let label = format!("Answer {}", to.author.name());
    let kept_as = format!("answer/{}/{}", writer.id, to.id);
    view! {
        <form class="write" method="post" action=post_address(plan) aria-label=label data-kept-as=kept_as>
            {parent(to)} {answer_field().apart("-in-place").area(4)}
            {once_field(once::new_key(visit.forum()))}
            <p class="actions">
                <button class="primary">"Answer"</button>
                <button type="button" data-cancel="">
                    "Cancel"
                </button>
            </p>
        </form>
    }
    .into_any()
}

fn parent(to: &Comment) -> impl IntoView + use<> {
    hidden("parent", &to.id.to_string())
}

/// Keeps what an answer names when its form is shown again.
fn hidden_place(form: &Form) -> impl IntoView + use<> {
    (
        hidden("section", &form.section),
        hidden("quote", &form.quote),
    )
}

/// Keeps the assumptions of a comment that counts otherwise than its plan.
fn hidden_forecast(form: &Form) -> impl IntoView + use<> {
    (
        hidden("sales", &form.sales),
        hidden("costs", &form.costs),
        hidden("delay", &form.delay),
    )
}

/// The form with which numbers under other assumptions are posted as a comment.
pub fn counter(visit: &Visit, plan: &Plan, scenario: Scenario) -> AnyView {
    if let Some(instead) = instead(visit) {
        return instead;
    }
    let form = Form {
        sales: scenario.sales().to_string(),
        costs: scenario.costs().to_string(),
        delay: scenario.delay().to_string(),
        ..Form::default()
    };
    let problems = Problems::default();
    let fields = body_field("", &problems);
    let button = view! { <button class="primary">"Post with these numbers"</button> };
    around(visit, plan, &form, &problems, fields, button.into_any())
}

/// What a comment whose form is shown again will have with it.
fn forecast_note(form: &Form, problems: &Problems) -> Option<AnyView> {
    let scenario = form.forecast().ok()??;
    let wrong = problems.of("forecast").map(|message| {
        view! { <p class="problem">{format!("The forecast {message}")}</p> }
    });
    Some(
        view! {
            <p class="meta" id="field-forecast">{format!("With the plan's numbers: {}.", scenario.words())}</p>
            {wrong}
        }
        .into_any(),
    )
}

/// A field that nobody sees; none without a value.
pub fn hidden(name: &'static str, value: &str) -> impl IntoView + use<> {
    (!value.is_empty()).then(|| view! { <input type="hidden" name=name value=value.to_owned() /> })
}

fn around(
    visit: &Visit,
    plan: &Plan,
    form: &Form,
    problems: &Problems,
    fields: AnyView,
    buttons: AnyView,
) -> AnyView {
    let key = once::given(&form.once).map_or_else(|| once::new_key(visit.forum()), str::to_owned);
    view! {
        <form class="write" id="write" method="post" action=post_address(plan)>
            {problem_summary(problems)} {hidden_forecast(form)} {fields} {once_field(key)}
            <p class="actions">{buttons}</p>
        </form>
    }
    .into_any()
}

/// Where comments on a plan are sent.
fn post_address(plan: &Plan) -> String {
    format!("/plans/{}/comments", plan.id)
}

/// The field for a comment's text.
pub fn body_field(body: &str, problems: &Problems) -> AnyView {
    let field = text_field("Your comment");
    field.value(body).problems(problems).area(6)
}

fn answer_field() -> Field {
    text_field("Your answer")
}

fn text_field(label: &str) -> Field {
    Field::new("body", label)
        .hint("Markdown: **bold**, lists, tables, links, @handle. At most 10 KiB.")
        .required()
}

/// What stands in place of a form for whoever may not use it.
fn instead(visit: &Visit) -> Option<AnyView> {
    match &visit.viewer {
        Viewer::Member(_) => None,
        Viewer::Suspended(_) => Some(
            view! {
                <p class="note setback" id="write">
                    "Your account is suspended: you can read, but not comment for now."
                </p>
            }
            .into_any(),
        ),
        Viewer::Anonymous => {
            let href = sign_in_address(visit);
            Some(
                view! {
                    <p class="meta" id="write">
                        <a href=href>"Sign in"</a>
                        " to comment."
                    </p>
                }
                .into_any(),
            )
        }
    }
}

/// The refusal of a comment, with what was typed.
pub fn kept(visit: &Visit, why: &Failure, plan: &Plan, form: &Form) -> Response {
    let fields = view! {
        {hidden("parent", &form.parent)}
        {hidden_place(form)}
        {hidden_forecast(form)}
        {once_field(form.once.clone())}
        {kept_body(&form.body)}
    };
    kept::form(visit, why, post_address(plan), fields.into_any())
}

/// A comment's text in a form that is kept.
pub fn kept_body(body: &str) -> AnyView {
    Field::new("body", "What you wrote").value(body).area(8)
}
