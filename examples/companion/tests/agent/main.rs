//! The companion's loop, whole, over its own client and against an endpoint on this machine that records what reaches it.

mod consent;
mod memory;
mod privacy;
mod processes;
mod surroundings;
