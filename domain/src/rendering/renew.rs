//! Bringing stored HTML up to the renderer.

use super::{Place, kept::Kept, render_all};
use crate::{
    broken::Broken,
    forum::{Forum, Write},
    tables::{
        accounts, comment_versions, comments, listings, page_versions, places, revisions,
        round_versions,
    },
    text::markdown::{RENDERER, Rendered},
};
use sea_orm::{
    ColumnTrait, QueryFilter, QuerySelect, UpdateMany,
    sea_query::{CaseStatement, Expr, LockBehavior, LockType},
};
use std::{collections::HashMap, sync::Arc};

/// A text by today's renderer.
struct Text<Id> {
    id: Id,
    source: String,
    rendered: Rendered,
}

/// Puts today's HTML in the place of what an older renderer made. Of each row: its key, the version
/// of its HTML, and where that has been read to. Nothing is asked when all of it is up to date.
pub(crate) async fn refresh<'rows, T: Kept>(
    forum: &Forum,
    rows: impl IntoIterator<Item = (T::Id, i32, &'rows mut String)>,
) -> Result<(), Broken> {
    let is_stale = |(_, version, _): &(T::Id, i32, &mut String)| *version < RENDERER;
    let stale: Vec<_> = rows.into_iter().filter(is_stale).collect();
    let mut anew = anew::<T>(forum, stale.iter().map(|(id, ..)| *id).collect()).await?;
    for (id, _, html) in stale {
        let rendered = anew.remove(&id);
        *html = rendered.map_or_else(String::new, |rendered| rendered.html);
    }
    Ok(())
}

/// Renders these rows' texts and keeps the HTML. A row whose text was taken back meanwhile is not
/// in the answer.
pub(crate) async fn anew<T: Kept>(
    forum: &Forum,
    ids: Vec<T::Id>,
) -> Result<HashMap<T::Id, Rendered>, Broken> {
    let mut anew = HashMap::with_capacity(ids.len());
    for some in ids.chunks(T::BATCH) {
        let texts = rendered::<T>(forum, some).await?;
        // Whoever reads has what they asked for, kept or not.
        if let Err(error) = keep::<T>(forum, &texts).await {
            tracing::warn!(%error, "HTML rendered anew could not be kept");
        }
        anew.extend(texts.into_iter().map(|text| (text.id, text.rendered)));
    }
    Ok(anew)
}

/// Brings up to date some of what an older renderer made, and says how much that was. To be called
/// until it answers 0, by any process: what one is busy with, others leave alone.
///
/// # Errors
/// When the database fails.
pub async fn renew(forum: &Forum) -> Result<usize, Broken> {
    Ok(renew_some::<revisions::Entity>(forum).await?
        + renew_some::<comments::Entity>(forum).await?
        + renew_some::<comment_versions::Entity>(forum).await?
        + renew_some::<places::Entity>(forum).await?
        + renew_some::<page_versions::Entity>(forum).await?
        + renew_some::<listings::Entity>(forum).await?
        + renew_some::<round_versions::Entity>(forum).await?
        + renew_some::<accounts::Entity>(forum).await?)
}

async fn renew_some<T: Kept>(forum: &Forum) -> Result<usize, Broken> {
    let stale: Vec<T::Id> = T::find()
        .select_only()
        .column(T::ID)
        .filter(T::RENDERER.lt(RENDERER))
        .filter(T::with_text())
        .limit(T::BATCH as u64)
        .into_tuple()
        .all(forum.read())
        .await?;
    if stale.is_empty() {
        return Ok(0);
    }
    let texts = rendered::<T>(forum, &stale).await?;
    keep::<T>(forum, &texts).await
}

/// The texts of these rows, rendered.
async fn rendered<T: Kept>(forum: &Forum, ids: &[T::Id]) -> Result<Vec<Text<T::Id>>, Broken> {
    let found: Vec<(T::Id, String, bool)> = T::find()
        .select_only()
        .columns([T::ID, T::SOURCE])
        .column_as(T::is_from_elsewhere(), "elsewhere")
        .filter(T::ID.is_in(ids.iter().copied()))
        .filter(T::with_text())
        .into_tuple()
        .all(forum.read())
        .await?;
    let (mut here, mut elsewhere) = (Vec::new(), Vec::new());
    for (id, source, is_from_elsewhere) in found {
        let of = if is_from_elsewhere {
            &mut elsewhere
        } else {
            &mut here
        };
        of.push((id, source));
    }
    let mut texts = rendered_at(forum, T::PLACE, here).await?;
    texts.extend(rendered_at(forum, Place::BodyFromElsewhere, elsewhere).await?);
    Ok(texts)
}

async fn rendered_at<Id>(
    forum: &Forum,
    place: Place,
    found: Vec<(Id, String)>,
) -> Result<Vec<Text<Id>>, Broken> {
    let sources: Arc<[String]> = found.iter().map(|(_, source)| source.clone()).collect();
    let rendered = render_all(forum, place, sources).await?;
    let texts = found.into_iter().zip(rendered);
    let text = |((id, source), rendered)| Text {
        id,
        source,
        rendered,
    };
    Ok(texts.map(text).collect())
}

/// Writes these texts' HTML into their rows, but into none whose text is another by now, and says
/// into how many.
async fn keep<T: Kept>(forum: &Forum, texts: &[Text<T::Id>]) -> Result<usize, Broken> {
    if texts.is_empty() {
        return Ok(0);
    }
    let write = forum.write().await?;
    let unchanged = hold_unchanged::<T>(&write, texts).await?;
    if !unchanged.is_empty() {
        update::<T>(&unchanged)?.exec(write.tx()).await?;
    }
    write.commit().await?;
    Ok(unchanged.len())
}

/// Those of these texts that are still what their rows say and not rendered by somebody else
/// meanwhile. Rows that are being changed at this moment are left alone: nobody who edits or erases
/// a text has to wait for, or be refused because of, what can be done as well later.
async fn hold_unchanged<'t, T: Kept>(
    write: &Write,
    texts: &'t [Text<T::Id>],
) -> Result<Vec<&'t Text<T::Id>>, Broken> {
    let now: Vec<(T::Id, String)> = T::find()
        .select_only()
        .columns([T::ID, T::SOURCE])
        .filter(T::ID.is_in(texts.iter().map(|text| text.id)))
        .filter(T::RENDERER.lt(RENDERER))
        .filter(T::with_text())
        .lock_with_behavior(LockType::NoKeyUpdate, LockBehavior::SkipLocked)
        .into_tuple()
        .all(write.tx())
        .await?;
    let now: HashMap<T::Id, String> = now.into_iter().collect();
    Ok(texts
        .iter()
        .filter(|text| now.get(&text.id) == Some(&text.source))
        .collect())
}

/// One statement for all of them: each row gets what is derived from its own text.
fn update<T: Kept>(texts: &[&Text<T::Id>]) -> Result<UpdateMany<T>, Broken> {
    let mut update = T::update_many()
        .col_expr(T::RENDERER, RENDERER.into())
        .filter(T::ID.is_in(texts.iter().map(|text| text.id)));
    for (column, derive) in T::DERIVED {
        let mut each = CaseStatement::new();
        for text in texts {
            each = each.case(T::ID.eq(text.id), Expr::val(derive(&text.rendered)?));
        }
        update = update.col_expr(*column, each.into());
    }
    Ok(update)
}
