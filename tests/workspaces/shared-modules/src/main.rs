//! The program has them once more.

mod memory;

use agent_guard::{Consent, ConsentLedger, SubjectId};
use memory::Recall;

fn main() {
    let notes = sled::Tree::default();
    memory::unguarded(&notes);
    if let Ok(consent) = Consent::<Recall>::require(&ConsentLedger::new(), &SubjectId::new("ada")) {
        memory::guarded(&notes, &consent);
    }
}
