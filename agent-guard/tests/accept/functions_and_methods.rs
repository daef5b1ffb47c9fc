//! The body runs only with consent; a denial is the function's error.
#![deny(warnings)]
#[path = "shared/support.rs"]
mod support;

use agent_guard::{ConsentDenied, ConsentLedger, SubjectId, user_consent_required};
use std::cell::Cell;
use support::{AgentError, Recall};

#[user_consent_required(Recall, gate = ledger, subject = user)]
fn recall(ledger: &ConsentLedger, user: &SubjectId, ran: &Cell<bool>) -> Result<&'static str, ConsentDenied> {
    ran.set(true);
    Ok("tea")
}

struct Agent {
    ledger: ConsentLedger,
}

impl Agent {
    #[user_consent_required(Recall, gate = self.ledger, subject = user)]
    fn recall(&self, user: &SubjectId) -> Result<&'static str, AgentError> {
        let early = user.as_str().is_empty();
        if early {
            return Ok("nobody");
        }
        Ok("tea")
    }

    #[user_consent_required(Recall, gate = ledger, subject = user,)]
    fn associated(ledger: &ConsentLedger, user: &SubjectId) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        Ok(())
    }
}

fn main() {
    let (ledger, ada, ran) = (ConsentLedger::new(), SubjectId::new("ada"), Cell::new(false));
    assert_eq!(recall(&ledger, &ada, &ran).unwrap_err().to_string(), "no consent for `memory.recall`: never asked");
    assert!(!ran.get());
    let agent = Agent { ledger };
    assert!(matches!(agent.recall(&ada), Err(AgentError::NoConsent(_))));
    assert!(Agent::associated(&agent.ledger, &ada).is_err());

    agent.ledger.grant::<Recall>(&ada);
    assert_eq!(recall(&agent.ledger, &ada, &ran).unwrap(), "tea");
    assert!(ran.get());
    assert_eq!(agent.recall(&ada).unwrap(), "tea");
    assert!(Agent::associated(&agent.ledger, &ada).is_ok());
}
