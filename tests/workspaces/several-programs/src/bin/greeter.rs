//! Uses no store.

fn main() {
    println!("hello");
}
