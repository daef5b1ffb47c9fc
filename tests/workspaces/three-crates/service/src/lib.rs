//! The crate in between: it knows neither stores nor consent.

use memory::Notes;

/// What the agent can do.
pub struct Service {
    notes: Notes,
}

/// Somebody who counts.
pub trait Count {
    /// How many there are.
    fn count(&self) -> usize;
}

impl Count for Service {
    fn count(&self) -> usize {
        usize::from(self.notes.count())
    }
}

impl Service {
    /// A service with nothing in it.
    pub fn new() -> Self {
        Service { notes: Notes::default() }
    }

    /// Called with a token.
    pub fn answer(&self, question: &str) -> bool {
        self.notes.load(question)
    }

    /// Called once with and once without.
    pub async fn learn(&self, fact: &str) -> bool {
        self.notes.store("fact", fact)
    }

    /// Calls back.
    pub fn with_notes<T>(&self, work: impl FnOnce(&Notes) -> T) -> T {
        work(&self.notes)
    }
}

impl Default for Service {
    fn default() -> Self {
        Service::new()
    }
}
