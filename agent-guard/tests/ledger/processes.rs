//! Several processes on one file. The test starts this binary again, with a part to play in an environment variable.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use agent_guard::{Consent, DurableLedger, Ledger, SqliteLedger, Statement, SubjectId};

use super::sqlite::{Home, key};
use super::support::{Recall, ada};

const PART: &str = "AGENT_GUARD_LEDGER_TEST_PART";
const FILE: &str = "AGENT_GUARD_LEDGER_TEST_FILE";

/// This test binary, running one of its tests with a part to play.
fn play(part: &str, file: &Path, test: &str) -> Command {
    let mut command = Command::new(std::env::current_exe().expect("the test knows its own path"));
    command.args([test, "--exact", "--nocapture", "--test-threads=1"]).env(PART, part).env(FILE, file);
    command
}

fn part() -> Option<(String, SqliteLedger)> {
    let part = std::env::var(PART).ok()?;
    let file = std::env::var_os(FILE).expect("given with the part");
    Some((part, SqliteLedger::open(file, &key()).expect("the ledger opens")))
}

/// A process that does what it is told, a line at a time, and says when it is done.
struct Other {
    child: Child,
    orders: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Other {
    fn start(file: &Path, test: &str) -> Self {
        let mut child = play("obey", file, test).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("it starts");
        let (orders, answers) = (child.stdin.take().expect("piped"), BufReader::new(child.stdout.take().expect("piped")));
        let mut other = Self { child, orders, answers };
        other.wait_for("ready");
        other
    }

    fn tell(&mut self, order: &str) {
        writeln!(self.orders, "{order}").expect("it listens");
        self.wait_for("done");
    }

    /// The test harness prints lines of its own before.
    fn wait_for(&mut self, word: &str) {
        let mut line = String::new();
        while line.trim() != word {
            line.clear();
            assert!(self.answers.read_line(&mut line).expect("it can be read") > 0, "the other process has ended");
        }
    }

    fn end(mut self) {
        drop(self.orders);
        assert!(self.child.wait().expect("it ends").success());
    }
}

fn obey(ledger: &SqliteLedger) {
    println!("\nready");
    for order in std::io::stdin().lines() {
        match order.expect("it can be read").as_str() {
            "grant" => drop(ledger.record_grant::<Recall>(&ada(), &Statement::new()).expect("recorded")),
            "withdraw" => drop(ledger.record_withdrawal::<Recall>(&ada(), &Statement::new()).expect("recorded")),
            "forget" => ledger.forget(&ada()).expect("forgotten"),
            order => panic!("unknown order {order}"),
        }
        println!("\ndone");
    }
}

#[test]
fn no_withdrawal_in_another_process_is_missed() {
    if let Some((_, ledger)) = part() {
        return obey(&ledger);
    }
    let home = Home::new();
    let ledger = home.open();
    let mut other = Other::start(&home.path(), "ledger::processes::no_withdrawal_in_another_process_is_missed");
    let consents = || Consent::<Recall>::require(&ledger, &ada()).is_ok();
    for round in 0..200 {
        other.tell("grant");
        // Twice: the second answer is remembered.
        assert!(consents() && consents(), "round {round}: granted and not seen");
        other.tell(if round % 5 == 0 { "forget" } else { "withdraw" });
        assert!(!consents() && !consents(), "round {round}: taken back and not seen");
        // What this process writes, the other one continues.
        if round % 10 == 0 {
            ledger.record_grant::<Recall>(&ada(), &Statement::new()).expect("recorded");
            assert!(consents());
        }
    }
    other.end();
    assert_eq!(ledger.verify().expect("the chain is whole").records, 200 * 2 + 20);
}

/// The same while neither waits for the other: the other process counts its withdrawals where this one can see it.
#[test]
fn no_withdrawal_is_missed_while_another_process_writes_without_pause() {
    const TEST: &str = "ledger::processes::no_withdrawal_is_missed_while_another_process_writes_without_pause";
    // Odd while anything may be true, even while consent is withdrawn; in a file, since both must see it.
    let phase = |folder: &Path| folder.join("phase");
    if let Some((_, ledger)) = part() {
        let file = std::env::var_os(FILE).expect("given with the part");
        let phase = phase(Path::new(&file).parent().expect("it lies in a folder"));
        for round in 0..100_u64 {
            std::fs::write(&phase, (2 * round + 1).to_string()).unwrap();
            ledger.record_grant::<Recall>(&ada(), &Statement::new()).expect("recorded");
            ledger.record_withdrawal::<Recall>(&ada(), &Statement::new()).expect("recorded");
            std::fs::write(&phase, (2 * round + 2).to_string()).unwrap();
        }
        return;
    }
    let home = Home::new();
    let ledger = home.open();
    std::fs::write(phase(home.0.path()), "0").unwrap();
    // The writer truncates before it writes: nothing read is as good as an odd number.
    let read = || std::fs::read_to_string(phase(home.0.path())).unwrap().parse::<u64>().unwrap_or(1);
    let mut other = play("write", &home.path(), TEST).stdout(Stdio::null()).spawn().expect("it starts");
    let (mut denied, mut granted) = (0, 0);
    while other.try_wait().expect("it can be asked").is_none() {
        let before = read();
        let is_granted = Consent::<Recall>::require(&ledger, &ada()).is_ok();
        granted += u32::from(is_granted);
        if before % 2 == 0 && before == read() {
            assert!(!is_granted, "granted after withdrawal {before}");
            denied += 1;
        }
    }
    assert!(other.wait().expect("it has ended").success());
    assert!(denied > 0 && granted > 0, "{denied} denied, {granted} granted: nothing was seen at the right time");
}

/// Each with connections of its own, as processes have: SQLite's locks are between connections.
#[test]
fn of_many_that_open_a_new_ledger_at_once_none_is_turned_away() {
    for _ in 0..100 {
        let home = Home::new();
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| home.open());
            }
        });
        // Of those that close it at once none may be the last, and then SQLite leaves its log where it is.
        let mut files = std::fs::read_dir(home.0.path()).expect("the folder is there").map(|file| file.unwrap().file_name());
        assert!(files.all(|file| file.to_str().is_some_and(|name| !name.contains("new"))), "what the others made is removed");
    }
}

#[test]
fn processes_that_write_at_the_same_time_do_not_fork_the_chain() {
    const TEST: &str = "ledger::processes::processes_that_write_at_the_same_time_do_not_fork_the_chain";
    if let Some((part, ledger)) = part() {
        for round in 0..20 {
            ledger.record_grant::<Recall>(&SubjectId::new(format!("{part}-{round}")), &Statement::new()).expect("recorded");
        }
        return;
    }
    let home = Home::new();
    // None of them finds a ledger: they also make it at the same time.
    let others: Vec<Child> =
        (0..4).map(|number| play(&number.to_string(), &home.path(), TEST).stdout(Stdio::null()).spawn().expect("it starts")).collect();
    for mut other in others {
        assert!(other.wait().expect("it ends").success());
    }
    let ledger = home.open();
    let verified = ledger.verify().expect("the chain is whole");
    assert_eq!((verified.records, verified.people), (80, 80));
    for part in 0..4 {
        for round in 0..20 {
            assert!(Consent::<Recall>::require(&ledger, &SubjectId::new(format!("{part}-{round}"))).is_ok());
        }
    }
}
