//! A plan's discussion, page by page.

#![expect(
    unused_qualifications,
    reason = "written by utoipa's macro for query parameters"
)]

use super::super::{
    List, Problem,
    extract::{Asked, Asking, At},
    plans::{Author, readable},
};
use axum::{Json, extract::State};
use domain::{
    Forum,
    clock::Timestamp,
    comments::{self, Comment, Forecast, OnSection, Reading, Sort, State as Shown},
    ids::PlanId,
    text::SectionKey,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A comment.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CommentView {
    id: i64,
    plan: i64,
    /// The comment that it answers.
    parent: Option<i64>,
    /// How many comments stand above it in its thread.
    depth: i32,
    /// Null when it is no longer shown.
    author: Option<Author>,
    /// Whether its writer founded the plan.
    founder: bool,
    /// shown, deleted or erased.
    state: &'static str,
    /// Markdown; null when it is no longer shown.
    body: Option<String>,
    /// The body, rendered and made safe; null when it is no longer shown.
    html: Option<String>,
    /// The key of the section that it names.
    section: Option<String>,
    /// That section's title then.
    section_title: Option<String>,
    /// A passage of it.
    quote: Option<String>,
    /// What it counts on in place of the plan's numbers: `scenario` and `numbers`.
    #[schema(value_type = Option<Object>)]
    forecast: Option<Forecast>,
    /// What became of it: same, changed or gone.
    section_now: Option<&'static str>,
    /// The plan's newest revision when it was written.
    revision: i32,
    votes: i64,
    replies: i64,
    /// Whether it was lifted up.
    favorite: bool,
    /// The revision that it caused.
    favorite_revision: Option<i32>,
    /// How often it was edited.
    edits: i32,
    /// RFC 3339, UTC.
    created_at: String,
    edited_at: Option<String>,
}

impl CommentView {
    fn of(comment: Comment, body: Option<String>) -> Self {
        let shown = comment.state == Shown::Shown;
        let (section, section_title, quote, section_now) =
            comment.on.map(named).unwrap_or_default();
        Self {
            id: comment.id.0,
            plan: comment.plan.0,
            parent: comment.parent.map(|parent| parent.0),
            depth: comment.depth,
            author: shown.then(|| Author::from(&comment.author)),
            founder: comment.by_founder,
            state: comment.state.as_str(),
            body,
            html: shown.then_some(comment.html),
            section,
            section_title,
            quote,
            forecast: comment.forecast.map(|counted| Forecast {
                scenario: counted.scenario,
                numbers: counted.numbers.into_numbers(),
            }),
            section_now,
            revision: comment.revision.0,
            votes: comment.votes,
            replies: comment.replies,
            favorite: comment.favorite.is_some(),
            favorite_revision: comment
                .favorite
                .and_then(|favorite| favorite.revision)
                .map(|revision| revision.0),
            edits: comment.edits,
            created_at: comment.created_at.to_rfc3339(),
            edited_at: comment.edited_at.map(Timestamp::to_rfc3339),
        }
    }
}

type Named = (
    Option<String>,
    Option<String>,
    Option<String>,
    Option<&'static str>,
);

fn named(on: OnSection) -> Named {
    (
        Some(on.key.to_string()),
        Some(on.title),
        on.quote,
        Some(on.now.as_str()),
    )
}

/// Which part of the discussion, in which order, from where.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ThreadQuery {
    /// best, new or old: the order of the threads.
    #[param(value_type = Option<String>)]
    sort: Option<Sort>,
    /// Only threads in which this section is talked about.
    section: Option<String>,
    /// The `next` of the page before.
    after: Option<String>,
    /// At most so many threads; never more than 50.
    limit: Option<u64>,
}

impl ThreadQuery {
    fn reading(self) -> Result<Reading, Problem> {
        let otherwise = Reading::default();
        let section = self.section.as_deref().map(SectionKey::parse).transpose();
        let after = self.after.map(|after| after.parse()).transpose();
        Ok(Reading {
            sort: self.sort.unwrap_or(otherwise.sort),
            section: section.map_err(|wrong| Problem::field("section", wrong.to_string()))?,
            after: after.map_err(|wrong| Problem::field("after", wrong))?,
            limit: self.limit.unwrap_or(otherwise.limit),
        })
    }
}

/// A plan's threads in the order in which they are read: each comment followed by its answers.
/// A page holds whole threads, up to 500 answers.
#[utoipa::path(get, path = "/plans/{id}/comments", tag = "comments",
    params(("id" = i64, Path), ThreadQuery),
    responses((status = OK, body = List<CommentView>), (status = "4XX", body = Problem)))]
pub(super) async fn list(
    State(forum): State<Forum>,
    Asking(viewer): Asking,
    At(id): At<PlanId>,
    Asked(query): Asked<ThreadQuery>,
) -> Result<Json<List<CommentView>>, Problem> {
    let plan = readable(&forum, &viewer, id).await?;
    let sections = comments::sections(&forum, &plan).await?;
    let reading = query.reading()?;
    let thread = comments::thread(&forum, &viewer, &plan, &sections, &reading).await?;
    let mut bodies = comments::bodies(&forum, &thread.comments).await?;
    let items = thread.comments.into_iter().map(|comment| {
        let body = bodies.remove(&comment.id);
        CommentView::of(comment, body)
    });
    Ok(Json(List {
        items: items.collect(),
        next: thread.next.map(|cursor| cursor.to_string()),
    }))
}
