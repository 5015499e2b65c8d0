//! The graph's keys: which verb a key stands for. Pure; the graph performs them.

use shared::layout::Direction;

/// What a key asks for on the focused card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// To the nearest card; while linking, to the next card that could be the target.
    Go(Direction),
    Move(Direction),
    Open,
    Rename,
    New,
    Link,
    Remove,
    /// Leaves what is under way.
    Leave,
}

/// The modifiers held with a key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Held {
    pub alt: bool,
    /// Control or command: the browser's and the shell's keys.
    pub control: bool,
    pub shift: bool,
}

/// The verb of a key as `KeyboardEvent.key` names it; nothing for keys that are not ours.
pub fn verb(key: &str, held: Held) -> Option<Verb> {
    let direction = match key {
        "ArrowUp" => Some(Direction::Up),
        "ArrowDown" => Some(Direction::Down),
        "ArrowLeft" => Some(Direction::Left),
        "ArrowRight" => Some(Direction::Right),
        _ => None,
    };
    match (direction, held) {
        (_, Held { control: true, .. } | Held { shift: true, .. }) => None,
        (Some(direction), Held { alt: true, .. }) => Some(Verb::Move(direction)),
        (Some(direction), Held { alt: false, .. }) => Some(Verb::Go(direction)),
        (None, Held { alt: true, .. }) => None,
        (None, Held { alt: false, .. }) => match key {
            "Enter" => Some(Verb::Open),
            "F2" => Some(Verb::Rename),
            "n" | "N" => Some(Verb::New),
            "l" | "L" => Some(Verb::Link),
            "Delete" | "Backspace" => Some(Verb::Remove),
            "Escape" => Some(Verb::Leave),
            _ => None,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_arrow_goes_or_carries_the_card() {
        let alt = Held { alt: true, ..Held::default() };
        assert_eq!(verb("ArrowUp", Held::default()), Some(Verb::Go(Direction::Up)));
        assert_eq!(verb("ArrowUp", alt), Some(Verb::Move(Direction::Up)));
    }

    #[test]
    fn keys_of_the_browser_are_left_to_it() {
        let control = Held { control: true, ..Held::default() };
        assert_eq!(verb("n", control), None);
        assert_eq!(verb("l", Held { alt: true, ..Held::default() }), None);
        assert_eq!(verb("Tab", Held::default()), None);
    }
}
