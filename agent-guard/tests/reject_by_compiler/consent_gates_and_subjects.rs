//! What is no gate, no subject or no purpose is told at the expression.

use agent_guard::{ConsentDenied, ConsentGate, ConsentLedger, Decision, GateError, PurposeInfo, SubjectId, user_consent_required};

struct Database;

#[user_consent_required(Recall, gate = database, subject = user)]
fn not_a_gate(database: &Database, user: &SubjectId) -> Result<(), ConsentDenied> {
    Ok(())
}

impl ConsentGate for Database {
    fn decide(&self, _: &SubjectId, _: &PurposeInfo) -> Result<Decision, GateError> {
        Err(GateError::new("not connected"))
    }
}

struct Agent {
    database: Database,
}

impl Agent {
    #[user_consent_required(Recall, gate = self.database, subject = user)]
    async fn not_an_async_gate(&self, user: &SubjectId) -> Result<(), ConsentDenied> {
        Ok(())
    }
}

#[user_consent_required(Recall, gate = ledger, subject = user)]
fn not_a_subject(ledger: &ConsentLedger, user: u64) -> Result<(), ConsentDenied> {
    Ok(())
}

#[user_consent_required(Recall, gate = ledger, subject = user)]
fn perhaps_a_subject(ledger: &ConsentLedger, user: Option<&SubjectId>) -> Result<(), ConsentDenied> {
    Ok(())
}

#[user_consent_required(String, gate = ledger, subject = user)]
fn not_a_purpose(ledger: &ConsentLedger, user: &SubjectId) -> Result<(), ConsentDenied> {
    Ok(())
}

#[user_consent_required(Recall, gate = legder, subject = user)]
fn misspelt(ledger: &ConsentLedger, user: &SubjectId) -> Result<(), ConsentDenied> {
    Ok(())
}

/// Recall what you told me earlier.
#[derive(agent_guard::Purpose)]
#[purpose(id = "memory.recall")]
struct Recall;

fn main() {}
