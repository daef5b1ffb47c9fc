//! Keys and nonces: in the code, from elsewhere, and nonces that are used again.
#![allow(dead_code, unused, deprecated)]

use std::{fs, io::Read};

use chacha20poly1305::{
    ChaCha20Poly1305, Key, Nonce,
    aead::{Aead, AeadCore, AeadInPlace, KeyInit, OsRng, rand_core::RngCore},
};

const KEY: [u8; 32] = [7; 32];
static KEY_TOO: &[u8] = b"an example of a key in the code.";

fn load() -> [u8; 32] {
    let mut key = [0; 32];
    fs::File::open("/run/secrets/key").unwrap().read_exact(&mut key).unwrap();
    key
}

fn fresh() -> Nonce {
    ChaCha20Poly1305::generate_nonce(&mut OsRng)
}

fn keys(given: &[u8; 32], text: &str) {
    ChaCha20Poly1305::new(&KEY.into()); //~ AG203
    ChaCha20Poly1305::new_from_slice(KEY_TOO); //~ AG203
    ChaCha20Poly1305::new(Key::from_slice(b"an example of a key in the code.")); //~ AG203
    ChaCha20Poly1305::new(&[0; 32].into()); //~ AG203
    ChaCha20Poly1305::new(&Key::default()); //~ AG203
    let key = Key::from(*b"an example of a key in the code.");
    ChaCha20Poly1305::new(&key); //~ AG203
    ChaCha20Poly1305::new_from_slice("an example of a key in the code.".as_bytes()); //~ AG203
    ChaCha20Poly1305::new(given.into()); //~ clean
    ChaCha20Poly1305::new(&load().into()); //~ clean
    ChaCha20Poly1305::new(&ChaCha20Poly1305::generate_key(&mut OsRng)); //~ clean
    ChaCha20Poly1305::new_from_slice(text.as_bytes()); //~ clean
    let mut filled = [0; 32];
    OsRng.fill_bytes(&mut filled);
    ChaCha20Poly1305::new(&filled.into()); //~ clean
    let mut patched = [0; 32];
    patched[0] = given[0];
    ChaCha20Poly1305::new(&patched.into()); //~ clean
}

fn key_on_one_path(key: Option<[u8; 32]>) -> ChaCha20Poly1305 {
    let key = key.unwrap_or([0; 32]);
    ChaCha20Poly1305::new(&key.into()) //~ AG203
}

fn nonces(cipher: &ChaCha20Poly1305, text: &[u8], counter: u64) {
    cipher.encrypt(Nonce::from_slice(b"unique nonce"), text); //~ AG203
    cipher.encrypt(&Nonce::default(), text); //~ AG203
    cipher.encrypt(&[0; 12].into(), text); //~ AG203
    cipher.encrypt(&fresh(), text); //~ clean
    cipher.encrypt(&ChaCha20Poly1305::generate_nonce(&mut OsRng), text); //~ clean
    let mut counted = [0; 12];
    counted[..8].copy_from_slice(&counter.to_le_bytes());
    cipher.encrypt(&counted.into(), text); //~ clean
}

fn key_that_is_used_once(text: &[u8]) {
    let cipher = ChaCha20Poly1305::new(&ChaCha20Poly1305::generate_key(&mut OsRng));
    cipher.encrypt(&Nonce::default(), text); //~ clean: no other text has this key
}

fn twice(cipher: &ChaCha20Poly1305, texts: [&[u8]; 2]) {
    let nonce = fresh();
    cipher.encrypt(&nonce, texts[0]); //~ clean: it is the first
    cipher.encrypt(&nonce, texts[1]); //~ AG203
}

fn twice_anew(cipher: &ChaCha20Poly1305, texts: [&[u8]; 2]) {
    let mut nonce = fresh();
    cipher.encrypt(&nonce, texts[0]); //~ clean
    nonce = fresh();
    cipher.encrypt(&nonce, texts[1]); //~ clean
}

