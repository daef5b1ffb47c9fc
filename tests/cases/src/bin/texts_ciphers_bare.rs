//! A cipher that does not authenticate, and nothing beside it that does.
#![allow(dead_code, unused)]

use aes::cipher::{BlockDecryptMut, BlockEncryptMut, KeyIvInit, block_padding::Pkcs7};

type Encryptor = cbc::Encryptor<aes::Aes256>;
type Decryptor = cbc::Decryptor<aes::Aes256>;

fn seal(key: &[u8; 32], iv: &[u8; 16], text: &[u8]) -> Vec<u8> {
    Encryptor::new(key.into(), iv.into()).encrypt_padded_vec_mut::<Pkcs7>(text) //~ AG203
}

fn open(key: &[u8; 32], iv: &[u8; 16], text: &[u8]) -> Vec<u8> {
    Decryptor::new(key.into(), iv.into()).decrypt_padded_vec_mut::<Pkcs7>(text).unwrap_or_default() //~ clean: what there is must be read
}

fn main() {
    let sealed = seal(&[0; 32], &[0; 16], b"");
    open(&[0; 32], &[0; 16], &sealed);
}
