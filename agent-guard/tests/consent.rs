//! The runtime core: what gates may say, and what comes of it.

use agent_guard::testing::AllowAll;
use agent_guard::{
    AsyncConsentGate, Consent, ConsentDenied, ConsentEventKind, ConsentGate, ConsentLedger, Decision, Denial, GateError, Purpose,
    PurposeInfo, Receipt, SubjectId,
};
use std::error::Error;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, SystemTime};

/// Recall what you told me earlier.
#[derive(Purpose)]
#[purpose(id = "memory.recall")]
struct Recall;

/// Remember what you tell me.
#[derive(Purpose)]
#[purpose(id = "memory.store")]
struct Store;

fn ada() -> SubjectId {
    SubjectId::new("ada@example.org")
}

/// Says what it was told to say.
struct Fixed(fn() -> Result<Decision, GateError>);

impl ConsentGate for Fixed {
    fn decide(&self, _: &SubjectId, _: &PurposeInfo) -> Result<Decision, GateError> {
        (self.0)()
    }
}

impl AsyncConsentGate for Fixed {
    async fn decide_async(&self, subject: &SubjectId, purpose: &PurposeInfo) -> Result<Decision, GateError> {
        self.decide(subject, purpose)
    }
}

fn run<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("nothing here waits"),
    }
}

fn denial(result: Result<Consent<Recall>, ConsentDenied>) -> Denial {
    result.expect_err("no consent was given").denial().expect("the gate answered").clone()
}

#[test]
fn a_token_knows_its_subject_its_receipt_and_its_time() {
    let before = SystemTime::now();
    let ledger = ConsentLedger::new();
    let receipt = ledger.grant::<Recall>(&ada());
    let consent = Consent::<Recall>::require(&ledger, &ada()).unwrap();
    assert_eq!(consent.subject(), &ada());
    assert_eq!(consent.receipt(), &receipt);
    assert!(before <= consent.obtained_at() && consent.obtained_at() <= SystemTime::now());
}

#[test]
fn consent_is_to_one_purpose_of_one_person() {
    let ledger = ConsentLedger::new();
    ledger.grant::<Recall>(&ada());
    assert!(Consent::<Recall>::require(&ledger, &ada()).is_ok());
    assert!(Consent::<Store>::require(&ledger, &ada()).is_err());
    assert_eq!(denial(Consent::require(&ledger, &SubjectId::new("grace"))), Denial::NeverAsked);
}

#[test]
fn the_last_word_about_a_purpose_counts() {
    let ledger = ConsentLedger::new();
    let ask = || Consent::<Recall>::require(&ledger, &ada());
    assert_eq!(denial(ask()), Denial::NeverAsked);
    ledger.refuse::<Recall>(&ada());
    assert_eq!(denial(ask()), Denial::Refused);
    ledger.grant::<Recall>(&ada());
    ledger.withdraw::<Store>(&ada());
    assert!(ask().is_ok());
    ledger.withdraw::<Recall>(&ada());
    assert_eq!(denial(ask()), Denial::Withdrawn);
    ledger.grant::<Recall>(&ada());
    assert!(ask().is_ok());
}

#[test]
fn a_grant_ends_when_it_expires() {
    let (ledger, hour) = (ConsentLedger::new(), Duration::from_secs(3600));
    let later = SystemTime::now() + hour;
    assert_eq!(ledger.grant_until::<Recall>(&ada(), later).expires_at(), Some(later));
    assert_eq!(Consent::<Recall>::require(&ledger, &ada()).unwrap().receipt().expires_at(), Some(later));
    ledger.grant_until::<Recall>(&ada(), SystemTime::now() - hour);
    assert_eq!(denial(Consent::require(&ledger, &ada())), Denial::Expired);
}

