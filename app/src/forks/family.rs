//! `GET /plans/{id}/forks`: the whole family that a plan belongs to, from the first ancestor down.

use super::{family_address, fork_address, members};
use crate::{
    failure::Failure,
    paging::more,
    plans::{
        address,
        page::{Tab, known, masthead, tabs},
        parts::{choice, counted},
    },
    shell::{Page, Place, Robots},
    time::Day,
    visit::Visit,
};
use axum::{
    extract::{Path, Query, rejection::QueryRejection},
    response::Response,
};
use domain::{
    forks::{self, FamilyOrder, FamilyPage, FamilyReading},
    plans::{Plan, State},
};
use leptos::prelude::*;
use serde::Deserialize;

const PER_PAGE: u64 = 24;
/// More is no title and no reason.
const LONGEST_WORDS: usize = 200;

/// `?order=&words=&unchanged=&after=`, as typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    order: String,
    words: String,
    unchanged: String,
    after: String,
}

impl Asked {
    fn reading(self) -> Option<FamilyReading> {
        let given = |text: String| (!text.is_empty()).then_some(text);
        Some(FamilyReading {
            order: given(self.order).map_or(Some(FamilyOrder::Tree), |word| word.parse().ok())?,
            hide_untouched: match self.unchanged.as_str() {
                "" | "show" => false,
                "hide" => true,
                _ => return None,
            },
            after: given(self.after)
                .map(|after| after.parse().ok())
                .map_or(Some(None), |after| after.map(Some))?,
            words: self.words.trim().chars().take(LONGEST_WORDS).collect(),
            limit: PER_PAGE,
        })
    }
}

