use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use unicode_normalization::UnicodeNormalization;

const SHORTEST: usize = 3;
const LONGEST: usize = 30;

/// Words that are the forum's own: its addresses, its roles, and names that people trust.
const RESERVED: &[&str] = &[
    "about",
    "abuse",
    "account",
    "accounts",
    "actions",
    "admin",
    "administrator",
    "all",
    "anonymous",
    "api",
    "app",
    "applications",
    "assets",
    "atom",
    "auth",
    "billing",
    "bot",
    "comment",
    "comments",
    "commitments",
    "compare",
    "confirm",
    "contact",
    "create",
    "daemon",
    "deleted",
    "discussed",
    "discussion",
    "download",
    "drafts",
    "edit",
    "everybody",
    "everyone",
    "export",
    "favicon",
    "feed",
    "feeds",
    "feedback",
    "flags",
    "forks",
    "former",
    "forum",
    "founder",
    "funder",
    "guest",
    "health",
    "help",
    "here",
    "history",
    "home",
    "host",
    "hostmaster",
    "hot",
    "ideas",
    "import",
    "incidents",
    "info",
    "invitations",
    "invited",
    "join",
    "legal",
    "licence",
    "license",
    "listings",
    "localhost",
    "log",
    "login",
    "logout",
    "mail",
    "member",
    "members",
    "metrics",
    "mod",
    "moderation",
    "moderator",
    "moderators",
    "mods",
    "new",
    "news",
    "nobody",
    "noreply",
    "notifications",
    "null",
    "official",
    "openapi",
    "openplan",
    "operator",
    "owner",
    "password",
    "payments",
    "people",
    "plan",
    "plans",
    "postmaster",
    "press",
    "preview",
    "privacy",
    "profile",
    "register",
    "reports",
    "reset",
    "robots",
    "root",
    "rounds",
    "rules",
    "search",
    "security",
    "seeking",
    "services",
    "session",
    "sessions",
    "settings",
    "setup",
    "sign-in",
    "sign-out",
    "sign-up",
    "similar",
    "sitemap",
    "someone",
    "somebody",
    "staff",
    "static",
    "status",
    "suggestions",
    "support",
    "sweat",
    "sysadmin",
    "system",
    "tag",
    "tags",
    "team",
    "terms",
    "top",
    "undefined",
    "unknown",
    "updates",
    "uploads",
    "user",
    "users",
    "verify",
    "webmaster",
    "welcome",
    "well-known",
    "write",
    "www",
    "you",
];

/// What stands in place of an erased account's handle, and what nobody may look like.
const FORMER: &str = "former-";

/// A person's name in addresses and mentions: 3 to 30 of `a-z`, `0-9` and `-`, not beginning or
/// ending with `-`, without `--`, and not looking like one of the forum's own words.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "store", derive(sea_orm::DeriveValueType))]
#[serde(try_from = "String", into = "String")]
pub struct Handle(String);

impl Handle {
    /// The handle as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What the handle looks like at a glance: `0` as `o`, `1` and `l` as `i`, `rn` as `m`, `vv`
    /// as `w`, hyphens left out. Two handles with the same skeleton are mistaken for each other, so
    /// only one of them may exist. (After the idea of Unicode Technical Standard 39, section 4.)
    #[must_use]
    pub fn skeleton(&self) -> String {
        skeleton(&self.0)
    }

    /// How somebody who is looked for was most probably written: full-width and capital letters
    /// folded, a leading `@` left out. Only for comparing: it need not be a handle.
    #[must_use]
    pub fn looked_for(typed: &str) -> String {
        let folded: String = typed.trim().nfkc().flat_map(char::to_lowercase).collect();
        folded.trim_start_matches('@').to_owned()
    }

    /// A handle that was checked when it was stored.
    #[cfg(feature = "store")]
    pub(crate) fn stored(text: String) -> Self {
        Self(text)
    }

    /// What stands in place of an erased account's handle, and of its skeleton: no skeleton has a
    /// hyphen, so it is nobody else's.
    #[cfg(feature = "store")]
    pub(crate) fn former(id: crate::ids::AccountId) -> String {
        format!("{FORMER}{id}")
    }
}

impl FromStr for Handle {
    type Err = String;

    fn from_str(typed: &str) -> Result<Self, String> {
        check_letters(typed)?;
        check_shape(typed)?;
        check_looks(typed)?;
        Ok(Self(typed.to_owned()))
    }
}

impl TryFrom<String> for Handle {
    type Error = String;

    fn try_from(typed: String) -> Result<Self, String> {
        typed.parse()
    }
}

impl From<Handle> for String {
    fn from(handle: Handle) -> Self {
        handle.0
    }
}

