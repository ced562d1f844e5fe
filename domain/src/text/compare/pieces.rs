//! The words of two texts against each other.

use super::align;
use super::words::{Text, Token};
use super::{Change, Piece};

/// All of a text with one fate.
pub(super) fn whole(text: &Text, change: Change) -> Vec<Piece> {
    let mut pieces = Pieces::default();
    for token in &text.tokens {
        pieces.push(text, token, change, None);
    }
    pieces.done
}

/// What was deleted and inserted between two texts. `Same` and `Deleted` together are the old text,
/// `Same` and `Inserted` the new one.
pub(super) fn compare(old: &Text, new: &Text) -> Vec<Piece> {
    let numbers = |text: &Text| {
        text.tokens
            .iter()
            .map(|token| token.number)
            .collect::<Vec<_>>()
    };
    let matched = without_lone_marks(&align::matches(&numbers(old), &numbers(new)), old, new);
    let mut pieces = Pieces::default();
    let (mut old_at, mut new_at) = (0, 0);
    for (old_next, new_next) in matched
        .into_iter()
        .chain([(old.tokens.len(), new.tokens.len())])
    {
        for token in &old.tokens[old_at..old_next] {
            pieces.push(old, token, Change::Deleted, None);
        }
        for token in &new.tokens[new_at..new_next] {
            pieces.push(new, token, Change::Inserted, None);
        }
        if let (Some(before), Some(token)) = (old.tokens.get(old_next), new.tokens.get(new_next)) {
            pieces.push(new, token, Change::Same, Some(before));
        }
        (old_at, new_at) = (old_next + 1, new_next + 1);
    }
    pieces.done
}

/// Whether nothing changed.
pub(super) fn are_same(pieces: &[Piece]) -> bool {
    pieces
        .iter()
        .all(|piece| piece.change == Change::Same && piece.link_was.is_none())
}

/// Drops matches of nothing but spaces and punctuation between changes: "two new words" reads
/// better than a new word, an old space and a new word.
fn without_lone_marks(matched: &[(usize, usize)], old: &Text, new: &Text) -> Vec<(usize, usize)> {
    let mut kept = Vec::with_capacity(matched.len());
    let mut rest = matched;
    while let Some(first) = rest.first() {
        let length = rest
            .windows(2)
            .take_while(|two| two[1].0 == two[0].0 + 1 && two[1].1 == two[0].1 + 1)
            .count()
            + 1;
        let (run, after) = rest.split_at(length);
        let at_start = *first == (0, 0);
        let at_end =
            after.is_empty() && run.last() == Some(&(old.tokens.len() - 1, new.tokens.len() - 1));
        let has_word = run.iter().any(|(_, at)| new.tokens[*at].is_word);
        if at_start || at_end || has_word {
            kept.extend_from_slice(run);
        }
        rest = after;
    }
    kept
}

/// Pieces in the making: neighbours of one fate and look are one piece.
#[derive(Default)]
struct Pieces {
    done: Vec<Piece>,
}

impl Pieces {
    fn push(&mut self, text: &Text, token: &Token, change: Change, before: Option<&Token>) {
        let words = &text.text[token.range.clone()];
        let link = token.link.as_deref();
        let was = before.filter(|before| before.link != token.link);
        let was = was.map(|before| before.link.as_deref().unwrap_or_default());
        if let Some(last) = self.done.last_mut()
            && last.change == change
            && last.style == token.style
            && last.link.as_deref() == link
            && last.link_was.as_deref() == was
        {
            last.text.push_str(words);
            return;
        }
        self.done.push(Piece {
            change,
            text: words.to_owned(),
            style: token.style,
            link: link.map(str::to_owned),
            link_was: was.map(str::to_owned),
        });
    }
}
