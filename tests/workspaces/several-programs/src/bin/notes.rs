//! Uses one store.

fn main() {
    let _ = sled::Tree::default().get("colour"); //~ AG101
}
