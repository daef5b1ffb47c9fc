//! Sealed memories in a collection of Qdrant.
//!
//! One point a memory. Its payload has three keys: `subject`, the person's pseudonym, which is indexed as Qdrant indexes tenants; `id`, the
//! memory's; `content`, the sealed bytes in base64, because a payload has no bytes. A point's own id is a hash of pseudonym and memory: so nobody
//! can overwrite what is another's, whatever ids they come up with.

use std::error::Error;
use std::fmt;

use base64ct::{Base64, Encoding};
use qdrant_client::qdrant::{
    Condition, CountPointsBuilder, CreateCollectionBuilder, CreateFieldIndexCollectionBuilder, DeletePointsBuilder, Distance, FieldType,
    Filter, HnswConfigDiffBuilder, KeywordIndexParamsBuilder, PayloadIncludeSelector, PointStruct, PointsOperationResponse,
    QueryPointsBuilder, ScrollPointsBuilder, UpdateStatus, UpsertPointsBuilder, Value, VectorParams, VectorParamsBuilder, value::Kind,
    vectors_config,
};
use qdrant_client::{Payload, Qdrant, QdrantError};
use sha2::{Digest, Sha256};

use super::{MemoryId, SealedRecord, VectorStore};
use crate::seal::Pseudonym;

/// A collection of Qdrant as a [`VectorStore`]: give it to [`SealedStore`](super::SealedStore). Feature `qdrant`.
///
/// ```no_run
/// # use agent_guard::store::{NewMemory, QdrantStore, SealedStore};
/// # use agent_guard::{Consent, ConsentLedger, Purpose, SubjectId, Vault};
/// # #[derive(Purpose)]
/// # /// Remember and recall.
/// # #[purpose(id = "memory.use")]
/// # struct Use;
/// # async fn example(vault: Vault, ledger: ConsentLedger) -> Result<(), Box<dyn std::error::Error>> {
/// let client = qdrant_client::Qdrant::from_url("http://localhost:6334").build()?;
/// let collection = QdrantStore::open(client, "memories", 384).await?;
/// let memory = SealedStore::<_, Use>::new(collection, vault.into(), "memories");
/// let consent = Consent::<Use>::require(&ledger, &SubjectId::new("ada"))?;
/// memory.remember(&consent, NewMemory::new("likes tea").with_vector(vec![0.05; 384])).await?;
/// # Ok(())
/// # }
/// ```
///
/// Writes are waited for: when a call returns, the next one sees what it did. In a cluster, how many replicas that means is what the collection's
/// `write_consistency_factor` says.
#[derive(Clone)]
pub struct QdrantStore {
    client: Qdrant,
    collection: String,
    dimension: usize,
}

/// The keys of a point's payload.
const SUBJECT: &str = "subject";
const ID: &str = "id";
const CONTENT: &str = "content";

/// How many records are asked for at a time where all are wanted.
const PAGE: u32 = 256;

/// How many neighbours a point has in the graph of its person: Qdrant's default for a whole collection.
const NEIGHBOURS: u64 = 16;

impl QdrantStore {
    /// Uses a collection for vectors of `dimension` numbers, and makes it if it is not there. Several processes may do so at once. Make it yourself
    /// beforehand where it is to be sharded, replicated or quantised: with one unnamed vector a point, compared by Euclidean distance.
    ///
    /// # Errors
    /// [`QdrantStoreError::Collection`] if a collection of that name has other vectors; [`QdrantStoreError::Refused`].
    pub async fn open(client: Qdrant, collection: impl Into<String>, dimension: usize) -> Result<Self, QdrantStoreError> {
        let store = Self { client, collection: collection.into(), dimension };
        if !store.exists().await? {
            let made = store.make().await;
            // An error is none if another process was quicker. Whose collection it is, it is looked at below.
            if made.is_err() && !store.exists().await? {
                made?;
            }
        }
        let vectors = store.vectors().await?;
        let is_right = vectors.is_some_and(|vectors| vectors.size == dimension as u64 && vectors.distance() == Distance::Euclid);
        if !is_right {
            return Err(QdrantStoreError::Collection { dimension });
        }
        store.index_subjects().await?;
        Ok(store)
    }

    async fn exists(&self) -> Result<bool, QdrantError> {
        self.client.collection_exists(&self.collection).await
    }

    async fn make(&self) -> Result<(), QdrantError> {
        // A graph for each person and none across them: nobody is ever searched together with others.
        let graph = HnswConfigDiffBuilder::default().m(0).payload_m(NEIGHBOURS);
        let vectors = VectorParamsBuilder::new(self.dimension as u64, Distance::Euclid);
        let collection = CreateCollectionBuilder::new(&self.collection).vectors_config(vectors).hnsw_config(graph);
        self.client.create_collection(collection).await.map(drop)
    }

