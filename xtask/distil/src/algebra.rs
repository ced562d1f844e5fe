//! As much of linear algebra as is needed, for matrices of a few hundred columns.

/// Rows of numbers, all of one length.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Matrix {
    columns: usize,
    numbers: Vec<f32>,
}

impl Matrix {
    pub(crate) fn of_rows(rows: &[Vec<f32>]) -> Self {
        let columns = rows.first().map_or(0, Vec::len);
        Self {
            columns,
            numbers: rows.concat(),
        }
    }

    pub(crate) fn zero(rows: usize, columns: usize) -> Self {
        Self {
            columns,
            numbers: vec![0.0; rows * columns],
        }
    }

    pub(crate) fn columns(&self) -> usize {
        self.columns
    }

    pub(crate) fn rows(&self) -> impl Iterator<Item = &[f32]> {
        self.numbers.chunks_exact(self.columns.max(1))
    }

    pub(crate) fn rows_mut(&mut self) -> impl Iterator<Item = &mut [f32]> {
        self.numbers.chunks_exact_mut(self.columns.max(1))
    }

    pub(crate) fn row(&self, number: usize) -> &[f32] {
        &self.numbers[number * self.columns..][..self.columns]
    }

    pub(crate) fn row_mut(&mut self, number: usize) -> &mut [f32] {
        &mut self.numbers[number * self.columns..][..self.columns]
    }

    /// Each row of length one, but for those of none.
    pub(crate) fn normalised(mut self) -> Self {
        for row in self.rows_mut() {
            let length = length(row).max(1e-9);
            for number in row {
                *number /= length;
            }
        }
        self
    }

    /// Without the mean of all rows.
    pub(crate) fn less_mean(mut self) -> Self {
        let mut mean = vec![0.0_f64; self.columns];
        let count = self.rows().count().max(1);
        for row in self.rows() {
            for (sum, number) in mean.iter_mut().zip(row) {
                *sum += f64::from(*number);
            }
        }
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            reason = "a mean"
        )]
        let mean: Vec<f32> = mean
            .into_iter()
            .map(|sum| (sum / count as f64) as f32)
            .collect();
        for row in self.rows_mut() {
            for (number, mean) in row.iter_mut().zip(&mean) {
                *number -= mean;
            }
        }
        self
    }

    pub(crate) fn scale_rows(mut self, scales: &[f32]) -> Self {
        for (row, scale) in self.rows_mut().zip(scales) {
            for number in row {
                *number *= scale;
            }
        }
        self
    }

    pub(crate) fn times(&self, other: &Self) -> Self {
        let mut product = Self::zero(self.rows().count(), other.columns);
        for (row, sum) in self.rows().zip(product.rows_mut()) {
            for (number, other) in row.iter().zip(other.rows()) {
                add(sum, *number, other);
            }
        }
        product
    }
}

/// Adds so many times a row.
pub(crate) fn add(sum: &mut [f32], times: f32, row: &[f32]) {
    for (sum, number) in sum.iter_mut().zip(row) {
        *sum += times * number;
    }
}

pub(crate) fn length(row: &[f32]) -> f32 {
    row.iter().map(|number| number * number).sum::<f32>().sqrt()
}

/// A symmetric matrix.
#[derive(Clone, Debug)]
pub(crate) struct Symmetric {
    size: usize,
    numbers: Vec<f64>,
}

impl Symmetric {
    /// The mean of each row times itself.
    pub(crate) fn second_moment(rows: &Matrix) -> Self {
        let size = rows.columns();
        let mut numbers = vec![0.0_f64; size * size];
        let mut count = 0.0_f64;
        for row in rows.rows() {
            count += 1.0;
            for (one, sums) in row.iter().zip(numbers.chunks_exact_mut(size)) {
                for (sum, other) in sums.iter_mut().zip(row) {
                    *sum += f64::from(*one) * f64::from(*other);
                }
            }
        }
        for sum in &mut numbers {
            *sum /= count.max(1.0);
        }
        Self { size, numbers }
    }

    pub(crate) fn plus(mut self, other: &Self) -> Self {
        for (one, other) in self.numbers.iter_mut().zip(&other.numbers) {
            *one += other;
        }
        self
    }

    /// As large as the identity, on the mean.
    pub(crate) fn scaled_to_mean_one(&self) -> Self {
        let trace: f64 = (0..self.size)
            .map(|at| self.numbers[at * self.size + at])
            .sum();
        #[expect(clippy::cast_precision_loss, reason = "a few hundred")]
        let scale = self.size as f64 / trace.max(1e-12);
        Self {
            size: self.size,
            numbers: self.numbers.iter().map(|number| number * scale).collect(),
        }
    }

    /// With so much added in every direction.
    pub(crate) fn shrunk(mut self, most: f64) -> Self {
        // What is added is counted in means, of which a sum of two has two.
        let this = self.scaled_to_mean_one();
        self.numbers = this.numbers;
        for at in 0..self.size {
            self.numbers[at * self.size + at] += most;
        }
        self
    }

    /// The same directions, each as strong as this power says.
    pub(crate) fn power(&self, power: f64) -> Matrix {
        let (values, vectors) = self.directions();
        let mut made = Matrix::zero(self.size, self.size);
        for (value, vector) in values.iter().zip(&vectors) {
            let strength = value.max(1e-12).powf(power);
            for (row, one) in made.rows_mut().zip(vector) {
                #[expect(clippy::cast_possible_truncation, reason = "a number of a matrix")]
                for (sum, other) in row.iter_mut().zip(vector) {
                    *sum += (strength * one * other) as f32;
                }
            }
        }
        made
    }

