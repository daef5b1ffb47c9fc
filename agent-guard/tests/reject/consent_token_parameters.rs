//! Without a gate, one parameter has to be the token, and has to be recognised as it.

use agent_guard::{Consent, user_consent_required};

#[user_consent_required(Recall)]
fn no_parameter() {}

#[user_consent_required(Recall)]
async fn no_token(user: &str) {}

#[user_consent_required(Recall)]
fn twice_the_same(one: &Consent<Recall>, other: Consent<Recall>) {}

#[user_consent_required(Recall)]
fn several_for_others(one: &Consent<Store>, other: &Consent<Delete>) {}

#[user_consent_required(Recall)]
fn perhaps_a_token(consent: Option<Consent<Recall>>) {}

/// Recall what you told me earlier.
#[derive(agent_guard::Purpose)]
#[purpose(id = "memory.recall")]
struct Recall;

/// Remember what you tell me.
#[derive(agent_guard::Purpose)]
#[purpose(id = "memory.store")]
struct Store;

/// Forget me.
#[derive(agent_guard::Purpose)]
#[purpose(id = "memory.delete")]
struct Delete;

fn main() {}