    /// What the collection says of its vectors; `None` if they have names.
    async fn vectors(&self) -> Result<Option<VectorParams>, QdrantError> {
        let info = self.client.collection_info(&self.collection).await?.result;
        let parameters = info.and_then(|info| info.config).and_then(|config| config.params);
        match parameters.and_then(|parameters| parameters.vectors_config).and_then(|vectors| vectors.config) {
            Some(vectors_config::Config::Params(vectors)) => Ok(Some(vectors)),
            Some(vectors_config::Config::ParamsMap(_)) | None => Ok(None),
        }
    }

    /// Has records found by person. Where they are already, nothing changes.
    async fn index_subjects(&self) -> Result<(), QdrantStoreError> {
        let tenant = KeywordIndexParamsBuilder::default().is_tenant(true);
        let index = CreateFieldIndexCollectionBuilder::new(&self.collection, SUBJECT, FieldType::Keyword);
        completed(self.client.create_field_index(index.field_index_params(tenant).wait(true)).await?)
    }

    async fn delete_matching(&self, filter: Filter) -> Result<(), QdrantStoreError> {
        completed(self.client.delete_points(DeletePointsBuilder::new(&self.collection).points(filter).wait(true)).await?)
    }

    fn check_dimension(&self, vector: &[f32]) -> Result<(), QdrantStoreError> {
        match vector.len() {
            found if found == self.dimension => Ok(()),
            found => Err(QdrantStoreError::Dimension { expected: self.dimension, found }),
        }
    }
}

impl VectorStore for QdrantStore {
    type Error = QdrantStoreError;

    async fn put(&self, subject: &Pseudonym, record: SealedRecord) -> Result<(), QdrantStoreError> {
        self.check_dimension(&record.vector)?;
        let payload: Payload = [
            (SUBJECT, keyword(subject).into()),
            (ID, record.id.to_string().into()),
            (CONTENT, Base64::encode_string(&record.content).into()),
        ]
        .into();
        let point = PointStruct::new(point_id(subject, record.id), record.vector, payload);
        completed(self.client.upsert_points(UpsertPointsBuilder::new(&self.collection, vec![point]).wait(true)).await?)
    }

    async fn nearest(&self, subject: &Pseudonym, vector: &[f32], limit: usize) -> Result<Vec<(MemoryId, Vec<u8>)>, QdrantStoreError> {
        self.check_dimension(vector)?;
        // Qdrant refuses to look for nothing.
        if limit == 0 {
            return Ok(Vec::new());
        }
        // As many as a segment of Qdrant can have: a number that it can reckon with.
        let limit = u32::try_from(limit).unwrap_or(u32::MAX);
        let query = QueryPointsBuilder::new(&self.collection)
            .query(vector.to_vec())
            .filter(of(subject))
            .limit(limit.into())
            .with_payload(id_and_content());
        self.client.query(query).await?.result.iter().map(|point| read(&point.payload)).collect()
    }

    async fn all(&self, subject: &Pseudonym) -> Result<Vec<(MemoryId, Vec<u8>)>, QdrantStoreError> {
        let mut records = Vec::new();
        let mut next_page = None;
        loop {
            let mut page = ScrollPointsBuilder::new(&self.collection).filter(of(subject)).limit(PAGE).with_payload(id_and_content());
            if let Some(first) = next_page {
                page = page.offset(first);
            }
            let page = self.client.scroll(page).await?;
            for point in &page.result {
                records.push(read(&point.payload)?);
            }
            next_page = page.next_page_offset;
            if next_page.is_none() {
                return Ok(records);
            }
        }
    }

    /// Of two that delete the same record at the same time, both may be told that it was there: Qdrant does not say what it deletes, so it is asked
    /// first.
    async fn delete(&self, subject: &Pseudonym, id: MemoryId) -> Result<bool, QdrantStoreError> {
        let this_one = Filter::must([is_of(subject), Condition::has_id([point_id(subject, id)])]);
        let count = CountPointsBuilder::new(&self.collection).filter(this_one.clone()).exact(true);
        let was_there = self.client.count(count).await?.result.is_some_and(|result| result.count > 0);
        self.delete_matching(this_one).await?;
        Ok(was_there)
    }

    async fn delete_all(&self, subject: &Pseudonym) -> Result<(), QdrantStoreError> {
        self.delete_matching(of(subject)).await
    }
}

