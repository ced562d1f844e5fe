//! Which block of the new text was which in the old one, and what changed in it.

use std::collections::HashMap;
use std::mem::discriminant;
use std::rc::Rc;

use super::blocks::{Block, Body, without_numbers};
use super::rows::Column;
use super::{BlockComparison, Change, Content, Kind, Status, align, pieces, rows};
use align::{ALIKE, PAIRING_WORK};

/// Compares the blocks of one section, in the order of the new ones; a removed one where it stood.
pub(super) fn compare(old: &[Block], new: &[Block]) -> Vec<BlockComparison> {
    let pairs = pairs(old, new);
    let mut tables = Tables::of(&pairs);
    pairs.iter().map(|pair| pair.compare(&mut tables)).collect()
}

/// A block with what it was; one of both may be missing.
struct Pair<'b> {
    old: Option<&'b Block>,
    new: Option<&'b Block>,
    status: Status,
}

/// Matches equal blocks first, between them similar ones.
fn pairs<'b>(old: &'b [Block], new: &'b [Block]) -> Vec<Pair<'b>> {
    let signatures = |blocks: &[Block]| {
        blocks
            .iter()
            .map(|block| block.signature)
            .collect::<Vec<_>>()
    };
    let equal = align::matches(&signatures(old), &signatures(new));
    let mut pairs = Vec::with_capacity(old.len().max(new.len()));
    let (mut old_at, mut new_at) = (0, 0);
    for (old_next, new_next) in equal.into_iter().chain([(old.len(), new.len())]) {
        pair_changed(&old[old_at..old_next], &new[new_at..new_next], &mut pairs);
        if let (old @ Some(_), new @ Some(_)) = (old.get(old_next), new.get(new_next)) {
            pairs.push(Pair {
                old,
                new,
                status: Status::Same,
            });
        }
        (old_at, new_at) = (old_next + 1, new_next + 1);
    }
    pairs
}

/// Pairs what is alike between equal blocks; the others are removed and added.
fn pair_changed<'b>(old: &'b [Block], new: &'b [Block], pairs: &mut Vec<Pair<'b>>) {
    let (mut old_at, mut new_at) = (0, 0);
    for (old_next, new_next) in likeliest(old, new)
        .into_iter()
        .chain([(old.len(), new.len())])
    {
        let removed = old[old_at..old_next].iter().map(Some);
        pairs.extend(removed.map(|old| Pair {
            old,
            new: None,
            status: Status::Removed,
        }));
        let added = new[new_at..new_next].iter().map(Some);
        pairs.extend(added.map(|new| Pair {
            old: None,
            new,
            status: Status::Added,
        }));
        if let (old @ Some(_), new @ Some(_)) = (old.get(old_next), new.get(new_next)) {
            pairs.push(Pair {
                old,
                new,
                status: Status::Changed,
            });
        }
        (old_at, new_at) = (old_next + 1, new_next + 1);
    }
}

fn likeliest(old: &[Block], new: &[Block]) -> Vec<(usize, usize)> {
    let words = |blocks: &[Block]| {
        blocks
            .iter()
            .map(|block| block.words.len() + 1)
            .sum::<usize>()
    };
    if words(old) * new.len() + words(new) * old.len() <= PAIRING_WORK {
        return align::best_pairs(old.len(), new.len(), |a, b| alike(&old[a], &new[b]));
    }
    let in_order = 0..old.len().min(new.len());
    in_order
        .filter(|at| alike(&old[*at], &new[*at]) > 0.0)
        .map(|at| (at, at))
        .collect()
}

/// How alike two blocks are; 0 when they are not one that was changed.
fn alike(old: &Block, new: &Block) -> f32 {
    let by_itself = |kind: &Kind| matches!(kind, Kind::Row { .. } | Kind::Code { .. } | Kind::Rule);
    let (before, now) = (&old.shape.kind, &new.shape.kind);
    let kinds = if discriminant(before) == discriminant(now) {
        1.0
    } else if by_itself(before) || by_itself(now) {
        return 0.0;
    } else {
        0.9
    };
    let alike = kinds * align::similarity(&old.words, &new.words);
    if alike >= ALIKE { alike } else { 0.0 }
}

impl Pair<'_> {
    fn compare(&self, tables: &mut Tables) -> BlockComparison {
        let shape = self
            .new
            .or(self.old)
            .map(|block| block.shape.clone())
            .expect("a pair has a block");
        let was = self.old.map(|block| &block.shape);
        let reshaped = was.filter(|was| without_numbers(was) != without_numbers(&shape));
        BlockComparison {
            status: self.status,
            was: reshaped.cloned(),
            shape,
            content: self.content(tables),
        }
    }

    fn content(&self, tables: &mut Tables) -> Content {
        match (
            self.old.map(|block| &block.body),
            self.new.map(|block| &block.body),
        ) {
            (Some(Body::Text(old)), Some(Body::Text(new))) => {
                Content::Pieces(pieces::compare(old, new))
            }
            (Some(Body::Text(old)), _) => Content::Pieces(pieces::whole(old, Change::Deleted)),
            (_, Some(Body::Text(new))) => Content::Pieces(pieces::whole(new, Change::Inserted)),
            (old, new) => {
                let (old, new) = (old.and_then(Body::row), new.and_then(Body::row));
                let columns = tables.columns(old.map(|(_, head)| head), new.map(|(_, head)| head));
                let cells = rows::compare(
                    old.map(|(cells, _)| cells),
                    new.map(|(cells, _)| cells),
                    columns,
                );
                Content::Cells(cells)
            }
        }
    }
}

type Head = Rc<Vec<u32>>;

/// Which table of the new text was which in the old one, found by their rows, and their columns.
#[derive(Default)]
struct Tables {
    new_of_old: HashMap<*const Vec<u32>, Head>,
    old_of_new: HashMap<*const Vec<u32>, Head>,
    none: Head,
    columns: HashMap<(*const Vec<u32>, *const Vec<u32>), Vec<Column>>,
}

impl Tables {
    fn of(pairs: &[Pair<'_>]) -> Self {
        let mut tables = Self::default();
        for pair in pairs {
            let head = |block: Option<&Block>| Some(block?.body.row()?.1.clone());
            if let (Some(old), Some(new)) = (head(pair.old), head(pair.new)) {
                tables
                    .new_of_old
                    .entry(Rc::as_ptr(&old))
                    .or_insert_with(|| new.clone());
                tables.old_of_new.entry(Rc::as_ptr(&new)).or_insert(old);
            }
        }
        tables
    }

    /// The columns of a row's table, from the old and the new text; a row of one text has those of
    /// the other one's table too.
    fn columns(&mut self, old: Option<&Head>, new: Option<&Head>) -> &[Column] {
        let old_head = old.or_else(|| self.old_of_new.get(&Rc::as_ptr(new?)));
        let new_head = new.or_else(|| self.new_of_old.get(&Rc::as_ptr(old?)));
        let (old_head, new_head) = (
            old_head.unwrap_or(&self.none),
            new_head.unwrap_or(&self.none),
        );
        let key = (Rc::as_ptr(old_head), Rc::as_ptr(new_head));
        self.columns
            .entry(key)
            .or_insert_with(|| rows::columns(old_head, new_head))
    }
}
