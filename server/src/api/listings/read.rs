//! Listings, one and many.

#![expect(
    unused_qualifications,
    reason = "written by utoipa's macro for query parameters"
)]

use super::{
    super::{
        List, Problem,
        extract::{Asked, Asking, At},
        plans::{Author, PlanSummary},
    },
    known,
};
use axum::{Json, extract::State};
use domain::{
    Forum, Viewer,
    clock::Timestamp,
    cursor::Cursor,
    ids::ListingId,
    listings::{self, Answers, Followed, Listed, Listing, Opened, Source},
    search::Sort,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A listing without its plans.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ListingSummary {
    id: i64,
    slug: String,
    title: String,
    /// Markdown.
    introduction: String,
    /// By what it fills itself, as it can be sent to `GET /search`.
    question: Option<String>,
    /// The same in words.
    asks: Option<String>,
    /// In which order the answers stand: relevance, new or forked.
    #[schema(value_type = Option<String>)]
    sort: Option<Sort>,
    /// draft, published or withdrawn.
    state: &'static str,
    /// Who made it.
    maker: Author,
    /// How many plans were put into it that are to be seen.
    plans: i64,
    followers: i64,
    /// Whether it stands on the front page.
    featured: bool,
    /// How often its words were changed: what an edit starts from.
    edits: i32,
    /// RFC 3339, UTC.
    created_at: String,
    changed_at: String,
    published_at: Option<String>,
    /// Of one that the asker follows: how many plans have come since they looked, counted up to 100.
    #[serde(skip_serializing_if = "Option::is_none")]
    new: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    looked_at: Option<String>,
}

impl From<Listing> for ListingSummary {
    fn from(listing: Listing) -> Self {
        let question = listing.question.as_ref();
        Self {
            id: listing.id.0,
            question: question.map(|question| question.asked.query.to_string()),
            asks: question.map(|question| question.asked.in_words()),
            sort: question.map(|question| question.sort),
            slug: listing.slug,
            title: listing.title,
            introduction: listing.introduction,
            state: listing.state.as_str(),
            maker: Author::from(&listing.maker),
            plans: listing.plans,
            followers: listing.followers,
            featured: listing.is_featured,
            edits: listing.edits,
            created_at: listing.created_at.to_rfc3339(),
            changed_at: listing.changed_at.to_rfc3339(),
            published_at: listing.published_at.map(Timestamp::to_rfc3339),
            new: None,
            looked_at: None,
        }
    }
}

impl From<Followed> for ListingSummary {
    fn from(followed: Followed) -> Self {
        Self {
            new: followed.new,
            looked_at: Some(followed.looked_at.to_rfc3339()),
            ..followed.listing.into()
        }
    }
}

/// Which listings, from where.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ListQuery {
    /// Only those that the asker follows, with what is new of each.
    #[serde(default)]
    followed: bool,
    /// Only those that are not published and that the asker may edit.
    #[serde(default)]
    drafts: bool,
    /// The `next` of the page before.
    after: Option<String>,
    /// At most so many; never more than 100.
    limit: Option<u64>,
}

/// Published listings, the youngest first; or those that the asker follows, or their drafts.
#[utoipa::path(get, path = "/listings", tag = "listings", params(ListQuery),
    responses((status = OK, body = List<ListingSummary>), (status = "4XX", body = Problem)))]
pub(super) async fn list(
    State(forum): State<Forum>,
    Asking(viewer): Asking,
    Asked(query): Asked<ListQuery>,
) -> Result<Json<List<ListingSummary>>, Problem> {
    let limit = query.limit.unwrap_or(30);
    if query.followed {
        let person = viewer.person().ok_or_else(Problem::unauthorized)?;
        let followed = listings::followed(&forum, person).await?;
        return Ok(Json(List {
            items: followed.into_iter().map(Into::into).collect(),
            next: None,
        }));
    }
    if query.drafts {
        let member = viewer.member().ok_or_else(Problem::unauthorized)?;
        let below = place::<ListingId>(query.after.as_deref())?;
        let found = listings::unpublished(&forum, member, below, limit).await?;
        return Ok(Json(List::of(found)));
    }
    let after = place::<Cursor>(query.after.as_deref())?;
    let found = listings::list(&forum, after, limit).await?;
    Ok(Json(List::of(found)))
}

fn place<T: std::str::FromStr>(after: Option<&str>) -> Result<Option<T>, Problem> {
    let wrong = |_| Problem::field("after", "is not a place in this list");
    after.map(|after| after.parse().map_err(wrong)).transpose()
}

