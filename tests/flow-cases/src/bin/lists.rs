//! Lists and iterators: what goes in as one part of an element comes out as that part.

use people::{Person, ada, everybody};

struct Entry {
    row: u64,
    address: String,
}

fn of_pairs(people: &[Person]) {
    let pairs: Vec<(u64, String)> = people.iter().map(|person| (person.row, person.email.clone())).collect();
    for (row, address) in &pairs {
        println!("{row}"); //~ clean
        println!("{address}"); //~ AG302
    }
    let rows: Vec<u64> = pairs.iter().map(|pair| pair.0).collect();
    println!("{rows:?}"); //~ clean
    println!("{:?}", pairs.iter().map(|(_, address)| address.len()).max()); //~ clean
    println!("{:?}", pairs.iter().map(|(_, address)| address).max()); //~ AG302
}

fn of_entries(people: &[Person]) {
    let mut entries = Vec::new();
    for person in people {
        entries.push(Entry { row: person.row, address: person.email.clone() });
    }
    println!("{}", entries[0].row); //~ clean
    println!("{}", entries[0].address); //~ AG302
    println!("{:?}", entries.first().map(|entry| entry.row)); //~ clean
    println!("{:?}", entries.get(1).map(|entry| entry.address.clone())); //~ AG302
    if let Some(entry) = entries.pop() {
        println!("{}", entry.row); //~ clean
        println!("{}", entry.address); //~ AG302
    }
}

fn changed_in_place(person: &Person) {
    let mut entries = vec![Entry { row: person.row, address: String::new() }];
    for entry in entries.iter_mut() {
        entry.address.push_str(&person.email);
    }
    println!("{}", entries[0].row); //~ clean
    println!("{}", entries[0].address); //~ AG302
}

fn found(people: &[Person]) -> Result<u64, String> {
    let entries: Vec<Entry> = people
        .iter()
        .map(|person| if person.row > 3 { Ok(Entry { row: person.row, address: person.name.clone() }) } else { Err(person.theme.clone()) })
        .collect::<Result<_, String>>()?;
    let entry = entries.iter().find(|entry| entry.row == 7).ok_or("nobody")?;
    println!("{}", entry.address); //~ AG302
    Ok(entry.row)
}

fn beside_each_other(people: &[Person]) {
    let themes = people.iter().map(|person| person.theme.as_str());
    let names = people.iter().map(|person| person.name.as_str());
    for (at, (theme, name)) in themes.zip(names).enumerate() {
        println!("{at} {theme}"); //~ clean
        println!("{name}"); //~ AG302
    }
    let (rows, addresses): (Vec<u64>, Vec<String>) = people.iter().map(|person| (person.row, person.email.clone())).unzip();
    println!("{rows:?}"); //~ clean
    println!("{addresses:?}"); //~ AG302
}

fn some_of_them(people: &[Person]) {
    let known: Vec<String> = people.iter().filter_map(|person| (person.row > 3).then(|| person.email.clone())).collect();
    println!("{known:?}"); //~ AG302
    let themes: Vec<char> = people.iter().flat_map(|person| person.theme.chars()).collect();
    println!("{themes:?}"); //~ clean
    let nested = vec![Some(people[0].name.clone()), None];
    println!("{:?}", nested.into_iter().flatten().next()); //~ AG302
}

async fn run_elsewhere(people: Vec<Person>) -> anyhow::Result<u64> {
    let (rows, addresses) = tokio::task::spawn_blocking(move || {
        anyhow::ensure!(people.len() > 3, "only {}", people.len()); //~ clean
        let rows: Vec<u64> = people.iter().map(|person| person.row).collect();
        let addresses: Vec<String> = people.into_iter().map(|person| person.email).collect();
        Ok::<_, anyhow::Error>((rows, addresses))
    })
    .await??;
    println!("{rows:?}"); //~ clean
    println!("{addresses:?}"); //~ AG302
    Ok(rows[0])
}

async fn run_in_vain() {
    if let Err(error) = run_elsewhere(everybody()).await {
        println!("{error}"); //~ clean: it says how many there were
    }
    let person = ada();
    let asked = tokio::spawn(async move { if person.row > 3 { Err(person.email) } else { Ok(person.row) } }).await;
    match asked {
        Ok(Ok(row)) => println!("{row}"),    //~ clean
        Ok(Err(text)) => println!("{text}"), //~ AG302
        Err(error) => println!("{error}"),   //~ clean
    }
    let person = ada();
    let thread = std::thread::spawn(move || (person.row, person.name));
    if let Ok((row, name)) = thread.join() {
        println!("{row}"); //~ clean
        println!("{name}"); //~ AG302
    }
}

fn put_in_order(people: &[Person]) {
    let mut pairs: Vec<(u64, String)> = people.iter().map(|person| (person.row, person.email.clone())).collect();
    pairs.sort_by(|one, other| {
        println!("{}", other.1); //~ AG302: both are looked at
        println!("{}", one.0); //~ clean
        one.1.cmp(&other.1)
    });
    pairs.sort_by_key(|pair| pair.1.clone());
    pairs.retain(|(row, address)| {
        println!("{address}"); //~ AG302
        println!("{row}"); //~ clean
        *row > 0
    });
    println!("{:?}", pairs.first().map(|(row, _)| row)); //~ clean: they were told apart by the others, and are the same
    println!("{:?}", pairs.first().map(|(_, address)| address)); //~ AG302
    let last = pairs.iter().map(|(_, address)| address).max_by(|one, other| {
        println!("{other}"); //~ AG302
        one.cmp(other)
    });
    println!("{}", last.is_some()); //~ clean
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let people = everybody();
    of_pairs(&people);
    of_entries(&people);
    changed_in_place(&ada());
    if let Err(reason) = found(&people) {
        println!("{reason}"); //~ clean
    }
    beside_each_other(&people);
    some_of_them(&people);
    run_in_vain().await;
    put_in_order(&people);
}
