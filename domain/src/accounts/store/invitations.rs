//! Invitations: links by which somebody may join where not everybody may.

use super::{
    admins,
    bylines::{Byline, bylines},
    links::{self, INVITED_FOR, NewLink},
    tokens::Token,
};
use crate::{
    accounts::{Purpose, Registration},
    broken::{Broken, acts},
    clock::Timestamp,
    forum::{Forum, Write},
    ids::{AccountId, LinkId},
    tables::links as table,
    viewer::Admin,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

const MOST_LISTED: u64 = 200;

/// An invitation as the admins see it. The link itself was shown once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// Its number.
    pub id: LinkId,
    /// Who made it.
    pub by: Byline,
    /// When it was made.
    pub created_at: Timestamp,
    /// Until when it is good.
    pub expires_at: Timestamp,
    /// When somebody joined by it.
    pub used_at: Option<Timestamp>,
}

/// Why an invitation was not made or revoked.
#[derive(Debug, thiserror::Error)]
pub enum InviteError {
    /// The account may not act for now.
    #[error("this account is suspended")]
    Suspended,
    /// The person is no admin any more, or there is no such invitation.
    #[error("no such invitation")]
    NotFound,
    /// Not the person's fault.
    #[error(transparent)]
    Broken(Broken),
}

acts!(InviteError);

/// Makes an invitation, good once and for two weeks.
///
/// # Errors
/// When the person is no admin any more.
pub async fn invite(forum: &Forum, admin: &Admin) -> Result<Token, InviteError> {
    let write = act(forum, admin).await?;
    let link = NewLink {
        purpose: Purpose::Invite,
        account: Some(admin.id),
        email: None,
        lifetime: INVITED_FOR,
    };
    let token = links::make(forum, &write, &link).await?;
    write.commit().await?;
    Ok(token)
}

/// The newest invitations, used or not.
///
/// # Errors
/// When the database fails.
pub async fn invitations(forum: &Forum, _: &Admin) -> Result<Vec<Invitation>, Broken> {
    let rows = table::Entity::find()
        .filter(table::Column::Purpose.eq(Purpose::Invite))
        .order_by_desc(table::Column::Id)
        .limit(MOST_LISTED)
        .all(forum.read())
        .await?;
    let makers = bylines(forum, rows.iter().filter_map(|row| row.account_id)).await?;
    let invitation = |row: table::Model| Invitation {
        id: row.id,
        by: makers.of(row.account_id.unwrap_or(AccountId(0))),
        created_at: row.created_at,
        expires_at: row.expires_at,
        used_at: row.used_at,
    };
    Ok(rows.into_iter().map(invitation).collect())
}

/// Takes an unused invitation back.
///
/// # Errors
/// When there is no such invitation, or the person is no admin any more.
pub async fn revoke_invitation(
    forum: &Forum,
    admin: &Admin,
    id: LinkId,
) -> Result<(), InviteError> {
    let write = act(forum, admin).await?;
    let revoked = table::Entity::delete_many()
        .filter(table::Column::Id.eq(id))
        .filter(table::Column::Purpose.eq(Purpose::Invite))
        .filter(table::Column::UsedAt.is_null())
        .exec(write.tx())
        .await?;
    if revoked.rows_affected == 0 {
        return Err(InviteError::NotFound);
    }
    Ok(write.commit().await?)
}

async fn act(forum: &Forum, admin: &Admin) -> Result<Write, InviteError> {
    let write = forum.act(admin).await?;
    if !admins::is_still(&write, admin).await? {
        return Err(InviteError::NotFound);
    }
    Ok(write)
}

/// Whether somebody may join by this invitation.
///
/// # Errors
/// When the database fails.
pub async fn is_invited(forum: &Forum, token: &str) -> Result<bool, Broken> {
    if forum.policy().registration == Registration::Closed {
        return Ok(false);
    }
    Ok(links::usable(forum, Purpose::Invite, token)
        .await?
        .is_some())
}
