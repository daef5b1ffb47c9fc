//! Looks for a secret in bytes, in the forms in which programs write text and numbers down.
//!
//! A test that finds nothing shows only as much as its search would have found. So the same search runs over the careless agent's bytes,
//! where it has to find everything.

use std::{fs, path::Path};

use base64::{
    Engine, alphabet,
    engine::{GeneralPurpose, GeneralPurposeConfig},
};
use memchr::memmem;
use rusqlite::{Connection, OpenFlags};

/// How many numbers of a vector are looked for at a time: a part of a vector is a trace of it, too.
const NUMBERS: usize = 4;

/// The bytes of all files in a folder and below: databases with their logs and indexes.
///
/// # Panics
/// Where they cannot be read.
pub fn bytes_of_files(folder: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder can be listed") {
        let path = entry.expect("the folder can be listed").path();
        match path.is_dir() {
            true => bytes.extend(bytes_of_files(&path)),
            false => bytes.extend(fs::read(&path).expect("the file can be read")),
        }
    }
    bytes
}

/// The values that a query finds in a database, past the agent whose database it is. They are blobs, and none of them is null.
///
/// # Panics
/// Where the database cannot be read, or the query is none.
pub fn blobs_in(database: &Path, sql: &str) -> Vec<Vec<u8>> {
    let find = || {
        let database = Connection::open_with_flags(database, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        let mut query = database.prepare(sql)?;
        // agent-guard: allow(AG101) a test looks for what should not be there
        query.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()
    };
    find().expect("the database can be queried")
}

/// Whether a part is in these bytes.
pub fn has_part(bytes: &[u8], part: &[u8]) -> bool {
    memmem::find(bytes, part).is_some()
}

/// The forms in which a text is in these bytes; none if it is not.
///
/// They are: UTF-8 as it is, in lower and in upper case; UTF-16; JSON's escapes; and of each the hexadecimal digits and both base64
/// alphabets, wherever in a longer text it stood.
pub fn traces_of_text(text: &str, bytes: &[u8]) -> Vec<String> {
    let utf_16 = |to_bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(to_bytes).collect();
    let escaped = |is_escaped: fn(char) -> bool, write: fn(u16) -> String| {
        let escape = |c: char| if is_escaped(c) { c.encode_utf16(&mut [0; 2]).iter().copied().map(write).collect() } else { c.to_string() };
        text.chars().map(escape).collect::<String>().into_bytes()
    };
    let forms: [(&str, Vec<u8>); 8] = [
        ("plain", text.into()),
        ("lower case", text.to_lowercase().into()),
        ("upper case", text.to_uppercase().into()),
        ("UTF-16, little endian", utf_16(u16::to_le_bytes)),
        ("UTF-16, big endian", utf_16(u16::to_be_bytes)),
        ("JSON, beyond ASCII escaped", escaped(|c| !c.is_ascii(), |unit| format!("\\u{unit:04x}"))),
        ("JSON, all escaped", escaped(|_| true, |unit| format!("\\u{unit:04x}"))),
        ("JSON, all escaped in capitals", escaped(|_| true, |unit| format!("\\u{unit:04X}"))),
    ];
    forms.iter().flat_map(|(name, form)| encodings_found(name, form, bytes)).collect()
}

/// The forms in which a part of a vector is in these bytes: as numbers of four and of eight bytes, in either order, as they are and encoded
/// like text.
pub fn traces_of_vector(vector: &[f32], bytes: &[u8]) -> Vec<String> {
    let parts = vector.chunks_exact(NUMBERS).filter(|part| part.iter().any(|number| *number != 0.0));
    let traces = |part: &[f32]| {
        let forms: [(&str, Vec<u8>); 4] = [
            ("f32, little endian", part.iter().flat_map(|number| number.to_le_bytes()).collect()),
            ("f32, big endian", part.iter().flat_map(|number| number.to_be_bytes()).collect()),
            ("f64, little endian", part.iter().flat_map(|number| f64::from(*number).to_le_bytes()).collect()),
            ("f64, big endian", part.iter().flat_map(|number| f64::from(*number).to_be_bytes()).collect()),
        ];
        forms.iter().flat_map(|(name, form)| encodings_found(name, form, bytes)).collect::<Vec<_>>()
    };
    parts.flat_map(traces).collect()
}

/// Which encodings of a form are in the bytes.
fn encodings_found(name: &str, form: &[u8], bytes: &[u8]) -> Vec<String> {
    let hexadecimal: String = form.iter().map(|byte| format!("{byte:02x}")).collect();
    let mut encodings =
        vec![("", form.to_vec()), (" in hexadecimal", hexadecimal.clone().into()), (" in hexadecimal", hexadecimal.to_uppercase().into())];
    for alphabet in [alphabet::STANDARD, alphabet::URL_SAFE] {
        encodings.extend((0..3).map(|offset| (" in base64", base64_at(offset, form, &alphabet))));
    }
    let found = |encoding: &&(&str, Vec<u8>)| has_part(bytes, &encoding.1);
    encodings.iter().filter(found).map(|(encoding, _)| format!("{name}{encoding}")).collect()
}

/// The characters that bytes have in the base64 of any longer text, where they begin at a position that leaves this rest when divided by
/// three. Characters at the ends that their neighbours have a part in are left away.
fn base64_at(offset: usize, bytes: &[u8], alphabet: &alphabet::Alphabet) -> Vec<u8> {
    let engine = GeneralPurpose::new(alphabet, GeneralPurposeConfig::new().with_encode_padding(false));
    let mut encoded = engine.encode([&[0; 2][..offset], bytes].concat()).into_bytes();
    if !(offset + bytes.len()).is_multiple_of(3) {
        encoded.pop();
    }
    encoded.split_off([0, 2, 3][offset])
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "Zoë keeps bees";

    #[test]
    fn a_text_is_found_in_each_form() {
        let json = |text: &str| text.replace('ë', "\\u00eb");
        let utf_16: Vec<u8> = SECRET.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let hexadecimal: String = SECRET.bytes().map(|byte| format!("{byte:02X}")).collect();
        let cases: [(&str, Vec<u8>); 5] = [
            ("plain", SECRET.into()),
            ("upper case", SECRET.to_uppercase().into()),
            ("UTF-16, little endian", utf_16),
            ("plain in hexadecimal", hexadecimal.into()),
            ("JSON, beyond ASCII escaped", json(SECRET).into()),
        ];
        for (form, bytes) in cases {
            assert_eq!(traces_of_text(SECRET, &[b"<", &bytes[..], b">"].concat()), [form]);
        }
        assert!(traces_of_text(SECRET, "Zoë keeps beer".as_bytes()).is_empty());
    }

    #[test]
    fn it_is_found_in_base64_wherever_it_stands() {
        let engine = base64::engine::general_purpose::STANDARD;
        for before in ["", "x", "xx", "xxx"] {
            for after in ["", "x", "xx"] {
                let encoded = engine.encode(format!("{before}{SECRET}{after}"));
                assert!(traces_of_text(SECRET, encoded.as_bytes()).contains(&"plain in base64".to_owned()), "{before}{after}");
            }
        }
        assert!(traces_of_text(SECRET, engine.encode("Zoë keeps beer").as_bytes()).is_empty());
    }

    #[test]
    fn a_vector_is_found_by_a_part_of_it() {
        let vector: Vec<f32> = (1_u8..9).map(|number| 1.0 / f32::from(number)).collect();
        let part: Vec<u8> = vector[4..8].iter().flat_map(|number| number.to_le_bytes()).collect();
        assert_eq!(traces_of_vector(&vector, &part), ["f32, little endian"]);
        assert!(traces_of_vector(&vector, &part[1..]).is_empty());
    }
}
