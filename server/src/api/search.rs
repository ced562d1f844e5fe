//! Searching, and what is meant while it is typed.

#![expect(
    unused_qualifications,
    reason = "written by utoipa's macro for query parameters"
)]

use super::{
    List, Problem,
    extract::{Asked, Asking, At, Sent},
    plans::{Author, PlanSummary, readable},
};
use axum::{Json, extract::State};
use domain::{
    Forum,
    cursor::Cursor,
    ids::PlanId,
    numbers::Numbers,
    plans::{Stage, Tag},
    search::{
        self, Compared, Facets, Found, Hit, Kind, Nearest, Reading, Run, Shared, Similar, Sort,
        Unposted, What, Why,
    },
    text::escaped,
};
use serde::{Deserialize, Serialize};
use std::fmt::{Display, Write as _};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

/// This feature's calls.
pub(super) fn routes() -> OpenApiRouter<Forum> {
    OpenApiRouter::new()
        .routes(routes!(find))
        .routes(routes!(suggest))
        .routes(routes!(similar_to_plan))
        .routes(routes!(similar_to_draft))
}

/// What is searched for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct SearchQuery {
    /// Words, "phrases", -without, and conditions such as `tag:energy` and `even:<60`.
    #[serde(default)]
    q: String,
    /// Only plans with this tag.
    tag: Option<String>,
    /// Only plans at this stage.
    #[param(value_type = Option<String>)]
    stage: Option<Stage>,
    /// plan, comment or person; plan without it.
    #[param(value_type = Option<String>)]
    kind: Option<Kind>,
    /// relevance, new or forked.
    #[param(value_type = Option<String>)]
    sort: Option<Sort>,
    /// `next` of the page before.
    after: Option<String>,
    /// At most so many, 1 to 100.
    limit: Option<u64>,
}

/// What was found.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SearchResults {
    items: Vec<SearchHit>,
    next: Option<String>,
    /// How many there are of the kind that was searched.
    total: u64,
    /// How many there are of each kind; of the others no more than 1,000 are counted.
    kinds: Vec<Count>,
    facets: SearchFacets,
    /// What of the query was not taken into account, in sentences.
    ignored: Vec<String>,
    /// Where nothing was found: other queries that find something.
    nearest: Vec<NearestQuery>,
    /// Where little was found: plans that mean it in other words, the closest first.
    meant: Vec<SearchHit>,
    /// Whether the index is still being built, and nothing can be found yet.
    building: bool,
}

/// How many there would be if this were chosen, all else as it is.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SearchFacets {
    tag: Vec<Count>,
    stage: Vec<Count>,
    licence: Vec<Count>,
    /// Breaking even by this day at the latest.
    even: Vec<Count>,
    /// Asking for at most so much, in hundredths of whatever currency.
    ask: Vec<Count>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Count {
    value: String,
    count: u64,
}

/// Another query, and how many it finds.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct NearestQuery {
    q: String,
    /// spelling, or what was left out.
    why: String,
    total: u64,
}

/// Something that was found. In what is `…_html` the words that were searched for are in `<mark>`,
/// and everything else is escaped.
#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum SearchHit {
    /// A plan.
    Plan {
        plan: Box<PlanSummary>,
        title_html: String,
        snippet_html: String,
        /// The section that the snippet is from, when it is not from the pitch.
        section: Option<String>,
    },
    /// A comment.
    Comment {
        id: i64,
        plan: i64,
        plan_title: String,
        author: Author,
        created_at: String,
        snippet_html: String,
    },
    /// A person.
    Person {
        handle: String,
        name_html: String,
        snippet_html: String,
        plans: i64,
        comments: i64,
        joined_at: String,
    },
    /// A listing of plans.
    Listing {
        id: i64,
        title_html: String,
        snippet_html: String,
        maker: Author,
        published_at: String,
    },
}

