//! Answers from the whole of a board: begun, opened from a file, saved as one, handed over.

use super::{Answered, Asks, News, read_kept, unkept};
use crate::browser;
use crate::core::{BoardEvent, not_here};
use crate::door;
use crate::kept::{self, Belonging, Chunk, Document};
use crate::open::card;
use crate::store::Write;
use crate::taster;
use shared::act::{Act, Edit, Message};
use shared::board::Board;
use shared::compare;
use shared::delta::Delta;
use shared::desk::{Answer, Person, Start, Unanswered, Whole};
use shared::door::{Carried, Problem, Role};
use shared::file;
use shared::ids::{BoardId, MemberId};
use shared::lang::Lang;
use shared::record::{RecordAt, Scalar};
use shared::sections::Kind;
use shared::wire::payload;

impl Asks {
    /// Answers what the whole of a board is needed for. `document` is the open board's, where it is about
    /// that one.
    pub async fn answer_from_whole(&self, whole: Whole, document: Option<Vec<u8>>) -> Answered {
        let mut news = vec![];
        let answer = match whole {
            Whole::Create { name, person, working, start } => {
                self.create(&name, person, working, start).await
            }
            Whole::OpenFile { bytes } => self.open_file(&bytes, &mut news).await,
            Whole::SaveCopy { board } => self.save_copy(&board, document).await,
            Whole::Export { board } => self.export(&board, document).await,
            Whole::RefusedWork { board } => self.refused_work(&board).await,
            Whole::HandOver { board } => self.hand_over(board, &mut news).await,
        };
        Answered { answer, news }
    }

    async fn create(
        &self,
        name: &str,
        person: Person,
        working: Lang,
        start: Start,
    ) -> Result<Answer, Unanswered> {
        if !self.store.lasts() {
            return Err(Unanswered::OnlineOnly);
        }
        let id = shared::wire::board_id(browser::random());
        let belonging = Belonging {
            member: MemberId::from_random(browser::random()),
            role: Role::Secretariat,
            organisation: None,
            name: person.name,
            function: person.function,
            shared: false,
        };
        let mut board = Board::new(browser::random(), Some(&belonging.member));
        let now = browser::now_ms().div_euclid(1000);
        for act in first_acts(name, working, start).await? {
            // Names are bounded by the page; one too large is left out rather than the board.
            let _ = board.perform(&act, now);
        }
        let writes = [
            kept::belonging(&belonging),
            kept::card(&card(&id, &belonging, board.records(), now)),
            kept::names(&[belonging.card()]),
            Chunk::snapshot(&board).write(),
        ];
        self.store.write(&id, &writes).await.map_err(unkept)?;
        Ok(Answer::Created(id))
    }

    async fn open_file(&self, bytes: &[u8], news: &mut Vec<News>) -> Result<Answer, Unanswered> {
        if !self.store.lasts() {
            return Err(Unanswered::OnlineOnly);
        }
        if !taster::is_digestible(bytes).await {
            return Err(Unanswered::NotABoard);
        }
        let file = file::read(bytes).map_err(|error| match error {
            file::FileError::Newer => Unanswered::Newer,
            file::FileError::NotABoard | file::FileError::TooLarge => Unanswered::NotABoard,
        })?;
        let changes = payload::changes([file.document]).map_err(|_| Unanswered::NotABoard)?;
        let mut incoming = Board::new([0; 16], None);
        incoming.take(changes).map_err(|_| Unanswered::NotABoard)?;
        if incoming.is_newer() {
            return Err(Unanswered::Newer);
        }
        let id = file.board;
        let kept = read_kept(&self.store, &id).await.map_err(unkept)?;
        let document = self.document(&id).await?;
        let held = document.open([0; 16], None).map_err(|_| Unanswered::NotABoard)?;
        let fresh = incoming.changes_since(&known(&incoming, &held));
        let mut writes: Vec<Write> = fresh
            .iter()
            .map(|change| Chunk::change(change.hash(), change.raw_bytes().to_vec()).write())
            .collect();
        let added = writes.len() as u32;
        if kept.belonging.is_none() {
            let reader = Belonging {
                member: MemberId::from_random(browser::random()),
                role: Role::Observer,
                organisation: None,
                name: String::new(),
                function: String::new(),
                shared: false,
            };
            let now = browser::now_ms().div_euclid(1000);
            writes = vec![
                kept::card(&card(&id, &reader, incoming.records(), now)),
                kept::belonging(&reader),
                Chunk::snapshot(&incoming).write(),
            ];
        }
        self.store.write(&id, &writes).await.map_err(unkept)?;
        let brought = fresh.iter().map(|change| change.raw_bytes().to_vec()).collect();
        news.push(News { board: id.clone(), event: BoardEvent::Brought(brought) });
        Ok(Answer::Opened { board: id, carried: Carried { added, refused: vec![] } })
    }

