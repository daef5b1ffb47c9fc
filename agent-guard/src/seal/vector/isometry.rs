//! A keyed isometry, fast enough for every vector: random signs and Hadamard transforms in turn.
//!
//! A dense random rotation of 768 dimensions is 2.3 MB of key and 590,000 multiplications a vector. Signs and Hadamard transforms, three times
//! (`HD₃HD₂HD₁`; Ailon and Chazelle 2009, Andoni et al. 2015), spread every coordinate over all others as well and need 3 bits of key a
//! dimension. A Hadamard transform wants a power of two; other dimensions are covered by two that overlap, at the front and at the back.
//! Each step is orthogonal, and so is the whole.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::OnceLock;

use chacha20::XChaCha20;
use chacha20::cipher::{KeyIvInit, StreamCipher};
use zeroize::Zeroizing;

use crate::seal::SecretKey;

const ROUNDS: usize = 3;

pub(super) struct Isometry {
    key: SecretKey,
    /// Those of the first vector. A store's vectors have one dimension, as a rule.
    signs: OnceLock<Signs>,
}

/// A byte a dimension and round, of which the lowest bit counts.
type Signs = Zeroizing<Vec<u8>>;

impl Isometry {
    pub(super) fn new(key: SecretKey) -> Self {
        Self { key, signs: OnceLock::new() }
    }

    pub(super) fn turn(&self, vector: &mut [f32]) {
        for signs in self.signs(vector.len()).chunks_exact(vector.len().max(1)) {
            flip(vector, signs);
            let (front, back) = blocks(vector.len());
            hadamard(&mut vector[front]);
            hadamard(&mut vector[back]);
        }
    }

    /// The inverse: every step is its own inverse, so the steps in reverse order.
    pub(super) fn turn_back(&self, vector: &mut [f32]) {
        for signs in self.signs(vector.len()).chunks_exact(vector.len().max(1)).rev() {
            let (front, back) = blocks(vector.len());
            hadamard(&mut vector[back]);
            hadamard(&mut vector[front]);
            flip(vector, signs);
        }
    }

    fn signs(&self, dimensions: usize) -> Cow<'_, Signs> {
        let signs = self.signs.get_or_init(|| self.derive_signs(dimensions));
        if signs.len() == ROUNDS * dimensions { Cow::Borrowed(signs) } else { Cow::Owned(self.derive_signs(dimensions)) }
    }

    /// The keystream for this number of dimensions.
    fn derive_signs(&self, dimensions: usize) -> Signs {
        let mut signs = Zeroizing::new(vec![0; ROUNDS * dimensions]);
        // The key is for nothing else, so one nonce does.
        XChaCha20::new(self.key.expose().into(), &[0; 24].into()).apply_keystream(&mut signs);
        signs
    }
}

/// The largest power of two that fits, at the front and at the back. The one at the back is empty where the one at the front is all.
fn blocks(dimensions: usize) -> (Range<usize>, Range<usize>) {
    let size = dimensions.checked_ilog2().map_or(0, |log| 1 << log);
    let back = if size < dimensions { dimensions - size..dimensions } else { 0..0 };
    (0..size, back)
}

fn flip(vector: &mut [f32], signs: &[u8]) {
    for (value, sign) in vector.iter_mut().zip(signs) {
        *value = f32::from_bits(value.to_bits() ^ (u32::from(*sign) << 31));
    }
}

/// The orthonormal Walsh-Hadamard transform of a power of two of numbers, in place.
fn hadamard(block: &mut [f32]) {
    let mut half = 1;
    if block.len() >= SMALL {
        block.chunks_exact_mut(SMALL).for_each(|chunk| hadamard_small(chunk.try_into().expect("it is cut to this length")));
        half = SMALL;
    }
    while half < block.len() {
        for pair in block.chunks_exact_mut(2 * half) {
            let (left, right) = pair.split_at_mut(half);
            for (a, b) in left.iter_mut().zip(right) {
                (*a, *b) = (*a + *b, *a - *b);
            }
        }
        half *= 2;
    }
    // In an empty block nothing is scaled.
    let normalise = 1.0 / (block.len() as f32).sqrt();
    block.iter_mut().for_each(|value| *value *= normalise);
}

/// The first steps, in which neighbours meet, are too short for a loop over a slice to be vectorised.
const SMALL: usize = 8;

fn hadamard_small(block: &mut [f32; SMALL]) {
    let [a, b, c, d, e, f, g, h] = *block;
    let (a, b, c, d, e, f, g, h) = (a + b, a - b, c + d, c - d, e + f, e - f, g + h, g - h);
    let (a, b, c, d, e, f, g, h) = (a + c, b + d, a - c, b - d, e + g, f + h, e - g, f - h);
    *block = [a + e, b + f, c + g, d + h, a - e, b - f, c - g, d - h];
}
