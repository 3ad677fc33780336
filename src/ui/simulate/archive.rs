//! A simulation as files in one ZIP archive.

use crate::simulate::{Simulated, Simulator};
use js_sys::{Array, Uint8Array};
use std::io::{Cursor, Write as _};
use wasm_bindgen::JsValue;
use web_sys::{Blob, BlobPropertyBag};
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// The archive's name and the archive; with the private keys when `private` says who has them.
pub(super) fn archive(
    simulated: &Simulated,
    private: Option<&Simulator>,
) -> Result<(String, JsValue), ZipError> {
    let zone = simulated.zone.trim_end_matches('.');
    let folder = if zone.is_empty() { "root".to_owned() } else { zone.replace(['/', '\\'], "-") };
    let what = if private.is_some() { "simulated-with-private-keys" } else { "simulated" };
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut add = |path: &str, text: &str| {
        zip.start_file(format!("{folder}/{path}"), options)?;
        zip.write_all(text.as_bytes()).map_err(ZipError::Io)
    };
    for (path, text) in simulated.files() {
        add(&path, text)?;
    }
    if let Some(simulator) = private {
        for (path, key) in simulator.private_files(simulated) {
            add(&path, key.expose())?;
        }
    }
    let octets = zip.finish()?.into_inner();
    let parts = Array::of1(&Uint8Array::from(octets.as_slice()));
    let kind = BlobPropertyBag::new();
    kind.set_type("application/zip");
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &kind);
    let blob = blob.map_err(|_| ZipError::Io(std::io::Error::other("the browser made no file of it")))?;
    Ok((format!("{folder}-{what}.zip"), blob.into()))
}
