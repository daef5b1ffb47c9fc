//! Neither the stores nor the runtime is a dependency of this crate: their paths are printed through `storage`.
#![allow(unused)]

use storage::{ConsentLedger, Notebook, Recall, SubjectId, prelude::*};

fn by_signature(notes: &Notebook, _: &Consent<Recall>) {
    let _ = notes.get("colour"); //~ guarded
}

fn by_renamed_signature(notes: &storage::renamed::Pad, _: &storage::renamed::Permission<Recall>) {
    let _ = notes.get("colour"); //~ guarded
}

fn renamed(notes: &storage::renamed::Pad) {
    let _ = notes.get("colour"); //~ AG101
    storage::own::Pad.get("colour");
}

async fn run(notes: &Notebook, vectors: &Vectors, ledger: &ConsentLedger, user: &SubjectId) -> Result<(), ConsentDenied> {
    let _ = notes.get("colour"); //~ AG101
    let _ = vectors.query("colour").await; //~ AG101
    let _ = storage::sled::Tree::insert(notes, "colour", "blue"); //~ AG102
    storage::load(notes);
    renamed(notes);
    let consent = Consent::<Recall>::require_async(ledger, user).await?;
    let _ = notes.get("colour"); //~ guarded
    let _ = vectors.query("colour").await; //~ guarded
    storage::store(notes);
    by_signature(notes, &consent);
    by_renamed_signature(notes, &consent);
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let _ = run(&Notebook::default(), &Vectors::default(), &ConsentLedger::new(), &SubjectId::new("ada")).await;
}
