//! Long-term memory: what was said, by meaning, in Qdrant. As in `memory`, consent is required in each of the ways there are, here async.

use agent_guard::{Consent, ConsentLedger, SubjectId, user_consent_required};
use anyhow::Result;
use qdrant_client::{
    Qdrant,
    qdrant::{
        Condition, CountPointsBuilder, CreateCollectionBuilder, DeletePointsBuilder, Distance, Filter, PointStruct, QueryPointsBuilder,
        ScrollPointsBuilder, UpsertPointsBuilder, Value, VectorParamsBuilder,
    },
};

use crate::purposes::{Newsletter, Recall, Remember};

const COLLECTION: &str = "memories";

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
    #[user_consent_required(Remember)]
    pub(crate) async fn remember(&self, consent: &Consent<Remember>, turn: u64, text: &str, vector: Vec<f32>) -> Result<()> {
        let user = consent.subject().as_str();
        let point = PointStruct::new(turn, vector, [("user", Value::from(user)), ("text", Value::from(text))]);
        self.client.upsert_points(UpsertPointsBuilder::new(COLLECTION, vec![point]).wait(true)).await?;
        Ok(())
    }

    /// What the user said earlier that is near a vector.
    pub(crate) async fn recall(&self, consent: &Consent<Recall>, vector: Vec<f32>) -> Result<Vec<String>> {
        let filter = of(consent.subject());
        let request = QueryPointsBuilder::new(COLLECTION).query(vector).filter(filter).limit(3).score_threshold(0.3).with_payload(true);
        let found = self.client.query(request).await?;
        Ok(found.result.iter().map(|point| text_of(point.get("text"))).collect())
    }

    /// How much is remembered of a user. A number about a person is data about that person, so it is asked for too.
    #[user_consent_required(Recall, gate = ledger, subject = user)]
    pub(crate) async fn count(&self, ledger: &ConsentLedger, user: &SubjectId) -> Result<u64> {
        let counted = self.client.count(CountPointsBuilder::new(COLLECTION).filter(of(user)).exact(true)).await?;
        Ok(counted.result.map_or(0, |result| result.count))
    }

    /// Everything that is remembered of a user.
    pub(crate) async fn export(&self, ledger: &ConsentLedger, user: &SubjectId) -> Result<Vec<String>> {
        let consent = Consent::<Recall>::require_async(ledger, user).await?;
        let request = ScrollPointsBuilder::new(COLLECTION).filter(of(consent.subject())).limit(1000).with_payload(true);
        let page = self.client.scroll(request).await?;
        Ok(page.result.iter().map(|point| text_of(point.get("text"))).collect())
    }

    /// What the newsletter picks the user up on. Wanting the newsletter is not agreeing to have one's memories read for it: it takes both.
    pub(crate) async fn highlights(&self, recall: &Consent<Recall>, _newsletter: &Consent<Newsletter>) -> Result<Vec<String>> {
        let request = ScrollPointsBuilder::new(COLLECTION).filter(of(recall.subject())).limit(5).with_payload(true);
        let page = self.client.scroll(request).await?;
        Ok(page.result.iter().map(|point| text_of(point.get("text"))).collect())
    }

    /// Forgets a user. This needs no consent.
    pub(crate) async fn forget(&self, user: &SubjectId) -> Result<()> {
        self.client.delete_points(DeletePointsBuilder::new(COLLECTION).points(of(user)).wait(true)).await?;
        Ok(())
    }
}

fn of(user: &SubjectId) -> Filter {
    Filter::must([Condition::matches("user", user.as_str().to_owned())])
}

fn text_of(value: &Value) -> String {
    value.as_str().cloned().unwrap_or_default()
}
