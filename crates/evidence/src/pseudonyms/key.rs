//! The key of pseudonyms: it makes tokens of texts, and texts of tokens.

use std::fmt;
use std::sync::LazyLock;

use aes_siv::KeyInit as _;
use aes_siv::siv::Aes128Siv;
use base32ct::{Base32Unpadded, Encoding as _};
use base64ct::{Base64, Encoding as _};
use regex::Regex;
use sha2::{Digest as _, Sha256};

use super::form::{Form, mapped};

/// The first line of a key file.
const HEAD: &str = "touchstone-pseudonyms 1";

/// The longest key file, in bytes.
const MAX_BYTES: usize = 4096;

/// What a token stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// An e-mail address.
    Mail,
    /// A name.
    Name,
    /// An IP address.
    Address,
}

impl Kind {
    const ALL: [Self; 3] = [Self::Mail, Self::Name, Self::Address];

    fn word(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::Name => "name",
            Self::Address => "addr",
        }
    }
}

/// A token, wherever it stands in a text.
static TOKEN: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new("(mail|name|addr)~([a-z2-7]+)~").ok());

/// A key.
#[derive(Clone, PartialEq, Eq)]
pub struct PseudonymKey([u8; 32]);

/// The key itself is shown to nobody.
impl fmt::Debug for PseudonymKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "PseudonymKey({})", self.id())
    }
}

/// What was turned back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Revealed {
    /// The content with the texts in the place of their tokens.
    pub bytes: Vec<u8>,
    /// How many tokens were turned back.
    pub tokens: u64,
    /// How many tokens are of another key, and stay.
    pub foreign: u64,
}

impl PseudonymKey {
    /// The key of 32 random bytes.
    pub fn of_random(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Reads a key file. An error says what is wrong.
    pub fn parse(text: &str) -> Result<Self, String> {
        let wrong = || format!("this is no key of pseudonyms, which begins with the line {HEAD:?}");
        if text.len() > MAX_BYTES {
            return Err(wrong());
        }
        let mut lines = text.trim_start_matches('\u{feff}').lines().map(str::trim).filter(|line| !line.is_empty());
        if lines.next() != Some(HEAD) {
            return Err(wrong());
        }
        let key = lines.next().and_then(|line| Base64::decode_vec(line).ok()).and_then(|key| key.try_into().ok());
        match (key, lines.next()) {
            (Some(key), None) => Ok(Self(key)),
            _ => Err("the key file is damaged: its second line is no key of 32 bytes in base64".to_owned()),
        }
    }

    /// The key file.
    pub fn text(&self) -> String {
        format!("{HEAD}\n{}\n", Base64::encode_string(&self.0))
    }

    /// What the key can be called without telling it: 16 hexadecimal digits.
    pub fn id(&self) -> String {
        let mut digest = Sha256::new();
        digest.update(HEAD);
        digest.update(self.0);
        base16ct::lower::encode_string(&digest.finalize()[..8])
    }

    /// The token of a text: the same for the same text. An error says that it cannot be made.
    pub(super) fn token(&self, kind: Kind, text: &str) -> Result<String, String> {
        let sealed = Aes128Siv::new(&self.0.into()).encrypt([kind.word()], text.as_bytes());
        let sealed = sealed.map_err(|_| "a text is too long for a pseudonym".to_owned())?;
        Ok(format!("{}~{}~", kind.word(), Base32Unpadded::encode_string(&sealed)))
    }

    /// The text of a token; nothing if it is of another key.
    fn original(&self, word: &str, body: &str) -> Option<String> {
        let kind = Kind::ALL.into_iter().find(|kind| kind.word() == word)?;
        let sealed = Base32Unpadded::decode_vec(body).ok()?;
        let text = Aes128Siv::new(&self.0.into()).decrypt([kind.word()], &sealed).ok()?;
        String::from_utf8(text).ok()
    }

    /// Puts the texts back in the place of their tokens.
    pub fn reveal(&self, form: Form, content: &[u8]) -> Revealed {
        let (mut tokens, mut foreign) = (0, 0);
        let bytes = mapped(form, content, &mut |text| {
            let token = TOKEN.as_ref().filter(|token| token.is_match(text))?;
            let replaced = token.replace_all(text, |found: &regex::Captures<'_>| {
                if let Some(text) = self.original(&found[1], &found[2]) {
                    tokens += 1;
                    return text;
                }
                foreign += 1;
                found[0].to_owned()
            });
            Some(replaced.into_owned())
        });
        Revealed { bytes, tokens, foreign }
    }

    /// As [`Self::reveal`], of a text.
    pub fn reveal_text(&self, text: &str) -> String {
        String::from_utf8_lossy(&self.reveal(Form::Plain, text.as_bytes()).bytes).into_owned()
    }
}
