//! Type, const and lifetime parameters, `where` clauses, `impl Trait` in both places, and a purpose that is a parameter.
#![deny(warnings)]
#[path = "shared/support.rs"]
mod support;

use agent_guard::{AsyncConsentGate, Consent, ConsentDenied, ConsentGate, ConsentLedger, Purpose, SubjectId, user_consent_required};
use std::fmt::Display;
use support::{AgentError, Recall, Store, assert_send, run};

#[user_consent_required(Recall, gate = gate, subject = user)]
fn types_and_consts<G: ConsentGate + ?Sized, T, const N: usize>(gate: &G, user: &SubjectId, rows: [T; N]) -> Result<[T; N], AgentError>
where
    T: Display + Clone,
{
    Ok(rows)
}

#[user_consent_required(P, gate = gate, subject = user, as consent)]
fn any_purpose<P: Purpose>(gate: &impl ConsentGate, user: &SubjectId) -> Result<Consent<P>, ConsentDenied> {
    Ok(consent)
}

#[user_consent_required(P, gate = gate, subject = user, as consent)]
async fn any_purpose_later<P, G>(gate: G, user: SubjectId) -> Result<Consent<P>, ConsentDenied>
where
    P: Purpose,
    G: AsyncConsentGate,
{
    Ok(consent)
}

#[user_consent_required(Recall, gate = gate, subject = user)]
fn lifetimes<'store, 'user: 'store>(gate: &ConsentLedger, user: &'user SubjectId, rows: &'store [String]) -> Result<(&'store str, &'user str), ConsentDenied> {
    Ok((&rows[0], user.as_str()))
}

#[user_consent_required(Recall, gate = gate, subject = user)]
fn impl_trait<'a>(gate: &'a impl ConsentGate, user: &'a SubjectId, rows: impl IntoIterator<Item = &'a str>) -> Result<impl Iterator<Item = String>, ConsentDenied> {
    Ok(rows.into_iter().map(str::to_owned))
}

#[user_consent_required(Recall, gate = gate, subject = user.as_ref())]
async fn impl_trait_later(gate: impl AsyncConsentGate, user: impl AsRef<str>, rows: Vec<String>) -> Result<impl Iterator<Item = String>, ConsentDenied> {
    Ok(rows.into_iter())
}

#[user_consent_required(P)]
fn token_of_any_purpose<P: Purpose>(consent: &Consent<P>) -> &'static str {
    let _ = consent;
    P::ID
}

struct Memory<G, const DEPTH: usize> {
    gate: G,
}

impl<G: ConsentGate, const DEPTH: usize> Memory<G, DEPTH> {
    #[user_consent_required(Store, gate = self.gate, subject = user)]
    fn depth<'a, T: ?Sized>(&self, user: &'a SubjectId, _value: &T) -> Result<(&'a SubjectId, usize), ConsentDenied> {
        Ok((user, DEPTH))
    }
}

fn main() {
    let (ledger, ada) = (ConsentLedger::new(), SubjectId::new("ada"));
    assert!(types_and_consts(&ledger, &ada, [1, 2]).is_err());
    assert!(any_purpose::<Recall>(&ledger, &ada).is_err());
    ledger.grant::<Recall>(&ada);
    let dynamic: &dyn ConsentGate = &ledger;
    assert_eq!(types_and_consts(dynamic, &ada, [1, 2]).unwrap(), [1, 2]);
    assert_eq!(token_of_any_purpose(&any_purpose::<Recall>(&ledger, &ada).unwrap()), "memory.recall");
    assert!(any_purpose::<Store>(&ledger, &ada).is_err());
    assert!(run(assert_send(any_purpose_later::<Recall, _>(&ledger, ada.clone()))).is_ok());
    assert_eq!(lifetimes(&ledger, &ada, &["tea".to_owned()]).unwrap(), ("tea", "ada"));
    assert_eq!(impl_trait(&ledger, &ada, ["tea"]).unwrap().collect::<Vec<_>>(), ["tea"]);
    assert_eq!(run(impl_trait_later(&ledger, "ada", vec!["tea".into()])).unwrap().count(), 1);
    let memory = Memory::<_, 3> { gate: &ledger };
    assert!(memory.depth(&ada, "x").is_err());
    ledger.grant::<Store>(&ada);
    assert_eq!(memory.depth(&ada, "x").unwrap(), (&ada, 3));
}
