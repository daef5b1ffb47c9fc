//! The ledger in PostgreSQL, for agents that run on several machines.
//!
//! Every question goes to the server, so a withdrawal that was committed through any connection is seen by the next question through
//! all of them; nothing is remembered here. Writing takes a transaction-level advisory lock, so the chain never forks.
//!
//! The client is `postgres`, whose calls block, on threads of its own: so a ledger works the same in an agent without an async
//! runtime, in one with any, and behind `dyn ConsentGate`. The calls of an async client would tie the ledger to tokio and make
//! recording something else here than in the other ledgers; blocking calls on the caller's thread would panic inside a runtime.

use std::sync::Arc;
use std::sync::mpsc;
use std::time::SystemTime;

use postgres::tls::{MakeTlsConnect, TlsConnect};
use postgres::{Client, Config, NoTls, Socket};

use super::clock::{Clock, to_micros};
use super::durable::{self, Backend, Job, Shared, durable_ledger};
use super::keys::Keys;
use super::{Expiring, LedgerError, LedgerErrorKind, LedgerKey, RecordContext, Verified, Word, checkpoint, dpv, engine};
use crate::consent::{AsyncConsentGate, ConsentEvent, ConsentGate, Decision, GateError, PurposeInfo, Receipt, Statement, SubjectId};
use tables::{Connection, Tables, ledger_error};

mod tables;
mod worker;

/// A ledger in a schema of a PostgreSQL database. Feature `postgres-ledger`.
///
/// ```no_run
/// use agent_guard::{Consent, Ledger, LedgerKey, PostgresLedger, Purpose, Statement, SubjectId};
///
/// /// Recall what you told me earlier.
/// #[derive(Purpose)]
/// #[purpose(id = "memory.recall")]
/// struct Recall;
///
/// let key = LedgerKey::from_env("LEDGER_KEY")?;
/// let ledger = PostgresLedger::connect("host=/var/run/postgresql dbname=agent", &key)?;
/// let ada = SubjectId::new("ada@example.org");
/// ledger.record_grant::<Recall>(&ada, &Statement::new())?;
/// let consent = Consent::<Recall>::require(&ledger, &ada)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// In async code use [`Consent::require_async`](crate::Consent::require_async), which awaits the server's answer; recording blocks the
/// thread for a round trip or two.
pub struct PostgresLedger {
    shared: Arc<Shared>,
    jobs: mpsc::Sender<worker::Task>,
}

/// How many connections, each with its thread, a ledger has.
const CONNECTIONS: usize = 4;

impl PostgresLedger {
    /// Connects without TLS: to a socket of this machine, or through a network that is private by other means. `config` is libpq's
    /// connection string. Makes the schema `agent_guard` and its tables where there are none.
    ///
    /// # Errors
    /// [`LedgerErrorKind::Storage`] if `config` cannot be read or the server cannot be reached;
    /// [`LedgerErrorKind::WrongKey`]; [`LedgerErrorKind::Damaged`] if the end of the history is not as it was written.
    pub fn connect(config: &str, key: &LedgerKey) -> Result<Self, LedgerError> {
        Self::connect_with(parse(config)?, NoTls, key)
    }

    /// Connects by `tls`, such as that of `postgres-native-tls` or `tokio-postgres-rustls`.
    ///
    /// # Errors
    /// As for [`connect`](Self::connect).
    pub fn connect_with<T>(config: Config, tls: T, key: &LedgerKey) -> Result<Self, LedgerError>
    where
        T: MakeTlsConnect<Socket> + Clone + Send + 'static,
        T::TlsConnect: Send,
        T::Stream: Send,
        <T::TlsConnect as TlsConnect<Socket>>::Future: Send,
    {
        Self::open(move || config.connect(tls.clone()), key, Clock::default())
    }

    /// As [`connect`](Self::connect), with the time from elsewhere than the system's clock: for tests.
    ///
    /// # Errors
    /// As for [`connect`](Self::connect).
    pub fn connect_with_clock(
        config: &str,
        key: &LedgerKey,
        clock: impl Fn() -> SystemTime + Send + Sync + 'static,
    ) -> Result<Self, LedgerError> {
        let config = parse(config)?;
        Self::open(move || config.connect(NoTls), key, Clock::new(clock))
    }

    fn open(
        connect: impl Fn() -> Result<Client, postgres::Error> + Clone + Send + 'static,
        key: &LedgerKey,
        clock: Clock,
    ) -> Result<Self, LedgerError> {
        // The client blocks on a runtime of its own, which may not happen on a thread that serves another one: so even the
        // first connection is made on a thread apart.
        let make = connect.clone();
        let own_key = key.copy();
        let prepare = std::thread::spawn(move || -> Result<(Connection, Keys, [u8; 16]), LedgerError> {
            let mut connection = Connection::new(make().map_err(ledger_error)?);
            let id = tables::make_or_read(&mut connection.client, &own_key)?;
            let keys = Keys::new(&own_key, &id);
            let mut transaction = begin_reading(&mut connection.client)?;
            engine::check_end(&mut Tables { client: &mut transaction, statements: &mut connection.statements }, &keys)?;
            drop(transaction);
            Ok((connection, keys, id))
        });
        let (first, keys, id) = prepare.join().map_err(|_| LedgerError::new(LedgerErrorKind::Storage))??;
        let shared = Arc::new(Shared { keys, clock, name: checkpoint::name(&id) });
        let jobs = worker::start(CONNECTIONS, first, connect);
        Ok(Self { shared, jobs })
    }

