//! The state of a service: shared, locked, written by one method and logged by another.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use people::{Person, ada};
use tokio::sync::RwLock;

#[derive(Default)]
struct State {
    last: String,
    theme: String,
    by_row: HashMap<u64, Account>,
}

#[derive(Clone, Default)]
struct Account {
    address: String,
    visits: u32,
}

#[derive(Clone, Default)]
struct Service {
    state: Arc<Mutex<State>>,
    accounts: Arc<RwLock<HashMap<u64, Account>>>,
}

impl Service {
    fn sign_in(&self, person: &Person) {
        let mut state = self.state.lock().unwrap();
        state.last = person.email.clone();
        state.theme = person.theme.clone();
        state.by_row.insert(person.row, Account { address: person.email.clone(), visits: 1 });
    }

    fn show_last(&self) {
        println!("{}", self.state.lock().unwrap().last); //~ AG302
    }

    fn show_theme(&self) {
        println!("{}", self.state.lock().unwrap().theme); //~ clean
    }

    fn show_account(&self, row: u64) {
        let state = self.state.lock().unwrap();
        if let Some(account) = state.by_row.get(&row) {
            println!("{}", account.address); //~ AG302
        }
        println!("{}", state.by_row.len()); //~ clean
    }

    fn last(&self) -> String {
        self.state.lock().map(|state| state.last.clone()).unwrap_or_default()
    }

    async fn register(&self, person: &Person) {
        let account = Account { address: person.email.clone(), visits: 0 };
        self.accounts.write().await.insert(person.row, account);
    }

    async fn visit(&self, row: u64) {
        if let Some(account) = self.accounts.write().await.get_mut(&row) {
            account.visits += 1;
            log::info!("visit to {}", account.address); //~ AG302
        }
        log::info!("visit to {row}"); //~ clean
    }

    async fn find(&self, row: u64) -> Option<Account> {
        self.accounts.read().await.get(&row).cloned()
    }
}

async fn handled(service: Service, person: Person) {
    service.sign_in(&person);
    service.show_last();
    service.show_theme();
    service.show_account(person.row);
    println!("{}", service.last()); //~ AG302
    println!("{}", service.last().len()); //~ clean
}

async fn handled_in_a_task(service: &Service, person: Person) {
    service.register(&person).await;
    let also = service.clone();
    let _ = tokio::spawn(async move { also.visit(7).await }).await;
    let found = service.find(7).await;
    println!("{:?}", found.as_ref().map(|account| &account.address)); //~ AG302
    println!("{}", found.is_some()); //~ clean
}

async fn another_service(person: &Person) {
    let service = Service::default();
    service.state.lock().unwrap().last = person.theme.clone();
    println!("{}", service.state.lock().unwrap().last); //~ clean: no address was put into this one
    service.state.lock().unwrap().last = person.name.clone();
    println!("{}", service.state.lock().unwrap().last); //~ AG302
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let service = Service::default();
    handled(service.clone(), ada()).await;
    handled_in_a_task(&service, ada()).await;
    another_service(&ada()).await;
}
