//! Tags, and what moderators do about them.

#![expect(
    unused_qualifications,
    reason = "written by utoipa's macro for query parameters"
)]

use super::{
    List, Problem,
    extract::{Asked, At, Moderating, Sent},
    plans::Author,
};
use axum::{Json, extract::State};
use domain::{
    Forum,
    plans::Tag,
    tags::{self, LookAlike, TagAction, TagCursor, TagError, TagSummary, TagTold, WhichTags, Why},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

/// This feature's calls.
pub(super) fn routes() -> OpenApiRouter<Forum> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(one))
        .routes(routes!(curated))
        .routes(routes!(look_alikes))
        .routes(routes!(describe))
        .routes(routes!(rename))
        .routes(routes!(merge))
        .routes(routes!(unmerge))
        .routes(routes!(retire))
        .routes(routes!(restore))
}

impl From<TagError> for Problem {
    fn from(error: TagError) -> Self {
        match error {
            TagError::NotFound => Self::not_found(),
            TagError::Refused(_) => Self::conflict(error.to_string()),
            TagError::Invalid(problems) => problems.into(),
            TagError::Suspended => Self::suspended(),
            TagError::Broken(broken) => broken.into(),
        }
    }
}

/// A tag in an address. What can be none names nothing.
#[derive(Debug, Deserialize)]
#[serde(try_from = "String")]
pub(super) struct Named(Tag);

impl TryFrom<String> for Named {
    type Error = String;

    fn try_from(word: String) -> Result<Self, String> {
        word.parse().map(Self)
    }
}

/// A tag as lists show it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TagInList {
    tag: String,
    /// How many published plans have it.
    plans: i64,
    /// What it is about.
    about: Option<String>,
    /// Whether it is no longer given to plans.
    retired: bool,
}

impl From<TagSummary> for TagInList {
    fn from(tag: TagSummary) -> Self {
        Self {
            tag: tag.tag.to_string(),
            plans: tag.plans,
            about: tag.about,
            retired: tag.is_retired,
        }
    }
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct TagsQuery {
    /// The `next` of the page before.
    after: Option<String>,
    /// At most so many; never more than 100.
    limit: Option<u64>,
}

fn place(after: Option<String>) -> Result<Option<TagCursor>, Problem> {
    after
        .map(|after| after.parse())
        .transpose()
        .map_err(|wrong: &str| Problem::field("after", wrong))
}

/// The tags that plans have, those of many plans first.
#[utoipa::path(get, path = "/tags", tag = "tags", params(TagsQuery),
    responses((status = OK, body = List<TagInList>), (status = "4XX", body = Problem)))]
pub(super) async fn list(
    State(forum): State<Forum>,
    Asked(query): Asked<TagsQuery>,
) -> Result<Json<List<TagInList>>, Problem> {
    let after = place(query.after)?;
    let limit = query.limit.unwrap_or(30);
    let found = tags::list(&forum, after.as_ref(), limit).await?;
    Ok(Json(List::of(found)))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct CuratedQuery {
    /// used, unused or retired; used without it.
    #[param(value_type = Option<String>)]
    which: Option<WhichTags>,
    /// The `next` of the page before.
    after: Option<String>,
    /// At most so many; never more than 100.
    limit: Option<u64>,
}

/// All tags for those who look after them: in use, unused or retired.
#[utoipa::path(get, path = "/moderation/tags", tag = "moderation", params(CuratedQuery),
    responses((status = OK, body = List<TagInList>), (status = "4XX", body = Problem)))]
pub(super) async fn curated(
    State(forum): State<Forum>,
    Moderating(moderator): Moderating,
    Asked(query): Asked<CuratedQuery>,
) -> Result<Json<List<TagInList>>, Problem> {
    let after = place(query.after)?;
    let which = query.which.unwrap_or(WhichTags::Used);
    let limit = query.limit.unwrap_or(30);
    let found = tags::curated(&forum, &moderator, which, after.as_ref(), limit).await?;
    Ok(Json(List::of(found)))
}

