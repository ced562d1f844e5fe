//! `GET /plans/{id}/{slug}`: the plan itself.

use super::{address, differs, parts};
use crate::{
    comments::{discussion, talk},
    failure::Failure,
    forks,
    funding::{self, standing::Stands},
    listings::naming,
    moderation, numbers,
    shell::{Page, Place, Robots, Shared},
    tags,
    time::Ago,
    visit::Visit,
};
use axum::{
    extract::{Path, Query, rejection::QueryRejection},
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    comments::{self, SectionCounts},
    ids::PlanId,
    listings::{self, Named},
    moderation::Thing,
    plans::{self, Difference, Plan, Revision, State},
    search::{self, Similar},
    tags::Respelled,
    text::markdown::{Rendered, RenderedSection},
};
use leptos::prelude::*;
use serde::Deserialize;
use serde_json::json;

/// `GET /plans/{id}`: on to the whole address.
pub async fn without_slug(visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let plan = known(&visit, &id).await?;
    Ok(Redirect::permanent(&address(&plan)).into_response())
}

/// `?respelled=`: the words that were typed for tags that go by other names.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    respelled: String,
}

/// `GET /plans/{id}/{slug}`
pub async fn show(
    visit: Visit,
    Path((id, slug)): Path<(String, String)>,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, Failure> {
    let plan = known(&visit, &id).await?;
    if slug != plan.slug {
        return Ok(Redirect::permanent(&address(&plan)).into_response());
    }
    let revision = plans::revision(visit.forum(), &visit.viewer, &plan, plan.head)
        .await?
        .ok_or_else(|| Failure::withdrawn(&plan))?;
    let counts = async { Ok(comments::section_counts(visit.forum(), &plan).await?) };
    let credits = async { Ok(domain::forks::credits(visit.forum(), &plan).await?) };
    let similar = async { Ok(search::similar(visit.forum(), &visit.viewer, &plan).await?) };
    let differences = async { Ok(plans::differences(visit.forum(), &visit.viewer, &plan).await?) };
    let named = async { Ok(listings::naming(visit.forum(), plan.id).await?) };
    let (counts, credits, similar, differences, named, thread, around, stands) = tokio::try_join!(
        counts,
        credits,
        similar,
        differences,
        named,
        discussion::best_of(&visit, &plan, &revision),
        forks::around(&visit, &plan),
        Stands::of(&visit, &plan, &revision)
    )?;
    let respelled = respelled(&visit, &plan, asked).await?;
    Ok(visit.page(head(&visit, &plan, &revision, &credits), || {
        view! {
            <div class="wrap columns">
                <main id="main">
                    {tags::respelled(&respelled)}
                    <article>
                        {masthead(&visit, &plan)}
                        {tabs(&plan, Tab::Plan)}
                        {figures(&revision)}
                        {discussed_body(&plan, &revision, &counts)}
                        {discussion::below_plan(&visit, &plan, &thread)}
                    </article>
                </main>
                {rail(&visit, &plan, &revision, (&around, &differences, &similar, &named, &stands))}
            </div>
        }
    }))
}

/// Which of the plan's tags its founder has just typed otherwise.
async fn respelled(
    visit: &Visit,
    plan: &Plan,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Vec<Respelled>, Failure> {
    let Query(asked) = asked.unwrap_or_default();
    if asked.respelled.is_empty() || visit.viewer.id() != Some(plan.author.id) {
        return Ok(Vec::new());
    }
    let words = tags::told_words(&asked.respelled);
    Ok(domain::tags::respelled(visit.forum(), plan, &words).await?)
}

/// The plan of this number in an address, if this visitor may know of it.
///
/// # Errors
/// When there is none, or the database fails.
pub async fn known(visit: &Visit, id: &str) -> Result<Plan, Failure> {
    let id: PlanId = id.parse().map_err(|_| Failure::NotFound)?;
    plans::find(visit.forum(), &visit.viewer, id)
        .await?
        .ok_or(Failure::NotFound)
}

/// As [`known`], for a page that shows what the plan says.
///
/// # Errors
/// When there is none, it was withdrawn from this visitor's eyes, or the database fails.
pub async fn readable(visit: &Visit, id: &str) -> Result<Plan, Failure> {
    let plan = known(visit, id).await?;
    if plan.readable_by(&visit.viewer) {
        Ok(plan)
    } else {
        Err(Failure::withdrawn(&plan))
    }
}

fn head(visit: &Visit, plan: &Plan, revision: &Revision, credits: &[String]) -> Page {
    let path = address(plan);
    let published = plan.created_at.to_rfc3339();
    let modified = plan.changed_at.to_rfc3339();
    let mut data = json!({
        "@context": "https://schema.org",
        "@type": "CreativeWork",
        "name": plan.title,
        "abstract": plan.pitch,
        "url": visit.site.absolute(&path),
        "author": {"@type": "Person", "name": plan.author.name()},
        "datePublished": published,
        "dateModified": modified,
        "license": plan.licence.url(),
        "version": revision.number.0,
        "keywords": plan.tags,
        "commentCount": plan.comments,
        "creditText": credit_text(visit, plan, credits),
    });
    if let Some(address) = made_from(visit, plan) {
        data["isBasedOn"] = address.into();
    }
    let page = Page::new(plan.title.clone())
        .description(plan.pitch.clone())
        .canonical(path)
        .feed(
            format!("Discussion of {}", plan.title),
            format!("/plans/{}/discussion.atom", plan.id),
        )
        .shared(Shared {
            kind: "article",
            published: Some(published),
            modified: Some(modified),
        })
        .json_ld(&data)
        .place(Place::Plans);
    if plan.state == State::Published {
        page
    } else {
        page.robots(Robots::Hidden)
    }
}

/// How a plan is credited, as its licence asks, with what it was made from.
fn credit_text(visit: &Visit, plan: &Plan, credits: &[String]) -> String {
    let mut text = plans::attribution(visit.forum(), plan, plan.head);
    for credit in credits {
        text.push_str(". Based on ");
        text.push_str(credit);
    }
    text
}

/// The address of what a plan was made from, here or in another forum.
fn made_from(visit: &Visit, plan: &Plan) -> Option<String> {
    let parent = plan.fork.as_ref().map(|fork| {
        let path = format!("/plans/{}/history/{}", fork.from, fork.revision);
        visit.site.absolute(&path)
    });
    parent.or_else(|| Some(plan.origin.as_ref()?.address.clone()))
}

/// A plan's title, pitch and what can be done with it: on top of each of its pages.
pub fn masthead(visit: &Visit, plan: &Plan) -> AnyView {
    let is_author = visit.viewer.id() == Some(plan.author.id);
    let withdrawn = plan.state == State::Withdrawn;
    let fresh = forks::fresh(visit, plan);
    // A fresh fork offers it already, and more loudly.
    let may_edit = is_author && !withdrawn && fresh.is_none();
    let fork_class = if is_author {
        "button"
    } else {
        "button primary"
    };
    let id = plan.id;
    view! {
        <div class="meta">
            <a href="/plans">"Plans"</a>
            " / "
            {parts::tags(&plan.tags)}
        </div>
        {moderation::banner(plan)}
        {(withdrawn && plan.withheld.is_none())
            .then(|| {
                view! {
                    <form class="note" method="post" action=format!("/plans/{id}/return")>
                        <p>
                            "You withdrew this plan. Only you can read it; others are told that it was here."
                        </p>
                        <button>"Bring it back"</button>
                    </form>
                }
            })}
        <h1 class="title">
            <a href=address(plan)>{plan.title.clone()}</a>
        </h1>
        <p class="lede">{plan.pitch.clone()}</p>
        <div class="meta byline">
            <span class="stage">{parts::stage_name(plan.stage)}</span>
            " by "
            {parts::author(&plan.author)}
            ", "
            <a href=format!("/plans/{id}/history")>{format!("revision {}", plan.head)}</a>
            ", changed "
            <Ago at=plan.changed_at now=visit.now />
            ", "
            <a href=plan.licence.url() rel="license">
                {plan.licence.name()}
            </a>
        </div>
        {forks::attribution(plan)}
        {fresh}
        {forks::upstream(visit, plan)}
        <div class="actions">
            {may_edit
                .then(|| {
                    view! {
                        <a class="button primary" href=format!("/plans/{id}/edit")>
                            "Edit"
                        </a>
                    }
                })}
            {(!withdrawn)
                .then(|| {
                    view! {
                        <a class=fork_class rel="nofollow" href=forks::fork_address(plan)>
                            "Fork this plan"
                        </a>
                    }
                })}
            {parts::vote(visit, plan)}
            <a class="button" href=format!("/plans/{id}/discussion#write")>
                "Comment"
            </a>
            {(is_author && !withdrawn)
                .then(|| {
                    view! {
                        <a class="button" href=format!("/plans/{id}/withdraw")>
                            "Withdraw"
                        </a>
                    }
                })}
            {(!withdrawn)
                .then(|| {
                    view! {
                        <a class="button" href=format!("/plans/{id}/suggest")>
                            "Suggest a change"
                        </a>
                    }
                })}
            {downloads(id)}
        </div>
        <div class="meta does">
            {moderation::report(visit, Thing::Plan(id), plan.author.id)}
            {moderation::look_after(visit, Thing::Plan(id), plan.author.id)}
        </div>
    }
    .into_any()
}

/// What of a plan can be taken away.
fn downloads(id: PlanId) -> AnyView {
    view! {
        <details class="menu">
            <summary class="button">"Download"</summary>
            <ul>
                <li>
                    <a href=format!("/plans/{id}/plan.md") download="">
                        "Markdown"
                    </a>
                </li>
                <li>
                    <a href=format!("/plans/{id}/plan.json") download="">
                        "JSON, with its history"
                    </a>
                </li>
            </ul>
        </details>
    }
    .into_any()
}

/// Which of a plan's pages is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    /// The plan's text.
    Plan,
    /// Month by month.
    Numbers,
    /// How it stands in rounds.
    Rules,
    /// Comments.
    Discussion,
    /// Changes that were offered.
    Suggestions,
    /// Revisions.
    History,
    /// The family.
    Forks,
}

/// The plan's pages.
pub fn tabs(plan: &Plan, open: Tab) -> AnyView {
    let id = plan.id;
    let tab = |tab: Tab, href: String, name: &'static str, count: Option<i64>| {
        view! {
            <a href=href aria-current=(tab == open).then_some("page")>
                {name}
                {count.map(|count| view! { " " <span class="n">{count}</span> })}
            </a>
        }
    };
    let has_numbers = plan.figures.is_some();
    view! {
        <nav class="tabs" aria-label="Parts of the plan">
            {tab(Tab::Plan, address(plan), "Plan", None)}
            {has_numbers.then(|| tab(Tab::Numbers, format!("/plans/{id}/numbers"), "Numbers", None))}
            {tab(Tab::Rules, format!("/plans/{id}/rules"), "Rules", None)}
            {tab(
                Tab::Discussion,
                format!("/plans/{id}/discussion"),
                "Discussion",
                Some(plan.comments),
            )}
            {tab(
                Tab::Suggestions,
                format!("/plans/{id}/suggestions"),
                "Suggestions",
                (plan.suggestions > 0).then_some(plan.suggestions),
            )}
            {tab(Tab::History, format!("/plans/{id}/history"), "History", Some(plan.head.0.into()))}
            {tab(Tab::Forks, forks::family_address(plan), "Forks", Some(plan.forks))}
        </nav>
    }
    .into_any()
}

