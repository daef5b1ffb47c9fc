//! Test code is not reported, whatever it prints; what it calls is.

use people::{Person, ada};

fn greeting(person: &Person) -> String {
    println!("{}", person.row); //~ clean
    println!("{}", person.name); //~ AG302
    format!("hello, {}", person.name)
}

fn main() {
    println!("{}", greeting(&ada()).len()); //~ clean
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(text: &str) {
        println!("{text}"); //~ clean
    }

    #[test]
    fn it_greets() {
        let person = ada();
        println!("{}", person.email); //~ clean
        eprintln!("{person:?}"); //~ clean
        show(&person.email);
        assert_eq!(greeting(&person), format!("hello, {}", person.name)); //~ clean
    }
}
