//! Minutes as a Markdown file: to send, to archive, to paste elsewhere. What people wrote is
//! escaped, so that it reads as they wrote it.

use crate::difference::Piece;
use crate::ids::RecordId;
use crate::lang::Lang;
use crate::meeting::clock::whole_minutes;
use crate::meeting::minutes::{Minutes, Point, Vote};
use crate::record::{RecordAt, Records};
use crate::sections::Kind;
use crate::sections::versions::Outcome;
use crate::tally::Choice;
use crate::told::Told;
use crate::{questions::settle::title, words};

/// When the meeting was, as this device's calendar and clock write it.
#[derive(Clone, Debug)]
pub struct When {
    pub day: String,
    pub from: String,
    pub until: String,
    /// A date of the document as this language writes it.
    pub date: fn(Lang, &str) -> String,
}

/// The whole file.
pub fn markdown(minutes: &Minutes, when: &When, records: &Records, lang: Lang) -> String {
    let page = Page { minutes, when, records, lang };
    let parts = [
        page.head(),
        page.attendance(),
        page.agenda(),
        page.decisions(),
        page.actions(),
        page.parked(),
        page.changes(),
        page.speaking(),
    ];
    let mut out = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n");
    out.push('\n');
    out
}

struct Page<'a> {
    minutes: &'a Minutes,
    when: &'a When,
    records: &'a Records,
    lang: Lang,
}

impl Page<'_> {
    fn name(&self, organisation: &RecordId) -> String {
        plain(&title(&RecordAt::new(Kind::Organisation, organisation.clone()), self.records, self.lang))
    }

    fn head(&self) -> String {
        let (lang, minutes, when) = (self.lang, self.minutes, self.when);
        let title = match minutes.title.trim() {
            "" => words::minutes::title(lang).to_owned(),
            title => words::minutes::title_of(lang, plain(title)),
        };
        let mut lines = vec![format!("# {title}"), String::new()];
        lines.push(match when.until.is_empty() {
            true => words::minutes::since(lang, &when.day, &when.from),
            false => words::minutes::from_until(lang, &when.day, &when.from, &when.until),
        });
        if !minutes.venue.trim().is_empty() {
            lines.push(String::new());
            lines.push(plain(&minutes.venue));
        }
        lines.join("\n")
    }

    fn attendance(&self) -> String {
        let (lang, attendance) = (self.lang, &self.minutes.attendance);
        let lines = attendance.seats.iter().map(|seat| {
            let name = self.name(&seat.organisation);
            match (seat.people(), seat.in_room) {
                (0, _) => words::minutes::absent_line(lang, name),
                (people, 0) => words::minutes::present_line(lang, u64::from(people), name),
                (people, room) => words::minutes::present_room_line(lang, u64::from(people), name, room),
            }
        });
        let lines = list(lines);
        let quorum = quorum_words(attendance, lang);
        section(words::minutes::attendance(lang), &format!("{lines}\n\n{quorum}"))
    }

    fn agenda(&self) -> String {
        let lang = self.lang;
        let head = format!(
            "| | {} | {} | {} | {} |\n|---|---|---|---|---|",
            words::minutes::point(lang),
            words::minutes::outcome(lang),
            words::minutes::planned(lang),
            words::minutes::held(lang)
        );
        let row = |(at, point): (usize, &Point)| {
            let held = if point.was_held {
                minutes_words(point.held, lang)
            } else {
                words::minutes::not_held(lang).to_owned()
            };
            let (title, outcome) = (plain(&point.title), plain(&point.outcome));
            format!("| {} | {title} | {outcome} | {} | {held} |", at + 1, minutes_words(point.planned, lang))
        };
        let rows = self.minutes.points.iter().enumerate().map(row).collect::<Vec<_>>().join("\n");
        if rows.is_empty() {
            return String::new();
        }
        section(words::minutes::agenda(lang), &format!("{head}\n{rows}"))
    }

    fn decisions(&self) -> String {
        let noted = self
            .minutes
            .decisions()
            .map(|point| format!("{} ({})", plain(&point.decided), plain(&point.title)));
        let voted = self.minutes.votes.iter().map(|vote| self.vote(vote));
        let all: Vec<String> = noted.chain(voted).collect();
        match all.is_empty() {
            true => section(words::minutes::decisions(self.lang), words::minutes::no_decisions(self.lang)),
            false => section(words::minutes::decisions(self.lang), &list(all.into_iter())),
        }
    }

    fn vote(&self, vote: &Vote) -> String {
        let lang = self.lang;
        let voices = vote.voices.iter().map(|(organisation, choice)| {
            words::minutes::named(lang, self.name(organisation), choice_words(*choice, lang))
        });
        let voices = voices.collect::<Vec<_>>().join(", ");
        let mut out = format!("{} – {}. {voices}", plain(&vote.title), outcome_words(vote.outcome, lang));
        for (organisation, reason) in &vote.reasons {
            let said = words::minutes::named(lang, self.name(organisation), plain(reason));
            out.push_str(&format!("\n  - {said}"));
        }
        out
    }

    fn actions(&self) -> String {
        let lang = self.lang;
        let lines = self.minutes.actions.iter().map(|todo| {
            let owner = match todo.owner_name.as_str() {
                "" => words::minutes::no_owner(lang).to_owned(),
                owner => plain(owner),
            };
            let due = match todo.due.as_str() {
                "" => words::minutes::no_date(lang).to_owned(),
                due => (self.when.date)(lang, due),
            };
            format!("[ ] {} ({owner}, {due})", plain(&todo.title))
        });
        match self.minutes.actions.is_empty() {
            true => String::new(),
            false => section(words::minutes::actions(lang), &list(lines)),
        }
    }

    fn parked(&self) -> String {
        let lines = self.minutes.parked.iter().map(|kept| match &kept.organisation {
            Some(organisation) => format!("{} ({})", plain(&kept.title), self.name(organisation)),
            None => plain(&kept.title),
        });
        match self.minutes.parked.is_empty() {
            true => String::new(),
            false => section(words::minutes::parked(self.lang), &list(lines)),
        }
    }

    fn changes(&self) -> String {
        let lines = self.minutes.changes.iter().map(|told| change_line(told, self.lang));
        match self.minutes.changes.is_empty() {
            true => section(words::minutes::changes(self.lang), words::minutes::no_changes(self.lang)),
            false => section(words::minutes::changes(self.lang), &list(lines)),
        }
    }

    fn speaking(&self) -> String {
        let Some(spoken) = &self.minutes.spoken else { return String::new() };
        let line = |(organisation, seconds): &(RecordId, u32)| {
            let time = minutes_words(whole_minutes(i64::from(*seconds)), self.lang);
            words::minutes::named(self.lang, self.name(organisation), time)
        };
        section(words::minutes::speaking(self.lang), &list(spoken.iter().map(line)))
    }
}

