//! Seals the vectors on standard input under a new key and writes them to standard output: for `tests/embeddings/measure.py`.
//!
//! `seal_vectors DIMENSIONS BETA`, with vectors as 32-bit little-endian floats, one after the other.

use std::error::Error;
use std::io::{Read, Write, stdin, stdout};

use agent_guard::seal::{MasterKey, MemoryKeyStore};
use agent_guard::{SubjectId, Vault};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(dimensions), Some(beta)) = (arguments.next(), arguments.next()) else {
        return Err("usage: seal_vectors DIMENSIONS BETA".into());
    };
    let dimensions: usize = dimensions.parse()?;
    let vault = Vault::open(MasterKey::random()?, MemoryKeyStore::new())?;
    let key = vault.keys(&SubjectId::new("measured"))?.vector_key("measured").with_beta(beta.parse()?)?;

    let mut input = Vec::new();
    stdin().lock().read_to_end(&mut input)?;
    let mut output = Vec::with_capacity(input.len());
    for vector in input.chunks(dimensions * size_of::<f32>()) {
        let numbers = vector.chunks_exact(size_of::<f32>()).map(|number| f32::from_le_bytes(number.try_into().expect("four bytes")));
        let sealed = key.seal(&numbers.collect::<Vec<f32>>())?;
        output.extend(sealed.values().iter().flat_map(|number| number.to_le_bytes()));
    }
    Ok(stdout().lock().write_all(&output)?)
}
