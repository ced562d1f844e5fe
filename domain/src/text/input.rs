//! Text as it comes in: the same words always the same characters, and nothing that misleads.

use unicode_normalization::UnicodeNormalization;

/// A character that a text may not contain, and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Line {line}, character {column}: {what} (U+{:04X}) cannot be used here. Please remove it.", u32::from(*character))]
pub struct Refused {
    /// What kind of character it is.
    pub what: Unwanted,
    /// The character.
    pub character: char,
    /// Its line, counted from 1.
    pub line: usize,
    /// Its place in that line in characters, counted from 1.
    pub column: usize,
}

/// Why a character is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unwanted {
    /// Neither a letter nor white space: NUL, escape, bell.
    #[error("a control character")]
    Control,
    /// Shows what follows in another order than it is read.
    #[error("a character that reverses the direction of text")]
    Direction,
    /// Never a character, in any version of Unicode.
    #[error("a code that is no character")]
    NoCharacter,
}

/// Brings a text into the form in which it is stored: Unicode's NFC, lines ended by `\n`, without
/// invisible characters. Doing it twice changes nothing.
///
/// # Errors
/// Names the first character that may not be used: controls other than line breaks and tabs,
/// those that change the direction of other text, and codes that are no characters.
pub fn normalise_input(text: &str) -> Result<String, Refused> {
    let mut line = 1;
    let mut column = 0;
    let mut kept = String::with_capacity(text.len());
    let mut previous = '\0';
    for character in text.chars() {
        column += 1;
        if let Some(what) = unwanted(character) {
            return Err(Refused {
                what,
                character,
                line,
                column,
            });
        }
        match character {
            // The second half of one line break.
            '\n' if previous == '\r' => column = 0,
            '\n' | '\r' | '\u{2028}' | '\u{2029}' => {
                kept.push('\n');
                line += 1;
                column = 0;
            }
            _ if is_invisible(character, &kept) => {}
            _ => kept.push(character),
        }
        previous = character;
    }
    Ok(kept.nfc().collect())
}

fn unwanted(character: char) -> Option<Unwanted> {
    match character {
        '\n' | '\r' | '\t' => None,
        _ if character.is_control() => Some(Unwanted::Control),
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => Some(Unwanted::Direction),
        '\u{FDD0}'..='\u{FDEF}' => Some(Unwanted::NoCharacter),
        _ if u32::from(character) & 0xFFFE == 0xFFFE => Some(Unwanted::NoCharacter),
        _ => None,
    }
}

/// Whether a character shows nothing and changes nothing about its neighbours. The joiners
/// U+200C and U+200D stay, scripts and emoji need them; so do tags that spell a flag.
fn is_invisible(character: char, before: &str) -> bool {
    match character {
        '\u{AD}'
        | '\u{180E}'
        | '\u{200B}'
        | '\u{2060}'..='\u{2064}'
        | '\u{206A}'..='\u{206F}'
        | '\u{3164}'
        | '\u{FEFF}'
        | '\u{FFA0}'
        | '\u{FFF9}'..='\u{FFFB}' => true,
        '\u{E0000}'..='\u{E007F}' => !before
            .ends_with(|previous| matches!(previous, '\u{1F3F4}' | '\u{E0020}'..='\u{E007E}')),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn equal_texts_become_equal() {
        assert_eq!(
            normalise_input("cafe\u{301}\r\na\rb\u{2028}c").unwrap(),
            "café\na\nb\nc"
        );
        assert_eq!(
            normalise_input("\u{FEFF}zero\u{200B}width").unwrap(),
            "zerowidth"
        );
    }

    #[test]
    fn scripts_and_emoji_keep_what_they_need() {
        for text in [
            "می\u{200C}خواهم",
            "👩\u{200D}🌾",
            "🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}",
            "✔\u{FE0F}",
            "עברית\u{200F}",
            "\ttab\n",
        ] {
            assert_eq!(normalise_input(text).unwrap(), text);
        }
        assert_eq!(
            normalise_input("hidden\u{E0068}\u{E0069}").unwrap(),
            "hidden"
        );
    }

    #[test]
    fn what_misleads_is_named_with_its_place() {
        let refused = normalise_input("one\r\ntwo\u{202E}").unwrap_err();
        assert_eq!(
            (refused.what, refused.line, refused.column),
            (Unwanted::Direction, 2, 4)
        );
        insta::assert_snapshot!(refused, @r#"Line 2, character 4: a character that reverses the direction of text (U+202E) cannot be used here. Please remove it."#);
        for (text, what) in [
            ("\0", Unwanted::Control),
            ("\u{1b}[31m", Unwanted::Control),
            ("\u{7f}", Unwanted::Control),
            ("\u{85}", Unwanted::Control),
            ("\u{2066}", Unwanted::Direction),
            ("\u{FFFE}", Unwanted::NoCharacter),
            ("\u{1FFFF}", Unwanted::NoCharacter),
            ("\u{FDD0}", Unwanted::NoCharacter),
        ] {
            assert_eq!(normalise_input(text).unwrap_err().what, what, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn twice_is_once(text in any::<String>()) {
            if let Ok(once) = normalise_input(&text) {
                prop_assert_eq!(normalise_input(&once).unwrap(), once);
            }
        }
    }
}
