//! Rows on the page: those that stay are moved, not drawn again.

use super::{Drawn, document, draw};
use crate::rows::{Row, Rows};
use crate::signals::untrack;
use reactive_graph::effect::RenderEffect;
use reactive_graph::owner::Owner;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, Node};

pub struct DrawnRows {
    list: Rc<RefCell<List>>,
    _effect: RenderEffect<()>,
}

struct List {
    rows: Vec<DrawnRow>,
    /// Stands after the last row.
    end: Node,
}

struct DrawnRow {
    drawn: Drawn,
    /// Goes with the row.
    owner: Owner,
}

impl DrawnRows {
    pub fn draw(rows: Rows) -> Self {
        let list = Rc::new(RefCell::new(List { rows: vec![], end: document().create_comment("").into() }));
        let place = list.clone();
        let Rows { owner, mut next } = rows;
        let _effect = RenderEffect::new(move |_| {
            let next = next.ask();
            untrack(|| place.borrow_mut().become_(&owner, next));
        });
        Self { list, _effect }
    }

    pub fn first(&self) -> Node {
        let list = self.list.borrow();
        list.rows.first().map_or_else(|| list.end.clone(), |row| row.drawn.first())
    }

    pub fn nodes(&self, each: &mut dyn FnMut(&Node)) {
        let list = self.list.borrow();
        list.rows.iter().for_each(|row| row.drawn.nodes(each));
        each(&list.end);
    }
}

impl Drop for DrawnRows {
    /// As with any effect, the rows go now and its task later.
    fn drop(&mut self) {
        self.list.borrow_mut().rows.clear();
    }
}

impl List {
    fn become_(&mut self, owner: &Owner, next: Vec<Row>) {
        let mut old: Vec<Option<DrawnRow>> = self.rows.drain(..).map(Some).collect();
        let find = |row| match row {
            Row::Kept(place) => old.get_mut(place).and_then(Option::take),
            Row::New(make) => {
                let owner = owner.with(Owner::new);
                let drawn = owner.with(|| draw(make()));
                Some(DrawnRow { drawn, owner })
            }
        };
        self.rows = next.into_iter().filter_map(find).collect();
        for gone in old.into_iter().flatten() {
            gone.drawn.remove();
            gone.owner.cleanup();
        }
        self.put_in_order();
    }

    /// From the end: a row is moved only where another stands behind it than should.
    fn put_in_order(&self) {
        let Some(parent) = self.end.parent_node() else { return };
        let focused = document().active_element();
        let mut behind = self.end.clone();
        let mut moved = false;
        for row in self.rows.iter().rev() {
            let mut last = None;
            row.drawn.nodes(&mut |node| last = Some(node.clone()));
            let stands = last.and_then(|last| last.next_sibling()).is_some_and(|next| next == behind);
            if !stands {
                row.drawn.mount(&parent, Some(&behind));
                moved = true;
            }
            behind = row.drawn.first();
        }
        // Who worked in a row that moved goes on there.
        if moved
            && focused != document().active_element()
            && let Some(element) = focused.and_then(|element| element.dyn_into::<HtmlElement>().ok())
            && element.is_connected()
        {
            // Focus cannot fail on an element of the page.
            let _ = element.focus();
        }
    }
}
