//! What the agent keeps, and functions that are not here.

pub use sled;

/// Declared here, and defined in a library of C.
pub mod native {
    unsafe extern "C" {
        /// The process that calls.
        pub safe fn getpid() -> i32;
    }
}

/// Declared here, and defined in Rust that nobody shows.
pub mod hidden {
    unsafe extern "Rust" {
        /// May do anything.
        pub safe fn recall_somewhere() -> i32;
    }
}

macro_rules! event {
    ($name:ident) => {
        /// Made by a macro, so that no source defines a type of this name.
        pub struct $name(pub u32);
    };
}

event!(Forgotten);

/// What may happen.
pub enum Event {
    /// Somebody told something.
    Told(u32),
}

/// Nobody in this workspace implements it.
pub trait Backend {
    /// Reads.
    fn read(&self) -> u32;
}

/// One does.
pub trait Store {
    /// Every implementation has one.
    fn read(&self, tree: &sled::Tree) -> bool;

    /// No implementation has one.
    fn count(&self) -> u32 {
        7
    }
}

/// An implementation.
pub struct Shelf;

impl Store for Shelf {
    fn read(&self, tree: &sled::Tree) -> bool {
        tree.get("colour").is_ok() //~ AG101
    }
}

/// Generic, with a body of its own.
pub fn each<T>(values: &[u32], make: impl Fn(u32) -> T) -> Vec<T> {
    values.iter().copied().map(make).collect()
}
