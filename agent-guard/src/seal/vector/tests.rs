//! What the paper promises of scale-and-perturb, and what the keys are to do.

use super::{SealedVector, VectorKey};
use crate::VaultError;
use crate::seal::SecretKey;

/// Vectors of length 1 that are always the same: the keystream of a fixed key would do as well, but this is easier to see.
fn vectors(count: usize, dimensions: usize) -> Vec<Vec<f32>> {
    let mut state = 1_u64;
    let mut next = || {
        // Knuth's MMIX generator.
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 40) as f32 / 8_388_608.0 - 1.0
    };
    let vector = |_| {
        let vector: Vec<f32> = (0..dimensions).map(|_| next()).collect();
        let length = vector.iter().map(|value| value * value).sum::<f32>().sqrt();
        vector.into_iter().map(|value| value / length).collect()
    };
    (0..count).map(vector).collect()
}

fn key(number: u8) -> VectorKey {
    VectorKey::new(&SecretKey::from_bytes(&[number; 32]), "notes")
}

fn distance(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum::<f32>().sqrt()
}

fn sealed(key: &VectorKey, vectors: &[Vec<f32>]) -> Vec<SealedVector> {
    vectors.iter().map(|vector| key.seal(vector).unwrap()).collect()
}

#[test]
fn distances_are_kept_within_the_bound() {
    for dimensions in [1, 2, 3, 7, 16, 100, 384, 768] {
        for beta in [0.0, 0.1, 1.0] {
            let key = key(1).with_beta(beta).unwrap();
            let plain = vectors(12, dimensions);
            let sealed = sealed(&key, &plain);
            // Each end is moved by at most s·β/4. The rest is rounding.
            let bound = key.scale * (beta / 2.0 + 1e-4);
            for (a, sealed_a) in plain.iter().zip(&sealed) {
                for (b, sealed_b) in plain.iter().zip(&sealed) {
                    let change = distance(sealed_a.values(), sealed_b.values()) - key.scale * distance(a, b);
                    assert!(change.abs() <= bound, "{dimensions} dimensions, β {beta}: {change} is more than {bound}");
                }
            }
        }
    }
}

#[test]
fn the_perturbation_fills_the_ball() {
    let key = key(1).with_beta(1.0).unwrap();
    let radius = key.scale / 4.0;
    let origin = [0.0; 2];
    let distances: Vec<f32> = (0..2_000).map(|_| distance(key.seal(&origin).unwrap().values(), &origin) / radius).collect();
    assert!(distances.iter().all(|distance| *distance <= 1.0001));
    // Uniform in a disc: a quarter lies within half the radius. Five standard deviations are 4.8 %.
    let within_half = distances.iter().filter(|distance| **distance < 0.5).count() as f32 / 2_000.0;
    assert!((within_half - 0.25).abs() < 0.05, "{within_half}");
}

#[test]
fn what_was_sealed_is_opened_with_its_key_only() {
    for dimensions in [1, 5, 384] {
        for vector in vectors(5, dimensions) {
            let sealed = key(1).seal(&vector).unwrap();
            assert!(distance(&key(1).open(&sealed).unwrap(), &vector) < 1e-4);
            if dimensions > 1 {
                assert!(distance(&key(2).open(&sealed).unwrap(), &vector) > 0.1);
            }
        }
    }
}

#[test]
fn sealing_twice_gives_two_vectors_unless_nothing_is_added() {
    let vector = &vectors(1, 16)[0];
    assert_ne!(key(1).seal(vector).unwrap().values(), key(1).seal(vector).unwrap().values());
    let exact = key(1).with_beta(0.0).unwrap();
    assert_eq!(exact.seal(vector).unwrap().values(), exact.seal(vector).unwrap().values());
}

/// What scale-and-perturb alone would not do: without the isometry the cosine is nearly 1.
#[test]
fn a_sealed_vector_points_elsewhere_than_the_plain_one_and_than_under_another_key() {
    let cosine = |a: &[f32], b: &[f32]| {
        let dot: f32 = a.iter().zip(b).map(|(a, b)| a * b).sum();
        dot / (distance(a, &vec![0.0; a.len()]) * distance(b, &vec![0.0; b.len()]))
    };
    let of_other_store = VectorKey::new(&SecretKey::from_bytes(&[1; 32]), "diary");
    for vector in vectors(20, 384) {
        let sealed = key(1).seal(&vector).unwrap();
        let again = key(1).seal(&vector).unwrap();
        assert!(cosine(sealed.values(), again.values()) > 0.9);
        for other in [&vector, &key(2).seal(&vector).unwrap().values, &of_other_store.seal(&vector).unwrap().values] {
            // Unrelated directions have cosines around 0 ± 1/√384; five standard deviations are 0.26.
            assert!(cosine(sealed.values(), other).abs() < 0.3);
        }
    }
}

#[test]
fn what_cannot_be_sealed_is_refused() {
    for vector in [&[][..], &[f32::NAN], &[1.0, f32::INFINITY], &[f32::MAX, 0.0]] {
        assert!(matches!(key(1).seal(vector), Err(VaultError::Vector)), "{vector:?}");
    }
    for beta in [-0.1, f32::NAN, f32::INFINITY] {
        assert!(key(1).with_beta(beta).is_err(), "{beta}");
    }
    let damaged = SealedVector::from_parts(vec![f32::NAN], [0; 24]);
    assert!(key(1).open(&damaged).is_err());
}
