//! Long-term memory: what was said, by meaning, in Qdrant.

use agent_guard::{Consent, SubjectId, testing::AllowAll};
use anyhow::Result;
use qdrant_client::{
    Qdrant,
    qdrant::{
        Condition, CountPointsBuilder, CreateCollectionBuilder, DeletePointsBuilder, Distance, Filter, PointStruct, QueryPointsBuilder,
        ScrollPointsBuilder, UpsertPointsBuilder, Value, VectorParamsBuilder,
    },
};

use crate::consent::{Newsletter, Recall, Remember, TermsOfService};

const COLLECTION: &str = "memories";
const BACKUP: &str = "http://backup.companion.example:6334";

/// What the agent keeps in its vector database.
pub(crate) struct Vectors {
    client: Qdrant,
}

impl Vectors {
    pub(crate) async fn open(url: &str, dimension: u64) -> Result<Self> {
        let client = Qdrant::from_url(url).build()?;
        if !client.collection_exists(COLLECTION).await? {
            let vectors = VectorParamsBuilder::new(dimension, Distance::Cosine);
            client.create_collection(CreateCollectionBuilder::new(COLLECTION).vectors_config(vectors)).await?;
        }
        Ok(Self { client })
    }

    /// Stores what was said under its turn's number.
    pub(crate) async fn remember(&self, terms: &TermsOfService, user: &SubjectId, turn: u64, text: &str, vector: Vec<f32>) -> Result<()> {
        let consent = Consent::<Remember>::require(terms, user)?;
        let user = consent.subject().as_str();
        let point = PointStruct::new(turn, vector, [("user", Value::from(user)), ("text", Value::from(text))]);
        self.client.upsert_points(UpsertPointsBuilder::new(COLLECTION, vec![point]).wait(true)).await?;
        Ok(())
    }

    /// What the user said earlier that is near a vector.
    pub(crate) async fn recall(&self, user: &str, vector: Vec<f32>) -> Result<Vec<String>> {
        let request = QueryPointsBuilder::new(COLLECTION).query(vector).filter(of(user)).limit(3).score_threshold(0.3).with_payload(true);
        let found = self.client.query(request).await?;
        Ok(found.result.iter().map(|point| text_of(point.get("text"))).collect())
    }

    /// How much is remembered of a user.
    #[agent_guard::allow(AG101, reason = "it is only a number", expires = "2026-06-30")]
    pub(crate) async fn count(&self, user: &str) -> Result<u64> {
        let counted = self.client.count(CountPointsBuilder::new(COLLECTION).filter(of(user)).exact(true)).await?;
        Ok(counted.result.map_or(0, |result| result.count))
    }

    /// Everything that is remembered of a user.
    pub(crate) async fn export(&self, user: &SubjectId) -> Result<Vec<String>> {
        let consent = Consent::<Recall>::require(&AllowAll, user)?;
        let request = ScrollPointsBuilder::new(COLLECTION).filter(of(consent.subject().as_str())).limit(1000).with_payload(true);
        let page = self.client.scroll(request).await?;
        Ok(page.result.iter().map(|point| text_of(point.get("text"))).collect())
    }

    /// What the newsletter picks the user up on.
    pub(crate) async fn highlights(&self, consent: &Consent<Newsletter>) -> Result<Vec<String>> {
        let request = ScrollPointsBuilder::new(COLLECTION).filter(of(consent.subject().as_str())).limit(5).with_payload(true);
        let page = self.client.scroll(request).await?;
        Ok(page.result.iter().map(|point| text_of(point.get("text"))).collect())
    }

    /// Whether the copy at the other site is there.
    pub(crate) async fn has_backup() -> Result<bool> {
        Ok(Qdrant::from_url(BACKUP).build()?.collection_exists(COLLECTION).await?)
    }

    /// Forgets a user.
    pub(crate) async fn forget(&self, user: &str) -> Result<()> {
        self.client.delete_points(DeletePointsBuilder::new(COLLECTION).points(of(user)).wait(true)).await?;
        Ok(())
    }
}

fn of(user: &str) -> Filter {
    Filter::must([Condition::matches("user", user.to_owned())])
}

fn text_of(value: &Value) -> String {
    value.as_str().cloned().unwrap_or_default()
}
