//! The error of everything that asks: no consent, and why.

use std::error::Error;
use std::fmt;

use super::{Denial, GateError, PurposeInfo};

/// There is no consent: the gate said no, or could not find out. It names the purpose and never the person.
///
/// ```
/// use agent_guard::{Consent, ConsentLedger, Denial, Purpose, SubjectId};
///
/// /// Recall what you told me earlier.
/// #[derive(Purpose)]
/// #[purpose(id = "memory.recall")]
/// struct Recall;
///
/// let denied = Consent::<Recall>::require(&ConsentLedger::new(), &SubjectId::new("ada")).unwrap_err();
/// assert_eq!(denied.to_string(), "no consent for `memory.recall`: never asked");
/// assert_eq!(denied.denial(), Some(&Denial::NeverAsked));
/// ```
#[derive(Debug)]
pub struct ConsentDenied {
    purpose: PurposeInfo,
    cause: Cause,
}

#[derive(Debug)]
enum Cause {
    Denied(Denial),
    GateFailed(GateError),
}

impl ConsentDenied {
    pub(super) fn by_decision(purpose: PurposeInfo, denial: Denial) -> Self {
        Self { purpose, cause: Cause::Denied(denial) }
    }

    pub(super) fn by_failure(purpose: PurposeInfo, error: GateError) -> Self {
        Self { purpose, cause: Cause::GateFailed(error) }
    }

    /// What consent was asked for.
    #[must_use]
    pub fn purpose(&self) -> PurposeInfo {
        self.purpose
    }

    /// Why the gate said no; `None` if it failed instead.
    #[must_use]
    pub fn denial(&self) -> Option<&Denial> {
        match &self.cause {
            Cause::Denied(denial) => Some(denial),
            Cause::GateFailed(_) => None,
        }
    }

    /// Why the gate could not answer; `None` if it answered no.
    #[must_use]
    pub fn gate_error(&self) -> Option<&GateError> {
        match &self.cause {
            Cause::Denied(_) => None,
            Cause::GateFailed(error) => Some(error),
        }
    }
}

impl fmt::Display for ConsentDenied {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let purpose = self.purpose.id;
        match &self.cause {
            Cause::Denied(denial) => write!(f, "no consent for `{purpose}`: {denial}"),
            Cause::GateFailed(_) => write!(f, "no consent for `{purpose}`: the gate failed"),
        }
    }
}

impl Error for ConsentDenied {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match &self.cause {
            Cause::Denied(_) => None,
            Cause::GateFailed(error) => Some(error),
        }
    }
}