#[test]
fn a_token_says_when_it_is_time_to_ask_anew() {
    /// Ends, and is asked for again a week before.
    #[derive(Purpose)]
    #[purpose(id = "news.send", expires_after = "30 days", renew_before = "1 week")]
    struct News;

    let day = Duration::from_secs(24 * 60 * 60);
    let ledger = ConsentLedger::new();
    let is_due = || Consent::<News>::require(&ledger, &ada()).unwrap().is_due_for_renewal();
    ledger.grant::<News>(&ada());
    assert!(!is_due());
    ledger.grant_until::<News>(&ada(), SystemTime::now() + 8 * day);
    assert!(!is_due());
    ledger.grant_until::<News>(&ada(), SystemTime::now() + 6 * day);
    assert!(is_due());
    ledger.grant::<Recall>(&ada());
    assert!(!Consent::<Recall>::require(&ledger, &ada()).unwrap().is_due_for_renewal(), "it has no end");
}

#[test]
fn a_receipt_expires_at_its_time_and_not_before() {
    let time = SystemTime::now();
    let receipt = Receipt::new("r").expiring_at(time);
    assert!(!receipt.is_expired_at(time - Duration::from_nanos(1)));
    assert!(receipt.is_expired_at(time));
    assert!(!Receipt::new("r").is_expired_at(time));
}

#[test]
fn the_history_keeps_everything_in_order() {
    let ledger = ConsentLedger::new();
    let first = ledger.grant::<Recall>(&ada());
    ledger.withdraw::<Recall>(&ada());
    ledger.refuse::<Store>(&ada());
    let second = ledger.grant::<Recall>(&ada());
    ledger.grant::<Recall>(&SubjectId::new("grace"));
    assert_ne!(first.reference(), second.reference());

    let history = ledger.history(&ada());
    let told: Vec<_> = history.iter().map(|event| (&*event.purpose.id, event.kind.clone())).collect();
    let expected = [
        ("memory.recall", ConsentEventKind::Granted(first)),
        ("memory.recall", ConsentEventKind::Withdrawn),
        ("memory.store", ConsentEventKind::Refused),
        ("memory.recall", ConsentEventKind::Granted(second)),
    ];
    assert_eq!(told, expected);
    assert!(history.is_sorted_by_key(|event| event.at));
    assert_eq!(history[2].purpose.description, "Remember what you tell me.");
    assert!(ledger.history(&SubjectId::new("nobody")).is_empty());
}

#[test]
fn a_ledger_is_shared_between_threads_and_survives_a_panic_in_one() {
    let ledger = Arc::new(ConsentLedger::new());
    let threads: Vec<_> = (0..4)
        .map(|number| {
            let ledger = Arc::clone(&ledger);
            std::thread::spawn(move || {
                let subject = SubjectId::new(format!("user-{number}"));
                for _ in 0..100 {
                    ledger.grant::<Recall>(&subject);
                }
                drop(Consent::<Recall>::require(&ledger, &subject).expect("just granted"));
                assert!(number != 0, "one of them panics");
            })
        })
        .collect();
    let panicked = threads.into_iter().map(|thread| thread.join()).filter(Result::is_err).count();
    assert_eq!(panicked, 1);
    for number in 0..4 {
        assert_eq!(ledger.history(&SubjectId::new(format!("user-{number}"))).len(), 100);
    }
}

#[test]
fn a_gate_that_fails_is_no_consent_and_is_told_from_a_denial() {
    let gate = Fixed(|| Err(GateError::new(std::io::Error::other("disk gone"))));
    for denied in
        [Consent::<Recall>::require(&gate, &ada()).unwrap_err(), run(Consent::<Recall>::require_async(&gate, &ada())).unwrap_err()]
    {
        assert_eq!(denied.denial(), None);
        assert_eq!(denied.to_string(), "no consent for `memory.recall`: the gate failed");
        assert_eq!(denied.source().expect("says why").to_string(), "disk gone");
        assert_eq!(denied.gate_error().map(ToString::to_string).as_deref(), Some("disk gone"));
        assert_eq!(denied.purpose(), PurposeInfo::of::<Recall>());
    }
}

#[test]
fn a_denial_says_why_in_the_words_of_the_gate() {
    let gate = Fixed(|| Ok(Decision::Denied(Denial::Other("under 13".into()))));
    let denied = Consent::<Recall>::require(&gate, &ada()).unwrap_err();
    assert_eq!(denied.to_string(), "no consent for `memory.recall`: under 13");
    assert!(denied.gate_error().is_none() && denied.source().is_none());
}

