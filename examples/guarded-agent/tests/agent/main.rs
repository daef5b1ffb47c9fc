//! The agent's loop, whole: its own clients, over the network, against servers on this machine that record what reaches them.

mod behaviour;
mod privacy;
mod processes;
mod surroundings;
