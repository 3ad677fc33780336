//! Addresses that lead to nobody on the internet, or to somebody near the one who asks: IANA's IPv4 and IPv6
//! Special-Purpose Address Registries (RFC 6890), multicast and what is reserved.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// What is special about the address; `None` for one that a server on the internet can have.
pub(super) fn kind(address: IpAddr) -> Option<String> {
    match address {
        IpAddr::V4(v4) => kind_of_v4(v4).map(str::to_string),
        IpAddr::V6(v6) => kind_of_v6(v6),
    }
}

/// Blocks of IPv4 that are not globally reachable.
const V4: [(Ipv4Addr, u32, &str); 16] = [
    (Ipv4Addr::new(0, 0, 0, 0), 8, "unspecified"),
    (Ipv4Addr::new(10, 0, 0, 0), 8, "private"),
    (Ipv4Addr::new(100, 64, 0, 0), 10, "shared (carrier-grade NAT)"),
    (Ipv4Addr::new(127, 0, 0, 0), 8, "loopback"),
    (Ipv4Addr::new(169, 254, 0, 0), 16, "link-local"),
    (Ipv4Addr::new(172, 16, 0, 0), 12, "private"),
    (Ipv4Addr::new(192, 0, 0, 0), 24, "reserved for protocols"),
    (Ipv4Addr::new(192, 0, 2, 0), 24, "documentation"),
    (Ipv4Addr::new(192, 88, 99, 0), 24, "reserved"),
    (Ipv4Addr::new(192, 168, 0, 0), 16, "private"),
    (Ipv4Addr::new(198, 18, 0, 0), 15, "benchmarking"),
    (Ipv4Addr::new(198, 51, 100, 0), 24, "documentation"),
    (Ipv4Addr::new(203, 0, 113, 0), 24, "documentation"),
    (Ipv4Addr::new(224, 0, 0, 0), 4, "multicast"),
    (Ipv4Addr::new(255, 255, 255, 255), 32, "broadcast"),
    (Ipv4Addr::new(240, 0, 0, 0), 4, "reserved"),
];

/// Anycast addresses inside 192.0.0.0/24 that are globally reachable (RFC 7723, RFC 8155).
const REACHABLE_V4: [Ipv4Addr; 2] = [Ipv4Addr::new(192, 0, 0, 9), Ipv4Addr::new(192, 0, 0, 10)];

fn kind_of_v4(address: Ipv4Addr) -> Option<&'static str> {
    let within = |block: Ipv4Addr, length: u32| {
        (address.to_bits() ^ block.to_bits()).checked_shr(32 - length) == Some(0)
    };
    if REACHABLE_V4.contains(&address) {
        return None;
    }
    V4.iter().find(|(block, length, _)| within(*block, *length)).map(|(_, _, kind)| *kind)
}

/// Blocks of IPv6 that are not globally reachable; more than these is none that has been given out (2000::/3).
const V6: [(Ipv6Addr, u32, &str); 11] = [
    (Ipv6Addr::UNSPECIFIED, 128, "unspecified"),
    (Ipv6Addr::LOCALHOST, 128, "loopback"),
    (Ipv6Addr::new(0x64, 0xff9b, 1, 0, 0, 0, 0, 0), 48, "local address translation (NAT64)"),
    (Ipv6Addr::new(0x100, 0, 0, 0, 0, 0, 0, 0), 64, "discard-only"),
    (Ipv6Addr::new(0x2001, 0x0db8, 0, 0, 0, 0, 0, 0), 32, "documentation"),
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20, "documentation"),
    (Ipv6Addr::new(0x5f00, 0, 0, 0, 0, 0, 0, 0), 16, "segment routing"),
    (Ipv6Addr::new(0xfc00, 0, 0, 0, 0, 0, 0, 0), 7, "private (unique local)"),
    (Ipv6Addr::new(0xfe80, 0, 0, 0, 0, 0, 0, 0), 10, "link-local"),
    (Ipv6Addr::new(0xfec0, 0, 0, 0, 0, 0, 0, 0), 10, "private (site-local)"),
    (Ipv6Addr::new(0xff00, 0, 0, 0, 0, 0, 0, 0), 8, "multicast"),
];

/// Reserved for protocols, but for these blocks: two of anycast services, AMT, AS112, ORCHIDv2 and drones' identities.
const PROTOCOLS: (Ipv6Addr, u32) = (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23);
const REACHABLE_V6: [(Ipv6Addr, u32); 7] = [
    (Ipv6Addr::new(0x2001, 1, 0, 0, 0, 0, 0, 1), 128),
    (Ipv6Addr::new(0x2001, 1, 0, 0, 0, 0, 0, 2), 128),
    (Ipv6Addr::new(0x2001, 1, 0, 0, 0, 0, 0, 3), 128),
    (Ipv6Addr::new(0x2001, 3, 0, 0, 0, 0, 0, 0), 32),
    (Ipv6Addr::new(0x2001, 4, 0x112, 0, 0, 0, 0, 0), 48),
    (Ipv6Addr::new(0x2001, 0x20, 0, 0, 0, 0, 0, 0), 28),
    (Ipv6Addr::new(0x2001, 0x30, 0, 0, 0, 0, 0, 0), 28),
];
const GIVEN_OUT: (Ipv6Addr, u32) = (Ipv6Addr::new(0x2000, 0, 0, 0, 0, 0, 0, 0), 3);

