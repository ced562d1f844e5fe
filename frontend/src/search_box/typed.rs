//! What of a text is asked about.

/// With fewer letters nothing can be told.
const FEWEST: usize = 2;
/// Of more the server reads nothing.
const LONGEST: usize = 512;

/// The text up to the end of the word in which the caret stands, and what stands behind it. The
/// caret is counted as browsers do, in UTF-16. Nothing when there is too little to ask about, or
/// too much.
pub(super) fn asked(text: &str, caret: usize) -> Option<(&str, &str)> {
    let end = end_of_word(text, caret);
    let (asked, rest) = text.split_at(end);
    let is_letter = |letter: &char| {
        !letter.is_whitespace() && !letter.is_control() && !letter.is_ascii_punctuation()
    };
    let is_enough = asked.chars().filter(is_letter).nth(FEWEST - 1).is_some();
    (is_enough && asked.len() <= LONGEST).then_some((asked, rest))
}

fn end_of_word(text: &str, caret: usize) -> usize {
    let mut before = 0;
    for (at, letter) in text.char_indices() {
        if before >= caret && letter.is_whitespace() {
            return at;
        }
        before += letter.len_utf16();
    }
    text.len()
}

/// Whatever is chosen completes the text; what stands behind is kept. Also where the caret goes.
pub(super) fn completed(chosen: &str, rest: &str) -> (String, usize) {
    let caret = chosen.encode_utf16().count();
    (format!("{chosen}{}", rest.trim_start()), caret)
}

/// What a screen reader is told of what came.
pub(super) fn told(options: usize) -> String {
    match options {
        0 => "No suggestions".into(),
        1 => "1 suggestion".into(),
        _ => format!("{options} suggestions"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_at_the_caret_is_asked_about() {
        for (text, caret, expected) in [
            ("solar", 5, Some(("solar", ""))),
            ("solar", 2, Some(("solar", ""))),
            ("solar roof", 3, Some(("solar", " roof"))),
            ("solar roof", 5, Some(("solar", " roof"))),
            ("solar roof", 6, Some(("solar roof", ""))),
            ("solar ", 6, Some(("solar ", ""))),
            ("tag:en roof", 6, Some(("tag:en", " roof"))),
            ("🧺a wash", 3, Some(("🧺a", " wash"))),
            ("caf\u{e9}\u{a0}x", 1, Some(("caf\u{e9}", "\u{a0}x"))),
            ("s", 1, None),
            ("s olar", 1, None),
            (":\"-(", 4, None),
            ("", 0, None),
            ("é", 9, None),
            ("éa", 9, Some(("éa", ""))),
        ] {
            assert_eq!(asked(text, caret), expected, "{text} at {caret}");
        }
        assert_eq!(asked(&"x".repeat(513), 1), None);
    }

    #[test]
    fn what_is_chosen_takes_its_place() {
        assert_eq!(completed("tag:energy ", ""), ("tag:energy ".into(), 11));
        let kept = completed("🧺 tag:energy ", " roof");
        assert_eq!(kept, ("🧺 tag:energy roof".into(), 14));
    }

    #[test]
    fn how_many_there_are_is_told() {
        assert_eq!(
            [told(0), told(1), told(7)],
            ["No suggestions", "1 suggestion", "7 suggestions"]
        );
    }
}
