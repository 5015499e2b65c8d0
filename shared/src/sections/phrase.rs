//! A text with its translations, as a record holds them: `title`, `title@en`, `title@de`.
//!
//! It only reads. What is missing in a language is read in the board's working language,
//! and a text that nobody wrote is empty, never an error.

use crate::lang::Lang;
use crate::record::{Record, Value};

/// One translated field of a record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Phrase {
    plain: String,
    others: Vec<(Lang, String)>,
}

impl Phrase {
    pub fn read(record: &Record, field: &str) -> Self {
        let others = record.values.iter().filter_map(|(key, value)| {
            let (name, code) = key.split_once('@')?;
            match value {
                Value::Text(text) if name == field && !text.is_empty() => {
                    Some((Lang::from_code(code)?, text.clone()))
                }
                Value::Text(_) | Value::Scalar(_) | Value::Cells(_) => None,
            }
        });
        Self { plain: record.text(field).to_owned(), others: others.collect() }
    }

    /// The text in the board's working language.
    pub fn plain(&self) -> &str {
        &self.plain
    }

    /// The text in the board's working language, or in any that somebody wrote.
    pub fn any(&self) -> &str {
        match (self.plain.as_str(), self.others.first()) {
            ("", Some((_, text))) => text,
            (plain, _) => plain,
        }
    }

    /// The text in `lang`, or in the `working` language where that is missing.
    pub fn reads(&self, lang: Lang, working: Lang) -> &str {
        self.translated(lang).filter(|_| lang != working).unwrap_or(&self.plain)
    }

    /// The translation into `lang`, where somebody wrote one.
    pub fn translated(&self, lang: Lang) -> Option<&str> {
        self.others.iter().find(|(code, _)| *code == lang).map(|(_, text)| text.as_str())
    }

    pub fn is_empty(&self) -> bool {
        self.plain.is_empty() && self.others.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::RecordId;
    use crate::sections::Kind;

    #[test]
    fn a_reader_without_a_translation_reads_the_working_language() {
        let mut record = Record::empty(Kind::Node, RecordId::single());
        record.values.insert("title".into(), Value::Text("Points de tri".into()));
        record.values.insert("title@en".into(), Value::Text("Sorting points".into()));
        record.values.insert("title_x@de".into(), Value::Text("Fremd".into()));
        let title = Phrase::read(&record, "title");
        assert_eq!(title.reads(Lang::Fr, Lang::Fr), "Points de tri");
        assert_eq!(title.reads(Lang::En, Lang::Fr), "Sorting points");
        assert_eq!(title.reads(Lang::De, Lang::Fr), "Points de tri");
        // A board that works in English keeps its own words under the plain name.
        assert_eq!(title.reads(Lang::En, Lang::En), "Points de tri");
    }
}
