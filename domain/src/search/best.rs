//! The best of many, without keeping the others.

use std::{cmp::Reverse, collections::BinaryHeap};

/// The greatest so many of what was offered.
#[derive(Debug)]
pub(super) struct Best<T> {
    kept: BinaryHeap<Reverse<T>>,
    most: usize,
}

impl<T: Ord> Best<T> {
    pub(super) fn new(most: usize) -> Self {
        Self {
            kept: BinaryHeap::with_capacity(most + 1),
            most,
        }
    }

    /// What goes when something greater comes; nothing while there is room.
    pub(super) fn worst(&self) -> Option<&T> {
        let worst = self.kept.peek().map(|Reverse(worst)| worst);
        worst.filter(|_| self.kept.len() >= self.most)
    }

    pub(super) fn offer(&mut self, one: T) {
        self.kept.push(Reverse(one));
        if self.kept.len() > self.most {
            self.kept.pop();
        }
    }

    /// The greatest first.
    pub(super) fn into_vec(self) -> Vec<T> {
        let sorted = self.kept.into_sorted_vec().into_iter();
        sorted.map(|Reverse(one)| one).collect()
    }
}