#[test]
fn a_yes_that_has_expired_is_a_no_whatever_the_gate_says() {
    let gate = Fixed(|| Ok(Decision::Granted(Receipt::new("old").expiring_at(SystemTime::UNIX_EPOCH))));
    assert_eq!(denial(Consent::require(&gate, &ada())), Denial::Expired);
    assert_eq!(denial(run(Consent::require_async(&gate, &ada()))), Denial::Expired);
}

#[test]
fn async_code_gets_the_same_answers() {
    let ledger = ConsentLedger::new();
    assert_eq!(denial(run(Consent::require_async(&ledger, &ada()))), Denial::NeverAsked);
    ledger.grant::<Recall>(&ada());
    assert!(run(Consent::<Recall>::require_async(&ledger, &ada())).is_ok());
    let shared: Arc<dyn ConsentGate + Send + Sync> = Arc::new(ledger);
    assert!(run(Consent::<Recall>::require_async(&shared, &ada())).is_ok());
    assert!(run(Consent::<Store>::require_async(&shared, &ada())).is_err());
}

#[test]
fn pointers_to_gates_are_gates() {
    let mut ledger = ConsentLedger::new();
    ledger.grant::<Recall>(&ada());
    let ask = |gate: &dyn ConsentGate| Consent::<Recall>::require(gate, &ada()).is_ok();
    assert!(ask(&&ledger));
    assert!(ask(&&mut ledger));
    assert!(ask(&Box::new(&ledger)));
    assert!(ask(&std::rc::Rc::new(&ledger)));
    let boxed: Box<dyn ConsentGate> = Box::new(Arc::new(ledger));
    assert!(ask(&boxed));
}

#[test]
fn the_test_gate_grants_everything_and_says_that_it_is_one() {
    let consent = Consent::<Recall>::require(&AllowAll, &ada()).unwrap();
    assert_eq!(consent.receipt().reference(), "testing::AllowAll");
    assert!(run(Consent::<Store>::require_async(&AllowAll, &ada())).is_ok());
}

#[test]
fn nothing_that_prints_names_the_person() {
    let ledger = ConsentLedger::new();
    let denied = Consent::<Recall>::require(&ledger, &ada()).unwrap_err();
    ledger.grant::<Recall>(&ada());
    let consent = Consent::<Recall>::require(&ledger, &ada()).unwrap();
    let printed = format!("{ledger:?} {consent:?} {:?} {denied} {denied:?} {:?}", ada(), ledger.history(&ada()));
    assert!(!printed.contains("ada"), "{printed}");
    assert!(format!("{consent:?}").contains("memory.recall"));
}

#[test]
fn a_subject_shows_one_letter_at_most_and_none_of_a_short_id() {
    for (id, shown) in [("ada@example.org", "SubjectId(a…)"), ("ada", "SubjectId(…)"), ("", "SubjectId(…)"), ("李明李明", "SubjectId(李…)")]
    {
        assert_eq!(format!("{:?}", SubjectId::new(id)), shown);
        assert_eq!(SubjectId::from(id).as_str(), id);
    }
}

#[test]
fn tokens_and_errors_cross_threads_whatever_the_purpose_is() {
    /// A purpose that is neither `Send` nor `Sync`, which no value of it needs to be.
    struct Unsendable(#[expect(dead_code, reason = "only its type counts")] *const u8);
    impl Purpose for Unsendable {
        const ID: &'static str = "unsendable";
        const DESCRIPTION: &'static str = "";
    }
    fn crosses<T: Send + Sync + 'static>() {}
    crosses::<Consent<Unsendable>>();
    crosses::<ConsentDenied>();
    crosses::<ConsentLedger>();
    crosses::<GateError>();
}

#[test]
fn witnesses_cost_nothing() {
    // Evaluated by the compiler: there is nothing left to run.
    const _: () = agent_guard::__private::purpose::<Recall>("memory.recall");
    const _: () = agent_guard::__private::allow("AG101", "because", "");
    const _: () = agent_guard::__private::user_consent_required::<Recall>();
    // A token is its subject, its receipt and its time; the purpose takes no room.
    assert_eq!(size_of::<Consent<Recall>>(), size_of::<(SubjectId, Receipt, SystemTime)>());
}
