//! Signatures of bundles in minisign's format, which `minisign -V` verifies.

use std::fmt;

use base64ct::{Base64, Encoding as _};
use blake2::{Blake2b512, Digest as _};
use ed25519_compact::{KeyPair, PublicKey as EdPublicKey, Seed, Signature};

/// Ed25519 over the content, as old versions sign.
const PLAIN: &[u8; 2] = b"Ed";
/// Ed25519 over the BLAKE2b-512 of the content.
const HASHED: &[u8; 2] = b"ED";

/// The longest file of a key or a signature, in bytes.
const MAX_BYTES: usize = 16 << 10;

/// A public key.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PublicKey {
    id: [u8; 8],
    key: [u8; 32],
}

/// A secret key that needs no password.
pub struct SecretKey {
    id: [u8; 8],
    pair: KeyPair,
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "PublicKey({})", self.id())
    }
}

/// The key itself is shown to nobody.
impl fmt::Debug for SecretKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "SecretKey({})", self.public().id())
    }
}

impl PublicKey {
    /// Reads the file of a public key, or its one line of base64.
    pub fn parse(text: &str) -> Result<Self, String> {
        let wrong = || "this is no public key of minisign".to_owned();
        let bytes: [u8; 42] = decoded(text, 0)?.try_into().map_err(|_| wrong())?;
        let (algorithm, rest) = bytes.split_first_chunk::<2>().ok_or_else(wrong)?;
        let (id, key) = rest.split_first_chunk::<8>().ok_or_else(wrong)?;
        if algorithm != PLAIN {
            return Err(wrong());
        }
        Ok(Self { id: *id, key: *key.first_chunk().ok_or_else(wrong)? })
    }

    /// Its id as minisign prints it.
    pub fn id(&self) -> String {
        format!("{:016X}", u64::from_le_bytes(self.id))
    }

    /// Checks a signature of some content, and gives its trusted comment. An error says what is wrong.
    pub fn verify(&self, content: &[u8], signature: &str) -> Result<String, String> {
        let wrong = || "this is no signature of minisign".to_owned();
        let bytes: [u8; 74] = decoded(signature, 0)?.try_into().map_err(|_| wrong())?;
        let (algorithm, rest) = bytes.split_first_chunk::<2>().ok_or_else(wrong)?;
        let (id, signed) = rest.split_first_chunk::<8>().ok_or_else(wrong)?;
        if *id != self.id {
            let other = Self { id: *id, key: self.key };
            return Err(format!("it is signed with the key {}, not with {}", other.id(), self.id()));
        }
        let comment = lines(signature)
            .nth(2)
            .and_then(|line| line.strip_prefix("trusted comment: "))
            .ok_or_else(|| "the signature has no trusted comment".to_owned())?;
        let key = EdPublicKey::new(self.key);
        let check = |message: &[u8], signature: &[u8]| {
            let signature = Signature::from_slice(signature).map_err(|_| wrong())?;
            key.verify(message, &signature).map_err(|_| "the signature is not of this content".to_owned())
        };
        match algorithm {
            PLAIN => check(content, signed)?,
            HASHED => check(&Blake2b512::digest(content), signed)?,
            _ => return Err(wrong()),
        }
        let global = decoded(signature, 3)?;
        check(&[signed, comment.as_bytes()].concat(), &global)
            .map_err(|_| "the trusted comment of the signature was changed".to_owned())?;
        Ok(comment.to_owned())
    }
}

impl SecretKey {
    /// Reads the file of a secret key that `minisign -G -W` makes.
    pub fn parse(text: &str) -> Result<Self, String> {
        let wrong = || "this is no secret key of minisign".to_owned();
        let bytes: [u8; 158] = decoded(text, 0)?.try_into().map_err(|_| wrong())?;
        if !bytes.starts_with(PLAIN) {
            return Err(wrong());
        }
        if bytes[2..4] != [0, 0] {
            return Err("the secret key has a password; make one without by minisign -G -W".to_owned());
        }
        let id: [u8; 8] = *bytes[54..].first_chunk().ok_or_else(wrong)?;
        let seed: [u8; 32] = *bytes[62..].first_chunk().ok_or_else(wrong)?;
        let public: [u8; 32] = *bytes[94..].first_chunk().ok_or_else(wrong)?;
        let pair = KeyPair::try_from_seed(Seed::new(seed)).map_err(|_| wrong())?;
        if *pair.pk != public {
            return Err("the secret key is damaged: its public half is not of it".to_owned());
        }
        Ok(Self { id, pair })
    }