    /// Runs a task on one of the connections, and gives its answer to `answer`.
    fn run<T: Send + 'static>(
        &self,
        access: Access,
        job: impl Job<T>,
        answer: impl FnOnce(Result<T, LedgerError>) + Send + 'static,
    ) -> Result<(), LedgerError> {
        let shared = Arc::clone(&self.shared);
        let task = Box::new(move |connection: Result<&mut Connection, LedgerError>| {
            answer(connection.and_then(|connection| perform(connection, access, job, &shared)));
        });
        self.jobs.send(task).map_err(|_| LedgerError::new(LedgerErrorKind::Storage))
    }

    fn run_and_wait<T: Send + 'static>(&self, access: Access, job: impl Job<T>) -> Result<T, LedgerError> {
        let (sender, receiver) = mpsc::sync_channel(1);
        self.run(access, job, move |answer| drop(sender.send(answer)))?;
        receiver.recv().map_err(|_| LedgerError::new(LedgerErrorKind::Storage))?
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Access {
    /// One question after another, each of what is committed when it is asked: no round trips for a transaction.
    Ask,
    /// One state of all tables, however many statements read them.
    Read,
    /// Alone, and durable when it is done.
    Write,
}

fn perform<T>(connection: &mut Connection, access: Access, job: impl Job<T>, shared: &Shared) -> Result<T, LedgerError> {
    let Connection { client, statements } = connection;
    match access {
        Access::Ask => job(&mut Tables { client, statements }, shared),
        Access::Read => job(&mut Tables { client: &mut begin_reading(client)?, statements }, shared),
        Access::Write => {
            // After the lock, each statement sees everything that was committed: this is what `READ COMMITTED` is for.
            let builder = client.build_transaction().isolation_level(postgres::IsolationLevel::ReadCommitted);
            let mut transaction = builder.start().map_err(ledger_error)?;
            tables::lock(&mut transaction)?;
            let done = job(&mut Tables { client: &mut transaction, statements }, shared)?;
            transaction.commit().map_err(ledger_error)?;
            Ok(done)
        }
    }
}

fn begin_reading(client: &mut Client) -> Result<postgres::Transaction<'_>, LedgerError> {
    let builder = client.build_transaction().isolation_level(postgres::IsolationLevel::RepeatableRead).read_only(true);
    builder.start().map_err(ledger_error)
}

fn parse(config: &str) -> Result<Config, LedgerError> {
    // The cause is left out: it may quote a password.
    config.parse().map_err(|_| LedgerError::new(LedgerErrorKind::Storage))
}

impl Backend for PostgresLedger {
    fn shared(&self) -> &Arc<Shared> {
        &self.shared
    }

    fn read<T: Send + 'static>(&self, job: impl Job<T>) -> Result<T, LedgerError> {
        self.run_and_wait(Access::Read, job)
    }

    fn write<T: Send + 'static>(&self, job: impl Job<T>) -> Result<T, LedgerError> {
        self.run_and_wait(Access::Write, job)
    }

    /// The server looks after its pages itself; what a ledger can check is read by `verify`.
    fn check_database(&self) -> Result<(), LedgerError> {
        Ok(())
    }

    /// A removed row lies in its page until that is vacuumed. The server's own log and backups are beyond reach: see `docs/ledger.md`.
    fn finish_erasure(&self) -> Result<(), LedgerError> {
        let (sender, receiver) = mpsc::sync_channel(1);
        let vacuum = Box::new(move |connection: Result<&mut Connection, LedgerError>| {
            let done = connection.and_then(|connection| {
                connection
                    .client
                    .batch_execute("VACUUM agent_guard.people")
                    .map_err(|error| LedgerError::caused_by(LedgerErrorKind::ErasureUnfinished, error))
            });
            drop(sender.send(done));
        });
        self.jobs.send(vacuum).map_err(|_| LedgerError::new(LedgerErrorKind::Storage))?;
        receiver.recv().map_err(|_| LedgerError::new(LedgerErrorKind::Storage))?
    }
}

impl ConsentGate for PostgresLedger {
    fn decide(&self, subject: &SubjectId, purpose: &PurposeInfo) -> Result<Decision, GateError> {
        let (asked, id) = (subject.clone(), purpose.id);
        let standing = self.run_and_wait(Access::Ask, move |storage, shared| durable::standing(storage, shared, &asked, id))?;
        Ok(durable::decide(self, &standing, subject, purpose))
    }
}

impl AsyncConsentGate for PostgresLedger {
    async fn decide_async(&self, subject: &SubjectId, purpose: &PurposeInfo) -> Result<Decision, GateError> {
        let (sender, receiver) = tokio::sync::oneshot::channel();
        let (asked, purpose) = (subject.clone(), *purpose);
        let (shared, subject) = (Arc::clone(&self.shared), subject.clone());
        let ask = move |storage: &mut dyn engine::Storage, shared: &Shared| durable::standing(storage, shared, &asked, purpose.id);
        self.run(Access::Ask, ask, move |answer| drop(sender.send(answer)))?;
        let standing = receiver.await.map_err(|_| LedgerError::new(LedgerErrorKind::Storage))??;
        let now = shared.clock.now();
        if standing.has_lapsed(&purpose, now) {
            // Noted behind the answer, which is no in any case.
            let note = move |storage: &mut dyn engine::Storage, shared: &Shared| {
                engine::note_expiry(storage, &shared.keys, &shared.clock, &subject, &purpose)
            };
            self.run(Access::Write, note, drop)?;
        }
        Ok(standing.decision(&purpose, now))
    }
}

durable_ledger!(PostgresLedger);
