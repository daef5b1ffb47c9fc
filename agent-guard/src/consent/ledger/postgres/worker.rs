//! Threads that each hold a connection and do one task after another.

use std::sync::{Arc, Mutex, PoisonError, mpsc};

use postgres::Client;

use super::super::LedgerError;
use super::tables::{Connection, ledger_error};

/// Given the connection, or why there is none.
pub(super) type Task = Box<dyn FnOnce(Result<&mut Connection, LedgerError>) + Send>;

/// Starts the threads. They end when the sender is dropped. The first has its connection; the others connect with their first task,
/// and each connects anew when it has lost its own.
pub(super) fn start(
    threads: usize,
    first: Connection,
    connect: impl Fn() -> Result<Client, postgres::Error> + Clone + Send + 'static,
) -> mpsc::Sender<Task> {
    let (sender, receiver) = mpsc::channel::<Task>();
    let tasks = Arc::new(Mutex::new(receiver));
    let mut first = Some(first);
    for _ in 0..threads {
        let (tasks, connect, connection) = (Arc::clone(&tasks), connect.clone(), first.take());
        std::thread::spawn(move || work(&tasks, connect, connection));
    }
    sender
}

fn work(tasks: &Mutex<mpsc::Receiver<Task>>, connect: impl Fn() -> Result<Client, postgres::Error>, mut connection: Option<Connection>) {
    loop {
        // Whoever waits holds the lock; the others wait for it. That is the same as waiting for a task.
        let task = tasks.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(task) = task else { return };
        connection = connection.filter(|connection| !connection.client.is_closed());
        let connected = match &mut connection {
            Some(connection) => Ok(connection),
            none => connect().map(|client| none.insert(Connection::new(client))).map_err(ledger_error),
        };
        task(connected);
    }
}
