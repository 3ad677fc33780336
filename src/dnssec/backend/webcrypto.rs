//! Signature verification by the browser (SubtleCrypto), several times faster than the same in
//! WebAssembly. Whatever a browser cannot do (Ed448, an odd RSA key, an insecure context) goes to
//! another backend: RustCrypto, unless that is to be loaded only when it is needed.

use super::shape::{by_shape, is_ordinary_ed25519, is_ordinary_rsa, significant};
use super::{Backend, RustCrypto};
use crate::dnssec::algorithm::rsa_parts;
use crate::dnssec::checks::SignatureCheck;
use crate::dnssec::keys::KeyIx;
use crate::dnssec::proofs::Checked;
use domain::utils::base64;
use js_sys::{Array, Object, Promise, Reflect, Uint8Array};
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, SubtleCrypto};

/// SubtleCrypto with another backend behind it.
#[derive(Clone, Debug, Default)]
pub struct WebCrypto<B = RustCrypto> {
    subtle: Option<SubtleCrypto>,
    rest: B,
}

impl WebCrypto {
    /// With RustCrypto behind it.
    pub fn new() -> Self {
        Self::before(RustCrypto)
    }
}

impl<B: Backend> WebCrypto<B> {
    /// The cryptography of a window, a worker or Node.js; what it cannot do goes to `rest`.
    pub fn before(rest: B) -> Self {
        Self { subtle: subtle(), rest }
    }
}

/// The browser's own cryptography; an insecure context has none.
pub(crate) fn subtle() -> Option<SubtleCrypto> {
    let crypto = Reflect::get(&js_sys::global(), &"crypto".into()).ok();
    let subtle = crypto
        .and_then(|crypto| Reflect::get(&crypto, &"subtle".into()).ok())
        .filter(|subtle| !subtle.is_undefined() && !subtle.is_null());
    subtle.map(JsCast::unchecked_into)
}

impl<B: Backend> Backend for WebCrypto<B> {
    async fn verify(&self, batch: &[SignatureCheck]) -> Vec<Checked> {
        let Some(subtle) = &self.subtle else { return self.rest.verify(batch).await };
        let mut answers: Vec<Option<Checked>> = batch.iter().map(by_shape).collect();
        let mut keys: HashMap<KeyIx, Option<CryptoKey>> = HashMap::new();
        for (check, _) in batch.iter().zip(&answers).filter(|(_, answer)| answer.is_none()) {
            if let Entry::Vacant(entry) = keys.entry(check.key) {
                entry.insert(import(subtle, check).await);
            }
        }
        let promises = Array::new();
        let mut asked: Vec<usize> = Vec::with_capacity(batch.len());
        for (at, check) in batch.iter().enumerate().filter(|(at, _)| answers.get(*at) == Some(&None)) {
            let Some(Some(key)) = keys.get(&check.key) else { continue };
            if let Some(promise) = start(subtle, key, check) {
                promises.push(&promise);
                asked.push(at);
            }
        }
        if let Ok(settled) = JsFuture::from(Promise::all_settled(&promises)).await {
            for (at, outcome) in asked.iter().zip(Array::from(&settled).iter()) {
                let value = Reflect::get(&outcome, &"value".into()).ok().and_then(|value| value.as_bool());
                if let Some(answer) = answers.get_mut(*at) {
                    *answer = value.map(Checked::of);
                }
            }
        }
        let left = |answer: &Option<Checked>| answer.is_none();
        let rest: Vec<SignatureCheck> =
            batch.iter().zip(&answers).filter(|(_, a)| left(a)).map(|(check, _)| check.clone()).collect();
        let mut by_rest = self.rest.verify(&rest).await.into_iter();
        answers
            .into_iter()
            .map(|answer| answer.or_else(|| by_rest.next()).unwrap_or(Checked::Unable))
            .collect()
    }

    fn batch(&self) -> usize {
        512
    }
}

/// Name of the algorithm and of its hash in SubtleCrypto.
fn names(algorithm: u8) -> Option<(&'static str, &'static str)> {
    match algorithm {
        5 | 7 => Some(("RSASSA-PKCS1-v1_5", "SHA-1")),
        8 => Some(("RSASSA-PKCS1-v1_5", "SHA-256")),
        10 => Some(("RSASSA-PKCS1-v1_5", "SHA-512")),
        13 => Some(("ECDSA", "SHA-256")),
        14 => Some(("ECDSA", "SHA-384")),
        15 => Some(("Ed25519", "")),
        _ => None,
    }
}

/// How SubtleCrypto calls a DNSSEC algorithm.
pub(crate) fn parameters(algorithm: u8) -> Option<Object> {
    let (name, hash) = names(algorithm)?;
    let object = Object::new();
    set(&object, "name", name);
    if !hash.is_empty() {
        set(&object, "hash", hash);
    }
    match algorithm {
        13 => set(&object, "namedCurve", "P-256"),
        14 => set(&object, "namedCurve", "P-384"),
        _ => {}
    }
    Some(object)
}

fn set(object: &Object, name: &str, value: &str) {
    // A plain object takes any property.
    let _ = Reflect::set(object, &name.into(), &value.into());
}

/// A key as SubtleCrypto has it; `None` when it does not take it.
async fn import(subtle: &SubtleCrypto, check: &SignatureCheck) -> Option<CryptoKey> {
    let parameters = parameters(check.algorithm)?;
    let usages: JsValue = Array::of1(&"verify".into()).into();
    let octets = check.public_key.as_ref();
    let (format, data): (&str, Object) = match check.algorithm {
        5 | 7 | 8 | 10 if !is_ordinary_rsa(check) => return None,
        5 | 7 | 8 | 10 => {
            let (exponent, modulus) = rsa_parts(octets)?;
            // JWK numbers have no leading zero octets (RFC 7518 §6.3.1).
            let jwk = Object::new();
            set(&jwk, "kty", "RSA");
            set(&jwk, "n", &base64url(significant(modulus)));
            set(&jwk, "e", &base64url(significant(exponent)));
            ("jwk", jwk)
        }
        13 | 14 => {
            // SEC 1 uncompressed point: DNSKEY leaves the leading 0x04 out (RFC 6605 §4).
            let point: Vec<u8> = std::iter::once(4).chain(octets.iter().copied()).collect();
            ("raw", Uint8Array::from(point.as_slice()).into())
        }
        _ => ("raw", Uint8Array::from(octets).into()),
    };
    let promise = subtle.import_key_with_object(format, &data, &parameters, false, &usages).ok()?;
    JsFuture::from(promise).await.ok()?.dyn_into().ok()
}

/// RFC 7515 §2.
fn base64url(octets: &[u8]) -> String {
    base64::encode_string(octets).trim_end_matches('=').replace('+', "-").replace('/', "_")
}

fn start(subtle: &SubtleCrypto, key: &CryptoKey, check: &SignatureCheck) -> Option<Promise> {
    // The browsers do not agree on them.
    if check.algorithm == 15 && !is_ordinary_ed25519(check) {
        return None;
    }
    let parameters = parameters(check.algorithm)?;
    let signature = Uint8Array::from(check.signature.as_ref());
    let data = Uint8Array::from(check.data.as_ref());
    subtle.verify_with_object_and_buffer_source_and_buffer_source(&parameters, key, &signature, &data).ok()
}
