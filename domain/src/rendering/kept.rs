//! The tables that keep HTML beside its source.

use super::Place;
use crate::{
    broken::Broken,
    comments::State,
    ids::{
        AccountId, CommentId, CommentVersionId, ListingId, PageVersionId, PlanId, RevisionId,
        RoundVersionId,
    },
    tables::{
        accounts, comment_versions, comments, listings, page_versions, places, revisions,
        round_versions,
    },
    text::markdown::Rendered,
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, TryGetable, Value, sea_query::Expr};
use std::hash::Hash;

/// What a column holds of a rendered text.
pub(crate) type Derive = fn(&Rendered) -> Result<String, Broken>;

/// A table that keeps HTML beside its source.
pub(crate) trait Kept: EntityTrait {
    /// Its key.
    type Id: Copy + Eq + Hash + Send + Sync + Into<Value> + TryGetable;
    const ID: Self::Column;
    const SOURCE: Self::Column;
    /// What is derived from the source.
    const DERIVED: &'static [(Self::Column, Derive)];
    /// The version of the renderer that did it.
    const RENDERER: Self::Column;
    /// Where the text stands.
    const PLACE: Place;
    /// How many are brought up to date in one write: a few milliseconds' work.
    const BATCH: usize;

    /// Whether a text was brought from another forum, so that whom it mentions are people there.
    fn is_from_elsewhere() -> Expr {
        Expr::val(false)
    }

    /// Those whose text has not been taken back.
    fn with_text() -> Condition {
        Condition::all()
    }
}

const HTML: Derive = |rendered| Ok(rendered.html.clone());
const SECTIONS: Derive = |rendered| Ok(serde_json::to_string(&rendered.sections)?);

impl Kept for revisions::Entity {
    type Id = RevisionId;
    const ID: revisions::Column = revisions::Column::Id;
    const SOURCE: revisions::Column = revisions::Column::Body;
    const DERIVED: &'static [(revisions::Column, Derive)] = &[
        (revisions::Column::Html, HTML),
        (revisions::Column::Sections, SECTIONS),
    ];
    const RENDERER: revisions::Column = revisions::Column::Renderer;
    const PLACE: Place = Place::Body;
    // They are up to 256 KiB long.
    const BATCH: usize = 10;

    fn is_from_elsewhere() -> Expr {
        revisions::Column::Origin.is_not_null()
    }

    fn with_text() -> Condition {
        Condition::all().add(revisions::Column::ErasedAt.is_null())
    }
}

impl Kept for comments::Entity {
    type Id = CommentId;
    const ID: comments::Column = comments::Column::Id;
    const SOURCE: comments::Column = comments::Column::Body;
    const DERIVED: &'static [(comments::Column, Derive)] = &[(comments::Column::Html, HTML)];
    const RENDERER: comments::Column = comments::Column::Renderer;
    const PLACE: Place = Place::Comment;
    const BATCH: usize = 50;

    fn with_text() -> Condition {
        Condition::all().add(comments::Column::State.eq(State::Shown))
    }
}

impl Kept for comment_versions::Entity {
    type Id = CommentVersionId;
    const ID: comment_versions::Column = comment_versions::Column::Id;
    const SOURCE: comment_versions::Column = comment_versions::Column::Body;
    const DERIVED: &'static [(comment_versions::Column, Derive)] =
        &[(comment_versions::Column::Html, HTML)];
    const RENDERER: comment_versions::Column = comment_versions::Column::Renderer;
    const PLACE: Place = Place::Comment;
    const BATCH: usize = 50;
}

impl Kept for places::Entity {
    type Id = PlanId;
    const ID: places::Column = places::Column::PlanId;
    const SOURCE: places::Column = places::Column::Report;
    const DERIVED: &'static [(places::Column, Derive)] = &[(places::Column::Html, HTML)];
    const RENDERER: places::Column = places::Column::Renderer;
    const PLACE: Place = Place::Comment;
    const BATCH: usize = 50;

    fn with_text() -> Condition {
        Condition::all().add(places::Column::Report.ne(""))
    }
}

impl Kept for page_versions::Entity {
    type Id = PageVersionId;
    const ID: page_versions::Column = page_versions::Column::Id;
    const SOURCE: page_versions::Column = page_versions::Column::Body;
    const DERIVED: &'static [(page_versions::Column, Derive)] =
        &[(page_versions::Column::Html, HTML)];
    const RENDERER: page_versions::Column = page_versions::Column::Renderer;
    const PLACE: Place = Place::Body;
    // They are up to 64 KiB long.
    const BATCH: usize = 20;
}

impl Kept for round_versions::Entity {
    type Id = RoundVersionId;
    const ID: round_versions::Column = round_versions::Column::Id;
    const SOURCE: round_versions::Column = round_versions::Column::Body;
    const DERIVED: &'static [(round_versions::Column, Derive)] =
        &[(round_versions::Column::Html, HTML)];
    const RENDERER: round_versions::Column = round_versions::Column::Renderer;
    const PLACE: Place = Place::Round;
    const BATCH: usize = 50;
}

impl Kept for accounts::Entity {
    type Id = AccountId;
    const ID: accounts::Column = accounts::Column::Id;
    const SOURCE: accounts::Column = accounts::Column::About;
    const DERIVED: &'static [(accounts::Column, Derive)] = &[(accounts::Column::AboutHtml, HTML)];
    const RENDERER: accounts::Column = accounts::Column::AboutRenderer;
    const PLACE: Place = Place::About;
    const BATCH: usize = 50;

    fn with_text() -> Condition {
        Condition::all().add(accounts::Column::About.ne(""))
    }
}

impl Kept for listings::Entity {
    type Id = ListingId;
    const ID: listings::Column = listings::Column::Id;
    const SOURCE: listings::Column = listings::Column::Introduction;
    const DERIVED: &'static [(listings::Column, Derive)] = &[(listings::Column::Html, HTML)];
    const RENDERER: listings::Column = listings::Column::Renderer;
    const PLACE: Place = Place::Listing;
    const BATCH: usize = 50;
}
