//! What fails.

/// What fails.
#[derive(Debug)]
pub struct Error;

/// The crate's result.
pub type Result<T> = std::result::Result<T, Error>;