fn twice_filled_anew(cipher: &ChaCha20Poly1305, texts: [&[u8]; 2]) {
    let mut bytes = [0; 12];
    OsRng.fill_bytes(&mut bytes);
    cipher.encrypt(Nonce::from_slice(&bytes), texts[0]); //~ clean
    OsRng.fill_bytes(&mut bytes);
    cipher.encrypt(Nonce::from_slice(&bytes), texts[1]); //~ clean
    cipher.encrypt(Nonce::from_slice(&bytes), texts[0]); //~ AG203
}

fn either(cipher: &ChaCha20Poly1305, text: &[u8], is_short: bool) {
    let nonce = fresh();
    if is_short {
        cipher.encrypt(&nonce, &text[..1]); //~ clean: the other branch is not run too
    } else {
        cipher.encrypt(&nonce, text); //~ clean
    }
}

fn two_keys(one: &ChaCha20Poly1305, other: &ChaCha20Poly1305, text: &[u8]) {
    let nonce = fresh();
    one.encrypt(&nonce, text); //~ clean
    other.encrypt(&nonce, text); //~ clean: it is another key
}

fn in_a_loop(cipher: &ChaCha20Poly1305, texts: &[&[u8]]) {
    let nonce = fresh();
    for text in texts {
        cipher.encrypt(&nonce, *text); //~ AG203
    }
    for text in texts {
        let nonce = fresh();
        cipher.encrypt(&nonce, *text); //~ clean
    }
}

fn counted_in_a_loop(cipher: &ChaCha20Poly1305, texts: &[&[u8]]) {
    let mut bytes = [0u8; 12];
    for text in texts {
        bytes[0] += 1;
        cipher.encrypt(Nonce::from_slice(&bytes), *text); //~ clean
    }
    let mut next = || bytes[1] += 1;
    next();
}

fn advance(nonce: &mut [u8; 12]) {
    nonce[0] += 1;
}

fn advanced_in_a_loop(cipher: &ChaCha20Poly1305, texts: &[&[u8]], nonce: &mut [u8; 12]) {
    for text in texts {
        cipher.encrypt(Nonce::from_slice(&*nonce), *text); //~ clean
        advance(nonce);
    }
}

struct Sender {
    cipher: ChaCha20Poly1305,
    nonce: [u8; 12],
}

impl Sender {
    fn send(&mut self, texts: [&[u8]; 2]) {
        self.cipher.encrypt(Nonce::from_slice(&self.nonce), texts[0]); //~ clean
        self.cipher.encrypt(Nonce::from_slice(&self.nonce), texts[1]); //~ AG203
    }

    fn send_in_turn(&mut self, texts: [&[u8]; 2]) {
        self.cipher.encrypt(Nonce::from_slice(&self.nonce), texts[0]); //~ clean
        advance(&mut self.nonce);
        self.cipher.encrypt(Nonce::from_slice(&self.nonce), texts[1]); //~ clean
    }
}

async fn awaited(cipher: &ChaCha20Poly1305, mut buffer: Vec<u8>) {
    let nonce = fresh();
    cipher.encrypt_in_place(&nonce, b"", &mut buffer); //~ clean
    tokio::task::yield_now().await;
    cipher.encrypt_in_place(&nonce, b"", &mut buffer); //~ AG203
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn has_a_key() {
        ChaCha20Poly1305::new(&KEY.into()); //~ clean: a test
    }
}

fn main() {
    keys(&load(), "");
    let cipher = key_on_one_path(None);
    nonces(&cipher, b"", 1);
    key_that_is_used_once(b"");
    twice(&cipher, [b"", b""]);
    twice_anew(&cipher, [b"", b""]);
    twice_filled_anew(&cipher, [b"", b""]);
    either(&cipher, b"", true);
    two_keys(&cipher, &cipher, b"");
    in_a_loop(&cipher, &[]);
    counted_in_a_loop(&cipher, &[]);
    advanced_in_a_loop(&cipher, &[], &mut [0; 12]);
    let mut sender = Sender { cipher, nonce: [0; 12] };
    sender.send([b"", b""]);
    sender.send_in_turn([b"", b""]);
    drop(awaited(&sender.cipher, Vec::new()));
}