fn kind_of_v6(address: Ipv6Addr) -> Option<String> {
    let within = |block: Ipv6Addr, length: u32| {
        (address.to_bits() ^ block.to_bits()).checked_shr(128 - length) == Some(0)
    };
    if let Some((_, _, kind)) = V6.iter().find(|(block, length, _)| within(*block, *length)) {
        return Some((*kind).to_string());
    }
    if let Some(v4) = address.to_ipv4_mapped() {
        return Some(match kind_of_v4(v4) {
            Some(kind) => format!("IPv4-mapped, {kind}"),
            None => "IPv4-mapped".into(),
        });
    }
    let embedded = embedded(address);
    if !embedded.is_empty() {
        return embedded
            .iter()
            .find_map(|(how, v4)| kind_of_v4(*v4).map(|kind| format!("{how} to {v4}, {kind}")));
    }
    if within(PROTOCOLS.0, PROTOCOLS.1) && !REACHABLE_V6.iter().any(|(block, length)| within(*block, *length))
    {
        return Some("reserved for protocols".into());
    }
    (!within(GIVEN_OUT.0, GIVEN_OUT.1)).then(|| "reserved".into())
}

/// The IPv4 addresses to which packets for such an IPv6 address go: NAT64 (RFC 6052 §2.1), 6to4 (RFC 3056 §2), Teredo's server
/// and client (RFC 4380 §4).
fn embedded(address: Ipv6Addr) -> Vec<(&'static str, Ipv4Addr)> {
    let v4 = |high: u16, low: u16| Ipv4Addr::from_bits(u32::from(high) << 16 | u32::from(low));
    match address.segments() {
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] => vec![("NAT64", v4(high, low))],
        [0x2002, high, low, ..] => vec![("6to4", v4(high, low))],
        [0x2001, 0, high, low, _, _, own_high, own_low] => {
            vec![("Teredo", v4(high, low)), ("Teredo", v4(!own_high, !own_low))]
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("0.0.0.0", "unspecified")]
    #[case("0.1.2.3", "unspecified")]
    #[case("10.255.0.1", "private")]
    #[case("100.64.0.1", "shared (carrier-grade NAT)")]
    #[case("100.127.255.255", "shared (carrier-grade NAT)")]
    #[case("127.0.0.53", "loopback")]
    #[case("169.254.169.254", "link-local")]
    #[case("172.31.255.255", "private")]
    #[case("192.0.0.1", "reserved for protocols")]
    #[case("192.0.2.1", "documentation")]
    #[case("192.168.1.1", "private")]
    #[case("198.19.0.1", "benchmarking")]
    #[case("203.0.113.9", "documentation")]
    #[case("224.0.0.1", "multicast")]
    #[case("239.255.255.255", "multicast")]
    #[case("240.0.0.1", "reserved")]
    #[case("255.255.255.255", "broadcast")]
    #[case("::", "unspecified")]
    #[case("::1", "loopback")]
    #[case("::7f00:1", "reserved")]
    #[case("::ffff:127.0.0.1", "IPv4-mapped, loopback")]
    #[case("::ffff:9.9.9.9", "IPv4-mapped")]
    #[case("64:ff9b::10.0.0.1", "NAT64 to 10.0.0.1, private")]
    #[case("64:ff9b:1::9.9.9.9", "local address translation (NAT64)")]
    #[case("100::1", "discard-only")]
    #[case("2001::1", "Teredo to 0.0.0.0, unspecified")]
    #[case("2001:0:909:909:8000::", "Teredo to 255.255.255.255, broadcast")]
    #[case("2001:0:909:909::80ff:fffe", "Teredo to 127.0.0.1, loopback")]
    #[case("2001:2::1", "reserved for protocols")]
    #[case("2001:db8::1", "documentation")]
    #[case("2002:a9fe:a9fe::1", "6to4 to 169.254.169.254, link-local")]
    #[case("3fff:fff::1", "documentation")]
    #[case("4000::1", "reserved")]
    #[case("5f00::1", "segment routing")]
    #[case("fd00::1", "private (unique local)")]
    #[case("fe80::1", "link-local")]
    #[case("fec0::1", "private (site-local)")]
    #[case("ff02::fb", "multicast")]
    fn special(#[case] address: &str, #[case] wanted: &str) {
        assert_eq!(kind(address.parse().unwrap()).as_deref(), Some(wanted));
    }

    #[rstest]
    #[case("1.1.1.1")]
    #[case("9.255.255.255")]
    #[case("100.63.255.255")]
    #[case("100.128.0.0")]
    #[case("172.32.0.1")]
    #[case("192.0.0.9")]
    #[case("192.0.1.1")]
    #[case("192.31.196.1")]
    #[case("192.175.48.6")]
    #[case("198.20.0.1")]
    #[case("223.255.255.255")]
    #[case("64:ff9b::9.9.9.9")]
    #[case("2001:0:909:909::f6f6:f6f6")]
    #[case("2001:4:112::1")]
    #[case("2001:500:2::c")]
    #[case("2002:909:909::1")]
    #[case("2606:4700::1111")]
    #[case("2620:4f:8000::1")]
    fn on_the_internet(#[case] address: &str) {
        assert_eq!(kind(address.parse().unwrap()), None);
    }
}
