//! Every word a person reads, in French, German and English: `words/*.tsv`, one file per
//! part of the interface, a line per word, a column per language. A translator needs a
//! spreadsheet; a missing cell does not compile.
//!
//! `words::sync::offline(lang, n)`: the file, the key, the values it names.

include!(concat!(env!("OUT_DIR"), "/words.rs"));
