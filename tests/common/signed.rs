//! Publications, really signed, as a person sees them.

use super::start::config;
use multisigner::check::outcome::Question;
use multisigner::dns::Moment;
use multisigner::evidence::{Role, Source};
use multisigner::publication::Publication;
use multisigner::simulate::backend::RustCrypto;
use multisigner::simulate::config::Provider;
use multisigner::simulate::terms::Model;
use multisigner::simulate::{Simulator, host};
use std::ops::ControlFlow;

/// When all of it is signed.
pub const NOW: Moment = Moment(1_795_608_000);

/// Signs what is published, and gives it as `dig` prints zone transfers, with the parent’s records; and the tags of its keys.
pub fn evidence(simulator: &mut Simulator, publication: &Publication) -> (Vec<u16>, Question) {
    let provider = |label: &str| Provider { name: label.into(), ..Provider::default() };
    let labels: Vec<&str> = publication.providers.iter().map(|provider| provider.label.as_str()).collect();
    let config = config(Model::Two, NOW, labels.iter().map(|label| provider(label)).collect());
    let mut progress = |_| ControlFlow::Continue(());
    let signed =
        pollster::block_on(simulator.publish(&config, publication, &RustCrypto, &mut progress)).unwrap();
    let zone = &signed.zone;
    let mut parent = signed.parent.clone();
    for p in publication.parent.ns.iter().flatten() {
        parent.push_str(&format!("{zone} 172800 IN NS {}.\n", host(labels[*p])));
    }
    let mut sources = vec![Source { name: "parent".into(), role: Role::Parent, text: parent }];
    for (at, provider) in signed.providers.iter().enumerate() {
        let host = host(&provider.label);
        let soa = provider.text.lines().next().unwrap();
        let text = format!(
            "; <<>> DiG 9.18.28 <<>> @{host} {zone} AXFR\n;; global options: +cmd\n{}{soa}\n;; Query time: 1 msec\n\
             ;; SERVER: 192.0.2.{}#53({host}) (TCP)\n;; XFR size: 99 records (messages 1, bytes 9999)\n",
            provider.text,
            at + 1
        );
        sources.push(Source { name: host, role: Role::Provider(provider.label.clone()), text });
    }
    let no_ds = publication.parent.ds.as_ref().unwrap().is_empty();
    let question =
        Question { sources, zone: Some(zone.clone()), no_ds, unreached: None, at: NOW, rrsets_per_mix: 0 };
    (simulator.tags(), question)
}