impl fmt::Display for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn check_letters(typed: &str) -> Result<(), String> {
    let wrong = typed
        .chars()
        .find(|letter| !matches!(letter, 'a'..='z' | '0'..='9' | '-'));
    let Some(wrong) = wrong else {
        return Ok(());
    };
    let folded = Handle::looked_for(typed);
    if folded != typed && check_letters(&folded).is_ok() && check_shape(&folded).is_ok() {
        return Err(format!(
            "takes only small letters a–z, digits and hyphens: write it “{folded}”"
        ));
    }
    if wrong.is_ascii() || wrong.is_control() || wrong.is_whitespace() {
        return Err("takes only small letters a–z, digits and hyphens".into());
    }
    Err(format!(
        "takes only small letters a–z, digits and hyphens; “{wrong}” (U+{:04X}) may look like one of them but is not",
        u32::from(wrong)
    ))
}

fn check_shape(typed: &str) -> Result<(), String> {
    match typed.len() {
        0 => return Err("must not be empty".into()),
        length if length < SHORTEST => {
            return Err(format!(
                "is {length} letters long; it takes at least {SHORTEST}"
            ));
        }
        length if length > LONGEST => {
            return Err(format!(
                "is {length} letters long; at most {LONGEST} are allowed"
            ));
        }
        _ => {}
    }
    if typed.starts_with('-') || typed.ends_with('-') {
        return Err("may not begin or end with a hyphen".into());
    }
    if typed.contains("--") {
        return Err("may not have two hyphens in a row".into());
    }
    Ok(())
}

fn check_looks(typed: &str) -> Result<(), String> {
    let looks = skeleton(typed);
    if looks.starts_with(&skeleton(FORMER)) || RESERVED.iter().any(|word| skeleton(word) == looks) {
        return Err("is, or looks like, a name that the forum keeps for itself".into());
    }
    Ok(())
}

fn skeleton(handle: &str) -> String {
    let letters: String = handle
        .chars()
        .filter(|letter| *letter != '-')
        .map(|letter| match letter {
            '0' => 'o',
            '1' | 'l' => 'i',
            other => other,
        })
        .collect();
    letters.replace("rn", "m").replace("vv", "w")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn refused(typed: &str) -> String {
        typed.parse::<Handle>().expect_err(typed)
    }

    #[test]
    fn plain_names_are_handles() {
        for typed in [
            "ada",
            "mo-haddad",
            "x23",
            "1st-mate",
            "abcdefghijklmnopqrstuvwxyz2345",
        ] {
            assert_eq!(typed.parse::<Handle>().map(String::from), Ok(typed.into()));
        }
    }

    #[test]
    fn shapes_that_mislead_are_refused() {
        for typed in [
            "", "ab", "-ada", "ada-", "a--da", "a da", "ada\n", "a_b_c", "ada\0",
        ] {
            refused(typed);
        }
        refused(&"a".repeat(31));
    }

    #[test]
    fn capitals_are_refused_with_what_would_do() {
        assert_eq!(
            refused("Ada"),
            "takes only small letters a–z, digits and hyphens: write it “ada”"
        );
        assert_eq!(refused("ａｄａ"), refused("Ada"));
    }

    #[test]
    fn letters_of_other_scripts_are_named() {
        let message = refused("аda");
        assert!(message.contains("“а” (U+0430) may look like"), "{message}");
    }

    #[test]
    fn the_forums_own_words_and_their_doubles_are_refused() {
        for typed in [
            "admin", "adm1n", "ad-min", "adrnin", "supp0rt", "vvww", "p1ans", "former-7",
            "f0rmer-7", "settings",
        ] {
            refused(typed);
        }
    }

    #[test]
    fn look_alikes_have_one_skeleton() {
        let skeleton = |typed: &str| typed.parse::<Handle>().map(|handle| handle.skeleton());
        assert_eq!(skeleton("milo"), skeleton("rni10"));
        assert_eq!(skeleton("vvest-end"), skeleton("westend"));
        assert_ne!(skeleton("ada"), skeleton("ida"));
    }

    #[test]
    fn what_is_looked_for_is_folded() {
        assert_eq!(Handle::looked_for(" @Ａda "), "ada");
    }

    proptest! {
        #[test]
        fn whatever_is_typed_a_handle_keeps_its_invariant(typed in any::<String>()) {
            if let Ok(handle) = typed.parse::<Handle>() {
                prop_assert_eq!(handle.as_str(), &typed);
            }
        }

        #[test]
        fn every_handle_is_its_own_address_and_mention(typed in "[a-z0-9-]{1,34}") {
            if let Ok(handle) = typed.parse::<Handle>() {
                prop_assert!((3..=30).contains(&typed.len()));
                prop_assert!(!typed.starts_with('-') && !typed.ends_with('-') && !typed.contains("--"));
                prop_assert_eq!(Handle::looked_for(&format!("@{typed}").to_uppercase()), handle.as_str());
                prop_assert!(!handle.skeleton().contains('-'));
            }
        }
    }
}
