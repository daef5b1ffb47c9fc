//! Over a database that is written here: it records what it is given.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::{Arc, Mutex};

use agent_guard::seal::Pseudonym;
use agent_guard::store::{MemoryId, SealedRecord, VectorStore};

use super::support::{Database, Row};

#[derive(Clone, Default)]
pub struct InMemory(Arc<Mutex<Kept>>);

#[derive(Default)]
struct Kept {
    records: BTreeMap<(Vec<u8>, MemoryId), SealedRecord>,
    /// All bytes that ever came, as a wire would carry them.
    sent: Vec<u8>,
}

impl InMemory {
    fn records(&self, subject: &Pseudonym) -> Vec<SealedRecord> {
        let kept = self.0.lock().unwrap();
        kept.records.iter().filter(|((owner, _), _)| owner == subject.as_bytes()).map(|(_, record)| record.clone()).collect()
    }
}

fn id_and_content(record: SealedRecord) -> (MemoryId, Vec<u8>) {
    (record.id, record.content)
}

impl VectorStore for InMemory {
    type Error = Infallible;

    async fn put(&self, subject: &Pseudonym, record: SealedRecord) -> Result<(), Infallible> {
        let mut kept = self.0.lock().unwrap();
        kept.sent.extend_from_slice(subject.as_bytes());
        kept.sent.extend_from_slice(&record.content);
        kept.sent.extend(record.vector.iter().flat_map(|number| number.to_le_bytes()));
        kept.records.insert((subject.as_bytes().to_vec(), record.id), record);
        Ok(())
    }

    async fn nearest(&self, subject: &Pseudonym, vector: &[f32], limit: usize) -> Result<Vec<(MemoryId, Vec<u8>)>, Infallible> {
        self.0.lock().unwrap().sent.extend(vector.iter().flat_map(|number| number.to_le_bytes()));
        let distance = |record: &SealedRecord| record.vector.iter().zip(vector).map(|(a, b)| (a - b).powi(2)).sum::<f32>();
        let mut records = self.records(subject);
        records.sort_by(|a, b| distance(a).total_cmp(&distance(b)));
        Ok(records.into_iter().take(limit).map(id_and_content).collect())
    }

    async fn all(&self, subject: &Pseudonym) -> Result<Vec<(MemoryId, Vec<u8>)>, Infallible> {
        Ok(self.records(subject).into_iter().map(id_and_content).collect())
    }

    async fn delete(&self, subject: &Pseudonym, id: MemoryId) -> Result<bool, Infallible> {
        Ok(self.0.lock().unwrap().records.remove(&(subject.as_bytes().to_vec(), id)).is_some())
    }

    async fn delete_all(&self, subject: &Pseudonym) -> Result<(), Infallible> {
        self.0.lock().unwrap().records.retain(|(owner, _), _| owner != subject.as_bytes());
        Ok(())
    }
}

impl Database for InMemory {
    type Store = Self;

    fn store(&self) -> Self {
        self.clone()
    }

    fn rows(&self) -> Vec<Row> {
        let row = |(subject, id): &(Vec<u8>, MemoryId), record: &SealedRecord| {
            let SealedRecord { content, vector, .. } = record.clone();
            Row { key: String::new(), subject: subject.clone(), id: *id, content, vector }
        };
        self.0.lock().unwrap().records.iter().map(|(key, record)| row(key, record)).collect()
    }

    fn put_back(&self, rows: &[Row]) {
        let record = |row: &Row| ((row.subject.clone(), row.id), SealedRecord::new(row.id, row.content.clone(), row.vector.clone()));
        self.0.lock().unwrap().records = rows.iter().map(record).collect();
    }

    fn seen(&self) -> Vec<u8> {
        self.0.lock().unwrap().sent.clone()
    }
}

crate::contract!(|| Some(InMemory::default()));
