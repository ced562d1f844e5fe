//! What new accounts post.

use super::{
    decide::{Measure, take},
    flag::add_to_case,
    target::Target,
};
use crate::{
    broken::Broken,
    forum::{Forum, Write},
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
    let measure = Measure {
        deed: Deed::Held,
        by: None,
        reason: "What new accounts post is looked at by a moderator first.",
        until: None,
        other: None,
    };
    let taken = take(forum, write, &target, &measure).await?;
    Ok(act.with("measure", taken.id.0).with("reason", taken.hash))
}
