//! Questions in words, and the ways to settle each: what can be done with one press is an
//! act, what needs a choice on the object is only named.

use super::{About, Question};
use crate::act::{Act, Edit, Message};
use crate::delta::Delta;
use crate::ids::RecordId;
use crate::lang::Lang;
use crate::record::{FieldAt, Record, RecordAt, Records, Scalar};
use crate::sections::roles::Cell;
use crate::sections::{Kind, Phrase, about};
use crate::words;

/// A way to settle a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Way {
    /// This column alone answers for the row.
    KeepAnswering {
        row: RecordAt,
        column: RecordId,
    },
    /// Choose who answers for it, in the row.
    ChooseWhoAnswers,
    /// Choose who does it, in the row.
    ChooseWhoDoes,
    RemoveLink {
        link: RecordAt,
    },
    /// Draw a link from or to the node.
    AddLink,
    Restore {
        record: RecordAt,
    },
    /// Removed once more, with the edit known.
    LeaveRemoved {
        record: RecordAt,
    },
    KeepValue {
        at: FieldAt,
        value: Scalar,
    },
    KeepText {
        at: FieldAt,
        text: String,
    },
    /// Choose an indicator for the node.
    AddIndicator,
    /// Choose a responsibility that the organisation carries out.
    TakeOn,
}

/// The question in a sentence. It does not name the object it is shown on: see [`title`].
pub fn sentence(question: &Question, records: &Records, lang: Lang) -> String {
    match &question.about {
        About::SeveralA { columns } => {
            let named = columns.iter().map(|column| column_name(column, records, lang));
            words::questions::several_a(lang, list(named), columns.len())
        }
        About::NoA => words::questions::no_a(lang).to_owned(),
        About::NoR => words::questions::no_r(lang).to_owned(),
        About::Cycle { nodes } => {
            let named = nodes.iter().map(|node| title(node, records, lang));
            words::questions::cycle(lang, named.collect::<Vec<_>>().join(" → "))
        }
        About::Orphan => words::questions::orphan(lang).to_owned(),
        About::LinkToRemoved { end } => words::questions::link_to_removed(lang, title(end, records, lang)),
        About::RemovedAndEdited => words::questions::removed_and_edited(lang).to_owned(),
        About::TwoValues { values, .. } => words::questions::two_values(lang, values.len()),
        About::TwoTexts { texts, .. } => words::questions::two_texts(lang, texts.len()),
        About::NoIndicator => words::questions::no_indicator(lang).to_owned(),
        About::OrganisationWithoutR => words::questions::organisation_without_r(lang).to_owned(),
        About::BeforeUnlock { .. } => words::questions::before_unlock(lang).to_owned(),
        About::VotesAtOnce { organisation } => {
            words::questions::votes_at_once(lang, column_name(organisation.as_str(), records, lang))
        }
        About::LateVote { organisation } => {
            words::questions::late_vote(lang, column_name(organisation.as_str(), records, lang))
        }
    }
}

/// The ways to settle a question, the most careful first.
pub fn ways(question: &Question, records: &Records) -> Vec<Way> {
    match &question.about {
        About::SeveralA { columns } => {
            let known = columns.iter().filter_map(|column| RecordId::parse(column));
            known.map(|column| Way::KeepAnswering { row: question.on.clone(), column }).collect()
        }
        About::NoA => vec![Way::ChooseWhoAnswers],
        About::NoR => vec![Way::ChooseWhoDoes],
        About::Cycle { nodes } => links_of(nodes, records),
        About::Orphan => vec![Way::AddLink],
        About::LinkToRemoved { end } => {
            let restore = Way::Restore { record: end.clone() };
            vec![restore, Way::RemoveLink { link: question.on.clone() }]
        }
        About::RemovedAndEdited => {
            let record = question.on.clone();
            vec![Way::Restore { record: record.clone() }, Way::LeaveRemoved { record }]
        }
        About::TwoValues { at, values } => {
            let keep = |value: &Scalar| Way::KeepValue { at: at.clone(), value: value.clone() };
            values.iter().map(keep).collect()
        }
        About::TwoTexts { at, texts } => {
            let keep = |text: &String| Way::KeepText { at: at.clone(), text: text.clone() };
            texts.iter().map(keep).collect()
        }
        About::NoIndicator => vec![Way::AddIndicator],
        About::OrganisationWithoutR => vec![Way::TakeOn],
        // Settled where the proposals and the votes are.
        About::BeforeUnlock { .. } | About::VotesAtOnce { .. } | About::LateVote { .. } => vec![],
    }
}

/// The links along a circle.
fn links_of(nodes: &[RecordAt], records: &Records) -> Vec<Way> {
    let steps = nodes.iter().zip(nodes.iter().cycle().skip(1));
    let links = steps.flat_map(|(from, to)| {
        let links = records.all(Kind::Link).filter(|link| !link.is_removed());
        links.filter(move |link| link.text("from") == from.id.as_str() && link.text("to") == to.id.as_str())
    });
    links.map(|link| Way::RemoveLink { link: RecordAt::new(Kind::Link, link.id.clone()) }).collect()
}

