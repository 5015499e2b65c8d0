//! The waiting room and the way back, as people meet them.

use super::*;
use crate::admission::Whom;
use shared::compare::Difference;
use shared::door::{Handed, Waiter, Waiting};

impl Town {
    /// The secret of a link that asks for admission.
    async fn asking(&self, sena: &mut Browser, uses: u32) -> String {
        let asked = json!({ "role": "partner", "organisation": "ministry", "organisation_name": "Ministère",
                            "uses": uses, "days": 7, "admission": true });
        let made: NewLink = sena.post(self, &self.at("invitations"), asked).await.read();
        assert!(made.invitation.admission);
        made.path.split_once('#').expect("a secret").1.to_owned()
    }

    async fn waiters(&self, sena: &mut Browser) -> Vec<Waiter> {
        sena.get(self, &self.at("waiting")).await.read()
    }
}

#[tokio::test]
async fn whoever_waits_reads_nothing_and_a_board_that_is_not_there_looks_the_same() {
    let town = Town::new().await;
    let mut sena = town.person(Role::Secretariat, "sena").await;
    let secret = town.asking(&mut sena, 1).await;
    let mut ana = Browser::default();
    let offer: Offer = ana.post(&town, "/api/invitations/look", json!({ "secret": secret })).await.read();
    assert!(offer.admission);
    let answer = ana.accept(&town, &secret, "ana").await;
    assert_eq!(answer.status, StatusCode::ACCEPTED);
    let waiting: Waiting = answer.read();
    assert_eq!((waiting.board_name.as_str(), waiting.declined), ("Eau pour tous", None));

    assert!(ana.get(&town, "/api/me").await.read::<Vec<Membership>>().is_empty());
    for path in ["members", "waiting", "invitations", "tickets", "export", "document"] {
        let here = ana.get(&town, &town.at(path)).await;
        let nowhere = ana.get(&town, &format!("/api/boards/{NEW_BOARD}/{path}")).await;
        assert_eq!((here.status, here.body), (nowhere.status, nowhere.body), "{path}");
    }
    let caller = town.app.admit(&ana.device_headers(), None).await.expect("an answer");
    assert_eq!(town.app.who(&caller, &town.board).await.expect("an answer"), None);
    // And nobody but the secretariat lets anybody in.
    let waiter = town.waiters(&mut sena).await.remove(0).id;
    let at = town.at(&format!("waiting/{waiter}"));
    assert_eq!(ana.post(&town, &at, json!("admit")).await.problem(), Problem::NotHere);
    let mut binta = town.person(Role::Partner, "binta").await;
    assert_eq!(binta.post(&town, &at, json!("admit")).await.problem(), Problem::NotAllowed);
    assert_eq!(binta.get(&town, &town.at("waiting")).await.problem(), Problem::NotAllowed);
}

#[tokio::test]
async fn whoever_is_admitted_is_in_with_the_place_of_the_link() {
    let town = Town::new().await;
    let mut sena = town.person(Role::Secretariat, "sena").await;
    let secret = town.asking(&mut sena, 2).await;
    let mut standings = town.app.standings();
    let mut ana = Browser::default();
    ana.accept(&town, &secret, "ana").await;
    let rang = Standing::Rang { board: town.board.clone(), whom: Whom::Secretariat };
    assert_eq!(standings.recv().await, Ok(rang));

    let waiters = town.waiters(&mut sena).await;
    assert_eq!((waiters.len(), waiters[0].name.as_str()), (1, "ana"));
    // The answer was lost and asked for again: still the same person at the door.
    assert_eq!(ana.accept(&town, &secret, "ana-again").await.status, StatusCode::ACCEPTED);
    assert_eq!(town.waiters(&mut sena).await, waiters);
    let at = town.at(&format!("waiting/{}", waiters[0].id));
    assert_eq!(sena.post(&town, &at, json!("admit")).await.status, StatusCode::OK);
    let mine: Vec<Membership> = ana.get(&town, "/api/me").await.read();
    assert_eq!((mine[0].role, mine[0].organisation.clone()), (Role::Partner, RecordId::parse("ministry")));
    assert!(ana.get(&town, "/api/me/waiting").await.read::<Vec<Waiting>>().is_empty());
    let card: Vec<MemberCard> = ana.get(&town, &town.at("members")).await.read();
    assert!(card.iter().any(|card| card.name == "ana"));
}