    /// A column for each of the strongest directions.
    pub(crate) fn strongest(&self, most: usize) -> Matrix {
        let (values, vectors) = self.directions();
        let mut order: Vec<usize> = (0..self.size).collect();
        order.sort_by(|a, b| values[*b].total_cmp(&values[*a]));
        order.truncate(most);
        #[expect(clippy::cast_possible_truncation, reason = "at most one")]
        let row = |at: usize| {
            order
                .iter()
                .map(|column| vectors[*column][at] as f32)
                .collect()
        };
        Matrix::of_rows(&(0..self.size).map(row).collect::<Vec<_>>())
    }

    /// Eigenvalues and eigenvectors, by Jacobi's rotations: Golub and Van Loan, Matrix Computations,
    /// section 8.5.
    fn directions(&self) -> (Vec<f64>, Vec<Vec<f64>>) {
        let size = self.size;
        let mut matrix: Vec<Vec<f64>> = self.numbers.chunks(size).map(<[f64]>::to_vec).collect();
        let unit = |at: usize| {
            (0..size)
                .map(|other| f64::from(u8::from(other == at)))
                .collect()
        };
        let mut vectors: Vec<Vec<f64>> = (0..size).map(unit).collect();
        let all: f64 = self.numbers.iter().map(|number| number * number).sum();
        for _ in 0..MOST_SWEEPS {
            let mut off = 0.0;
            for p in 0..size {
                for q in p + 1..size {
                    off += matrix[p][q] * matrix[p][q];
                    rotate(&mut matrix, &mut vectors, (p, q));
                }
            }
            if off <= all * 1e-22 {
                break;
            }
        }
        let values = (0..size).map(|at| matrix[at][at]).collect();
        (values, vectors)
    }
}

/// Few are needed; more would mean that it does not settle.
const MOST_SWEEPS: usize = 30;

/// Makes the element at p, q zero.
fn rotate(matrix: &mut [Vec<f64>], vectors: &mut [Vec<f64>], (p, q): (usize, usize)) {
    let (a, b, off) = (matrix[p][p], matrix[q][q], matrix[p][q]);
    if off.abs() < 1e-300 {
        return;
    }
    let theta = (b - a) / (2.0 * off);
    let tangent = theta.signum() / (theta.abs() + (theta * theta + 1.0).sqrt());
    let cosine = 1.0 / (tangent * tangent + 1.0).sqrt();
    let sine = tangent * cosine;
    for row in matrix.iter_mut() {
        let (one, other) = (row[p], row[q]);
        row[p] = cosine * one - sine * other;
        row[q] = sine * one + cosine * other;
    }
    turn(matrix, (p, q), cosine, sine);
    turn(vectors, (p, q), cosine, sine);
}

fn turn(rows: &mut [Vec<f64>], (p, q): (usize, usize), cosine: f64, sine: f64) {
    let (before, after) = rows.split_at_mut(q);
    for (one, other) in before[p].iter_mut().zip(&mut after[0]) {
        let (a, b) = (*one, *other);
        *one = cosine * a - sine * b;
        *other = sine * a + cosine * b;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(a: &Matrix, b: &[&[f32]]) {
        let flat: Vec<f32> = b.concat();
        let close = a
            .numbers
            .iter()
            .zip(&flat)
            .all(|(a, b)| (a - b).abs() < 1e-4);
        assert!(a.numbers.len() == flat.len() && close, "{a:?}");
    }

    #[test]
    fn a_power_is_that_of_the_matrix() {
        let rows = Matrix::of_rows(&[vec![3.0, 1.0], vec![-1.0, 2.0], vec![0.0, 1.0]]);
        let moment = Symmetric::second_moment(&rows);
        near(
            &moment.power(1.0),
            &[&[10.0 / 3.0, 1.0 / 3.0], &[1.0 / 3.0, 2.0]],
        );
        let half = moment.power(-0.5);
        near(
            &half.times(&half).times(&moment.power(1.0)),
            &[&[1.0, 0.0], &[0.0, 1.0]],
        );
    }

    #[test]
    fn the_strongest_directions_are_kept() {
        let rows = Matrix::of_rows(&[
            vec![2.0, 2.0, 0.1],
            vec![-2.0, -2.0, 0.1],
            vec![1.0, -1.0, 0.0],
        ]);
        let strongest = Symmetric::second_moment(&rows).strongest(2);
        let kept = rows.times(&strongest);
        let lengths: Vec<f32> = kept.rows().map(length).collect();
        assert!(
            (lengths[0] - 8.0_f32.sqrt()).abs() < 0.01
                && (lengths[2] - 2.0_f32.sqrt()).abs() < 0.01
        );
        let shrunk = Symmetric::second_moment(&rows).shrunk(1.0).power(1.0);
        let trace: f32 = (0..3).map(|at| shrunk.row(at)[at]).sum();
        assert!((trace - 6.0).abs() < 1e-4, "{trace}");
    }

    #[test]
    fn rows_are_centred_and_brought_to_length_one() {
        let rows = Matrix::of_rows(&[vec![4.0, 1.0], vec![2.0, 1.0]]);
        near(&rows.clone().less_mean(), &[&[1.0, 0.0], &[-1.0, 0.0]]);
        near(
            &rows.less_mean().normalised().scale_rows(&[2.0, 3.0]),
            &[&[2.0, 0.0], &[-3.0, 0.0]],
        );
    }
}
