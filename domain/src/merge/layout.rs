//! The body of ours with parts put in.

use super::{
    ApplyError, PartKey, Taken,
    bodies::Bodies,
    body::{BLANK, Block, PREAMBLE, texts, with_plain_ends},
    order,
};
use std::{borrow::Cow, collections::HashMap};

/// What is chosen of the body.
type Edits<'e> = HashMap<&'e PartKey, Taken<'e>>;

/// The body of ours with these parts. What theirs added comes after the section that it follows in
/// theirs.
pub(super) fn body(
    bodies: &Bodies<'_>,
    ours: &str,
    edits: &[(&PartKey, Taken<'_>)],
) -> Result<String, ApplyError> {
    let edits = edits.iter().copied().collect();
    let pieces = pieces(bodies, &edits)?;
    let body = join(&pieces, ours);
    check(&pieces, &body)?;
    Ok(body)
}

/// A piece of the new body: the preamble or a section.
struct Piece<'t> {
    title: &'t str,
    /// Where it stands in ours: 0 for the preamble, then the sections. None of an added one.
    place: Option<usize>,
    /// The blank lines that ours has after it.
    gap: &'t str,
    content: Content<'t>,
}

enum Content<'t> {
    /// As it stands in ours, byte for byte.
    Kept(&'t Block<'t>),
    /// One section, or the preamble, from theirs or merged. Empty: it is gone.
    Taken(&'t str),
    /// What a person wrote, which may be several sections.
    Written(Cow<'t, str>),
}

impl<'t> Piece<'t> {
    fn kept(title: &'t str, place: usize, block: &'t Block<'t>) -> Self {
        Self {
            title,
            place: Some(place),
            gap: block.gap,
            content: Content::Kept(block),
        }
    }

    fn is_gone(&self) -> bool {
        match &self.content {
            Content::Kept(_) => false,
            Content::Taken(text) => text.is_empty(),
            Content::Written(text) => text.is_empty(),
        }
    }

    /// Whether the two stand as they stood in ours.
    fn is_followed_by(&self, next: &Self) -> bool {
        self.is_kept() && next.is_kept() && self.place.map(|place| place + 1) == next.place
    }

    fn is_kept(&self) -> bool {
        matches!(self.content, Content::Kept(_))
    }

    /// What must be read of it in the new body.
    fn texts(&self) -> Result<Vec<String>, ApplyError> {
        match &self.content {
            Content::Kept(block) => Ok(vec![block.text.clone().into_owned()]),
            Content::Taken(text) => Ok(vec![(*text).to_owned()]),
            Content::Written(text) => Ok(texts(text)?),
        }
    }
}

/// The new body in pieces, the preamble first.
fn pieces<'t>(bodies: &'t Bodies<'t>, edits: &Edits<'t>) -> Result<Vec<Piece<'t>>, ApplyError> {
    let mut sections = Sections::of_ours(bodies, edits.contains_key(&PartKey::Order));
    for (at, known) in bodies.known.iter().enumerate() {
        let key = PartKey::Section(bodies.theirs.keys[at].clone());
        let edit = edits.get(&key).copied();
        let text = &bodies.theirs.sections[at].text;
        let content = edit.map(|edit| section(key, edit, text)).transpose()?;
        sections.theirs(known.ours, &bodies.theirs.titles[at], content);
    }
    for (at, ours) in bodies.in_ours.iter().enumerate() {
        let key = PartKey::Removed(bodies.base.keys[at].clone());
        if let (Some(ours), Some(edit)) = (ours, edits.get(&key).copied()) {
            sections.replace(*ours, section(key, edit, "")?);
        }
    }
    let mut preamble = Piece::kept(PREAMBLE, 0, &bodies.ours.preamble);
    if let Some(edit) = edits.get(&PartKey::Preamble) {
        preamble.content = content(*edit, &bodies.theirs.preamble.text);
    }
    Ok(sections.after(preamble))
}

fn content<'t>(edit: Taken<'t>, theirs: &'t str) -> Content<'t> {
    match edit {
        Taken::Theirs => Content::Taken(theirs),
        Taken::Merged(text) => Content::Taken(text),
        Taken::Written(text) => Content::Written(Block::of(text).text),
    }
}

fn section<'t>(key: PartKey, edit: Taken<'t>, theirs: &'t str) -> Result<Content<'t>, ApplyError> {
    let content = content(edit, theirs);
    if let Content::Written(text) = &content
        && !text.is_empty()
        && !texts(text)?[0].is_empty()
    {
        return Err(ApplyError::WithoutHeading(key));
    }
    Ok(content)
}

