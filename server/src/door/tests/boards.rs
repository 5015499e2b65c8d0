//! Boards at the door: their names, their files, the demonstration.

use super::*;

#[tokio::test]
async fn a_board_that_is_renamed_is_called_so_in_offers_and_memberships() {
    let town = Town::new().await;
    let mut awa = town.person(Role::Partner, "awa").await;
    let mut names = town.app.live.names();
    let at = RecordAt::single(Kind::About).field("name");
    let edit = Edit::Splice { at, delta: Delta::splice(0, 0, "Eau et forêt") };
    town.app.live.perform(&town.board, Act::new(Message::Write, vec![edit])).await.expect("performed");
    let told = names.recv().await.expect("told");
    super::super::names::keep(&town.app, &told).await.expect("noted");

    let secret = town.secret(Some(&town.board), Role::Partner).await;
    let offer: Offer = awa.post(&town, "/api/invitations/look", json!({ "secret": secret })).await.read();
    assert_eq!(offer.board_name, "Eau et forêt");
    let mine: Vec<Membership> = awa.get(&town, "/api/me").await.read();
    assert_eq!(mine[0].board_name, "Eau et forêt");
}

#[tokio::test]
async fn a_board_leaves_as_a_file_and_merges_back_in() {
    let town = Town::new().await;
    let mut sam = town.person(Role::Secretariat, "sam").await;
    let saved = sam.get(&town, &town.at("document")).await;
    let named = saved.headers[header::CONTENT_DISPOSITION].to_str().expect("plain text");
    assert_eq!(named, format!("attachment; filename=\"{}.tablee\"", town.board));
    let document = file::read(&saved.body).expect("a file");
    assert_eq!(document.board, town.board);

    let mut copy = board::Board::load(document.document, [7; 16], Some(&member("sam"))).expect("a board");
    let place = RecordAt::single(Kind::About).field("acronym");
    let name = Delta::splice(0, 0, "EPT");
    copy.perform(&Act::new(Message::Write, vec![Edit::Splice { at: place, delta: name }]), 1)
        .expect("an edit");
    let carried: Carried = sam.carry(&town, &town.board, &copy.save()).await.read();
    assert_eq!(carried, Carried { added: 1, refused: vec![] });
    let again: Carried = sam.carry(&town, &town.board, &copy.save()).await.read();
    assert_eq!(again, Carried { added: 0, refused: vec![] });
    let export: Value = sam.get(&town, &town.at("export")).await.read();
    assert_eq!(export["sections"]["about"]["acronym"], "EPT");
}

#[tokio::test]
async fn a_foreign_or_damaged_file_changes_nothing() {
    let town = Town::new().await;
    let mut sam = town.person(Role::Secretariat, "sam").await;
    let before = sam.get(&town, &town.at("document")).await.body;
    let other = BoardId::parse(NEW_BOARD).expect("an id");
    let document = file::read(&before).expect("a file").document.to_vec();
    assert_eq!(sam.carry(&town, &other, &document).await.problem(), Problem::NotUnderstood);
    let half = &document[..document.len() / 2];
    assert_eq!(sam.carry(&town, &town.board, half).await.problem(), Problem::NotUnderstood);
    assert_eq!(sam.get(&town, &town.at("document")).await.body, before);
    let stranger = Browser::default().carry(&town, &town.board, &document).await;
    assert_eq!(stranger.problem(), Problem::NotHere);
}

#[tokio::test]
async fn the_demonstration_is_made_once_and_its_free_places_are_offered_again() {
    let town = Town::empty().await;
    let links = demo::prepare(&town.app).await.expect("a demonstration");
    let roles: Vec<Role> = links.iter().map(|link| link.role).collect();
    assert_eq!(roles, [Role::Secretariat, Role::Partner, Role::Partner, Role::Observer]);
    let secret = links[1].path.split_once('#').expect("a secret").1;
    let mut awa = Browser::default();
    let mine: Membership = awa.accept(&town, secret, "awa").await.read();
    assert_eq!((mine.role, mine.board_name.as_str()), (Role::Partner, "Alliance Lagune vivante"));
    let export: Value = awa.get(&town, &format!("/api/boards/{}/export", mine.board)).await.read();
    assert!(export["sections"]["chain"]["nodes"].as_object().is_some_and(|nodes| nodes.len() > 10));

    let again = demo::prepare(&town.app).await.expect("the same demonstration");
    assert_eq!(again.len(), 3);
    assert_eq!(town.register.boards().await.expect("boards").len(), 1);
}
