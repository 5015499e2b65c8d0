//! Secrets of links, devices, tickets and codes: made here, shown once, kept only as digests.
//!
//! Texts are base32 without look-alikes. A secret has 160 random bits, so one SHA-256 is
//! enough; a code has 40 and lives on five tries and ten minutes instead.

use sha2::{Digest, Sha256};

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const SECRET_LETTERS: usize = 32;
const ID_LETTERS: usize = 16;
const CODE_LETTERS: usize = 8;
/// The letters of a code that say which one is meant; the others prove it.
const CODE_NAME_LETTERS: usize = 3;
/// Longest text that is taken for a secret or code. Longer ones are not worth a digest.
const MAX_BYTES: usize = 128;

/// What is kept of a secret.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SecretHash([u8; 32]);

impl SecretHash {
    pub fn of(text: &str) -> Self {
        Self(Sha256::digest(text.as_bytes()).into())
    }

    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl std::fmt::Debug for SecretHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SecretHash")
    }
}

/// A secret as it is handed over, once.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretText(String);

impl SecretText {
    pub fn fresh() -> Self {
        Self(random_text::<SECRET_LETTERS>())
    }

    /// A secret as somebody sent it: of the right form, or nothing.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let plain = text.len() == SECRET_LETTERS && text.bytes().all(|byte| ALPHABET.contains(&byte));
        plain.then(|| Self(text.to_owned()))
    }

    pub fn hash(&self) -> SecretHash {
        SecretHash::of(&self.0)
    }

    /// The text itself, for the one answer that shows it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for SecretText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SecretText")
    }
}

/// A code for a second device: eight letters that one person reads and another types.
#[derive(Clone, PartialEq, Eq)]
pub struct CodeText(String);

impl CodeText {
    pub fn fresh() -> Self {
        Self(random_text::<CODE_LETTERS>())
    }

    /// A code as somebody typed it: capitals, spaces, hyphens and look-alikes are forgiven.
    pub fn parse(typed: &str) -> Option<Self> {
        if typed.len() > MAX_BYTES {
            return None;
        }
        let letters = typed.chars().filter(|letter| !letter.is_whitespace() && *letter != '-');
        let text: String = letters
            .map(|letter| match letter.to_ascii_lowercase() {
                'o' => '0',
                'i' | 'l' => '1',
                'u' => 'v',
                other => other,
            })
            .collect();
        let plain = text.len() == CODE_LETTERS && text.bytes().all(|byte| ALPHABET.contains(&byte));
        plain.then_some(Self(text))
    }

    /// Which code is meant. A wrong try costs only the code of this name, so that nobody's
    /// guessing uses up the codes of all others.
    pub fn name(&self) -> &str {
        &self.0[..CODE_NAME_LETTERS]
    }

    pub fn hash(&self) -> SecretHash {
        SecretHash::of(&self.0)
    }

    pub fn reveal(&self) -> &str {
        &self.0
    }
}

/// A name for a link, device or ticket. Not a secret.
pub fn fresh_id() -> String {
    random_text::<ID_LETTERS>()
}

fn random_text<const LETTERS: usize>() -> String {
    let mut bytes = [0; LETTERS];
    getrandom::fill(&mut bytes).expect("an operating system without randomness runs no server");
    bytes.iter().map(|byte| char::from(ALPHABET[usize::from(byte & 31)])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_understood_as_people_type_it() {
        let code = CodeText("0a1bv2zz".to_owned());
        assert!(CodeText::parse(" OA1B-U2ZZ ") == Some(code));
        assert!(CodeText::parse("0a1bv2z").is_none());
        assert!(CodeText::parse("0a1bv2zé").is_none());
    }

    #[test]
    fn a_secret_never_shows_in_a_log() {
        let secret = SecretText::fresh();
        assert!(!format!("{secret:?} {:?}", secret.hash()).contains(secret.reveal()));
        assert!(SecretText::parse(secret.reveal()) == Some(secret));
    }
}
