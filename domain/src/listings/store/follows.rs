//! Following a listing. It is nobody else's business, and not in the log.

use super::{Listing, hold, lists::from_rows};
use crate::{
    broken::{Broken, acts},
    clock::Timestamp,
    cursor::Cursor,
    forum::{Forum, Write},
    ids::{AccountId, ListingId},
    listings::{MOST_FOLLOWED, Question, State},
    search::{self, Asked, saved::MOST_NEW},
    tables::{listing_follows, listings},
    viewer::{Member, Person},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, ExprTrait, FromQueryResult,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Statement, sea_query::Expr,
};
use std::collections::HashMap;

/// Why a listing is not followed, or not looked at.
#[derive(Debug, thiserror::Error)]
pub enum FollowError {
    /// There is no such listing to be seen, or the member does not follow it.
    #[error("no such listing")]
    NotFound,
    /// The member follows as many as may be.
    #[error("you follow {MOST_FOLLOWED} listings already: follow one less first")]
    TooMany,
    /// The account may not act for now.
    #[error("this account is suspended")]
    Suspended,
    /// Not the member's fault.
    #[error(transparent)]
    Broken(Broken),
}

acts!(FollowError);

/// A listing that somebody follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Followed {
    /// The listing.
    pub listing: Listing,
    /// How many plans have come since it was looked at, at most [`MOST_NEW`]; nothing while the first index
    /// is being built and it is not known.
    pub new: Option<u64>,
    /// When it was last looked at.
    pub looked_at: Timestamp,
}

/// Follows a published listing. Again, it changes nothing.
///
/// # Errors
/// When there is no such listing, the member follows too many, or may not act.
pub async fn follow(forum: &Forum, member: &Member, id: ListingId) -> Result<(), FollowError> {
    let seen = seen_now(forum, id).await?;
    let write = forum.act(member).await?;
    let row = hold(&write, id).await?;
    row.filter(|row| row.state == State::Published)
        .ok_or(FollowError::NotFound)?;
    let follows = listing_follows::Entity::find_by_id((member.id, id));
    if follows.one(write.tx()).await?.is_some() {
        return Ok(());
    }
    if of(member.id).count(write.tx()).await? >= MOST_FOLLOWED {
        return Err(FollowError::TooMany);
    }
    let follows = listing_follows::ActiveModel {
        account_id: Set(member.id),
        listing_id: Set(id),
        seen_value: Set(seen.value),
        seen_id: Set(seen.id),
        created_at: Set(write.now()),
        looked_at: Set(write.now()),
    };
    follows.insert(write.tx()).await?;
    count(&write, id, 1).await?;
    Ok(write.commit().await?)
}

/// Follows a listing no longer. Again, it changes nothing.
///
/// # Errors
/// When the member may not act.
pub async fn unfollow(forum: &Forum, member: &Member, id: ListingId) -> Result<(), FollowError> {
    let write = forum.act(member).await?;
    if hold(&write, id).await?.is_none() {
        return Ok(());
    }
    let gone = listing_follows::Entity::delete_by_id((member.id, id))
        .exec(write.tx())
        .await?;
    if gone.rows_affected == 0 {
        return Ok(());
    }
    count(&write, id, -1).await?;
    Ok(write.commit().await?)
}

/// Looks at a listing that the member follows: what is in it now is no longer new. What was put there, or
/// posted, after the moment that is answered was. Of one that they do not follow nothing changes.
///
/// # Errors
/// When the member may not act.
pub async fn look(forum: &Forum, member: &Member, id: ListingId) -> Result<Timestamp, FollowError> {
    let seen = seen_now(forum, id).await?;
    let write = forum.act(member).await?;
    let row = listing_follows::Entity::find_by_id((member.id, id));
    let Some(row) = row.one(write.tx()).await? else {
        // Whoever does not follow it has nothing that is no longer new.
        return Ok(write.now());
    };
    let before = row.looked_at;
    // What was seen once stays seen, also when the youngest has been taken back since.
    let seen = seen.max(self::seen(&row));
    let looked = listing_follows::ActiveModel {
        account_id: Set(member.id),
        listing_id: Set(id),
        seen_value: Set(seen.value),
        seen_id: Set(seen.id),
        looked_at: Set(write.now()),
        ..Default::default()
    };
    looked.update(write.tx()).await?;
    write.commit().await?;
    Ok(before)
}

