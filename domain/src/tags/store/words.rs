//! What words mean.

use crate::{
    broken::{Broken, breaks},
    forum::Forum,
    plans::{Content, Plan, Tag},
    problems::Problems,
    tags::{Respelled, rules::no_longer_given},
};
use sea_orm::{ConnectionTrait, FromQueryResult, Statement, Value};
use std::collections::HashMap;

/// Words that mean a tag without being its name, each with that name.
#[derive(Debug, Default)]
pub(crate) struct Meanings(HashMap<String, String>);

#[derive(FromQueryResult)]
struct Meaning {
    word: String,
    tag: String,
}

const MEANINGS: &str = "SELECT s.word, t.tag FROM tag_synonyms s JOIN tags t ON t.id = s.tag_id";

impl Meanings {
    /// Of these words.
    pub(crate) async fn of<'w>(
        db: &impl ConnectionTrait,
        words: impl IntoIterator<Item = &'w str>,
    ) -> Result<Self, Broken> {
        let words: Vec<Value> = words.into_iter().map(Into::into).collect();
        if words.is_empty() {
            return Ok(Self::default());
        }
        let sql = format!("{MEANINGS} WHERE s.word IN ({})", places(words.len()));
        Self::read(db, &sql, words).await
    }

    /// Of all that there are: as many as moderators have merged and renamed tags.
    pub(crate) async fn all(db: &impl ConnectionTrait) -> Result<Self, Broken> {
        Self::read(db, MEANINGS, Vec::new()).await
    }

    async fn read(
        db: &impl ConnectionTrait,
        sql: &str,
        values: Vec<Value>,
    ) -> Result<Self, Broken> {
        let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
        let rows = Meaning::find_by_statement(statement).all(db).await?;
        Ok(Self(
            rows.into_iter().map(|row| (row.word, row.tag)).collect(),
        ))
    }

    /// The name of the tag that a word means; the word itself when it is one.
    pub(crate) fn tag<'w>(&'w self, word: &'w str) -> &'w str {
        self.0.get(word).map_or(word, String::as_str)
    }

    /// The tags that words parted by spaces mean, in their order, each once, parted by spaces.
    pub(crate) fn tags(&self, words: &str) -> String {
        let mut tags: Vec<&str> = Vec::new();
        for word in words.split_whitespace() {
            let tag = self.tag(word);
            if !tags.contains(&tag) {
                tags.push(tag);
            }
        }
        tags.join(" ")
    }

    /// Those of the words that mean another.
    pub(crate) fn respelled(&self, words: &[Tag]) -> Result<Vec<Respelled>, Broken> {
        let other = words
            .iter()
            .filter_map(|word| Some((word, self.0.get(word.as_str())?)));
        other
            .map(|(word, tag)| {
                Ok(Respelled {
                    word: word.clone(),
                    tag: super::named(tag)?,
                })
            })
            .collect()
    }
}

/// `$1, $2, $3`.
fn places(many: usize) -> String {
    let places: Vec<_> = (1..=many).map(|place| format!("${place}")).collect();
    places.join(", ")
}

/// The tag that a word means: itself, unless a moderator renamed or merged it.
///
/// # Errors
/// When the database fails.
pub async fn resolve(forum: &Forum, word: &Tag) -> Result<Tag, Broken> {
    let meanings = Meanings::of(forum.read(), [word.as_str()]).await?;
    super::named(meanings.tag(word.as_str()))
}

/// Those of the words that mean one of a plan's tags without being its name.
///
/// # Errors
/// When the database fails.
pub async fn respelled(
    forum: &Forum,
    plan: &Plan,
    words: &[Tag],
) -> Result<Vec<Respelled>, Broken> {
    let meanings = Meanings::of(forum.read(), words.iter().map(Tag::as_str)).await?;
    let mut respelled = meanings.respelled(words)?;
    respelled.retain(|one| plan.tags.contains(&one.tag));
    Ok(respelled)
}

/// Why a plan is not given its tags.
#[derive(Debug)]
pub(crate) enum GiveError {
    /// One of them is retired.
    Invalid(Problems),
    /// The database failed.
    Broken(Broken),
}

breaks!(GiveError);

/// Lets `?` turn a refused tag into an operation's `Invalid` case.
macro_rules! gives {
    ($($operation:ty),+ $(,)?) => {$(
        impl From<$crate::tags::GiveError> for $operation {
            fn from(error: $crate::tags::GiveError) -> Self {
                match error {
                    $crate::tags::GiveError::Invalid(problems) => Self::Invalid(problems),
                    $crate::tags::GiveError::Broken(broken) => Self::Broken(broken),
                }
            }
        }
    )+};
}
pub(crate) use gives;

