//! The library has the modules.

pub mod memory;
