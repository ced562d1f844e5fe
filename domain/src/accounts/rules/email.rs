use std::{fmt, str::FromStr};

/// The longest address that mail can be sent to (RFC 5321, section 4.5.3.1.3, less its brackets).
const LONGEST: usize = 254;
const LONGEST_LOCAL: usize = 64;
const LONGEST_LABEL: usize = 63;

/// An address that a letter can be sent to: `local@domain`, in ASCII, the domain in small letters.
/// It says nothing of whether anybody reads there; only a confirmation does.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Email(String);

impl Email {
    /// The address as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address for comparing: two that differ only in capitals are one.
    #[must_use]
    pub fn folded(&self) -> String {
        self.0.to_ascii_lowercase()
    }
}

impl FromStr for Email {
    type Err = String;

    fn from_str(typed: &str) -> Result<Self, String> {
        let typed = typed.trim();
        if typed.is_empty() {
            return Err("must not be empty".into());
        }
        if typed.len() > LONGEST {
            return Err(format!(
                "is too long; at most {LONGEST} letters are allowed"
            ));
        }
        let (local, domain) = typed
            .rsplit_once('@')
            .ok_or("takes the form name@example.org")?;
        if !is_local(local) {
            return Err(format!(
                "cannot have “{}” before the @",
                local.escape_debug()
            ));
        }
        if !domain.is_ascii() {
            return Err(
                "takes its part after the @ in its ASCII form, such as xn--bcher-kva.example"
                    .into(),
            );
        }
        let domain = domain.to_ascii_lowercase();
        if !is_domain(&domain) {
            return Err("takes the form name@example.org".into());
        }
        Ok(Self(format!("{local}@{domain}")))
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A dot-atom of RFC 5322; what can only be written in quotes is refused.
fn is_local(local: &str) -> bool {
    let atom = |atom: &str| {
        !atom.is_empty()
            && atom
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&byte))
    };
    local.len() <= LONGEST_LOCAL && local.split('.').all(atom)
}

fn is_domain(domain: &str) -> bool {
    let label = |label: &str| {
        (1..=LONGEST_LABEL).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    };
    let top_is_a_word = domain
        .rsplit('.')
        .next()
        .is_some_and(|top| !top.bytes().all(|byte| byte.is_ascii_digit()));
    domain.contains('.') && top_is_a_word && domain.split('.').all(label)
}

#[cfg(test)]
mod tests {
    use super::Email;

    #[test]
    fn ordinary_addresses_are_kept_with_their_domain_in_small_letters() {
        for (typed, kept) in [
            ("ada@example.org", "ada@example.org"),
            (
                " Ada.Marsh+plans@Example.ORG ",
                "Ada.Marsh+plans@example.org",
            ),
            (
                "o'hara@mail.xn--bcher-kva.example",
                "o'hara@mail.xn--bcher-kva.example",
            ),
        ] {
            let email: Email = typed.parse().expect(typed);
            assert_eq!(email.as_str(), kept);
        }
    }

    #[test]
    fn what_no_letter_can_be_sent_to_is_refused() {
        for typed in [
            "",
            "ada",
            "@example.org",
            "ada@",
            "ada@localhost",
            "ada@@example.org",
            "a b@example.org",
            "ada@exa mple.org",
            "ada@example..org",
            ".ada@example.org",
            "ada@-x.org",
            "ada@127.0.0.1",
            "\"ada\"@example.org",
            "ada@bücher.example",
            "ada\r\nBcc: ben@example.org",
            "ada@example.org\r\nBcc: x@y.zz",
        ] {
            assert!(typed.parse::<Email>().is_err(), "{typed:?}");
        }
        assert!(
            format!("{}@example.org", "a".repeat(65))
                .parse::<Email>()
                .is_err()
        );
        assert!(
            format!("a@{}org", "a23456789.".repeat(25))
                .parse::<Email>()
                .is_err()
        );
    }

    #[test]
    fn addresses_are_compared_without_capitals() {
        let email: Email = "Ada@Example.org".parse().expect("an address");
        assert_eq!(email.folded(), "ada@example.org");
    }
}
