//! Maps: keys and values are told apart, entries are not.

use std::collections::{BTreeMap, HashMap};
use std::sync::RwLock;

use people::{Person, ada, everybody};

fn values_and_keys(person: &Person) {
    let mut addresses: HashMap<String, String> = HashMap::new();
    addresses.insert(person.theme.clone(), person.email.clone());
    println!("{:?}", addresses.get("dark")); //~ AG302
    println!("{}", addresses["dark"]); //~ AG302
    for (theme, address) in &addresses {
        println!("{theme}"); //~ clean
        println!("{address}"); //~ AG302
    }
    println!("{:?}", addresses.keys().collect::<Vec<_>>()); //~ clean
    println!("{:?}", addresses.values().collect::<Vec<_>>()); //~ AG302
    println!("{addresses:?}"); //~ AG302
    println!("{}", addresses.contains_key("dark")); //~ clean
}

fn personal_keys(person: &Person) {
    let mut themes = BTreeMap::new();
    themes.insert(person.email.clone(), person.theme.clone());
    println!("{:?}", themes.get("ada@example.org")); //~ clean: what is looked up by is not what is found
    println!("{:?}", themes.first_key_value().map(|(address, _)| address)); //~ AG302
    println!("{:?}", themes.first_key_value().map(|(_, theme)| theme)); //~ clean
    println!("{:?}", themes.into_values().collect::<Vec<_>>()); //~ clean
}

fn made_of_pairs(people: &[Person]) {
    let addresses: HashMap<u64, String> = people.iter().map(|person| (person.row, person.email.clone())).collect();
    println!("{:?}", addresses.keys()); //~ clean
    println!("{:?}", addresses.get(&7)); //~ AG302
    let swapped: HashMap<String, u64> = addresses.into_iter().map(|(row, address)| (address, row)).collect();
    println!("{:?}", swapped.keys()); //~ AG302
    println!("{:?}", swapped.values()); //~ clean
}

fn changed_in_place(person: &Person) {
    let mut notes: HashMap<u64, String> = HashMap::new();
    notes.insert(person.row, person.theme.clone());
    println!("{:?}", notes.get(&person.row)); //~ clean
    if let Some(note) = notes.get_mut(&person.row) {
        note.push_str(&person.email);
    }
    println!("{:?}", notes.get(&person.row)); //~ AG302
    println!("{:?}", notes.keys()); //~ clean
}

fn counted(people: &[Person]) {
    let mut seen: HashMap<String, usize> = HashMap::new();
    for person in people {
        *seen.entry(person.email.clone()).or_insert(0) += 1;
    }
    println!("{:?}", seen.keys().next()); //~ AG302
    println!("{}", seen.len()); //~ clean
}

fn grouped(people: &[Person]) {
    let mut by_theme: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for person in people {
        by_theme.entry(person.theme.clone()).or_default().push(person.email.clone());
    }
    for (theme, addresses) in by_theme {
        println!("{theme}"); //~ clean
        println!("{addresses:?}"); //~ AG302
    }
}

/// chatty-rs: of what is grouped, one field.
fn grouped_whole(people: &[Person]) {
    let mut by_theme: BTreeMap<String, Vec<&Person>> = BTreeMap::new();
    people.iter().for_each(|person| by_theme.entry(person.theme.clone()).or_default().push(person));
    for (theme, mut people) in by_theme {
        println!("{theme}"); //~ clean
        people.sort_by(|one, other| one.email.cmp(&other.email));
        for person in people {
            println!("{}", person.row); //~ clean
            println!("{}", person.email); //~ AG302
        }
    }
}

fn put_where_there_is_nothing(person: &Person) {
    let mut notes: HashMap<u64, String> = HashMap::new();
    println!("{}", notes.entry(person.row).or_insert(person.theme.clone())); //~ clean
    println!("{}", notes.entry(8).or_insert_with(|| person.email.clone())); //~ AG302
    println!("{:?}", notes.keys()); //~ clean
    println!("{:?}", notes.values()); //~ AG302
}

fn references(person: &Person) {
    let theme = person.theme.clone();
    let mut parts: Vec<&str> = Vec::new();
    parts.push(&theme);
    parts.push(&person.email);
    println!("{theme}"); //~ clean: what lies beside a reference to it does not change it
    println!("{}", parts.join(" ")); //~ AG302
}

fn taken_out(person: &Person) {
    let mut addresses = HashMap::from([(person.row, person.email.clone())]);
    println!("{:?}", addresses.remove(&person.row)); //~ AG302
    let mut themes: HashMap<u64, String> = HashMap::new();
    println!("{:?}", themes.insert(person.row, person.email.clone())); //~ clean: there was nothing before
    println!("{:?}", themes.insert(person.row, person.theme.clone())); //~ AG302: what was put in before
    println!("{:?}", themes.remove_entry(&person.row).map(|(row, _)| row)); //~ clean
    println!("{:?}", themes.remove_entry(&person.row).map(|(_, address)| address)); //~ AG302
}

#[derive(Default)]
struct Shelf {
    entries: RwLock<HashMap<String, Person>>,
}

#[derive(Debug)]
struct Missing(String);

impl Shelf {
    fn insert(&self, id: &str, person: Person) {
        if let Ok(mut entries) = self.entries.write() {
            entries.insert(id.to_owned(), person);
        }
    }

    fn ids(&self) -> Vec<String> {
        self.entries.read().map(|entries| entries.keys().cloned().collect()).unwrap_or_default()
    }

    fn address(&self, id: &str) -> Result<String, Missing> {
        let entries = self.entries.read().map_err(|_| Missing(String::new()))?;
        entries.get(id).map(|person| person.email.clone()).ok_or_else(|| Missing(id.to_owned()))
    }
}

/// mem0-rust: the id by which something is not found came out of the same map.
fn behind_a_lock(shelf: &Shelf, person: Person) {
    shelf.insert("7", person);
    for id in shelf.ids() {
        println!("{id}"); //~ clean
        match shelf.address(&id) {
            Ok(address) => println!("{address}"), //~ AG302
            Err(error) => println!("{error:?}"), //~ clean
        }
    }
}

fn main() {
    let (person, people) = (ada(), everybody());
    values_and_keys(&person);
    personal_keys(&person);
    made_of_pairs(&people);
    changed_in_place(&person);
    counted(&people);
    grouped(&people);
    grouped_whole(&people);
    put_where_there_is_nothing(&person);
    references(&person);
    taken_out(&person);
    behind_a_lock(&Shelf::default(), person);
}
