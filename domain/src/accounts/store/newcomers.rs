//! What new accounts may, and what they are told when they want more.

use crate::{
    accounts::{New, Newcomers, Record, Role},
    broken::Broken,
    clock::Timestamp,
    forum::Forum,
    ids::AccountId,
    limits::{self, LimitError, Rate, Wait},
    problems::Problems,
    tables::accounts,
    text::{links_elsewhere, mentions},
};
use sea_orm::{EntityTrait, FromQueryResult, QuerySelect, Statement};

/// What others who are not new have taken up of an account's. `$2` is since when they have been there.
const RECORD: &str = "SELECT \
    (SELECT COUNT(*) FROM comments c JOIN accounts b ON b.id = c.favorite_by \
        WHERE c.author_id = $1 AND c.favorite_at IS NOT NULL AND b.id <> $1 AND b.created_at <= $2) AS favorites, \
    (SELECT COUNT(*) FROM suggestions s JOIN plans p ON p.id = s.plan_id JOIN accounts b ON b.id = p.author_id \
        WHERE s.author_id = $1 AND s.accepted > 0 AND b.id <> $1 AND b.created_at <= $2) AS suggestions, \
    (SELECT COUNT(*) FROM plan_votes v JOIN plans p ON p.id = v.plan_id JOIN accounts b ON b.id = v.account_id \
        WHERE p.author_id = $1 AND b.id <> $1 AND b.created_at <= $2) \
    + (SELECT COUNT(*) FROM comment_votes v JOIN comments c ON c.id = v.comment_id JOIN accounts b ON b.id = v.account_id \
        WHERE c.author_id = $1 AND b.id <> $1 AND b.created_at <= $2) AS votes";

#[derive(FromQueryResult)]
struct Counted {
    favorites: i64,
    suggestions: i64,
    votes: i64,
}

/// Whether an account is new and limited for that. Whoever keeps order is known to an admin.
///
/// # Errors
/// When the database fails.
pub async fn newcomer(forum: &Forum, id: AccountId) -> Result<Option<New>, Broken> {
    let policy = forum.policy();
    let Some(limits) = policy.newcomers.filter(|_| policy.limits) else {
        return Ok(None);
    };
    let account: Option<(Timestamp, Role)> = accounts::Entity::find_by_id(id)
        .select_only()
        .columns([accounts::Column::CreatedAt, accounts::Column::Role])
        .into_tuple()
        .one(forum.read())
        .await?;
    let Some((joined, Role::Member)) = account else {
        return Ok(None);
    };
    let now = forum.now();
    let mut record = Record {
        joined,
        ..Record::default()
    };
    // Of most accounts that is all that there is to ask.
    if limits.judge(&record, now).is_none() {
        return Ok(None);
    }
    let values = [id.into(), limits.known_since(now).into()];
    let backend = forum.read().get_database_backend();
    let statement = Statement::from_sql_and_values(backend, RECORD, values);
    if let Some(counted) = Counted::find_by_statement(statement)
        .one(forum.read())
        .await?
    {
        record.favorites = counted.favorites;
        record.suggestions = counted.suggestions;
        record.votes = counted.votes;
    }
    Ok(limits.judge(&record, now))
}

/// What is posted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Posting {
    /// A plan, be it a fork.
    Plan,
    /// A comment.
    Comment,
}

impl Posting {
    fn noun(self) -> &'static str {
        match self {
            Self::Plan => "plan",
            Self::Comment => "comment",
        }
    }

    fn most(self, may: &Newcomers) -> u32 {
        match self {
            Self::Plan => may.plans,
            Self::Comment => may.comments,
        }
    }
}

/// Where a text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Written {
    /// In a plan, or in what is suggested to one.
    Plan,
    /// In a comment.
    Comment,
    /// In a profile.
    Profile,
}

impl Written {
    fn noun(self) -> &'static str {
        match self {
            Self::Plan => "plan",
            Self::Comment => "comment",
            Self::Profile => "profile",
        }
    }

    fn links(self, may: &Newcomers) -> u32 {
        match self {
            Self::Plan => may.plan_links,
            Self::Comment | Self::Profile => may.links,
        }
    }
}

