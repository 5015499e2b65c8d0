//! The keys of a card: which verb a key stands for. Pure; the card performs them.

/// What a key asks for on the focused card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// Along the group, and across groups.
    Go(i32, i32),
    New,
    Group,
    Give,
    TakeBack,
    Becomes,
}

/// The verb of a key. `key` is `KeyboardEvent.key`, `code` the key's place on the keyboard: the
/// digit 1 is with Shift on French keyboards, and taking back is Shift and that key on all.
pub fn verb(key: &str, code: &str, is_shifted: bool) -> Option<Verb> {
    match (key, code, is_shifted) {
        ("ArrowUp", _, false) => Some(Verb::Go(-1, 0)),
        ("ArrowDown", _, false) => Some(Verb::Go(1, 0)),
        ("ArrowLeft", _, false) => Some(Verb::Go(0, -1)),
        ("ArrowRight", _, false) => Some(Verb::Go(0, 1)),
        ("n" | "N", _, _) => Some(Verb::New),
        ("g" | "G", _, _) => Some(Verb::Group),
        ("d" | "D", _, _) => Some(Verb::Becomes),
        (_, "Digit1", true) => Some(Verb::TakeBack),
        (_, "Digit1" | "Numpad1", false) => Some(Verb::Give),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_of_the_digit_one_gives_and_takes_back_on_every_keyboard() {
        assert_eq!(verb("1", "Digit1", false), Some(Verb::Give));
        assert_eq!(verb("!", "Digit1", true), Some(Verb::TakeBack));
        // A French keyboard.
        assert_eq!(verb("&", "Digit1", false), Some(Verb::Give));
        assert_eq!(verb("1", "Digit1", true), Some(Verb::TakeBack));
    }

    #[test]
    fn other_keys_are_left_alone() {
        assert_eq!(verb("Tab", "Tab", false), None);
        assert_eq!(verb("ArrowUp", "ArrowUp", true), None);
    }
}
