//! Undo and redo of one's own acts, also after others edited around them.
//!
//! Two stacks of reversals, each true of the document as it stands: texts that others change
//! move the reversals on both. A register goes back only if it still holds what the act
//! wrote, and only the surviving ones of one's own letters are taken out.
//!
//! Kept in memory, for acts of this visit. It writes nothing itself (see `writing`).

use crate::delta::Delta;
use crate::desk::UndoState;
use crate::record::{FieldAt, RecordAt};
use crate::sections::{REMOVED, Section};
use automerge::{ChangeHash, ObjId, ScalarValue};

/// Acts that can be taken back; older ones are let go.
pub const MAX_UNDO: usize = 200;

/// Typing into one text is one step while each change follows the last within this.
const JOIN_SECONDS: i64 = 2;

/// How to take one edit back. Registers name the operation that last wrote them; none if
/// nothing ever did.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Reversal {
    /// Writes `before` again if the register (a scalar, a cell, `removed`) was last written by `op`.
    Set {
        at: FieldAt,
        op: Option<ObjId>,
        before: ScalarValue,
        before_op: Option<ObjId>,
    },
    Splice {
        at: FieldAt,
        delta: Delta,
    },
    /// Writes `before` again in a text that stands beside the one in effect, if it reads as `left`.
    Beside {
        at: FieldAt,
        text: ObjId,
        left: String,
        before: String,
    },
    /// Removes what was created, if `removed` was last written by `op` (none: never).
    Uncreate {
        at: RecordAt,
        op: Option<ObjId>,
        before_op: Option<ObjId>,
    },
}

/// A register holds again what `old` wrote; the operation that did it stands for `old` now.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Renewed {
    pub at: FieldAt,
    pub old: Option<ObjId>,
    pub new: Option<ObjId>,
}

impl Reversal {
    fn renew(&mut self, renewed: &Renewed) {
        let (field, op, before_op) = match self {
            Reversal::Set { at, op, before_op, .. } => (at.clone(), op, before_op),
            Reversal::Uncreate { at, op, before_op } => (at.field(REMOVED), op, before_op),
            Reversal::Splice { .. } | Reversal::Beside { .. } => return,
        };
        if field == renewed.at {
            for op in [op, before_op] {
                if *op == renewed.old {
                    op.clone_from(&renewed.new);
                }
            }
        }
    }
}

/// One act to take back: reversals in the order of its edits.
#[derive(Clone, Debug)]
pub(super) struct Step {
    pub reversals: Vec<Reversal>,
    /// Unix seconds of the last change in it.
    at: i64,
    /// Whether it is typing that more typing may join.
    open: bool,
    /// The change that stands aside in a locked section: taken back there, on nothing but itself.
    pub aside: Option<ChangeHash>,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Undo {
    undo: Vec<Step>,
    redo: Vec<Step>,
}

/// Which way a step goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    Undo,
    Redo,
}

impl Step {
    pub fn new(reversals: Vec<Reversal>, at: i64, aside: Option<ChangeHash>) -> Self {
        Self { reversals, at, open: false, aside }
    }

    /// The records it writes in.
    pub fn records(&self) -> impl Iterator<Item = &RecordAt> {
        self.reversals.iter().map(|reversal| match reversal {
            Reversal::Set { at, .. } | Reversal::Splice { at, .. } | Reversal::Beside { at, .. } => {
                &at.record
            }
            Reversal::Uncreate { at, .. } => at,
        })
    }

    /// The sections it writes in.
    pub fn sections(&self) -> impl Iterator<Item = Section> {
        self.records().map(|at| at.kind.section())
    }
}

impl Undo {
    pub fn state(&self) -> UndoState {
        UndoState { undo: !self.undo.is_empty(), redo: !self.redo.is_empty() }
    }

    /// Notes an act that was performed. Typing joins the typing before it.
    pub fn performed(&mut self, performed: Step, typing: bool) {
        let Step { reversals, at, aside, .. } = performed;
        if reversals.is_empty() {
            return;
        }
        self.redo.clear();
        if let ([Reversal::Splice { at: field, delta }], Some(last)) =
            (reversals.as_slice(), self.undo.last_mut())
            && typing
            && last.open
            && (0..JOIN_SECONDS).contains(&(at - last.at))
            && let [Reversal::Splice { at: last_field, delta: last_delta }] = last.reversals.as_mut_slice()
            && last_field == field
        {
            *last_delta = delta.then(last_delta);
            last.at = at;
            return;
        }
        let open = typing && matches!(reversals.as_slice(), [Reversal::Splice { .. }]);
        push(&mut self.undo, Step { reversals, at, open, aside });
    }

    pub fn next(&mut self, way: Way) -> Option<Step> {
        match way {
            Way::Undo => self.undo.pop(),
            Way::Redo => self.redo.pop(),
        }
    }

    /// Puts back what could not be taken back.
    pub fn keep(&mut self, way: Way, step: Step) {
        match way {
            Way::Undo => self.undo.push(step),
            Way::Redo => self.redo.push(step),
        }
    }

    /// A step was taken back; `reversals` would do it again.
    pub fn reversed(&mut self, way: Way, step: Step, renewed: &[Renewed]) {
        for reversal in self.undo.iter_mut().chain(&mut self.redo).flat_map(|step| &mut step.reversals) {
            renewed.iter().for_each(|renewed| reversal.renew(renewed));
        }
        match way {
            Way::Undo => push(&mut self.redo, step),
            Way::Redo => push(&mut self.undo, step),
        }
    }

    /// Somebody else's change to a text.
    pub fn moved(&mut self, at: &FieldAt, delta: &Delta) {
        for stack in [&mut self.undo, &mut self.redo] {
            let mut theirs = delta.clone();
            // What stands aside is taken back where it was written, which nobody else changes.
            let steps = stack.iter_mut().rev().filter(|step| step.aside.is_none());
            let reversals = steps.flat_map(|step| step.reversals.iter_mut().rev());
            for reversal in reversals {
                if let Reversal::Splice { at: field, delta: mine } = reversal
                    && field == at
                {
                    let over = theirs.over(mine, true);
                    *mine = mine.over(&theirs, false);
                    theirs = over;
                }
            }
        }
    }
}

fn push(stack: &mut Vec<Step>, step: Step) {
    stack.push(step);
    if stack.len() > MAX_UNDO {
        stack.remove(0);
    }
}
