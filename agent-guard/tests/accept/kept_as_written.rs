//! Attributes, docs, visibility, inner attributes, `unsafe`, macros, `?`, labels and the error's type stay as written.
#![deny(missing_docs)]
#![deny(warnings)]
#[path = "shared/support.rs"]
mod support;

use agent_guard::{ConsentDenied, ConsentLedger, user_consent_required};
use support::{AgentError, Recall};

/// An alias like the ones of `anyhow` and `io`.
type Result<T, E = AgentError> = std::result::Result<T, E>;

pub mod agent {
    //! Whose functions other modules call.
    use super::*;

    /// Documented, and `missing_docs` sees it.
    #[inline]
    #[must_use = "kept"]
    #[user_consent_required(Recall, gate = ledger, subject = "ada")]
    #[expect(clippy::needless_return, reason = "kept below too")]
    pub(crate) fn attributes(ledger: &ConsentLedger) -> Result<u8> {
        return Ok(1);
    }

    /// With an attribute inside.
    #[user_consent_required(Recall, gate = ledger, subject = "ada")]
    pub fn inner_attribute(ledger: &ConsentLedger) -> Result<u8> {
        #![allow(unused_variables)]
        let unused = 1;
        Ok(2)
    }

    /// Unsafe to call.
    ///
    /// # Safety
    /// None needed.
    #[user_consent_required(Recall, gate = ledger, subject = "ada")]
    pub unsafe fn not_safe(ledger: &ConsentLedger) -> Result<u8> {
        Ok(3)
    }
}

#[user_consent_required(Recall, gate = ledger, subject = "ada")]
fn control_flow(ledger: &ConsentLedger, text: &str) -> Result<u8, Box<dyn std::error::Error>> {
    let number: u8 = text.parse()?;
    let sum = 'label: {
        if number > 3 {
            break 'label 3;
        }
        for i in 0.. {
            if i == number {
                break 'label i;
            }
        }
        return Ok(0);
    };
    Ok(sum)
}

macro_rules! recaller {
    ($name:ident, $purpose:ty, $gate:expr, $ledger:ident) => {
        #[user_consent_required($purpose, gate = $gate, subject = user)]
        fn $name(user: &str, $ledger: &ConsentLedger) -> Result<String, ConsentDenied> {
            Ok(user.to_owned())
        }
    };
}

recaller!(recall_by_macro, Recall, *ledger, ledger);

fn main() {
    let ledger = ConsentLedger::new();
    assert!(control_flow(&ledger, "1").is_err());
    ledger.grant::<Recall>(&"ada".into());
    assert_eq!(agent::attributes(&ledger).unwrap(), 1);
    assert_eq!(agent::inner_attribute(&ledger).unwrap(), 2);
    assert_eq!(unsafe { agent::not_safe(&ledger) }.unwrap(), 3);
    assert_eq!(control_flow(&ledger, "2").unwrap(), 2);
    assert_eq!(control_flow(&ledger, "200").unwrap(), 3);
    assert!(control_flow(&ledger, "many").is_err());
    assert_eq!(recall_by_macro("ada", &ledger).unwrap(), "ada");
}
