//! The lines of evidence: the very records, as a zone file has them, and what is not there.

use crate::check::causes::failure::Failure;
use crate::check::findings::case::Case;
use crate::check::findings::names::some_of;
use crate::check::items::What;
use crate::check::records::keys::parent_ds;
use crate::check::report::{EvidenceLine, RecordShown, Verdict};
use crate::check::spared::is_of_some;
use crate::check::words::item_type;
use crate::dns::{Ds, Name, Rdata, Rrsig, dotted, rtype_name, sig_time};
use crate::dnssec::keys::KeyIx;
use crate::dnssec::profile::REFERENCE;
use crate::snapshot::{Place, RRset};
use domain::base::Rtype;
use domain::utils::{base16, base64};

/// At most so many lines of evidence per finding.
pub(crate) const MOST_EVIDENCE: usize = 6;

/// Of one RRset so many, which leaves room for what it is compared with.
pub(crate) const MOST_OF_ONE: usize = MOST_EVIDENCE - 2;

/// Which part of a signature is marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    Tag,
    Expiration,
    Inception,
    Signer,
    Labels,
}

impl Case<'_> {
    /// A DNSKEY as the provider publishes it (or, where it does not, as another does).
    pub(crate) fn dnskey_record(&self, provider: usize, key: KeyIx) -> String {
        let ttl = self.dnskey(provider).map_or(3600, |(_, set)| if set.ttl_stated { set.ttl } else { 3600 });
        let data = self.key(key).map(|key| key.dnskey.to_string()).unwrap_or_default();
        format!("{} {ttl} IN DNSKEY {data}", self.zone())
    }

    pub(crate) fn dnskey_line(&self, provider: usize, key: KeyIx) -> EvidenceLine {
        let text = format!("{} ; {}", self.dnskey_record(provider, key), self.role_name(key));
        let line = line(Some(self.label(provider)), text, Some(self.key_name(key)));
        let Some(held) = self.key(key) else { return line };
        let line = line.of(&self.snapshot().zone, Rtype::DNSKEY).of_key(held.tag, held.algorithm);
        let published = self.proven.table.set(provider).contains(&key);
        line.at(self, published.then(|| self.dnskey(provider)).flatten().map(|(_, set)| set.place))
    }

    /// The whole DNSKEY RRset of a provider, shortened.
    pub(crate) fn dnskey_lines(&self, provider: usize) -> Vec<EvidenceLine> {
        let keys = self.proven.table.set(provider).iter().take(MOST_OF_ONE);
        let mut lines: Vec<EvidenceLine> = keys.map(|key| self.dnskey_line(provider, *key)).collect();
        for line in &mut lines {
            line.mark = None;
        }
        lines
    }

    pub(crate) fn ds_line(&self, found: &Ds, mark: Option<String>) -> EvidenceLine {
        let ttl = self.ds_set().map_or(0, |set| set.ttl);
        line(None, format!("{} {ttl} IN DS {}", self.zone(), ds_text(found)), mark)
            .of(&self.snapshot().zone, Rtype::DS)
            .of_key(found.key_tag(), found.algorithm().to_int())
            .at(self, self.ds_set().map(|set| set.place))
    }

    pub(crate) fn ds_lines(&self) -> Vec<EvidenceLine> {
        parent_ds(self).take(MOST_OF_ONE).map(|found| self.ds_line(found, None)).collect()
    }

    /// One signature, with the part that matters marked.
    pub(crate) fn sig_line(&self, provider: usize, set: &RRset, sig: &Rrsig, mark: Mark) -> EvidenceLine {
        let mark = match mark {
            Mark::Tag => format!("{} {}", sig.key_tag(), dotted(sig.signer_name())),
            Mark::Expiration => sig_time(sig.expiration().into_int()),
            Mark::Inception => sig_time(sig.inception().into_int()),
            Mark::Signer => dotted(sig.signer_name()),
            Mark::Labels => format!(
                "{} {} {} {}",
                sig.type_covered(),
                sig.algorithm().to_int(),
                sig.labels(),
                sig.original_ttl().as_secs()
            ),
        };
        let text = sig_text(set, sig) + &self.server_note(provider, set);
        line(Some(self.label(provider)), text, Some(mark))
            .of(&set.owner, Rtype::RRSIG)
            .covering(set.rtype)
            .of_key(sig.key_tag(), sig.algorithm().to_int())
            .at(self, Some(set.place))
    }

    /// ` ; ns2.example`, where not every server of the provider gives this version.
    fn server_note(&self, provider: usize, set: &RRset) -> String {
        match self.view(provider).filter(|view| is_of_some(view, set)) {
            Some(_) => {
                format!(" ; {}", some_of(set.servers.iter().map(ToString::to_string), set.servers.len()))
            }
            None => String::new(),
        }
    }

    /// The signatures over the first of these RRsets.
    pub(crate) fn failing_sigs(&self, failure: &Failure, provider: usize, mark: Mark) -> Vec<EvidenceLine> {
        let Some((_, set)) = self.failing_sets(failure, provider).next() else { return Vec::new() };
        set.sigs.iter().take(3).map(|sig| self.sig_line(provider, set, sig, mark)).collect()
    }

    /// The RRsets among the failing items; the DNSKEY RRset where no item fails by itself.
    pub(crate) fn failing_sets<'b>(
        &'b self,
        failure: &'b Failure,
        provider: usize,
    ) -> impl Iterator<Item = (usize, &'b RRset)> {
        let view = self.view(provider);
        let whole = (failure.count(provider) == 0).then(|| self.dnskey(provider)).flatten();
        let judge = self.proven.judge(&REFERENCE, self.now);
        let held = failure.cells.keys().find(|(_, y)| *y == provider);
        let trust = held.and_then(|(x, _)| Some((*x, self.reference.trust.get(*x)?.best())));
        let fails = move |at: usize| {
            trust.is_some_and(|(x, trust)| judge.rrset(trust, x, provider, at).verdict == Verdict::Bogus)
        };
        let items = failure.of(provider).filter_map(move |at| {
            let index = match &self.proven.items.get(provider)?.get(at)?.what {
                What::RRset(index, _) => *index,
                What::Denial { proof: Ok(proof), besides, .. } => {
                    let mut rests_on = proof.rrsets.iter().chain(besides);
                    *rests_on.find(|at| fails(**at)).or_else(|| proof.rrsets.first())?
                }
                _ => return None,
            };
            view?.rrsets.get(index).map(|set| (index, set))
        });
        whole.into_iter().chain(items)
    }

    /// `www.example.com. A, example.com. MX and 3 more`.
    pub(crate) fn item_names(&self, failure: &Failure, provider: usize) -> String {
        if failure.count(provider) == 0 {
            return "the DNSKEY RRset".into();
        }
        let items = self.proven.items.get(provider).map(Vec::as_slice).unwrap_or_default();
        let names = failure
            .of(provider)
            .filter_map(|at| items.get(at).map(|item| format!("{} {}", dotted(&item.name), item_type(item))));
        some_of(names, failure.count(provider))
    }

    /// The first records of an RRset; `None`: at the parent.
    pub(crate) fn record_lines(&self, provider: Option<&str>, set: &RRset, most: usize) -> Vec<EvidenceLine> {
        set.data.iter().take(most).map(|data| self.record_line(provider, set, data)).collect()
    }

    fn record_line(&self, provider: Option<&str>, set: &RRset, data: &Rdata) -> EvidenceLine {
        let line = line(provider, set.line(data), None).of(&set.owner, set.rtype).at(self, Some(set.place));
        match data {
            Rdata::Dnskey(key) => line.of_key(key.key_tag(), key.algorithm().to_int()),
            Rdata::Ds(ds) => line.of_key(ds.key_tag(), ds.algorithm().to_int()),
            _ => line,
        }
    }

    /// The first record of an RRset.
    pub(crate) fn first_line(&self, provider: &str, set: &RRset) -> Option<EvidenceLine> {
        set.data.first().map(|data| self.record_line(Some(provider), set, data))
    }

    /// The whole DNSKEY RRset of a provider with its signatures, as records to copy.
    pub(crate) fn signed_dnskey(&self, provider: usize) -> Vec<String> {
        let Some((_, set)) = self.dnskey(provider) else { return Vec::new() };
        set.lines().chain(set.sigs.iter().map(|sig| sig_text(set, sig))).collect()
    }
}

