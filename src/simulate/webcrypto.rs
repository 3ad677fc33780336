//! Signing by the browser (SubtleCrypto), many times faster than the same in WebAssembly.

use super::backend::{RustCrypto, SigningBackend, ToSign};
use super::keyring::Keyring;
use super::keys::KeyFault;
use crate::dnssec::backend::webcrypto::{parameters, subtle};
use bytes::Bytes;
use js_sys::{Array, Promise, Reflect, Uint8Array};
use std::cell::RefCell;
use std::collections::HashMap;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, SubtleCrypto};

/// So many signatures of one batch are worth leaving RFC 6979 for: a browser's ECDSA is not deterministic.
const MANY: usize = 128;

/// SubtleCrypto, and RustCrypto for what it does not do and where few ECDSA signatures are made. For one
/// [`Keyring`]: keys once imported are known by their numbers.
#[derive(Debug, Default)]
pub struct WebCrypto {
    subtle: Option<SubtleCrypto>,
    /// The same keys and octets always give the same signatures: no ECDSA by the browser.
    reproducible: bool,
    keys: RefCell<HashMap<usize, Option<CryptoKey>>>,
}

impl WebCrypto {
    /// The cryptography of a window, a worker or Node.js.
    pub fn new() -> Self {
        Self { subtle: subtle(), ..Self::default() }
    }

    /// One that signs the same octets in the same way each time.
    pub fn reproducible() -> Self {
        Self { reproducible: true, ..Self::new() }
    }

    async fn key(&self, ring: &Keyring, number: usize, many: bool) -> Option<CryptoKey> {
        let subtle = self.subtle.as_ref()?;
        let key = ring.get(number)?;
        if (!many || self.reproducible) && matches!(key.algorithm(), 13 | 14) {
            return None;
        }
        let known = self.keys.borrow().get(&number).cloned();
        if let Some(known) = known {
            return known;
        }
        let imported = import(subtle, key).await;
        self.keys.borrow_mut().insert(number, imported.clone());
        imported
    }
}

impl SigningBackend for WebCrypto {
    async fn sign(&self, ring: &Keyring, batch: &[ToSign]) -> Vec<Result<Bytes, KeyFault>> {
        let promises = Array::new();
        let mut asked: Vec<usize> = Vec::with_capacity(batch.len());
        for (at, entry) in batch.iter().enumerate() {
            let key = self.key(ring, entry.key, batch.len() >= MANY).await;
            if let Some(promise) = key.and_then(|key| start(self.subtle.as_ref()?, &key, ring, entry)) {
                promises.push(&promise);
                asked.push(at);
            }
        }
        let mut signatures: Vec<Option<Bytes>> = vec![None; batch.len()];
        if let Ok(settled) = JsFuture::from(Promise::all_settled(&promises)).await {
            for (at, outcome) in asked.iter().zip(Array::from(&settled).iter()) {
                let value = Reflect::get(&outcome, &"value".into()).ok();
                let value = value.filter(JsValue::is_object);
                if let (Some(value), Some(place)) = (value, signatures.get_mut(*at)) {
                    *place = Some(Bytes::from(Uint8Array::new(&value).to_vec()));
                }
            }
        }
        let left = batch.iter().zip(&signatures).filter(|(_, signature)| signature.is_none());
        let left: Vec<ToSign> = left.map(|(entry, _)| entry.clone()).collect();
        let mut rest = RustCrypto.sign(ring, &left).await.into_iter();
        let whole = signatures.into_iter().map(|signature| match signature {
            Some(signature) => Ok(signature),
            None => rest.next().unwrap_or(Err(KeyFault::NoSignature)),
        });
        whole.collect()
    }

    fn batch(&self) -> usize {
        256
    }
}

/// To sign with; it cannot be had back from the browser.
async fn import(subtle: &SubtleCrypto, key: &super::keys::SecretKey) -> Option<CryptoKey> {
    let parameters = parameters(key.algorithm())?;
    let usages: JsValue = Array::of1(&"sign".into()).into();
    let octets = Uint8Array::from(key.expose_pkcs8()?.as_slice());
    let promise = subtle.import_key_with_object("pkcs8", &octets, &parameters, false, &usages);
    let imported = match promise {
        Ok(promise) => JsFuture::from(promise).await.ok(),
        Err(_) => None,
    };
    octets.fill(0, 0, octets.length());
    imported?.dyn_into().ok()
}

fn start(subtle: &SubtleCrypto, key: &CryptoKey, ring: &Keyring, entry: &ToSign) -> Option<Promise> {
    let parameters = parameters(ring.get(entry.key)?.algorithm())?;
    let data = Uint8Array::from(entry.data.as_ref());
    subtle.sign_with_object_and_buffer_source(&parameters, key, &data).ok()
}
