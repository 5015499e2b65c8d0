//! Counting voices: one organisation, one voice, whatever its number of members. The rule is data,
//! the ballots are as the document has them, and anybody can count again without a network.
//!
//! It knows no clock and no graph: which ballot is an organisation's last, and which came too
//! late, is said by whoever read them (`board::versions`). Seats are the organisations that
//! vote; the secretariat has none.

use crate::ids::{MemberId, RecordId};
use crate::ordered::{OrdMap, OrdSet};
use crate::record::{Record, Records, Scalar};
use crate::sections::governance::{Method, Rule};
use crate::sections::organisations::{Sector, Standing, organisations};
use crate::sections::{Kind, Word};
use serde::{Deserialize, Serialize};

/// What an organisation says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Choice {
    Abstain,
    Approve,
    /// Approves, and says what is to be kept in mind.
    Reservations,
    /// With a reason. Suspends the outcome until it is answered or taken back.
    Object,
    /// Another organisation speaks for it.
    Proxy,
}

/// What the document keeps, an unknown word reading as the first.
pub const CHOICES: &[&str] = &["abstain", "approve", "reservations", "object", "proxy"];

impl Word for Choice {
    const KEYS: &'static [&'static str] = CHOICES;
    const ALL: &'static [Choice] =
        &[Choice::Abstain, Choice::Approve, Choice::Reservations, Choice::Object, Choice::Proxy];
}

/// Where a ballot stands among the others of its organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Place {
    /// The organisation's last.
    Counts,
    /// The organisation said something else later.
    Replaced,
    /// One of several that members of one organisation gave at once: none counts.
    AtOnce,
    /// It came after closing. Shown, never dropped.
    Late,
}

/// One vote.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Ballot {
    pub vote: RecordId,
    pub organisation: RecordId,
    pub choice: Choice,
    pub reason: String,
    /// Who speaks for it, with [`Choice::Proxy`].
    pub proxy: Option<RecordId>,
    /// From 1 (wholly agreed) to 8 (cannot go along); nothing where nobody chose.
    pub gradient: Option<u8>,
    /// Dots by what they are given to.
    pub dots: OrdMap<String, u32>,
    pub place: Place,
    /// What the table answered an objection; empty where it did not.
    pub answer: String,
    /// ISO 8601, by the voter's clock; shown, never compared.
    pub cast: String,
    /// Who voted for the organisation.
    pub by: Option<MemberId>,
}

/// An organisation that votes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seat {
    pub organisation: RecordId,
    pub sector: Sector,
}

/// What the rule still asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Missing {
    /// So many more organisations for the quorum.
    Organisations(u32),
    /// So many more sectors for the quorum.
    Sectors(u32),
    /// So many more that approve.
    Approvals(u32),
    /// Nobody of this sector approves.
    OfSector(Sector),
    /// An objection that is neither answered nor taken back.
    Objection(RecordId),
    /// Members of one organisation voted at once; it has to say which vote holds.
    AtOnce(RecordId),
}

/// The voices, counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// What each seat says, in the order of the seats; nothing for a seat that said nothing.
    pub voices: Vec<(RecordId, Option<Choice>)>,
    pub approve: u32,
    pub reservations: u32,
    pub abstain: u32,
    pub object: u32,
    /// How many voices for each gradient, from 1 to 8.
    pub gradients: [u32; 8],
    /// Dots by what they were given to; no organisation gives more than the rule allows.
    pub dots: OrdMap<String, u32>,
    /// Empty when the rule is met.
    pub missing: Vec<Missing>,
}

impl Tally {
    pub fn is_met(&self) -> bool {
        self.missing.is_empty()
    }

    /// Approvals with and without reservations.
    pub fn approvals(&self) -> u32 {
        self.approve + self.reservations
    }
}

/// The organisations that vote, in the order of their seats.
pub fn seats(records: &Records) -> Vec<Seat> {
    let signed = organisations(records).into_iter().filter(|one| one.standing == Standing::Signatory);
    signed.map(|one| Seat { organisation: one.id, sector: one.sector }).collect()
}

