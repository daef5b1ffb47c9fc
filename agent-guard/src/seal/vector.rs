//! Embeddings for a vector database that searches by itself: sealed so that distances are roughly kept.

mod isometry;
mod perturbation;

use std::fmt;

use isometry::Isometry;
use perturbation::perturbation;

use super::secret::fill_random;
use super::{SecretKey, VaultError};

/// Length of a nonce, in bytes.
const NONCE: usize = 24;
/// The scale is between this and sixteen times as much. Sealed embeddings then keep seven digits and stay far from the limits of `f32`.
const SMALLEST_SCALE: f32 = 256.0;

/// A key for the embeddings of one store: from [`SubjectKeys::vector_key`](super::SubjectKeys::vector_key), or
/// [`Vault::shared_vector_key`](super::Vault::shared_vector_key).
///
/// ```
/// use agent_guard::seal::{MasterKey, MemoryKeyStore};
/// use agent_guard::{SubjectId, Vault};
///
/// let vault = Vault::open(MasterKey::random()?, MemoryKeyStore::new())?;
/// let key = vault.keys(&SubjectId::new("ada"))?.vector_key("notes").with_beta(0.2)?;
/// let stored = key.seal(&[0.6, 0.8, 0.0])?; // to the database
/// let query = key.seal(&[0.8, 0.6, 0.0])?; // what the database is asked
/// # assert_eq!(stored.values().len(), query.values().len());
/// # Ok::<(), agent_guard::VaultError>(())
/// ```
///
/// # How
///
/// The scheme is *scale-and-perturb* (SAP) of Fuchsbauer, Ghosal, Hauke and O'Neill, *Approximate Distance-Comparison-Preserving Symmetric
/// Encryption* (SCN 2022, ePrint 2021/1666): a vector is multiplied by the key's secret scale `s`, and a point is added that is uniformly
/// distributed in the ball of radius `s·β/4`. No distance changes by more than `s·β/2`, so whatever was nearer by more than `β` still is.
///
/// SAP alone leaves the direction of a vector as it was, and most embeddings have length 1: divided by its own length, a sealed one would be
/// the plain one with noise, for anyone, with or without the key. So the vector is first turned by an isometry that the key determines. Distances
/// stay as they are, and so what the paper proves holds; what is sealed under one key then says nothing to who has another, or none.
///
/// `β` has the unit of the vectors' distances, which for embeddings of length 1 are between 0 and 2; `docs/embeddings.md` has what each `β`
/// costs in recall and what it gains. Zero leaves scale and isometry only.
///
/// # What it tells who can read the database, but has no key
///
/// - The distances between the vectors of one key, up to the scale and the perturbation. Who is near whom is what it is for: clusters show, and
///   how many records there are in each.
/// - For embeddings of length 1, the scale: sealed vectors are about `s` long.
/// - **The embeddings, to somebody who knows enough pairs.** The geometry under one key is that of the plain vectors. Who knows some texts and
///   which sealed vectors are theirs (about as many as there are dimensions, or fewer) computes the isometry and turns back the whole corpus
///   (orthogonal Procrustes; arXiv 2606.27976), up to the perturbation. Then texts can be guessed from embeddings.
/// - Nothing says that a sealed vector is authentic. Seal the content beside it with the vault, and trust what opens.
///
/// It is a second choice, for a database that must search by itself. `SqliteMemory` seals vectors like everything else and opens them to search:
/// nothing of this shows there. With a key per person, pairs of one person say nothing about another, and once the person is forgotten nobody
/// who did not align them before can.
pub struct VectorKey {
    perturbation_key: SecretKey,
    isometry: Isometry,
    scale: f32,
    beta: f32,
}

/// A vector for the database, from [`VectorKey::seal`].
#[derive(Clone, PartialEq)]
pub struct SealedVector {
    values: Vec<f32>,
    nonce: [u8; NONCE],
}

impl VectorKey {
    /// The `β` of a new key: the largest that cost nothing where results are ranked again by what is inside (`docs/embeddings.md`).
    pub const DEFAULT_BETA: f32 = 1.0;

