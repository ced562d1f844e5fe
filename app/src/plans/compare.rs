//! `/plans/{id}/compare/{a}..{b}`: what changed from one revision to another, of the same plan or of
//! one of its family.

use super::{
    address, diff,
    page::{Tab, known, masthead, readable, tabs},
    parts::{self, counted},
};
use crate::{
    failure::Failure,
    shell::{Page, Place, Robots},
    visit::Visit,
};
use axum::{
    extract::{Path, Query, rejection::QueryRejection},
    response::Response,
};
use domain::{
    ids::{PlanId, RevisionNumber},
    plans::{self, Plan, Revision, RevisionComparison},
};
use leptos::prelude::*;
use serde::Deserialize;

/// `?from=&to=&with=`, from the picker of revisions.
#[derive(Debug, Deserialize)]
pub struct Asked {
    from: RevisionNumber,
    to: RevisionNumber,
    /// The plan that `to` is a revision of; the same without it.
    #[serde(default)]
    with: String,
}

/// `GET /plans/{id}/compare`: on to the address of this comparison, or to where one is picked.
pub async fn pick(
    visit: Visit,
    Path(id): Path<String>,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, Failure> {
    let plan = known(&visit, &id).await?;
    let Ok(Query(asked)) = asked else {
        return Ok(visit.to(&format!("/plans/{}/history", plan.id)));
    };
    let with = match asked.with.as_str() {
        "" => plan.id,
        with => with.parse().map_err(|_| Failure::NotFound)?,
    };
    Ok(visit.to(&path((plan.id, asked.from), (with, asked.to))))
}

/// `GET /plans/{id}/compare/{a}..{b}`, or `…/{a}..{plan}@{b}`
pub async fn show(
    visit: Visit,
    Path((id, range)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let plan = readable(&visit, &id).await?;
    let (from, with, to) = parse(&range).ok_or(Failure::NotFound)?;
    let other = match with {
        Some(with) if with != plan.id => Some(kin(&visit, &plan, with).await?),
        _ => None,
    };
    if let Some(other) = &other
        && !other.readable_by(&visit.viewer)
    {
        return Err(Failure::withdrawn(other));
    }
    let to_plan = other.as_ref().unwrap_or(&plan);
    let (forum, from, to) = (visit.forum(), (&plan, from), (to_plan, to));
    let compared = if plan.family.first == to_plan.family.first {
        plans::compare_plans(forum, &visit.viewer, from, to).await?
    } else {
        plans::compare_any(forum, &visit.moderator()?, from, to).await?
    };
    let compared = compared.ok_or(Failure::NotFound)?;
    let sides = Sides {
        from: &plan,
        to: to_plan,
        compared: &compared,
    };
    Ok(visit.page(sides.head(), || sides.page(&visit)))
}

/// Another plan of the family. Of what is no kin, not even its tombstone is told here: only plans of
/// one family are compared, but by moderators.
async fn kin(visit: &Visit, plan: &Plan, id: PlanId) -> Result<Plan, Failure> {
    let other = known(visit, &id.to_string()).await?;
    let is_kin = other.family.first == plan.family.first;
    let is_comparable = is_kin || visit.moderator().is_ok();
    is_comparable.then_some(other).ok_or(Failure::NotFound)
}

/// The address of a comparison from one plan's revision to another's.
#[must_use]
pub fn path(from: (PlanId, RevisionNumber), to: (PlanId, RevisionNumber)) -> String {
    let whose = if to.0 == from.0 {
        String::new()
    } else {
        format!("{}@", to.0)
    };
    format!("/plans/{}/compare/{}..{whose}{}", from.0, from.1, to.1)
}

/// The address of what a fork has changed since it last took over what its parent says; nothing of
/// a plan that is no fork.
#[must_use]
pub fn with_parent(plan: &Plan) -> Option<String> {
    let fork = plan.fork.as_ref()?;
    Some(path((fork.from, fork.pulled), (plan.id, plan.head)))
}

fn parse(range: &str) -> Option<(RevisionNumber, Option<PlanId>, RevisionNumber)> {
    let (from, to) = range.split_once("..")?;
    let (with, to) = match to.split_once('@') {
        Some((with, to)) => (Some(with.parse().ok()?), to),
        None => (None, to),
    };
    Some((from.parse().ok()?, with, to.parse().ok()?))
}

/// Two revisions with the plans that they are of, which may be one.
struct Sides<'c> {
    from: &'c Plan,
    to: &'c Plan,
    compared: &'c RevisionComparison,
}

impl Sides<'_> {
    fn is_one_plan(&self) -> bool {
        self.from.id == self.to.id
    }

    fn path(&self) -> String {
        let (from, to) = (self.compared.from.number, self.compared.to.number);
        path((self.from.id, from), (self.to.id, to))
    }

    /// The same, the other way round.
    fn turned(&self) -> String {
        let (from, to) = (self.compared.from.number, self.compared.to.number);
        path((self.to.id, to), (self.from.id, from))
    }

    fn head(&self) -> Page {
        let (from, to) = (self.compared.from.number, self.compared.to.number);
        let title = if self.is_one_plan() {
            format!("{}: revision {from} to {to}", self.from.title)
        } else {
            format!("{} and {}", self.from.title, self.to.title)
        };
        Page::new(title)
            .canonical(self.path())
            .robots(Robots::Hidden)
            .place(Place::Plans)
    }

    fn page(&self, visit: &Visit) -> AnyView {
        let above = if self.is_one_plan() {
            (masthead(visit, self.from), tabs(self.from, Tab::History)).into_any()
        } else {
            self.which()
        };
        view! {
            <div class="wrap wide">
                <main id="main">{above} {self.comparison()}</main>
            </div>
        }
        .into_any()
    }

    /// Which plan is which, and whose.
    fn which(&self) -> AnyView {
        view! {
            <h1>
                {if self.from.family.first == self.to.family.first {
                    "Two plans of one family"
                } else {
                    "Two plans of different families"
                }}
            </h1>
            <dl class="sides">
                {side("From", self.from, &self.compared.from)}
                {side("To", self.to, &self.compared.to)}
            </dl>
        }
        .into_any()
    }

    fn comparison(&self) -> AnyView {
        let (from, to) = (self.compared.from.number, self.compared.to.number);
        let changes = &self.compared.changes;
        let words = changes.body.words();
        let added = counted(i64::try_from(words.inserted).unwrap_or(i64::MAX), "word");
        let of = |plan: &Plan, number: RevisionNumber| {
            if self.is_one_plan() {
                format!("Revision {number}")
            } else {
                format!("{}, revision {number}", plan.title)
            }
        };
        view! {
            <section class="comparison" aria-label="What changed">
                <h2>{format!("From revision {from} to revision {to}")}</h2>
                <p class="meta">
                    {format!("{added} added, {} removed. ", words.deleted)}
                    <ins>"Added words are underlined"</ins>
                    ", "
                    <del>"removed words struck through"</del>
                    "."
                </p>
                {self.picker()}
                {diff::fields(changes, &of(self.from, from), &of(self.to, to))}
                {diff::body(&changes.body)}
                <p class="more">
                    <a class="button" href=address(self.to)>
                        "Read the plan"
                    </a>
                </p>
            </section>
        }
        .into_any()
    }

    fn picker(&self) -> AnyView {
        let number = |name: &'static str,
                      label: &'static str,
                      plan: &Plan,
                      value: RevisionNumber| {
            view! {
                <label>
                    {label} " "
                    <input type="number" name=name min="1" max=plan.head.to_string() value=value.to_string() />
                </label>
            }
        };
        let with = (!self.is_one_plan()).then(|| {
            view! { <input type="hidden" name="with" value=self.to.id.to_string() /> }
        });
        view! {
            <form class="picker" action=format!("/plans/{}/compare", self.from.id)>
                {number("from", "From revision", self.from, self.compared.from.number)}
                {number("to", "to revision", self.to, self.compared.to.number)}
                {with}
                <button>"Compare"</button>
                <a class="button" href=self.turned()>
                    "Turn around"
                </a>
            </form>
        }
        .into_any()
    }
}

fn side(name: &'static str, plan: &Plan, revision: &Revision) -> AnyView {
    let number = revision.number;
    view! {
        <div>
            <dt>{name}</dt>
            <dd>
                <a href=address(plan)>{plan.title.clone()}</a>
                " by "
                {parts::author(&plan.author)}
                ", "
                <a href=format!("/plans/{}/history/{number}", plan.id)>{format!("revision {number}")}</a>
            </dd>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::{parse, path};
    use domain::ids::{PlanId, RevisionNumber};

    #[test]
    fn a_range_names_two_revisions_of_one_plan_or_two() {
        let (one, other) = (PlanId(7), PlanId(12));
        let (from, to) = (RevisionNumber(3), RevisionNumber(2));
        for (address, with) in [
            (path((one, from), (one, to)), None),
            (path((one, from), (other, to)), Some(other)),
        ] {
            let range = address
                .strip_prefix("/plans/7/compare/")
                .expect("of the first");
            assert_eq!(parse(range), Some((from, with, to)), "{address}");
        }
        for wrong in [
            "", "1", "1..", "..2", "1..@2", "1..x@2", "1..7@", "7@1..2", "1..7@2@3",
        ] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
    }
}