/// The published listings that somebody follows, the last followed first, with what is new of each.
///
/// # Errors
/// When the database or the index fails.
pub async fn followed(forum: &Forum, person: &Person) -> Result<Vec<Followed>, Broken> {
    let follows = of(person.id)
        .order_by_desc(listing_follows::Column::CreatedAt)
        .order_by_desc(listing_follows::Column::ListingId)
        .limit(MOST_FOLLOWED)
        .all(forum.read())
        .await?;
    let rows = listings::Entity::find()
        .filter(listings::Column::Id.is_in(follows.iter().map(|follow| follow.listing_id)))
        .filter(listings::Column::State.eq(State::Published))
        .all(forum.read())
        .await?;
    let found = from_rows(forum, rows).await?.into_iter();
    let mut found: HashMap<ListingId, Listing> =
        found.map(|listing| (listing.id, listing)).collect();
    let follows: Vec<_> = follows
        .into_iter()
        .filter_map(|follow| Some((found.remove(&follow.listing_id)?, follow)))
        .collect();
    let put = put_since(forum, person.id).await?;
    let answers = answered_since(forum, &follows).await?;
    let followed = follows.into_iter().map(|(listing, follow)| Followed {
        new: news(&listing, &put, answers.as_ref()),
        looked_at: follow.looked_at,
        listing,
    });
    Ok(followed.collect())
}

fn news(
    listing: &Listing,
    put: &HashMap<ListingId, i64>,
    answers: Option<&HashMap<ListingId, u64>>,
) -> Option<u64> {
    let put = put.get(&listing.id).copied().unwrap_or(0).unsigned_abs();
    let answered = match &listing.question {
        Some(_) => answers?.get(&listing.id).copied().unwrap_or(0),
        None => 0,
    };
    Some(std::cmp::min(put + answered, MOST_NEW))
}

#[derive(FromQueryResult)]
struct Put {
    listing_id: ListingId,
    plans: i64,
}

/// How many plans that are to be seen were put into each listing since the person looked.
async fn put_since(forum: &Forum, who: AccountId) -> Result<HashMap<ListingId, i64>, Broken> {
    let sql = format!(
        "SELECT f.listing_id, COUNT(*) AS plans FROM listing_follows f \
         JOIN listed e ON e.listing_id = f.listing_id AND e.added_at > f.looked_at \
         JOIN plans p ON p.id = e.plan_id AND p.state = 'published' \
         WHERE f.account_id = {who} GROUP BY f.listing_id"
    );
    let statement = Statement::from_string(forum.read().get_database_backend(), sql);
    let put = Put::find_by_statement(statement).all(forum.read()).await?;
    Ok(put
        .into_iter()
        .map(|row| (row.listing_id, row.plans))
        .collect())
}

/// How many new answers each listing has that asks; nothing while that is not known.
async fn answered_since(
    forum: &Forum,
    follows: &[(Listing, listing_follows::Model)],
) -> Result<Option<HashMap<ListingId, u64>>, Broken> {
    let asking = follows.iter().filter_map(|(listing, follow)| {
        let question = listing.question.as_ref()?;
        Some((listing.id, question.asked.clone(), seen(follow)))
    });
    let asking: Vec<(ListingId, Asked, Cursor)> = asking.collect();
    let ids: Vec<ListingId> = asking.iter().map(|(id, ..)| *id).collect();
    let asking = asking.into_iter().map(|(_, asked, seen)| (asked, seen));
    let counts = search::count_new(forum, asking.collect(), MOST_NEW).await?;
    Ok(counts.map(|counts| ids.into_iter().zip(counts).collect()))
}

/// Up to where somebody who looks now has seen what a listing's question finds.
async fn seen_now(forum: &Forum, id: ListingId) -> Result<Cursor, Broken> {
    let until_now = Cursor {
        value: forum.now().0,
        id: i64::MAX,
    };
    let row = listings::Entity::find_by_id(id).one(forum.read()).await?;
    let question = row.and_then(|row| Some(Question::stored(row.question.as_deref()?, row.sort)));
    let Some(question) = question else {
        return Ok(until_now);
    };
    let front = search::front(forum, &question.asked).await?;
    Ok(front.unwrap_or(until_now))
}

fn seen(row: &listing_follows::Model) -> Cursor {
    Cursor {
        value: row.seen_value,
        id: row.seen_id,
    }
}

fn of(who: AccountId) -> sea_orm::Select<listing_follows::Entity> {
    listing_follows::Entity::find().filter(listing_follows::Column::AccountId.eq(who))
}

async fn count(write: &Write, id: ListingId, more: i64) -> Result<(), Broken> {
    listings::Entity::update_many()
        .col_expr(
            listings::Column::Followers,
            Expr::col(listings::Column::Followers).add(more),
        )
        .filter(listings::Column::Id.eq(id))
        .exec(write.tx())
        .await?;
    Ok(())
}
