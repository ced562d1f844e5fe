//! What stands beside a plan of its family, of those who made it better, and of where it runs.

use super::{
    family_address,
    gutter::{Gutter, Mark},
    members::label,
    tree,
    words::revisions_since,
};
use crate::{
    failure::Failure,
    plans::{
        address,
        parts::{author, counted},
    },
    time::year,
    visit::Visit,
};
use domain::{
    forks::{self, Contributor, Kin},
    plans::{Family, Plan},
};
use leptos::prelude::*;

/// Everything around a plan.
pub struct Around {
    kin: Kin,
    contributors: Vec<Contributor>,
}

/// Loads what stands around a plan; of one without family and with nothing changed nothing is asked.
///
/// # Errors
/// When the database fails.
pub async fn around(visit: &Visit, plan: &Plan) -> Result<Around, Failure> {
    let (kin, contributors) = tokio::try_join!(
        forks::kin(visit.forum(), &visit.viewer, plan),
        forks::contributors(visit.forum(), plan)
    )?;
    Ok(Around { kin, contributors })
}

/// The sections beside a plan.
pub fn beside(visit: &Visit, plan: &Plan, around: &Around) -> AnyView {
    view! {
        {lineage(visit, plan, &around.kin)}
        {contributors(&around.contributors)}
        {running(plan)}
    }
    .into_any()
}

fn lineage(visit: &Visit, plan: &Plan, kin: &Kin) -> Option<AnyView> {
    if kin.ancestors.is_empty() && kin.forks.is_empty() {
        return None;
    }
    let ancestors = kin.ancestors.iter();
    let plans: Vec<&Plan> = ancestors.chain([plan]).chain(&kin.forks).collect();
    // The line goes on when there are more forks than stand here.
    let hidden = plan.forks > i64::try_from(kin.forks.len()).unwrap_or(i64::MAX);
    let rows = tree::rows(&plans, hidden.then(|| any_fork(plan)).as_ref());
    let gutter = Gutter::of(&rows);
    let items = plans
        .iter()
        .zip(&rows)
        .enumerate()
        .map(|(index, (one, row))| {
            let mark = if one.readable_by(&visit.viewer) {
                mark(index, kin)
            } else {
                Mark::Gone
            };
            view! { <li>{gutter.draw(row, mark, label(one))} {named(plan, one, mark)}</li> }
        })
        .collect_view();
    Some(
        view! {
            <section>
                <h2>"Lineage"</h2>
                <ol class="lineage">{items}</ol>
                <p class="meta">
                    <a href=family_address(plan)>"The whole family"</a>
                    {(plan.forks > 0).then(|| format!(", {}", counted(plan.forks, "fork")))}
                </p>
            </section>
        }
        .into_any(),
    )
}

/// Where a fork of this plan stands that is not shown.
fn any_fork(plan: &Plan) -> Family {
    Family {
        generation: plan.family.generation + 1,
        ..plan.family.clone()
    }
}

fn mark(index: usize, kin: &Kin) -> Mark {
    match index.cmp(&kin.ancestors.len()) {
        std::cmp::Ordering::Less => Mark::Ancestor,
        std::cmp::Ordering::Equal => Mark::Here,
        std::cmp::Ordering::Greater => Mark::Other,
    }
}

fn named(plan: &Plan, one: &Plan, mark: Mark) -> AnyView {
    if one.id == plan.id {
        return view! {
            <p>
                <b>{one.title.clone()}</b>
                " "
                <span class="meta">"this plan"</span>
            </p>
        }
        .into_any();
    }
    let told = match mark {
        Mark::Gone => "withdrawn".to_owned(),
        Mark::Ancestor => format!("{}, {}", one.author.name(), year(one.created_at)),
        _ => match revisions_since(one) {
            Some(since) => format!("{}, {since}", one.author.name()),
            None => format!("{}, not changed yet", one.author.name()),
        },
    };
    view! {
        <p>
            <a href=address(one)>{one.title.clone()}</a>
            " "
            <span class="meta">{told}</span>
        </p>
    }
    .into_any()
}

fn contributors(contributors: &[Contributor]) -> Option<AnyView> {
    if contributors.is_empty() {
        return None;
    }
    let items = contributors
        .iter()
        .map(|one| {
            view! {
                <li>
                    {author(&one.person)}
                    <div class="meta">{gifts(one)}</div>
                </li>
            }
        })
        .collect_view();
    Some(
        view! {
            <section>
                <h2>"Contributors"</h2>
                <ul class="contributors">{items}</ul>
            </section>
        }
        .into_any(),
    )
}

/// What led to a revision.
fn gifts(one: &Contributor) -> String {
    let gift = |count: i64, noun: &str| (count > 0).then(|| counted(count, noun));
    let gifts = [
        gift(one.suggestions, "suggestion"),
        gift(one.comments, "comment"),
    ];
    let gifts: Vec<String> = gifts.into_iter().flatten().collect();
    format!("{} that led to a revision", gifts.join(" and "))
}

fn running(plan: &Plan) -> Option<AnyView> {
    (plan.running > 0).then(|| {
        let words = format!("Running in {}", counted(plan.running, "place"));
        view! {
            <section>
                <h2>"Places"</h2>
                <p>
                    <a href=format!("/plans/{}/places", plan.id)>{words}</a>
                </p>
            </section>
        }
        .into_any()
    })
}
