//! What the forum writes to people about their accounts.

use super::{Email, Handle, store::Token};
use crate::{forum::Policy, mail::Letter};

/// Asks whether the address is theirs.
pub(super) fn confirm(policy: &Policy, to: &Email, handle: &Handle, token: &Token) -> Letter {
    let Policy {
        name, public_url, ..
    } = policy;
    letter(
        policy,
        to,
        format!("Is this your address, {handle}?"),
        &format!(
            "an account with the handle {handle} at {name} gives this as its e-mail
address. If it is yours, please say so here within three days:

    {public_url}/confirm/{token}

From then on you can sign in with the address as well, and choose a
new password when you have forgotten yours.

If you know nothing of this, you need not do anything: without your
word the address is not used.",
            token = token.as_str()
        ),
    )
}

/// Tells somebody that their address was given for another account.
pub(super) fn already_here(policy: &Policy, to: &Email, owner: &str, handle: &Handle) -> Letter {
    let Policy {
        name, public_url, ..
    } = policy;
    letter(
        policy,
        to,
        format!("You already have an account at {name}"),
        &format!(
            "you already have an account at {name}: its handle is {owner}.
Somebody, perhaps you, has just given this address for another
account, with the handle {handle}. The address stays with {owner}, and
{handle} cannot use it.

If it was you: sign in as {owner}, or choose a new password for it here:

    {public_url}/reset

If it was not you, you need not do anything."
        ),
    )
}

/// Lets somebody choose a new password.
pub(super) fn reset(policy: &Policy, to: &Email, handle: &str, token: &Token) -> Letter {
    let Policy {
        name, public_url, ..
    } = policy;
    letter(
        policy,
        to,
        format!("A new password for {handle}"),
        &format!(
            "somebody, we hope you, asked for a new password for {handle} at {name}.
Choose it here within one hour:

    {public_url}/reset/{token}

The link works once. Choosing a new password signs {handle} out
everywhere and ends all its API tokens.

If it was not you, you need not do anything: your password stays as
it is.",
            token = token.as_str()
        ),
    )
}

/// Tells somebody that their password is a new one.
pub(super) fn password_changed(policy: &Policy, to: &Email, handle: &str) -> Letter {
    let Policy {
        name, public_url, ..
    } = policy;
    letter(
        policy,
        to,
        format!("The password of {handle} was changed"),
        &format!(
            "the password of {handle} at {name} has just been changed, and other
sessions of {handle} were ended.

If it was you, all is well. If it was not, somebody else knew your
password or reads your mail. Choose a new one at once:

    {public_url}/reset"
        ),
    )
}

fn letter(policy: &Policy, to: &Email, subject: String, text: &str) -> Letter {
    let Policy {
        name, public_url, ..
    } = policy;
    Letter {
        to: to.clone(),
        subject,
        body: format!("Hello,\n\n{text}\n\n-- \n{name}\n{public_url}\n"),
    }
}
