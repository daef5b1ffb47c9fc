//! The analysis behind `cargo agent-guard check`, in reading order.
//!
//! ```text
//! ground      index · path · lines · finding · rule · secret · catalogue · facts
//! left wing   mir → flow → analysis          one crate's MIR, one body at a time → Facts
//! right wing  link → policy → rules → checked → suppress → outcome → report
//!                                            the whole workspace, never any MIR
//! roof        config · driver · cli          the only floor with processes, environment, clock
//! ```
//!
//! Imports point down only. The wings never import each other; they meet in the facts.

#[cfg(test)]
mod fixture;

pub mod catalogue;
pub mod facts;
pub mod finding;
pub mod index;
pub mod lines;
pub mod path;
pub mod rule;
pub mod secret;
pub mod source;

pub mod flow;
pub mod mir;

pub mod analysis;

pub mod checked;
pub mod link;
pub mod policy;
pub mod rules;
pub mod suppress;

pub mod outcome;
pub mod report;

pub mod cli;
pub mod config;
pub mod driver;
