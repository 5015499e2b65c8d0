//! What is fetched only when it is first wanted: everything that asks the server, and whatever
//! reads or writes a whole board for somebody who asked. Opening a board and writing on it wait for
//! none of it.
//!
//! xtask cuts the module at these functions (see `client/page/src/parts.rs`). A part that cannot
//! be had is as good as no network.

use crate::asks::{Answered, Asks};
use crate::door;
use shared::desk::{Ask, Unanswered, Whole};
use shared::door::{MemberCard, Membership, Problem};
use shared::ids::BoardId;
use std::pin::Pin;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

type Asked<T> = Result<Pin<Box<dyn Future<Output = T>>>, SplitLoaderError>;

#[wasm_split(asks, fallible)]
fn asked(asks: Asks, ask: Ask) -> Asked<Answered> {
    Ok(Box::pin(async move { asks.answer(ask).await }))
}

#[wasm_split(whole, fallible)]
fn whole_asked(asks: Asks, whole: Whole, document: Option<Vec<u8>>) -> Asked<Answered> {
    Ok(Box::pin(async move { asks.answer_from_whole(whole, document).await }))
}

#[wasm_split(asks, fallible)]
fn met(asks: Asks) -> Asked<Result<(), Problem>> {
    Ok(Box::pin(async move { asks.meet().await.map(drop) }))
}

#[wasm_split(asks, fallible)]
fn place_asked(asks: Asks, board: BoardId) -> Asked<Result<Option<Membership>, Problem>> {
    Ok(Box::pin(async move { asks.place(&board).await }))
}

#[wasm_split(asks, fallible)]
fn places_kept(asks: Asks) -> Asked<()> {
    Ok(Box::pin(async move { asks.keep_places().await }))
}

#[wasm_split(asks, fallible)]
fn members_asked(board: BoardId) -> Asked<Result<Vec<MemberCard>, Problem>> {
    Ok(Box::pin(async move { door::members(&board).await }))
}

/// Answers a question of the page.
pub async fn answer(asks: Asks, ask: Ask, document: Option<Vec<u8>>) -> Answered {
    let asked = match ask {
        Ask::Whole(whole) => whole_asked(asks, whole, document).await,
        ask => asked(asks, ask).await,
    };
    match asked {
        Ok(answer) => answer.await,
        Err(_) => Answered { answer: Err(Unanswered::Door(Problem::Offline)), news: vec![] },
    }
}

/// Learns from the server which boards this device is a member of.
pub async fn meet(asks: Asks) -> Result<(), Problem> {
    met(asks).await.map_err(|_| Problem::Offline)?.await
}

/// This device's place on a board, as the server has it or lets it have it again.
pub async fn place(asks: Asks, board: &BoardId) -> Result<Option<Membership>, Problem> {
    place_asked(asks, board.clone()).await.map_err(|_| Problem::Offline)?.await
}

/// Keeps the server's word on this device's places, as it is now.
pub async fn keep_places(asks: Asks) {
    if let Ok(kept) = places_kept(asks).await {
        kept.await;
    }
}

/// Who is a member of a board, with names.
pub async fn members(board: &BoardId) -> Result<Vec<MemberCard>, Problem> {
    members_asked(board.clone()).await.map_err(|_| Problem::Offline)?.await
}
