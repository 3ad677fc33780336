//! How much was seen: who signs, whose name servers there are, what failed, and how to see the rest.

use super::super::badge::Letters;
use super::super::copy::CopyBox;
use super::super::icon::icon;
use crate::doh::Seen;
use crate::doh::sample::Cluster;
use crate::ui::state::{Case, Holds};
use crate::ui::words;
use yew::{Html, html};

/// The one line that says how much of the truth this is, and what it rests on.
pub(super) fn coverage(seen: &Seen) -> Html {
    let Some(coverage) = &seen.coverage else { return html! {} };
    let status = if coverage.complete { "secure" } else { "indeterminate" };
    html! {
        <div class="seen" data-status={status} data-test="coverage">
            { icon(status) }
            <p><strong>{ &coverage.words }</strong></p>
            if let Some(sampling) = &seen.sampling {
                // Where providers answered at addresses of their own, sampling is not what it rests on.
                if sampling.clusters.len() == coverage.providers.len() && !sampling.clusters.is_empty() { <p class="note">{ sampling.words() }</p> }
            }
        </div>
    }
}

/// Which keys sign whose data, as far as the answers tell, and whose servers there are.
pub(super) fn providers(seen: &Seen, case: &Case) -> Html {
    let labels = case.drafts.iter().filter(|d| d.holds == Holds::Provider).map(|d| d.name.as_str());
    let letters = Letters::of(labels);
    let clusters = seen.sampling.iter().flat_map(|sampling| &sampling.clusters);
    let rows = clusters.map(|cluster| {
        let name = case.called(&cluster.label);
        html! {
            <tr>
                <th scope="row">{ letters.named(&name) }</th>
                <td>{ for cluster.signers.iter().map(|(tag, algorithm)| html! { <><span class="key"><b>{ tag }</b><span>{ format!("/{algorithm}") }</span></span>{ " " }</> }) }
                    if cluster.signers.is_empty() { { "nothing is signed" } }</td>
                <td>{ format!("{} answer{}", cluster.answers, words::plural(cluster.answers)) }</td>
                <td>{ dnskey(cluster) }</td>
            </tr>
        }
    });
    let rows: Vec<Html> = rows.collect();
    let operators = seen.operators.iter().map(|operator| {
        let hosts: Vec<&str> = operator.hosts.iter().map(|host| words::said(host)).collect();
        html! { <><dt>{ &operator.name }</dt><dd class="mono">{ hosts.join(", ") }</dd></> }
    });
    let several = rows.len() > 1 || (rows.len() == 1 && seen.operators.len() > 1);
    html! {
        <>
            if !rows.is_empty() {
                <section class="stack-s" aria-labelledby="h-who">
                    <h3 id="h-who">{ "Told apart by who signs" }</h3>
                    <div class="scroll" tabindex="0" role="region" aria-label="Told apart by who signs, table">
                        <table class="data who">
                            <caption class="vh">{ "Providers as the answers show them" }</caption>
                            <thead><tr>
                                <th scope="col">{ "Provider" }</th><th scope="col">{ "Keys that sign" }</th>
                                <th scope="col">{ "Seen in" }</th><th scope="col">{ "Its DNSKEY RRset" }</th>
                            </tr></thead>
                            <tbody>{ for rows }</tbody>
                        </table>
                    </div>
                </section>
            }
            if !seen.operators.is_empty() {
                <section class="stack-s" aria-labelledby="h-ns">
                    <h3 id="h-ns">{ "Name servers, by their names" }</h3>
                    <dl class="hosts">{ for operators }</dl>
                    if several { <p class="note">{ "A resolver does not say which of them answered. Rename a box once you know whose data it holds." }</p> }
                </section>
            }
        </>
    }
}

fn dnskey(cluster: &Cluster) -> String {
    match (cluster.dnskey_answers, cluster.dnskey_sure) {
        (0, _) => "not seen".into(),
        (n, true) => format!("seen {n} time{}", words::plural(n)),
        (n, false) => format!("seen {n} time{}; it may be another’s", words::plural(n)),
    }
}

/// What failed, resolver by resolver, and what each makes of the zone.
pub(super) fn resolvers(seen: &Seen) -> Html {
    let rows = seen.resolvers.iter().map(|one| {
        let whose = one.provider.as_ref().map(|label| format!(" (for {label})")).unwrap_or_default();
        let status = match (one.failed, one.answered) {
            (0, _) => "secure",
            (_, 0) => "bogus",
            _ => "warning",
        };
        let name = if status == "secure" { "read" } else { status };
        html! {
            <li data-status={status} data-test="resolver">
                { icon(name) }
                <span><b>{ &one.host }</b>{ whose }{ format!(": {} of {} answered", one.answered, one.answered + one.failed) }</span>
                { for one.faults.iter().map(|cost| {
                    let number = if cost.questions > 1 { format!(" ({} questions)", cost.questions) } else { String::new() };
                    html! { <small class="fault">{ words::sentence(&format!("{}{number}", cost.words.trim_end_matches('.'))) }</small> }
                }) }
                if let Some(says) = &one.says { <small>{ "Itself it says of the zone: " }{ words::sentence(says) }</small> }
            </li>
        }
    });
    html! {
        <section class="stack-s" aria-labelledby="h-res">
            <h3 id="h-res">{ "Who answered" }</h3>
            <ul class="who-answered" role="list">{ for rows }</ul>
            <p class="note">{ "What a resolver itself makes of the zone is shown, and not trusted: it has one mix in its cache." }</p>
        </section>
    }
}

/// What to run to see every server's own answers.
pub(super) fn commands(seen: &Seen) -> Html {
    let complete = seen.coverage.as_ref().is_some_and(|coverage| coverage.complete);
    if complete || seen.commands.is_empty() {
        return html! {};
    }
    let (digs, probe): (Vec<&str>, Vec<&str>) =
        seen.commands.iter().map(String::as_str).partition(|line| line.starts_with("dig "));
    html! {
        <section class="stack-s" aria-labelledby="h-rest" data-test="commands">
            <h3 id="h-rest">{ "To see every server’s own answers" }</h3>
            <p class="note">{ "Run one of these and paste what it prints anywhere on this page." }</p>
            if !probe.is_empty() { <CopyBox text={probe.join("\n")} what="the probe command" /> }
            if !digs.is_empty() { <CopyBox text={digs.join("\n")} what="the dig commands" /> }
        </section>
    }
}
