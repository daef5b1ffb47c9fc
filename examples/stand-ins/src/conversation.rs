//! What is said to each agent in the tests that search for it afterwards: the same to the careless one and to the others.

use crate::{traces_of_text, traces_of_vector};

/// Who is talking.
pub const USER: &str = "Ada Lovelace";

/// What she says, a message each.
pub const LINES: [&str; 4] = [
    "My name is Ada Lovelace and I read mail at ada.lovelace@example.org",
    "My card is 4111 1111 1111 1111",
    "Call me on +49 30 901820",
    "The blue key lies under the third flowerpot",
];

/// What she asks then. It has words in common with what she said last.
pub const QUESTION: &str = "Where does the blue key lie?";

/// The personal data in it that have a form to be recognised by, or are a name that the agent was told.
pub const PERSONAL: [&str; 6] = [USER, "Lovelace", "ada.lovelace@example.org", "4111 1111 1111 1111", "1111 1111", "+49 30 901820"];

/// What no form gives away: only what it means is secret.
pub const SECRET: &str = "under the third flowerpot";

/// Everything that is said, and the parts of it that are secret.
pub fn texts() -> impl Iterator<Item = &'static str> {
    LINES.into_iter().chain([QUESTION]).chain(PERSONAL).chain([SECRET])
}

/// What of it, and of these vectors, is in these bytes, and in which form: `Ada Lovelace: plain`.
pub fn traces_of_it(vectors: &[Vec<f32>], bytes: &[u8]) -> Vec<String> {
    let texts = texts().flat_map(|text| traces_of_text(text, bytes).into_iter().map(move |form| format!("{text}: {form}")));
    let numbers = vectors.iter().flat_map(|vector| traces_of_vector(vector, bytes)).map(|form| format!("vector: {form}"));
    texts.chain(numbers).collect()
}
