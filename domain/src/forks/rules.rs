use crate::{
    checked::{self, Lines},
    plans::Licence,
};
use std::str::FromStr;

/// Why a plan was forked, in a line of 3 to 200 letters: "another city", "a cheaper machine".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason(String);

impl Reason {
    /// The reason as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Reason {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        checked::text(text, Lines::One, 3, 200).map(Self)
    }
}

/// What a fork will do otherwise, in at most 500 letters; nothing when it is not said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Differs(Option<String>);

impl Differs {
    /// What was said.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        self.0.as_deref()
    }
}

impl FromStr for Differs {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let text = checked::text(text, Lines::One, 0, 500)?;
        Ok(Self((!text.is_empty()).then_some(text)))
    }
}

/// How much a licence asks of whoever copies.
fn asks(licence: Licence) -> u8 {
    match licence {
        Licence::Zero => 0,
        Licence::By => 1,
        Licence::BySa => 2,
    }
}

/// Why a copy under one licence may not come under another; nothing when they are the same. A fork,
/// or a plan brought from another forum, carries on the licence that it was made under: asking less
/// would give away what the first author did not, and asking more would keep from others what was
/// given freely.
#[must_use]
pub fn licence_refusal(carried: Licence, wanted: Licence) -> Option<String> {
    use std::cmp::Ordering;
    let name = carried.name();
    match asks(wanted).cmp(&asks(carried)) {
        Ordering::Equal => None,
        Ordering::Less => Some(format!(
            "must stay {name}: the plan that this one was made from asks it of every copy"
        )),
        Ordering::Greater => Some(format!(
            "must stay {name}: a copy may not ask more of others than was asked of it"
        )),
    }
}

/// Whether a text under one licence may become part of a plan under another.
#[must_use]
pub fn may_flow(from: Licence, into: Licence) -> bool {
    asks(from) <= asks(into)
}

#[cfg(test)]
mod tests {
    use super::{Differs, Reason, licence_refusal, may_flow};
    use crate::plans::Licence::{By, BySa, Zero};

    #[test]
    fn a_licence_is_carried_on() {
        for licence in [Zero, By, BySa] {
            assert_eq!(licence_refusal(licence, licence), None);
        }
        let looser = licence_refusal(BySa, By).expect("share alike stays");
        assert!(looser.contains("every copy"), "{looser}");
        let stricter = licence_refusal(Zero, BySa).expect("free stays free");
        assert!(stricter.contains("more of others"), "{stricter}");
    }

    #[test]
    fn texts_flow_to_where_as_much_is_asked() {
        assert!(may_flow(Zero, BySa) && may_flow(By, BySa) && may_flow(BySa, BySa));
        assert!(!may_flow(BySa, By) && !may_flow(By, Zero));
    }

    #[test]
    fn a_reason_is_needed_and_what_differs_is_not() {
        assert!("".parse::<Reason>().is_err());
        assert_eq!(
            "a \n b".parse::<Reason>().map(|reason| reason.0),
            Ok("a b".into())
        );
        assert_eq!("  ".parse::<Differs>(), Ok(Differs(None)));
    }
}
