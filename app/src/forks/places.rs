//! `GET /plans/{id}/places`: where a plan, and everything that was forked from it, runs.

use super::places_address;
use crate::{
    failure::Failure,
    numbers,
    paging::more,
    plans::{
        address,
        page::{Tab, masthead, readable, tabs},
        parts::{author, counted},
    },
    shell::{Page, Place, Robots},
    time::Ago,
    visit::Visit,
};
use axum::{
    extract::{Path, Query, rejection::QueryRejection},
    response::Response,
};
use domain::{
    forks::{self, Running, Since},
    ids::PlanId,
    plans::{self, Plan, State},
};
use leptos::prelude::*;
use serde::Deserialize;

const PER_PAGE: u64 = 20;

/// `?after=`: the plan with which the page before ended.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    after: Option<PlanId>,
}

/// `GET /plans/{id}/places`
pub async fn show(
    visit: Visit,
    Path(id): Path<String>,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, Failure> {
    let plan = readable(&visit, &id).await?;
    let Query(asked) = asked.map_err(|_| Failure::NotFound)?;
    let places = forks::places(visit.forum(), &visit.viewer, &plan, asked.after, PER_PAGE).await?;
    let offer = offer(&visit, &plan).await?;
    let page = Page::new(format!("Where {} runs", plan.title))
        .canonical(places_address(&plan))
        .place(Place::Plans);
    let page = match asked.after {
        Some(_) => page.robots(Robots::Hidden),
        None => page,
    };
    Ok(visit.page(page, || {
        view! {
            <div class="wrap wide">
                <main id="main">
                    {masthead(&visit, &plan)}
                    {tabs(&plan, Tab::Forks)}
                    {list(&visit, &plan, &places)}
                    {offer}
                </main>
            </div>
        }
    }))
}

fn list(visit: &Visit, plan: &Plan, places: &plans::Page<Running, PlanId>) -> AnyView {
    if plan.running == 0 {
        return empty();
    }
    let items = places
        .items
        .iter()
        .map(|running| item(visit, plan, running))
        .collect_view();
    let more = more(
        places
            .next
            .map(|after| format!("{}?after={after}", places_address(plan))),
        "More places",
    );
    view! {
        <h2>{format!("Running in {}", counted(plan.running, "place"))}</h2>
        <p class="lede">
            "This is where the plan, or what was forked from it, is done for real. To be copied well is a success: whoever runs it elsewhere takes nothing away, and tells everybody else how it goes."
        </p>
        <ol class="places">{items}</ol>
        {more}
    }
    .into_any()
}

fn empty() -> AnyView {
    view! {
        <div class="empty">
            <h2>"Nobody has said yet that it runs"</h2>
            <p>
                "As soon as this plan, or one that was forked from it, is done for real somewhere, it is told here: where, since when, what was planned, and how it goes."
            </p>
        </div>
    }
    .into_any()
}

fn item(visit: &Visit, plan: &Plan, running: &Running) -> AnyView {
    let of = if running.plan.id == plan.id {
        view! { "this plan" }.into_any()
    } else {
        view! { <a href=address(&running.plan)>{running.plan.title.clone()}</a> }.into_any()
    };
    let checked = running
        .numbers
        .clone()
        .and_then(|numbers| numbers.check().ok());
    let report = (!running.html.is_empty())
        .then(|| view! { <div class="comment" inner_html=running.html.clone()></div> });
    view! {
        <li>
            <h3>{running.place.clone()}</h3>
            <p class="meta">
                {format!("Since {}, ", month(running.since))}
                {of}
                " by "
                {author(&running.plan.author)}
                ", told "
                <Ago at=running.changed_at now=visit.now />
            </p>
            {checked.map(|checked| numbers::planned(&checked, &checked.results()))}
            {report}
        </li>
    }
    .into_any()
}

/// `March 2026`.
fn month(since: Since) -> String {
    let first = i16::try_from(since.year())
        .ok()
        .zip(i8::try_from(since.month()).ok());
    let first = first.and_then(|(year, month)| jiff::civil::Date::new(year, month, 1).ok());
    first.map_or_else(
        || since.to_string(),
        |day| day.strftime("%B %Y").to_string(),
    )
}

/// What its author may do here.
async fn offer(visit: &Visit, plan: &Plan) -> Result<Option<AnyView>, Failure> {
    let is_author = visit.viewer.id() == Some(plan.author.id);
    if !is_author || plan.state == State::Withdrawn {
        return Ok(None);
    }
    let words = match forks::own_place(visit.forum(), plan).await? {
        Some(_) => "Change what you say of your place",
        None => "Say where it runs",
    };
    let href = format!("/plans/{}/place", plan.id);
    let button = view! {
        <p class="actions">
            <a class="button primary" href=href>
                {words}
            </a>
        </p>
    };
    Ok(Some(button.into_any()))
}

#[cfg(test)]
mod tests {
    use super::month;
    use domain::forks::Since;

    #[test]
    fn months_have_names() {
        let since = |year, month| Since::new(year, month).expect("a month");
        assert_eq!(month(since(2026, 3)), "March 2026");
        assert_eq!(month(Since::LAST), "December 9999");
    }
}
