//! `allow` belongs on something that holds functions.

#[agent_guard::allow(AG101, reason = "because")]
struct Memory;

#[agent_guard::allow(AG101, reason = "because")]
static MEMORY: u8 = 1;

trait Recaller {
    #[agent_guard::allow(AG101, reason = "because")]
    fn recall(&self);
}

#[agent_guard::allow(AG101, reason = "because")]
impl Memory {
    const NAME: &'static str = "memory";
}

#[agent_guard::allow(AG101, reason = "because")]
mod empty {}

fn main() {}
