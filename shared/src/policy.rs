//! Who may change what: one rule for both sides. The client enables controls by it, the
//! server judges by it what operations do.
//!
//! It knows roles, sections and whose a record is; never time, content or numbers of people.
//! Locks refuse nothing: what touches a locked section becomes a proposal (see the model).

use crate::act::{Act, Edit};
use crate::door::{Refusal, Role};
use crate::ids::{MemberId, RecordId};
use crate::record::{FieldAt, RecordAt, Records, Scalar, Value};
use crate::sections::{Kind, Section, comments, ideas};

/// What one operation does.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Touch {
    pub at: RecordAt,
    /// With `@lang` for a translation; nothing for the record as a whole.
    pub field: Option<String>,
    /// The cell, in a keyed field.
    pub key: Option<String>,
    pub verb: Verb,
    pub whose: Whose,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verb {
    Create,
    /// Splices a text, or lays down a translation's.
    Write,
    /// Sets or clears a scalar or a cell.
    Set,
    /// Softly.
    Remove,
    Restore,
    /// Takes away or replaces what others write in. Nobody may.
    Delete,
}

impl Verb {
    pub const ALL: [Verb; 6] =
        [Verb::Create, Verb::Write, Verb::Set, Verb::Remove, Verb::Restore, Verb::Delete];
}

/// Whose a record is, where that matters: for votes, acceptances and comments.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Whose {
    Everyones,
    /// It speaks for this organisation.
    Organisation(RecordId),
    /// This member wrote it.
    Member(MemberId),
}

impl Touch {
    pub fn of_record(at: RecordAt, verb: Verb) -> Self {
        Self { at, field: None, key: None, verb, whose: Whose::Everyones }
    }

    pub fn of_field(at: FieldAt, verb: Verb) -> Self {
        Self { at: at.record, field: Some(at.field), key: at.key, verb, whose: Whose::Everyones }
    }

    pub fn by(self, whose: Whose) -> Self {
        Self { whose, ..self }
    }

    pub fn section(&self) -> Section {
        self.at.kind.section()
    }
}

/// Who acts, by the server's membership and never by what a change says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// The server itself, which publishes memberships.
    Door,
    Member {
        member: MemberId,
        role: Role,
        /// The one that a partner represents.
        organisation: Option<RecordId>,
    },
}

/// Whether `who` may do it. `observers_comment` is the board's own setting.
///
/// # Errors
/// The reason of the refusal.
pub fn may(who: &Who, touch: &Touch, observers_comment: bool) -> Result<(), Refusal> {
    if touch.verb == Verb::Delete {
        return Err(Refusal::Deletes);
    }
    let (member, role, organisation) = match who {
        Who::Door => return Ok(()),
        Who::Member { member, role, organisation } => (member, *role, organisation.as_ref()),
    };
    match right(touch) {
        Right::Door => Err(Refusal::Role),
        Right::Secretariat if role == Role::Secretariat => Ok(()),
        Right::Secretariat => Err(Refusal::Role),
        Right::Content if role != Role::Observer => Ok(()),
        Right::Content => Err(Refusal::Role),
        Right::OwnOrganisation if role != Role::Partner => Err(Refusal::Role),
        Right::OwnOrganisation => match (&touch.whose, organisation) {
            (Whose::Organisation(whose), Some(own)) if whose == own => Ok(()),
            (Whose::Everyones | Whose::Organisation(_) | Whose::Member(_), _) => {
                Err(Refusal::OtherOrganisation)
            }
        },
        Right::Card if role == Role::Observer => Err(Refusal::Role),
        Right::Card => match &touch.whose {
            Whose::Organisation(whose) if role != Role::Partner || organisation != Some(whose) => {
                Err(Refusal::OtherOrganisation)
            }
            Whose::Organisation(_) | Whose::Everyones | Whose::Member(_) => Ok(()),
        },
        Right::OwnMembership if touch.at.id.as_str() == member.as_str() => Ok(()),
        Right::OwnMembership => Err(Refusal::Author),
        Right::OwnComment | Right::AnyComment if role == Role::Observer && !observers_comment => {
            Err(Refusal::Role)
        }
        Right::AnyComment => Ok(()),
        Right::OwnComment if touch.whose == Whose::Member(member.clone()) => Ok(()),
        Right::OwnComment => Err(Refusal::Author),
    }
}

