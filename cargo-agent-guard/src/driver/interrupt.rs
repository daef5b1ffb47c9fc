//! Ctrl-C, and being told to end: the processes below us end, the scratch folder goes, and the exit code says why.
//!
//! A terminal sends Ctrl-C to cargo and every rustc as well as to us. `kill` reaches us alone; then cargo and the compilers have to be told,
//! because a rustc that lives on would write its MIR into a folder that nobody removes any more.

use std::{
    process::ExitStatus,
    sync::{
        Arc,
        atomic::{AtomicI32, Ordering},
    },
};

use super::scratch::Scratch;

/// Whether a signal has come, and which process to pass it on to.
#[derive(Debug, Clone, Default)]
pub struct Interrupt {
    signal: Arc<AtomicI32>,
    cargo: Arc<AtomicI32>,
}

impl Interrupt {
    /// Says which process is to end with us. 0 for none.
    pub fn set_cargo(&self, id: u32) {
        self.cargo.store(id.try_into().unwrap_or(0), Ordering::SeqCst);
    }

    /// Takes the end of cargo by a signal for a signal to us: at Ctrl-C cargo may be gone before our own listener has been woken.
    pub fn note_end(&self, status: ExitStatus) {
        #[cfg(unix)]
        if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
            // Which of several came first is of no interest.
            let _ = self.signal.compare_exchange(0, signal, Ordering::SeqCst, Ordering::SeqCst);
        }
        #[cfg(not(unix))]
        let _ = status;
    }

    /// The exit code, if a signal has come: 128 and the signal's number, as shells have it.
    pub fn exit_code(&self) -> Option<u8> {
        match self.signal.load(Ordering::SeqCst) {
            0 => None,
            signal => Some(u8::try_from(128 + signal).unwrap_or(130)),
        }
    }
}

#[cfg(unix)]
mod platform {
    use std::{fs, path::PathBuf, sync::atomic::Ordering, thread, time::Duration};

    use anyhow::{Context, Result};
    use rustix::process::{Pid, Signal, kill_process, test_kill_process};
    use signal_hook::{
        consts::{SIGHUP, SIGINT, SIGTERM},
        iterator::Signals,
    };

    use super::{Interrupt, Scratch};

    impl Interrupt {
        /// Begins to listen.
        ///
        /// # Errors
        /// Where the system does not let us.
        pub fn listen(scratch: &Scratch) -> Result<Self> {
            let interrupt = Self::default();
            let mut signals = Signals::new([SIGINT, SIGTERM, SIGHUP]).context("failed to listen for signals")?;
            let (listener, folders) = (interrupt.clone(), scratch.paths());
            thread::spawn(move || {
                let mut has_come = false;
                for signal in signals.forever() {
                    let again = std::mem::replace(&mut has_come, true);
                    listener.signal.store(signal, Ordering::SeqCst);
                    let passed = if again { Signal::KILL } else { Signal::from_named_raw(signal).unwrap_or(Signal::TERM) };
                    let cargo = Pid::from_raw(listener.cargo.load(Ordering::SeqCst));
                    for process in cargo.into_iter().chain(compilers(&folders)) {
                        // It may have ended by itself.
                        let _ = kill_process(process, passed);
                    }
                }
            });
            Ok(interrupt)
        }

        /// Waits until nobody writes into the scratch folders any more, but not for long.
        pub fn wait_for_compilers(&self, scratch: &Scratch) {
            let folders = scratch.paths();
            for _ in 0..200 {
                let living: Vec<Pid> = compilers(&folders).into_iter().filter(|&process| test_kill_process(process).is_ok()).collect();
                if living.is_empty() {
                    return;
                }
                for process in living {
                    let _ = kill_process(process, Signal::TERM);
                }
                thread::sleep(Duration::from_millis(10));
            }
        }
    }

    /// The processes that the wrappers have registered: themselves and their rustc.
    fn compilers(folders: &[PathBuf]) -> Vec<Pid> {
        let units = folders.iter().filter_map(|folder| fs::read_dir(folder).ok()).flatten().flatten();
        let registered = units.filter_map(|unit| fs::read_to_string(unit.path().join("processes")).ok());
        let ids: Vec<i32> = registered.flat_map(|text| text.split(' ').filter_map(|id| id.parse().ok()).collect::<Vec<_>>()).collect();
        ids.into_iter().filter(|&id| id > 1).filter_map(Pid::from_raw).collect()
    }
}

#[cfg(not(unix))]
impl Interrupt {
    /// Elsewhere the system ends the whole group of processes; the next run removes what is left.
    ///
    /// # Errors
    /// Never.
    pub fn listen(_scratch: &Scratch) -> anyhow::Result<Self> {
        Ok(Self::default())
    }

    /// Nothing to wait for.
    pub fn wait_for_compilers(&self, _scratch: &Scratch) {}
}
