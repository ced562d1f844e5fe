use super::{
    Kept, LONGEST_NAME, Looked, MOST_NEW, MOST_SAVED, NewSearch, SaveSearchError, SavedSearch,
    SavedSearchError,
};
use crate::{
    broken::Broken,
    checked::{self, Lines},
    clock::Timestamp,
    cursor::Cursor,
    forum::{Forum, Write},
    ids::{AccountId, SearchId},
    limits::{self, Rate},
    problems::Problems,
    search::{Asked, Kind, find},
    tables::searches,
    text::plain::shorten,
    viewer::{Member, Person},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, Select,
};

/// How many searches a member may keep at once, and then one in each interval.
const SAVES: Rate = Rate::new(30, Timestamp::MINUTE);

/// Keeps a search. Whoever keeps it already keeps it once.
///
/// # Errors
/// When a rule is broken, it is one too many, or the member may not act.
pub async fn save(
    forum: &Forum,
    member: &Member,
    typed: &NewSearch<'_>,
) -> Result<Kept, SaveSearchError> {
    limits::take(forum, &format!("search:account:{}", member.id), SAVES).await?;
    let (asked, name) = check(typed).map_err(SaveSearchError::Invalid)?;
    let seen = seen_now(forum, &asked).await?;
    let write = forum.act(member).await?;
    let same = of(member.id).filter(searches::Column::Meaning.eq(asked.meaning().to_vec()));
    if let Some(row) = same.one(write.tx()).await? {
        drop(write);
        let search = counted_one(forum, row).await?;
        return Ok(Kept {
            search,
            is_new: false,
        });
    }
    if of(member.id).count(write.tx()).await? >= MOST_SAVED {
        let words = format!("You keep {MOST_SAVED} searches already: delete one first.");
        return Err(SaveSearchError::Invalid(Problems::one("q", words)));
    }
    let row = row(&write, member, &asked, name, seen);
    let row = row.insert(write.tx()).await?;
    write.commit().await?;
    Ok(Kept {
        search: SavedSearch::of(row, Some(0)),
        is_new: true,
    })
}

fn check(typed: &NewSearch<'_>) -> Result<(Asked, String), Problems> {
    let mut problems = Problems::default();
    let asked = problems.take("q", Asked::to_keep(typed.query, typed.kind));
    let name = problems.take("name", named(typed.name));
    match asked.zip(name) {
        Some((asked, name)) => Ok((asked.clone(), or_by_query(name, &asked))),
        None => Err(problems),
    }
}

fn named(typed: &str) -> Result<String, String> {
    checked::text(typed, Lines::One, 0, LONGEST_NAME)
}

/// A search without a name is called by what it asks.
fn or_by_query(name: String, asked: &Asked) -> String {
    if !name.is_empty() {
        return name;
    }
    let among = match asked.kind {
        Kind::Plan => "",
        Kind::Comment => ", in comments",
        Kind::Person => ", among people",
        Kind::Listing => ", among listings",
    };
    let query = shorten(
        &asked.query.to_string(),
        LONGEST_NAME - among.chars().count(),
    );
    // What is typed to be searched for may hold what no text of ours may.
    named(&format!("{query}{among}")).unwrap_or_else(|_| "A search".to_owned())
}

/// Up to where somebody who looks now has seen a search.
async fn seen_now(forum: &Forum, asked: &Asked) -> Result<Cursor, Broken> {
    // While nothing can be found, what has been written until now is old.
    let until_now = Cursor {
        value: forum.now().0,
        id: i64::MAX,
    };
    Ok(find::front(forum, asked).await?.unwrap_or(until_now))
}

fn row(
    write: &Write,
    member: &Member,
    asked: &Asked,
    name: String,
    seen: Cursor,
) -> searches::ActiveModel {
    searches::ActiveModel {
        account_id: Set(member.id),
        name: Set(name),
        query: Set(asked.query.to_string()),
        kind: Set(asked.kind),
        meaning: Set(asked.meaning().to_vec()),
        seen_value: Set(seen.value),
        seen_id: Set(seen.id),
        created_at: Set(write.now()),
        looked_at: Set(write.now()),
        ..Default::default()
    }
}

/// The searches that a person keeps, the last kept first, with what is new of each.
///
/// # Errors
/// When the database or the index fails.
pub async fn all(forum: &Forum, person: &Person) -> Result<Vec<SavedSearch>, Broken> {
    let rows = of(person.id)
        .order_by_desc(searches::Column::Id)
        .limit(MOST_SAVED)
        .all(forum.read())
        .await?;
    counted(forum, rows).await
}

/// One of the searches that a person keeps.
///
/// # Errors
/// When the database or the index fails.
pub async fn one(
    forum: &Forum,
    person: &Person,
    id: SearchId,
) -> Result<Option<SavedSearch>, Broken> {
    match own(forum.read(), person, id).await? {
        Some(row) => Ok(Some(counted_one(forum, row).await?)),
        None => Ok(None),
    }
}

