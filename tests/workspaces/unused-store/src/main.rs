//! It is the only program of its package, so selecting it leaves nothing out.

fn main() {
    println!("hello");
}
