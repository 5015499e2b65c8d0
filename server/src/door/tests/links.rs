//! Links: what they offer, how they are used up, and how they end.

use super::*;

#[tokio::test]
async fn an_invitation_says_what_it_offers_and_is_used_up_by_accepting() {
    let town = Town::new().await;
    let secret = town.secret(Some(&town.board), Role::Partner).await;
    let mut awa = Browser::default();
    for _ in 0..2 {
        let offer: Offer = awa.post(&town, "/api/invitations/look", json!({ "secret": secret })).await.read();
        assert_eq!((offer.board_name.as_str(), offer.role), ("Eau pour tous", Role::Partner));
        assert_eq!(offer.organisation_name, "Ministère");
    }
    let mine: Membership = awa.accept(&town, &secret, "awa").await.read();
    assert_eq!((mine.role, mine.organisation), (Role::Partner, RecordId::parse("ministry")));

    let mut ben = Browser::default();
    let used = ben.accept(&town, &secret, "ben").await;
    assert_eq!((used.status, used.problem()), (StatusCode::GONE, Problem::LinkEnded));
    let looked = ben.post(&town, "/api/invitations/look", json!({ "secret": secret })).await;
    assert_eq!(looked.problem(), Problem::LinkEnded);
    assert!(ben.cookie.is_none());
}

#[tokio::test]
async fn whoever_follows_a_link_to_a_board_they_are_on_uses_nothing_up() {
    let town = Town::new().await;
    let mut awa = town.person(Role::Observer, "awa").await;
    let secret = town.secret(Some(&town.board), Role::Partner).await;
    let again: Membership = awa.accept(&town, &secret, "awa-2").await.read();
    assert_eq!((again.member.as_str(), again.role), ("awa", Role::Observer));
    assert_eq!(Browser::default().accept(&town, &secret, "ben").await.status, StatusCode::OK);
}

/// The network goes after the request and before the answer.
#[tokio::test]
async fn whoever_did_not_hear_the_answer_asks_again_and_is_in() {
    let town = Town::new().await;
    let secret = town.secret(Some(&town.board), Role::Partner).await;
    let look = json!({ "secret": secret });
    let mut awa = Browser::default();
    assert_eq!(awa.post(&town, "/api/invitations/look", look.clone()).await.status, StatusCode::OK);
    let accept = json!({ "secret": secret, "member": "awa", "name": "Awa", "function": "" });
    let unheard = awa.request(Method::POST, "/api/invitations/accept", Some(accept.clone()));
    assert_eq!(town.send(unheard).await.status, StatusCode::OK);

    let mut ben = Browser::default();
    assert_eq!(ben.post(&town, "/api/invitations/look", look.clone()).await.problem(), Problem::LinkEnded);
    let offer: Offer = awa.post(&town, "/api/invitations/look", look).await.read();
    assert_eq!(offer.board, Some(town.board.clone()));
    let mine: Membership = awa.post(&town, "/api/invitations/accept", accept).await.read();
    assert_eq!(mine.member.as_str(), "awa");
    let cards: Vec<MemberCard> = awa.get(&town, &town.at("members")).await.read();
    assert_eq!((cards.len(), cards[0].devices.len()), (1, 1));
}

#[tokio::test]
async fn the_secretariat_invites_and_closes_what_it_invited() {
    let town = Town::new().await;
    let mut sam = town.person(Role::Secretariat, "sam").await;
    let mut awa = town.person(Role::Partner, "awa").await;
    let invite = |organisation: Value, uses: u32| json!({ "role": "partner", "organisation": organisation, "organisation_name": "Régie", "uses": uses, "days": 7 });
    assert_eq!(
        awa.post(&town, &town.at("invitations"), invite(json!("o1"), 1)).await.problem(),
        Problem::NotAllowed
    );
    let nameless = sam.post(&town, &town.at("invitations"), invite(json!(null), 1)).await;
    assert_eq!(nameless.problem(), Problem::NotUnderstood);
    let many = sam.post(&town, &town.at("invitations"), invite(json!("o1"), 101)).await;
    assert_eq!(many.problem(), Problem::NotUnderstood);

    let made: NewLink = sam.post(&town, &town.at("invitations"), invite(json!("o1"), 5)).await.read();
    let secret = made.path.strip_prefix("/rejoindre#").expect("a path").to_owned();
    assert_eq!(Browser::default().accept(&town, &secret, "ben").await.status, StatusCode::OK);
    let listed: Vec<Invitation> = sam.get(&town, &town.at("invitations")).await.read();
    assert!(listed.iter().any(|one| one.id == made.invitation.id && one.uses_left == 4));
    let closed = sam.delete(&town, &town.at(&format!("invitations/{}", made.invitation.id))).await;
    assert_eq!(closed.status, StatusCode::OK);
    let late = Browser::default().accept(&town, &secret, "cleo").await;
    assert_eq!(late.problem(), Problem::LinkEnded);
}

#[tokio::test]
async fn a_link_ends_with_its_days() {
    let town = Town::new().await;
    let secret = town.secret(Some(&town.board), Role::Observer).await;
    town.pass(3600);
    let late = Browser::default().accept(&town, &secret, "awa").await;
    assert_eq!(late.problem(), Problem::LinkEnded);
}

#[tokio::test]
async fn a_founder_link_brings_one_new_board() {
    let town = Town::new().await;
    let secret = town.secret(None, Role::Secretariat).await;
    let founding = |board: &str| json!({ "secret": secret, "board": board, "board_name": "Forêt", "member": "fay", "name": "Fay", "function": "" });
    let mut fay = Browser::default();
    let taken = fay.post(&town, "/api/founding", founding(town.board.as_str())).await;
    assert_eq!(taken.problem(), Problem::NotAllowed);
    let mine: Membership = fay.post(&town, "/api/founding", founding(NEW_BOARD)).await.read();
    assert_eq!((mine.board_name.as_str(), mine.role), ("Forêt", Role::Secretariat));
    let again: Membership = fay.post(&town, "/api/founding", founding(NEW_BOARD)).await.read();
    assert_eq!(again, mine);
    let other = Browser::default().post(&town, "/api/founding", founding(NEW_BOARD)).await;
    assert_eq!(other.problem(), Problem::LinkEnded);
}

#[tokio::test]
async fn whoever_guesses_links_waits() {
    let town = Town::new().await;
    let mut guesser = Browser::default();
    let mut answers = Vec::new();
    for n in 0..21 {
        let secret = format!("{n:032}");
        answers.push(guesser.post(&town, "/api/invitations/look", json!({ "secret": secret })).await.status);
    }
    assert_eq!(answers[19], StatusCode::GONE);
    assert_eq!(answers[20], StatusCode::TOO_MANY_REQUESTS);
    town.pass(MINUTE_S);
    let secret = town.secret(Some(&town.board), Role::Observer).await;
    assert_eq!(guesser.accept(&town, &secret, "awa").await.status, StatusCode::OK);
}
