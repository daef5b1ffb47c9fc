//! The program.

use agent_guard::{Consent, ConsentLedger, SubjectId};
use library_and_binary::{Recall, used_with_consent, used_without};

fn main() {
    let notes = sled::Tree::default();
    used_without(&notes);
    let Ok(_consent) = Consent::<Recall>::require(&ConsentLedger::new(), &SubjectId::new("ada")) else { return };
    used_with_consent(&notes);
    let _ = notes.get("colour"); //~ guarded
}
