//! Placeholder
/// x
pub const PLACEHOLDER: () = ();