/// Names a person's record among all points: the first 16 bytes of the SHA-256 of pseudonym and id, as a UUID of version 8 (RFC 9562), which is the
/// version for whatever an application makes up.
fn point_id(subject: &Pseudonym, id: MemoryId) -> String {
    let hash = Sha256::new().chain_update(subject.as_bytes()).chain_update(id.as_bytes()).finalize();
    let (first, _) = hash.split_first_chunk::<16>().expect("SHA-256 has 32 bytes");
    let number = u128::from_be_bytes(*first) & !(0xf << 76 | 0b11 << 62) | 8 << 76 | 0b10 << 62;
    let digits = format!("{number:032x}");
    [&digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..]].join("-")
}

/// The person, as payloads have them.
fn keyword(subject: &Pseudonym) -> String {
    Base64::encode_string(subject.as_bytes())
}

/// Whether a point is the person's.
fn is_of(subject: &Pseudonym) -> Condition {
    Condition::matches(SUBJECT, keyword(subject))
}

fn of(subject: &Pseudonym) -> Filter {
    Filter::must([is_of(subject)])
}

fn id_and_content() -> PayloadIncludeSelector {
    PayloadIncludeSelector { fields: vec![ID.to_owned(), CONTENT.to_owned()] }
}

/// The id and content of a point.
fn read(payload: &std::collections::HashMap<String, Value>) -> Result<(MemoryId, Vec<u8>), QdrantStoreError> {
    let text = |key| match payload.get(key).and_then(|value| value.kind.as_ref()) {
        Some(Kind::StringValue(text)) => Ok(text),
        _ => Err(QdrantStoreError::Damaged),
    };
    let id = text(ID)?.parse().map_err(|_| QdrantStoreError::Damaged)?;
    let content = Base64::decode_vec(text(CONTENT)?).map_err(|_| QdrantStoreError::Damaged)?;
    Ok((id, content))
}

/// With `wait`, a change that the server did not complete is one that it gave up.
fn completed(response: PointsOperationResponse) -> Result<(), QdrantStoreError> {
    match response.result.map(|result| result.status()) {
        Some(UpdateStatus::Completed) => Ok(()),
        _ => Err(QdrantStoreError::Unfinished),
    }
}

impl fmt::Debug for QdrantStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("QdrantStore").field("collection", &self.collection).field("dimension", &self.dimension).finish_non_exhaustive()
    }
}

/// What can go wrong with Qdrant. What the server says in its own words is left out: it may quote what it was sent.
#[derive(Debug)]
#[non_exhaustive]
pub enum QdrantStoreError {
    /// The server could not be reached, or did not do what it was asked to. In the words of gRPC.
    Refused(&'static str),
    /// The server did not finish a change in time, and may still make it. Do it again.
    Unfinished,
    /// There is a collection of that name, and its vectors are not of this dimension and compared by Euclidean distance.
    Collection {
        /// How many numbers its vectors should have.
        dimension: usize,
    },
    /// The vector is not of the collection's dimension.
    Dimension {
        /// How many numbers the collection's vectors have.
        expected: usize,
        /// How many this one has.
        found: usize,
    },
    /// A point is not as it was written: it has no id or no content.
    Damaged,
}

impl fmt::Display for QdrantStoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(reason) => write!(f, "Qdrant could not do it: {reason}"),
            Self::Unfinished => f.write_str("Qdrant did not finish in time: do it again"),
            Self::Collection { dimension } => write!(
                f,
                "the collection is there, but not for one vector of {dimension} numbers a point and Euclidean distance: use another name"
            ),
            Self::Dimension { expected, found } => {
                write!(
                    f,
                    "the vector has {found} numbers, and the collection is for {expected}: use one collection for each embedding model"
                )
            }
            Self::Damaged => f.write_str("a point of the collection is not as it was written: restore it from a snapshot, or forget it"),
        }
    }
}

impl Error for QdrantStoreError {}

impl From<QdrantError> for QdrantStoreError {
    fn from(error: QdrantError) -> Self {
        match error {
            QdrantError::ResponseError { status } | QdrantError::ResourceExhaustedError { status, .. } => {
                Self::Refused(status.code().description())
            }
            // None of the calls made here ends in another one; should one ever, its words are not trusted either.
            _ => Self::Refused("the client failed"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{MemoryId, Pseudonym, point_id};

    #[test]
    fn the_same_id_of_another_person_is_another_point() {
        let point = |subject, id| point_id(&Pseudonym::new([subject; 32]), MemoryId::from_bytes([id; 16]));
        assert_eq!(point(1, 1), "5bf90435-cd45-8047-9cbb-0ace7e7e3a67");
        assert_eq!(point(1, 1), point(1, 1));
        assert_ne!(point(1, 1), point(2, 1));
        assert_ne!(point(1, 1), point(1, 2));
    }
}
