//! The map as a picture: the grid or the network, as it is shown now.

use super::map::{Family, Quarter, Seat, Tie, Who};
use super::{Map, grid, network};
use crate::picture::{self, ACCENT, DANGER, INK, LINE, PAPER, Picture, QUIET, WARN};
use leptos::prelude::*;
use shared::ids::RecordId;
use shared::px::Px;
use shared::record::RecordAt;
use shared::sections::Kind;
use shared::words;

/// How a picture is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Svg,
    Png,
}

const SIZE: (i32, i32) = (1100, 760);
/// Above the map, for the board's name.
const TITLE_PX: f64 = 48.0;

/// Hands the map to the person as a file: the network where that is shown, the grid otherwise.
pub fn save(map: Map, format: Format) {
    let store = map.store;
    let lang = store.lang.get_untracked();
    let board = untrack(|| store.text(&RecordAt::single(Kind::About), "name"));
    let title = words::context::picture_title(lang, board);
    let is_network = map.nav.place_now().and_then(|place| place.lens).as_deref() == Some(super::NETWORK);
    let svg = untrack(|| {
        let mut picture = Picture::new(f64::from(SIZE.0), f64::from(SIZE.1) + TITLE_PX);
        picture.words(24.0, 30.0, &title, picture::Hand::bold(18.0, INK));
        picture.lowered(TITLE_PX, |picture| {
            if is_network { draw_network(picture, map) } else { draw_grid(picture, map) }
        });
        picture.finish(&title)
    });
    leptos::task::spawn_local(async move {
        let saved = match format {
            Format::Svg => picture::save_svg(&title, &svg),
            Format::Png => picture::save_png(&title, &svg).await,
        };
        let told = match saved {
            Some(()) => words::shell::copy_saved(lang, &title),
            None => words::shell::no_picture(lang).to_owned(),
        };
        store.tell(told, false);
    });
}

/// Colour, width and dashes of a tie's line.
fn pen(tie: &Tie) -> (&'static str, f64, &'static str) {
    match Family::of(tie.kind) {
        Family::Cooperation => (LINE, 1.5, ""),
        Family::Funding => (INK, 2.5, ""),
        Family::Information => (QUIET, 1.5, "8 3 2 3"),
        Family::Tension => (DANGER, 2.0, "7 4"),
        Family::Duplicate => (WARN, 2.5, "2 3"),
        Family::Other => (LINE, 1.0, "3 3"),
    }
}

fn draw_grid(picture: &mut Picture, map: Map) {
    let (width, height) = (f64::from(SIZE.0), f64::from(SIZE.1));
    let lang = map.lang();
    picture.rect((24.0, 0.0, width - 48.0, height - 24.0), PAPER, "#DAE2E0", "");
    picture.path(
        &format!(
            "M{} 0V{}M24 {}H{}",
            Px(width / 2.0),
            Px(height - 24.0),
            Px((height - 24.0) / 2.0),
            Px(width - 24.0)
        ),
        "#DAE2E0",
        1.0,
        "",
    );
    let corners = [
        (Quarter::Convince, 36.0, 22.0),
        (Quarter::Involve, width / 2.0 + 12.0, 22.0),
        (Quarter::Watch, 36.0, height - 36.0),
        (Quarter::Inform, width / 2.0 + 12.0, height - 36.0),
    ];
    for (quarter, x, y) in corners {
        picture.words(x, y, quarter.word(lang), picture::Hand::bold(12.0, QUIET));
    }
    let axis = picture::Hand::plain(11.0, QUIET);
    picture.words(width / 2.0, height - 6.0, words::context::high_interest(lang), axis.middle());
    let places = grid::places(map, (width - 48.0, height - 24.0));
    let place = |id: &RecordId| places.get(id).map(|(x, y)| (x + 24.0, *y));
    map.ties.with(|ties| {
        for tie in ties {
            let (Who::Actor(from), Who::Actor(to)) = (&tie.from, &tie.to) else { continue };
            let (Some(from), Some(to)) = (place(from), place(to)) else { continue };
            let (colour, width, dash) = pen(tie);
            picture.path(&straight(from, to), colour, width, dash);
        }
    });
    map.actors.with(|actors| {
        for actor in actors {
            let Some((x, y)) = place(&actor.id) else { continue };
            let name = map.name(&actor.id);
            let width = super::map::pill_width(&name).min(232.0);
            let dash = if Seat::of(actor) == Seat::Seated { "" } else { "4 3" };
            picture.rect((x - width / 2.0, y - 16.0, width, 32.0), PAPER, LINE, dash);
            let mut left = x - width / 2.0 + 12.0;
            if let Some(organisation) = &actor.organisation {
                picture.badge(left + 6.0, y, &map.store.badge(organisation));
                left += 24.0;
            }
            picture.lines(
                (left, y + 4.5),
                &name,
                (x + width / 2.0 - left - 4.0, 1),
                picture::Hand::bold(13.0, INK),
            );
        }
    });
}

fn straight(from: (f64, f64), to: (f64, f64)) -> String {
    format!("M{} {}L{} {}", Px(from.0), Px(from.1), Px(to.0), Px(to.1))
}

fn draw_network(picture: &mut Picture, map: Map) {
    let drawn = network::picture(map, SIZE);
    let middle = (f64::from(SIZE.0) / 2.0, f64::from(SIZE.1) / 2.0);
    picture.circle((middle.0, middle.1, f64::from(drawn.radius)), "#ECF5F5", "#9CC8CC", "");
    map.ties.with(|ties| {
        for tie in ties {
            let Some((path, _)) = network::path(&drawn, tie) else { continue };
            let (colour, width, dash) = pen(tie);
            picture.path(&path, colour, width, dash);
        }
    });
    let table = words::context::the_table(map.lang());
    picture.words(middle.0, middle.1 + 4.0, table, picture::Hand::bold(13.0, ACCENT).middle());
    for dot in &drawn.dots {
        let (x, y) = (f64::from(dot.at.x), f64::from(dot.at.y));
        let organisation = match &dot.who {
            Who::Actor(id) => map.actor(id, |actor| actor.organisation.clone()).flatten(),
            Who::Organisation(id) => Some(id.clone()),
            Who::Table => None,
        };
        match organisation {
            Some(organisation) => picture.badge(x, y, &map.store.badge(&organisation)),
            None => picture.circle((x, y, 14.0), PAPER, LINE, "4 3"),
        }
        // A seat's name stands outside the table, on its side; the others' names stand below.
        let hand = picture::Hand::plain(12.0, INK);
        let name = map.name_of(&dot.who);
        match dot.seat {
            Seat::Seated if x - middle.0 > 30.0 => picture.words(x + 20.0, y + 4.0, &name, hand),
            Seat::Seated if middle.0 - x > 30.0 => picture.words(x - 20.0, y + 4.0, &name, hand.end()),
            Seat::Seated if y < middle.1 => picture.words(x, y - 20.0, &name, hand.middle()),
            Seat::Seated | Seat::Outside | Seat::Initiative => {
                picture.words(x, y + 30.0, &name, hand.middle())
            }
        }
    }
}
