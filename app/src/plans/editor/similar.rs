//! What is like a plan that is being written, with three ways on: read it, fork it, or say how one's
//! own differs. Below it, how the plan would stand in the rounds that are open.

use super::{DiffersForm, EditorForm};
use crate::{
    forms::{Field, problem_of},
    funding,
    plans::{address, parts},
    search::reasons,
    visit::Visit,
};
use domain::{
    Broken,
    funding::Standing,
    ids::PlanId,
    plans::{self, LONGEST_DIFFERENCE, Plan},
    problems::Problems,
    search::{self, Similar},
};
use leptos::prelude::*;
use std::collections::{HashMap, HashSet};

/// How many are shown while one writes.
const MOST_SHOWN: usize = 4;
/// The form that the fields belong to, wherever on the page they stand.
pub(super) const FORM: &str = "editor";

/// What stands beside the editor's fields.
#[derive(Debug, Default)]
pub struct Beside {
    others: Vec<Other>,
    /// Of the numbers typed, for those that are compared.
    currency: Option<String>,
    differs: DiffersForm,
    /// Whether the fields for what differs stand open, though empty.
    is_open: bool,
    /// How it stands in the rounds that are open.
    rounds: Vec<Standing>,
}

/// A plan that is like the one that is being written, or of which something is said.
#[derive(Debug)]
enum Other {
    Similar(Box<Similar>),
    Named(Box<Plan>),
    /// It was taken back; so that what was typed is kept, it has its field.
    Gone(PlanId),
}

/// Finds it. That it cannot be found keeps nobody from writing. `family` is that of an edit's plan.
pub(in crate::plans) async fn beside(
    visit: &Visit,
    form: &EditorForm,
    family: Option<PlanId>,
) -> Beside {
    let similar = async {
        if visit.member().is_err() || !form.stands() {
            return Vec::new();
        }
        let similar =
            search::similar_to_draft(visit.forum(), &visit.viewer, form.unposted(family)).await;
        let mut similar = one_of_each_family(or_nothing(similar));
        similar.truncate(MOST_SHOWN);
        similar
    };
    let beside = Beside {
        rounds: or_nothing(funding::standings_of_draft(visit, form).await),
        ..Beside::of(form, similar.await)
    };
    beside.with_named(visit).await
}

/// The likest of each family: a fork in which little was changed says what its parent says.
pub(super) fn one_of_each_family(mut similar: Vec<Similar>) -> Vec<Similar> {
    let mut families = HashSet::new();
    similar.retain(|one| families.insert(one.plan.family.first));
    similar
}

fn or_nothing<T: Default>(found: Result<T, Broken>) -> T {
    found.unwrap_or_else(|error| {
        tracing::error!(%error, "what is like a draft cannot be told");
        T::default()
    })
}

impl Beside {
    /// These, as the form has them.
    pub(super) fn of(form: &EditorForm, similar: Vec<Similar>) -> Self {
        Self {
            others: similar
                .into_iter()
                .map(|one| Other::Similar(Box::new(one)))
                .collect(),
            currency: Some(form.numbers.currency.trim().to_owned()),
            differs: form.differs.clone(),
            is_open: false,
            rounds: Vec::new(),
        }
    }

    /// With the fields standing open.
    pub(super) fn open(self) -> Self {
        Self {
            is_open: true,
            ..self
        }
    }

    /// With those of which something is said though they are not among the likest.
    async fn with_named(mut self, visit: &Visit) -> Self {
        let shown: Vec<PlanId> = self.others.iter().map(Other::id).collect();
        let named = self.differs.plans().filter(|plan| !shown.contains(plan));
        let named: Vec<PlanId> = named.filter(|plan| self.differs.says(*plan)).collect();
        if named.is_empty() {
            return self;
        }
        let found = plans::published(visit.forum(), &visit.viewer, &named).await;
        let found = or_nothing(found).into_iter().map(|plan| (plan.id, plan));
        let mut found: HashMap<PlanId, Plan> = found.collect();
        let others = named.into_iter().map(|id| match found.remove(&id) {
            Some(plan) => Other::Named(Box::new(plan)),
            None => Other::Gone(id),
        });
        self.others.extend(others);
        self
    }

    /// Whether this plan has its field here.
    pub(super) fn shows(&self, id: PlanId) -> bool {
        self.others.iter().any(|other| other.id() == id)
    }

    /// Whether there is nothing to show.
    pub(super) fn is_empty(&self) -> bool {
        self.others.is_empty() && self.rounds.is_empty()
    }

