//! Splits the port off a source address.

use std::borrow::Cow;
use std::net::Ipv4Addr;

use crate::json;

/// Returns the address and its port. Only IPv4 addresses are split: an IPv6 address itself contains colons.
pub(crate) fn split(text: Option<Cow<'_, str>>) -> (Option<Cow<'_, str>>, Option<u16>) {
    let Some(text) = text else { return (None, None) };
    let found = text.split_once(':').and_then(|(address, port)| {
        address.parse::<Ipv4Addr>().ok()?;
        Some((address.len(), port.parse().ok()?))
    });
    match found {
        Some((end, port)) => (Some(json::part(text, 0..end)), Some(port)),
        None => (Some(text), None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_valid_port_is_split_off() {
        for (text, expected, port) in [
            ("203.0.113.9", "203.0.113.9", None),
            ("203.0.113.9:51234", "203.0.113.9", Some(51234)),
            ("203.0.113.9:99999", "203.0.113.9:99999", None),
            ("203.0.113.9:", "203.0.113.9:", None),
            ("2001:db8::7", "2001:db8::7", None),
            ("[2001:db8::7]:443", "[2001:db8::7]:443", None),
            ("host:443", "host:443", None),
            ("", "", None),
        ] {
            for text in [Cow::Borrowed(text), Cow::Owned(text.to_owned())] {
                let (address, found) = split(Some(text));
                assert_eq!((address.as_deref(), found), (Some(expected), port));
            }
        }
        assert_eq!(split(None), (None, None));
    }
}
