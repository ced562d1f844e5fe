//! A thing that is acted upon, held until the act ends.

use crate::{
    accounts::{self, Role, Standing},
    broken::Broken,
    comments,
    forks::hold_line,
    forum::{Forum, Write},
    funding,
    ids::{AccountId, CommentId, MeasureId},
    listings,
    log::Subject,
    moderation::{Refusal, Thing, rules::Deciding},
    plans,
    tables::{
        accounts as account_rows, comments as comment_rows, listings as listing_rows,
        plans as plan_rows, rounds as round_rows,
    },
    tags,
    viewer::Moderator,
};
use sea_orm::{ConnectionTrait, EntityTrait, QuerySelect, sea_query::LockType};

/// What is stored of a thing.
pub(super) enum Stored {
    Plan(plan_rows::Model),
    Comment(comment_rows::Model),
    Account(account_rows::Model),
    Listing(listing_rows::Model),
    Round(round_rows::Model),
}

impl Stored {
    /// What is stored of a thing now, without holding it.
    pub(super) async fn now(
        db: &impl ConnectionTrait,
        thing: Thing,
    ) -> Result<Option<Self>, Broken> {
        Ok(match thing {
            Thing::Plan(id) => {
                let row = plan_rows::Entity::find_by_id(id).one(db).await?;
                row.map(Self::Plan)
            }
            Thing::Comment(id) => {
                let row = comment_rows::Entity::find_by_id(id).one(db).await?;
                row.map(Self::Comment)
            }
            Thing::Account(id) => {
                let row = account_rows::Entity::find_by_id(id).one(db).await?;
                row.map(Self::Account)
            }
            Thing::Listing(id) => {
                let row = listing_rows::Entity::find_by_id(id).one(db).await?;
                row.map(Self::Listing)
            }
            Thing::Round(id) => {
                let row = round_rows::Entity::find_by_id(id).one(db).await?;
                row.map(Self::Round)
            }
        })
    }

    /// Whose it is, which never changes.
    pub(super) fn author(&self) -> AccountId {
        match self {
            Self::Plan(row) => row.author_id,
            Self::Comment(row) => row.author_id,
            Self::Account(row) => row.id,
            Self::Listing(row) => row.maker_id,
            Self::Round(row) => row.funder_id,
        }
    }

    /// The measure by which readers do not see it.
    pub(super) fn withheld(&self) -> Option<MeasureId> {
        match self {
            Self::Plan(row) => row.withheld,
            Self::Comment(row) => row.withheld,
            Self::Listing(row) => row.withheld,
            Self::Round(row) => row.withheld,
            Self::Account(_) => None,
        }
    }
}

/// Whose a thing is.
pub(super) async fn author(forum: &Forum, thing: Thing) -> Result<Option<AccountId>, Broken> {
    let stored = Stored::now(forum.read(), thing).await?;
    Ok(stored.map(|stored| stored.author()))
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
        let stored = match thing {
            Thing::Plan(id) => {
                tags::share(write.tx()).await?;
                hold_line(write, id).await?;
                plans::hold(write, id).await?.map(Stored::Plan)
            }
            Thing::Comment(id) => comment(write, id).await?.map(Stored::Comment),
            Thing::Account(id) => {
                let row = account_rows::Entity::find_by_id(id).lock(LockType::NoKeyUpdate);
                let row = row.one(write.tx()).await?;
                let row = row.filter(|row| row.standing != Standing::Erased);
                row.map(Stored::Account)
            }
            Thing::Listing(id) => {
                let row = listings::hold(write, id).await?;
                // A draft is nobody's but its curators'.
                let row = row.filter(|row| row.published_at.is_some());
                row.map(Stored::Listing)
            }
            Thing::Round(id) => {
                let row = funding::hold(write, id).await?;
                // A draft is nobody's but its funder's.
                let row = row.filter(|row| row.published_at.is_some());
                row.map(Stored::Round)
            }
        };
        match stored {
            Some(stored) => Ok(Some(Self::of(write, thing, stored).await?)),
            None => Ok(None),
        }
    }

    /// A thing that this write has just made, which nobody else knows of yet.
    pub(super) async fn just_posted(write: &Write, thing: Thing) -> Result<Option<Self>, Broken> {
        match Stored::now(write.tx(), thing).await? {
            Some(stored) => Ok(Some(Self::of(write, thing, stored).await?)),
            None => Ok(None),
        }
    }

    async fn of(write: &Write, thing: Thing, stored: Stored) -> Result<Self, Broken> {
        let account = stored.author();
        let role = accounts::role_of(write.tx(), account).await?;
        Ok(Self {
            thing,
            account,
            role: role.unwrap_or(Role::Member),
            name: name(write, &stored).await?,
            stored,
        })
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
        self.stored.withheld()
    }

    /// Whether readers see it.
    pub(super) fn is_shown(&self) -> bool {
        match &self.stored {
            Stored::Plan(row) => row.state == plans::State::Published,
            Stored::Comment(row) => row.state == comments::State::Shown,
            Stored::Listing(row) => row.state == listings::State::Published,
            Stored::Round(row) => row.state == funding::State::Published,
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
            Thing::Round(id) => Subject::Round(id),
        }
    }
}

/// What a thing is called in letters.
async fn name(write: &Write, stored: &Stored) -> Result<String, Broken> {
    Ok(match stored {
        Stored::Plan(row) => row.title.clone(),
        Stored::Account(row) => row.handle.clone(),
        Stored::Listing(row) => row.title.clone(),
        Stored::Round(row) => row.title.clone(),
        Stored::Comment(row) => {
            let plan = plan_rows::Entity::find_by_id(row.plan_id);
            let plan = plan.one(write.tx()).await?;
            let title = plan.map(|plan| plan.title).unwrap_or_default();
            format!("a comment on {title}")
        }
    })
}

/// A comment, its plan held before it.
async fn comment(write: &Write, id: CommentId) -> Result<Option<comment_rows::Model>, Broken> {
    let row = comment_rows::Entity::find_by_id(id).one(write.tx()).await?;
    let Some(row) = row else {
        return Ok(None);
    };
    plans::hold(write, row.plan_id).await?;
    let again = comment_rows::Entity::find_by_id(id).lock_exclusive();
    Ok(again.one(write.tx()).await?)
}
