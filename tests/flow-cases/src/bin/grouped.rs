//! Lists that are put together by key, in place.

use std::collections::HashMap;

use people::{Person, ada};

fn in_a_loop(people: &[Person]) {
    let mut groups: HashMap<usize, Vec<&Person>> = HashMap::new();
    for person in people {
        groups.entry(person.theme.len()).or_default().push(person);
    }
    for (count, group) in groups {
        println!("{count}"); //~ clean
        for person in group {
            println!("{}", person.theme); //~ clean
            println!("{}", person.email); //~ AG302
        }
    }
}

fn in_a_closure(people: &[Person]) {
    let mut groups: HashMap<usize, Vec<&Person>> = HashMap::new();
    people.iter().for_each(|person| groups.entry(person.theme.len()).or_default().push(person));
    for (count, group) in groups {
        println!("{count}"); //~ clean
        for person in group {
            println!("{}", person.theme); //~ clean
            println!("{}", person.email); //~ AG302
        }
    }
}

fn texts(people: &[Person]) {
    let (mut themes, mut emails): (HashMap<usize, Vec<String>>, HashMap<usize, Vec<String>>) = Default::default();
    for person in people {
        themes.entry(1).or_insert_with(Vec::new).push(person.theme.clone());
        emails.entry(1).or_insert_with(Vec::new).push(person.email.clone());
    }
    println!("{themes:?}"); //~ clean
    println!("{emails:?}"); //~ AG302
}

/// A list on a screen: people by their themes, and which row is whose.
#[derive(Default)]
struct Screen {
    people: HashMap<String, Person>,
    rows: HashMap<usize, String>,
    lines: Vec<String>,
}

impl Screen {
    fn add(&mut self, person: &Person) {
        self.people.insert(person.theme.clone(), Person { theme: person.theme.clone(), email: person.email.clone(), ..ada() });
        self.update();
    }

    fn update(&mut self) {
        let mut groups: HashMap<usize, Vec<&Person>> = HashMap::new();
        self.people
            .iter()
            .filter(|(_, person)| person.email.contains('@'))
            .for_each(|(_, person)| groups.entry(person.theme.len()).or_default().push(person));
        for (_, mut group) in groups {
            group.sort_by(|one, other| one.theme.cmp(&other.theme));
            for person in group {
                self.lines.push(person.email.clone());
                self.rows.insert(self.lines.len() - 1, person.theme.to_string());
            }
        }
    }

    fn selected(&self) -> Option<&str> {
        match self.rows.get(&self.lines.len()) {
            Some(theme) => Some(theme),
            None => None,
        }
    }
}

fn on_a_screen(person: &Person) {
    let mut screen = Screen::default();
    screen.add(person);
    println!("{:?}", screen.selected()); //~ clean
    println!("{:?}", screen.rows); //~ clean
    println!("{:?}", screen.lines); //~ AG302
}

fn main() {
    let people = [ada()];
    on_a_screen(&people[0]);
    in_a_loop(&people);
    in_a_closure(&people);
    texts(&people);
}
