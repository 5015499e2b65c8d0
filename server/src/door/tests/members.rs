//! Members and their devices: who is there, as what, and how they go.

use super::*;

#[tokio::test]
async fn a_revoked_devices_cookie_opens_nothing_and_its_sockets_are_told() {
    let town = Town::new().await;
    let mut sam = town.person(Role::Secretariat, "sam").await;
    let mut awa = town.person(Role::Partner, "awa").await;
    let caller = town.app.admit(&awa.device_headers(), None).await.expect("an answer");
    assert!(town.app.who(&caller, &town.board).await.expect("an answer").is_some());
    let cards: Vec<MemberCard> = sam.get(&town, &town.at("members")).await.read();
    let device = cards.iter().find(|card| card.name == "awa").expect("a card").devices[0].id.clone();

    let mut standings = town.app.standings();
    let gone = sam.delete(&town, &town.at(&format!("members/awa/devices/{device}"))).await;
    assert_eq!(gone.status, StatusCode::OK);
    let told = standings.try_recv().expect("told");
    assert_eq!(told, Standing::Ended { board: town.board.clone(), caller: caller.clone() });
    assert!(town.app.who(&caller, &town.board).await.expect("an answer").is_none());
    assert_eq!(awa.get(&town, &town.at("members")).await.problem(), Problem::NotHere);
    assert_eq!(awa.get(&town, "/api/me").await.read::<Vec<Membership>>(), []);
    assert_eq!(awa.post(&town, "/api/me/codes/accept", json!({ "code": "zzzzzzzz" })).await.status, 410);
}

#[tokio::test]
async fn a_removed_member_is_nobody_here() {
    let town = Town::new().await;
    let mut sam = town.person(Role::Secretariat, "sam").await;
    let mut awa = town.person(Role::Partner, "awa").await;
    assert_eq!(awa.delete(&town, &town.at("members/sam")).await.problem(), Problem::NotAllowed);
    assert_eq!(sam.delete(&town, &town.at("members/awa")).await.status, StatusCode::OK);
    assert_eq!(awa.get(&town, &town.at("members")).await.problem(), Problem::NotHere);
    assert_eq!(sam.delete(&town, &town.at("members/awa")).await.problem(), Problem::NotHere);
    assert_eq!(sam.delete(&town, &town.at("members/sam")).await.problem(), Problem::LastSecretariat);
}

#[tokio::test]
async fn a_second_device_comes_in_by_a_code() {
    let town = Town::new().await;
    let mut laptop = town.person(Role::Partner, "awa").await;
    let code: DeviceCode = laptop.post(&town, "/api/me/codes", json!(null)).await.read();
    let typed = format!("{}-{}", &code.code[..4], code.code[4..].to_uppercase());
    let mut phone = Browser::default();
    let mine: Vec<Membership> =
        phone.post(&town, "/api/me/codes/accept", json!({ "code": typed })).await.read();
    assert_eq!(mine.len(), 1);
    assert_eq!(mine[0].member.as_str(), "awa");
    let cards: Vec<MemberCard> = phone.get(&town, &town.at("members")).await.read();
    assert_eq!(cards[0].devices.iter().map(|device| device.this).collect::<Vec<_>>().len(), 2);
    let used = Browser::default().post(&town, "/api/me/codes/accept", json!({ "code": typed })).await;
    assert_eq!(used.problem(), Problem::LinkEnded);
}

#[tokio::test]
async fn a_code_dies_after_five_wrong_tries() {
    let town = Town::new().await;
    let mut laptop = town.person(Role::Partner, "awa").await;
    let code: DeviceCode = laptop.post(&town, "/api/me/codes", json!(null)).await.read();
    let ending = if code.code.ends_with("zzzzz") { "yyyyy" } else { "zzzzz" };
    let wrong = json!({ "code": format!("{}{ending}", &code.code[..3]) });
    let mut phone = Browser::default();
    for _ in 0..5 {
        let answer = phone.post(&town, "/api/me/codes/accept", wrong.clone()).await;
        assert_eq!(answer.problem(), Problem::LinkEnded);
    }
    let right = phone.post(&town, "/api/me/codes/accept", json!({ "code": code.code })).await;
    assert_eq!(right.problem(), Problem::LinkEnded);
}

