//! A library of the workspace that logs what it is given. Whether that is personal data is its callers' doing.

use std::fmt::{Debug, Display};

/// Its callers give it a person's address.
pub fn note(text: &str) {
    log::info!("noted: {text}"); //~ AG302
}

/// Its callers give it the name of a colour.
pub fn note_theme(text: &str) {
    log::info!("noted: {text}"); //~ clean
}

/// Its callers give it both.
pub fn note_anything(value: impl Display) {
    log::info!("noted: {value}"); //~ AG302
}

/// Its callers give it row numbers only.
pub fn note_row(value: impl Debug) {
    log::info!("noted: {value:?}"); //~ clean
}

/// Keeps what it is told, and logs part of it.
#[derive(Default)]
pub struct Trail {
    who: String,
    what: String,
}

impl Trail {
    /// Begins with who did it.
    pub fn of(who: &str) -> Self {
        Trail { who: who.to_owned(), what: String::new() }
    }

    /// Says what was done.
    pub fn did(mut self, what: &str) -> Self {
        self.what = what.to_owned();
        self
    }

    /// Logs who it was, which its callers take from a person.
    pub fn write_who(&self) {
        log::info!("by {}", self.who); //~ AG302
    }

    /// Logs what was done, which its callers write themselves.
    pub fn write_what(&self) {
        log::info!("did {}", self.what); //~ clean
    }
}

/// Logs both when it is dropped.
pub struct Closing {
    /// Its makers put a person's address there.
    pub who: String,
    /// And here the name of a colour.
    pub what: String,
}

impl Drop for Closing {
    fn drop(&mut self) {
        log::info!("by {}", self.who); //~ AG302
        log::info!("did {}", self.what); //~ clean
    }
}
