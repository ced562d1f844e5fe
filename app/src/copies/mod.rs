//! What moderators look after: plans that look like unmarked copies of others.

mod decide;
pub mod decided;
mod did;
pub mod list;
pub mod pair;
mod parts;

pub use decide::{link, reopen, set_aside, unlink};
pub use did::on_plan;

use domain::ids::PlanId;

/// The list of pairs that wait.
pub const COPIES: &str = "/moderation/copies";

/// The address of two plans beside each other.
#[must_use]
pub fn pair_address(older: PlanId, younger: PlanId) -> String {
    format!("{COPIES}/{older}-{younger}")
}

/// The two plans that an address names.
fn parse(pair: &str) -> Option<(PlanId, PlanId)> {
    let (older, younger) = pair.split_once('-')?;
    Some((older.parse().ok()?, younger.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_two_plans() {
        let address = pair_address(PlanId(3), PlanId(7));
        let pair = address.rsplit('/').next().and_then(parse);
        assert_eq!(pair, Some((PlanId(3), PlanId(7))));
        for wrong in [
            "",
            "3",
            "3-",
            "-7",
            "3-7-9",
            "a-b",
            "99999999999999999999-1",
        ] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
    }
}