/// Counts. The order of the ballots does not matter, nor how many an organisation gave.
pub fn count(rule: &Rule, seats: &[Seat], ballots: &[Ballot]) -> Tally {
    let mut own: OrdMap<&RecordId, &Ballot> = OrdMap::new();
    for ballot in ballots.iter().filter(|ballot| ballot.place == Place::Counts) {
        // Two that both count are somebody's mistake; every replica takes the same.
        let held = own.entry(&ballot.organisation).or_insert(ballot);
        *held = (*held).max(ballot);
    }
    let speaks = |organisation: &RecordId| -> Option<&Ballot> {
        let ballot = own.get(organisation).copied()?;
        match ballot.choice {
            Choice::Proxy => {
                let other = own.get(ballot.proxy.as_ref()?).copied()?;
                // A voice is handed on once, to somebody who speaks.
                (other.choice != Choice::Proxy).then_some(other)
            }
            Choice::Abstain | Choice::Approve | Choice::Reservations | Choice::Object => Some(ballot),
        }
    };
    let spoken: Vec<(&Seat, Option<&Ballot>)> =
        seats.iter().map(|seat| (seat, speaks(&seat.organisation))).collect();
    let mut tally = Tally {
        voices: vec![],
        approve: 0,
        reservations: 0,
        abstain: 0,
        object: 0,
        gradients: [0; 8],
        dots: OrdMap::new(),
        missing: vec![],
    };
    for (seat, ballot) in &spoken {
        tally.voices.push((seat.organisation.clone(), ballot.map(|ballot| ballot.choice)));
        let Some(ballot) = ballot else { continue };
        match ballot.choice {
            Choice::Approve => tally.approve += 1,
            Choice::Reservations => tally.reservations += 1,
            Choice::Object => tally.object += 1,
            Choice::Abstain | Choice::Proxy => tally.abstain += 1,
        }
        if let Some(gradient @ 1..=8) = ballot.gradient {
            tally.gradients[usize::from(gradient) - 1] += 1;
        }
        let mut left = rule.dots;
        for (on, dots) in &ballot.dots {
            let given = (*dots).min(left);
            left -= given;
            *tally.dots.entry(on.clone()).or_default() += given;
        }
    }
    tally.missing = missing(rule, &spoken, ballots, &tally);
    tally
}

fn missing(
    rule: &Rule,
    spoken: &[(&Seat, Option<&Ballot>)],
    ballots: &[Ballot],
    tally: &Tally,
) -> Vec<Missing> {
    let mut missing = vec![];
    let here = || spoken.iter().filter(|(_, ballot)| ballot.is_some());
    let short = |needed: u32, have: usize| needed.saturating_sub(have as u32);
    match short(rule.quorum, here().count()) {
        0 => {}
        more => missing.push(Missing::Organisations(more)),
    }
    let sectors: OrdSet<Sector> = here().map(|(seat, _)| seat.sector).collect();
    match short(rule.quorum_sectors, sectors.len()) {
        0 => {}
        more => missing.push(Missing::Sectors(more)),
    }
    let at_once: OrdSet<&RecordId> = ballots
        .iter()
        .filter(|ballot| ballot.place == Place::AtOnce)
        .map(|ballot| &ballot.organisation)
        .filter(|organisation| spoken.iter().any(|(seat, _)| seat.organisation == **organisation))
        .collect();
    missing.extend(at_once.into_iter().cloned().map(Missing::AtOnce));
    let objections = spoken.iter().filter(|(seat, ballot)| {
        ballot.is_some_and(|ballot| {
            let is_own = ballot.organisation == seat.organisation;
            is_own && ballot.choice == Choice::Object && ballot.answer.is_empty()
        })
    });
    missing.extend(objections.map(|(seat, _)| Missing::Objection(seat.organisation.clone())));
    let approvals = tally.approvals();
    let needed = match rule.method {
        Method::Consent => 1,
        Method::Majority => tally.object + 1,
        Method::Qualified if rule.needed > 0 => rule.needed,
        // Two thirds of the table where no number was written down.
        Method::Qualified => (spoken.len() as u32 * 2).div_ceil(3).max(1),
        Method::Gradients => {
            if tally.gradients[7] > 0 {
                // Somebody cannot go along: nothing carries it.
                spoken.len() as u32 + 1
            } else {
                tally.gradients.iter().sum::<u32>() / 2 + 1
            }
        }
        Method::Dots => 0,
    };
    let have = match rule.method {
        // Agreed wholly, nearly, or with reservations.
        Method::Gradients => tally.gradients[..3].iter().sum(),
        Method::Consent | Method::Majority | Method::Qualified | Method::Dots => approvals,
    };
    if have < needed {
        missing.push(Missing::Approvals(needed - have));
    }
    if rule.each_sector {
        let of = |approves: bool| -> OrdSet<Sector> {
            let seats = spoken.iter().filter(|(_, ballot)| {
                let choice = ballot.map(|ballot| ballot.choice);
                !approves || matches!(choice, Some(Choice::Approve | Choice::Reservations))
            });
            seats.map(|(seat, _)| seat.sector).collect()
        };
        missing.extend(of(false).difference(&of(true)).copied().map(Missing::OfSector));
    }
    missing
}

