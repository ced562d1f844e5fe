//! Moving the words' vectors, as little as possible, so that the sums of texts' words come close to the
//! texts' own vectors: ridge regression, solved by conjugate gradients.

use crate::algebra::{Matrix, add, length};
use meaning::Counts;

/// Enough for all that the figures show.
const STEPS: usize = 60;

/// Of each text which words it says, and how much they count there.
pub(crate) struct Sums {
    texts: Vec<Vec<(usize, f32)>>,
    /// The same without what the words weigh.
    counts: Vec<Vec<(usize, f32)>>,
}

impl Sums {
    pub(crate) fn new(said: &[Counts], weights: &[f32]) -> Self {
        let counts: Vec<Vec<(usize, f32)>> = said
            .iter()
            .map(|counts| {
                let units = counts.iter();
                units
                    .map(|(unit, counts)| (usize::try_from(unit).unwrap_or(0), counts))
                    .collect()
            })
            .collect();
        let weigh = |row: &Vec<(usize, f32)>| {
            let weighed = row
                .iter()
                .map(|(unit, counts)| (*unit, counts * weights[*unit]));
            weighed.filter(|(_, weight)| *weight > 0.0).collect()
        };
        Self {
            texts: counts.iter().map(weigh).collect(),
            counts,
        }
    }

    /// Each text's sum of these vectors, of length one.
    pub(crate) fn of(&self, table: &Matrix) -> Matrix {
        sums(&self.texts, table).normalised()
    }

    /// Each text's sum of vectors that are weighed already.
    pub(crate) fn unweighted(&self, table: &Matrix) -> Matrix {
        sums(&self.counts, table)
    }
}

fn sums(texts: &[Vec<(usize, f32)>], table: &Matrix) -> Matrix {
    let mut sums = Matrix::zero(texts.len(), table.columns());
    for (text, sum) in texts.iter().zip(sums.rows_mut()) {
        for (unit, counts) in text {
            add(sum, *counts, table.row(*unit));
        }
    }
    sums
}

/// With A a row for each text, W the table and Y the texts' vectors: adds to W Aᵀ(AAᵀ + λ)⁻¹(Y − AW),
/// which among all W makes |Y − AW|² + λ|what is added|² least. Each row of A is so long that what it
/// sums now has length one.
pub(crate) fn move_towards(table: &mut Matrix, sums_of: &Sums, vectors: &Matrix, ridge: f32) {
    let now = sums(&sums_of.texts, table);
    let mut rows = Vec::new();
    let mut wanted = Vec::new();
    for ((text, sum), vector) in sums_of.texts.iter().zip(now.rows()).zip(vectors.rows()) {
        let length = length(sum);
        if length > 1e-6 {
            rows.push(
                text.iter()
                    .map(|(unit, counts)| (*unit, counts / length))
                    .collect::<Vec<_>>(),
            );
            let missing = vector
                .iter()
                .zip(sum)
                .map(|(wanted, sum)| wanted - sum / length);
            wanted.push(missing.collect());
        }
    }
    let units = table.rows().count();
    let solved = solve(&rows, units, Matrix::of_rows(&wanted), ridge);
    for (row, change) in table.rows_mut().zip(back(&rows, units, &solved).rows()) {
        add(row, 1.0, change);
    }
}

/// `X` with `(AAᵀ + λ)X = B`, each column by itself.
fn solve(rows: &[Vec<(usize, f32)>], units: usize, wanted: Matrix, ridge: f32) -> Matrix {
    let mut solved = Matrix::zero(rows.len(), wanted.columns());
    let mut left = wanted;
    let mut way = left.clone();
    let mut far = products(&left, &left);
    for _ in 0..STEPS {
        let mut image = sums(rows, &back(rows, units, &way));
        for (image, way) in image.rows_mut().zip(way.rows()) {
            add(image, ridge, way);
        }
        let step = ratio(&far, &products(&way, &image));
        add_columns(&mut solved, &step, &way, 1.0);
        add_columns(&mut left, &step, &image, -1.0);
        let nearer = products(&left, &left);
        let turn = ratio(&nearer, &far);
        far = nearer;
        for (way, left) in way.rows_mut().zip(left.rows()) {
            for ((way, left), turn) in way.iter_mut().zip(left).zip(&turn) {
                *way = left + turn * *way;
            }
        }
    }
    solved
}

/// Aᵀ times these.
fn back(rows: &[Vec<(usize, f32)>], units: usize, vectors: &Matrix) -> Matrix {
    let mut sums = Matrix::zero(units, vectors.columns());
    for (row, vector) in rows.iter().zip(vectors.rows()) {
        for (unit, counts) in row {
            add(sums.row_mut(*unit), *counts, vector);
        }
    }
    sums
}

/// Of each column the product with the other's.
fn products(one: &Matrix, other: &Matrix) -> Vec<f64> {
    let mut products = vec![0.0; one.columns()];
    for (one, other) in one.rows().zip(other.rows()) {
        for (sum, (a, b)) in products.iter_mut().zip(one.iter().zip(other)) {
            *sum += f64::from(*a) * f64::from(*b);
        }
    }
    products
}

fn ratio(one: &[f64], other: &[f64]) -> Vec<f32> {
    #[expect(clippy::cast_possible_truncation, reason = "a step")]
    let ratio = |(one, other): (&f64, &f64)| {
        if *other > 1e-20 {
            (one / other) as f32
        } else {
            0.0
        }
    };
    one.iter().zip(other).map(ratio).collect()
}

fn add_columns(sum: &mut Matrix, times: &[f32], other: &Matrix, sign: f32) {
    for (sum, other) in sum.rows_mut().zip(other.rows()) {
        for ((sum, other), times) in sum.iter_mut().zip(other).zip(times) {
            *sum += sign * times * other;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use meaning::Vocabulary;

    #[test]
    fn sums_come_closer_to_what_the_texts_say() {
        let vocabulary = Vocabulary::new(["coin", "laundry", "wash", "unsaid"]);
        let said = ["coin laundry", "wash laundry"].map(|text| vocabulary.counts(text, []));
        let begin = Matrix::of_rows(&[
            vec![1.0, 0.0],
            vec![0.0, 1.0],
            vec![1.0, 1.0],
            vec![1.0, 0.0],
        ]);
        let wanted = Matrix::of_rows(&[vec![0.0, 1.0], vec![-1.0, 0.0]]);
        let sums = Sums::new(&said, &[1.0, 1.0, 1.0, 1.0]);
        let miss = |table: &Matrix| -> f32 {
            let now = sums.of(table);
            let rows = now.rows().zip(wanted.rows());
            rows.map(|(a, b)| a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum::<f32>())
                .sum()
        };
        let moved = |ridge| {
            let mut table = begin.clone();
            move_towards(&mut table, &sums, &wanted, ridge);
            table
        };
        let (little, much) = (moved(10.0), moved(0.001));
        assert!(miss(&little) < miss(&begin) && miss(&much) < miss(&little) && miss(&much) < 1e-3);
        assert_eq!(
            much.row(3),
            begin.row(3),
            "what no text says stays where it is"
        );
    }
}
