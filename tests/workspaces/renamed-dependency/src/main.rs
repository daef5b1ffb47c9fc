//! Dependencies under names of one's own.
#![allow(unused)]

use permission::{Consent, ConsentLedger, Purpose, SubjectId};

/// Written by hand: the derive macro writes `::agent_guard`, which has another name here.
struct Recall;

impl Purpose for Recall {
    const ID: &'static str = "memory.recall";
    const DESCRIPTION: &'static str = "Recall what you told me earlier.";
}

async fn run(notes: &memory::Tree, vectors: &vectors::Qdrant, ledger: &ConsentLedger, user: &SubjectId) {
    let _ = notes.get("colour"); //~ AG101
    let _ = vectors.upsert_points("blue").await; //~ AG102
    let _ = notes.remove("colour"); //~ erase
    let Ok(_consent) = Consent::<Recall>::require(ledger, user) else { return };
    let _ = notes.get("colour"); //~ guarded
    let _ = vectors.query("colour").await; //~ guarded
}

fn by_signature(notes: &memory::Tree, _: &Consent<Recall>) {
    let _ = notes.get("colour"); //~ guarded
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let (ledger, user) = (ConsentLedger::new(), SubjectId::new("ada"));
    run(&memory::Tree::default(), &vectors::Qdrant::default(), &ledger, &user).await;
    if let Ok(consent) = Consent::require(&ledger, &user) {
        by_signature(&memory::Tree::default(), &consent);
    }
}
