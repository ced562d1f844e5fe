//! Addresses, and proving that one's own is one's own.

use super::{
    by_email, is_taken,
    join::LETTERS,
    links::{self, CONFIRM_WITHIN, LinkError, NewLink},
    proof,
};
use crate::{
    accounts::{Email, Handle, Purpose, Standing, letters},
    broken::{Broken, breaks},
    forum::{Forum, Write},
    ids::AccountId,
    limits::{self, limited},
    mail,
    problems::Problems,
    tables::accounts,
    viewer::Person,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, sea_query::Expr};

/// Notes whether a person wants letters about what happens to their plans and suggestions. Letters
/// about the account itself come all the same.
///
/// # Errors
/// When the database fails.
pub async fn set_news(forum: &Forum, person: &Person, wanted: bool) -> Result<(), Broken> {
    let write = forum.write().await?;
    accounts::Entity::update_many()
        .col_expr(accounts::Column::News, wanted.into())
        .filter(accounts::Column::Id.eq(person.id))
        .exec(write.tx())
        .await?;
    write.commit().await
}

/// Why an address was not changed.
#[derive(Debug, thiserror::Error)]
pub enum ChangeEmailError {
    /// Something typed is wrong.
    #[error("{0}")]
    Invalid(Problems),
    /// Too often.
    #[error("tried too often; again in {retry_after} seconds")]
    Limited {
        /// After so many seconds it may be tried again.
        retry_after: u64,
    },
    /// Not the person's fault.
    #[error(transparent)]
    Broken(Broken),
}

breaks!(ChangeEmailError);
limited!(ChangeEmailError);

/// Takes a new address, or the same again for another letter. Until it is confirmed, the account
/// keeps the one it has. Whether it is somebody else's, only the letter tells.
///
/// # Errors
/// When the password is wrong, the address is none, or it was tried too often.
pub async fn change_email(
    forum: &Forum,
    person: &Person,
    typed: &str,
    password: &str,
) -> Result<(), ChangeEmailError> {
    let mut problems = Problems::default();
    let email = problems.take("email", typed.parse::<Email>());
    let proof = proof::of_password(forum, person.id, password).await?;
    if proof.is_none() {
        problems.add("password", proof::NOT_YOURS);
    }
    let (Some(email), Some(proof)) = (email, proof) else {
        return Err(ChangeEmailError::Invalid(problems));
    };
    limits::take(forum, &format!("letters:{}", email.folded()), LETTERS).await?;
    let write = forum.write().await?;
    let Some(account) = proof.check_again(&write).await? else {
        let problems = Problems::one("password", proof::NOT_YOURS);
        return Err(ChangeEmailError::Invalid(problems));
    };
    if account
        .email
        .is_some_and(|own| own.eq_ignore_ascii_case(email.as_str()))
    {
        return Ok(forget_unconfirmed(write, person.id).await?);
    }
    accounts::Entity::update_many()
        .col_expr(
            accounts::Column::EmailUnconfirmed,
            Expr::val(email.as_str()),
        )
        .filter(accounts::Column::Id.eq(person.id))
        .exec(write.tx())
        .await?;
    links::spend_all(&write, Purpose::ConfirmEmail, person.id).await?;
    ask_to_confirm(forum, &write, person.id, &person.handle, &email).await?;
    Ok(write.commit().await?)
}

async fn forget_unconfirmed(write: Write, id: AccountId) -> Result<(), Broken> {
    accounts::Entity::update_many()
        .col_expr(
            accounts::Column::EmailUnconfirmed,
            Expr::val(None::<String>),
        )
        .filter(accounts::Column::Id.eq(id))
        .exec(write.tx())
        .await?;
    write.commit().await
}

/// Sends the letter to an address that was given for an account: to its owner a link, to somebody
/// else's the news. Both take the same work; the link that goes to nobody is never used.
pub(super) async fn ask_to_confirm(
    forum: &Forum,
    write: &Write,
    id: AccountId,
    handle: &Handle,
    email: &Email,
) -> Result<(), Broken> {
    let owner: Option<String> = by_email(&email.folded())
        .select_only()
        .column(accounts::Column::Handle)
        .into_tuple()
        .one(write.tx())
        .await?;
    let link = NewLink {
        purpose: Purpose::ConfirmEmail,
        account: Some(id),
        email: Some(email.as_str()),
        lifetime: CONFIRM_WITHIN,
    };
    let token = links::make(forum, write, &link).await?;
    let letter = match owner {
        Some(owner) => letters::already_here(forum.policy(), email, &owner, handle),
        None => letters::confirm(forum.policy(), email, handle, &token),
    };
    mail::queue(write.tx(), letter, write.now()).await
}

/// Confirms the address that this link was sent to, once. From then on it is the account's, and no
/// other's.
///
/// # Errors
/// When the link does not work any more, or the address has become another account's.
pub async fn confirm_email(forum: &Forum, token: &str) -> Result<(), LinkError> {
    let write = forum.write().await?;
    let link = links::spend(&write, Purpose::ConfirmEmail, token)
        .await?
        .ok_or(LinkError::Unknown)?;
    let (Some(id), Some(email)) = (link.account_id, link.email) else {
        return Err(LinkError::Unknown);
    };
    let confirmed = accounts::Entity::update_many()
        .col_expr(accounts::Column::Email, Expr::val(email.as_str()))
        .col_expr(
            accounts::Column::EmailUnconfirmed,
            Expr::val(None::<String>),
        )
        .filter(accounts::Column::Id.eq(id))
        .filter(accounts::Column::EmailUnconfirmed.eq(email.as_str()))
        .filter(accounts::Column::Standing.is_in([Standing::Active, Standing::Suspended]))
        .exec(write.tx())
        .await;
    match confirmed {
        Ok(confirmed) if confirmed.rows_affected == 1 => Ok(write.commit().await?),
        Ok(_) => Err(LinkError::Unknown),
        Err(error) if is_taken(&error, "email") => Err(LinkError::Unknown),
        Err(error) => Err(error.into()),
    }
}
