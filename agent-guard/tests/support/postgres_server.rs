//! The PostgreSQL server that `AGENT_GUARD_POSTGRES` names, as libpq's connection string. `tests/with_postgres.py` starts one.

use std::sync::Once;

use crate::skipped::skipped;

/// The connection string, for a superuser; `None`, and it says so once, if there is no server.
pub fn config() -> Option<String> {
    let config = std::env::var("AGENT_GUARD_POSTGRES").ok();
    if config.is_none() {
        static ONCE: Once = Once::new();
        ONCE.call_once(|| skipped("there is no PostgreSQL server; run these tests by agent-guard/tests/with_postgres.py"));
    }
    config
}
