//! # PROC-GO-INSECURE: DNSSEC is being turned off
//!
//! ## What
//! Every provider asks the parent with CDS or CDNSKEY to remove every DS, and they still sign: the DS are there, or gone
//! already. CDS-DELETE warns of what that does, in case it is not meant; this is the order, in case it is.
//!
//! ## Why it breaks
//! It does not, in this order: the DS go first, and no signature goes as long as a cache may hold a DS. While there is a DS
//! that leads to no key, this is no finding, and the errors say what fails.
//!
//! ## Who is hit
//! Nobody fails, if the wait is kept. Once the DS are gone, the zone is not protected.
//!
//! ## Fix
//! Nothing is broken. The request at all providers, the DS away at the parent, the wait for the DS TTL, then unsigned in any
//! order, and the request away last.
//!
//! ## References
//! RFC 8078 §4; RFC 6781 §4.3.5.2; RFC 4035 §5.2

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::rule::{Find, Rule};
use crate::check::findings::waits::PLUS;
use crate::check::records::cds::asked;
use crate::check::report::{Finding, Severity};
use crate::process::tables::GO_INSECURE;
use crate::process::{Fact, World as _};
use domain::base::Rtype;

pub(super) const RULE: Rule = Rule {
    code: Code::ProcGoInsecure,
    summary: "DNSSEC is being turned off: the step, and the next.",
    find: Find::All(find),
};

/// The request; the DS away, and the wait; unsigned; the request away.
const STEPS: usize = 4;

const REFERENCES: &[&str] = &["RFC 8078 §4", "RFC 6781 §4.3.5.2", "RFC 4035 §5.2"];

/// The parent has no DS, and every provider with keys asks for just that.
pub(crate) fn has_gone(case: &Case<'_>) -> bool {
    let mut signed = signed(case).peekable();
    let without_ds = case.standing().publication.holds(&Fact::NoDs) == Some(true);
    without_ds && stands_after(case, 2) && signed.peek().is_some() && signed.all(|p| asks(case, p))
}

/// Providers that publish keys.
pub(crate) fn signed<'a>(case: &'a Case<'_>) -> impl Iterator<Item = usize> + 'a {
    (0..case.size()).filter(|p| !case.proven.table.set(*p).is_empty())
}

/// So many steps of turning DNSSEC off are made, and what follows may have begun.
fn stands_after(case: &Case<'_>, steps: usize) -> bool {
    case.standing().as_process(&GO_INSECURE).any(|reading| reading.at.done == steps)
}

/// It is seen to ask for the removal of every DS.
fn asks(case: &Case<'_>, provider: usize) -> bool {
    case.standing().publication.holds(&Fact::AsksRemoval(provider)) == Some(true)
}

fn find(case: &Case<'_>) -> Vec<Finding> {
    if has_gone(case) {
        vec![gone(case)]
    } else if stands_after(case, 1) && (0..case.size()).all(|p| case.trusted(p) && asks(case, p)) {
        vec![awaited(case)]
    } else {
        Vec::new()
    }
}

/// The DS are still there.
fn awaited(case: &Case<'_>) -> Finding {
    let labels = case.labels(0..case.size());
    let (ask, go) = if case.size() == 1 { ("asks", "goes") } else { ("ask", "go") };
    finding(RULE.code, Severity::Info, "Turning DNSSEC off: the parent has not removed the DS yet".into())
        .about(case, 0..case.size())
        .at_step(1, STEPS)
        .detail(format!(
            "{labels} {ask} the parent to remove every DS, and {go} on signing: nothing fails. This is the order, if it is \
             meant."
        ))
        .shows(case.ds_lines())
        .step(format!(
            "Let {labels} go on signing, with this request, until the last server of the parent has no DS any more. If the \
             parent does not read CDS, remove the DS by hand (registrar)."
        ))
        .step(format!("Then wait {}, {PLUS}: caches hold the DS.", case.ds_ttl()))
        .step("Then stop signing at each provider, in any order.")
        .step("Then remove CDS and CDNSKEY at each.")
        .refer(REFERENCES)
}

/// The DS are gone.
fn gone(case: &Case<'_>) -> Finding {
    let signed: Vec<usize> = signed(case).collect();
    let known = |p: &usize| asked(case, *p, Rtype::DNSKEY);
    let unsigned: Vec<usize> = (0..case.size()).filter(|p| !signed.contains(p)).filter(known).collect();
    let labels = case.labels(signed.iter().copied());
    let (sign, ask, order) =
        if signed.len() == 1 { ("signs", "asks", "") } else { ("sign", "ask", ", in any order") };
    let at = if unsigned.is_empty() { 2 } else { 3 };
    let detail = match unsigned.len() {
        0 => format!("{labels} {ask} with CDS that it stays so."),
        1 => format!(
            "{labels} {ask} with CDS that it stays so. {} has no keys any more.",
            case.labels(unsigned)
        ),
        _ => format!(
            "{labels} {ask} with CDS that it stays so. {} have no keys any more.",
            case.labels(unsigned)
        ),
    };
    finding(RULE.code, Severity::Info, format!("Turning DNSSEC off: the DS is gone, {labels} still {sign}"))
        .about(case, signed)
        .at_step(at, STEPS)
        .detail(detail)
        .step(format!(
            "Wait the TTL that the DS RRset had since the last server of the parent dropped it, {PLUS}: caches still \
             hold it."
        ))
        .step(format!("Then stop signing at {labels}{order}."))
        .step("Then remove CDS and CDNSKEY there.")
        .refer(REFERENCES)
}
