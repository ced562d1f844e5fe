//! Fields of forms: a label, what to type, what is wrong with it, and what was typed.

use domain::{problems::Problems, text::escaped};
use leptos::prelude::*;
use std::borrow::Cow;

/// One field. What differs between kinds of field is in the functions that show it.
#[derive(Clone, Debug, Default)]
pub struct Field {
    name: Cow<'static, str>,
    apart: &'static str,
    form: Option<&'static str>,
    label: String,
    hint: Option<String>,
    problem: Option<String>,
    value: String,
    required: bool,
    most: Option<usize>,
    autocomplete: Option<&'static str>,
    list: Option<&'static str>,
}

impl Field {
    /// A field of this name, labelled so.
    pub fn new(name: impl Into<Cow<'static, str>>, label: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            label: label.into(),
            ..Self::default()
        }
    }

    /// Its ids end so, for another form on the page has a field of this name.
    #[must_use]
    pub fn apart(mut self, ending: &'static str) -> Self {
        self.apart = ending;
        self
    }

    /// It stands outside of its form, which has this id. Only texts do.
    #[must_use]
    pub fn of_form(mut self, id: &'static str) -> Self {
        self.form = Some(id);
        self
    }

    /// What helps to fill it in.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// What was typed, or stands there to begin with.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }

    /// What is wrong with it, if anything is.
    #[must_use]
    pub fn problems(mut self, problems: &Problems) -> Self {
        self.problem = problems.of(&self.name).map(str::to_owned);
        self
    }

    /// It must be filled in.
    #[must_use]
    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// At most so many letters.
    #[must_use]
    pub fn most(mut self, letters: usize) -> Self {
        self.most = Some(letters);
        self
    }

    /// What a browser may fill in.
    #[must_use]
    pub fn autocomplete(mut self, token: &'static str) -> Self {
        self.autocomplete = Some(token);
        self
    }

    /// The `<datalist>` of this id has what is often typed.
    #[must_use]
    pub fn list(mut self, id: &'static str) -> Self {
        self.list = Some(id);
        self
    }

    /// As one line of this type: `text`, `email`, `password`, `url`.
    #[must_use]
    pub fn input(self, kind: &'static str) -> AnyView {
        let control = view! {
            <input
                id=self.id()
                name=self.name.clone()
                type=kind
                value=self.value.clone()
                required=self.required
                maxlength=self.most
                autocomplete=self.autocomplete
                list=self.list
                aria-invalid=self.invalid()
                aria-describedby=self.described_by()
            />
        };
        self.around(control.into_any())
    }

    /// As a file of one of these kinds. Which one was chosen a browser does not let a page keep.
    #[must_use]
    pub fn file(self, kinds: &'static str) -> AnyView {
        let control = view! {
            <input
                id=self.id()
                name=self.name.clone()
                type="file"
                accept=kinds
                required=self.required
                aria-invalid=self.invalid()
                aria-describedby=self.described_by()
            />
        };
        self.around(control.into_any())
    }

    /// As an amount of money, typed in major units.
    #[must_use]
    pub fn amount(self) -> AnyView {
        let control = view! {
            <input
                id=self.id()
                name=self.name.clone()
                type="text"
                inputmode="decimal"
                autocomplete="off"
                value=self.value.clone()
                required=self.required
                aria-invalid=self.invalid()
                aria-describedby=self.described_by()
            />
        };
        self.around(control.into_any())
    }

    /// As a table written as text: lines are not wrapped, words not corrected.
    #[must_use]
    pub fn table(self, rows: u32) -> AnyView {
        let control = view! {
            <textarea
                class="table-text"
                id=self.id()
                name=self.name.clone()
                rows=rows
                wrap="off"
                spellcheck="false"
                autocapitalize="off"
                required=self.required
                aria-invalid=self.invalid()
                aria-describedby=self.described_by()
            >
                {area_text(&self.value)}
            </textarea>
        };
        self.around(control.into_any())
    }

    /// As a text of so many rows.
    #[must_use]
    pub fn area(self, rows: u32) -> AnyView {
        let control = view! {
            <textarea
                id=self.id()
                name=self.name.clone()
                form=self.form
                rows=rows
                required=self.required
                maxlength=self.most
                aria-invalid=self.invalid()
                aria-describedby=self.described_by()
            >
                {area_text(&self.value)}
            </textarea>
        };
        self.around(control.into_any())
    }

    /// As a choice between these values, each with its label.
    #[must_use]
    pub fn choice(self, choices: impl IntoIterator<Item = (String, String)>) -> AnyView {
        let options = choices
            .into_iter()
            .map(|(value, label)| {
                let selected = value == self.value;
                view! {
                    <option value=value selected=selected>
                        {label}
                    </option>
                }
            })
            .collect_view();
        let control = view! {
            <select
                id=self.id()
                name=self.name.clone()
                aria-invalid=self.invalid()
                aria-describedby=self.described_by()
            >
                {options}
            </select>
        };
        self.around(control.into_any())
    }

    /// As a box to tick; its value says whether it is ticked.
    #[must_use]
    pub fn tick(self) -> AnyView {
        let ticked = !self.value.is_empty();
        view! {
            <div class="field tick">
                <label for=self.id()>
                    <input
                        id=self.id()
                        name=self.name.clone()
                        type="checkbox"
                        value="yes"
                        checked=ticked
                        required=self.required
                        aria-invalid=self.invalid()
                        aria-describedby=self.described_by()
                    />
                    <span>{self.label.clone()}</span>
                </label>
                {self.below()}
            </div>
        }
        .into_any()
    }

    fn around(self, control: AnyView) -> AnyView {
        view! {
            <div class="field">
                <label for=self.id()>{self.label.clone()}</label>
                {self.hint_view()}
                {control}
                {self.problem_view()}
            </div>
        }
        .into_any()
    }

    fn below(&self) -> impl IntoView + use<> {
        (self.hint_view(), self.problem_view())
    }

    fn hint_view(&self) -> impl IntoView + use<> {
        let id = self.hint_id();
        self.hint.clone().map(|hint| {
            view! {
                <p class="hint" id=id>
                    {hint}
                </p>
            }
        })
    }

    fn problem_view(&self) -> impl IntoView + use<> {
        let id = self.problem_id();
        let label = self.label.clone();
        self.problem.clone().map(|problem| {
            view! {
                <p class="problem" id=id>
                    {told(&label, &problem)}
                </p>
            }
        })
    }

    fn id(&self) -> String {
        format!("field-{}{}", self.name, self.apart)
    }

    fn hint_id(&self) -> String {
        format!("{}-hint", self.id())
    }

    fn problem_id(&self) -> String {
        format!("{}-problem", self.id())
    }

    fn invalid(&self) -> Option<&'static str> {
        self.problem.as_ref().map(|_| "true")
    }

    fn described_by(&self) -> Option<String> {
        let hint = self.hint.as_ref().map(|_| self.hint_id());
        let problem = self.problem.as_ref().map(|_| self.problem_id());
        match (hint, problem) {
            (Some(hint), Some(problem)) => Some(format!("{hint} {problem}")),
            (one, other) => one.or(other),
        }
    }
}

