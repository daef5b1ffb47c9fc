//! The time of a ledger, which does not go back.
//!
//! A clock that is set back would bring expired consent to life again. A ledger therefore takes the latest time that it has
//! seen, in this process or in its newest record, for the least that it can be.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime};

/// Microseconds since 1970, which is how ledgers write times down.
pub(super) type Micros = i64;

pub(super) struct Clock {
    source: Box<dyn Fn() -> SystemTime + Send + Sync>,
    latest_seen: AtomicI64,
}

impl Clock {
    pub(super) fn new(source: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        Self { source: Box::new(source), latest_seen: AtomicI64::new(Micros::MIN) }
    }

    /// The time now, or the latest time seen so far if the clock is behind it.
    pub(super) fn now(&self) -> Micros {
        self.no_earlier_than(to_micros((self.source)()))
    }

    /// Takes note of a time that has been, such as that of a record; gives the latest one.
    pub(super) fn no_earlier_than(&self, time: Micros) -> Micros {
        self.latest_seen.fetch_max(time, Ordering::AcqRel).max(time)
    }
}

impl Default for Clock {
    fn default() -> Self {
        Self::new(SystemTime::now)
    }
}

/// Rounds towards the past, so that nothing holds longer than it was meant to. What does not fit is as far away as can be.
pub(super) fn to_micros(time: SystemTime) -> Micros {
    match time.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(after) => Micros::try_from(after.as_micros()).unwrap_or(Micros::MAX),
        Err(error) => {
            let before = error.duration().as_nanos().div_ceil(1000);
            Micros::try_from(before).map_or(Micros::MIN, |micros| -micros)
        }
    }
}

/// The inverse. A time that the platform cannot express is taken for 1970: whatever was to hold until then has ended.
pub(super) fn to_time(micros: Micros) -> SystemTime {
    let distance = Duration::from_micros(micros.unsigned_abs());
    let time = if micros < 0 { SystemTime::UNIX_EPOCH.checked_sub(distance) } else { SystemTime::UNIX_EPOCH.checked_add(distance) };
    time.unwrap_or(SystemTime::UNIX_EPOCH)
}

/// When a consent given at `given_at` ends: the earlier of what the person said and what the purpose allows.
pub(super) fn end_of_consent(given_at: Micros, said: Option<Micros>, allowed: Option<Duration>) -> Option<Micros> {
    let allowed = allowed.map(|length| given_at.saturating_add(Micros::try_from(length.as_micros()).unwrap_or(Micros::MAX)));
    match (said, allowed) {
        (Some(said), Some(allowed)) => Some(said.min(allowed)),
        (said, allowed) => said.or(allowed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use std::sync::atomic::AtomicU64;

    #[test]
    fn a_clock_that_is_set_back_stands_still() {
        let seconds = Arc::new(AtomicU64::new(100));
        let shown = Arc::clone(&seconds);
        let clock = Clock::new(move || SystemTime::UNIX_EPOCH + Duration::from_secs(shown.load(Ordering::Relaxed)));
        assert_eq!(clock.now(), 100_000_000);
        seconds.store(50, Ordering::Relaxed);
        assert_eq!(clock.now(), 100_000_000);
        seconds.store(101, Ordering::Relaxed);
        assert_eq!(clock.now(), 101_000_000);
        assert_eq!(clock.no_earlier_than(200_000_000), 200_000_000);
        assert_eq!(clock.now(), 200_000_000);
    }

    #[test]
    fn times_are_rounded_towards_the_past() {
        assert_eq!(to_micros(SystemTime::UNIX_EPOCH + Duration::from_nanos(1999)), 1);
        assert_eq!(to_micros(SystemTime::UNIX_EPOCH - Duration::from_nanos(1)), -1);
        for micros in [0, 1, -1, 1_800_000_000_000_000] {
            assert_eq!(to_micros(to_time(micros)), micros);
        }
    }

    #[test]
    fn consent_ends_at_the_earlier_of_both() {
        let day = Some(Duration::from_micros(10));
        assert_eq!(end_of_consent(100, None, None), None);
        assert_eq!(end_of_consent(100, Some(105), day), Some(105));
        assert_eq!(end_of_consent(100, Some(115), day), Some(110));
        assert_eq!(end_of_consent(100, None, day), Some(110));
        assert_eq!(end_of_consent(Micros::MAX, None, day), Some(Micros::MAX));
    }
}
