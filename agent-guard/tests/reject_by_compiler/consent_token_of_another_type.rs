//! The parameter is not what it looks like, or not for this purpose.

use agent_guard::{Consent, user_consent_required};

#[user_consent_required(Recall)]
fn token_for_another_purpose(consent: &Consent<Store>) {}

#[user_consent_required(Recall)]
fn unnamed(_: Consent<Store>) {}

mod mine {
    pub struct Consent<P>(P);
}

#[user_consent_required(Recall)]
fn type_of_the_same_name(consent: &mine::Consent<Recall>) {}

/// Recall what you told me earlier.
#[derive(agent_guard::Purpose)]
#[purpose(id = "memory.recall")]
struct Recall;

/// Remember what you tell me.
#[derive(agent_guard::Purpose)]
#[purpose(id = "memory.store")]
struct Store;

fn main() {}
