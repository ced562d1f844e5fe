//! Texts as HTML, and keeping what is stored of it up to the renderer.
//!
//! HTML is derived and kept beside its source with the version of the renderer that made it. A new
//! version may mend a hole, so what an older one made is never shown: whoever reads rows passes
//! them through [`refresh`], and [`renew`] brings up to date what nobody reads.

mod kept;
mod renew;

pub use renew::renew;
pub(crate) use renew::{anew, refresh};

use crate::{
    accounts::Standing,
    broken::{Broken, breaks},
    forum::Forum,
    tables::accounts,
    text::{
        TooComplex,
        markdown::{self, Context, Rendered},
        mentions,
    },
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use std::{
    collections::HashSet,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};
use tokio::task::spawn_blocking;

/// How many handles are looked up in one query: databases bound the values that it may have, and a
/// long text has room for more mentions than that.
const MOST_HANDLES: usize = 1_000;

/// Where a text will stand.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Place {
    /// The body of a plan.
    Body,
    /// The same, brought from another forum: whom it mentions are people there, not here.
    BodyFromElsewhere,
    /// A comment, beside others.
    Comment,
    /// What a person says about themselves.
    About,
    /// What a listing is for.
    Listing,
    /// What a round is for.
    Round,
}

/// Why a text was not rendered.
pub(crate) enum RenderError {
    /// It would take too long, or become too long.
    TooComplex(TooComplex),
    /// Not the writer's fault.
    Broken(Broken),
}

breaks!(RenderError);

/// A text as HTML, made on a thread that may take its time.
pub(crate) async fn render(
    forum: &Forum,
    place: Place,
    source: &str,
) -> Result<Rendered, RenderError> {
    let sources: Arc<[String]> = [source.to_owned()].into();
    let known = known_at(forum, place, &sources).await?;
    let id_prefix = place.id_prefix(forum);
    let render = move || render_at(place, &id_prefix, &sources[0], &known);
    spawn_blocking(render)
        .await?
        .map_err(RenderError::TooComplex)
}

/// Texts that were taken once, as HTML: one that cannot be rendered any more is shown as it was
/// typed.
async fn render_all(
    forum: &Forum,
    place: Place,
    sources: Arc<[String]>,
) -> Result<Vec<Rendered>, Broken> {
    let known = known_at(forum, place, &sources).await?;
    let id_prefixes: Vec<_> = sources.iter().map(|_| place.id_prefix(forum)).collect();
    let render = move || {
        let texts = sources.iter().zip(&id_prefixes);
        let rendered = texts.map(|(source, id_prefix)| {
            // A text that breaks the renderer must not take down the page that it stands on.
            let render = AssertUnwindSafe(|| render_at(place, id_prefix, source, &known));
            match catch_unwind(render) {
                Ok(Ok(rendered)) => rendered,
                Ok(Err(_)) | Err(_) => markdown::as_typed(source),
            }
        });
        rendered.collect()
    };
    Ok(spawn_blocking(render).await?)
}

fn render_at(
    place: Place,
    id_prefix: &str,
    source: &str,
    known: &HashSet<String>,
) -> Result<Rendered, TooComplex> {
    let exists = |handle: &str| known.contains(handle);
    let context = match place {
        Place::Body | Place::BodyFromElsewhere => Context::body(&exists),
        Place::Comment | Place::About | Place::Listing | Place::Round => {
            Context::comment(id_prefix, &exists)
        }
    };
    markdown::render(source, &context)
}

impl Place {
    /// What the ids inside the HTML begin with. A comment is rendered before it has a number, and
    /// its history shows several texts of it, so a drawn number stands in; pages show the comment
    /// itself under `c<number>`, without the dash.
    fn id_prefix(self, forum: &Forum) -> String {
        match self {
            Self::Body | Self::BodyFromElsewhere => String::new(),
            Self::Comment => format!("c{}-", u32::from_le_bytes(forum.entropy().bytes())),
            Self::About => "about-".into(),
            Self::Listing => format!("l{}-", u32::from_le_bytes(forum.entropy().bytes())),
            Self::Round => format!("r{}-", u32::from_le_bytes(forum.entropy().bytes())),
        }
    }
}

/// Whom texts in this place can mention.
async fn known_at(
    forum: &Forum,
    place: Place,
    sources: &Arc<[String]>,
) -> Result<HashSet<String>, Broken> {
    match place {
        Place::BodyFromElsewhere => Ok(HashSet::new()),
        Place::Body | Place::Comment | Place::About | Place::Listing | Place::Round => {
            known_handles(forum, sources).await
        }
    }
}

/// Which of the people mentioned in these texts are here: whoever has left has no page to link to.
async fn known_handles(forum: &Forum, sources: &Arc<[String]>) -> Result<HashSet<String>, Broken> {
    if !sources.iter().any(|source| source.contains('@')) {
        return Ok(HashSet::new());
    }
    let sources = Arc::clone(sources);
    let all = move || sources.iter().flat_map(|source| mentions(source)).collect();
    let mentioned: HashSet<String> = spawn_blocking(all).await?;
    let mentioned: Vec<String> = mentioned.into_iter().collect();
    let mut known = HashSet::new();
    for some in mentioned.chunks(MOST_HANDLES) {
        let here: Vec<String> = accounts::Entity::find()
            .select_only()
            .column(accounts::Column::Handle)
            .filter(accounts::Column::Handle.is_in(some))
            .filter(accounts::Column::Standing.is_in([Standing::Active, Standing::Suspended]))
            .into_tuple()
            .all(forum.read())
            .await?;
        known.extend(here);
    }
    Ok(known)
}
