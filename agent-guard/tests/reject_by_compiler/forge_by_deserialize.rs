//! A token is not read from a file, and not written to one.

fn deserialize<'de, D: serde::Deserializer<'de>>(input: D) -> Result<agent_guard::Consent<Recall>, D::Error> {
    serde::Deserialize::deserialize(input)
}

#[derive(serde::Deserialize)]
struct Session {
    consent: agent_guard::Consent<Recall>,
}

fn serialize<S: serde::Serializer>(consent: agent_guard::Consent<Recall>, output: S) -> Result<S::Ok, S::Error> {
    serde::Serialize::serialize(&consent, output)
}

/// Recall what you told me earlier.
#[derive(agent_guard::Purpose)]
#[purpose(id = "memory.recall")]
struct Recall;

fn main() {}
