//! AG203: see [`RULE`].

use std::collections::BTreeSet;

use super::Found;
use crate::{facts::NoteKind, link::Program, rule::declare_rule};

declare_rule! {
    /// ## What it does
    ///
    /// Finds encryption that does not protect: ciphers that are broken (DES, RC4, Blowfish, any cipher in ECB mode), ciphers whose result
    /// can be changed unnoticed (CBC, CTR) where nothing in the same file authenticates it, keys (those of databases, too) and nonces that are
    /// written in the code, and a nonce with which one key encrypts more than once, in a loop for instance.
    ///
    /// It says only what it can prove. Where a key or a nonce comes from elsewhere, nothing is said of it.
    ///
    /// ## Why it matters
    ///
    /// Whoever has the program has a key that is in it. With AES-GCM and ChaCha20-Poly1305, two texts under one key and nonce give away
    /// what they differ in, and then the key that authenticates all others. What CBC or CTR has encrypted can be changed in a known way by
    /// whoever stores it.
    ///
    /// ## Example
    ///
    /// ```toml
    /// [[catalogue]]
    /// package = "cipher"
    /// kind = "library"
    /// entry = [{ type = "Cipher", methods = ["new"], key = 0 }, { type = "Cipher", methods = ["seal"], effect = "seal", nonce = 1 }]
    /// ```
    ///
    /// ```rust
    /// mod cipher {
    ///     /// Stands for the cipher of a library.
    ///     pub struct Cipher([u8; 32]);
    ///
    ///     impl Cipher {
    ///         pub fn new(key: &[u8; 32]) -> Self {
    ///             Cipher(*key)
    ///         }
    ///
    ///         pub fn seal(&self, nonce: &[u8; 12], text: &[u8]) -> Vec<u8> {
    ///             text.iter().map(|byte| byte ^ nonce[0] ^ self.0[0]).collect()
    ///         }
    ///     }
    /// }
    ///
    /// fn main() {
    ///     let cipher = cipher::Cipher::new(b"an example of a key in the code.");
    ///     cipher.seal(&[0; 12], b"likes tea");
    /// }
    /// ```
    ///
    /// ## Use instead
    ///
    /// A key from outside the program, and a nonce that is new each time; or `agent_guard::Vault`, which sees to both.
    ///
    /// ```toml
    /// [[catalogue]]
    /// package = "cipher"
    /// kind = "library"
    /// entry = [{ type = "Cipher", methods = ["new"], key = 0 }, { type = "Cipher", methods = ["seal"], effect = "seal", nonce = 1 }]
    /// ```
    ///
    /// ```rust
    /// use std::io::{self, Read};
    ///
    /// mod cipher {
    ///     /// Stands for the cipher of a library.
    ///     pub struct Cipher([u8; 32]);
    ///
    ///     impl Cipher {
    ///         pub fn new(key: &[u8; 32]) -> Self {
    ///             Cipher(*key)
    ///         }
    ///
    ///         pub fn seal(&self, nonce: &[u8; 12], text: &[u8]) -> Vec<u8> {
    ///             text.iter().map(|byte| byte ^ nonce[0] ^ self.0[0]).collect()
    ///         }
    ///     }
    /// }
    ///
    /// /// Stands for a generator of random bytes.
    /// fn random<const N: usize>() -> io::Result<[u8; N]> {
    ///     let mut bytes = [0; N];
    ///     std::fs::File::open("/dev/urandom")?.read_exact(&mut bytes)?;
    ///     Ok(bytes)
    /// }
    ///
    /// fn main() -> io::Result<()> {
    ///     let cipher = cipher::Cipher::new(&random()?);
    ///     for text in ["likes tea", "was in Rome"] {
    ///         let nonce = random()?;
    ///         cipher.seal(&nonce, text.as_bytes());
    ///     }
    ///     Ok(())
    /// }
    /// ```
    ///
    /// ## Known misses
    ///
    /// A key or a nonce that is constant in a function and used in another, a nonce that two functions use, a counter that starts anew with
    /// the program. Ciphers that are written by hand, or of a library that neither the catalogue nor the policy knows. Passwords that are
    /// used as keys without a function made for it. A constant nonce is fine where each key is used once; where a key is not made in the
    /// same function, that cannot be seen: accept the finding with that reason.
    AG203 {
        name: "weak-encryption",
        summary: "encryption that does not protect",
        level: Deny,
        since: "0.1.0",
        cwe: [321, 323, 327],
        owasp: ["LLM02"],
    }
}

