use std::fmt;
use unicode_normalization::UnicodeNormalization;

/// The fewest characters of a password.
pub const SHORTEST_PASSWORD: usize = 10;
/// The most bytes of a password: hashing has to end.
pub const LONGEST_PASSWORD: usize = 256;
/// The score from which `zxcvbn` calls a password "safely unguessable" against an online attack.
#[cfg(feature = "store")]
const LEAST_SCORE: zxcvbn::Score = zxcvbn::Score::Three;

/// A password as it is hashed: in Unicode's NFKC, so that every keyboard makes the same one.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

impl Password {
    /// A password that somebody says they have. None when no password can be so long.
    #[must_use]
    pub fn claimed(typed: &str) -> Option<Self> {
        let password: String = typed.nfkc().take(LONGEST_PASSWORD + 1).collect();
        (password.len() <= LONGEST_PASSWORD).then_some(Self(password))
    }

    /// A new password: long enough, and not easily guessed by somebody who knows these words of its
    /// owner (handle, address, the forum's name).
    ///
    /// # Errors
    /// What is wrong with it, and what would be better.
    #[cfg(feature = "store")]
    pub fn chosen(typed: &str, known: &[&str]) -> Result<Self, String> {
        if typed.is_empty() {
            return Err("must not be empty".into());
        }
        let Some(password) = Self::claimed(typed) else {
            return Err(format!(
                "is too long; at most {LONGEST_PASSWORD} bytes are allowed"
            ));
        };
        let length = password.0.chars().count();
        if length < SHORTEST_PASSWORD {
            return Err(format!(
                "is {length} characters long; it takes at least {SHORTEST_PASSWORD}"
            ));
        }
        let guess = zxcvbn::zxcvbn(&password.0, known);
        if guess.score() < LEAST_SCORE {
            return Err(advice(guess.feedback()));
        }
        Ok(password)
    }

    /// The password itself, to be hashed.
    #[cfg(feature = "store")]
    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

#[cfg(feature = "store")]
fn advice(feedback: Option<&zxcvbn::feedback::Feedback>) -> String {
    let mut message = "is too easy to guess.".to_owned();
    let Some(feedback) = feedback else {
        return message;
    };
    let warning = feedback.warning().map(|warning| warning.to_string());
    let suggestions = feedback.suggestions().iter().map(ToString::to_string);
    for sentence in warning.into_iter().chain(suggestions) {
        message.push(' ');
        message.push_str(sentence.trim_end_matches('.'));
        message.push('.');
    }
    message
}

#[cfg(all(test, feature = "store"))]
mod tests {
    use super::Password;
    use proptest::prelude::*;

    const KNOWN: &[&str] = &["ada-marsh", "ada.marsh@example.org", "Openplan"];

    #[test]
    fn a_few_words_make_a_password() {
        assert!(Password::chosen("seven wet umbrellas", KNOWN).is_ok());
        assert!(Password::chosen("Þrjú blaut regnhlífar", KNOWN).is_ok());
    }

    #[test]
    fn what_is_guessed_first_is_refused_with_advice() {
        for typed in [
            "",
            "short",
            "password123",
            "1234567890",
            "ada-marsh1",
            "openplan2026",
            "aaaaaaaaaaaaaaaa",
        ] {
            assert!(Password::chosen(typed, KNOWN).is_err(), "{typed}");
        }
        insta::assert_snapshot!(
            Password::chosen("password123", KNOWN).expect_err("guessable"),
            @"is too easy to guess. This is a very common password. Add another word or two. Uncommon words are better."
        );
    }

    #[test]
    fn a_password_has_an_end() {
        let long = "seven wet umbrellas ".repeat(20);
        assert!(Password::chosen(&long, KNOWN).is_err());
        assert!(Password::claimed(&long).is_none());
        assert!(
            Password::claimed(&"ﷺ".repeat(60)).is_none(),
            "what grows when it is folded"
        );
    }

    #[test]
    fn the_same_letters_make_the_same_password() {
        let composed = Password::claimed("caf\u{e9} au lait");
        assert_eq!(composed, Password::claimed("cafe\u{301} au lait"));
    }

    proptest! {
        #[test]
        fn nothing_typed_breaks_the_guesser(typed in any::<String>()) {
            let _ = Password::chosen(&typed, KNOWN);
        }
    }
}
