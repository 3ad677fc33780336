//! How long a check will take, told from what was read, before anything is verified: whoever opens a stranger's link decides
//! whether it is worth that.

use super::items::MOST_BLOCKS;
use crate::dnssec::checks::{Checks, SignatureCheck, rsa_work};
use crate::dnssec::denial;
use crate::snapshot::Snapshot;
use std::time::Duration;

/// What takes longer is said beforehand.
pub const LONG: Duration = Duration::from_secs(5);

/// The work that a case makes, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Effort {
    /// Verifications with RSA, in those of 2,048 bits and a short exponent.
    rsa: u64,
    p256: u64,
    p384: u64,
    ed25519: u64,
    ed448: u64,
    /// Octets that are signed, over all verifications.
    octets: u64,
    /// Blocks of SHA-1 for the names of NSEC3 chains.
    hashes: u64,
    /// RRsets that are judged, over all mixes.
    judged: u64,
}

/// What each part of the work takes, in nanoseconds.
#[derive(Clone, Copy, Debug)]
pub struct Costs {
    rsa: u64,
    p256: u64,
    p384: u64,
    ed25519: u64,
    ed448: u64,
    octet: u64,
    hash: u64,
    judged: u64,
}

impl Costs {
    /// ring, and RustCrypto behind it, on one core: only verifications are shared out over several. Processor time of
    /// `multisigner check` over what was checked, with links of one algorithm each, two keys of one tag and no signature
    /// that holds (an x86-64 server of 2026, release build). A P-384 key is looked at again by RustCrypto when ring says
    /// no, and Ed448 is RustCrypto's alone.
    const NATIVE: Self = Self {
        rsa: 35_000,
        p256: 75_000,
        p384: 870_000,
        ed25519: 55_000,
        ed448: 1_600_000,
        octet: 3,
        hash: 30,
        judged: 3_000,
    };

    /// The program on a computer with so many cores.
    pub fn native(cores: usize) -> Self {
        let shared = |cost: u64| cost / wide(cores).max(1);
        let one = Self::NATIVE;
        Self {
            rsa: shared(one.rsa),
            p256: shared(one.p256),
            p384: shared(one.p384),
            ed25519: shared(one.ed25519),
            ed448: shared(one.ed448),
            octet: shared(one.octet),
            ..one
        }
    }

    /// The browser's cryptography, and RustCrypto in WebAssembly behind it (Ed448): processor time of Chromium 156 over what
    /// was checked, with the same links on the same computer.
    pub const BROWSER: Self = Self {
        rsa: 90_000,
        p256: 130_000,
        p384: 590_000,
        ed25519: 130_000,
        ed448: 4_600_000,
        octet: 5,
        hash: 170,
        judged: 8_000,
    };
}

impl Effort {
    pub(super) fn of(snapshot: &Snapshot, checks: &Checks) -> Self {
        let mut effort = Self::default();
        for check in &checks.list {
            effort.add(check);
        }
        let zone = &snapshot.zone;
        let chains: u64 = snapshot.providers.iter().map(|view| denial::blocks(view, zone)).sum();
        let messages = snapshot.providers.iter().flat_map(|view| {
            let proving = view.responses.iter().filter(|response| response.proof_expected);
            proving.map(|response| denial::blocks_of(view, zone, response))
        });
        effort.hashes = chains.saturating_add(messages.fold(0, u64::saturating_add).min(MOST_BLOCKS));
        let rrsets: usize = snapshot.providers.iter().map(|view| view.rrsets.len()).sum();
        effort.judged = wide(rrsets).saturating_mul(wide(snapshot.providers.len()));
        effort
    }

    fn add(&mut self, check: &SignatureCheck) {
        match check.algorithm {
            13 => self.p256 += 1,
            14 => self.p384 += 1,
            15 => self.ed25519 += 1,
            16 => self.ed448 += 1,
            _ => self.rsa += u64::from(rsa_work(&check.public_key)),
        }
        self.octets += wide(check.data.len());
    }

    /// About how long it takes.
    pub fn time(&self, costs: &Costs) -> Duration {
        let parts = [
            (self.rsa, costs.rsa),
            (self.p256, costs.p256),
            (self.p384, costs.p384),
            (self.ed25519, costs.ed25519),
            (self.ed448, costs.ed448),
            (self.octets, costs.octet),
            (self.hashes, costs.hash),
            (self.judged, costs.judged),
        ];
        let all = parts.iter().map(|(count, cost)| count.saturating_mul(*cost));
        Duration::from_nanos(all.fold(0, u64::saturating_add))
    }
}

fn wide(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

/// `about 40 seconds`, `about 3 minutes`: an estimate is no more exact than that.
pub fn about(seconds: u32) -> String {
    match seconds {
        0..10 => format!("about {seconds} seconds"),
        10..90 => format!("about {} seconds", (seconds + 5) / 10 * 10),
        _ => format!("about {} minutes", seconds.saturating_add(30) / 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(7, "about 7 seconds")]
    #[case(44, "about 40 seconds")]
    #[case(45, "about 50 seconds")]
    #[case(89, "about 90 seconds")]
    #[case(90, "about 2 minutes")]
    #[case(209, "about 3 minutes")]
    #[case(u32::MAX, "about 71582788 minutes")]
    fn times_in_words(#[case] seconds: u32, #[case] words: &str) {
        assert_eq!(about(seconds), words);
    }

    #[test]
    fn work_without_end_is_a_long_time() {
        let effort = Effort { hashes: u64::MAX, judged: u64::MAX, ..Effort::default() };
        assert!(effort.time(&Costs::BROWSER) > Duration::from_secs(10 * 365 * 86_400));
        let signatures = Effort { p256: 1_000, ..Effort::default() };
        assert!(signatures.time(&Costs::native(4)) < signatures.time(&Costs::native(1)));
        assert_eq!(signatures.time(&Costs::native(0)), signatures.time(&Costs::native(1)));
    }
}