    pub(crate) fn new(key: &SecretKey, store: &str) -> Self {
        let key = SecretKey::from_bytes(&key.mac(&[store.as_bytes()]));
        let scale_bytes = *key.derive(b"agent-guard/v1/vector/scale").expose();
        let [b0, b1, b2, ..] = scale_bytes;
        // 24 bits, as many as `f32` has.
        let fraction = u32::from_be_bytes([0, b0, b1, b2]) as f32 / 16_777_216.0;
        Self {
            perturbation_key: key.derive(b"agent-guard/v1/vector/perturbation"),
            isometry: Isometry::new(key.derive(b"agent-guard/v1/vector/isometry")),
            scale: SMALLEST_SCALE * (1.0 + 15.0 * fraction),
            beta: Self::DEFAULT_BETA,
        }
    }

    /// The same key with another `β`. Vectors sealed under different `β` can be compared; each is as blurred as its own says.
    ///
    /// # Errors
    /// [`VaultError::Vector`] if `beta` is negative or not finite.
    pub fn with_beta(self, beta: f32) -> Result<Self, VaultError> {
        if !(beta.is_finite() && beta >= 0.0) {
            return Err(VaultError::Vector);
        }
        Ok(Self { beta, ..self })
    }

    /// Seals a vector, to store it or to search with it. Sealing twice gives two different vectors.
    ///
    /// # Errors
    /// [`VaultError::Vector`] if the vector is empty, has a number that is not finite, or is too large to be scaled;
    /// [`VaultError::Random`].
    pub fn seal(&self, vector: &[f32]) -> Result<SealedVector, VaultError> {
        let mut nonce = [0; NONCE];
        fill_random(&mut nonce)?;
        self.seal_with_nonce(vector, nonce)
    }

    /// The vector that was sealed, as nearly as `f32` tells (about six digits). It is not authenticated.
    ///
    /// # Errors
    /// [`VaultError::Vector`] if the vector is empty or has a number that is not finite.
    pub fn open(&self, sealed: &SealedVector) -> Result<Vec<f32>, VaultError> {
        let perturbation = self.perturbation(&sealed.nonce, sealed.values.len());
        let mut vector: Vec<f32> = sealed.values.iter().zip(perturbation).map(|(value, noise)| (value - noise) / self.scale).collect();
        self.isometry.turn_back(&mut vector);
        finite(vector)
    }

    pub(super) fn seal_with_nonce(&self, vector: &[f32], nonce: [u8; NONCE]) -> Result<SealedVector, VaultError> {
        let mut values = vector.to_vec();
        self.isometry.turn(&mut values);
        let perturbation = self.perturbation(&nonce, values.len());
        for (value, noise) in values.iter_mut().zip(perturbation) {
            *value = self.scale * *value + noise;
        }
        Ok(SealedVector { values: finite(values)?, nonce })
    }

    fn perturbation(&self, nonce: &[u8; NONCE], dimensions: usize) -> Vec<f32> {
        perturbation(&self.perturbation_key, nonce, self.scale * self.beta / 4.0, dimensions)
    }
}

impl SealedVector {
    /// The vector that was stored as these parts.
    #[must_use]
    pub fn from_parts(values: Vec<f32>, nonce: [u8; NONCE]) -> Self {
        Self { values, nonce }
    }

    /// What the database stores or is asked: as many numbers as the plain vector has. Compare by Euclidean distance; cosine works where the
    /// plain vectors all have the same length.
    #[must_use]
    pub fn values(&self) -> &[f32] {
        &self.values
    }

    /// Not secret. Needed to [open](VectorKey::open), not to search.
    #[must_use]
    pub fn nonce(&self) -> &[u8; NONCE] {
        &self.nonce
    }
}

fn finite(vector: Vec<f32>) -> Result<Vec<f32>, VaultError> {
    if vector.is_empty() || !vector.iter().all(|value| value.is_finite()) { Err(VaultError::Vector) } else { Ok(vector) }
}

impl fmt::Debug for VectorKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VectorKey").field("beta", &self.beta).finish_non_exhaustive()
    }
}

impl fmt::Debug for SealedVector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SealedVector({} dimensions)", self.values.len())
    }
}

#[cfg(test)]
mod tests;