#[tokio::test]
async fn people_change_their_own_name_and_the_secretariat_their_role() {
    let town = Town::new().await;
    let mut sam = town.person(Role::Secretariat, "sam").await;
    let mut awa = town.person(Role::Partner, "awa").await;
    let awas = town.at("members/awa");
    let change = |role: &str, name: Value| json!({ "role": role, "organisation": "ministry", "name": name, "function": null });
    let named = awa.send(&town, Method::PATCH, &awas, Some(change("partner", json!("Awa D.")))).await;
    assert_eq!(named.read::<MemberCard>().name, "Awa D.");
    let of_eau =
        json!({ "role": "partner", "organisation": "ministry", "name": null, "function": "Hydrologue" });
    let called = awa.send(&town, Method::PATCH, &awas, Some(of_eau)).await;
    assert_eq!(called.read::<MemberCard>().function, "Hydrologue");
    let document = town.app.live.document(&town.board).await.expect("a document");
    let shown = board::Board::load(&document, [0; 16], None).expect("a board");
    let awa_shown =
        shown.records().get(Kind::Member, &RecordId::parse("awa").expect("an id")).expect("shown");
    assert_eq!(awa_shown.text("function"), "Hydrologue");
    let rises = awa.send(&town, Method::PATCH, &awas, Some(change("secretariat", json!(null)))).await;
    assert_eq!(rises.problem(), Problem::NotAllowed);
    let renames = sam.send(&town, Method::PATCH, &awas, Some(change("partner", json!("Eve")))).await;
    assert_eq!(renames.problem(), Problem::NotAllowed);

    let mut standings = town.app.standings();
    let made = sam.send(&town, Method::PATCH, &awas, Some(change("observer", json!("")))).await;
    let card = made.read::<MemberCard>();
    assert_eq!((card.role, card.name.as_str()), (Role::Observer, ""));
    assert!(matches!(standings.try_recv(), Ok(Standing::Changed { .. })));
    let sams = town.at("members/sam");
    let down = sam.send(&town, Method::PATCH, &sams, Some(change("partner", json!(null)))).await;
    assert_eq!(down.problem(), Problem::LastSecretariat);
}

#[tokio::test]
async fn devices_are_shown_to_oneself_and_the_secretariat() {
    let town = Town::new().await;
    let mut sam = town.person(Role::Secretariat, "sam").await;
    let mut awa = town.person(Role::Partner, "awa").await;
    let count = |cards: Vec<MemberCard>| {
        let mut counts: Vec<(String, usize)> =
            cards.into_iter().map(|card| (card.name, card.devices.len())).collect();
        counts.sort();
        counts
    };
    let seen = count(awa.get(&town, &town.at("members")).await.read());
    assert_eq!(seen, [("awa".to_owned(), 1), ("sam".to_owned(), 0)]);
    let seen = count(sam.get(&town, &town.at("members")).await.read());
    assert_eq!(seen, [("awa".to_owned(), 1), ("sam".to_owned(), 1)]);
}

#[tokio::test]
async fn leaving_forgets_the_device() {
    let town = Town::new().await;
    let mut sam = town.person(Role::Secretariat, "sam").await;
    let mut awa = town.person(Role::Partner, "awa").await;
    let board = json!({ "board": town.board });
    assert_eq!(awa.post(&town, "/api/me/leave", board.clone()).await.status, StatusCode::OK);
    assert_eq!(awa.get(&town, "/api/me").await.read::<Vec<Membership>>(), []);
    assert_eq!(sam.post(&town, "/api/me/leave", board).await.problem(), Problem::LastSecretariat);
}

#[tokio::test]
async fn a_membership_is_published_on_the_board_without_the_name() {
    let town = Town::new().await;
    let mut sam = town.person(Role::Secretariat, "sam").await;
    town.person(Role::Partner, "awa").await;
    let published = |export: Value| export["sections"]["people"]["members"].clone();
    let members = published(sam.get(&town, &town.at("export")).await.read());
    assert_eq!(members["awa"], json!({ "role": "partner", "organisation": "ministry" }));
    assert_eq!(members["sam"], json!({ "role": "secretariat" }));

    let observer = json!({ "role": "observer", "organisation": null });
    let changed = sam.send(&town, Method::PATCH, &town.at("members/awa"), Some(observer)).await;
    assert_eq!(changed.status, StatusCode::OK);
    let members = published(sam.get(&town, &town.at("export")).await.read());
    assert_eq!(members["awa"]["role"], "observer");
    assert_eq!(sam.delete(&town, &town.at("members/awa")).await.status, StatusCode::OK);
    let members = published(sam.get(&town, &town.at("export")).await.read());
    assert!(members["awa"]["removed"].is_object());
}
