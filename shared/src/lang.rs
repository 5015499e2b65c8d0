//! The interface's languages. French is where a board starts.

use serde::{Deserialize, Serialize};

/// A language that the whole interface speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Lang {
    #[default]
    Fr,
    De,
    En,
}

impl Lang {
    pub const ALL: [Lang; 3] = [Lang::Fr, Lang::De, Lang::En];

    /// The BCP 47 code, as `lang` attributes and `name@lang` fields carry it.
    pub fn code(self) -> &'static str {
        match self {
            Lang::Fr => "fr",
            Lang::De => "de",
            Lang::En => "en",
        }
    }

    /// Reads a code such as `de`, `de-CH` or `EN_gb`; nothing for a language we do not speak.
    pub fn from_code(code: &str) -> Option<Lang> {
        let primary = code.split(['-', '_']).next()?;
        Lang::ALL.into_iter().find(|lang| lang.code().eq_ignore_ascii_case(primary))
    }

    /// The form of a counted noun: French counts 0 and 1 as one, German and English only 1.
    pub fn is_one(self, n: u64) -> bool {
        n == 1 || (n == 0 && self == Lang::Fr)
    }
}
