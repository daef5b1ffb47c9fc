//! Exact search in opened vectors.
//!
//! One person's memories are searched whole: at 100,000 vectors of 384 numbers that is 150 MB read once, which is bound by memory and not by
//! arithmetic. So it takes no index that would have to be built, kept and wiped, and misses nothing. `wide` does the arithmetic: it is pure
//! Rust and compiles in a second. (NumKong, the successor of SimSIMD, compiles for minutes and gains nothing where memory is the limit.)

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use wide::f32x8;
use zeroize::Zeroizing;

/// Numbers that are multiplied at once.
const LANES: usize = 8;

/// Vectors of one dimension, side by side, each of length 1. Wiped when dropped.
#[derive(Clone)]
pub(super) struct Matrix<I> {
    ids: Vec<I>,
    values: Zeroizing<Vec<f32>>,
}

impl<I> Default for Matrix<I> {
    fn default() -> Self {
        Self { ids: Vec::new(), values: Zeroizing::default() }
    }
}

impl<I: Copy + PartialEq> Matrix<I> {
    /// Room for this many vectors: what grows later is copied.
    pub(super) fn reserve(&mut self, vectors: usize, dimensions: usize) {
        self.grow(vectors * dimensions);
    }

    pub(super) fn push(&mut self, id: I, unit: &[f32]) {
        if self.values.capacity() - self.values.len() < unit.len() {
            self.grow(self.values.len().max(unit.len()));
        }
        self.values.extend_from_slice(unit);
        self.ids.push(id);
    }

    pub(super) fn retain(&mut self, is_kept: impl Fn(&I) -> bool) {
        for at in (0..self.ids.len()).rev().filter(|&at| !is_kept(&self.ids[at])).collect::<Vec<_>>() {
            self.remove(at);
        }
    }

    /// The last vector takes the removed one's place.
    fn remove(&mut self, at: usize) {
        let dimensions = self.values.len() / self.ids.len();
        let last = self.values.len() - dimensions;
        self.values.copy_within(last.., at * dimensions);
        self.values[last..].fill(0.0);
        self.values.truncate(last);
        self.ids.swap_remove(at);
    }

    pub(super) fn bytes(&self) -> usize {
        self.values.capacity() * size_of::<f32>() + self.ids.capacity() * size_of::<I>()
    }

    pub(super) fn search(&self, unit: &[f32], best: &mut Best<I>) {
        for (id, vector) in self.ids.iter().zip(self.values.chunks_exact(unit.len())) {
            best.offer(*id, dot(vector, unit));
        }
    }

    /// As `Vec::reserve`, but what is left behind is wiped.
    fn grow(&mut self, additional: usize) {
        let mut larger = Zeroizing::new(Vec::with_capacity(self.values.len() + additional));
        larger.extend_from_slice(&self.values);
        self.values = larger;
    }
}

/// The vector with length 1, whose dot product with another such is the cosine.
/// `None` if it has no direction: it is empty, has only zeros, or has numbers that are not finite.
pub(super) fn unit(vector: &[f32]) -> Option<Zeroizing<Vec<f32>>> {
    // The squares are summed as `f64`, so that no finite vector overflows.
    let length = vector.iter().map(|&value| f64::from(value).powi(2)).sum::<f64>().sqrt();
    if length == 0.0 || !length.is_finite() {
        return None;
    }
    Some(Zeroizing::new(vector.iter().map(|&value| (f64::from(value) / length) as f32).collect()))
}

/// Four sums at once hide the latency of the additions.
pub(super) fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut sums = [f32x8::ZERO; 4];
    let (chunks_a, chunks_b) = (a.chunks_exact(4 * LANES), b.chunks_exact(4 * LANES));
    let (rest_a, rest_b) = (chunks_a.remainder(), chunks_b.remainder());
    for (a, b) in chunks_a.zip(chunks_b) {
        for (sum, (a, b)) in sums.iter_mut().zip(a.chunks_exact(LANES).zip(b.chunks_exact(LANES))) {
            *sum += lanes(a) * lanes(b);
        }
    }
    let rest: f32 = rest_a.iter().zip(rest_b).map(|(a, b)| a * b).sum();
    (sums[0] + sums[1] + (sums[2] + sums[3])).reduce_add() + rest
}

fn lanes(numbers: &[f32]) -> f32x8 {
    <[f32; LANES]>::try_from(numbers).expect("it is cut to this length").into()
}

/// The best few of what is offered.
pub(super) struct Best<I> {
    limit: usize,
    /// The worst of them on top.
    found: BinaryHeap<Found<I>>,
}

struct Found<I> {
    score: f32,
    id: I,
}

impl<I> Best<I> {
    pub(super) fn new(limit: usize) -> Self {
        Self { limit, found: BinaryHeap::new() }
    }

    pub(super) fn offer(&mut self, id: I, score: f32) {
        if self.found.len() < self.limit {
            self.found.push(Found { score, id });
        } else if self.found.peek().is_some_and(|worst| score > worst.score) {
            self.found.pop();
            self.found.push(Found { score, id });
        }
    }

    /// The best first.
    pub(super) fn into_sorted(self) -> Vec<(I, f32)> {
        self.found.into_sorted_vec().into_iter().map(|found| (found.id, found.score)).collect()
    }
}

impl<I> Ord for Found<I> {
    fn cmp(&self, other: &Self) -> Ordering {
        other.score.total_cmp(&self.score)
    }
}

impl<I> PartialOrd for Found<I> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<I> PartialEq for Found<I> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl<I> Eq for Found<I> {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dot_product_counts_every_number() {
        for length in [0, 1, 7, 31, 32, 33, 100] {
            let a: Vec<f32> = (0..length).map(|i| i as f32).collect();
            assert_eq!(dot(&a, &vec![2.0; length]), a.iter().sum::<f32>() * 2.0, "{length} numbers");
        }
    }

    #[test]
    fn the_best_come_first_and_no_more_than_asked_for() {
        let mut matrix = Matrix::default();
        for (id, vector) in [(1, [1.0, 0.0]), (2, [0.0, 1.0]), (3, [0.8, 0.6])] {
            matrix.push(id, &vector);
        }
        let search = |matrix: &Matrix<i32>, limit| {
            let mut best = Best::new(limit);
            matrix.search(&[1.0, 0.0], &mut best);
            best.into_sorted().into_iter().map(|(id, _)| id).collect::<Vec<_>>()
        };
        assert_eq!(search(&matrix, 2), [1, 3]);
        assert_eq!(search(&matrix, 9), [1, 3, 2]);
        assert!(search(&matrix, 0).is_empty());

        matrix.retain(|id| *id != 1);
        assert_eq!(search(&matrix, 9), [3, 2]);
    }

    #[test]
    fn a_vector_without_direction_is_refused() {
        assert!(unit(&[]).is_none());
        assert!(unit(&[0.0, 0.0]).is_none());
        assert!(unit(&[1.0, f32::NAN]).is_none());
        assert!(unit(&[f32::INFINITY]).is_none());
        assert_eq!(**unit(&[3e38, 0.0]).unwrap(), [1.0, 0.0]);
    }
}