/// The number and the name under which a person keeps this search, in whichever spelling.
///
/// # Errors
/// When the database fails.
pub async fn name_of(
    forum: &Forum,
    person: &Person,
    asked: &Asked,
) -> Result<Option<(SearchId, String)>, Broken> {
    Ok(of(person.id)
        .select_only()
        .columns([searches::Column::Id, searches::Column::Name])
        .filter(searches::Column::Meaning.eq(asked.meaning().to_vec()))
        .into_tuple()
        .one(forum.read())
        .await?)
}

/// Calls a search otherwise; without a name, by what it asks.
///
/// # Errors
/// When the name is too long, the search is not the member's, or the member may not act.
pub async fn rename(
    forum: &Forum,
    member: &Member,
    id: SearchId,
    name: &str,
) -> Result<SavedSearch, SavedSearchError> {
    let name =
        named(name).map_err(|wrong| SavedSearchError::Invalid(Problems::one("name", wrong)))?;
    let write = forum.act(member).await?;
    let row = own(write.tx(), member, id).await?;
    let row = row.ok_or(SavedSearchError::NotFound)?;
    let renamed = searches::ActiveModel {
        id: Set(id),
        name: Set(or_by_query(name, &asked_by(&row))),
        ..Default::default()
    };
    let row = renamed.update(write.tx()).await?;
    write.commit().await?;
    Ok(counted_one(forum, row).await?)
}

/// Looks at a search: what it finds now is no longer new.
///
/// # Errors
/// When the search is not the member's, or the member may not act.
pub async fn look(
    forum: &Forum,
    member: &Member,
    id: SearchId,
) -> Result<Looked, SavedSearchError> {
    let row = own(forum.read(), member, id).await?;
    let asked = asked_by(&row.ok_or(SavedSearchError::NotFound)?);
    let now_seen = seen_now(forum, &asked).await?;
    let write = forum.act(member).await?;
    let row = own(write.tx(), member, id).await?;
    let row = row.ok_or(SavedSearchError::NotFound)?;
    let before = seen(&row);
    // What was seen once stays seen, also when the youngest has been taken back since.
    let seen = now_seen.max(before);
    let looked = searches::ActiveModel {
        id: Set(id),
        seen_value: Set(seen.value),
        seen_id: Set(seen.id),
        looked_at: Set(write.now()),
        ..Default::default()
    };
    let row = looked.update(write.tx()).await?;
    write.commit().await?;
    Ok(Looked {
        search: SavedSearch::of(row, Some(0)),
        since: Timestamp(before.value),
    })
}

/// Keeps a search no longer.
///
/// # Errors
/// When the search is not the member's, or the member may not act.
pub async fn delete(forum: &Forum, member: &Member, id: SearchId) -> Result<(), SavedSearchError> {
    let write = forum.act(member).await?;
    let gone = searches::Entity::delete_many()
        .filter(searches::Column::Id.eq(id))
        .filter(searches::Column::AccountId.eq(member.id))
        .exec(write.tx())
        .await?;
    if gone.rows_affected == 0 {
        return Err(SavedSearchError::NotFound);
    }
    Ok(write.commit().await?)
}

fn of(account: AccountId) -> Select<searches::Entity> {
    searches::Entity::find().filter(searches::Column::AccountId.eq(account))
}

async fn own(
    db: &impl ConnectionTrait,
    person: &Person,
    id: SearchId,
) -> Result<Option<searches::Model>, Broken> {
    let own = of(person.id).filter(searches::Column::Id.eq(id));
    Ok(own.one(db).await?)
}

fn asked_by(row: &searches::Model) -> Asked {
    Asked::read(&row.query, Some(row.kind))
}

fn seen(row: &searches::Model) -> Cursor {
    Cursor {
        value: row.seen_value,
        id: row.seen_id,
    }
}

async fn counted(forum: &Forum, rows: Vec<searches::Model>) -> Result<Vec<SavedSearch>, Broken> {
    let searches = rows.iter().map(|row| (asked_by(row), seen(row)));
    let counts = find::count_new(forum, searches.collect(), MOST_NEW).await?;
    let counts: Vec<_> = match counts {
        Some(counts) => counts.into_iter().map(Some).collect(),
        None => vec![None; rows.len()],
    };
    let counted = rows.into_iter().zip(counts);
    Ok(counted
        .map(|(row, new)| SavedSearch::of(row, new))
        .collect())
}

async fn counted_one(forum: &Forum, row: searches::Model) -> Result<SavedSearch, Broken> {
    let searches = vec![(asked_by(&row), seen(&row))];
    let counts = find::count_new(forum, searches, MOST_NEW).await?;
    let new = counts.and_then(|counts| counts.first().copied());
    Ok(SavedSearch::of(row, new))
}

impl SavedSearch {
    fn of(row: searches::Model, new: Option<u64>) -> Self {
        Self {
            id: row.id,
            asked: asked_by(&row),
            name: row.name,
            new,
            created_at: row.created_at,
            looked_at: row.looked_at,
        }
    }
}
