//! How long consent to a purpose holds is a number and a unit that has one length.

use agent_guard::Purpose;

/// No unit.
#[derive(Purpose)]
#[purpose(id = "no.unit", expires_after = "365")]
struct NoUnit;

/// Months differ in length.
#[derive(Purpose)]
#[purpose(id = "months", expires_after = "12 months")]
struct Months;

/// Would have ended before it began.
#[derive(Purpose)]
#[purpose(id = "zero", expires_after = "0 days")]
struct Zero;

/// Longer than there are seconds.
#[derive(Purpose)]
#[purpose(id = "forever", expires_after = "99999999999999999999 weeks")]
struct Forever;

/// A renewal of what has no end.
#[derive(Purpose)]
#[purpose(id = "no.end", renew_before = "30 days")]
struct NoEnd;

/// Due for renewal from the first day.
#[derive(Purpose)]
#[purpose(id = "at.once", expires_after = "30 days", renew_before = "5 weeks")]
struct AtOnce;

fn main() {}
