//! What was copied as an indented text: what any editor shows, and what the chain reads back.

use super::Copied;
use crate::lang::Lang;
use crate::questions::settle::{TITLES, called};
use crate::record::{Record, RecordAt, Records, Value};
use crate::sections::Kind;
use crate::told::{field_name, kind_name};

/// Deepest line; a chain that goes in a circle ends there at the latest.
const MAX_DEPTH: usize = 12;

/// One line for each object, and under it what it says and carries. Under a card stand those that
/// lead to it. `records` is the board it was taken from.
pub fn outline(copied: &Copied, records: &Records, lang: Lang) -> String {
    let mut page = Page { copied, records, lang, told: vec![], out: String::new() };
    let leads_on = |at: &RecordAt| {
        at.kind == Kind::Node
            && copied
                .records
                .iter()
                .any(|link| link.kind == Kind::Link && link.text("from") == at.id.as_str())
    };
    for at in copied.chosen.iter().filter(|at| !leads_on(at)) {
        page.object(at, 0);
    }
    // Those of a circle lead nowhere else.
    copied.chosen.iter().for_each(|at| page.object(at, 0));
    page.out
}

struct Page<'a> {
    copied: &'a Copied,
    records: &'a Records,
    lang: Lang,
    told: Vec<RecordAt>,
    out: String,
}

impl Page<'_> {
    fn object(&mut self, at: &RecordAt, depth: usize) {
        if self.told.contains(at) || depth > MAX_DEPTH {
            return;
        }
        let Some(record) = self.copied.record(at) else { return };
        self.told.push(at.clone());
        let title = called(record, self.records, self.lang);
        let kind = kind_name(record, self.lang);
        match (at.kind, title.is_empty()) {
            (_, true) => self.line(depth, kind),
            (Kind::Indicator | Kind::Risk | Kind::Milestone, false) => {
                self.line(depth, &format!("{kind} – {title}"));
            }
            (_, false) => self.line(depth, &title),
        }
        self.says(record, depth + 1);
        let along: Vec<RecordAt> =
            self.copied.records.iter().filter_map(|other| self.hangs(other, at)).collect();
        along.iter().for_each(|at| self.object(at, depth + 1));
    }

    /// Its other texts, and who has which part of a role.
    fn says(&mut self, record: &Record, depth: usize) {
        for (field, value) in &record.values {
            match value {
                Value::Text(text)
                    if !text.is_empty() && !field.contains('@') && !TITLES.contains(&field.as_str()) =>
                {
                    let text = record.text_in(field, self.lang, self.copied.lang);
                    match (record.kind, field_name(record.kind, field, self.lang)) {
                        // Whose meaning it is stands before it.
                        (Kind::Meaning, _) | (_, None) => self.line(depth, text),
                        (_, Some(name)) => self.line(depth, &format!("{name} – {text}")),
                    }
                }
                Value::Cells(_) if record.kind == Kind::Responsibility && field == "cells" => {
                    let parts: Vec<String> = record
                        .cells(field)
                        .filter_map(|(id, cell)| Some(format!("{} {}", cell.as_str()?, self.name_of(id))))
                        .collect();
                    if !parts.is_empty() {
                        self.line(depth, &parts.join(", "));
                    }
                }
                Value::Text(_) | Value::Scalar(_) | Value::Cells(_) => {}
            }
        }
    }

    fn name_of(&self, id: &str) -> &str {
        let named = self.copied.named.iter().find(|(at, _)| at.id.as_str() == id);
        named.map_or("", |(_, name)| name)
    }

    /// What stands under `at` because of this record.
    fn hangs(&self, record: &Record, at: &RecordAt) -> Option<RecordAt> {
        let id = at.id.as_str();
        let is_on = match (record.kind, at.kind) {
            (Kind::Indicator, Kind::Node) => record.text("node") == id,
            (Kind::Risk | Kind::Milestone, Kind::Node) => record.set("nodes").any(|node| node == id),
            (Kind::Responsibility, Kind::RoleGroup) => record.place().0 == id,
            (Kind::Meaning, Kind::Term) => record.text("term") == id,
            (Kind::Link, Kind::Node) if record.text("to") == id => {
                return Some(RecordAt::new(Kind::Node, record.reference("from")?));
            }
            (_, _) => false,
        };
        is_on.then(|| RecordAt::new(record.kind, record.id.clone()))
    }

    fn line(&mut self, depth: usize, words: &str) {
        (0..depth).for_each(|_| self.out.push_str("  "));
        let mut words = words.split_whitespace();
        self.out.push_str(words.next().unwrap_or("–"));
        for word in words {
            self.out.push(' ');
            self.out.push_str(word);
        }
        self.out.push('\n');
    }
}