#[tokio::test]
async fn whoever_is_declined_is_told_the_reason_and_may_leave() {
    let town = Town::new().await;
    let mut sena = town.person(Role::Secretariat, "sena").await;
    let secret = town.asking(&mut sena, 1).await;
    let mut ana = Browser::default();
    ana.accept(&town, &secret, "ana").await;
    let at = town.at(&format!("waiting/{}", town.waiters(&mut sena).await[0].id));
    let wordless = sena.post(&town, &at, json!({ "decline": " " })).await;
    assert_eq!(wordless.problem(), Problem::NotUnderstood);
    let declined = sena.post(&town, &at, json!({ "decline": "La séance est close." })).await;
    assert_eq!(declined.status, StatusCode::OK);
    assert!(town.waiters(&mut sena).await.is_empty());
    let told: Vec<Waiting> = ana.get(&town, "/api/me/waiting").await.read();
    assert_eq!(told[0].declined.as_deref(), Some("La séance est close."));
    assert_eq!(ana.accept(&town, &secret, "ana").await.problem(), Problem::LinkEnded);
    let leaves = json!({ "board": town.board });
    assert_eq!(ana.post(&town, "/api/me/leave", leaves.clone()).await.status, StatusCode::OK);
    assert!(ana.get(&town, "/api/me/waiting").await.read::<Vec<Waiting>>().is_empty());
    assert_eq!(ana.post(&town, "/api/me/leave", leaves).await.problem(), Problem::NotHere);
}

#[tokio::test]
async fn a_member_without_device_comes_back_as_the_same_member() {
    let town = Town::new().await;
    let mut sena = town.person(Role::Secretariat, "sena").await;
    let mut ana = town.person(Role::Partner, "ana").await;
    let cards: Vec<MemberCard> = sena.get(&town, &town.at("members")).await.read();
    let device = cards.iter().find(|card| card.name == "ana").expect("ana").devices[0].id.clone();
    sena.delete(&town, &town.at(&format!("members/ana/devices/{device}"))).await;
    assert_eq!(ana.get(&town, &town.at("members")).await.problem(), Problem::NotHere);

    let back = town.at("members/ana/return");
    let mut binta = town.person(Role::Partner, "binta").await;
    assert_eq!(binta.post(&town, &back, json!(null)).await.problem(), Problem::NotAllowed);
    let made: NewLink = sena.post(&town, &back, json!(null)).await.read();
    assert_eq!(made.invitation.returns, Some(member("ana")));
    let secret = made.path.split_once('#').expect("a secret").1;
    let mut phone = Browser::default();
    let offer: Offer = phone.post(&town, "/api/invitations/look", json!({ "secret": secret })).await.read();
    assert_eq!(offer.returns.as_deref(), Some("ana"));
    let nameless = json!({ "secret": secret, "member": "fresh", "name": "", "function": "" });
    let mine: Membership = phone.post(&town, "/api/invitations/accept", nameless).await.read();
    assert_eq!((mine.member, mine.name.as_str()), (member("ana"), "ana"));
    let other = Browser::default().accept(&town, secret, "jonas").await;
    assert_eq!(other.problem(), Problem::LinkEnded);
}

#[tokio::test]
async fn everybody_is_told_when_a_name_is_erased() {
    let town = Town::new().await;
    let mut sena = town.person(Role::Secretariat, "sena").await;
    town.person(Role::Partner, "ana").await;
    let mut standings = town.app.standings();
    let erased = json!({ "role": "partner", "organisation": "ministry", "name": "", "function": null });
    let answer = sena.send(&town, Method::PATCH, &town.at("members/ana"), Some(erased)).await;
    assert_eq!(answer.read::<MemberCard>().name, "");
    let mut heard = vec![];
    while let Ok(standing) = standings.try_recv() {
        heard.push(standing);
    }
    assert!(heard.contains(&Standing::Rang { board: town.board.clone(), whom: Whom::Everybody }));
    let cards: Vec<MemberCard> = sena.get(&town, &town.at("members")).await.read();
    assert!(cards.iter().all(|card| card.name != "ana"));
}

#[tokio::test]
async fn whose_role_no_longer_allows_it_hands_their_work_to_the_secretariat_alone() {
    let town = Town::new().await;
    let mut sena = town.person(Role::Secretariat, "sena").await;
    let mut ana = town.person(Role::Observer, "ana").await;
    let mut binta = town.person(Role::Partner, "binta").await;
    let at = RecordAt::single(Kind::Vision).field("statement");
    let text = Difference::Text { at, from: "Une lagune".to_owned(), to: "Une lagune vivante".to_owned() };
    let handed = serde_json::to_value([&text]).expect("plain data");
    assert_eq!(ana.post(&town, &town.at("handed"), handed.clone()).await.status, StatusCode::OK);
    assert_eq!(ana.post(&town, &town.at("handed"), json!([])).await.problem(), Problem::NotUnderstood);
    assert_eq!(Browser::default().post(&town, &town.at("handed"), handed).await.problem(), Problem::NotHere);
    assert_eq!(binta.get(&town, &town.at("handed")).await.problem(), Problem::NotAllowed);
    let work: Vec<Handed> = sena.get(&town, &town.at("handed")).await.read();
    assert_eq!((work[0].member.clone(), work[0].differences.clone()), (member("ana"), vec![text]));
    let at = town.at(&format!("handed/{}", work[0].id));
    assert_eq!(binta.delete(&town, &at).await.problem(), Problem::NotAllowed);
    assert_eq!(sena.delete(&town, &at).await.status, StatusCode::OK);
    assert_eq!(sena.delete(&town, &at).await.problem(), Problem::NotHere);
}
