//! A thing that is acted upon, held until the act ends.

use crate::{
    accounts::{self, Role, Standing},
    broken::Broken,
    comments,
    forks::hold_line,
    forum::{Forum, Write},
    ids::{AccountId, MeasureId},
    listings,
    log::Subject,
    moderation::{Refusal, Thing, rules::Deciding},
    plans,
    tables::{
        accounts as account_rows, comments as comment_rows, listings as listing_rows,
        plans as plan_rows,
    },
    tags,
    viewer::Moderator,
};
use sea_orm::{EntityTrait, QuerySelect, sea_query::LockType};

/// What is stored of a thing.
pub(super) enum Stored {
    Plan(plan_rows::Model),
    Comment(comment_rows::Model),
    Account(account_rows::Model),
    Listing(listing_rows::Model),
}

/// Whose a thing is, which never changes.
pub(super) async fn author(forum: &Forum, thing: Thing) -> Result<Option<AccountId>, Broken> {
    let db = forum.read();
    Ok(match thing {
        Thing::Plan(id) => {
            let plan = plan_rows::Entity::find_by_id(id).one(db).await?;
            plan.map(|row| row.author_id)
        }
        Thing::Comment(id) => {
            let comment = comment_rows::Entity::find_by_id(id).one(db).await?;
            comment.map(|row| row.author_id)
        }
        Thing::Account(id) => Some(id),
        Thing::Listing(id) => {
            let listing = listing_rows::Entity::find_by_id(id).one(db).await?;
            listing.map(|row| row.maker_id)
        }
    })
}

/// A thing with whoever it belongs to.
pub(super) struct Target {
    pub thing: Thing,
    pub stored: Stored,
    /// Whose it is, and what they may do.
    pub account: AccountId,
    pub role: Role,
    /// What it is called in letters.
    pub name: String,
}

impl Target {
    /// The thing as it is now; tags before plans before comments, as everybody
    /// holds them. Whoever it belongs to is held already.
    pub(super) async fn held(write: &Write, thing: Thing) -> Result<Option<Self>, Broken> {
        let found = match thing {
            Thing::Plan(id) => {
                tags::share(write.tx()).await?;
                hold_line(write, id).await?;
                let plan = plans::hold(write, id).await?;
                plan.map(|row| (row.author_id, row.title.clone(), Stored::Plan(row)))
            }
            Thing::Comment(id) => comment(write, id).await?,
            Thing::Account(id) => {
                let row = account_rows::Entity::find_by_id(id).lock(LockType::NoKeyUpdate);
                let row = row.one(write.tx()).await?;
                let row = row.filter(|row| row.standing != Standing::Erased);
                row.map(|row| (row.id, row.handle.clone(), Stored::Account(row)))
            }
            Thing::Listing(id) => {
                let row = listings::hold(write, id).await?;
                // A draft is nobody's but its curators'.
                let row = row.filter(|row| row.published_at.is_some());
                row.map(|row| (row.maker_id, row.title.clone(), Stored::Listing(row)))
            }
        };
        let Some((account, name, stored)) = found else {
            return Ok(None);
        };
        let role = accounts::role_of(write.tx(), account).await?;
        Ok(Some(Self {
            thing,
            stored,
            account,
            role: role.unwrap_or(Role::Member),
            name,
        }))
    }

    /// Why this moderator may not decide about it; nothing when they may.
    pub(super) fn refusal(&self, moderator: &Moderator, role: Role) -> Option<Refusal> {
        let deciding = Deciding {
            moderator: (moderator.id, role),
            concerned: (self.account, self.role),
        };
        deciding.refusal()
    }

    /// The measure by which readers do not see it.
    pub(super) fn withheld(&self) -> Option<MeasureId> {
        match &self.stored {
            Stored::Plan(row) => row.withheld,
            Stored::Comment(row) => row.withheld,
            Stored::Listing(row) => row.withheld,
            Stored::Account(_) => None,
        }
    }

    /// Whether readers see it.
    pub(super) fn is_shown(&self) -> bool {
        match &self.stored {
            Stored::Plan(row) => row.state == plans::State::Published,
            Stored::Comment(row) => row.state == comments::State::Shown,
            Stored::Listing(row) => row.state == listings::State::Published,
            Stored::Account(row) => {
                matches!(row.standing, Standing::Active | Standing::Suspended)
            }
        }
    }

    /// Whether its author or writer has taken it back.
    pub(super) fn is_gone(&self) -> bool {
        !self.is_shown() && self.withheld().is_none()
    }

    pub(super) fn subject(&self) -> Subject {
        match self.thing {
            Thing::Plan(id) => Subject::Plan(id),
            Thing::Comment(id) => Subject::Comment(id),
            Thing::Account(id) => Subject::Account(id),
            Thing::Listing(id) => Subject::Listing(id),
        }
    }
}

async fn comment(
    write: &Write,
    id: crate::ids::CommentId,
) -> Result<Option<(AccountId, String, Stored)>, Broken> {
    let row = comment_rows::Entity::find_by_id(id).one(write.tx()).await?;
    let Some(row) = row else {
        return Ok(None);
    };
    let plan = plans::hold(write, row.plan_id).await?;
    let again = comment_rows::Entity::find_by_id(id).lock_exclusive();
    let row = again.one(write.tx()).await?;
    Ok(plan.zip(row).map(|(plan, row)| {
        let name = format!("a comment on {}", plan.title);
        (row.author_id, name, Stored::Comment(row))
    }))
}
