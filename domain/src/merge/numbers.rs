//! Three-way merge of numbers: figure by figure, and of the months line by line and amount by amount.

use crate::numbers::{Cost, MAX_MONTHS, Month, Numbers, Part, Revenue, rows::Line};
use std::collections::HashMap;

/// Both changes in one, or the names of what both changed differently. `ours` and `theirs` differ
/// from each other and from `base`.
pub(super) fn merge(
    base: Option<&Numbers>,
    ours: Option<&Numbers>,
    theirs: Option<&Numbers>,
) -> Result<Numbers, Vec<String>> {
    let (Some(ours), Some(theirs)) = (ours, theirs) else {
        return Err(vec!["All numbers".to_owned()]);
    };
    // Amounts of two currencies cannot stand beside each other.
    if ours.currency != theirs.currency {
        return Err(vec!["Currency".to_owned()]);
    }
    let nothing = Numbers::default();
    let base = base.unwrap_or(&nothing);
    // What breaks a rule is for its writer to mend, and could be of any length.
    if ![base, ours, theirs].iter().all(|side| is_checked(side)) {
        return Err(Vec::new());
    }
    let mut merge = Merge::default();
    let merged = merge.numbers(base, ours, theirs);
    if merge.disputed.is_empty() && is_checked(&merged) {
        Ok(merged)
    } else {
        Err(merge.disputed)
    }
}

fn is_checked(numbers: &Numbers) -> bool {
    *numbers == Numbers::default() || numbers.clone().check().is_ok()
}

/// The cost of one and what is in it go together: parts of both sides would not add up to it.
fn cost(numbers: &Numbers) -> (Option<i64>, Vec<Part>) {
    (numbers.unit_cost, numbers.worksheet.clone())
}

#[derive(Default)]
struct Merge {
    /// What both changed differently, in the words of [`changes`](crate::plans::changes).
    disputed: Vec<String>,
}

impl Merge {
    fn numbers(&mut self, base: &Numbers, ours: &Numbers, theirs: &Numbers) -> Numbers {
        let mut amount = |name, read: fn(&Numbers) -> Option<i64>| {
            self.pick(name, &read(base), &read(ours), &read(theirs))
        };
        let price = amount("Price of one", |numbers| numbers.price);
        let opening_cash = amount("Opening cash", |numbers| numbers.opening_cash);
        let ask = amount("Asks for", |numbers| numbers.ask);
        let (unit_cost, worksheet) =
            self.pick("Cost of one", &cost(base), &cost(ours), &cost(theirs));
        Numbers {
            currency: ours.currency.clone(),
            unit: self.pick("Unit sold", &base.unit, &ours.unit, &theirs.unit),
            price,
            unit_cost,
            worksheet,
            opening_cash,
            ask,
            returns: self.pick("Funder gets", &base.returns, &ours.returns, &theirs.returns),
            months: self.months(&base.months, &ours.months, &theirs.months),
        }
    }

    fn months(&mut self, base: &[Month], ours: &[Month], theirs: &[Month]) -> Vec<Month> {
        let count = self.pick("Months", &base.len(), &ours.len(), &theirs.len());
        let mut months = Vec::with_capacity(MAX_MONTHS);
        for number in 0..base.len().max(ours.len()).max(theirs.len()) {
            let none = Month::default();
            let of = |months: &[Month]| months.get(number).unwrap_or(&none).clone();
            let month = self.month(number + 1, &of(base), &of(ours), &of(theirs));
            if number < count {
                months.push(month);
            } else if month != none {
                // One made the plan shorter, the other planned for the months that are gone.
                self.dispute("Months".to_owned());
            }
        }
        months
    }

    fn month(&mut self, number: usize, base: &Month, ours: &Month, theirs: &Month) -> Month {
        let revenue = Side {
            name: "Revenue",
            month: number,
            line: Revenue::line,
            amount: |revenue: &mut Revenue| &mut revenue.amount,
        };
        let costs = Side {
            name: "Cost",
            month: number,
            line: Cost::line,
            amount: |cost: &mut Cost| &mut cost.amount,
        };
        Month {
            revenue: self.lines(&revenue, &base.revenue, &ours.revenue, &theirs.revenue),
            costs: self.lines(&costs, &base.costs, &ours.costs, &theirs.costs),
        }
    }

    /// Our lines in our order; what they added after the line that it follows in theirs.
    fn lines<L: Clone>(&mut self, side: &Side<L>, base: &[L], ours: &[L], theirs: &[L]) -> Vec<L> {
        let (base, own) = (side.amounts(base), side.amounts(ours));
        let (ours, their) = (side.named(ours), side.amounts(theirs));
        let mut merged: Vec<(Name<'_>, L)> = Vec::new();
        for (name, mut line) in ours {
            let amounts = [base.get(&name), own.get(&name), their.get(&name)];
            if let Some(amount) = self.amount(side, &name, amounts) {
                *(side.amount)(&mut line) = amount;
                merged.push((name, line));
            }
        }
        let mut place = 0;
        for (name, line) in side.named(theirs) {
            if own.contains_key(&name) {
                let at = merged.iter().position(|(known, _)| *known == name);
                place = at.map_or(place, |at| at + 1);
            } else if self
                .amount(side, &name, [base.get(&name), None, their.get(&name)])
                .is_some()
            {
                merged.insert(place, (name, line));
                place += 1;
            }
        }
        merged.into_iter().map(|(_, line)| line).collect()
    }

    /// The amount of a line in a month; none where the month does not have it.
    fn amount<L>(
        &mut self,
        side: &Side<L>,
        name: &Name<'_>,
        [base, ours, theirs]: [Option<&i64>; 3],
    ) -> Option<i64> {
        if ours == base || theirs == base || ours == theirs {
            return if ours == base { theirs } else { ours }.copied();
        }
        let label = name.line.label;
        self.dispute(format!("{}: {label}, month {}", side.name, side.month));
        ours.copied()
    }

    fn pick<T: Clone + PartialEq>(&mut self, name: &str, base: &T, ours: &T, theirs: &T) -> T {
        if ours == base {
            return theirs.clone();
        }
        if theirs != base && theirs != ours {
            self.dispute(name.to_owned());
        }
        ours.clone()
    }

    fn dispute(&mut self, name: String) {
        if !self.disputed.contains(&name) {
            self.disputed.push(name);
        }
    }
}

/// What a month's lines of one side are and how to read them.
struct Side<L> {
    name: &'static str,
    month: usize,
    line: fn(&L) -> Line<'_>,
    amount: fn(&mut L) -> &mut i64,
}

/// A line in a month: two of the same are told apart by their order.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Name<'l> {
    line: Line<'l>,
    occurrence: usize,
}

impl<L: Clone> Side<L> {
    fn named<'l>(&self, lines: &'l [L]) -> Vec<(Name<'l>, L)> {
        let mut seen: HashMap<Line<'l>, usize> = HashMap::new();
        let name = |line: &'l L| {
            let count = seen.entry((self.line)(line)).or_default();
            *count += 1;
            let name = Name {
                line: (self.line)(line),
                occurrence: *count,
            };
            (name, line.clone())
        };
        lines.iter().map(name).collect()
    }

    fn amounts<'l>(&self, lines: &'l [L]) -> HashMap<Name<'l>, i64> {
        let amount = |(name, mut line): (Name<'l>, L)| (name, *(self.amount)(&mut line));
        self.named(lines).into_iter().map(amount).collect()
    }
}
