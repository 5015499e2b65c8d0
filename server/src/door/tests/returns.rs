//! A server loses its register, and its people come back.

use super::*;
use crate::last_word::LastWord;
use crate::scratch::Folder;
use shared::place_card::PlaceCard;

/// A town whose key of receipts is kept outside its data.
async fn town(folder: &Folder) -> Town {
    let mut town = Town::new().await;
    town.app = town.app.clone().remembering(last_word(&town, folder));
    town
}

fn last_word(town: &Town, folder: &Folder) -> LastWord {
    let file = folder.join("receipts.key");
    LastWord::beside(town.app.live.key().clone(), &file).expect("a file that can be read")
}

/// The same server, after its data folder was lost.
async fn emptied(town: &Town, folder: &Folder) -> Town {
    let register = Arc::new(MemoryRegister::default());
    let (log, key) = (Arc::new(MemoryLog::default()), town.app.live.key().clone());
    let live = Live::sealing(log, key, Arc::default()).await.expect("an empty log");
    let time = town.now.clone();
    let clock = Arc::new(move || time.load(Ordering::SeqCst));
    let app = App::new(register.clone(), live, OwnOrigin::new(None, false), clock);
    let app = app.remembering(last_word(town, folder));
    Town { app, register, now: town.now.clone(), board: town.board.clone() }
}

impl Browser {
    async fn card(&mut self, town: &Town) -> PlaceCard {
        self.get(town, "/api/me/cards").await.read::<Vec<PlaceCard>>().remove(0)
    }

    async fn comes_back(&mut self, town: &Town, card: &PlaceCard) -> Answer {
        self.post(town, "/api/me/return", serde_json::to_value(card).expect("plain data")).await
    }
}

#[tokio::test]
async fn a_partner_alone_comes_back_to_an_emptied_server_in_their_own_place() {
    let folder = Folder::new();
    let before = town(&folder).await;
    let mut awa = before.person(Role::Partner, "awa").await;
    let card = awa.card(&before).await;
    before.pass(90 * 24 * 60 * MINUTE_S);

    let after = emptied(&before, &folder).await;
    assert_eq!(awa.get(&after, &after.at("members")).await.problem(), Problem::NotHere);
    let mine: Membership = awa.comes_back(&after, &card).await.read();
    assert_eq!((mine.member.as_str(), mine.role), ("awa", Role::Partner));
    assert_eq!(mine.organisation, RecordId::parse("ministry"));
    assert_eq!((mine.board_name.as_str(), mine.name.as_str()), ("Eau pour tous", "awa"));
    assert_eq!(awa.get(&after, &after.at("members")).await.read::<Vec<MemberCard>>().len(), 1);
    // Asked twice, since the answer was lost.
    assert_eq!(awa.comes_back(&after, &card).await.status, StatusCode::OK);
}

#[tokio::test]
async fn nobody_rises_by_a_card() {
    let folder = Folder::new();
    let before = town(&folder).await;
    let mut sam = before.person(Role::Secretariat, "sam").await;
    let mut awa = before.person(Role::Secretariat, "awa").await;
    let as_secretariat = awa.card(&before).await;
    let becomes = json!({ "role": "observer", "organisation": null, "name": null, "function": null });
    let changed = sam.send(&before, Method::PATCH, &before.at("members/awa"), Some(becomes)).await;
    assert_eq!(changed.status, StatusCode::OK);

    let after = emptied(&before, &folder).await;
    let forged = PlaceCard { member: member("sam"), ..as_secretariat.clone() };
    assert_eq!(awa.comes_back(&after, &forged).await.problem(), Problem::LinkEnded);
    let mine: Membership = awa.comes_back(&after, &as_secretariat).await.read();
    assert_eq!(mine.role, Role::Observer);
}

#[tokio::test]
async fn whoever_was_removed_stays_out_of_the_emptied_server() {
    let folder = Folder::new();
    let before = town(&folder).await;
    let mut sam = before.person(Role::Secretariat, "sam").await;
    let mut awa = before.person(Role::Partner, "awa").await;
    let card = awa.card(&before).await;
    assert_eq!(awa.comes_back(&before, &card).await.status, StatusCode::OK, "they are there");
    assert_eq!(sam.delete(&before, &before.at("members/awa")).await.status, StatusCode::OK);
    assert_eq!(awa.comes_back(&before, &card).await.problem(), Problem::NotHere);

    let after = emptied(&before, &folder).await;
    assert_eq!(awa.comes_back(&after, &card).await.problem(), Problem::NotHere);
    assert!(after.app.register.members(&after.board).await.expect("a register").is_empty());
}

