//! The words of a listing, as they are typed.

use crate::forms::{Field, once_field};
use domain::{
    listings::{LONGEST_INTRODUCTION, LONGEST_TITLE, Listing, TypedListing},
    problems::Problems,
    search::Sort,
};
use leptos::prelude::*;
use serde::Deserialize;

/// What was typed, and what it started from.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Form {
    pub(super) title: String,
    pub(super) introduction: String,
    pub(super) question: String,
    pub(super) sort: String,
    pub(super) base: String,
    pub(super) once: String,
}

impl Form {
    /// What a listing says now.
    pub(super) fn of(listing: &Listing) -> Self {
        let question = listing.question.as_ref();
        Self {
            title: listing.title.clone(),
            introduction: listing.introduction.clone(),
            question: question
                .map(|question| question.asked.query.to_string())
                .unwrap_or_default(),
            sort: question
                .map(|question| question.sort.to_string())
                .unwrap_or_default(),
            base: listing.edits.to_string(),
            once: String::new(),
        }
    }

    /// As the forum takes it. Browsers send lines that end in `\r\n`.
    pub(super) fn typed(&self) -> TypedListing {
        TypedListing {
            title: self.title.clone(),
            introduction: self.introduction.clone(),
            question: self.question.clone(),
            sort: self.sort.clone(),
        }
    }
}

/// The fields. A new listing has a key that makes a form sent twice one thing.
pub(super) fn fields(form: &Form, problems: &Problems) -> AnyView {
    let title = Field::new("title", "Title")
        .hint("What these plans have in common.")
        .value(form.title.clone())
        .problems(problems)
        .most(LONGEST_TITLE)
        .autocomplete("off")
        .required()
        .input("text");
    let introduction = Field::new("introduction", "Introduction")
        .hint("Why these plans, and in this order? Markdown.")
        .value(form.introduction.clone())
        .problems(problems)
        .most(LONGEST_INTRODUCTION)
        .area(6);
    let question = Field::new("question", "A question that fills it")
        .hint(
            "As in the search box, such as stage:seeking even:<60 tag:energy. All plans that answer stand below those \
             that you pick, also plans that are posted later. Without one the listing holds what you pick.",
        )
        .value(form.question.clone())
        .problems(problems)
        .autocomplete("off")
        .input("text");
    let sort = Field::new("sort", "Its answers")
        .value(form.sort.clone())
        .problems(problems)
        .choice(
            [
                (Sort::New, "The youngest first"),
                (Sort::Relevance, "What fits best first"),
                (Sort::Forked, "The most forked first"),
            ]
            .map(|(sort, name)| (sort.to_string(), name.to_owned())),
        );
    let base = (!form.base.is_empty())
        .then(|| view! { <input type="hidden" name="base" value=form.base.clone() /> });
    let once = (!form.once.is_empty()).then(|| once_field(form.once.clone()));
    view! { {title} {introduction} {question} {sort} {base} {once} }.into_any()
}
