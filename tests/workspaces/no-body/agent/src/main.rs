//! Calls into the workspace that lead to no body.

use memory::{Backend, Event, Forgotten, Shelf, Store, each, hidden, native};

/// A module that is called like a crate which is only reached through another.
mod sled {
    pub fn open() -> &'static str {
        "no store"
    }
}

struct Pair(#[expect(dead_code, reason = "only made")] u32);

fn read(backend: &dyn Backend) -> u32 {
    backend.read()
}

fn count(store: &dyn Store, tree: &memory::sled::Tree) -> u32 {
    store.read(tree);
    store.count()
}

fn main() {
    let values = [1, 2];
    let _ = (each(&values, Event::Told), each(&values, Forgotten), each(&values, Pair), each(&values, Some));
    let _ = (native::getpid(), sled::open(), "text".len(), values.as_ptr(), 2_u32.pow(2));
    let _ = memory::sled::Error.to_string();
    count(&Shelf, &memory::sled::Tree::default());
    let _: Option<fn(&dyn Backend) -> u32> = Some(read);
    let _ = hidden::recall_somewhere(); //~ AG901
}
