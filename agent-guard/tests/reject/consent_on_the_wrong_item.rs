//! The attribute belongs on a function with a body.

use agent_guard::{ConsentDenied, ConsentLedger, user_consent_required};

#[user_consent_required(Recall)]
struct Memory;

#[user_consent_required(Recall)]
impl Memory {}

#[user_consent_required(Recall)]
mod memory {}

#[user_consent_required(Recall)]
const MEMORY: u8 = 1;

trait Recaller {
    #[user_consent_required(Recall, gate = ledger, subject = "ada")]
    fn recall(&self, ledger: &ConsentLedger) -> Result<(), ConsentDenied>;
}

/// Recall what you told me earlier.
#[derive(agent_guard::Purpose)]
#[purpose(id = "memory.recall")]
struct Recall;

fn main() {}
