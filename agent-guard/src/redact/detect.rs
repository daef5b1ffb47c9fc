//! The detectors. Each is told a place where something of its kind may be, looks around it no further than such a thing is long, and
//! says where it begins and ends. So each candidate costs a bounded time, whatever the text.

pub(super) mod bank;
pub(super) mod date;
pub(super) mod email;
pub(super) mod national;
pub(super) mod network;
pub(super) mod phone;
pub(super) mod place;
pub(super) mod secret;
pub(super) mod url;

use std::ops::Range;

/// Where something was found, in bytes.
pub(super) type Span = Range<usize>;