impl From<Hit> for SearchHit {
    fn from(hit: Hit) -> Self {
        match hit {
            Hit::Plan { plan, title, place } => Self::Plan {
                plan: Box::new((*plan).into()),
                title_html: html(&title),
                snippet_html: html(&place.text),
                section: place.section.map(|(key, _)| key.to_string()),
            },
            Hit::Comment {
                id,
                plan,
                title,
                author,
                created_at,
                said,
                ..
            } => Self::Comment {
                id: id.0,
                plan: plan.0,
                plan_title: title,
                author: Author::from(&author),
                created_at: created_at.to_rfc3339(),
                snippet_html: html(&said),
            },
            Hit::Person {
                handle,
                name,
                about,
                plans,
                comments,
                joined_at,
            } => Self::Person {
                handle,
                name_html: html(&name),
                snippet_html: html(&about),
                plans,
                comments,
                joined_at: joined_at.to_rfc3339(),
            },
            Hit::Listing {
                id,
                title,
                about,
                maker,
                published_at,
                ..
            } => Self::Listing {
                id: id.0,
                title_html: html(&title),
                snippet_html: html(&about),
                maker: Author::from(&maker),
                published_at: published_at.to_rfc3339(),
            },
        }
    }
}

fn html(runs: &[Run]) -> String {
    let mut html = String::new();
    for run in runs {
        let (open, close) = if run.marked {
            ("<mark>", "</mark>")
        } else {
            ("", "")
        };
        let _ = write!(html, "{open}{}{close}", escaped(&run.text));
    }
    html
}

impl From<Found> for SearchResults {
    fn from(found: Found) -> Self {
        Self {
            items: found.hits.into_iter().map(SearchHit::from).collect(),
            next: found.next.map(|next| next.to_string()),
            total: found.total,
            kinds: counts(found.kinds),
            facets: found.facets.into(),
            ignored: found.ignored,
            nearest: found.nearest.into_iter().map(NearestQuery::from).collect(),
            meant: found.meant.into_iter().map(SearchHit::from).collect(),
            building: found.building.is_some(),
        }
    }
}

impl From<Facets> for SearchFacets {
    fn from(facets: Facets) -> Self {
        Self {
            tag: counts(facets.tags),
            stage: counts(facets.stages),
            licence: counts(facets.licences),
            even: counts(facets.even),
            ask: counts(facets.ask),
        }
    }
}

fn counts<T: Display>(counted: Vec<(T, u64)>) -> Vec<Count> {
    let count = |(value, count): (T, u64)| Count {
        value: value.to_string(),
        count,
    };
    counted.into_iter().map(count).collect()
}

impl From<Nearest> for NearestQuery {
    fn from(nearest: Nearest) -> Self {
        Self {
            q: nearest.query.to_string(),
            why: match nearest.why {
                Why::Spelled => "spelling".to_owned(),
                Why::WithoutCondition(left_out) | Why::WithoutWord(left_out) => {
                    format!("without {left_out}")
                }
            },
            total: nearest.total,
        }
    }
}

/// What everybody may see and fits a query.
#[utoipa::path(get, path = "/search", tag = "search", params(SearchQuery),
    responses((status = OK, body = SearchResults), (status = "4XX", body = Problem)))]
pub(super) async fn find(
    State(forum): State<Forum>,
    Asking(viewer): Asking,
    Asked(asked): Asked<SearchQuery>,
) -> Result<Json<SearchResults>, Problem> {
    let typed = search::Asked::read(&asked.q, asked.kind);
    let mut query = typed.query;
    if let Some(tag) = &asked.tag {
        let tag: Tag = tag
            .parse()
            .map_err(|why: String| Problem::field("tag", why))?;
        query = query.with(What::Tag(tag));
    }
    if let Some(stage) = asked.stage {
        query = query.with(What::Stage(stage));
    }
    let after = asked.after.as_deref().map(str::parse::<Cursor>);
    let after = after
        .transpose()
        .map_err(|why| Problem::field("after", why))?;
    let standard = Reading::default();
    let reading = Reading {
        kind: typed.kind,
        sort: asked.sort.unwrap_or(standard.sort),
        after,
        limit: asked.limit.unwrap_or(standard.limit),
    };
    let found = search::find(&forum, &viewer, &query, &reading).await?;
    Ok(Json(found.into()))
}

/// What has been typed so far.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct TypedSoFar {
    #[serde(default)]
    q: String,
}

