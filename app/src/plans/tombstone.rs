//! What is left of a plan that was withdrawn.

use crate::{
    forks::family_address,
    moderation::measure_address,
    shell::{Page, Robots},
    time::Day,
    visit::Visit,
};
use axum::{http::StatusCode, response::Response};
use domain::{
    clock::Timestamp,
    ids::{MeasureId, PlanId},
    plans::{Licence, Plan},
};
use leptos::prelude::*;

/// Title, licence and date: all that others may still know of the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tombstone {
    title: String,
    licence: Licence,
    withdrawn_at: Option<Timestamp>,
    /// The measure by which it is hidden, if it was not its author who withdrew it.
    withheld: Option<MeasureId>,
    /// The plan that it was merged into.
    merged_into: Option<PlanId>,
    /// Where its family is, which lives on.
    family: Option<String>,
}

impl Tombstone {
    /// Of this plan.
    #[must_use]
    pub fn of(plan: &Plan) -> Self {
        Self {
            title: plan.title.clone(),
            licence: plan.licence,
            withdrawn_at: plan.withdrawn_at,
            withheld: plan.withheld,
            merged_into: plan.merged_into,
            family: (plan.forks > 0 || plan.fork.is_some()).then(|| family_address(plan)),
        }
    }

    fn why(&self) -> AnyView {
        match self.withheld {
            Some(measure) => view! {
                "It is hidden from readers. "
                <a href=measure_address(measure)>"Why, and by whom"</a>
                "."
            }
            .into_any(),
            None => view! {
                "Its author withdrew this plan"
                {self.withdrawn_at.map(|at| view! { " on " <Day at=at /> })}
                "."
            }
            .into_any(),
        }
    }

    /// In place of whatever page of the plan was asked for, with the status 410; of a plan that was merged into
    /// another the way there.
    pub(crate) fn page(&self, visit: &Visit) -> Response {
        if let Some(home) = self.merged_into {
            return visit.to(&format!("/plans/{home}"));
        }
        let page = Page::new(self.title.clone()).robots(Robots::Hidden);
        visit.page_with(StatusCode::GONE, page, || {
            view! {
                <div class="wrap plain">
                    <main id="main">
                        <p class="meta">{if self.withheld.is_some() { "Hidden" } else { "Withdrawn" }}</p>
                        <h1>{self.title.clone()}</h1>
                        <p class="lede">
                            {self.why()} " Copies that others made of it stay, under "
                            <a href=self.licence.url()>{self.licence.name()}</a> "."
                        </p>
                        <p class="actions">
                            {self
                                .family
                                .clone()
                                .map(|family| {
                                    view! {
                                        <a class="button" href=family>
                                            "Its forks and family"
                                        </a>
                                    }
                                })}
                            <a class="button" href="/plans">
                                "To the plans"
                            </a>
                        </p>
                    </main>
                </div>
            }
        })
    }
}
