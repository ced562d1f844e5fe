//! Tokens for programs.

use super::tokens::Token;
use crate::{
    accounts::SessionKind,
    broken::{Broken, acts},
    checked::{self, Lines},
    clock::Timestamp,
    forum::Forum,
    problems::Problems,
    tables::sessions,
    viewer::Member,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

const LIFETIME: i64 = 365 * Timestamp::DAY;
const MOST_TOKENS: u64 = 25;
const LONGEST_LABEL: usize = 80;

/// Why no token was made.
#[derive(Debug, thiserror::Error)]
pub enum MakeTokenError {
    /// The label is wrong, or there are too many tokens.
    #[error("{0}")]
    Invalid(Problems),
    /// The account may not act for now.
    #[error("this account is suspended")]
    Suspended,
    /// Not the person's fault.
    #[error(transparent)]
    Broken(Broken),
}

acts!(MakeTokenError);

/// Makes a token for a program, good for a year. It is shown once.
///
/// # Errors
/// When the label is empty or too long, or the person has 25 tokens.
pub async fn make_token(
    forum: &Forum,
    member: &Member,
    label: &str,
) -> Result<Token, MakeTokenError> {
    let label = checked::text(label, Lines::One, 1, LONGEST_LABEL)
        .map_err(|wrong| MakeTokenError::Invalid(Problems::one("label", wrong)))?;
    let write = forum.act(member).await?;
    let made = sessions::Entity::find()
        .filter(sessions::Column::AccountId.eq(member.id))
        .filter(sessions::Column::Kind.eq(SessionKind::Api))
        .count(write.tx())
        .await?;
    if made >= MOST_TOKENS {
        let message = format!("is one too many: revoke one of your {MOST_TOKENS} tokens first");
        return Err(MakeTokenError::Invalid(Problems::one("label", message)));
    }
    let token = Token::fresh(forum);
    let row = sessions::ActiveModel {
        account_id: Set(member.id),
        kind: Set(SessionKind::Api),
        token_hash: Set(token.hash()),
        label: Set(label),
        created_at: Set(write.now()),
        last_used_at: Set(write.now()),
        expires_at: Set(write.now().plus(LIFETIME)),
        ..Default::default()
    };
    sessions::Entity::insert(row)
        .exec_without_returning(write.tx())
        .await?;
    write.commit().await?;
    Ok(token)
}
