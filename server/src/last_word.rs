//! The server's last word on places, kept beside the key of receipts and so outside the data
//! folder: which devices and members lost theirs, and what a member's role became.
//!
//! Where the register is lost, place cards let people in again; a card may be older than what was
//! decided after it. Lines of text, only ever added, the later one counts:
//!
//! ```text
//! <name of a device on a board, or of a member> gone
//! <name of a member of a board> partner <organisation>
//! ```
//! Names are keyed digests: the file tells nobody who is meant. Without a file (the key in the
//! database alone) nothing of this outlives the register, and nothing else does either.

use shared::door::Role;
use shared::ids::{BoardId, MemberId, RecordId};
use shared::receipt::ReceiptKey;
use std::collections::{HashMap, HashSet};
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

#[derive(Debug)]
pub struct LastWord {
    key: ReceiptKey,
    file: Option<PathBuf>,
    said: Mutex<Said>,
}

#[derive(Debug, Default)]
struct Said {
    gone: HashSet<String>,
    roles: HashMap<String, Standing>,
}

/// What a member became.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    pub role: Role,
    pub organisation: Option<RecordId>,
}

impl LastWord {
    /// In memory alone.
    pub fn unwritten(key: ReceiptKey) -> Self {
        Self { key, file: None, said: Mutex::default() }
    }

    /// In a file beside the key's.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn beside(key: ReceiptKey, key_file: &Path) -> io::Result<Self> {
        let mut name = key_file.as_os_str().to_owned();
        name.push(".places");
        let file = PathBuf::from(name);
        let text = match fs::read_to_string(&file) {
            Err(missing) if missing.kind() == io::ErrorKind::NotFound => String::new(),
            read => read?,
        };
        let mut said = Said::default();
        // A last line that a power cut broke off was never answered for.
        text.lines().for_each(|line| said.hear(line));
        Ok(Self { key, file: Some(file), said: Mutex::new(said) })
    }

    /// The device has no place at this board any more.
    pub fn took(&self, board: &BoardId, device: &str) {
        self.say(format!("{} gone", self.device(board, device)));
    }

    /// It has one again.
    pub fn gave(&self, board: &BoardId, device: &str) {
        if self.has_taken(board, device) {
            self.say(format!("{} back", self.device(board, device)));
        }
    }

    pub fn has_taken(&self, board: &BoardId, device: &str) -> bool {
        self.said.lock().expect("no holder panics").gone.contains(&self.device(board, device))
    }

    /// The member is no longer of this board, and nobody takes their id up again.
    pub fn took_off(&self, board: &BoardId, member: &MemberId) {
        if !self.has_taken_off(board, member) {
            self.say(format!("{} gone", self.member(board, member)));
        }
    }

    pub fn has_taken_off(&self, board: &BoardId, member: &MemberId) -> bool {
        self.said.lock().expect("no holder panics").gone.contains(&self.member(board, member))
    }

    /// The member is this from now on.
    pub fn became(&self, board: &BoardId, member: &MemberId, standing: &Standing) {
        if self.standing(board, member).as_ref() == Some(standing) {
            return;
        }
        let organisation = standing.organisation.as_ref().map_or("-", |id| id.as_str());
        self.say(format!("{} {} {organisation}", self.member(board, member), standing.role.key()));
    }

    /// What the member was at last, as far as that is known.
    pub fn standing(&self, board: &BoardId, member: &MemberId) -> Option<Standing> {
        self.said.lock().expect("no holder panics").roles.get(&self.member(board, member)).cloned()
    }

    fn device(&self, board: &BoardId, device: &str) -> String {
        self.key.name_of("tablee device", board, device).to_hex()
    }

    fn member(&self, board: &BoardId, member: &MemberId) -> String {
        self.key.name_of("tablee member", board, member.as_str()).to_hex()
    }

    fn say(&self, line: String) {
        let mut said = self.said.lock().expect("no holder panics");
        said.hear(&line);
        if let Some(file) = &self.file
            && let Err(error) = append(file, &line)
        {
            // The register holds all the same; this is for the day on which it is lost.
            tracing::error!(%error, at = %file.display(), "the last word on a place was not written down");
        }
    }
}

impl Said {
    fn hear(&mut self, line: &str) {
        let words: Vec<&str> = line.split(' ').collect();
        match words[..] {
            [name, "gone"] => drop(self.gone.insert(name.to_owned())),
            [name, "back"] => drop(self.gone.remove(name)),
            [name, role, organisation] => {
                let Some(role) = Role::from_key(role) else { return };
                let standing = Standing {
                    role,
                    organisation: RecordId::parse(organisation).filter(|_| organisation != "-"),
                };
                self.roles.insert(name.to_owned(), standing);
            }
            _ => {} // broken off, or of a later release
        }
    }
}

/// Adds a line that only the owner reads; it is on the disk when this returns.
fn append(file: &Path, line: &str) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut open = options.open(file)?;
    open.write_all(format!("{line}\n").as_bytes())?;
    open.sync_data()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scratch::Folder;

    fn board() -> BoardId {
        shared::wire::board_id([1; 16])
    }

    fn ana() -> MemberId {
        MemberId::parse("ana").unwrap()
    }

    fn open(folder: &Folder) -> LastWord {
        LastWord::beside(ReceiptKey::new([7; 32]), &folder.join("receipts.key")).unwrap()
    }

    #[test]
    fn what_was_decided_is_known_after_the_data_folder_is_lost() {
        let folder = Folder::new();
        let partner = Standing { role: Role::Partner, organisation: RecordId::parse("metro") };
        let word = open(&folder);
        word.took(&board(), "phone");
        word.took(&board(), "laptop");
        word.gave(&board(), "laptop");
        word.became(&board(), &ana(), &Standing { role: Role::Secretariat, organisation: None });
        word.became(&board(), &ana(), &partner);

        let word = open(&folder);
        assert!(word.has_taken(&board(), "phone") && !word.has_taken(&board(), "laptop"));
        assert!(!word.has_taken(&shared::wire::board_id([2; 16]), "phone"));
        assert_eq!(word.standing(&board(), &ana()), Some(partner));
        let binta = MemberId::parse("binta").unwrap();
        assert_eq!(word.standing(&board(), &binta), None);
        word.took_off(&board(), &binta);
        let word = open(&folder);
        assert!(word.has_taken_off(&board(), &binta) && !word.has_taken_off(&board(), &ana()));
    }

    #[test]
    fn the_file_tells_nobody_who_is_meant_and_a_broken_last_line_nothing() {
        let folder = Folder::new();
        open(&folder).took(&board(), "phone");
        let file = folder.join("receipts.key.places");
        let text = fs::read_to_string(&file).unwrap();
        assert!(!text.contains("phone") && !text.contains(board().as_str()), "{text}");
        fs::write(&file, format!("{text}0123456789ab go")).unwrap();
        assert!(open(&folder).has_taken(&board(), "phone"));
    }
}
