//! What new accounts post, and applications.

use super::{
    decide::{Measure, take},
    flag::add_to_case,
    target::Target,
};
use crate::{
    broken::Broken,
    forum::{Forum, Write},
    ids::AccountId,
    log::Act,
    moderation::{Deed, Thing},
};

/// Puts what a new account has just posted into the moderators' queue, and, where the forum looks at such things
/// first, holds it; the act of posting it names that.
pub(crate) async fn of_newcomer(
    forum: &Forum,
    write: &Write,
    thing: Thing,
    act: Act,
) -> Result<Act, Broken> {
    let target = Target::just_posted(write, thing).await?;
    let target = target.ok_or_else(|| Broken::internal("what was just posted is not there"))?;
    add_to_case(write, &target, 0).await?;
    if !forum.policy().premoderate {
        return Ok(act);
    }
    let reason = "What new accounts post is looked at by a moderator first.";
    by_itself(forum, write, &target, (Deed::Held, reason), act).await
}

/// Puts somebody's application into the moderators' queue. Until one of them has read it, the account reads and
/// does nothing else; the act of opening it names that.
pub(crate) async fn of_applicant(
    forum: &Forum,
    write: &Write,
    account: AccountId,
    act: Act,
) -> Result<Act, Broken> {
    let target = Target::just_posted(write, Thing::Account(account)).await?;
    let target = target.ok_or_else(|| Broken::internal("who has just joined is not there"))?;
    add_to_case(write, &target, 0).await?;
    let reason = "A moderator reads the application first.";
    by_itself(forum, write, &target, (Deed::Suspended, reason), act).await
}

/// What the forum does by itself, named in the act that led to it.
async fn by_itself(
    forum: &Forum,
    write: &Write,
    target: &Target,
    (deed, reason): (Deed, &str),
    act: Act,
) -> Result<Act, Broken> {
    let measure = Measure {
        deed,
        by: None,
        reason,
        until: None,
        other: None,
    };
    let taken = take(forum, write, target, &measure).await?;
    Ok(act.with("measure", taken.id.0).with("reason", taken.hash))
}
