//! `#[encrypted_storage]` on an `impl`; it changes nothing that runs.
#![deny(warnings)]
#[path = "shared/support.rs"]
mod support;

use agent_guard::encrypted_storage;
use async_trait::async_trait;
use support::run;

struct Memory<T> {
    rows: Vec<T>,
}

#[encrypted_storage]
impl<T: Clone> Memory<T> {
    const EMPTY: Self = Self { rows: Vec::new() };

    fn put(&mut self, row: T) -> usize {
        self.rows.push(row);
        self.rows.len()
    }

    const fn rows(&self) -> &Vec<T> {
        &self.rows
    }

    async fn later(&self) -> usize {
        self.rows.len()
    }
}

trait Store {
    fn store(&mut self, row: &str) -> usize;
}

#[encrypted_storage(crate = agent_guard)]
impl Store for Memory<String> {
    fn store(&mut self, row: &str) -> usize {
        self.put(row.to_owned())
    }
}

#[async_trait]
trait AsyncStore {
    async fn store_later(&mut self, row: &str) -> usize;
}

#[encrypted_storage]
#[async_trait]
impl AsyncStore for Memory<String> {
    async fn store_later(&mut self, row: &str) -> usize {
        self.put(row.to_owned())
    }
}

fn main() {
    let mut memory: Memory<String> = Memory::EMPTY;
    assert_eq!(memory.store("one"), 1);
    assert_eq!(run(memory.store_later("two")), 2);
    assert_eq!(run(memory.later()), memory.rows().len());
}
