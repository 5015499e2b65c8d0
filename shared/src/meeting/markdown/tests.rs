use super::*;
use crate::act::{Act, Edit, Message};
use crate::compare::between;
use crate::delta::Delta;
use crate::ids::MemberId;
use crate::meeting::minutes::Sources;
use crate::numbers::moment;
use crate::record::{Scalar, Value};
use crate::sections::governance::{Method, Rule, Scope};
use crate::sections::session::Meeting;
use crate::tally::{Ballot, Place, Tally};
use crate::version::Version;

fn id(text: &str) -> RecordId {
    RecordId::parse(text).expect("an id")
}

fn at(kind: Kind, record: &str) -> RecordAt {
    RecordAt::new(kind, id(record))
}

fn text(words: &str) -> Value {
    Value::Text(words.to_owned())
}

fn word(word: &str) -> Value {
    Value::Scalar(Scalar::Text(word.to_owned()))
}

fn number(number: i64) -> Value {
    Value::Scalar(Scalar::Int(number))
}

fn cells(cells: &[(&str, Scalar)]) -> Value {
    Value::Cells(cells.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect())
}

fn create(records: &mut Records, kind: Kind, record: &str, fields: &[(&str, Value)]) {
    let values = fields.iter().map(|(field, value)| ((*field).to_owned(), value.clone())).collect();
    records.apply(&Act::create(at(kind, record), values), "sena", 0);
}

/// Three organisations, two of which came: Ana for the first, Binta for the second, with two more
/// people in the room.
fn table() -> Records {
    let mut records = Records::default();
    let organisations = [
        ("p1", "GF", "Groupements de femmes", "Frauengruppen", "civil-society"),
        ("p2", "ME", "Ministère de l’Énergie", "Energieministerium", "public"),
        ("p3", "MF", "Institution de microfinance", "Mikrofinanzinstitut", "private"),
    ];
    for (organisation, short, name, german, sector) in organisations {
        let place = word(&format!("|{organisation}"));
        let fields = [
            ("name", text(name)),
            ("name@de", text(german)),
            ("short", text(short)),
            ("sector", word(sector)),
            ("status", word("signatory")),
            ("place", place),
        ];
        create(&mut records, Kind::Organisation, organisation, &fields);
    }
    for (member, organisation) in [("ana", "p1"), ("binta", "p2")] {
        create(
            &mut records,
            Kind::Member,
            member,
            &[("organisation", word(organisation)), ("role", word("partner"))],
        );
    }
    create(&mut records, Kind::Member, "sena", &[("role", word("secretariat"))]);
    let rule = [("scope", word("content")), ("quorum", number(2)), ("quorum_sectors", number(2))];
    create(&mut records, Kind::Rule, "r1", &rule);
    create(&mut records, Kind::Node, "n1", &[("title", text("Une démonstration suffit"))]);
    create(&mut records, Kind::Responsibility, "t1", &[("title", text("Garantir la qualité"))]);
    records
}

/// What the meeting did to the plan.
fn changed(before: &Records) -> Records {
    let mut records = before.clone();
    let title = at(Kind::Node, "n1").field("title");
    let after = "Une démonstration, puis un essai de 7 jours";
    let delta = Delta::between("Une démonstration suffit", after);
    let answers = at(Kind::Responsibility, "t1").cell("cells", "p2");
    let edits = vec![
        Edit::Splice { at: title, delta },
        Edit::Set { at: answers, value: Some(Scalar::Text("A".to_owned())) },
    ];
    records.apply(&Act::new(Message::Change, edits), "ana", 0);
    create(&mut records, Kind::Indicator, "i1", &[("title", text("Essais à domicile"))]);
    records
}