impl Ballot {
    /// Reads a vote; nothing for one that speaks for nobody. Its place is not in its record.
    pub fn read(record: &Record, place: Place, answer: &str, by: Option<MemberId>) -> Option<Self> {
        let dots = record.cells("dots").filter_map(|(on, dots)| match dots {
            Scalar::Int(dots) => Some((on.to_owned(), u32::try_from(*dots).ok()?)),
            Scalar::Text(_) | Scalar::Flag(_) => None,
        });
        Some(Self {
            vote: record.id.clone(),
            organisation: record.reference("organisation")?,
            choice: <Choice as Word>::read(record, "choice"),
            reason: record.text("reason").to_owned(),
            proxy: record.reference("proxy"),
            gradient: record.int("gradient").map(|gradient| gradient.clamp(1, 8) as u8),
            dots: dots.collect(),
            place,
            answer: answer.to_owned(),
            cast: record.text("cast").to_owned(),
            by,
        })
    }
}

/// The rule of a scope, as the board has it in use.
pub fn rule_for(scope: crate::sections::governance::Scope, records: &Records) -> Option<(RecordId, Rule)> {
    let rules = records.in_order(Kind::Rule).into_iter();
    rules.map(|record| (record.id.clone(), Rule::read(record))).find(|(_, rule)| rule.scope == scope)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sections::governance::Scope;
    use proptest::prelude::*;

    const SECTORS: [Sector; 7] = [
        Sector::Public,
        Sector::Public,
        Sector::Private,
        Sector::Private,
        Sector::CivilSociety,
        Sector::CivilSociety,
        Sector::Academia,
    ];

    fn id(n: usize) -> RecordId {
        RecordId::parse(&format!("o{n}")).unwrap()
    }

    fn table() -> Vec<Seat> {
        SECTORS.iter().enumerate().map(|(n, sector)| Seat { organisation: id(n), sector: *sector }).collect()
    }

    fn ballot(organisation: usize, choice: Choice) -> Ballot {
        Ballot {
            vote: RecordId::parse(&format!("v{organisation}")).unwrap(),
            organisation: id(organisation),
            choice,
            reason: String::new(),
            proxy: None,
            gradient: None,
            dots: OrdMap::new(),
            place: Place::Counts,
            answer: String::new(),
            cast: String::new(),
            by: None,
        }
    }

    fn rule(method: Method) -> Rule {
        Rule {
            scope: Scope::Version,
            method,
            needed: 5,
            quorum: 6,
            quorum_sectors: 4,
            each_sector: false,
            dots: 5,
        }
    }

    #[test]
    fn five_of_seven_adopt_a_version_once_six_are_here_and_every_sector() {
        let mut ballots: Vec<Ballot> = (0..5).map(|n| ballot(n, Choice::Approve)).collect();
        let missing = count(&rule(Method::Qualified), &table(), &ballots).missing;
        assert_eq!(missing, [Missing::Organisations(1), Missing::Sectors(1)]);
        ballots.push(ballot(6, Choice::Abstain));
        assert!(count(&rule(Method::Qualified), &table(), &ballots).is_met());
        ballots[5] = ballot(5, Choice::Abstain);
        assert_eq!(count(&rule(Method::Qualified), &table(), &ballots).missing, [Missing::Sectors(1)]);
    }

    #[test]
    fn an_objection_suspends_until_it_is_answered_or_taken_back() {
        let mut ballots: Vec<Ballot> = (0..7).map(|n| ballot(n, Choice::Approve)).collect();
        ballots[2] = ballot(2, Choice::Object);
        for method in [Method::Consent, Method::Majority, Method::Qualified] {
            let tally = count(&rule(method), &table(), &ballots);
            assert_eq!(tally.missing, [Missing::Objection(id(2))], "{method:?}");
        }
        ballots[2].answer = "En mars.".into();
        assert!(count(&rule(Method::Qualified), &table(), &ballots).is_met());
        ballots[2] = ballot(2, Choice::Reservations);
        let tally = count(&rule(Method::Consent), &table(), &ballots);
        assert_eq!((tally.is_met(), tally.approve, tally.reservations), (true, 6, 1));
    }

    #[test]
    fn a_condition_by_sector_asks_each_sector_at_the_table() {
        let ballots: Vec<Ballot> = (0..6).map(|n| ballot(n, Choice::Approve)).collect();
        let each = Rule { each_sector: true, quorum_sectors: 0, ..rule(Method::Qualified) };
        assert_eq!(count(&each, &table(), &ballots).missing, [Missing::OfSector(Sector::Academia)]);
    }

    #[test]
    fn a_proxy_speaks_once_for_another_and_never_in_a_chain() {
        let mut ballots: Vec<Ballot> = (0..5).map(|n| ballot(n, Choice::Approve)).collect();
        let proxy = |from: usize, to: usize| Ballot { proxy: Some(id(to)), ..ballot(from, Choice::Proxy) };
        ballots.extend([proxy(6, 0), proxy(5, 6)]);
        let tally = count(&rule(Method::Qualified), &table(), &ballots);
        assert_eq!(tally.voices[6].1, Some(Choice::Approve));
        assert_eq!(tally.voices[5].1, None);
        assert_eq!(tally.approve, 6);
    }

    #[test]
    fn members_of_one_organisation_that_vote_at_once_are_asked() {
        let mut ballots: Vec<Ballot> = (0..7).map(|n| ballot(n, Choice::Approve)).collect();
        ballots[3].place = Place::AtOnce;
        ballots.push(Ballot { place: Place::AtOnce, ..ballot(3, Choice::Object) });
        assert_eq!(count(&rule(Method::Majority), &table(), &ballots).missing, [Missing::AtOnce(id(3))]);
    }

    #[test]
    fn gradients_and_dots_are_counted_by_organisation() {
        let with = |n: usize, gradient: u8| Ballot { gradient: Some(gradient), ..ballot(n, Choice::Abstain) };
        let ballots: Vec<Ballot> =
            [1, 2, 3, 3, 5, 4, 2].into_iter().zip(0..).map(|(g, n)| with(n, g)).collect();
        let tally = count(&rule(Method::Gradients), &table(), &ballots);
        assert_eq!(tally.gradients, [1, 2, 2, 1, 1, 0, 0, 0]);
        assert!(tally.is_met());
        let mut blocked = ballots;
        blocked[4] = with(4, 8);
        assert!(!count(&rule(Method::Gradients), &table(), &blocked).is_met());
        let dots = OrdMap::from([("a".to_owned(), 4), ("b".to_owned(), 4)]);
        let many = Ballot { dots, ..ballot(0, Choice::Abstain) };
        // No more than five, whatever was written.
        assert_eq!(count(&rule(Method::Dots), &table(), &[many]).dots.values().sum::<u32>(), 5);
    }

    fn any_ballot() -> impl Strategy<Value = Ballot> {
        let place = prop::sample::select(vec![Place::Counts, Place::Replaced, Place::AtOnce, Place::Late]);
        let choice = prop::sample::select(Choice::ALL);
        (0usize..9, choice, place, 0usize..9, any::<bool>(), 0u8..4).prop_map(
            |(organisation, choice, place, to, is_answered, n)| Ballot {
                vote: RecordId::parse(&format!("v{organisation}-{n}")).unwrap(),
                place,
                answer: if is_answered { "En mars.".into() } else { String::new() },
                proxy: Some(id(to)),
                gradient: Some(n + 1),
                ..ballot(organisation, choice)
            },
        )
    }

    proptest! {
        #[test]
        fn the_order_of_ballots_and_the_number_of_members_do_not_matter(
            ballots in prop::collection::vec(any_ballot(), 0..24),
            turn in 0usize..24,
            method in prop::sample::select(Method::ALL),
        ) {
            let mut turned = ballots.clone();
            turned.rotate_left(turn.min(ballots.len()));
            let tally = count(&rule(method), &table(), &ballots);
            prop_assert_eq!(&count(&rule(method), &table(), &turned), &tally);
            // Ten more members of each organisation that say the same.
            let many: Vec<Ballot> = ballots.iter().flat_map(|one| std::iter::repeat_n(one.clone(), 10)).collect();
            prop_assert_eq!(&count(&rule(method), &table(), &many), &tally);
            let voices = tally.approve + tally.reservations + tally.abstain + tally.object;
            prop_assert!(voices as usize <= SECTORS.len());
            prop_assert_eq!(voices as usize, tally.voices.iter().filter(|(_, voice)| voice.is_some()).count());
        }

        #[test]
        fn whoever_has_no_seat_changes_nothing(ballots in prop::collection::vec(any_ballot(), 0..24)) {
            let seated = |one: &&Ballot| table().iter().any(|seat| seat.organisation == one.organisation);
            let own: Vec<Ballot> = ballots.iter().filter(seated).cloned().collect();
            let no_proxy = |ballots: &[Ballot]| -> Vec<Ballot> {
                ballots.iter().map(|one| Ballot { proxy: None, ..one.clone() }).collect()
            };
            let rule = rule(Method::Qualified);
            prop_assert_eq!(count(&rule, &table(), &no_proxy(&ballots)), count(&rule, &table(), &no_proxy(&own)));
        }
    }
}
