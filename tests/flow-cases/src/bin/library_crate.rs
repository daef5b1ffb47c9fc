//! What a library of the workspace does with what it is given; the marks are there.

use audit::Trail;
use people::ada;

fn main() {
    let person = ada();
    audit::note(&person.email);
    audit::note_theme(&person.theme);
    audit::note_anything(&person.name);
    audit::note_anything(person.row);
    audit::note_row(person.row);
    let trail = Trail::of(&person.email).did("signed in");
    trail.write_who();
    trail.write_what();
}
