//! `crate = PATH` is where the macros look, so a wrong one is told at the path.

use agent_guard::{ConsentDenied, ConsentLedger, user_consent_required};

#[user_consent_required(Recall, gate = ledger, subject = "ada", crate = nowhere)]
fn recall(ledger: &ConsentLedger) -> Result<(), ConsentDenied> {
    Ok(())
}

#[agent_guard::allow(AG101, reason = "because", crate = not::here)]
fn allowed() {}

/// Remember what you tell me.
#[derive(agent_guard::Purpose)]
#[purpose(id = "memory.store", crate = no_where)]
struct Store;

/// Recall what you told me earlier.
#[derive(agent_guard::Purpose)]
#[purpose(id = "memory.recall")]
struct Recall;

fn main() {}
