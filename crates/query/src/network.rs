//! IPv4 and IPv6 networks, and the addresses in cells.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// The length of the prefix that IPv4 addresses have in IPv6 form.
const V4_IN_V6: u8 = 96;

/// A network in CIDR notation, IPv4 or IPv6. Bits behind the prefix are cleared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    prefix: u8,
}

impl Network {
    /// The network of an address and the length of a prefix; nothing where the prefix is longer than the address.
    pub fn new(address: IpAddr, prefix: u8) -> Option<Self> {
        // An IPv4 network in IPv6 form is the IPv4 network, as its addresses are.
        let mapped = match address {
            IpAddr::V6(address) => address.to_ipv4_mapped().zip(prefix.checked_sub(V4_IN_V6)),
            IpAddr::V4(_) => None,
        };
        let (address, prefix) = mapped.map_or((address, prefix), |(address, prefix)| (IpAddr::V4(address), prefix));
        let address = match address {
            IpAddr::V4(address) => {
                let mask = u32::MAX.checked_shl(32_u32.checked_sub(prefix.into())?).unwrap_or(0);
                IpAddr::V4((address.to_bits() & mask).into())
            }
            IpAddr::V6(address) => {
                let mask = u128::MAX.checked_shl(128_u32.checked_sub(prefix.into())?).unwrap_or(0);
                IpAddr::V6((address.to_bits() & mask).into())
            }
        };
        Some(Self { address, prefix })
    }

    /// The network of a text, `10.0.0.0/8` or `2001:db8::/32`.
    pub fn of(text: &str) -> Option<Self> {
        let (address, prefix) = text.split_once('/')?;
        let is_plain = prefix.len() <= 3 && prefix.bytes().all(|byte| byte.is_ascii_digit());
        Self::new(address.parse().ok()?, if is_plain { prefix.parse().ok()? } else { return None })
    }

    /// Whether an address lies in it. An IPv4 address written as an IPv6 one is the IPv4 address.
    pub fn contains(&self, address: IpAddr) -> bool {
        let within = |address| Self::new(address, self.prefix).is_some_and(|network| network == *self);
        within(address) || within(address.to_canonical())
    }
}

impl fmt::Display for Network {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}/{}", self.address, self.prefix)
    }
}

/// The address within a cell: alone, in brackets, with a port (`10.1.2.3:443`, `[2001:db8::7]:443`) or with a zone
/// (`fe80::1%eth0`).
pub fn address(text: &str) -> Option<IpAddr> {
    if let Ok(address) = text.parse::<IpAddr>() {
        return Some(address.to_canonical());
    }
    if let Some((address, port)) = text.strip_prefix('[').and_then(|inner| inner.split_once(']')) {
        let is_port = port.is_empty() || port.strip_prefix(':').is_some_and(is_port);
        return is_port.then(|| v6(address)).flatten();
    }
    match text.split_once(':') {
        Some((address, port)) if is_port(port) => address.parse::<Ipv4Addr>().ok().map(IpAddr::V4),
        _ => v6(text),
    }
}

/// An IPv6 address, or an IPv4 address in brackets, with or without a zone.
fn v6(text: &str) -> Option<IpAddr> {
    match text.split_once('%') {
        Some((address, zone)) if !zone.is_empty() => address.parse::<Ipv6Addr>().ok().map(|one| one.to_canonical()),
        Some(_) => None,
        None => text.parse::<IpAddr>().ok().map(|one| one.to_canonical()),
    }
}

/// Whether a text is digits as ports have them; logs also hold numbers that no port has.
fn is_port(text: &str) -> bool {
    (1..=5).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_contain_their_addresses() {
        for (network, text, inside) in [
            ("10.0.0.0/8", "10.255.0.1", true),
            ("10.0.0.0/8", "11.0.0.1", false),
            ("10.9.9.9/8", "10.0.0.1", true),
            ("0.0.0.0/0", "203.0.113.9", true),
            ("203.0.113.9/32", "203.0.113.9", true),
            ("203.0.113.9/32", "203.0.113.8", false),
            ("10.0.0.0/8", "::ffff:10.1.2.3", true),
            ("::ffff:0:0/96", "10.1.2.3", true),
            ("::ffff:10.1.2.3/128", "10.1.2.3", true),
            ("::ffff:10.0.0.0/104", "::ffff:10.1.2.3", true),
            ("::ffff:10.0.0.0/104", "11.1.2.3", false),
            ("2001:db8::/32", "2001:db8:1::7", true),
            ("2001:db8::/32", "[2001:db8::7]:443", true),
            ("2001:db8::/32", "[2001:db8::7]", true),
            ("2001:db8::/32", "2001:db9::7", false),
            ("::/0", "2001:db9::7", true),
            ("::/0", "10.0.0.1", false),
            ("::/128", "::", true),
            ("10.0.0.0/8", "10.1.2.3:443", true),
            ("10.0.0.0/8", "10.1.2.3:99999", true),
            ("10.0.0.0/8", "11.1.2.3:443", false),
            ("10.0.0.0/8", "[10.1.2.3]:443", true),
            ("fe80::/10", "fe80::1%eth0", true),
            ("fe80::/10", "fe80::1%12", true),
            ("fe80::/10", "[fe80::1%eth0]:443", true),
            ("fe80::/10", "fec0::1%eth0", false),
            ("10.0.0.0/8", "::ffff:10.1.2.3%eth0", true),
            ("10.0.0.0/8", "[::ffff:10.1.2.3]:443", true),
        ] {
            let network = Network::of(network).unwrap();
            assert_eq!(address(text).map(|address| network.contains(address)), Some(inside), "{network} {text}");
            assert_eq!(Network::of(&network.to_string()), Some(network));
        }
        for text in [
            "10.0.0.0",
            "10.0.0.0/33",
            "10.0.0/8",
            "2001:db8::/129",
            "::ffff:10.0.0.0/129",
            "10.0.0.0/+8",
            "10.0.0.0/",
            "/8",
            "a/8",
        ] {
            assert_eq!(Network::of(text), None, "{text}");
        }
        for text in [
            "",
            "host",
            "host:443",
            "[2001:db8::7",
            "[2001:db8::7]x",
            "[::1]:",
            "[::1]:999999",
            "10.0.0.1:",
            "10.0.0.1:+1",
            "10.0.0.1:1:2",
            "10.0.0.1%eth0",
            "fe80::1%",
            "%eth0",
            ":443",
        ] {
            assert_eq!(address(text), None, "{text}");
        }
    }
}