/// A tag with what moderators have said about it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct WholeTag {
    /// Its name: another than was asked for, when that is a synonym.
    tag: String,
    plans: i64,
    about: Option<String>,
    /// Since when it is no longer given to plans. RFC 3339, UTC.
    retired_at: Option<String>,
    /// What is to be used instead.
    instead: Option<String>,
    /// Other words for it.
    synonyms: Vec<String>,
    /// Those among them that were tags of their own, and can be again.
    merged: Vec<String>,
    /// What moderators did about it, the newest first.
    history: Vec<TagDeed>,
}

/// What a moderator did about a tag.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TagDeed {
    /// renamed, merged, unmerged, described, retired or restored.
    deed: &'static str,
    moderator: Author,
    /// Null once the moderator has left with their words.
    reason: Option<String>,
    /// The tag's name before.
    word: String,
    /// The new name, the tag that it was merged into or apart from, or the one to use instead.
    other: Option<String>,
    /// RFC 3339, UTC.
    at: String,
}

impl From<TagAction> for TagDeed {
    fn from(action: TagAction) -> Self {
        Self {
            deed: action.deed.as_str(),
            moderator: Author::from(&action.moderator),
            reason: action.reason,
            word: action.word.to_string(),
            other: action.other.map(|tag| tag.to_string()),
            at: action.at.to_rfc3339(),
        }
    }
}

impl WholeTag {
    async fn load(forum: &Forum, word: &Tag) -> Result<Json<Self>, Problem> {
        let told = tags::find(forum, word).await?;
        let history = tags::history(forum, &told).await?;
        Ok(Json(Self::of(told, history)))
    }

    fn of(told: TagTold, history: Vec<TagAction>) -> Self {
        let words = |tags: Vec<Tag>| tags.iter().map(Tag::to_string).collect();
        let retired = told.retired;
        Self {
            tag: told.tag.to_string(),
            plans: told.plans,
            about: told.about,
            retired_at: retired.as_ref().map(|retired| retired.at.to_rfc3339()),
            instead: retired
                .and_then(|retired| retired.instead)
                .map(|tag| tag.to_string()),
            synonyms: words(told.synonyms),
            merged: words(told.merged),
            history: history.into_iter().map(Into::into).collect(),
        }
    }
}

/// One tag, by its name or another word for it. A word that no plan has is a tag without plans.
#[utoipa::path(get, path = "/tags/{tag}", tag = "tags", params(("tag" = String, Path)),
    responses((status = OK, body = WholeTag), (status = "4XX", body = Problem)))]
pub(super) async fn one(
    State(forum): State<Forum>,
    At(Named(tag)): At<Named>,
) -> Result<Json<WholeTag>, Problem> {
    WholeTag::load(&forum, &tag).await
}

/// Two tags that look alike.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AlikeTags {
    /// The one that fewer plans have.
    less: String,
    less_plans: i64,
    more: String,
    more_plans: i64,
    /// words when they are of the same words, letter when they are one letter apart.
    why: &'static str,
}

impl From<LookAlike> for AlikeTags {
    fn from(pair: LookAlike) -> Self {
        Self {
            less: pair.less.to_string(),
            less_plans: pair.less_plans,
            more: pair.more.to_string(),
            more_plans: pair.more_plans,
            why: match pair.why {
                Why::Words => "words",
                Why::Letter => "letter",
            },
        }
    }
}

/// Tags that look alike, those of many plans first; at most a hundred pairs.
#[utoipa::path(get, path = "/moderation/tags/alike", tag = "moderation",
    responses((status = OK, body = List<AlikeTags>), (status = "4XX", body = Problem)))]
pub(super) async fn look_alikes(
    State(forum): State<Forum>,
    Moderating(moderator): Moderating,
) -> Result<Json<List<AlikeTags>>, Problem> {
    let pairs = tags::look_alikes(&forum, &moderator).await?;
    Ok(Json(List {
        items: pairs.into_iter().map(Into::into).collect(),
        next: None,
    }))
}

/// Why, for everybody to read.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct Because {
    /// 3 to 500 letters.
    reason: String,
}

#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct Described {
    /// At most 280 letters; empty to say nothing any more.
    about: String,
    /// 3 to 500 letters.
    reason: String,
}

#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct Renamed {
    /// The new name.
    to: String,
    /// 3 to 500 letters.
    reason: String,
}

#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct Merged {
    /// The tag that it is merged into.
    into: String,
    /// 3 to 500 letters.
    reason: String,
}