impl Way {
    /// What its button says.
    pub fn label(&self, records: &Records, lang: Lang) -> String {
        match self {
            Way::KeepAnswering { column, .. } => {
                words::questions::keep_answering(lang, column_name(column.as_str(), records, lang))
            }
            Way::ChooseWhoAnswers => words::questions::choose_who_answers(lang).to_owned(),
            Way::ChooseWhoDoes => words::questions::choose_who_does(lang).to_owned(),
            Way::RemoveLink { link } => words::questions::remove_link(lang, title(link, records, lang)),
            Way::AddLink => words::questions::add_link(lang).to_owned(),
            Way::Restore { record } => words::questions::restore(lang, title(record, records, lang)),
            Way::LeaveRemoved { .. } => words::questions::leave_removed(lang).to_owned(),
            Way::KeepValue { .. } => words::questions::keep_value(lang).to_owned(),
            Way::KeepText { .. } => words::questions::keep_text(lang).to_owned(),
            Way::AddIndicator => words::questions::add_indicator(lang).to_owned(),
            Way::TakeOn => words::questions::take_on(lang).to_owned(),
        }
    }

    /// The act that settles it; nothing where the person has to choose on the object first.
    pub fn act(&self, records: &Records) -> Option<Act> {
        match self {
            Way::KeepAnswering { row, column } => keep_answering(row, column, records),
            Way::RemoveLink { link } => {
                Some(Act::new(Message::Unlink, vec![Edit::Remove { at: link.clone() }]))
            }
            Way::Restore { record } => Some(Act::restore(record.clone())),
            Way::LeaveRemoved { record } => Some(Act::remove(record.clone())),
            Way::KeepValue { at, value } => {
                let value = Some(value.clone()).filter(|value| value.as_str() != Some(""));
                Some(Act::set(at.clone(), value))
            }
            Way::KeepText { at, text } => {
                let shown = records.get(at.record.kind, &at.record.id)?.text(&at.field);
                let splice = Edit::Splice { at: at.clone(), delta: Delta::between(shown, text) };
                Some(Act::new(Message::Change, vec![splice, Edit::Settle { at: at.clone() }]))
            }
            Way::ChooseWhoAnswers | Way::ChooseWhoDoes | Way::AddLink | Way::AddIndicator | Way::TakeOn => {
                None
            }
        }
    }
}

/// Everybody else who answered stops answering; who also does it goes on doing it.
fn keep_answering(row: &RecordAt, keep: &RecordId, records: &Records) -> Option<Act> {
    let others =
        records.get(row.kind, &row.id)?.cells("cells").filter(|(column, _)| *column != keep.as_str());
    let edits = others.filter_map(|(column, cell)| {
        let left = match Cell::of(cell)? {
            Cell::A => "",
            Cell::AR => Cell::R.key(),
            Cell::R | Cell::C | Cell::I => return None,
        };
        Some(Edit::Set { at: row.cell("cells", column), value: Some(left.into()) })
    });
    Some(Act::new(Message::Change, edits.collect()))
}

/// What an object is called where it is spoken of: its title, name or first words; the two
/// ends of a link; nothing for what has no words yet.
pub fn title(at: &RecordAt, records: &Records, lang: Lang) -> String {
    records.get(at.kind, &at.id).map(|record| called(record, records, lang)).unwrap_or_default()
}

/// The fields that an object is called by, the first that says something.
pub const TITLES: [&str; 6] = ["title", "question", "name", "term", "institution", "text"];

/// The same for a record that may not be among them.
pub fn called(record: &Record, records: &Records, lang: Lang) -> String {
    if record.kind == Kind::Link || record.kind == Kind::Relation {
        let ends = ["from", "to"].map(|end| match record.reference(end) {
            Some(id) => title_of_any(&id, records, lang),
            None => String::new(),
        });
        return ends.join(" → ");
    }
    // What has no title of its own is called by whose it is.
    if let Kind::Vote | Kind::Dot | Kind::Acceptance | Kind::Member | Kind::Placement = record.kind {
        let whose = record.reference("organisation");
        return whose.map(|id| title_of_any(&id, records, lang)).unwrap_or_default();
    }
    let working = about::working_lang(records);
    let phrases = TITLES.iter().map(|field| Phrase::read(record, field));
    let found = phrases.into_iter().find(|phrase| !phrase.is_empty());
    found.map(|phrase| phrase.reads(lang, working).to_owned()).unwrap_or_default()
}

/// An end of a link or a relation: a node, an actor or an organisation.
fn title_of_any(id: &RecordId, records: &Records, lang: Lang) -> String {
    let kinds = [Kind::Node, Kind::Actor, Kind::Organisation];
    let found = kinds.into_iter().find(|kind| records.get(*kind, id).is_some());
    found.map(|kind| title(&RecordAt::new(kind, id.clone()), records, lang)).unwrap_or_default()
}

/// A column by its letters, or by its name where it has none.
fn column_name(column: &str, records: &Records, lang: Lang) -> String {
    let Some(id) = RecordId::parse(column) else { return column.to_owned() };
    let kinds = [Kind::Organisation, Kind::Body];
    let record = kinds.into_iter().find_map(|kind| records.get(kind, &id));
    match record.map(|record| record.text("short")) {
        Some("") => {
            record.map(|record| title(&RecordAt::new(record.kind, id), records, lang)).unwrap_or_default()
        }
        Some(short) => short.to_owned(),
        None => column.to_owned(),
    }
}

fn list(names: impl Iterator<Item = String>) -> String {
    names.collect::<Vec<_>>().join(", ")
}
