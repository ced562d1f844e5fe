//! `GET /plans/{id}/numbers`: month by month, under the founder's assumptions or others, how each figure is worked
//! out, and what the funder would get. `GET /plans/{id}/numbers.csv`: all of it to take away.

use super::{asked::Asked, chart, chart_beside, numbers_content, payouts, scenarios};
use crate::{
    comments,
    failure::Failure,
    plans::page::{Tab, masthead, readable, tabs},
    shell::{Page, Place},
    visit::Visit,
};
use axum::{
    extract::{Path, Query, rejection::QueryRejection},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{
    numbers::{CheckedNumbers, Scenario, csv},
    plans::{self, Plan},
    problems::Problems,
};
use leptos::prelude::*;

/// `GET /plans/{id}/numbers`
pub async fn show(
    visit: Visit,
    Path(id): Path<String>,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, Failure> {
    let plan = readable(&visit, &id).await?;
    let Query(asked) = asked.map_err(|_| Failure::NotFound)?;
    let planned = planned(&visit, &plan).await?;
    let shown = Shown::of(planned, asked);
    let page = Page::new(format!("Numbers of {}", plan.title))
        .canonical(address(&plan))
        .place(Place::Plans);
    let status = if shown.is_right() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    Ok(visit.page_with(status, page, || view(&visit, &plan, &shown)))
}

/// `GET /plans/{id}/numbers.csv`
pub async fn to_csv(visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let plan = readable(&visit, &id).await?;
    let text = csv::to_whole(&planned(&visit, &plan).await?);
    let name = format!("attachment; filename=\"{}-numbers.csv\"", plan.slug);
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, name),
        (header::CACHE_CONTROL, "private, no-cache".to_owned()),
        (header::VARY, "cookie".to_owned()),
    ];
    Ok((headers, text).into_response())
}

fn address(plan: &Plan) -> String {
    format!("/plans/{}/numbers", plan.id)
}

/// The numbers of a plan's newest revision.
async fn planned(visit: &Visit, plan: &Plan) -> Result<CheckedNumbers, Failure> {
    let numbers = plans::revision(visit.forum(), &visit.viewer, plan, plan.head)
        .await?
        .and_then(|revision| revision.numbers)
        .ok_or(Failure::NotFound)?;
    numbers
        .check()
        .map_err(|problems| Failure::broken(format!("stored numbers: {problems:?}")))
}

/// What is shown: the plan as its founder counts, or under other assumptions.
struct Shown {
    planned: CheckedNumbers,
    assumed: Option<(Scenario, CheckedNumbers)>,
    asked: Asked,
    problems: Problems,
}

impl Shown {
    fn of(planned: CheckedNumbers, asked: Asked) -> Self {
        let assumed = asked.scenario().and_then(|scenario| {
            let numbers = scenario.apply(&planned);
            // Of amounts that no plan may have, the assumption that made them so is what can be changed.
            let too_large = |_| Problems::one("sales", "makes an amount too large for a plan");
            Ok((scenario, numbers.map_err(too_large)?))
        });
        let (assumed, problems) = match assumed {
            Ok((Scenario::AS_PLANNED, _)) => (None, Problems::default()),
            Ok(assumed) => (Some(assumed), Problems::default()),
            Err(problems) => (None, problems),
        };
        Self {
            planned,
            assumed,
            asked,
            problems,
        }
    }

    /// The numbers that are shown.
    fn numbers(&self) -> &CheckedNumbers {
        match &self.assumed {
            Some((_, numbers)) => numbers,
            None => &self.planned,
        }
    }

    fn is_right(&self) -> bool {
        let terms = self.asked.clone().with_terms(self.planned.returns());
        self.problems.is_empty()
            && (self.planned.ask().is_none() || terms.returns(&self.planned).is_ok())
    }
}

fn view(visit: &Visit, plan: &Plan, shown: &Shown) -> AnyView {
    let address = address(plan);
    let numbers = shown.numbers();
    let results = numbers.results();
    let has_months = !results.months.is_empty();
    let choices = has_months.then(|| scenarios::choices(&address, &shown.asked, &shown.problems));
    let picture = match &shown.assumed {
        None => chart(numbers, &results),
        Some((scenario, assumed)) => Some(assuming(&shown.planned, *scenario, assumed)),
    };
    let counter = match &shown.assumed {
        Some((scenario, _)) if has_months => Some(counter(visit, plan, *scenario)),
        _ => None,
    };
    view! {
        <div class="wrap wide">
            <main id="main">
                {masthead(visit, plan)} {tabs(plan, Tab::Numbers)} {choices} {picture} {counter}
                {numbers_content(numbers)}
                {payouts::payouts(&address, &shown.asked, numbers, &results, &shown.problems)}
                <p class="meta">
                    <a href=format!("{address}.csv") download="">"Download these numbers as CSV"</a>
                    ", which the editor takes back as it is."
                </p>
            </main>
        </div>
    }
    .into_any()
}

/// Where a reader tells the founder.
fn counter(visit: &Visit, plan: &Plan, scenario: Scenario) -> AnyView {
    view! {
        <details class="counter">
            <summary>"Tell the founder"</summary>
            <p class="meta">
                "Your comment shows these numbers and their chart beside the plan's. The founder can make them the plan's \
                 in one step, with credit to you."
            </p>
            {comments::counter(visit, plan, scenario)}
        </details>
    }
    .into_any()
}

fn assuming(planned: &CheckedNumbers, scenario: Scenario, assumed: &CheckedNumbers) -> AnyView {
    let words = scenario.words();
    view! {
        <h2 class="assuming">{format!("With {words}")}</h2>
        {scenarios::changed(planned, assumed)}
        {chart_beside(assumed, &assumed.results(), &planned.results(), &words)}
    }
    .into_any()
}