fn with_meeting(mut records: Records) -> Records {
    let meeting = [
        ("title", text("Comité d’octobre")),
        ("venue", text("Salle des fêtes | Ziguinchor")),
        ("started", word("2026-10-14T10:00:00Z")),
        ("ended", word("2026-10-14T10:36:00Z")),
        ("hosts", cells(&[("2026-10-14T10:00:00Z", "sena".into())])),
        (
            "present",
            cells(&[
                ("ana", Scalar::Flag(true)),
                ("binta", Scalar::Flag(true)),
                ("sena", Scalar::Flag(true)),
            ]),
        ),
        ("room", cells(&[("p1", Scalar::Int(2))])),
        ("spoken", cells(&[("p1", Scalar::Int(780)), ("p2", Scalar::Int(300))])),
    ];
    create(&mut records, Kind::Meeting, "m1", &meeting);
    let items = [
        ("a1", "Accueil", 5, Some("2026-10-14T10:00:00Z"), "Ordre du jour *accepté*", ""),
        (
            "a2",
            "Usage quotidien",
            20,
            Some("2026-10-14T10:06:00Z"),
            "",
            "H3 devient : une démonstration, puis un essai.",
        ),
        ("a3", "Divers", 10, None, "", ""),
    ];
    for (item, title, minutes, start, outcome, decided) in items {
        let mut fields = vec![
            ("title", text(title)),
            ("minutes", number(minutes)),
            ("outcome", text(outcome)),
            ("decided", text(decided)),
            ("place", word(&format!("m1|{item}"))),
        ];
        if let Some(start) = start {
            fields.push(("runs", cells(&[(start, Scalar::Flag(true))])));
        }
        create(&mut records, Kind::AgendaItem, item, &fields);
    }
    let action = |due: &str, owner: &str, title: &str| {
        let mut fields = vec![("title", text(title)), ("meeting", word("m1"))];
        fields.extend((!due.is_empty()).then(|| ("due", word(due))));
        fields.extend((!owner.is_empty()).then(|| ("owner", word(owner))));
        fields
    };
    create(&mut records, Kind::Action, "d1", &action("2026-10-30", "p2", "Dater la publication de la norme"));
    create(&mut records, Kind::Action, "d2", &action("", "", "Chiffrer l’entretien"));
    let parked =
        [("title", text("Prix des granulés")), ("meeting", word("m1")), ("organisation", word("p3"))];
    create(&mut records, Kind::Parked, "k1", &parked);
    let shows = Edit::Set {
        at: RecordAt::single(Kind::Session).field("show_speaking_time"),
        value: Some(Scalar::Flag(true)),
    };
    records.apply(&Act::new(Message::Change, vec![shows]), "sena", 0);
    records
}

/// Version 4, which the second organisation approved with a reservation.
fn version() -> Version {
    let ballot = |organisation: &str, choice, reason: &str| Ballot {
        vote: id(&format!("v-{organisation}")),
        organisation: id(organisation),
        choice,
        reason: reason.to_owned(),
        proxy: None,
        gradient: None,
        dots: Default::default(),
        place: Place::Counts,
        answer: String::new(),
        cast: String::new(),
        by: None,
    };
    Version {
        id: id("v4"),
        title: "Version 4".to_owned(),
        decision: None,
        wording: String::new(),
        options: vec![],
        proposed_by: MemberId::parse("sena"),
        opened: "2026-10-14T10:20:00Z".to_owned(),
        closes: String::new(),
        closed: "2026-10-14T10:30:00Z".to_owned(),
        outcome: Outcome::Adopted,
        digest: String::new(),
        rule: Rule {
            scope: Scope::Version,
            method: Method::Consent,
            needed: 0,
            quorum: 2,
            quorum_sectors: 0,
            each_sector: false,
            dots: 0,
        },
        tally: Tally {
            voices: vec![
                (id("p1"), Some(Choice::Approve)),
                (id("p2"), Some(Choice::Reservations)),
                (id("p3"), None),
            ],
            approve: 1,
            reservations: 1,
            abstain: 0,
            object: 0,
            gradients: [0; 8],
            dots: Default::default(),
            missing: vec![],
        },
        ballots: vec![
            ballot("p1", Choice::Approve, ""),
            ballot("p2", Choice::Reservations, "Publier la norme avant le 31 mars."),
        ],
    }
}

fn written(lang: Lang) -> String {
    let before = table();
    let after = changed(&before);
    let changes = between(&before, &after);
    let records = with_meeting(after);
    let meeting = Meeting::read(records.get(Kind::Meeting, &id("m1")).expect("the meeting"));
    let now = moment("2026-10-20T08:00:00Z").expect("a moment");
    let sources =
        Sources { records: &records, changes: &changes, versions: &[version()], here: &[], now, lang };
    let minutes = Minutes::of(&meeting, sources);
    let when = When {
        day: "14.10.2026".to_owned(),
        from: "10:00".to_owned(),
        until: "10:36".to_owned(),
        date: |_, date| date.to_owned(),
    };
    markdown(&minutes, &when, &records, lang)
}

#[test]
fn the_minutes_read_as_they_always_did_in_each_language() {
    let kept = [
        include_str!("../../../samples/minutes.fr.md"),
        include_str!("../../../samples/minutes.de.md"),
        include_str!("../../../samples/minutes.en.md"),
    ];
    assert_eq!(Lang::ALL.map(written), kept);
}

#[test]
fn nobody_is_named_in_the_minutes() {
    for lang in Lang::ALL {
        let minutes = written(lang);
        assert!(["ana", "binta", "sena"].iter().all(|member| !minutes.contains(member)), "{minutes}");
    }
}

#[test]
fn what_people_wrote_means_nothing_to_markdown() {
    let minutes = written(Lang::Fr);
    assert!(minutes.contains("Salle des fêtes \\| Ziguinchor"));
    assert!(minutes.contains("\\*accepté\\*"));
}