fn figures(revision: &Revision) -> Option<impl IntoView + use<>> {
    let checked = revision.numbers.clone()?.check().ok()?;
    let results = checked.results();
    Some((
        numbers::figures(&checked, &results).into_any(),
        numbers::chart(&checked, &results).into_any(),
    ))
}

/// A revision's text.
pub fn body(revision: &Revision) -> AnyView {
    prose(&revision.rendered)
}

/// A rendered text, a link to each of its sections beside its heading.
pub fn prose(rendered: &Rendered) -> AnyView {
    text(rendered, |_| None)
}

/// A revision's text, with the way to what is said about each section.
fn discussed_body(plan: &Plan, revision: &Revision, counts: &SectionCounts) -> AnyView {
    text(&revision.rendered, |section| {
        Some(talk(plan, section, counts))
    })
}

fn text(rendered: &Rendered, beside: impl Fn(&RenderedSection) -> Option<AnyView>) -> AnyView {
    let parts = rendered.parts();
    let sections = parts
        .sections
        .iter()
        .map(|part| {
            let key = part.section.key.to_string();
            view! {
                <section aria-labelledby=key.clone()>
                    <h2 id=key.clone()>
                        <span inner_html=part.heading.to_owned()></span>
                        {beside(part.section)}
                    </h2>
                    <div inner_html=part.content.to_owned()></div>
                </section>
            }
        })
        .collect_view();
    view! {
        <div class="prose">
            <div inner_html=parts.preamble.to_owned()></div>
            {sections}
            <div inner_html=parts.footnotes.to_owned()></div>
        </div>
    }
    .into_any()
}