fn section(heading: &str, body: &str) -> String {
    format!("## {heading}\n\n{body}")
}

fn list(lines: impl Iterator<Item = String>) -> String {
    lines.map(|line| format!("- {line}")).collect::<Vec<_>>().join("\n")
}

fn minutes_words(minutes: i64, lang: Lang) -> String {
    words::minutes::minutes(lang, minutes)
}

/// Whether the table could decide, and by whom.
pub fn quorum_words(attendance: &crate::meeting::attendance::Attendance, lang: Lang) -> String {
    let (here, sectors) = (attendance.organisations(), attendance.sectors());
    let organisations_of = words::minutes::organisations_of(lang, attendance.seats.len(), u64::from(here));
    let sectors_of = words::minutes::sectors_of(lang, attendance.all_sectors(), u64::from(sectors));
    match (attendance.quorum, attendance.has_quorum()) {
        (0, _) if attendance.quorum_sectors == 0 => {
            words::minutes::no_quorum_rule(lang, organisations_of, sectors_of)
        }
        (_, true) => words::minutes::quorum(lang, organisations_of, sectors_of),
        (needed, false) if here < needed => words::minutes::quorum_missing(lang, u64::from(here), needed),
        (_, false) => words::minutes::sectors_missing(lang, u64::from(sectors), attendance.quorum_sectors),
    }
}

/// What became of a version.
pub fn outcome_words(outcome: Outcome, lang: Lang) -> &'static str {
    match outcome {
        Outcome::Open => words::minutes::vote_open(lang),
        Outcome::Adopted => words::minutes::adopted(lang),
        Outcome::NotAdopted => words::minutes::not_adopted(lang),
    }
}

/// What an organisation said.
pub fn choice_words(choice: Option<Choice>, lang: Lang) -> &'static str {
    match choice {
        Some(Choice::Approve) => words::minutes::approves(lang),
        Some(Choice::Reservations) => words::minutes::approves_with(lang),
        Some(Choice::Abstain) => words::minutes::abstains(lang),
        Some(Choice::Object) => words::minutes::objects(lang),
        Some(Choice::Proxy) => words::minutes::by_proxy(lang),
        None => words::minutes::no_voice(lang),
    }
}

/// The object, what became of it, and the words that went and came; an object that came or went is
/// named, and nothing more.
fn change_line(told: &Told, lang: Lang) -> String {
    let sign = told.sign.words(lang);
    if told.is_whole() {
        return format!("{} ({sign})", plain(&told.object(lang)));
    }
    let mut line = format!("{} ({sign})", plain(&told.lead));
    if !told.pieces.is_empty() {
        line.push_str(words::session::then(lang));
    }
    for piece in &told.pieces {
        match piece {
            Piece::Same(text) => line.push_str(&plain_inside(text)),
            Piece::Gone(text) => line.push_str(&marked("~~", text)),
            Piece::New(text) => line.push_str(&marked("**", text)),
        }
    }
    line
}

/// Marks stand against the words, never against a space beside them.
fn marked(mark: &str, text: &str) -> String {
    let words = text.trim();
    if words.is_empty() {
        return plain_inside(text);
    }
    let start = text.len() - text.trim_start().len();
    let (before, after) = (&text[..start], &text[start + words.len()..]);
    format!("{before}{mark}{}{mark}{after}", plain_inside(words)).replace('\n', " ")
}

/// What people wrote, on one line and without meaning for Markdown.
fn plain(text: &str) -> String {
    plain_inside(text.trim())
}

fn plain_inside(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\n' | '\r' | '\t' => out.push(' '),
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' => {
                out.push('\\');
                out.push(letter);
            }
            letter => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests;
