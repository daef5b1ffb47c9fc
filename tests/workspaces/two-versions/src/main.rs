//! An agent that moves its memory from one version of a store's client to the next.
#![allow(unused)]

use agent_guard::{Consent, ConsentDenied, ConsentLedger, Purpose, SubjectId};

/// Recall what you told me earlier.
#[derive(Purpose)]
#[purpose(id = "memory.recall")]
struct Recall;

async fn run(old: &qdrant_client_old::Qdrant, new: &qdrant_client::Qdrant) -> Result<(), ConsentDenied> {
    let _ = old.query("colour").await; //~ AG101
    let _ = new.query("colour").await; //~ AG101
    Consent::<Recall>::require(&ConsentLedger::new(), &SubjectId::new("ada"))?;
    let _ = old.query("colour").await; //~ guarded
    let _ = new.upsert_points("blue").await; //~ guarded
    let _ = old.delete_points("blue").await; //~ erase
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let _ = run(&Default::default(), &Default::default()).await;
}