#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct Retiring {
    /// What is to be used instead.
    #[serde(default)]
    instead: String,
    /// 3 to 500 letters.
    reason: String,
}

/// Says what a tag is about.
#[utoipa::path(post, path = "/moderation/tags/{tag}/describe", tag = "moderation", params(("tag" = String, Path)),
    request_body = Described, responses((status = OK, body = WholeTag), (status = "4XX", body = Problem)))]
pub(super) async fn describe(
    State(forum): State<Forum>,
    Moderating(moderator): Moderating,
    At(Named(tag)): At<Named>,
    Sent(typed): Sent<Described>,
) -> Result<Json<WholeTag>, Problem> {
    tags::describe(&forum, &moderator, &tag, &typed.about, &typed.reason).await?;
    WholeTag::load(&forum, &tag).await
}

/// Gives a tag another name; the old one goes on meaning it.
#[utoipa::path(post, path = "/moderation/tags/{tag}/rename", tag = "moderation", params(("tag" = String, Path)),
    request_body = Renamed, responses((status = OK, body = WholeTag), (status = "4XX", body = Problem)))]
pub(super) async fn rename(
    State(forum): State<Forum>,
    Moderating(moderator): Moderating,
    At(Named(tag)): At<Named>,
    Sent(typed): Sent<Renamed>,
) -> Result<Json<WholeTag>, Problem> {
    let tag = tags::rename(&forum, &moderator, &tag, &typed.to, &typed.reason).await?;
    WholeTag::load(&forum, &tag).await
}

/// Merges a tag into another: all its words mean that one. Answers the other.
#[utoipa::path(post, path = "/moderation/tags/{tag}/merge", tag = "moderation", params(("tag" = String, Path)),
    request_body = Merged, responses((status = OK, body = WholeTag), (status = "4XX", body = Problem)))]
pub(super) async fn merge(
    State(forum): State<Forum>,
    Moderating(moderator): Moderating,
    At(Named(tag)): At<Named>,
    Sent(typed): Sent<Merged>,
) -> Result<Json<WholeTag>, Problem> {
    let tag = tags::merge(&forum, &moderator, &tag, &typed.into, &typed.reason).await?;
    WholeTag::load(&forum, &tag).await
}

/// Takes back that a tag was merged, which is named by the name that it had.
#[utoipa::path(post, path = "/moderation/tags/{tag}/unmerge", tag = "moderation", params(("tag" = String, Path)),
    request_body = Because, responses((status = OK, body = WholeTag), (status = "4XX", body = Problem)))]
pub(super) async fn unmerge(
    State(forum): State<Forum>,
    Moderating(moderator): Moderating,
    At(Named(tag)): At<Named>,
    Sent(typed): Sent<Because>,
) -> Result<Json<WholeTag>, Problem> {
    let tag = tags::unmerge(&forum, &moderator, &tag, &typed.reason).await?;
    WholeTag::load(&forum, &tag).await
}

/// Retires a tag: it is no longer given to plans; those that have it keep it.
#[utoipa::path(post, path = "/moderation/tags/{tag}/retire", tag = "moderation", params(("tag" = String, Path)),
    request_body = Retiring, responses((status = OK, body = WholeTag), (status = "4XX", body = Problem)))]
pub(super) async fn retire(
    State(forum): State<Forum>,
    Moderating(moderator): Moderating,
    At(Named(tag)): At<Named>,
    Sent(typed): Sent<Retiring>,
) -> Result<Json<WholeTag>, Problem> {
    tags::retire(&forum, &moderator, &tag, &typed.instead, &typed.reason).await?;
    WholeTag::load(&forum, &tag).await
}

/// Brings a retired tag back.
#[utoipa::path(post, path = "/moderation/tags/{tag}/restore", tag = "moderation", params(("tag" = String, Path)),
    request_body = Because, responses((status = OK, body = WholeTag), (status = "4XX", body = Problem)))]
pub(super) async fn restore(
    State(forum): State<Forum>,
    Moderating(moderator): Moderating,
    At(Named(tag)): At<Named>,
    Sent(typed): Sent<Because>,
) -> Result<Json<WholeTag>, Problem> {
    tags::restore(&forum, &moderator, &tag, &typed.reason).await?;
    WholeTag::load(&forum, &tag).await
}
