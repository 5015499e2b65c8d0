//! Two changes to one text: one moved over the other, or both as one.
//!
//! Both walk the two lists of steps piece by piece. After its last step a change keeps whatever
//! is left, so a walk that has ended yields keeping without end.

use super::{Delta, Step, byte_of_utf16};

impl Delta {
    /// This change as it must read after `other` was made to the same text.
    ///
    /// Both sides must name the same one of the two as `first`: where both insert at one
    /// spot, the first one's letters come first. Then
    /// `other.apply` + `self.over(other, f)` equals `self.apply` + `other.over(self, !f)`.
    pub fn over(&self, other: &Delta, first: bool) -> Delta {
        let mut out = Delta::default();
        let (mut mine, mut theirs) = (Walk::new(&self.steps), Walk::new(&other.steps));
        while let Some(step) = mine.peek() {
            let (i_insert, they_insert) = (is_insert(Some(step)), is_insert(theirs.peek()));
            if i_insert && (first || !they_insert) {
                out.push(mine.take(u32::MAX));
            } else if they_insert {
                out.keep(theirs.take(u32::MAX).units());
            } else {
                let both = mine.left().min(theirs.left());
                let (step, beside) = (mine.take(both), theirs.take(both));
                // What they deleted, I neither keep nor delete.
                if !matches!(beside, Step::Delete(_)) {
                    out.push(step);
                }
            }
        }
        out
    }

    /// Both changes as one: this, then `next` on its result.
    pub fn then(&self, next: &Delta) -> Delta {
        let mut out = Delta::default();
        let (mut mine, mut theirs) = (Walk::new(&self.steps), Walk::new(&next.steps));
        while mine.peek().is_some() || theirs.peek().is_some() {
            if matches!(mine.peek(), Some(Step::Delete(_))) {
                out.push(mine.take(u32::MAX));
            } else if is_insert(theirs.peek()) {
                out.push(theirs.take(u32::MAX));
            } else {
                let both = mine.left().min(theirs.left());
                match (mine.take(both), theirs.take(both)) {
                    (Step::Insert(_), Step::Delete(_)) => {}
                    (_, Step::Delete(n)) => out.delete(n),
                    (step, _) => out.push(step),
                }
            }
        }
        out
    }
}

fn is_insert(step: Option<&Step>) -> bool {
    matches!(step, Some(Step::Insert(_)))
}

/// Walks steps piece by piece; `used` units of the current step are behind it.
struct Walk<'a> {
    steps: &'a [Step],
    used: u32,
}

impl<'a> Walk<'a> {
    fn new(steps: &'a [Step]) -> Self {
        Self { steps, used: 0 }
    }

    /// The current step, whole; nothing after the last.
    fn peek(&self) -> Option<&'a Step> {
        self.steps.first()
    }

    /// How many units of the current step are left.
    fn left(&self) -> u32 {
        self.peek().map_or(u32::MAX, |step| step.units() - self.used)
    }

    /// Passes at most so many units of the current step, and returns them as a step.
    fn take(&mut self, most: u32) -> Step {
        let Some(step) = self.peek() else { return Step::Keep(most) };
        let left = self.left();
        let (from, n) = (self.used, most.min(left));
        if n == left {
            self.steps = &self.steps[1..];
            self.used = 0;
        } else {
            self.used += n;
        }
        match step {
            Step::Keep(_) => Step::Keep(n),
            Step::Delete(_) => Step::Delete(n),
            Step::Insert(text) => {
                let byte = |units: u32| byte_of_utf16(text, units as usize);
                Step::Insert(text[byte(from)..byte(from + n)].to_owned())
            }
        }
    }
}
