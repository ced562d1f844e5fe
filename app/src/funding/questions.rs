//! What a funder asks about an application, and what is answered.

use super::entered::Typed;
use crate::{
    forms::{Field, once_field},
    plans::parts::author,
    time::Ago,
    visit::Visit,
};
use domain::{
    funding::{LONGEST_ANSWER, OpenedApplication, Question},
    once,
    problems::Problems,
};
use leptos::prelude::*;

/// The questions, with the forms for whoever may ask or answer.
pub(super) fn questions(
    visit: &Visit,
    opened: &OpenedApplication,
    typed: &Typed,
) -> Option<AnyView> {
    let application = &opened.application;
    let may_ask = opened.is_funder && application.state.is_open();
    if opened.questions.is_empty() && !may_ask {
        return None;
    }
    let items = opened
        .questions
        .iter()
        .map(|question| one(visit, opened, question, typed))
        .collect_view();
    let ask = may_ask.then(|| {
        view! {
            <form class="write" method="post" action=format!("/applications/{}/questions", application.id)>
                {once_field(once::new_key(visit.forum()))}
                {Field::new("question", "Ask something")
                    .hint("Everybody reads it, and the answer.")
                    .value(typed.question.clone())
                    .problems(&typed.problems)
                    .most(LONGEST_ANSWER)
                    .required()
                    .area(3)}
                <button>"Ask"</button>
            </form>
        }
    });
    Some(
        view! {
            <section aria-labelledby="questions">
                <h2 id="questions">"Questions"</h2>
                <ul class="asked">{items}</ul>
                {ask}
            </section>
        }
        .into_any(),
    )
}

fn one(visit: &Visit, opened: &OpenedApplication, question: &Question, typed: &Typed) -> AnyView {
    let gone = "This went with whoever said it.";
    let said = |text: &str| {
        if text.is_empty() {
            gone.to_owned()
        } else {
            text.to_owned()
        }
    };
    let answer = match (&question.answerer, question.answered_at) {
        (Some(answerer), Some(at)) => Some(
            view! {
                <div class="reply">
                    <p class="meta">{author(answerer)} " answered " <Ago at=at now=visit.now /></p>
                    <p class="lines">{said(&question.answer)}</p>
                </div>
            }
            .into_any(),
        ),
        _ if opened.is_applicant => Some(answer_form(question, typed)),
        _ => None,
    };
    view! {
        <li id=format!("question-{}", question.id)>
            <p class="meta">
                {author(&question.asker)} " asked " <Ago at=question.asked_at now=visit.now />
            </p>
            <p class="lines">{said(&question.question)}</p>
            {answer}
        </li>
    }
    .into_any()
}

fn answer_form(question: &Question, typed: &Typed) -> AnyView {
    let id = question.id;
    let this = typed.answer.as_ref().filter(|(of, _)| *of == id.0);
    let none = Problems::default();
    let problems = if this.is_some() {
        &typed.problems
    } else {
        &none
    };
    let text = this.map(|(_, text)| text.clone()).unwrap_or_default();
    view! {
        <form class="write" method="post" action=format!("/questions/{id}/answer")>
            {Field::new("answer", "Your answer")
                .value(text)
                .problems(problems)
                .most(LONGEST_ANSWER)
                .required()
                .area(3)}
            <button>"Answer"</button>
        </form>
    }
    .into_any()
}
