//! What every ledger does.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use agent_guard::{
    Consent, ConsentEventKind, Decision, Denial, Evidence, Ledger, LedgerErrorKind, Notice, Purpose, PurposeInfo, Receipt, Statement,
    SubjectId, Word,
};

use super::support::{Recall, Store, ada, grace};

/// Consent to this ends after thirty days.
#[derive(Purpose)]
#[purpose(id = "news.send", expires_after = "30 days", renew_before = "1 week")]
pub struct News;

pub const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// A clock that stands still unless it is moved.
#[derive(Clone)]
pub struct TestClock(Arc<AtomicU64>);

impl TestClock {
    pub fn new() -> Self {
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).expect("it is after 1970");
        Self(Arc::new(AtomicU64::new(u64::try_from(now.as_micros()).expect("it is before 586000"))))
    }

    pub fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_micros(self.0.load(Ordering::SeqCst))
    }

    pub fn advance(&self, time: Duration) {
        self.0.fetch_add(u64::try_from(time.as_micros()).unwrap(), Ordering::SeqCst);
    }

    pub fn set_back(&self, time: Duration) {
        self.0.fetch_sub(u64::try_from(time.as_micros()).unwrap(), Ordering::SeqCst);
    }
}

/// Tests of everything in this file for the ledger that an expression opens, given a clock; with it goes what must outlive it. `None` skips them.
#[macro_export]
macro_rules! contract {
    ($open:expr) => {
        $crate::contract!(@each $open;
            the_last_word_about_a_purpose_counts,
            consent_is_to_one_purpose_of_one_person,
            a_receipt_says_which_record_and_until_when,
            the_earlier_end_counts,
            expired_consent_does_not_come_back_with_the_clock,
            a_purpose_whose_time_is_shortened_ends_old_consents,
            consent_can_be_renewed_before_and_after_its_end,
            what_was_not_given_cannot_be_renewed,
            what_will_expire_soon_is_listed,
            the_history_keeps_everything_in_order,
            a_time_that_is_set_back_does_not_disorder_the_history,
            who_was_forgotten_was_never_asked,
            whatever_an_id_is_made_of_it_is_one_person,
            threads_record_and_ask_at_the_same_time,
            a_withdrawal_is_seen_by_every_question_after_it,
        );
    };
    (@each $open:expr; $($name:ident,)*) => {$(
        #[test]
        fn $name() {
            let clock = $crate::ledger::contract::TestClock::new();
            let Some((_home, ledger)) = ($open)(clock.clone()) else { return };
            $crate::ledger::contract::$name(&ledger, &clock);
        }
    )*};
}

fn decide<P: Purpose>(ledger: &impl Ledger, subject: &SubjectId) -> Decision {
    ledger.decide(subject, &PurposeInfo::of::<P>()).expect("the ledger answers")
}

#[track_caller]
fn receipt<P: Purpose>(ledger: &impl Ledger, subject: &SubjectId) -> Receipt {
    match decide::<P>(ledger, subject) {
        Decision::Granted(receipt) => receipt,
        Decision::Denied(denial) => panic!("denied: {denial}"),
    }
}

#[track_caller]
fn denial<P: Purpose>(ledger: &impl Ledger, subject: &SubjectId) -> Denial {
    match decide::<P>(ledger, subject) {
        Decision::Granted(_) => panic!("granted"),
        Decision::Denied(denial) => denial,
    }
}

fn plain() -> Statement {
    Statement::new()
}

pub fn the_last_word_about_a_purpose_counts(ledger: &impl Ledger, _: &TestClock) {
    assert_eq!(denial::<Recall>(ledger, &ada()), Denial::NeverAsked);
    ledger.record_refusal::<Recall>(&ada(), &plain()).unwrap();
    assert_eq!(denial::<Recall>(ledger, &ada()), Denial::Refused);
    ledger.record_grant::<Recall>(&ada(), &plain()).unwrap();
    ledger.record_withdrawal::<Store>(&ada(), &plain()).unwrap();
    assert!(Consent::<Recall>::require(ledger, &ada()).is_ok());
    ledger.record_withdrawal::<Recall>(&ada(), &plain()).unwrap();
    assert_eq!(denial::<Recall>(ledger, &ada()), Denial::Withdrawn);
    assert!(Consent::<Recall>::require(ledger, &ada()).is_err());
    ledger.record_grant::<Recall>(&ada(), &plain()).unwrap();
    assert!(Consent::<Recall>::require(ledger, &ada()).is_ok());
}