/// What a plan's page tells beside it: its family, how it differs, what is like it, listings, and rounds.
type Beside<'p> = (
    &'p forks::Around,
    &'p [Difference],
    &'p [Similar],
    &'p [Named],
    &'p Stands,
);

fn rail(
    visit: &Visit,
    plan: &Plan,
    revision: &Revision,
    (around, differences, similar, named, stands): Beside<'_>,
) -> AnyView {
    let contents = revision
        .rendered
        .sections
        .iter()
        .map(|section| {
            view! {
                <li>
                    <a href=format!("#{}", section.key)>{section.title.clone()}</a>
                </li>
            }
        })
        .collect_view();
    view! {
        <aside class="rail" aria-label="About this plan">
            <section>
                <h2>"In this plan"</h2>
                <ol class="contents">{contents}</ol>
            </section>
            {funding::beside(plan, stands)}
            {forks::beside(visit, plan, around)}
            {differs::beside(differences)}
            {crate::search::beside(plan, similar)}
            {naming(named)}
            <section>
                <h2>"Copy it"</h2>
                <p class="meta">
                    "Anyone may copy this plan and do it elsewhere, under "
                    <a href=plan.licence.url()>{plan.licence.name()}</a> ": "
                    {forks::licence_carried(plan.licence)}
                </p>
            </section>
        </aside>
    }
    .into_any()
}