    /// The public key.
    pub fn public(&self) -> PublicKey {
        PublicKey { id: self.id, key: *self.pair.pk }
    }

    /// Signs content: the text of a signature file. `comment` is signed as well; line feeds in it become blanks.
    pub fn sign(&self, content: &[u8], comment: &str) -> String {
        let comment = comment.replace(['\r', '\n'], " ");
        let signed = self.pair.sk.sign(Blake2b512::digest(content), None);
        let global = self.pair.sk.sign([signed.as_ref(), comment.as_bytes()].concat(), None);
        let head = [&HASHED[..], &self.id, signed.as_ref()].concat();
        format!(
            "untrusted comment: signature by Touchstone with the key {}\n{}\ntrusted comment: {comment}\n{}\n",
            self.public().id(),
            Base64::encode_string(&head),
            Base64::encode_string(global.as_ref()),
        )
    }
}

/// The lines of a file, or the one line of base64 behind a comment.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    let missing = !text.starts_with("untrusted comment:");
    missing.then_some("").into_iter().chain(text.lines())
}

/// The bytes of the base64 that follows a line.
fn decoded(text: &str, line: usize) -> Result<Vec<u8>, String> {
    if text.len() > MAX_BYTES {
        return Err("the file is too long for a key or a signature".to_owned());
    }
    let at = if line == 0 { 1 } else { line };
    let base64 =
        lines(text).nth(at).map(str::trim).ok_or_else(|| "the file of a key or a signature is cut short".to_owned())?;
    Base64::decode_vec(base64).map_err(|_| "the file of a key or a signature is damaged".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret(seed: u8) -> (String, String) {
        let pair = KeyPair::from_seed(Seed::new([seed; 32]));
        let id = [seed, 2, 3, 4, 5, 6, 7, 8];
        let secret = [&b"Ed\0\0B2"[..], &[0; 32], &[0; 16], &id, &*pair.sk, &[0; 32]].concat();
        let public = [&b"Ed"[..], &id, &*pair.pk].concat();
        let file = |bytes: &[u8]| format!("untrusted comment: a key\n{}\n", Base64::encode_string(bytes));
        (file(&secret), file(&public))
    }

    #[test]
    fn what_is_signed_is_verified_and_nothing_else() {
        let (secret, public) = secret(1);
        let secret = SecretKey::parse(&secret).unwrap();
        let key = PublicKey::parse(&public).unwrap();
        assert_eq!(secret.public(), key);
        assert_eq!(PublicKey::parse(public.lines().nth(1).unwrap()).unwrap(), key);
        let signature = secret.sign(b"content", "made\n2026");
        assert_eq!(key.verify(b"content", &signature).unwrap(), "made 2026");
        assert_eq!(key.verify(b"Content", &signature).unwrap_err(), "the signature is not of this content");
        let changed = signature.replace("made 2026", "made 2025");
        assert_eq!(key.verify(b"content", &changed).unwrap_err(), "the trusted comment of the signature was changed");
        let (_, other) = self::secret(2);
        let other = PublicKey::parse(&other).unwrap();
        assert!(other.verify(b"content", &signature).unwrap_err().starts_with("it is signed with the key "));
        for at in 0..signature.len() - 1 {
            let mut bytes = signature.clone().into_bytes();
            bytes[at] ^= 1;
            let Ok(changed) = String::from_utf8(bytes) else { continue };
            // The untrusted comment is what its name says.
            let is_comment = at < signature.find('\n').unwrap();
            let verified = key.verify(b"content", &changed);
            assert!(is_comment || verified.is_err(), "{at}: {changed}");
        }
    }

    #[test]
    fn what_is_no_key_is_refused() {
        let (secret, public) = secret(1);
        let damaged = {
            let mut bytes = Base64::decode_vec(secret.lines().nth(1).unwrap()).unwrap();
            bytes[100] ^= 1;
            Base64::encode_string(&bytes)
        };
        for (text, expected) in [
            ("", "the file of a key or a signature is cut short"),
            ("untrusted comment: x\n!!\n", "the file of a key or a signature is damaged"),
            (public.as_str(), "this is no secret key of minisign"),
            (damaged.as_str(), "the secret key is damaged: its public half is not of it"),
        ] {
            assert_eq!(SecretKey::parse(text).map(|_| ()).unwrap_err(), expected, "{text}");
        }
        assert_eq!(PublicKey::parse(&secret).unwrap_err(), "this is no public key of minisign");
    }
}