/// Whether a touch of one member may arrive with another's delivery: content only. Then the
/// weaker of the two roles counts ([`weaker`]).
pub fn may_be_carried(touch: &Touch) -> bool {
    match right(touch) {
        Right::Content | Right::Card | Right::OwnMembership | Right::OwnComment | Right::AnyComment => true,
        Right::Door | Right::Secretariat | Right::OwnOrganisation => false,
    }
}

/// The author as far as the carrier's role reaches.
pub fn weaker(author: &Who, carrier: &Who) -> Who {
    match (author, carrier) {
        (Who::Member { member, role, organisation }, Who::Member { role: carriers, .. }) => Who::Member {
            member: member.clone(),
            role: (*role).min(*carriers),
            organisation: organisation.clone(),
        },
        (author, Who::Door) => author.clone(),
        // What the server wrote comes back by receipt, never on a member's word.
        (Who::Door, carrier @ Who::Member { .. }) => carrier.clone(),
    }
}

/// What a touch takes.
enum Right {
    Door,
    Secretariat,
    /// Secretariat and partners.
    Content,
    /// A partner, for the organisation they represent.
    OwnOrganisation,
    /// Secretariat and partners; in an organisation's name, only a partner of it.
    Card,
    /// The member whose record it is.
    OwnMembership,
    /// Whoever wrote it.
    OwnComment,
    /// Everybody who may comment.
    AnyComment,
}

fn right(touch: &Touch) -> Right {
    match touch.section() {
        // How far a question has come, and what was noted as its outcome, is the moderation's to say.
        Section::Decisions if is_of_process(touch) => Right::Secretariat,
        Section::About
        | Section::Vision
        | Section::Glossary
        | Section::Chain
        | Section::Context
        | Section::Resources
        | Section::Decisions
        | Section::Learning
        | Section::Outreach => Right::Content,
        Section::Roles if touch.at.kind == Kind::Acceptance => Right::OwnOrganisation,
        Section::Roles => Right::Content,
        // Rules are adopted by the table; the secretariat writes them down.
        Section::Governance if touch.at.kind == Kind::Rule => Right::Secretariat,
        Section::Governance => Right::Content,
        Section::Session => right_in_session(touch),
        Section::Organisations => Right::Secretariat,
        Section::Versions if touch.at.kind == Kind::Vote => Right::OwnOrganisation,
        Section::Versions => Right::Secretariat,
        Section::People => right_in_people(touch),
        Section::Comments => right_in_comments(touch),
    }
}

/// A decision's stage, its noted outcome and each voice that is noted with it. The empty map that
/// voices will stand in is laid down with the record, by whoever asks.
fn is_of_process(touch: &Touch) -> bool {
    match touch.field.as_deref() {
        Some("stage" | "noted" | "decided") => true,
        Some("voices") => touch.key.is_some(),
        Some(_) | None => false,
    }
}

/// The secretariat moderates. Ideas are everybody's to write and to group, points are one's own
/// organisation's to give.
fn right_in_session(touch: &Touch) -> Right {
    match (touch.at.kind, touch.field.as_deref()) {
        // What was said in the room is entered by the secretariat, and says so.
        (Kind::Idea, Some(ideas::IN_ROOM | ideas::HEARD_FROM)) => Right::Secretariat,
        (Kind::Idea, Some("place" | ideas::UNDER | ideas::BECAME)) => Right::Content,
        (Kind::Idea, _) => Right::Card,
        (Kind::IdeaGroup, _) => Right::Content,
        (Kind::Dot, _) => Right::OwnOrganisation,
        (_, _) => Right::Secretariat,
    }
}

/// A member says what they do; role and organisation are the door's to publish.
fn right_in_people(touch: &Touch) -> Right {
    match (touch.at.kind, touch.verb, touch.field.as_deref()) {
        (Kind::Member, Verb::Create, None) => Right::OwnMembership,
        (Kind::Member, Verb::Write | Verb::Set, Some("function")) => Right::OwnMembership,
        // Roles, organisations, actors, and who is removed.
        (_, _, _) => Right::Door,
    }
}

