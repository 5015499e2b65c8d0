//! Questions of the page that need the device's store or the server: one answer each. Those that
//! read or write a whole board are in `whole`.
//!
//! None of them touches the open board. A board that an answer creates is opened like any other;
//! what a file adds to the open one is handed to it by the driver.

mod whole;

use crate::browser;
use crate::core::{BoardEvent, not_here};
use crate::door;
use crate::kept::{self, Belonging, Kept};
use crate::store::{Store, StoreError};
use shared::desk::{Answer, Ask, BoardCard, Person, Unanswered};
use shared::door::{Acceptance, Founding, Membership, Problem};
use shared::ids::{BoardId, MemberId};
use shared::sort::sort_by_key;

/// What questions are answered from.
pub struct Asks {
    store: Store,
}

/// An answer, and what the open board should hear of it.
pub struct Answered {
    pub answer: Result<Answer, Unanswered>,
    pub news: Vec<News>,
}

/// Something that happened to a board while a question was answered.
pub struct News {
    pub board: BoardId,
    pub event: BoardEvent,
}

/// What the device knows of a board, its document aside.
pub async fn read_kept(store: &Store, board: &BoardId) -> Result<Kept, StoreError> {
    let rows = store.rows(&Kept::TABLES, board).await?;
    let [boards, readings, held] = rows.as_slice() else { return Ok(Kept::default()) };
    Ok(Kept::from_rows(boards, readings, held))
}

impl Asks {
    pub fn new(store: Store) -> Self {
        Self { store }
    }

    /// Answers what is asked of the server, or of what the device knows of its boards.
    pub async fn answer(&self, ask: Ask) -> Answered {
        let mut news = vec![];
        let answer = self.find_answer(ask).await;
        if let Ok(Answer::Joined(membership)) = &answer {
            news.push(News::place(membership));
        }
        if let Ok(Answer::Memberships(memberships)) = &answer {
            news.extend(memberships.iter().map(News::place));
        }
        Answered { answer, news }
    }

    async fn find_answer(&self, ask: Ask) -> Result<Answer, Unanswered> {
        match ask {
            Ask::Boards => self.boards().await,
            Ask::Look { secret } => told(door::look(secret).await.map(Answer::Offer)),
            Ask::Join { secret, person } => self.join(secret, person).await,
            Ask::Waiting => told(door::waiting().await.map(Answer::Waiting)),
            Ask::WalkOff { board } => done(door::leave(board).await),
            Ask::Meet => told(self.meet().await.map(Answer::Memberships)),
            Ask::WayBack { board, member } => told(door::way_back(&board, &member).await.map(Answer::Link)),
            Ask::Waiters { board } => told(door::waiters(&board).await.map(Answer::Waiters)),
            Ask::Decide { board, waiter, decision } => done(door::decide(&board, &waiter, &decision).await),
            Ask::Share { board, secret } => self.share(board, secret).await,
            Ask::Leave { board } => self.leave(board).await,
            Ask::Handed { board } => told(door::handed(&board).await.map(Answer::Handed)),
            Ask::PutAway { board, id } => done(door::put_away(&board, &id).await),
            Ask::Members { board } => told(door::members(&board).await.map(Answer::Members)),
            Ask::ChangeMember { board, member, change } => {
                told(door::change_member(&board, &member, &change).await.map(Answer::Member))
            }
            Ask::RemoveMember { board, member } => done(door::remove_member(&board, &member).await),
            Ask::RemoveDevice { board, member, device } => {
                done(door::remove_device(&board, &member, &device).await)
            }
            Ask::Invitations { board } => told(door::invitations(&board).await.map(Answer::Invitations)),
            Ask::Invite { board, invitation } => {
                told(door::invite(&board, &invitation).await.map(Answer::Link))
            }
            Ask::CloseInvitation { board, id } => done(door::close_invitation(&board, &id).await),
            Ask::Tickets { board } => told(door::tickets(&board).await.map(Answer::Tickets)),
            Ask::NewTicket { board } => told(door::new_ticket(&board).await.map(Answer::Ticket)),
            Ask::CloseTicket { board, id } => done(door::close_ticket(&board, &id).await),
            Ask::NewCode => told(door::new_code().await.map(Answer::Code)),
            Ask::EnterCode { code } => self.enter_code(code).await,
            // Answered from the whole of a board (`whole`), or by the open board itself.
            Ask::Whole(_) | Ask::Novelties { .. } | Ask::Adopted { .. } => Err(not_here()),
        }
    }

    /// Learns from the server which boards this device is a member of, and tells it which were
    /// left while there was no network. Names that this device keeps are those of now.
    pub async fn meet(&self) -> Result<Vec<Membership>, Problem> {
        let memberships = door::me().await?;
        for membership in memberships.clone() {
            let kept = read_kept(&self.store, &membership.board).await.unwrap_or_default();
            if kept.is_leaving {
                if door::leave(membership.board.clone()).await.is_ok() {
                    let _ = self.store.write(&membership.board, &kept::wipe()).await;
                }
                continue;
            }
            let board = membership.board.clone();
            let _ = self.belong(membership, kept.card).await;
            if !kept.names.is_empty()
                && let Ok(members) = door::members(&board).await
            {
                let _ = self.store.write(&board, &[kept::names(&members)]).await;
            }
        }
        self.keep_places().await;
        Ok(memberships)
    }

    /// Keeps the server's word on this device's places. Without an answer those of the last time stay.
    pub async fn keep_places(&self) {
        for card in door::cards().await.unwrap_or_default() {
            let _ = self.store.write(&card.board, &[kept::place(&card)]).await;
        }
    }

