//! Long-term memory: what was said, by meaning, in Qdrant, which sees neither text nor people nor plain vectors. As in `memory`, consent is
//! required in each of the ways there are, here async.

use std::sync::Arc;

use agent_guard::{
    Consent, SqliteLedger, SubjectId, Vault,
    store::{Memory, NewMemory, QdrantStore, SealedStore},
    user_consent_required,
};
use anyhow::Result;
use qdrant_client::Qdrant;

use crate::purposes::{Newsletter, Recall, Remember};

const COLLECTION: &str = "sealed-memories";

/// What the agent keeps in its vector database.
pub(crate) struct Vectors {
    store: SealedStore<QdrantStore, Recall, Remember>,
    vault: Arc<Vault>,
}

impl Vectors {
    pub(crate) async fn open(url: &str, dimension: usize, vault: Arc<Vault>) -> Result<Self> {
        let collection = QdrantStore::open(Qdrant::from_url(url).build()?, COLLECTION, dimension).await?;
        Ok(Self { store: SealedStore::new(collection, Arc::clone(&vault), COLLECTION), vault })
    }

    /// Stores what was said.
    #[user_consent_required(Remember)]
    pub(crate) async fn remember(&self, consent: &Consent<Remember>, text: &str, vector: Vec<f32>) -> Result<()> {
        self.store.remember(consent, NewMemory::new(text).with_vector(vector)).await?;
        Ok(())
    }

    /// What the user said earlier that is near a vector.
    pub(crate) async fn recall(&self, consent: &Consent<Recall>, vector: &[f32]) -> Result<Vec<String>> {
        let found = self.store.recall_by_vector(consent, vector, 3).await?;
        Ok(found.into_iter().filter(|found| found.score >= 0.3).map(|found| found.memory.text).collect())
    }

    /// How much is remembered of a user. A number about a person is data about that person, so it is asked for too.
    #[user_consent_required(Recall, gate = ledger, subject = user, as consent)]
    pub(crate) async fn count(&self, ledger: &SqliteLedger, user: &SubjectId) -> Result<usize> {
        Ok(self.store.list(&consent).await?.len())
    }

    /// Everything that is remembered of a user.
    pub(crate) async fn export(&self, ledger: &SqliteLedger, user: &SubjectId) -> Result<Vec<String>> {
        let consent = Consent::<Recall>::require_async(ledger, user).await?;
        Ok(texts(self.store.list(&consent).await?).collect())
    }

    /// What the newsletter picks the user up on. Wanting the newsletter is not agreeing to have one's memories read for it: it takes both.
    pub(crate) async fn highlights(&self, recall: &Consent<Recall>, _newsletter: &Consent<Newsletter>) -> Result<Vec<String>> {
        Ok(texts(self.store.list(recall).await?).take(5).collect())
    }

    /// Forgets a user: destroys their key, then what Qdrant has of them. This needs no consent.
    pub(crate) async fn forget(&self, user: &SubjectId) -> Result<()> {
        Ok(self.store.forget_subject(user).await?)
    }

    /// Begins anew for a user who was forgotten and has come back.
    pub(crate) fn readmit(&self, user: &SubjectId) -> Result<()> {
        Ok(self.vault.readmit(user)?)
    }
}

fn texts(memories: Vec<Memory>) -> impl Iterator<Item = String> {
    memories.into_iter().map(|memory| memory.text)
}