pub fn consent_is_to_one_purpose_of_one_person(ledger: &impl Ledger, _: &TestClock) {
    ledger.record_grant::<Recall>(&ada(), &plain()).unwrap();
    assert_eq!(denial::<Store>(ledger, &ada()), Denial::NeverAsked);
    assert_eq!(denial::<Recall>(ledger, &grace()), Denial::NeverAsked);
    ledger.record_refusal::<Recall>(&grace(), &plain()).unwrap();
    receipt::<Recall>(ledger, &ada());
}

pub fn a_receipt_says_which_record_and_until_when(ledger: &impl Ledger, clock: &TestClock) {
    let until = clock.now() + DAY;
    let first = ledger.record_grant::<Recall>(&ada(), &plain()).unwrap();
    assert_eq!(first.expires_at(), None);
    assert_eq!(receipt::<Recall>(ledger, &ada()), first);
    let second = ledger.record_grant::<Recall>(&ada(), &plain().until(until)).unwrap();
    assert_ne!(first.reference(), second.reference());
    assert_eq!(second.expires_at(), Some(until));
    assert_eq!(receipt::<Recall>(ledger, &ada()), second);
    // Asked again, from what is remembered.
    assert_eq!(receipt::<Recall>(ledger, &ada()), second);
}

pub fn the_earlier_end_counts(ledger: &impl Ledger, clock: &TestClock) {
    let start = clock.now();
    let end = |statement: &Statement| ledger.record_grant::<News>(&ada(), statement).unwrap().expires_at().unwrap();
    assert_eq!(end(&plain()), start + 30 * DAY);
    assert_eq!(end(&plain().until(start + 40 * DAY)), start + 30 * DAY);
    assert_eq!(end(&plain().until(start + 20 * DAY)), start + 20 * DAY);
    clock.advance(20 * DAY - Duration::from_micros(1));
    receipt::<News>(ledger, &ada());
    clock.advance(Duration::from_micros(1));
    assert_eq!(denial::<News>(ledger, &ada()), Denial::Expired);
}

pub fn expired_consent_does_not_come_back_with_the_clock(ledger: &impl Ledger, clock: &TestClock) {
    ledger.record_grant::<News>(&ada(), &plain()).unwrap();
    clock.advance(31 * DAY);
    assert_eq!(denial::<News>(ledger, &ada()), Denial::Expired);
    clock.set_back(20 * DAY);
    assert_eq!(denial::<News>(ledger, &ada()), Denial::Expired);
    // Nor that of somebody who was not asked for at the time.
    assert!(Consent::<News>::require(ledger, &ada()).is_err());
}

pub fn a_purpose_whose_time_is_shortened_ends_old_consents(ledger: &impl Ledger, clock: &TestClock) {
    /// The same id in the next version of the program.
    #[derive(Purpose)]
    #[purpose(id = "memory.recall", expires_after = "10 days")]
    struct ShorterRecall;

    let start = clock.now();
    ledger.record_grant::<Recall>(&ada(), &plain()).unwrap();
    clock.advance(9 * DAY);
    assert_eq!(receipt::<ShorterRecall>(ledger, &ada()).expires_at(), Some(start + 10 * DAY));
    clock.advance(DAY);
    receipt::<Recall>(ledger, &ada());
    assert_eq!(denial::<ShorterRecall>(ledger, &ada()), Denial::Expired);
}

pub fn consent_can_be_renewed_before_and_after_its_end(ledger: &impl Ledger, clock: &TestClock) {
    let start = clock.now();
    ledger.record_grant::<News>(&ada(), &plain()).unwrap();
    clock.advance(25 * DAY);
    assert_eq!(ledger.record_renewal::<News>(&ada(), &plain()).unwrap().expires_at(), Some(start + 55 * DAY));
    clock.advance(25 * DAY);
    receipt::<News>(ledger, &ada());
    clock.advance(25 * DAY);
    assert_eq!(denial::<News>(ledger, &ada()), Denial::Expired);
    let renewed = ledger.record_renewal::<News>(&ada(), &plain()).unwrap();
    assert_eq!(receipt::<News>(ledger, &ada()), renewed);
    assert_eq!(renewed.expires_at(), Some(start + 105 * DAY));
    assert!(matches!(ledger.events(&ada()).unwrap().last().unwrap().kind, ConsentEventKind::Renewed(_)));
}

