//! Comments in the database.

mod adopt;
mod change;
mod history;
mod judge;
mod lists;
mod post;
mod read;
mod thread;

pub use adopt::*;
pub use change::*;
pub use history::*;
pub use judge::*;
pub use lists::*;
pub use post::*;
pub use read::*;
pub use thread::*;

pub(crate) use change::withhold;

use crate::{
    broken::Broken,
    clock::Timestamp,
    comments::{Content, Forecast, State},
    forum::Forum,
    hash::Hash,
    ids::{AccountId, CommentId, PlanId, RevisionNumber},
    plans,
    rendering::{self, Place, RenderError},
    tables::{comments, plans as plan_rows},
    text::{SectionKey, TooComplex},
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

/// A comment ready to be stored: everything that takes long has been done.
struct Prepared {
    html: String,
    salt: [u8; 16],
    hash: Hash,
}

/// Renders a comment, unless it is too complex to be shown.
async fn prepare(forum: &Forum, content: &Content) -> Result<Result<Prepared, TooComplex>, Broken> {
    let html = match rendering::render(forum, Place::Comment, content.body()).await {
        Ok(rendered) => rendered.html,
        Err(RenderError::TooComplex(too_complex)) => return Ok(Err(too_complex)),
        Err(RenderError::Broken(broken)) => return Err(broken),
    };
    let salt = forum.entropy().bytes();
    let hash = Hash::of_content(&salt, content)?;
    Ok(Ok(Prepared { html, salt, hash }))
}

/// A comment that may be acted on: its text is shown and its plan published.
struct Standing {
    plan: PlanId,
    parent: Option<CommentId>,
    author: AccountId,
    founder: AccountId,
    head: RevisionNumber,
    revision: RevisionNumber,
    votes: i64,
    favorite: bool,
    caused: Option<RevisionNumber>,
}

/// Looks up a comment that may be acted on.
async fn standing(db: &impl ConnectionTrait, id: CommentId) -> Result<Option<Standing>, Broken> {
    let Some(row) = comments::Entity::find_by_id(id)
        .filter(comments::Column::State.eq(State::Shown))
        .select_only()
        .columns([
            comments::Column::PlanId,
            comments::Column::ParentId,
            comments::Column::AuthorId,
            comments::Column::Revision,
            comments::Column::Votes,
            comments::Column::FavoriteAt,
            comments::Column::FavoriteRevision,
        ])
        .into_tuple()
        .one(db)
        .await?
    else {
        return Ok(None);
    };
    let (plan, parent, author, revision, votes, favorite, caused): (
        _,
        _,
        _,
        _,
        _,
        Option<Timestamp>,
        _,
    ) = row;
    let founded = plan_rows::Entity::find_by_id(plan)
        .filter(plan_rows::Column::State.eq(plans::State::Published))
        .select_only()
        .columns([plan_rows::Column::AuthorId, plan_rows::Column::Head])
        .into_tuple()
        .one(db)
        .await?;
    Ok(founded.map(|(founder, head)| Standing {
        plan,
        parent,
        author,
        founder,
        head,
        revision,
        votes,
        favorite: favorite.is_some(),
        caused,
    }))
}

/// What a stored comment says, as it was checked. A section without a title was not named but
/// inherited from what the comment answers, and is no part of what it says.
fn stored_content(row: &comments::Model) -> Result<Content, Broken> {
    let section = row
        .section
        .as_deref()
        .filter(|_| row.section_title.is_some())
        .map(stored_key)
        .transpose()?;
    let content = Content::stored(row.body.clone(), section, row.quote.clone());
    Ok(content.with_forecast(stored_forecast(row)?))
}

fn stored_forecast(row: &comments::Model) -> Result<Option<Forecast>, Broken> {
    let forecast = row.forecast.as_deref().map(serde_json::from_str);
    Ok(forecast.transpose()?)
}

fn stored_key(key: &str) -> Result<SectionKey, Broken> {
    SectionKey::parse(key).map_err(|_| Broken::internal("a stored section's key is none"))
}

/// The hash of what a stored comment says, or said in an earlier text under that text's salt.
pub(crate) fn stored_hash(row: &comments::Model, body: &str, salt: &[u8]) -> Result<Hash, Broken> {
    let before = stored_content(row)?;
    let content = Content::stored(
        body.to_owned(),
        before.section().cloned(),
        before.quote().map(str::to_owned),
    );
    Hash::of_content(salt, &content.with_forecast(before.forecast().cloned()))
}