    /// `2 plans here are like yours`.
    fn heading(&self) -> String {
        let is_like = |other: &&Other| matches!(other, Other::Similar(_));
        match self.others.iter().filter(is_like).count() {
            0 if self.others.is_empty() => funding::IN_OPEN_ROUNDS.into(),
            0 => "How yours differs from others".into(),
            1 => "1 plan here is like yours".into(),
            count => format!("{count} plans here are like yours"),
        }
    }

    /// The part of the editor's page, into which the browser puts what is like the text as it is
    /// typed; hidden while there is nothing.
    pub(super) fn section(&self, problems: &Problems) -> AnyView {
        view! {
            <section id="similar" class="alike" aria-label="Plans like yours, and rounds" hidden=self.is_empty()>
                {self.content(problems)}
            </section>
        }
        .into_any()
    }

    /// What is in it; nothing when there is nothing to show.
    pub(in crate::plans) fn content(&self, problems: &Problems) -> Option<AnyView> {
        let others = (!self.others.is_empty()).then(|| {
            view! {
                <h2>{self.heading()}</h2>
                <p class="meta">
                    "You may post yours all the same. Or read what others say of it, take it on from there, or tell in what yours is another."
                </p>
                {self.list(problems)}
            }
        });
        let rounds = funding::while_writing(&self.rounds);
        (!self.is_empty()).then(|| view! { {others} {rounds} }.into_any())
    }

    /// The plans, each with the ways on.
    pub(super) fn list(&self, problems: &Problems) -> AnyView {
        let items = self
            .others
            .iter()
            .map(|other| self.item(other, problems))
            .collect_view();
        view! {
            {problem_of(problems, "differs", "Differences")}
            <ul class="similar" id="field-differs">
                {items}
            </ul>
        }
        .into_any()
    }

    /// The way to it from the top of a page that was rendered again.
    pub(super) fn way(&self) -> Option<AnyView> {
        (!self.is_empty()).then(|| {
            view! {
                <p class="meta">
                    <a href="#similar">{self.heading()}</a>
                </p>
            }
            .into_any()
        })
    }

    fn item(&self, other: &Other, problems: &Problems) -> AnyView {
        let id = other.id();
        let text = self.differs.text(id);
        let field = Field::new(DiffersForm::name(id), "In what does yours differ?")
            .value(text)
            .hint(format!(
                "In 3 to {LONGEST_DIFFERENCE} letters. It stands on your plan, with a link to this one."
            ))
            .problems(problems)
            .of_form(FORM)
            .most(LONGEST_DIFFERENCE)
            .area(3);
        let is_open = self.is_open || self.differs.says(id);
        view! {
            <li>
                {other.shown(self.currency.as_deref())}
                <details class="mine" open=is_open>
                    <summary>"Mine differs because …"</summary>
                    {field}
                </details>
            </li>
        }
        .into_any()
    }
}

impl Other {
    fn id(&self) -> PlanId {
        match self {
            Self::Similar(similar) => similar.plan.id,
            Self::Named(plan) => plan.id,
            Self::Gone(id) => *id,
        }
    }

    fn shown(&self, currency: Option<&str>) -> AnyView {
        match self {
            Self::Similar(similar) => {
                let why = reasons(similar, currency);
                linked(&similar.plan, Some(why))
            }
            Self::Named(plan) => linked(plan, None),
            Self::Gone(_) => {
                view! { <p class="meta">"A plan that is no longer here"</p> }.into_any()
            }
        }
    }
}

/// A plan and the ways to it. Reading it opens another tab, and forking it saves the draft first: what
/// was typed is never left behind.
fn linked(plan: &Plan, why: Option<AnyView>) -> AnyView {
    let fork = format!("fork-{}", plan.id);
    view! {
        <a href=address(plan) target="_blank" rel="noopener">
            {plan.title.clone()}
        </a>
        <p class="meta">
            <span class="stage">{parts::stage_name(plan.stage)}</span>
            " by "
            {plan.author.name().to_owned()}
            {why}
        </p>
        <p class="ways">
            <a href=address(plan) target="_blank" rel="noopener">
                "Read and comment"
                <span class="visually-hidden">" on " {plan.title.clone()} ", in another tab"</span>
            </a>
            <button class="quiet" form=FORM name="action" value=fork formnovalidate>
                "Fork it"
                <span class="visually-hidden">": " {plan.title.clone()}</span>
            </button>
        </p>
    }
    .into_any()
}