pub fn what_was_not_given_cannot_be_renewed(ledger: &impl Ledger, _: &TestClock) {
    let renew = || ledger.record_renewal::<Recall>(&ada(), &plain()).map_err(|error| error.kind().clone());
    assert_eq!(renew(), Err(LedgerErrorKind::NothingToRenew));
    ledger.record_refusal::<Recall>(&ada(), &plain()).unwrap();
    assert_eq!(renew(), Err(LedgerErrorKind::NothingToRenew));
    ledger.record_grant::<Recall>(&ada(), &plain()).unwrap();
    assert!(renew().is_ok());
    ledger.record_withdrawal::<Recall>(&ada(), &plain()).unwrap();
    assert_eq!(renew(), Err(LedgerErrorKind::NothingToRenew));
    assert_eq!(denial::<Recall>(ledger, &ada()), Denial::Withdrawn);
    assert_eq!(ledger.events(&ada()).unwrap().len(), 4, "what was not recorded left nothing behind");
}

pub fn what_will_expire_soon_is_listed(ledger: &impl Ledger, clock: &TestClock) {
    let start = clock.now();
    ledger.record_grant::<News>(&ada(), &plain()).unwrap();
    ledger.record_grant::<News>(&grace(), &plain().until(start + 5 * DAY)).unwrap();
    ledger.record_grant::<Recall>(&ada(), &plain()).unwrap();
    ledger.record_grant::<Store>(&ada(), &plain().until(start + 2 * DAY)).unwrap();
    ledger.record_withdrawal::<Store>(&ada(), &plain()).unwrap();
    ledger.record_grant::<Store>(&grace(), &plain().until(start + DAY)).unwrap();
    clock.advance(DAY);
    let list = |days| -> Vec<_> {
        let listed = ledger.expiring_before(start + days * DAY).unwrap();
        listed.into_iter().map(|it| (it.subject, it.purpose.into_owned(), it.expires_at)).collect()
    };
    assert_eq!(list(5), []);
    assert_eq!(list(6), [(grace(), "news.send".to_owned(), start + 5 * DAY)]);
    let both = [(grace(), "news.send".to_owned(), start + 5 * DAY), (ada(), "news.send".to_owned(), start + 30 * DAY)];
    assert_eq!(list(100), both);
    ledger.record_renewal::<News>(&grace(), &plain()).unwrap();
    assert_eq!(list(31), both[1..]);
}

pub fn the_history_keeps_everything_in_order(ledger: &impl Ledger, clock: &TestClock) {
    let start = clock.now();
    let said = plain()
        .under(Notice::version("3").at("https://example.org/notice").in_language("en").with_sha256("ab".repeat(32)))
        .evidenced_by(Evidence::text("typed `yes`"))
        .explicit();
    let first = ledger.record_grant::<Recall>(&ada(), &said).unwrap();
    clock.advance(DAY);
    ledger.record_withdrawal::<Recall>(&ada(), &plain().evidenced_by(Evidence::reference("message 12"))).unwrap();
    ledger.record_refusal::<Store>(&ada(), &plain()).unwrap();
    ledger.record_grant::<Recall>(&grace(), &plain()).unwrap();

    let history = ledger.events(&ada()).unwrap();
    let told: Vec<_> = history.iter().map(|event| (&*event.purpose.id, event.kind.clone(), event.at)).collect();
    let expected = [
        ("memory.recall", ConsentEventKind::Granted(first), start),
        ("memory.recall", ConsentEventKind::Withdrawn, start + DAY),
        ("memory.store", ConsentEventKind::Refused, start + DAY),
    ];
    assert_eq!(told, expected);
    assert_eq!(history[0].statement, said);
    assert_eq!(history[1].statement.evidence(), Some(&Evidence::reference("message 12")));
    assert_eq!(history[2].purpose.description, "Remember what you tell me.");
    assert_eq!(ledger.events(&SubjectId::new("nobody")).unwrap(), []);
}

pub fn a_time_that_is_set_back_does_not_disorder_the_history(ledger: &impl Ledger, clock: &TestClock) {
    let start = clock.now();
    ledger.record_grant::<Recall>(&ada(), &plain()).unwrap();
    clock.set_back(100 * DAY);
    ledger.record_withdrawal::<Recall>(&ada(), &plain()).unwrap();
    assert_eq!(denial::<Recall>(ledger, &ada()), Denial::Withdrawn);
    let times: Vec<_> = ledger.events(&ada()).unwrap().iter().map(|event| event.at).collect();
    assert_eq!(times, [start, start]);
}

