//! Plans, one and many.

#![expect(
    unused_qualifications,
    reason = "written by utoipa's macro for query parameters"
)]

use super::super::{
    List, Problem,
    extract::{Asked, Asking, At},
    forks::{ForkDetails, OriginDetails},
};
use axum::{Json, extract::State};
use domain::{
    Forum, Viewer,
    accounts::Byline,
    forks,
    ids::PlanId,
    numbers::Numbers,
    plans::{self, Difference, Figures, Listing, Plan, Sort, Stage, Tag},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Who wrote something.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct Author {
    /// Null once the person has left.
    handle: Option<String>,
    /// The name to show.
    name: String,
}

impl From<&Byline> for Author {
    fn from(byline: &Byline) -> Self {
        Self {
            handle: byline
                .person
                .as_ref()
                .map(|person| person.handle.to_string()),
            name: byline.name().to_owned(),
        }
    }
}

/// A plan as lists show it.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct PlanSummary {
    id: i64,
    slug: String,
    title: String,
    pitch: String,
    author: Author,
    /// sketch, seeking, running or closed.
    stage: &'static str,
    tags: Vec<String>,
    /// An SPDX identifier.
    licence: &'static str,
    /// The number of the newest revision.
    revision: i32,
    votes: i64,
    comments: i64,
    forks: i64,
    #[schema(value_type = Option<Object>)]
    figures: Option<Figures>,
    forked_from: Option<ForkedFrom>,
    /// RFC 3339, UTC.
    created_at: String,
    changed_at: String,
}

/// The revision that a plan was made from.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct ForkedFrom {
    plan: i64,
    revision: i32,
}

impl From<Plan> for PlanSummary {
    fn from(plan: Plan) -> Self {
        Self {
            id: plan.id.0,
            author: Author::from(&plan.author),
            slug: plan.slug,
            title: plan.title,
            pitch: plan.pitch,
            stage: plan.stage.as_str(),
            tags: plan.tags.iter().map(Tag::to_string).collect(),
            licence: plan.licence.as_str(),
            revision: plan.head.0,
            votes: plan.votes,
            comments: plan.comments,
            forks: plan.forks,
            figures: plan.figures,
            forked_from: plan.fork.map(|fork| ForkedFrom {
                plan: fork.from.0,
                revision: fork.revision.0,
            }),
            created_at: plan.created_at.to_rfc3339(),
            changed_at: plan.changed_at.to_rfc3339(),
        }
    }
}

/// Which plans, in which order, from where.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ListQuery {
    /// hot, new, top, discussed or forked.
    #[param(value_type = Option<String>)]
    sort: Option<Sort>,
    /// Only plans with this tag.
    tag: Option<String>,
    /// Only plans at this stage.
    #[param(value_type = Option<String>)]
    stage: Option<Stage>,
    /// The `next` of the page before.
    after: Option<String>,
    /// At most so many; never more than 100.
    limit: Option<u64>,
}

impl ListQuery {
    fn listing(self) -> Result<Listing, Problem> {
        let otherwise = Listing::default();
        let tag = self.tag.map(|tag| tag.parse()).transpose();
        let after = self.after.map(|after| after.parse()).transpose();
        Ok(Listing {
            sort: self.sort.unwrap_or(otherwise.sort),
            tag: tag.map_err(|wrong| Problem::field("tag", wrong))?,
            stage: self.stage,
            author: None,
            after: after.map_err(|wrong| Problem::field("after", wrong))?,
            limit: self.limit.unwrap_or(otherwise.limit),
        })
    }
}

/// Published plans, page by page.
#[utoipa::path(get, path = "/plans", tag = "plans", params(ListQuery),
    responses((status = OK, body = List<PlanSummary>), (status = "4XX", body = Problem)))]
pub(super) async fn list(
    State(forum): State<Forum>,
    Asking(viewer): Asking,
    Asked(query): Asked<ListQuery>,
) -> Result<Json<List<PlanSummary>>, Problem> {
    let page = plans::list(&forum, &viewer, &query.listing()?).await?;
    Ok(Json(List::of(page)))
}

