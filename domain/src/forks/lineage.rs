use crate::ids::PlanId;

/// How many generations a way names. It is part of an index, whose entries `PostgreSQL` limits to
/// some 2,700 bytes; a step takes at most 17.
const MOST_STEPS: usize = 100;

/// The way from a family's first ancestor down to a plan: a step for each generation.
///
/// A step is the number of hexadecimal digits of the plan's number, as a letter from `a` on, and
/// then those digits, so that ways in the order of their bytes are in the order in which a tree is
/// read: each plan before its forks, forks by age. Forks more than a hundred generations down stand
/// under their ancestor of that generation, by age.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, sea_orm::DeriveValueType)]
pub struct Lineage(String);

impl Lineage {
    /// The way on to a fork of the plan that this way leads to.
    #[must_use]
    pub fn then(&self, fork: PlanId) -> Self {
        if self.steps().count() >= MOST_STEPS {
            return self.clone();
        }
        let digits = format!("{:x}", fork.0);
        let length = b"abcdefghijklmnop"[digits.len() - 1];
        Self(format!("{}{}{digits}", self.0, char::from(length)))
    }

    /// The plans on the way, this one last, the first ancestor not named.
    pub fn steps(&self) -> impl Iterator<Item = PlanId> {
        let mut rest = self.0.as_str();
        std::iter::from_fn(move || {
            let length = usize::from(rest.bytes().next()?.checked_sub(b'a')?) + 1;
            let digits = rest.get(1..=length)?;
            rest = &rest[1 + length..];
            i64::from_str_radix(digits, 16).ok().map(PlanId)
        })
    }

    /// The way as it is stored.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What all ways from here on are before, and none before it is past.
    #[must_use]
    pub fn end(&self) -> String {
        format!("{}~", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Lineage;
    use crate::ids::PlanId;
    use proptest::prelude::*;

    fn way(ids: &[i64]) -> Lineage {
        ids.iter()
            .fold(Lineage::default(), |way, id| way.then(PlanId(*id)))
    }

    #[test]
    fn a_tree_is_read_in_the_order_of_its_ways() {
        let mut read = [
            way(&[]),
            way(&[2]),
            way(&[2, 3]),
            way(&[2, 3, 4096]),
            way(&[2, 17]),
            way(&[2, 300]),
            way(&[9]),
            way(&[16]),
        ];
        let expected = read.clone();
        read.reverse();
        read.sort();
        assert_eq!(read, expected);
    }

    #[test]
    fn a_way_has_an_end_however_long_the_chain() {
        let long: Vec<i64> = (1..=1_000).map(|id| i64::MAX - id).collect();
        assert!(way(&long).as_str().len() < 2_000);
    }

    proptest! {
        #[test]
        fn steps_are_what_was_walked(ids in prop::collection::vec(0..i64::MAX, 0..100)) {
            let walked: Vec<i64> = way(&ids).steps().map(|id| id.0).collect();
            prop_assert_eq!(walked, ids);
        }

        #[test]
        fn whatever_comes_below_lies_before_the_end(
            above in prop::collection::vec(0..i64::MAX, 0..9),
            below in prop::collection::vec(0..i64::MAX, 0..9),
            beside in 0..i64::MAX,
        ) {
            let way = way(&above);
            let far = below.iter().fold(way.clone(), |way, id| way.then(PlanId(*id)));
            prop_assert!(far >= way && far.as_str() < way.end().as_str());
            if let Some((last, earlier)) = above.split_last() && *last != beside {
                let sibling = earlier.iter().fold(Lineage::default(), |way, id| way.then(PlanId(*id)));
                let sibling = sibling.then(PlanId(beside));
                prop_assert!(sibling < way || sibling.as_str() >= way.end().as_str());
            }
        }
    }
}
