//! A purpose is a unit struct with an id and a description.

use agent_guard::Purpose;

/// No attribute.
#[derive(Purpose)]
struct NoId;

#[derive(Purpose)]
#[purpose(id = "no.description")]
struct NoDescription;

/// An empty override.
#[derive(Purpose)]
#[purpose(id = "empty.description", description = "")]
struct EmptyDescription;

/// Ids that are none.
#[derive(Purpose)]
#[purpose(id = "Memory Recall")]
struct SpacesAndCapitals;

/// Ids that are none.
#[derive(Purpose)]
#[purpose(id = "memory..recall")]
struct EmptyWord;

/// Not an id at all.
#[derive(Purpose)]
#[purpose("memory.recall")]
struct WithoutKey;

/// Holds data.
#[derive(Purpose)]
#[purpose(id = "with.fields")]
struct WithFields(String);

/// Several.
#[derive(Purpose)]
#[purpose(id = "an.enum")]
enum Several {
    One,
}

/// Generic.
#[derive(Purpose)]
#[purpose(id = "generic")]
struct Generic<const N: usize>;

/// Unknown keys.
#[derive(Purpose)]
#[purpose(id = "keys", desc = "…", nmae = "…", colour = "green")]
struct Keys;

/// Twice.
#[derive(Purpose)]
#[purpose(id = "one")]
#[purpose(id = "two")]
struct Twice;

#[derive(Purpose)]
struct EverythingIsMissing {
    field: u8,
}

/// None of the mistakes above makes the use of a purpose a second mistake.
fn uses() -> [&'static str; 2] {
    [NoId::ID, Several::DESCRIPTION]
}

fn main() {}