/// `GET /plans/{id}/forks`. That of a withdrawn plan is there too: its copies stay, and it is the
/// way to them.
pub async fn show(
    visit: Visit,
    Path(id): Path<String>,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, Failure> {
    let plan = known(&visit, &id).await?;
    let reading = asked
        .ok()
        .and_then(|Query(asked)| asked.reading())
        .ok_or(Failure::NotFound)?;
    let (family, size) = tokio::try_join!(
        forks::family(visit.forum(), &visit.viewer, &plan, &reading),
        forks::family_size(visit.forum(), &plan)
    )?;
    let shown = Shown {
        plan,
        reading,
        family,
        size: i64::try_from(size).unwrap_or(i64::MAX),
    };
    Ok(visit.page(shown.page(), || {
        view! {
            <div class="wrap wide">
                <main id="main">{shown.head(&visit)} {shown.content(&visit)}</main>
            </div>
        }
    }))
}

struct Shown {
    plan: Plan,
    reading: FamilyReading,
    family: FamilyPage,
    size: i64,
}

impl Shown {
    fn page(&self) -> Page {
        let whole = self.address(&FamilyReading::default()) == self.address(&self.reading);
        let robots = if whole && self.plan.state == State::Published {
            Robots::Welcome
        } else {
            Robots::Hidden
        };
        Page::new(format!("Forks of {}", self.plan.title))
            .description(format!(
                "{} in the family of {}: who forked what, why, and how far it has moved.",
                counted(self.size, "plan"),
                self.plan.title
            ))
            .canonical(family_address(&self.plan))
            .robots(robots)
            .place(Place::Plans)
    }

    fn head(&self, visit: &Visit) -> AnyView {
        let plan = &self.plan;
        if plan.readable_by(&visit.viewer) {
            return (masthead(visit, plan), tabs(plan, Tab::Forks)).into_any();
        }
        view! {
            <p class="meta">
                "Withdrawn"
                {plan.withdrawn_at.map(|at| view! { " on " <Day at=at /> })}
                ", "
                <a href=plan.licence.url()>{plan.licence.name()}</a>
            </p>
            <h1 class="title">
                <a href=address(plan)>{plan.title.clone()}</a>
            </h1>
        }
        .into_any()
    }

    fn content(&self, visit: &Visit) -> AnyView {
        if self.size == 1 {
            return alone(&self.plan);
        }
        let next = self.family.page.next.map(|next| {
            self.address(&FamilyReading {
                after: Some(next),
                ..self.reading.clone()
            })
        });
        view! {
            <h2 class="heading">{format!("A family of {}", counted(self.size, "plan"))}</h2>
            {self.search()}
            {self.orders()}
            {self.members(visit)}
            {more(next, "More of the family")}
        }
        .into_any()
    }

    fn members(&self, visit: &Visit) -> AnyView {
        let here = self.plan.id;
        if self.family.page.items.is_empty() {
            return view! { <p class="empty">{self.nothing()}</p> }.into_any();
        }
        if self.is_tree() {
            return members::tree(visit, here, &self.family);
        }
        members::list(visit, here, &self.family.page.items)
    }

    /// What was searched for stands alone: most of what it hangs from says something else.
    fn is_tree(&self) -> bool {
        self.reading.order == FamilyOrder::Tree && self.reading.words.is_empty()
    }

    fn nothing(&self) -> &'static str {
        match self.reading.after {
            Some(_) => "There is nothing after this.",
            None if self.reading.words.is_empty() => "Nothing was changed in any of them yet.",
            None => "No title and no reason in this family says that.",
        }
    }

    fn search(&self) -> AnyView {
        let reading = &self.reading;
        view! {
            <form
                class="search"
                role="search"
                aria-label="This family"
                action=family_address(&self.plan)
            >
                <input
                    type="search"
                    name="words"
                    value=reading.words.clone()
                    maxlength=LONGEST_WORDS.to_string()
                    aria-label="Words in a title or a reason"
                    placeholder="Words in a title or a reason"
                />
                <input type="hidden" name="order" value=reading.order.to_string() />
                {reading
                    .hide_untouched
                    .then(|| view! { <input type="hidden" name="unchanged" value="hide" /> })}
                <button>"Search"</button>
            </form>
        }
        .into_any()
    }

    fn orders(&self) -> AnyView {
        let order = |order: FamilyOrder, name: &'static str| {
            let href = self.address(&FamilyReading {
                order,
                after: None,
                ..self.reading.clone()
            });
            choice(href, name, self.reading.order == order)
        };
        let hidden = self.reading.hide_untouched;
        let turned = self.address(&FamilyReading {
            hide_untouched: !hidden,
            after: None,
            ..self.reading.clone()
        });
        view! {
            <nav class="filters" aria-label="Order of the family">
                {order(FamilyOrder::Tree, "As a tree")}
                {order(FamilyOrder::Active, "Last changed")}
                {order(FamilyOrder::Distance, "Furthest from its parent")}
                <a class="tag" href=turned aria-current=hidden.then_some("true")>
                    "Hide unchanged"
                </a>
            </nav>
        }
        .into_any()
    }

    fn address(&self, reading: &FamilyReading) -> String {
        let mut query = Vec::new();
        if reading.order != FamilyOrder::Tree {
            query.push(("order", reading.order.to_string()));
        }
        if !reading.words.is_empty() {
            query.push(("words", reading.words.clone()));
        }
        if reading.hide_untouched {
            query.push(("unchanged", "hide".into()));
        }
        if let Some(after) = reading.after {
            query.push(("after", after.to_string()));
        }
        let query = serde_urlencoded::to_string(query).unwrap_or_default();
        let question = if query.is_empty() { "" } else { "?" };
        format!("{}{question}{query}", family_address(&self.plan))
    }
}

fn alone(plan: &Plan) -> AnyView {
    let may_fork = plan.state == State::Published;
    view! {
        <div class="empty">
            <h2>"Nobody has forked this plan yet"</h2>
            <p>
                "Another town, a cheaper machine, a better reading of the numbers: take it and do it your way. Where it came from is kept."
            </p>
            {may_fork
                .then(|| {
                    view! {
                        <a class="button primary" rel="nofollow" href=fork_address(plan)>
                            "Be the first"
                        </a>
                    }
                })}
        </div>
    }
    .into_any()
}
