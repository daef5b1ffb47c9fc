//! `#[agent_guard::allow]` on everything that holds functions; it changes nothing that runs.
#![deny(warnings)]
#[path = "shared/support.rs"]
mod support;

use async_trait::async_trait;
use support::run;

#[agent_guard::allow(AG101, reason = "the user's own machine")]
fn function() -> u8 {
    #![allow(unused_mut)]
    let mut one = 1;
    fn inner() -> u8 {
        1
    }
    one + inner() - 1
}

#[agent_guard::allow(AG101, unconsented_write, reason = "  trimmed  ", expires = "2028-02-29")]
async fn later<T: Clone>(value: &T) -> T {
    value.clone()
}

#[agent_guard::allow(unconsented-read, reason = "const too", crate = agent_guard)]
const fn in_const() -> u8 {
    2
}

struct Agent;

#[agent_guard::allow(AG101, reason = "all of it", expires = "2027-12-31")]
impl Agent {
    const NAME: &'static str = "agent";

    fn new() -> Self {
        Self
    }

    async fn name(&self) -> &'static str {
        Self::NAME
    }
}

trait Memory {
    #[agent_guard::allow(AG101, reason = "a default method")]
    fn recall(&self) -> u8 {
        3
    }
}

impl Memory for Agent {}

#[agent_guard::allow(AG101, reason = "a whole trait")]
trait Whole {
    fn required(&self) -> u8;
    fn provided(&self) -> u8 {
        self.required()
    }
}

#[agent_guard::allow(AG101, reason = "above")]
#[async_trait]
trait Above {
    async fn above(&self) -> u8 {
        4
    }
}

#[async_trait]
#[agent_guard::allow(AG101, reason = "below, and on a method")]
impl Above for Agent {
    #[agent_guard::allow(AG102, reason = "twice is two")]
    async fn above(&self) -> u8 {
        std::future::ready(5).await
    }
}

impl Whole for Agent {
    fn required(&self) -> u8 {
        6
    }
}

#[agent_guard::allow(AG101, reason = "a module with all that is in it")]
mod maintenance {
    pub(super) fn purge() -> u8 {
        deep::down()
    }

    mod deep {
        pub(super) fn down() -> u8 {
            7
        }
    }
}

fn main() {
    assert_eq!(function(), 1);
    assert_eq!(run(later(&1)), 1);
    const TWO: u8 = in_const();
    assert_eq!(TWO, 2);
    assert_eq!(run(Agent::new().name()), "agent");
    assert_eq!(Agent.recall(), 3);
    assert_eq!(run(Agent.above()), 5);
    assert_eq!(Agent.provided(), 6);
    assert_eq!(maintenance::purge(), 7);
}