/// What may be meant.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Suggestions {
    plans: Vec<PlanTitle>,
    tags: Vec<String>,
    people: Vec<Author>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PlanTitle {
    id: i64,
    slug: String,
    title: String,
}

/// What may be meant by what has been typed so far of a query: five of each kind at most. Plans hold
/// to the conditions in it; behind `tag:` there are tags, and behind `by:` people.
#[utoipa::path(get, path = "/suggest", tag = "search", params(TypedSoFar),
    responses((status = OK, body = Suggestions), (status = "4XX", body = Problem)))]
pub(super) async fn suggest(
    State(forum): State<Forum>,
    Asking(viewer): Asking,
    Asked(typed): Asked<TypedSoFar>,
) -> Result<Json<Suggestions>, Problem> {
    let suggested = search::suggest(&forum, &viewer, &typed.q).await?;
    let plans = suggested.plans.into_iter().map(|plan| PlanTitle {
        id: plan.id.0,
        slug: plan.slug,
        title: plan.title,
    });
    Ok(Json(Suggestions {
        plans: plans.collect(),
        tags: suggested.tags.iter().map(Tag::to_string).collect(),
        people: suggested.people.iter().map(Author::from).collect(),
    }))
}

/// A plan that is like another.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SimilarPlan {
    plan: PlanSummary,
    /// How alike the two are, up to 1.
    score: f32,
    /// The words that both are about: the one text's, and the other's where it says it otherwise.
    #[schema(value_type = Vec<Object>)]
    why: Vec<Shared>,
    /// Figures that are at most a quarter apart …
    near: Vec<ComparedFigure>,
    /// … and others.
    apart: Vec<ComparedFigure>,
}

/// A figure of both; money in hundredths of the one currency of both.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ComparedFigure {
    figure: &'static str,
    here: i64,
    there: i64,
}

impl From<Compared> for ComparedFigure {
    fn from(compared: Compared) -> Self {
        Self {
            figure: compared.figure.word(),
            here: compared.here,
            there: compared.there,
        }
    }
}

impl From<Similar> for SimilarPlan {
    fn from(similar: Similar) -> Self {
        let figures = |all: Vec<Compared>| all.into_iter().map(ComparedFigure::from).collect();
        Self {
            plan: similar.plan.into(),
            score: similar.score,
            why: similar.why,
            near: figures(similar.near),
            apart: figures(similar.apart),
        }
    }
}

fn listed(similar: Vec<Similar>) -> Json<List<SimilarPlan>> {
    Json(List {
        items: similar.into_iter().map(SimilarPlan::from).collect(),
        next: None,
    })
}

/// Plans of other families that are like this one, the likest first, eight at most.
#[utoipa::path(get, path = "/plans/{id}/similar", tag = "search", params(("id" = i64, Path)),
    responses((status = OK, body = List<SimilarPlan>), (status = "4XX", body = Problem)))]
pub(super) async fn similar_to_plan(
    State(forum): State<Forum>,
    Asking(viewer): Asking,
    At(id): At<PlanId>,
) -> Result<Json<List<SimilarPlan>>, Problem> {
    let plan = readable(&forum, &viewer, id).await?;
    Ok(listed(search::similar(&forum, &viewer, &plan).await?))
}

/// A plan that is still being written.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct Draft {
    #[serde(default)]
    title: String,
    #[serde(default)]
    pitch: String,
    /// Markdown.
    #[serde(default)]
    body: String,
    /// Amounts in minor units, to be compared with those of others.
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    numbers: Option<Numbers>,
}

/// Plans that are like a text which is still being written, the likest first, eight at most.
#[utoipa::path(post, path = "/similar", tag = "search", request_body = Draft,
    responses((status = OK, body = List<SimilarPlan>), (status = "4XX", body = Problem)))]
pub(super) async fn similar_to_draft(
    State(forum): State<Forum>,
    Asking(viewer): Asking,
    Sent(draft): Sent<Draft>,
) -> Result<Json<List<SimilarPlan>>, Problem> {
    let draft = Unposted {
        title: draft.title,
        pitch: draft.pitch,
        body: draft.body,
        numbers: draft.numbers,
        family: None,
    };
    Ok(listed(
        search::similar_to_draft(&forum, &viewer, draft).await?,
    ))
}