    /// Where this device belongs on a board, as the server knows it; or as it believes the card that
    /// this device kept, if it has lost that.
    ///
    /// # Errors
    /// No answer, or none that says so.
    pub async fn place(&self, board: &BoardId) -> Result<Option<Membership>, Problem> {
        let memberships = match door::me().await {
            Ok(memberships) => memberships,
            Err(Problem::NotHere | Problem::NotAllowed) => vec![],
            Err(why) => return Err(why),
        };
        if let Some(mine) = memberships.into_iter().find(|membership| membership.board == *board) {
            return Ok(Some(mine));
        }
        let kept = read_kept(&self.store, board).await.unwrap_or_default();
        match kept.place.filter(|_| !kept.is_leaving) {
            Some(card) => match door::come_back(&card).await {
                Ok(membership) => Ok(Some(membership)),
                Err(Problem::Offline | Problem::CannotStore | Problem::TooMany) => Err(Problem::Offline),
                Err(_) => Ok(None), // it knows better than the card
            },
            None => Ok(None),
        }
    }

    async fn boards(&self) -> Result<Answer, Unanswered> {
        let mut cards = self.cards().await?;
        if cards.is_empty() {
            // A new device, or one that keeps nothing: the server may know it.
            let _ = self.meet().await;
            cards = self.cards().await?;
        }
        sort_by_key(&mut cards, |card| std::cmp::Reverse(card.changed));
        Ok(Answer::Boards(cards))
    }

    async fn cards(&self) -> Result<Vec<BoardCard>, Unanswered> {
        let mut cards = vec![];
        for board in self.store.boards().await.map_err(unkept)? {
            cards.extend(read_kept(&self.store, &board).await.map_err(unkept)?.card);
        }
        Ok(cards)
    }

    async fn join(&self, secret: String, person: Person) -> Result<Answer, Unanswered> {
        let acceptance = Acceptance {
            secret,
            member: MemberId::from_random(browser::random()),
            name: person.name,
            function: person.function,
        };
        let membership = match door::accept(&acceptance).await.map_err(Unanswered::Door)? {
            door::Accepted::In(membership) => membership,
            door::Accepted::Waits(waiting) => return Ok(Answer::Waits(waiting)),
        };
        let kept = read_kept(&self.store, &membership.board).await.unwrap_or_default();
        self.belong(membership.clone(), kept.card).await?;
        self.keep_places().await;
        Ok(Answer::Joined(membership))
    }

    async fn share(&self, board: BoardId, secret: String) -> Result<Answer, Unanswered> {
        let kept = read_kept(&self.store, &board).await.map_err(unkept)?;
        let Some(belonging) = kept.belonging else { return Err(not_here()) };
        let founding = Founding {
            secret,
            board,
            board_name: kept.card.as_ref().map(|card| card.name.clone()).unwrap_or_default(),
            member: belonging.member,
            name: belonging.name,
            function: belonging.function,
        };
        let membership = door::found(&founding).await.map_err(Unanswered::Door)?;
        self.belong(membership.clone(), kept.card).await?;
        self.keep_places().await;
        Ok(Answer::Joined(membership))
    }

    async fn enter_code(&self, code: String) -> Result<Answer, Unanswered> {
        let memberships = door::enter_code(code).await.map_err(Unanswered::Door)?;
        for membership in &memberships {
            let kept = read_kept(&self.store, &membership.board).await.unwrap_or_default();
            self.belong(membership.clone(), kept.card).await?;
        }
        self.keep_places().await;
        Ok(Answer::Memberships(memberships))
    }

    /// Notes this device's place on a board, as the server gave it. Its name too, unless this
    /// device has something newer that the table has not heard.
    async fn belong(&self, membership: Membership, card: Option<BoardCard>) -> Result<(), Unanswered> {
        let board = membership.board.clone();
        let ahead = card.as_ref().filter(|card| card.to_share > 0 || !card.shared);
        let name = ahead.map_or(&membership.board_name, |card| &card.name).clone();
        let card = BoardCard {
            board: board.clone(),
            name,
            seats: card.as_ref().map(|card| card.seats.clone()).unwrap_or_default(),
            role: membership.role,
            to_share: card.as_ref().map_or(0, |card| card.to_share),
            shared: true,
            changed: card.as_ref().map_or(browser::now_ms().div_euclid(1000), |card| card.changed),
        };
        let writes = [kept::belonging(&membership.into()), kept::card(&card), kept::stays()];
        self.store.write(&board, &writes).await.map_err(unkept)
    }

    /// Wipes the board. If the server cannot be told now, it is told when it is met again.
    async fn leave(&self, board: BoardId) -> Result<Answer, Unanswered> {
        let kept = read_kept(&self.store, &board).await.map_err(unkept)?;
        let is_known = kept.belonging.is_some_and(|belonging| belonging.shared);
        let mut writes = kept::wipe();
        if is_known && matches!(door::leave(board.clone()).await, Err(Problem::Offline)) {
            writes.push(kept::leaving());
        }
        self.store.write(&board, &writes).await.map_err(unkept)?;
        Ok(Answer::Done)
    }
}

impl News {
    fn place(membership: &Membership) -> Self {
        let belonging = Belonging::from(membership.clone());
        Self { board: membership.board.clone(), event: BoardEvent::Place(Some(belonging)) }
    }
}

fn told(answer: Result<Answer, Problem>) -> Result<Answer, Unanswered> {
    answer.map_err(Unanswered::Door)
}

fn done(answer: Result<(), Problem>) -> Result<Answer, Unanswered> {
    told(answer.map(|()| Answer::Done))
}

fn unkept(error: StoreError) -> Unanswered {
    match error {
        StoreError::NoRoom | StoreError::Refused => Unanswered::NoRoom,
    }
}
