//! A query in the words that count now: tags that were renamed or merged under the names that they have.

use super::query::{Query, What};
use crate::{broken::Broken, forum::Forum, tags::Meanings};

/// The query with the tags that its words mean.
///
/// # Errors
/// When the database fails.
pub async fn in_present_words(forum: &Forum, query: Query) -> Result<Query, Broken> {
    let mut query = query;
    all_in_present_words(forum, vec![&mut query]).await?;
    Ok(query)
}

/// The same of several, in one question to the database; none where no tag is asked for.
pub(super) async fn all_in_present_words(
    forum: &Forum,
    queries: Vec<&mut Query>,
) -> Result<(), Broken> {
    let filters = queries.iter().flat_map(|query| &query.filters);
    let words = filters.filter_map(|filter| match &filter.what {
        What::Tag(tag) => Some(tag.as_str()),
        _ => None,
    });
    let meanings = Meanings::of(forum.read(), words).await?;
    let filters = queries.into_iter().flat_map(|query| &mut query.filters);
    for filter in filters {
        if let What::Tag(tag) = &mut filter.what {
            let name = meanings.tag(tag.as_str()).parse();
            *tag = name.map_err(Broken::internal)?;
        }
    }
    Ok(())
}