#[tokio::test]
async fn a_card_is_of_use_to_its_device_alone_and_while_the_key_is_the_same() {
    let folder = Folder::new();
    let before = town(&folder).await;
    let mut awa = before.person(Role::Partner, "awa").await;
    let mut mallory = before.person(Role::Observer, "mallory").await;
    let card = awa.card(&before).await;
    let after = emptied(&before, &folder).await;
    assert_eq!(mallory.comes_back(&after, &card).await.problem(), Problem::LinkEnded);
    assert_eq!(Browser::default().comes_back(&after, &card).await.problem(), Problem::LinkEnded);

    let with_another_key = Town::empty().await;
    assert_eq!(awa.comes_back(&with_another_key, &card).await.problem(), Problem::LinkEnded);
    after.pass(401 * 24 * 60 * MINUTE_S);
    assert_eq!(awa.comes_back(&after, &card).await.problem(), Problem::LinkEnded);
}

#[tokio::test]
async fn a_register_of_yesterday_does_not_let_in_whom_today_removed() {
    let folder = Folder::new();
    let town = town(&folder).await;
    let mut sam = town.person(Role::Secretariat, "sam").await;
    let mut awa = town.person(Role::Partner, "awa").await;
    let card = awa.card(&town).await;
    // Today she is removed; then yesterday's copy is brought back, in which she has her place.
    town.app.last_word.took(&town.board, &card.device);
    super::super::returns::keep_out(&town.app).await.expect("a register");
    assert_eq!(awa.get(&town, &town.at("members")).await.problem(), Problem::NotHere);
    assert_eq!(sam.get(&town, &town.at("members")).await.status, StatusCode::OK);
}

#[tokio::test]
async fn each_device_of_a_member_comes_back_by_its_own_card() {
    let folder = Folder::new();
    let before = town(&folder).await;
    let mut laptop = before.person(Role::Partner, "awa").await;
    let code: DeviceCode = laptop.post(&before, "/api/me/codes", json!(null)).await.read();
    let mut phone = Browser::default();
    let entered = phone.post(&before, "/api/me/codes/accept", json!({ "code": code.code })).await;
    assert_eq!(entered.status, StatusCode::OK);
    let cards = (laptop.card(&before).await, phone.card(&before).await);
    before.pass(MINUTE_S);

    let after = emptied(&before, &folder).await;
    assert_eq!(laptop.comes_back(&after, &cards.0).await.status, StatusCode::OK);
    let mine: Membership = phone.comes_back(&after, &cards.1).await.read();
    assert_eq!((mine.member.as_str(), mine.role), ("awa", Role::Partner));
    let cards: Vec<MemberCard> = phone.get(&after, &after.at("members")).await.read();
    assert_eq!((cards.len(), cards[0].devices.len()), (1, 2));
}

#[tokio::test]
async fn a_register_of_yesterday_is_without_the_member_whom_today_took_off() {
    let folder = Folder::new();
    let town = town(&folder).await;
    let mut sam = town.person(Role::Secretariat, "sam").await;
    town.person(Role::Partner, "awa").await;
    town.app.last_word.took_off(&town.board, &member("awa"));
    super::super::returns::keep_out(&town.app).await.expect("a register");
    let cards: Vec<MemberCard> = sam.get(&town, &town.at("members")).await.read();
    assert_eq!(cards.iter().map(|card| card.name.as_str()).collect::<Vec<_>>(), ["sam"]);
}

#[tokio::test]
async fn a_board_that_comes_back_older_than_what_was_decided_shows_what_is_so() {
    let folder = Folder::new();
    let before = town(&folder).await;
    let mut sam = before.person(Role::Secretariat, "sam").await;
    let mut awa = before.person(Role::Partner, "awa").await;
    let mut ben = before.person(Role::Partner, "ben").await;
    let cards = (sam.card(&before).await, awa.card(&before).await, ben.card(&before).await);
    let older = sam.get(&before, &before.at("document")).await.body;
    let observer = json!({ "role": "observer", "organisation": null, "name": null, "function": null });
    let lowered = sam.send(&before, Method::PATCH, &before.at("members/awa"), Some(observer)).await;
    assert_eq!(lowered.status, StatusCode::OK);
    assert_eq!(sam.delete(&before, &before.at("members/ben")).await.status, StatusCode::OK);

    let after = emptied(&before, &folder).await;
    assert_eq!(sam.comes_back(&after, &cards.0).await.status, StatusCode::OK);
    let document = file::read(&older).expect("a file").document;
    let carried: Carried = sam.carry(&after, &after.board, document).await.read();
    assert_eq!(carried.refused, []);
    let mine: Membership = awa.comes_back(&after, &cards.1).await.read();
    assert_eq!(mine.role, Role::Observer);
    assert_eq!(ben.comes_back(&after, &cards.2).await.problem(), Problem::NotHere);

    let export: Value = sam.get(&after, &after.at("export")).await.read();
    let shown = &export["sections"]["people"]["members"];
    assert_eq!(shown["awa"], json!({ "role": "observer" }));
    assert_eq!(shown["sam"]["role"], "secretariat");
    assert!(shown["ben"]["removed"].is_object());
}