/// Text to stand in a `<textarea>`. The view macro writes the children of this one element as they are, so
/// that `</textarea><script>` would run; and a browser drops the first line break.
fn area_text(text: &str) -> String {
    format!("\n{}", escaped(text))
}

/// Above a form with mistakes: how many there are, each a link to its field.
#[must_use]
pub fn problem_summary(problems: &Problems) -> Option<AnyView> {
    problem_summary_apart(problems, "")
}

/// As [`problem_summary`], of a form whose fields' ids end so: see [`Field::apart`].
#[must_use]
pub fn problem_summary_apart(problems: &Problems, ending: &str) -> Option<AnyView> {
    if problems.is_empty() {
        return None;
    }
    let items = problems
        .0
        .iter()
        .map(|problem| {
            let field = problem
                .field
                .split(['.', '['])
                .next()
                .unwrap_or_default()
                .to_owned();
            let target = format!("#field-{field}{ending}");
            let words = told(&capitalised(&field.replace('_', " ")), &problem.message);
            view! {
                <li>
                    <a href=target>{words}</a>
                </li>
            }
        })
        .collect_view();
    Some(
        view! {
            <div class="problems" role="alert">
                <p>"Nothing was saved yet, and nothing you typed is lost. Please mend:"</p>
                <ul>{items}</ul>
            </div>
        }
        .into_any(),
    )
}

/// What is wrong with a group of controls that is no [`Field`], with this label.
#[must_use]
pub fn problem_of(problems: &Problems, field: &str, label: &str) -> Option<AnyView> {
    let words = told(label, problems.of(field)?);
    let id = format!("field-{field}-problem");
    Some(
        view! {
            <p class="problem" id=id>
                {words}
            </p>
        }
        .into_any(),
    )
}

/// A problem as a sentence about its field; what is a sentence already stays as it is.
fn told(label: &str, problem: &str) -> String {
    if problem.starts_with(char::is_uppercase) {
        problem.to_owned()
    } else {
        format!("{label} {problem}")
    }
}

/// Words with which a sentence begins.
#[must_use]
pub fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

/// A key that makes a form submitted twice one thing.
#[must_use]
pub fn once_field(key: String) -> impl IntoView {
    view! { <input type="hidden" name="once" value=key /> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_is_told_as_a_sentence() {
        assert_eq!(
            told("Title", "must not be empty"),
            "Title must not be empty"
        );
        assert_eq!(told("Public", "Tick the box"), "Tick the box");
        assert_eq!(capitalised("unit cost"), "Unit cost");
    }

    #[test]
    fn two_fields_of_one_name_are_kept_apart() {
        let field = || Field::new("body", "Your answer").hint("Markdown.");
        let html = |field: Field| Owner::new().with(|| field.area(3).to_html());
        let apart = html(field().apart("-in-place"));
        for part in [
            r#"<label for="field-body-in-place">"#,
            r#"id="field-body-in-place""#,
            r#"aria-describedby="field-body-in-place-hint""#,
            r#"id="field-body-in-place-hint""#,
        ] {
            assert!(apart.contains(part), "{part}: {apart}");
            assert!(!html(field()).contains(part), "{part}");
        }
    }

    #[test]
    fn typed_text_stays_in_its_area() {
        let area = Field::new("body", "Body").value("\n</textarea><script>&amp;");
        let html = Owner::new().with(|| area.area(3).to_html());
        assert!(
            html.contains(">\n\n&lt;/textarea&gt;&lt;script&gt;&amp;amp;</textarea>"),
            "{html}"
        );
    }
}