pub(crate) fn line(provider: Option<&str>, text: String, mark: Option<String>) -> EvidenceLine {
    let mark = mark.filter(|mark| text.contains(mark.as_str()));
    EvidenceLine { provider: provider.map(str::to_string), text, mark, absent: false, record: None }
}

impl EvidenceLine {
    /// Which records it shows, or misses.
    pub(crate) fn of(mut self, owner: &Name, rtype: Rtype) -> Self {
        self.record = Some(RecordShown {
            owner: dotted(owner),
            rtype: rtype_name(rtype),
            covers: None,
            key_tag: None,
            algorithm: None,
            source: None,
            line: None,
        });
        self
    }

    /// Records of the apex.
    pub(crate) fn of_zone(self, case: &Case<'_>, rtype: Rtype) -> Self {
        self.of(&case.snapshot().zone, rtype)
    }

    /// The type that the signature covers.
    pub(crate) fn covering(mut self, rtype: Rtype) -> Self {
        if let Some(record) = &mut self.record {
            record.covers = Some(rtype_name(rtype));
        }
        self
    }

    pub(crate) fn of_key(mut self, tag: u16, algorithm: u8) -> Self {
        if let Some(record) = &mut self.record {
            (record.key_tag, record.algorithm) = (Some(tag), Some(algorithm));
        }
        self
    }

    /// Where its RRset was found.
    fn at(mut self, case: &Case<'_>, place: Option<Place>) -> Self {
        if let (Some(record), Some(place)) = (&mut self.record, place) {
            record.source = case.snapshot().source_names.get(place.source).cloned();
            record.line = Some(place.line);
        }
        self
    }

    /// The part of the text to mark.
    pub(crate) fn marked(mut self, mark: String) -> Self {
        self.mark = Some(mark).filter(|mark| self.text.contains(mark.as_str()));
        self
    }
}

/// What is not there.
pub(crate) fn absent(provider: Option<&str>, what: impl AsRef<str>) -> EvidenceLine {
    EvidenceLine {
        provider: provider.map(str::to_string),
        text: format!("— {}", what.as_ref()),
        mark: None,
        absent: true,
        record: None,
    }
}

/// A signature with its times as people read them (RFC 4034 §3.2).
fn sig_text(set: &RRset, sig: &Rrsig) -> String {
    let signature = base64::encode_string(sig.signature());
    format!(
        "{} {} IN RRSIG {} {} {} {} {} {} {} {} {signature}",
        dotted(&set.owner),
        set.ttl,
        sig.type_covered(),
        sig.algorithm().to_int(),
        sig.labels(),
        sig.original_ttl().as_secs(),
        sig_time(sig.expiration().into_int()),
        sig_time(sig.inception().into_int()),
        sig.key_tag(),
        dotted(sig.signer_name()),
    )
}

/// DS record data with its digest in capitals, as registrars show it.
fn ds_text(found: &Ds) -> String {
    format!(
        "{} {} {} {}",
        found.key_tag(),
        found.algorithm().to_int(),
        found.digest_type().to_int(),
        base16::encode_string(found.digest())
    )
}
