//! A search through rig's trait, by type, by parameter.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use rig_core::vector_store::{SomeIndex, VectorSearchRequest, VectorStoreIndex};
use support::{Agent, Outcome, Recall};

async fn by_type(index: &SomeIndex) {
    let _ = index.top_n::<String>(VectorSearchRequest).await; //~ AG101
}

async fn by_parameter<I: VectorStoreIndex>(index: &I, _consent: &Consent<Recall>) {
    let _ = index.top_n::<String>(VectorSearchRequest).await; //~ guarded
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    by_type(&SomeIndex).await;
    if let Ok(consent) = Agent::new().ask() {
        by_parameter(&SomeIndex, &consent).await;
    }
}