/// A plan in a listing.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ListedPlan {
    /// Counted from 1; plans that are not to be seen have a place as well.
    place: i64,
    /// What the listing says of it.
    note: String,
    /// How often that was changed.
    edits: i32,
    /// RFC 3339, UTC.
    added_at: String,
    plan: PlanSummary,
}

impl From<Listed> for ListedPlan {
    fn from(listed: Listed) -> Self {
        Self {
            place: listed.place,
            note: listed.note,
            edits: listed.edits,
            added_at: listed.added_at.to_rfc3339(),
            plan: listed.plan.into(),
        }
    }
}

/// The place of a plan that nobody sees for now.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct HiddenPlan {
    place: i64,
    plan: i64,
}

/// Plans that answer a listing's question.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Answered {
    items: Vec<PlanSummary>,
    /// What to send as `after` for the next page; null at the end.
    next: Option<String>,
    /// index; while the first index is being built, youngest, of which these fit, or nowhere.
    source: &'static str,
}

impl From<Answers> for Answered {
    fn from(answers: Answers) -> Self {
        Self {
            items: answers.plans.into_iter().map(Into::into).collect(),
            next: answers.next.map(|next| next.to_string()),
            source: match answers.source {
                Source::Index => "index",
                Source::Youngest => "youngest",
                Source::Nowhere => "nowhere",
            },
        }
    }
}

/// A listing with its plans.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct WholeListing {
    #[serde(flatten)]
    listing: ListingSummary,
    /// The introduction, rendered and made safe.
    html: String,
    /// The members who were made its curators, beside the moderators.
    curators: Vec<Author>,
    /// Whether the asker may edit it.
    may_edit: bool,
    /// Whether the asker follows it.
    follows: bool,
    /// The plans that were put into it, in their order.
    items: Vec<ListedPlan>,
    /// For its curators.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    hidden: Vec<HiddenPlan>,
    /// The plans that answer its question beside them; null without one.
    answers: Option<Answered>,
    /// Where its Atom feed is.
    feed: String,
    /// What can be framed in other pages.
    embed: String,
}

impl WholeListing {
    pub(super) async fn load(
        forum: &Forum,
        viewer: &Viewer,
        opened: Opened,
        page: (Option<Cursor>, u64),
    ) -> Result<Self, Problem> {
        let entries = listings::entries(forum, viewer, &opened.listing).await?;
        let answers = match &opened.listing.question {
            Some(question) => {
                let picks = entries.ids();
                Some(listings::answers(forum, viewer, question, &picks, page).await?)
            }
            None => None,
        };
        let hidden = entries.hidden.into_iter().filter(|_| opened.may_edit);
        let at = format!(
            "{}/listings/{}",
            forum.policy().public_url,
            opened.listing.id
        );
        Ok(Self {
            html: opened.listing.html.clone(),
            curators: opened.curators.iter().map(Author::from).collect(),
            may_edit: opened.may_edit,
            follows: opened.follows,
            items: entries.shown.into_iter().map(Into::into).collect(),
            hidden: hidden
                .map(|(place, plan)| HiddenPlan {
                    place,
                    plan: plan.0,
                })
                .collect(),
            answers: answers.map(Into::into),
            feed: format!("{at}/plans.atom"),
            embed: format!("{at}/embed"),
            listing: opened.listing.into(),
        })
    }

    /// As its curator has it after a change.
    pub(super) async fn now(forum: &Forum, viewer: Viewer, id: ListingId) -> Result<Self, Problem> {
        let opened = known(forum, &viewer, id).await?;
        Self::load(forum, &viewer, opened, (None, 30)).await
    }
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct OneQuery {
    /// The `next` of the answers on the page before.
    after: Option<String>,
    /// At most so many answers; never more than 100.
    limit: Option<u64>,
}

/// One listing. One that is not published is there only for its curators.
#[utoipa::path(get, path = "/listings/{id}", tag = "listings", params(("id" = i64, Path), OneQuery),
    responses((status = OK, body = WholeListing), (status = "4XX", body = Problem)))]
pub(super) async fn one(
    State(forum): State<Forum>,
    Asking(viewer): Asking,
    At(id): At<ListingId>,
    Asked(query): Asked<OneQuery>,
) -> Result<Json<WholeListing>, Problem> {
    let opened = known(&forum, &viewer, id).await?;
    let page = (place(query.after.as_deref())?, query.limit.unwrap_or(30));
    Ok(Json(
        WholeListing::load(&forum, &viewer, opened, page).await?,
    ))
}
