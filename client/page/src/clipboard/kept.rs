//! What this device copied last, for menus and for its other tabs.

use crate::device;
use shared::objects::{self, Copied};

const WRITTEN: &str = "tablee.copied";
const OUTLINE: &str = "tablee.copied.text";
/// How many were chosen, and what the first is called.
const NAME: &str = "tablee.copied.name";

pub fn keep(copied: &Copied, outline: &str, name: &str) {
    let written = objects::write(copied);
    device::keep_setting(WRITTEN, &written);
    let is_kept = device::setting(WRITTEN).is_some_and(|kept| kept == written);
    // What did not fit must not be pasted under another's name.
    let (outline, name) = match is_kept {
        true => (outline, format!("{}\t{name}", copied.chosen.len())),
        false => ("", String::new()),
    };
    device::keep_setting(OUTLINE, outline);
    device::keep_setting(NAME, &name);
}

/// How many objects a menu would paste, and what the first is called.
pub fn named() -> Option<(u64, String)> {
    let kept = device::setting(NAME)?;
    let (count, name) = kept.split_once('\t')?;
    Some((count.parse().ok()?, name.to_owned()))
}

/// What was kept.
pub fn kept() -> Option<Copied> {
    named()?;
    objects::read(&device::setting(WRITTEN)?)
}

/// The same, if `text` is its outline: a program on the way kept the words only.
pub fn kept_as(text: &str) -> Option<Copied> {
    let lines = |text: &str| text.lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>();
    let outline = device::setting(OUTLINE).filter(|outline| !outline.is_empty())?;
    let is_ours = lines(outline.trim_end()) == lines(text.trim_end());
    is_ours.then(kept).flatten()
}

/// The names under which it is kept, to be forgotten with a board.
pub const SETTINGS: [&str; 3] = [WRITTEN, OUTLINE, NAME];