pub fn who_was_forgotten_was_never_asked(ledger: &impl Ledger, _: &TestClock) {
    ledger.record_grant::<Recall>(&ada(), &plain().evidenced_by(Evidence::text("yes"))).unwrap();
    ledger.record_grant::<Recall>(&grace(), &plain()).unwrap();
    receipt::<Recall>(ledger, &ada());
    ledger.forget(&ada()).unwrap();
    assert_eq!(denial::<Recall>(ledger, &ada()), Denial::NeverAsked);
    assert_eq!(ledger.events(&ada()).unwrap(), []);
    receipt::<Recall>(ledger, &grace());
    ledger.forget(&ada()).expect("forgetting twice is no error");
    ledger.forget(&SubjectId::new("nobody")).expect("nor is forgetting somebody unknown");
    // Who comes back begins anew.
    ledger.record_grant::<Store>(&ada(), &plain()).unwrap();
    assert_eq!(denial::<Recall>(ledger, &ada()), Denial::NeverAsked);
    assert_eq!(ledger.events(&ada()).unwrap().len(), 1);
}

pub fn whatever_an_id_is_made_of_it_is_one_person(ledger: &impl Ledger, _: &TestClock) {
    let long = "x".repeat(10_000);
    for id in ["", " ", "ada ", "Ada", "ada\0", "李明", "a'; DROP TABLE records; --", &long] {
        let subject = SubjectId::new(id);
        assert_eq!(denial::<Recall>(ledger, &subject), Denial::NeverAsked, "{subject:?}");
        ledger.record(&subject, &PurposeInfo::of::<Recall>(), Word::Grant, &plain()).unwrap();
        receipt::<Recall>(ledger, &subject);
        assert_eq!(ledger.events(&subject).unwrap().len(), 1);
    }
    assert_eq!(denial::<Recall>(ledger, &ada()), Denial::NeverAsked);
}

pub fn threads_record_and_ask_at_the_same_time<L: Ledger + Sync>(ledger: &L, _: &TestClock) {
    const ROUNDS: usize = 10;
    std::thread::scope(|scope| {
        for number in 0..4 {
            scope.spawn(move || {
                let subject = SubjectId::new(format!("user-{number}"));
                for _ in 0..ROUNDS {
                    ledger.record_grant::<Recall>(&subject, &plain()).unwrap();
                    receipt::<Recall>(ledger, &subject);
                    ledger.record_withdrawal::<Recall>(&subject, &plain()).unwrap();
                    assert_eq!(denial::<Recall>(ledger, &subject), Denial::Withdrawn);
                }
            });
        }
    });
    for number in 0..4 {
        assert_eq!(ledger.events(&SubjectId::new(format!("user-{number}"))).unwrap().len(), 2 * ROUNDS);
    }
}

/// One thread grants and withdraws; others ask without pause. A question that begins after a withdrawal was recorded, and before
/// the next grant begins, must be denied.
pub fn a_withdrawal_is_seen_by_every_question_after_it<L: Ledger + Sync>(ledger: &L, _: &TestClock) {
    // Even: withdrawn, and no grant has begun. Odd: anything may be true.
    let phase = AtomicU64::new(0);
    let done = AtomicU64::new(0);
    std::thread::scope(|scope| {
        // The others end also if this one panics.
        let _done = SetWhenDropped(&done);
        for _ in 0..3 {
            scope.spawn(|| {
                let mut denied = 0;
                while done.load(Ordering::SeqCst) == 0 {
                    let before = phase.load(Ordering::SeqCst);
                    let decision = decide::<Recall>(ledger, &ada());
                    let after = phase.load(Ordering::SeqCst);
                    if before == after && before % 2 == 0 {
                        assert!(matches!(decision, Decision::Denied(_)), "granted after a withdrawal");
                        denied += 1;
                    }
                }
                assert!(denied > 0, "nothing was asked at the right time");
            });
        }
        for _ in 0..30 {
            phase.fetch_add(1, Ordering::SeqCst);
            ledger.record_grant::<Recall>(&ada(), &plain()).unwrap();
            ledger.record_withdrawal::<Recall>(&ada(), &plain()).unwrap();
            phase.fetch_add(1, Ordering::SeqCst);
            std::thread::sleep(Duration::from_millis(2));
        }
    });
}

struct SetWhenDropped<'a>(&'a AtomicU64);

impl Drop for SetWhenDropped<'_> {
    fn drop(&mut self) {
        self.0.store(1, Ordering::SeqCst);
    }
}
