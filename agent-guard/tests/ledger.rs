//! The ledgers: one suite of what all of them do, and for each what is its own.
//!
//! `cargo test -p agent-guard --features sqlite-ledger,postgres-ledger --test ledger`; `docs/ledger.md` says how the server for
//! PostgreSQL is started. Without one, its tests print that they were skipped.

#[cfg(feature = "postgres-ledger")]
#[path = "support/postgres_server.rs"]
mod postgres_server;
#[cfg(any(feature = "postgres-ledger", all(feature = "sqlite-ledger", target_os = "linux")))]
#[path = "support/skipped.rs"]
mod skipped;

mod ledger {
    pub mod contract;
    pub mod support;

    #[cfg(feature = "sqlite-ledger")]
    mod damage;
    #[cfg(feature = "sqlite-ledger")]
    mod dpv;
    #[cfg(all(feature = "sqlite-ledger", target_os = "linux"))]
    mod faults;
    #[cfg(feature = "postgres-ledger")]
    mod postgres;
    #[cfg(feature = "sqlite-ledger")]
    mod privacy;
    #[cfg(feature = "sqlite-ledger")]
    mod processes;
    #[cfg(feature = "sqlite-ledger")]
    mod sqlite;
}

mod in_memory {
    use super::ledger::contract::TestClock;
    use agent_guard::ConsentLedger;

    crate::contract!(|clock: TestClock| Some(((), ConsentLedger::with_clock(move || clock.now()))));
}
