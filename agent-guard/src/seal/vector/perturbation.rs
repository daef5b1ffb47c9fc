//! The perturbation of scale-and-perturb: a point of the ball, uniformly distributed, drawn by a keyed pseudorandom function.
//!
//! As in the paper's `Enc`: the function of key and nonce gives the coins; from these a vector `u` of independent standard normals, which says
//! the direction, and a uniform `x'`, from which the distance from the centre is `radius · x'^(1/d)`. The function is XChaCha20's keystream, the
//! normals are made two at a time by Box and Muller's method.

use chacha20::XChaCha20;
use chacha20::cipher::{KeyIvInit, StreamCipher};
use wide::f32x8;
use zeroize::Zeroizing;

use super::NONCE;
use crate::seal::SecretKey;

/// Numbers that are computed at once.
const LANES: usize = 8;
const WORD: usize = size_of::<u32>();

/// A point within `radius` of the origin.
pub(super) fn perturbation(key: &SecretKey, nonce: &[u8; NONCE], radius: f32, dimensions: usize) -> Vec<f32> {
    let blocks = dimensions.div_ceil(2 * LANES);
    // One word for the distance, then for each block eight words for lengths and eight for angles.
    let mut coins = Zeroizing::new(vec![0; WORD * (1 + 2 * LANES * blocks)]);
    XChaCha20::new(key.expose().into(), nonce.into()).apply_keystream(&mut coins);
    let (distance, directions) = coins.split_at(WORD);

    let mut point = Vec::with_capacity(2 * LANES * blocks);
    for coins in directions.chunks_exact(2 * LANES * WORD) {
        let (lengths, angles) = coins.split_at(LANES * WORD);
        let length = (uniform(lengths).ln() * f32x8::splat(-2.0)).sqrt();
        let (sine, cosine) = (uniform(angles) * f32x8::splat(std::f32::consts::TAU)).sin_cos();
        point.extend_from_slice((length * cosine).as_array());
        point.extend_from_slice((length * sine).as_array());
    }
    point.truncate(dimensions);

    let distance = radius * uniform_word(distance).powf(1.0 / dimensions as f32);
    let norm = point.iter().map(|value| value * value).sum::<f32>().sqrt();
    let factor = distance / norm;
    point.iter_mut().for_each(|value| *value *= factor);
    point
}

fn uniform(words: &[u8]) -> f32x8 {
    let mut uniforms = [0.0; LANES];
    for (uniform, word) in uniforms.iter_mut().zip(words.chunks_exact(WORD)) {
        *uniform = uniform_word(word);
    }
    uniforms.into()
}

/// A number above 0 and up to 1, with 24 random bits: never 0, of which there is no logarithm.
fn uniform_word(word: &[u8]) -> f32 {
    let word = u32::from_le_bytes(word.try_into().expect("a word has four bytes"));
    ((word >> 8) + 1) as f32 / 16_777_216.0
}
