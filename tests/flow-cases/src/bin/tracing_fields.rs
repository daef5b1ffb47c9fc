//! `tracing`: messages, structured fields, spans.

use people::{Person, ada};
use tracing::{Level, Span, debug, error, event, field, info, info_span, instrument, span, trace, warn};

fn in_the_message(person: &Person) {
    info!("to {}", person.email); //~ AG302
    info!("in {}", person.theme); //~ clean
}

fn captured_in_the_message(person: &Person) {
    let Person { email, theme, .. } = person;
    info!("to {email}"); //~ AG302
    info!("in {theme}"); //~ clean
    info!("to {email:?}"); //~ AG302
}

fn displayed_fields(person: &Person) {
    info!(email = %person.email); //~ AG302
    info!(theme = %person.theme); //~ clean
}

fn debugged_fields(person: &Person) {
    info!(email = ?person.email, "sent"); //~ AG302
    info!(row = ?person.row, "sent"); //~ clean
}

fn value_fields(person: &Person) {
    info!(age = person.age, "sent"); //~ AG302
    info!(row = person.row, "sent"); //~ clean
    info!(name = person.name.as_str()); //~ AG302
    info!(theme = person.theme.as_str()); //~ clean
}

fn short_fields(person: &Person) {
    let (email, row) = (&person.email, person.row);
    info!(%email, "sent"); //~ AG302
    info!(%row, "sent"); //~ clean
    info!(?person, "sent"); //~ AG302: the whole of a person, by `Debug`
    info!(%person.name); //~ AG302
    info!(?person.theme); //~ clean
}

fn one_field_of_several(person: &Person) {
    info!(row = person.row, email = %person.email, theme = %person.theme, "sent"); //~ AG302
    info!(row = person.row, letters = person.email.len(), "sent"); //~ clean
}

fn fields_by_functions(person: &Person) {
    info!(email = field::display(&person.email)); //~ AG302
    info!(theme = field::debug(&person.theme)); //~ clean
}

fn every_level(person: &Person) {
    trace!("{}", person.email); //~ AG302
    debug!("{}", person.email); //~ AG302
    warn!("{}", person.email); //~ AG302
    error!("{}", person.email); //~ AG302
    event!(Level::INFO, email = %person.email); //~ AG302
    event!(Level::INFO, row = %person.row); //~ clean
}

fn with_a_target(person: &Person) {
    info!(target: "mail", "to {}", person.email); //~ AG302
    info!(target: "mail", "in {}", person.theme); //~ clean
}

fn by_the_full_path(person: &Person) {
    tracing::info!(email = %person.email); //~ AG302
    tracing::info!(theme = %person.theme); //~ clean
}

fn fields_of_spans(person: &Person) {
    let _mail = info_span!("mail", email = %person.email).entered(); //~ AG302
    let _theme = span!(Level::INFO, "theme", theme = %person.theme).entered(); //~ clean
}

fn recorded_later(person: &Person) {
    let span = Span::current();
    span.record("email", person.email.as_str()); //~ AG302
    span.record("theme", person.theme.as_str()); //~ clean
}

#[instrument(skip_all)]
fn instrumented_without_arguments(person: &Person) {
    info!("{}", person.row); //~ clean
    info!("{}", person.name); //~ AG302
}

fn main() {
    let person = ada();
    in_the_message(&person);
    captured_in_the_message(&person);
    displayed_fields(&person);
    debugged_fields(&person);
    value_fields(&person);
    short_fields(&person);
    one_field_of_several(&person);
    fields_by_functions(&person);
    every_level(&person);
    with_a_target(&person);
    by_the_full_path(&person);
    fields_of_spans(&person);
    recorded_later(&person);
    instrumented_without_arguments(&person);
}
