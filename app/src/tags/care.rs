//! What a moderator may do about a tag: a form for each, on the tag's own page.

use super::{CURATE, address};
use crate::forms::{Field, problem_summary_apart};
use domain::{
    moderation::PublicReason,
    plans::Tag,
    problems::Problems,
    tags::{About, Deed, TagTold},
};
use leptos::prelude::*;

/// What was typed into one of the forms, and what is wrong with it.
#[derive(Default)]
pub(super) struct Typed {
    /// Which form; none while nothing was sent.
    pub deed: Option<Deed>,
    /// What its own field says.
    pub value: String,
    pub reason: String,
    pub problems: Problems,
    /// Why nothing was done.
    pub refusal: Option<String>,
}

impl Typed {
    /// Nothing, or the tag that this one may be merged into.
    pub(super) fn beginning(into: &str) -> Self {
        let into: Option<Tag> = into.parse().ok();
        Self {
            deed: into.as_ref().map(|_| Deed::Merged),
            value: into.map(|into| into.to_string()).unwrap_or_default(),
            ..Self::default()
        }
    }
}

/// One of the forms.
struct Form<'f> {
    told: &'f TagTold,
    typed: &'f Typed,
    deed: Deed,
    /// The end of its address and of the ids of its fields.
    path: &'static str,
    ending: &'static str,
    name: String,
    button: &'static str,
}

/// All forms that make sense for the tag.
pub(super) fn view(told: &TagTold, typed: &Typed) -> AnyView {
    let refusal = typed.refusal.clone().map(|words| {
        view! {
            <div class="problems" role="alert">
                <p>{words}</p>
            </div>
        }
    });
    let form = |deed, path, ending, name: &str, button| Form {
        told,
        typed,
        deed,
        path,
        ending,
        name: name.to_owned(),
        button,
    };
    let retiring = if told.retired.is_some() {
        form(
            Deed::Restored,
            "restore",
            "-restore",
            "Bring it back",
            "Bring back",
        )
        .view(None)
    } else {
        let retire = form(Deed::Retired, "retire", "-retire", "Retire it", "Retire");
        let field = retire.field("instead", "What to use instead");
        let field =
            field.hint("Another tag, which whoever types this one is told. It may stay empty.");
        retire.view(Some(field.input("text")))
    };
    let rename = form(Deed::Renamed, "rename", "-rename", "Rename it", "Rename");
    let to = rename.field("to", "New name").required();
    let to = to.hint("The old name goes on meaning this tag, in addresses and searches as well.");
    let merge = form(
        Deed::Merged,
        "merge",
        "-merge",
        "Merge it into another",
        "Merge",
    );
    let into = merge.field("into", "Into which tag").required();
    let into = into.hint(
        "All its plans have that tag from then on, and its names mean that one. It can be undone.",
    );
    view! {
        <section id="care" class="care" aria-labelledby="care-title">
            <h2 id="care-title">"Look after this tag"</h2>
            <p class="meta">
                "Whatever you do is told below with your reason, for everybody to read. " <a href=CURATE>"All tags"</a>
            </p>
            {refusal}
            {describing(told, typed)}
            {rename.view(Some(to.input("text")))}
            {merge.view(Some(into.input("text")))}
            {(!told.merged.is_empty() || typed.deed == Some(Deed::Unmerged)).then(|| unmerging(told, typed))}
            {retiring}
        </section>
    }
    .into_any()
}

fn describing(told: &TagTold, typed: &Typed) -> AnyView {
    let form = Form {
        told,
        typed,
        deed: Deed::Described,
        path: "describe",
        ending: "-describe",
        name: "Say what it is about".to_owned(),
        button: "Save",
    };
    let mut field = form.field("about", "What it is about");
    if typed.deed != Some(Deed::Described) {
        field = field.value(told.about.clone().unwrap_or_default());
    }
    let field = field
        .hint("In a sentence or two, for whoever wonders whether a plan belongs here.")
        .most(About::MOST);
    form.view(Some(field.area(2)))
}

fn unmerging(told: &TagTold, typed: &Typed) -> AnyView {
    let form = Form {
        told,
        typed,
        deed: Deed::Unmerged,
        path: "unmerge",
        ending: "-unmerge",
        name: "Undo a merge".to_owned(),
        button: "Take it out again",
    };
    let choices = told.merged.iter();
    let choices = choices.map(|tag| (tag.to_string(), tag.to_string()));
    let field = form.field("tag", "Which tag").hint(
        "Plans that were given it have it again. What was posted since as this one stays here.",
    );
    form.view(Some(field.choice(choices)))
}

impl Form<'_> {
    fn is_typed(&self) -> bool {
        self.typed.deed == Some(self.deed)
    }

    /// The field of its own.
    fn field(&self, name: &'static str, label: &'static str) -> Field {
        let field = Field::new(name, label).apart(self.ending);
        if self.is_typed() {
            return field
                .value(self.typed.value.clone())
                .problems(&self.typed.problems);
        }
        field
    }

    fn view(&self, field: Option<AnyView>) -> AnyView {
        let action = format!("{}/{}", address(&self.told.tag), self.path);
        let mut reason = Field::new("reason", "Why")
            .apart(self.ending)
            .required()
            .most(PublicReason::MOST);
        if self.is_typed() {
            reason = reason
                .value(self.typed.reason.clone())
                .problems(&self.typed.problems);
        }
        let summary = self
            .is_typed()
            .then(|| problem_summary_apart(&self.typed.problems, self.ending));
        view! {
            <details open=self.is_typed()>
                <summary>{self.name.clone()}</summary>
                <form class="write" method="post" action=action>
                    {summary}
                    {field}
                    {reason.input("text")}
                    <p class="actions">
                        <button>{self.button}</button>
                    </p>
                </form>
            </details>
        }
        .into_any()
    }
}