/// A content with the names of the tags that its words mean, and those of its words that were no names.
/// `had` are the tags that the plan has, parted by spaces: what was retired since stays.
pub(crate) async fn settle(
    db: &impl ConnectionTrait,
    content: Content,
    had: &str,
) -> Result<(Content, Vec<Respelled>), GiveError> {
    let meanings = Meanings::of(db, content.tags().iter().map(Tag::as_str)).await?;
    let respelled = meanings.respelled(content.tags())?;
    let content = if respelled.is_empty() {
        content
    } else {
        let tags = content.tags().iter();
        let tags = tags.map(|word| super::named(meanings.tag(word.as_str())));
        let tags = tags.collect::<Result<Vec<_>, _>>()?;
        content.tagged(tags)
    };
    check_given(db, content.tags(), had).await?;
    Ok((content, respelled))
}

/// Refuses tags that are retired, unless the plan had them before that.
pub(crate) async fn check_given(
    db: &impl ConnectionTrait,
    words: &[Tag],
    had: &str,
) -> Result<(), GiveError> {
    let meanings = Meanings::of(db, words.iter().map(Tag::as_str)).await?;
    let had: Vec<&str> = had.split_whitespace().collect();
    let new = words.iter().map(|word| meanings.tag(word.as_str()));
    let new = new.filter(|tag| !had.contains(tag));
    let mut problems = Problems::default();
    for gone in gone(db, new).await? {
        problems.add("tags", no_longer_given(&gone.tag, gone.instead.as_deref()));
    }
    if problems.is_empty() {
        return Ok(());
    }
    Err(GiveError::Invalid(problems))
}

/// A content as a copy carries it on: with the names of the tags that its words mean, and without those
/// that are retired, which nobody gives to a new plan.
pub(crate) async fn carried(
    db: &impl ConnectionTrait,
    content: Content,
) -> Result<Content, Broken> {
    let meanings = Meanings::of(db, content.tags().iter().map(Tag::as_str)).await?;
    let names = content.tags().iter();
    let names: Vec<&str> = names.map(|word| meanings.tag(word.as_str())).collect();
    let gone = gone(db, names.iter().copied()).await?;
    let is_given = |name: &&&str| gone.iter().all(|gone| gone.tag != **name);
    let kept = names.iter().filter(is_given).map(|name| super::named(name));
    let kept = kept.collect::<Result<Vec<_>, _>>()?;
    Ok(content.tagged(kept))
}

/// A retired tag, and what is to be used instead.
#[derive(FromQueryResult)]
struct Gone {
    tag: String,
    instead: Option<String>,
}

/// Those of the tags that are retired. What is named instead may have been merged since; what was retired
/// itself is no help.
async fn gone<'n>(
    db: &impl ConnectionTrait,
    names: impl Iterator<Item = &'n str>,
) -> Result<Vec<Gone>, Broken> {
    const SQL: &str = "SELECT t.tag, CASE WHEN n.retired_at IS NULL THEN n.tag END AS instead FROM tags t \
        LEFT JOIN tags i ON i.id = t.instead_id LEFT JOIN tag_synonyms w ON w.word = i.tag \
        LEFT JOIN tags n ON n.id = COALESCE(w.tag_id, i.id) \
        WHERE t.retired_at IS NOT NULL AND t.into_id IS NULL AND t.tag IN";
    let names: Vec<Value> = names.map(Into::into).collect();
    if names.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!("{SQL} ({}) ORDER BY t.tag", places(names.len()));
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, names);
    Ok(Gone::find_by_statement(statement).all(db).await?)
}

#[cfg(test)]
mod tests {
    use super::Meanings;

    #[test]
    fn words_of_one_tag_are_one() {
        let meanings = [("wash", "laundry"), ("washing", "laundry")]
            .map(|(word, tag)| (word.to_owned(), tag.to_owned()));
        let meanings = Meanings(meanings.into());
        assert_eq!(
            meanings.tags("wash energy washing laundry"),
            "laundry energy"
        );
        assert_eq!(meanings.tags(""), "");
        assert_eq!(
            (meanings.tag("wash"), meanings.tag("food")),
            ("laundry", "food")
        );
    }
}