/// Counts something that a new account posts, and says when it is too much for an hour.
pub(crate) async fn count_posting(
    forum: &Forum,
    id: AccountId,
    new: Option<&New>,
    posting: Posting,
) -> Result<Result<(), Wait>, Broken> {
    let Some(new) = new else {
        return Ok(Ok(()));
    };
    let most = posting.most(&new.may);
    let rate = Rate::new(i64::from(most), Timestamp::HOUR / i64::from(most.max(1)));
    let what = format!("new:{}:account:{id}", posting.noun());
    match limits::take(forum, &what, rate).await {
        Ok(()) => Ok(Ok(())),
        Err(LimitError::Limited { retry_after }) => {
            let words = format!(
                "While your account is new you can post {} in an hour. You can post the next in {}. {}",
                many(most, posting.noun()),
                in_words(retry_after),
                falls_away(new)
            );
            Ok(Err(Wait {
                seconds: retry_after,
                words,
            }))
        }
        Err(LimitError::Broken(broken)) => Err(broken),
    }
}

/// What is too much in a text for a new account to post. `before` is what its place says now: what stands
/// there already is no new link.
pub(crate) async fn check_text(
    forum: &Forum,
    new: Option<&New>,
    (place, field): (Written, &'static str),
    text: &str,
    before: &str,
) -> Result<Problems, Broken> {
    let Some(new) = new.copied() else {
        return Ok(Problems::default());
    };
    let here = forum.policy().public_url.clone();
    let (text, before) = (text.to_owned(), before.to_owned());
    let counting = tokio::task::spawn_blocking(move || {
        let counts = |text: &str| (links_elsewhere(text, &here), mentions(text).len());
        (counts(&text), counts(&before))
    });
    let ((links, mentioned), (old_links, old_mentioned)) = counting.await?;
    let mut problems = Problems::default();
    let mut refuse = |count: usize, old: usize, most: u32, noun: &str| {
        if count > old && count > usize::try_from(most).unwrap_or(usize::MAX) {
            problems.add(field, too_many(&new, (count, noun), most, place));
        }
    };
    refuse(links, old_links, place.links(&new.may), "link");
    refuse(mentioned, old_mentioned, new.may.mentions, "mention");
    Ok(problems)
}

fn too_many(new: &New, (count, noun): (usize, &str), most: u32, place: Written) -> String {
    let allowed = match most {
        0 => format!("no {noun}s"),
        most => format!("at most {}", many(most, noun)),
    };
    format!(
        "has {count} {noun}s; while your account is new a {} may have {allowed}. {}",
        place.noun(),
        falls_away(new)
    )
}

/// When the limits end.
fn falls_away(new: &New) -> String {
    let day = new.until.to_jiff().strftime("%-d %B %Y, %H:%M UTC");
    let more = match new.missing {
        1 => "one more contribution of yours has been accepted".to_owned(),
        missing => format!("{missing} more contributions of yours have been accepted"),
    };
    format!("This ends on {day}, or once {more}.")
}

fn many(count: u32, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}

/// `40 seconds`, `6 minutes`.
fn in_words(seconds: u64) -> String {
    match seconds {
        0..=1 => "a second".into(),
        2..=90 => format!("{seconds} seconds"),
        _ => format!("{} minutes", seconds.div_ceil(60)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_much_is_told_with_when_it_ends() {
        let new = New {
            until: Timestamp(1_793_523_600 * Timestamp::SECOND),
            missing: 2,
            accepted: 1,
            may: Newcomers::default(),
        };
        assert_eq!(
            too_many(&new, (7, "link"), 5, Written::Comment),
            "has 7 links; while your account is new a comment may have at most 5 links. This ends on 1 November 2026, \
             09:00 UTC, or once 2 more contributions of yours have been accepted."
        );
        assert!(
            too_many(&new, (1, "link"), 0, Written::Plan).contains("a plan may have no links.")
        );
        assert_eq!(
            (in_words(1), in_words(45), in_words(361)),
            ("a second".into(), "45 seconds".into(), "7 minutes".into())
        );
    }
}
