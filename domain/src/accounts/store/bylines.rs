//! Who wrote something, as everybody sees it.

use crate::{
    accounts::{Handle, Standing},
    broken::Broken,
    forum::Forum,
    ids::AccountId,
    tables::accounts,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use std::collections::{HashMap, HashSet};

/// The author of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Byline {
    /// The account, kept even when its person has left.
    pub id: AccountId,
    /// Who it is; nobody once the person has left.
    pub person: Option<Named>,
}

/// A person's two names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// In addresses and mentions.
    pub handle: Handle,
    /// For people; the handle when none was given.
    pub name: String,
}

impl Byline {
    /// The name to show.
    #[must_use]
    pub fn name(&self) -> &str {
        match &self.person {
            Some(named) => &named.name,
            None => "a former member",
        }
    }

    fn former(id: AccountId) -> Self {
        Self { id, person: None }
    }
}

/// The bylines of several accounts.
#[derive(Clone, Debug, Default)]
pub struct Bylines(HashMap<AccountId, Byline>);

impl Bylines {
    /// This account's.
    #[must_use]
    pub fn of(&self, id: AccountId) -> Byline {
        self.0
            .get(&id)
            .cloned()
            .unwrap_or_else(|| Byline::former(id))
    }
}

/// One account's byline.
///
/// # Errors
/// When the database fails.
pub async fn byline(forum: &Forum, id: AccountId) -> Result<Byline, Broken> {
    Ok(bylines(forum, [id]).await?.of(id))
}

/// The bylines of all these accounts, in one query.
///
/// # Errors
/// When the database fails.
pub async fn bylines(
    forum: &Forum,
    ids: impl IntoIterator<Item = AccountId>,
) -> Result<Bylines, Broken> {
    let ids: HashSet<AccountId> = ids.into_iter().collect();
    if ids.is_empty() {
        return Ok(Bylines::default());
    }
    let rows: Vec<(AccountId, String, String, Standing)> = accounts::Entity::find()
        .select_only()
        .columns([
            accounts::Column::Id,
            accounts::Column::Handle,
            accounts::Column::Name,
            accounts::Column::Standing,
        ])
        .filter(accounts::Column::Id.is_in(ids))
        .into_tuple()
        .all(forum.read())
        .await?;
    let byline = |(id, handle, name, standing): (AccountId, String, String, Standing)| {
        let left = matches!(standing, Standing::Deactivated | Standing::Erased);
        let person = (!left).then(|| Named {
            name: if name.is_empty() {
                handle.clone()
            } else {
                name
            },
            handle: Handle::stored(handle),
        });
        (id, Byline { id, person })
    };
    Ok(Bylines(rows.into_iter().map(byline).collect()))
}