pub(super) fn check(program: &Program<'_>, found: &mut Vec<Found>) {
    let authenticated = files_that_authenticate(program);
    for (function, note) in &program.notes {
        let facts = &program.units[function.unit];
        let detail = facts.text(note.detail);
        let file = note.span.map(|span| (function.unit, facts.text(span.file)));
        let (message, label, help) = match note.kind {
            NoteKind::BrokenCipher => (
                format!("a broken cipher is used: {detail}"),
                "what it encrypts can be read by others",
                "use an authenticated cipher: `agent_guard::Vault`, or AES-GCM or ChaCha20-Poly1305 of the RustCrypto crates",
            ),
            NoteKind::BareCipher if !file.is_some_and(|file| authenticated.contains(&file)) => (
                format!("what is encrypted can be changed unnoticed: {detail} does not authenticate, and nothing in this file does"),
                "encrypts without authentication",
                "use an authenticated cipher: `agent_guard::Vault`, or AES-GCM or ChaCha20-Poly1305 of the RustCrypto crates",
            ),
            NoteKind::ConstantKey => (
                format!("the key is in the code: {detail} is given one that is constant"),
                "whoever has the program has the key",
                "read it when the program starts, from a keyring or a file, and encrypt anew what had the old one",
            ),
            NoteKind::ConstantNonce => (
                format!("the nonce is always the same: {detail} is given one that is constant"),
                "two texts under one nonce give each other away",
                "make a new one for each encryption: `let nonce = Aes256Gcm::generate_nonce(&mut OsRng);`",
            ),
            NoteKind::RepeatedNonce => (
                format!("a nonce is used more than once: on some path {detail} is given one that the same key has had before"),
                "two texts under one nonce give each other away",
                "make a new one for each encryption, also within a loop",
            ),
            _ => continue,
        };
        if facts.unit.is_test {
            continue;
        }
        let mut finding = RULE.finding(program.location(function.unit, note.span), message, label);
        finding.help.push(help.to_owned());
        found.push(Found::in_function(program, *function, finding));
    }
}

/// The files of which some function authenticates something, with their units.
fn files_that_authenticate<'p>(program: &'p Program<'_>) -> BTreeSet<(usize, &'p str)> {
    let does = program.notes.iter().filter(|(_, note)| note.kind == NoteKind::Authentication);
    does.filter_map(|(function, note)| Some((function.unit, program.units[function.unit].text(note.span?.file)))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{Fixture, messages, of_notes, program};

    #[test]
    fn each_weakness_is_found_outside_tests() {
        let found = of_notes(check, "`seal` of `cipher`");
        let kinds: Vec<(NoteKind, bool)> = found.into_iter().map(|(kind, _)| kind).collect();
        let expected = [
            NoteKind::BrokenCipher,
            NoteKind::BareCipher,
            NoteKind::ConstantKey,
            NoteKind::ConstantNonce,
            NoteKind::RepeatedNonce,
        ];
        assert_eq!(kinds, expected.map(|kind| (kind, false)));
    }

    #[test]
    fn a_bare_cipher_beside_what_authenticates_is_fine() {
        let mut unit = Fixture::new("agent");
        let [seal, sign] = ["seal", "sign"].map(|name| unit.function(name, 1, 9));
        unit.note(seal, NoteKind::BareCipher, "`Encryptor::new` of `cbc`", 3);
        let alone = [unit.facts.clone()];
        assert_eq!(messages(check, &program(&alone)).len(), 1);
        unit.note(sign, NoteKind::Authentication, "`Mac::update` of `hmac`", 7);
        let both = [unit.facts];
        assert_eq!(messages(check, &program(&both)), [""; 0]);
    }
}