/// A whole plan: its head revision with its numbers.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct WholePlan {
    #[serde(flatten)]
    plan: PlanSummary,
    /// Markdown.
    body: String,
    /// The body, rendered and made safe.
    html: String,
    /// What the newest revision changed.
    note: String,
    #[schema(value_type = Option<Object>)]
    numbers: Option<NumbersAndResults>,
    /// What it was forked from.
    fork: Option<ForkDetails>,
    /// Which other forum it was brought from.
    origin: Option<OriginDetails>,
    /// The line that credits it, as its licence asks …
    attribution: String,
    /// … and those that credit what it was made from, the nearest first.
    based_on: Vec<String>,
    /// Who has made it better, those first who did most.
    contributors: Vec<Contributor>,
    /// In how many places it runs, with everything that was forked from it.
    running: i64,
    /// How it differs from others that it is like, in its founder's words.
    differs: Vec<DiffersFrom>,
}

/// How a plan differs from another.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DiffersFrom {
    /// The other plan's number.
    plan: i64,
    /// The other plan's title; null once it was taken back.
    title: Option<String>,
    because: String,
    /// Since when it says so.
    said_at: String,
}

impl From<Difference> for DiffersFrom {
    fn from(difference: Difference) -> Self {
        Self {
            plan: difference.plan.0,
            title: difference.other.map(|other| other.title),
            because: difference.because,
            said_at: difference.said_at.to_rfc3339(),
        }
    }
}

/// Somebody who has made a plan better.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Contributor {
    person: Author,
    /// How many of their suggestions were accepted, in whole or in part.
    suggestions: i64,
    /// How many of their comments led to a revision.
    comments: i64,
}

impl From<&forks::Contributor> for Contributor {
    fn from(contributor: &forks::Contributor) -> Self {
        Self {
            person: Author::from(&contributor.person),
            suggestions: contributor.suggestions,
            comments: contributor.comments,
        }
    }
}

/// The numbers as they were sent, and what follows from them.
#[derive(Debug, Serialize)]
pub(super) struct NumbersAndResults {
    #[serde(flatten)]
    numbers: Numbers,
    breaks_even_by_day: Option<u32>,
    profitable_by_day: Option<u32>,
}

impl WholePlan {
    async fn load(forum: &Forum, viewer: &Viewer, plan: Plan) -> Result<Self, Problem> {
        let revision = plans::revision(forum, viewer, &plan, plan.head)
            .await?
            .ok_or_else(Problem::not_found)?;
        let based_on = forks::credits(forum, &plan).await?;
        let contributors = forks::contributors(forum, &plan).await?;
        let differs = plans::differences(forum, viewer, &plan).await?;
        let figures = plan.figures.as_ref();
        let breaks_even_by_day = figures.and_then(|figures| figures.breaks_even_by_day);
        let profitable_by_day = figures.and_then(|figures| figures.profitable_by_day);
        Ok(Self {
            body: revision.body,
            html: revision.rendered.html,
            note: revision.note,
            numbers: revision.numbers.map(|numbers| NumbersAndResults {
                numbers,
                breaks_even_by_day,
                profitable_by_day,
            }),
            fork: plan.fork.clone().map(Into::into),
            origin: plan.origin.clone().map(Into::into),
            attribution: plans::attribution(forum, &plan, plan.head),
            based_on,
            contributors: contributors.iter().map(Into::into).collect(),
            running: plan.running,
            differs: differs.into_iter().map(Into::into).collect(),
            plan: plan.into(),
        })
    }
}

/// One plan. A withdrawn one is gone to everybody but its author.
#[utoipa::path(get, path = "/plans/{id}", tag = "plans", params(("id" = i64, Path)),
    responses((status = OK, body = WholePlan), (status = "4XX", body = Problem)))]
pub(super) async fn one(
    State(forum): State<Forum>,
    Asking(viewer): Asking,
    At(id): At<PlanId>,
) -> Result<Json<WholePlan>, Problem> {
    let plan = super::readable(&forum, &viewer, id).await?;
    Ok(Json(WholePlan::load(&forum, &viewer, plan).await?))
}
