//! Several futures at once.

use people::{Person, ada};
use tokio::task::{JoinSet, yield_now};

async fn address_of(person: &Person) -> String {
    yield_now().await;
    person.email.clone()
}

async fn theme_of(person: &Person) -> String {
    yield_now().await;
    person.theme.clone()
}

async fn checked_address_of(person: &Person) -> Result<String, u64> {
    if person.row > 3 { Ok(person.email.clone()) } else { Err(person.row) }
}

async fn checked_theme_of(person: &Person) -> Result<String, u64> {
    if person.row > 3 { Ok(person.theme.clone()) } else { Err(person.row) }
}

async fn joined(person: &Person) {
    let (address, theme) = tokio::join!(address_of(person), theme_of(person));
    println!("{address}"); //~ AG302
    println!("{theme}"); //~ clean
}

async fn joined_and_tried(person: &Person) -> Result<(), u64> {
    let (address, theme) = tokio::try_join!(checked_address_of(person), checked_theme_of(person))?;
    println!("{address}"); //~ AG302
    println!("{theme}"); //~ clean
    Ok(())
}

async fn joined_by_futures(person: &Person) -> Result<(), u64> {
    let (address, theme) = futures::join!(address_of(person), theme_of(person));
    println!("{address}"); //~ AG302
    println!("{theme}"); //~ clean
    let (address, theme) = futures::try_join!(checked_address_of(person), checked_theme_of(person))?;
    println!("{address}"); //~ AG302
    println!("{theme}"); //~ clean
    Ok(())
}

async fn selected(person: &Person) {
    tokio::select! {
        address = address_of(person) => println!("{address}"), //~ AG302
        theme = theme_of(person) => println!("{theme}"), //~ clean
    }
}

async fn the_value_of_select(person: &Person) {
    let text = tokio::select! {
        address = address_of(person) => address,
        theme = theme_of(person) => theme,
    };
    println!("{text}"); //~ AG302
    let text = tokio::select! {
        address = address_of(person) => address.len().to_string(),
        theme = theme_of(person) => theme,
    };
    println!("{text}"); //~ clean
}

async fn a_set_of_tasks(person: &Person) {
    let mut tasks = JoinSet::new();
    let also = person.clone();
    tasks.spawn(async move { also.email });
    while let Some(Ok(address)) = tasks.join_next().await {
        println!("{address}"); //~ AG302
    }
    let mut tasks = JoinSet::new();
    let also = person.clone();
    tasks.spawn(async move { also.theme });
    while let Some(Ok(theme)) = tasks.join_next().await {
        println!("{theme}"); //~ clean
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let person = ada();
    joined(&person).await;
    let _ = joined_and_tried(&person).await;
    let _ = joined_by_futures(&person).await;
    selected(&person).await;
    the_value_of_select(&person).await;
    a_set_of_tasks(&person).await;
}
