//! `log`: every level, captured identifiers, targets, a logger of our own, macros of our own.

use log::{Level, LevelFilter, Log, Metadata, Record, debug, error, info, log, trace, warn};
use people::{Person, ada};

fn every_level(person: &Person) {
    trace!("{}", person.email); //~ AG302
    debug!("{}", person.email); //~ AG302
    info!("{}", person.email); //~ AG302
    warn!("{}", person.email); //~ AG302
    error!("{}", person.email); //~ AG302
    log!(Level::Info, "{}", person.email); //~ AG302
    trace!("{}", person.row); //~ clean
    debug!("{}", person.row); //~ clean
    info!("{}", person.row); //~ clean
    warn!("{}", person.row); //~ clean
    error!("{}", person.row); //~ clean
    log!(Level::Info, "{}", person.row); //~ clean
}

fn captured(person: &Person) {
    let Person { email, theme, .. } = person;
    info!("to {email}"); //~ AG302
    info!("in {theme}"); //~ clean
    warn!("to {email:?}"); //~ AG302
    warn!("in {theme:?}"); //~ clean
}

fn with_a_target(person: &Person) {
    info!(target: "mail", "to {}", person.email); //~ AG302
    info!(target: "mail", "in {}", person.theme); //~ clean
}

fn a_text_made_before(person: &Person) {
    let line = format!("to {}", person.email);
    info!("{line}"); //~ AG302
    let line = format!("in {}", person.theme);
    info!("{line}"); //~ clean
}

fn a_whole_person(person: &Person) {
    debug!("{person:?}"); //~ AG302
    debug!("{:?}", person.row); //~ clean
}

fn where_it_is_enabled(person: &Person) {
    if log::log_enabled!(Level::Debug) {
        debug!("{}", person.email); //~ AG302: that it is seldom on changes nothing
        debug!("{}", person.theme); //~ clean
    }
}

struct ToTheTerminal;

impl Log for ToTheTerminal {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &Record<'_>) {
        eprintln!("{}", record.level()); //~ clean
    }

    fn flush(&self) {}
}

macro_rules! say {
    ($text:expr) => {
        info!("{}", $text) //~ AG302 @say
    };
}

macro_rules! say_theme {
    ($person:expr) => {
        info!("{}", $person.theme)
    };
}

fn by_a_macro_of_our_own(person: &Person) {
    say!(person.email); //~ AG302 @say
    say_theme!(person); //~ clean
}

fn main() {
    let person = ada();
    log::set_logger(&ToTheTerminal).map(|()| log::set_max_level(LevelFilter::Info)).unwrap_or_default();
    every_level(&person);
    captured(&person);
    with_a_target(&person);
    a_text_made_before(&person);
    a_whole_person(&person);
    where_it_is_enabled(&person);
    by_a_macro_of_our_own(&person);
}