/// The sections of the new body.
struct Sections<'t> {
    /// Those of ours.
    pieces: Vec<Piece<'t>>,
    /// Where each section of ours is among the pieces.
    at: Vec<usize>,
    /// What is put in: at the beginning, then after each piece.
    added: Vec<Vec<Piece<'t>>>,
    /// Where the next section that theirs added goes.
    place: usize,
}

impl<'t> Sections<'t> {
    fn of_ours(bodies: &'t Bodies<'t>, in_order_of_theirs: bool) -> Self {
        let ours = &bodies.ours;
        let order = if in_order_of_theirs {
            order::of_theirs(bodies)
        } else {
            (0..ours.sections.len()).collect()
        };
        let mut at = vec![0; order.len()];
        for (place, section) in order.iter().enumerate() {
            at[*section] = place;
        }
        let piece = |section: usize| {
            Piece::kept(&ours.titles[section], section + 1, &ours.sections[section])
        };
        Self {
            added: (0..=order.len()).map(|_| Vec::new()).collect(),
            pieces: order.into_iter().map(piece).collect(),
            at,
            place: 0,
        }
    }

    /// Goes on to the next section of theirs, and takes it if it is chosen.
    fn theirs(&mut self, ours: Option<usize>, title: &'t str, chosen: Option<Content<'t>>) {
        if let Some(ours) = ours {
            self.place = self.at[ours] + 1;
        }
        match (ours, chosen) {
            (Some(ours), Some(content)) => self.replace(ours, content),
            (None, Some(content)) => self.added[self.place].push(Piece {
                title,
                place: None,
                gap: "",
                content,
            }),
            (_, None) => {}
        }
    }

    fn replace(&mut self, ours: usize, content: Content<'t>) {
        self.pieces[self.at[ours]].content = content;
    }

    fn after(self, preamble: Piece<'t>) -> Vec<Piece<'t>> {
        let mut all = vec![preamble];
        let mut added = self.added.into_iter();
        all.extend(added.next().into_iter().flatten());
        for (piece, added) in self.pieces.into_iter().zip(added) {
            all.push(piece);
            all.extend(added);
        }
        all
    }
}

/// Blank lines stay as they are between what stays where it was; elsewhere there is at least one,
/// so that no heading is glued to a paragraph. The blank lines at the end stay as many.
fn join(pieces: &[Piece<'_>], ours: &str) -> String {
    let line_end = if ours.contains("\r\n") { "\r\n" } else { "\n" };
    let last = pieces.iter().filter_map(|piece| piece.place).max();
    let end = &ours[ours.trim_end_matches(BLANK).len()..];
    let mut text = String::with_capacity(ours.len());
    let mut pieces = pieces.iter().filter(|piece| !piece.is_gone()).peekable();
    while let Some(piece) = pieces.next() {
        match &piece.content {
            Content::Kept(block) => text.push_str(block.source),
            Content::Taken(new) => text.push_str(&new.replace('\n', line_end)),
            Content::Written(new) => text.push_str(&new.replace('\n', line_end)),
        }
        match pieces.peek() {
            Some(next) if piece.is_followed_by(next) => text.push_str(piece.gap),
            // A preamble of nothing but blank lines.
            Some(_) if text.is_empty() => {}
            Some(_) if has_blank_line(piece.gap) => text.push_str(piece.gap),
            Some(_) => text.push_str(&line_end.repeat(2)),
            None if piece.is_kept() && piece.place == last => text.push_str(piece.gap),
            None => text.push_str(&with_plain_ends(end).replace('\n', line_end)),
        }
    }
    text
}

fn has_blank_line(gap: &str) -> bool {
    with_plain_ends(gap).matches('\n').count() > 1
}

/// Reads the new body as everybody will, and refuses it where its sections are not those that were
/// put together: a block of code without an end would take in all that follows.
fn check(pieces: &[Piece<'_>], body: &str) -> Result<(), ApplyError> {
    let found = texts(body)?;
    let mut rest = found.iter();
    let mut last = PREAMBLE;
    for (at, piece) in pieces.iter().enumerate() {
        if at > 0 && piece.is_gone() {
            continue;
        }
        // What was written in place of a section begins with its heading: see `section`.
        let has_preamble = at == 0 || !matches!(piece.content, Content::Written(_));
        let expected = piece.texts()?;
        for text in expected.iter().skip(usize::from(!has_preamble)) {
            if rest.next() != Some(text) {
                let title = piece.title.to_owned();
                return Err(ApplyError::Unclosed { title });
            }
        }
        last = piece.title;
    }
    match rest.next() {
        None => Ok(()),
        Some(_) => Err(ApplyError::Unclosed {
            title: last.to_owned(),
        }),
    }
}
