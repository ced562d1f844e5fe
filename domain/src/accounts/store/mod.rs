//! Accounts in the database.

mod admins;
mod api_tokens;
mod bylines;
mod emails;
mod erase;
mod invitations;
mod join;
mod leave;
mod links;
mod newcomers;
mod operator;
mod password;
mod profiles;
mod proof;
mod sessions;
mod setup;
mod sign_in;
mod standing;
mod tokens;

pub use api_tokens::{MakeTokenError, make_token};
pub use bylines::{Byline, Bylines, Named, byline, bylines};
pub use emails::{ChangeEmailError, change_email, confirm_email, set_news};
pub use erase::{FORMER_TITLE, erase};
pub use invitations::{
    Invitation, InviteError, invitations, invite, is_invited, revoke_invitation,
};
pub use join::{Joined, LONGEST_APPLICATION, SignUp, SignUpError, sign_up};
pub use leave::{LeaveError, Leaving, deactivate};
pub use links::LinkError;
pub use newcomers::newcomer;
pub use operator::{Enrolment, StandingError, acting_as, enrol, restore, set_role, suspend};
pub use password::{
    ChangePasswordError, ResetError, ResetRequestError, change_password, request_reset,
    reset_link_works, reset_password,
};
pub use profiles::{
    EditProfileError, OwnAccount, PublicProfile, edit_profile, own_account, profile,
};
pub use sessions::{Session, end_session, sessions, sign_out, sign_out_everywhere, viewer};
pub use setup::{set_up, setup_link, setup_link_works};
pub use sign_in::{SignIn, SignInError, begin_session, sign_in};
pub use tokens::Token;

pub(crate) use admins::is_still as is_still_admin;
pub(crate) use admins::only_admin;
pub(crate) use newcomers::{Posting, Written, check_text, count_posting};
pub(crate) use standing::{
    address_for_news, address_of, effective, moderates, role_of, set_suspended,
};

use crate::{broken::Broken, tables::accounts};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, ExprTrait, QueryFilter, Select, SqlErr,
    sea_query::{Expr, Func},
};

/// The account that an address is confirmed for.
fn by_email(folded: &str) -> Select<accounts::Entity> {
    let lower = Func::lower(Expr::col((accounts::Entity, accounts::Column::Email)));
    accounts::Entity::find().filter(Expr::expr(lower).eq(folded))
}

/// The account of a handle, whatever its standing.
async fn by_handle(
    db: &impl ConnectionTrait,
    handle: &str,
) -> Result<Option<accounts::Model>, Broken> {
    // PostgreSQL fails on a NUL instead of finding nothing.
    if handle.contains('\0') {
        return Ok(None);
    }
    Ok(accounts::Entity::find()
        .filter(accounts::Column::Handle.eq(handle))
        .one(db)
        .await?)
}

/// Whether a statement failed because this column's value is somebody else's.
fn is_taken(error: &DbErr, column: &str) -> bool {
    // SQLite names the column or the index, PostgreSQL the constraint: `accounts_handle`.
    matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(message)) if message.contains(column))
}