    async fn document(&self, board: &BoardId) -> Result<Document, Unanswered> {
        let rows = self.store.rows(&Document::TABLES, board).await.map_err(unkept)?;
        Ok(Document::from_rows(rows))
    }

    /// The board as the device holds it, or as it is open.
    async fn board(&self, board: &BoardId, open: Option<Vec<u8>>) -> Result<Board, Unanswered> {
        let unread = |_| Unanswered::NotABoard;
        match open {
            Some(document) => Board::load(&document, [0; 16], None).map_err(unread),
            None => {
                let document = self.document(board).await?;
                if document.is_empty() {
                    return Err(not_here());
                }
                document.open([0; 16], None).map_err(unread)
            }
        }
    }

    async fn save_copy(&self, id: &BoardId, open: Option<Vec<u8>>) -> Result<Answer, Unanswered> {
        let board = self.board(id, open).await?;
        let name = file_name(&board, file::EXTENSION);
        Ok(Answer::File { name, bytes: file::write(id, &board.save()) })
    }

    async fn export(&self, id: &BoardId, open: Option<Vec<u8>>) -> Result<Answer, Unanswered> {
        let board = self.board(id, open).await?;
        let json = shared::export::open_json(board.records(), &board.heads());
        let bytes = serde_json::to_vec_pretty(&json).map_err(|_| Unanswered::NotABoard)?;
        Ok(Answer::File { name: file_name(&board, "json"), bytes })
    }

    /// The board as it would be with the work that the table did not take.
    fn with_refused(document: &Document) -> Result<Board, Unanswered> {
        let mut board = document.open([0; 16], None).map_err(|_| Unanswered::NotABoard)?;
        for (_, chunk) in &document.refused {
            board.take_chunks(chunk).map_err(|_| Unanswered::NotABoard)?;
        }
        Ok(board)
    }

    /// Hands over what that work would change. The work itself stays on the device.
    async fn hand_over(&self, id: BoardId, news: &mut Vec<News>) -> Result<Answer, Unanswered> {
        let document = self.document(&id).await?;
        let without = document.open([0; 16], None).map_err(|_| Unanswered::NotABoard)?;
        let with = Self::with_refused(&document)?;
        let differences = compare::between(without.records(), with.records());
        // Written and taken back: there is nothing to read.
        if !differences.is_empty() {
            door::hand(&id, &differences).await.map_err(Unanswered::Door)?;
        }
        news.push(News { board: id, event: BoardEvent::Handed });
        Ok(Answer::Done)
    }

    async fn refused_work(&self, id: &BoardId) -> Result<Answer, Unanswered> {
        let board = Self::with_refused(&self.document(id).await?)?;
        let name = file_name(&board, file::EXTENSION);
        Ok(Answer::File { name, bytes: file::write(id, &board.save()) })
    }
}

/// What a new board begins with.
async fn first_acts(name: &str, working: Lang, start: Start) -> Result<Vec<Act>, Unanswered> {
    let about = RecordAt::single(Kind::About);
    match start {
        Start::Sample => {
            let sample = door::sample().await.map_err(Unanswered::Door)?;
            shared::sample::acts(&sample).map_err(|_| Unanswered::Door(Problem::NotUnderstood))
        }
        Start::Template(template) => {
            let template = door::template(template).await.map_err(Unanswered::Door)?;
            let acts = shared::sample::begin(&template, name, working);
            acts.map_err(|_| Unanswered::Door(Problem::NotUnderstood))
        }
        Start::Empty => Ok(vec![Act::new(
            Message::Write,
            vec![
                Edit::Splice { at: about.field("name"), delta: Delta::splice(0, 0, name) },
                Edit::Set { at: about.field("language"), value: Some(Scalar::from(working.code())) },
            ],
        )]),
    }
}

/// The heads of `one` that `other` has too, or nothing in common.
fn known(one: &Board, other: &Board) -> Vec<shared::board::ChangeHash> {
    other.heads().into_iter().filter(|head| one.has(&[*head])).collect()
}

/// The partnership's name as a file may be called.
fn file_name(board: &Board, extension: &str) -> String {
    let name = board.records().single(Kind::About).map(|about| about.text("name")).unwrap_or_default();
    let plain: String = name.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).take(60).collect();
    let name = plain.trim_matches('-');
    format!("{}.{extension}", if name.is_empty() { "tablee" } else { name })
}
