//! Channels: what is sent is received.

use std::sync::mpsc;
use std::thread;

use people::{Person, ada};
use tokio::sync::{broadcast, oneshot, watch};

fn sent_and_received(person: &Person) {
    let (sender, receiver) = mpsc::channel();
    let _ = sender.send(person.email.clone());
    if let Ok(text) = receiver.recv() {
        println!("{text}"); //~ AG302
    }
    let (sender, receiver) = mpsc::channel();
    let _ = sender.send(person.theme.clone());
    if let Ok(text) = receiver.recv() {
        println!("{text}"); //~ clean
    }
}

fn received_in_a_loop(person: &Person) {
    let (sender, receiver) = mpsc::sync_channel(1);
    let _ = sender.try_send((person.email.clone(), 1));
    drop(sender);
    for (text, count) in receiver {
        println!("{text}"); //~ AG302
        let _ = count;
    }
    let (sender, receiver) = mpsc::sync_channel(1);
    let _ = sender.try_send((person.theme.clone(), 1));
    drop(sender);
    for (text, count) in receiver {
        println!("{text} {count}"); //~ clean
    }
}

fn sent_by_a_clone_in_a_thread(person: Person) {
    let (sender, receiver) = mpsc::channel();
    let also = sender.clone();
    let _ = thread::spawn(move || also.send(person.email)).join();
    drop(sender);
    println!("{:?}", receiver.try_iter().collect::<Vec<_>>()); //~ AG302
}

enum Message {
    Mail(String),
    Theme(String),
}

fn a_message(person: &Person) {
    let (sender, receiver) = mpsc::channel();
    let _ = sender.send(Message::Mail(person.email.clone()));
    let _ = sender.send(Message::Theme("light".to_owned()));
    match receiver.recv() {
        Ok(Message::Mail(text)) => println!("{text}"),            //~ AG302
        Ok(Message::Theme(theme)) => println!("{}", theme.len()), //~ clean
        Err(_) => {}
    }
}

async fn in_tasks(person: Person) {
    let (sender, mut receiver) = tokio::sync::mpsc::channel(1);
    let _ = sender.send(person.email).await;
    drop(sender);
    while let Some(text) = receiver.recv().await {
        println!("{text}"); //~ AG302
    }
    let (sender, mut receiver) = tokio::sync::mpsc::unbounded_channel();
    let _ = sender.send(person.theme);
    drop(sender);
    while let Some(text) = receiver.recv().await {
        println!("{text}"); //~ clean
    }
}

async fn once(person: Person) {
    let (sender, receiver) = oneshot::channel();
    let _ = sender.send(person.name);
    if let Ok(name) = receiver.await {
        println!("{name}"); //~ AG302
    }
    let (sender, receiver) = oneshot::channel();
    let _ = sender.send(person.row);
    if let Ok(row) = receiver.await {
        println!("{row}"); //~ clean
    }
}

async fn the_newest(person: Person) {
    let (sender, receiver) = watch::channel(String::new());
    let _ = sender.send(person.email);
    println!("{}", *receiver.borrow()); //~ AG302
    let (sender, mut receiver) = broadcast::channel(1);
    let _ = sender.send(person.theme);
    println!("{:?}", receiver.recv().await); //~ clean
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let person = ada();
    sent_and_received(&person);
    received_in_a_loop(&person);
    sent_by_a_clone_in_a_thread(person.clone());
    a_message(&person);
    in_tasks(person.clone()).await;
    once(person.clone()).await;
    the_newest(person).await;
}
