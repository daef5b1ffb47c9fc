//! A cipher that does not authenticate, with a keyed hash over what it has encrypted.
#![allow(dead_code, unused)]

use aes::cipher::{BlockEncryptMut, KeyIvInit, block_padding::Pkcs7};
use hmac::{Hmac, Mac};
use sha2::Sha256;

type Encryptor = cbc::Encryptor<aes::Aes256>;

fn seal(key: &[u8; 32], iv: &[u8; 16], text: &[u8]) -> Vec<u8> {
    let mut sealed = Encryptor::new(key.into(), iv.into()).encrypt_padded_vec_mut::<Pkcs7>(text); //~ clean: see below
    let tag = tag(key, iv, &sealed);
    sealed.extend(tag);
    sealed
}

fn tag(key: &[u8], iv: &[u8], sealed: &[u8]) -> Vec<u8> {
    let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(key).unwrap();
    mac.update(iv);
    mac.update(sealed);
    mac.finalize().into_bytes().to_vec()
}

fn main() {
    seal(&[0; 32], &[0; 16], b"");
}
