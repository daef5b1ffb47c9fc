//! What was said since the start. It is in memory only, and only with consent is it kept or shown to the model.

use std::sync::{Mutex, MutexGuard, PoisonError};

use agent_guard::{Consent, user_consent_required};

use crate::purposes::Context;

#[derive(Clone)]
pub(crate) struct Turn {
    pub(crate) is_users: bool,
    pub(crate) text: String,
}

#[derive(Default)]
pub(crate) struct Conversation {
    turns: Mutex<Vec<Turn>>,
}

impl Conversation {
    #[user_consent_required(Context)]
    pub(crate) fn so_far(&self, consent: &Consent<Context>) -> Vec<Turn> {
        self.lock().clone()
    }

    #[user_consent_required(Context)]
    pub(crate) fn add(&self, consent: &Consent<Context>, question: &str, answer: &str) {
        let turns = [(true, question), (false, answer)].map(|(is_users, text)| Turn { is_users, text: text.to_owned() });
        self.lock().extend(turns);
    }

    /// Needs no consent: it only takes away.
    pub(crate) fn clear(&self) {
        self.lock().clear();
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Turn>> {
        self.turns.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