/// One's own text; anyone may resolve.
fn right_in_comments(touch: &Touch) -> Right {
    match (touch.verb, touch.field.as_deref()) {
        // Whose an imported comment was: whoever brings a board's file in says so.
        (_, Some(comments::SAID)) => Right::Secretariat,
        (Verb::Create, _) | (Verb::Set, Some("resolved")) => Right::AnyComment,
        (Verb::Write | Verb::Set | Verb::Remove | Verb::Restore | Verb::Delete, _) => Right::OwnComment,
    }
}

/// Whether `who` may perform the whole act on a board that reads as `records`.
///
/// # Errors
/// The reason of the first refusal.
pub fn may_perform(who: &Who, act: &Act, records: &Records) -> Result<(), Refusal> {
    let observers_comment = crate::sections::about::observers_comment(records);
    let mut touches = act.edits.iter().flat_map(|edit| touches(edit, who, records));
    touches.try_for_each(|touch| may(who, &touch, observers_comment))
}

/// What an edit would touch.
fn touches(edit: &Edit, who: &Who, records: &Records) -> Vec<Touch> {
    match edit {
        Edit::Create { at, values } => {
            let organisation = values.iter().find(|(field, _)| field == "organisation");
            let named = organisation.and_then(|(_, value)| match value {
                Value::Scalar(scalar) => RecordId::parse(scalar.as_str()?),
                Value::Text(_) | Value::Cells(_) => None,
            });
            let whose = whose(at, who, named);
            let whole = Touch::of_record(at.clone(), Verb::Create).by(whose.clone());
            let fields = values.iter().map(|(field, value)| {
                let verb = match value {
                    Value::Text(_) => Verb::Write,
                    Value::Scalar(_) | Value::Cells(_) => Verb::Set,
                };
                Touch::of_field(at.field(field), verb).by(whose.clone())
            });
            std::iter::once(whole).chain(fields).collect()
        }
        Edit::Set { at, value } => {
            let touch = Touch::of_field(at.clone(), Verb::Set);
            let before = known_whose(&at.record, records);
            let mut touches = vec![touch.clone().by(before.clone())];
            // Nobody may hand a vote to another organisation, or take one.
            if at.field == "organisation" {
                let named = value.as_ref().and_then(Scalar::as_str).and_then(RecordId::parse);
                touches.push(touch.by(whose(&at.record, who, named)));
            }
            touches
        }
        Edit::Splice { at, .. } | Edit::Settle { at } => {
            vec![Touch::of_field(at.clone(), Verb::Write).by(known_whose(&at.record, records))]
        }
        Edit::Remove { at } => {
            vec![Touch::of_record(at.clone(), Verb::Remove).by(known_whose(at, records))]
        }
        Edit::Restore { at } => {
            vec![Touch::of_record(at.clone(), Verb::Restore).by(known_whose(at, records))]
        }
    }
}

fn known_whose(at: &RecordAt, records: &Records) -> Whose {
    let organisation = records.get(at.kind, &at.id).and_then(|record| record.reference("organisation"));
    if at.kind.section() == Section::Comments {
        let by = records.get(at.kind, &at.id).and_then(|record| MemberId::parse(record.text(comments::BY)));
        return by.map_or(Whose::Everyones, Whose::Member);
    }
    match speaks_for_one(at.kind).then_some(organisation).flatten() {
        Some(organisation) => Whose::Organisation(organisation),
        None => Whose::Everyones,
    }
}

/// Whose a record is that `who` writes, naming an organisation in it or none.
fn whose(at: &RecordAt, who: &Who, named: Option<RecordId>) -> Whose {
    match (named, who) {
        (Some(organisation), _) if speaks_for_one(at.kind) => Whose::Organisation(organisation),
        (_, Who::Member { member, .. }) if at.kind.section() == Section::Comments => {
            Whose::Member(member.clone())
        }
        (_, Who::Door | Who::Member { .. }) => Whose::Everyones,
    }
}

/// Kinds whose records speak for one organisation, named in their field `organisation`.
pub fn speaks_for_one(kind: Kind) -> bool {
    matches!(kind, Kind::Acceptance | Kind::Vote | Kind::Idea | Kind::Dot)
}

#[cfg(test)]
mod tests;
