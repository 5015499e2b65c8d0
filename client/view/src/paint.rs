//! Views on the page: drawn once, then brought up to what is described next. Only what differs is
//! touched, so focus, selection and what somebody typed stay where they are.

mod element;
mod list;

use crate::closures::Ask;
use crate::into_view::{AnyView, IntoView};
use element::DrawnElement;
use list::DrawnRows;
use reactive_graph::effect::RenderEffect;
use reactive_graph::owner::Owner;
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Document, Node};

/// What is on the page for a view. Each holds at least one node, so that its place is known.
pub enum Drawn {
    Nothing(Node),
    Text(web_sys::Text, Cow<'static, str>),
    Still(Node, &'static str),
    Element(Box<DrawnElement>),
    Several(Vec<Drawn>),
    Live(Live),
    Rows(DrawnRows),
}

/// What an effect last drew.
pub struct Live {
    shown: Rc<RefCell<Option<Drawn>>>,
    _effect: RenderEffect<()>,
}

const ALIVE: &str = "the browser makes nodes for a page that is open";

thread_local! {
    /// Asked for once: thousands of nodes are made by it.
    static DOCUMENT: Document = web_sys::window().and_then(|window| window.document()).expect(ALIVE);
}

fn document() -> Document {
    DOCUMENT.with(Document::clone)
}

/// Shows a view in the page's body for as long as the page lives.
pub fn mount_to_body<V: IntoView + 'static>(view: impl FnOnce() -> V + 'static) {
    // Only a second call finds an executor in place: the same one.
    let _ = any_spawner::Executor::init_wasm_bindgen();
    let owner = Owner::new();
    let drawn = owner.with(|| draw(view().into_view()));
    if let Some(body) = document().body() {
        drawn.mount(&body, None);
    }
    std::mem::forget((owner, drawn));
}

/// Draws a view, off the page still.
pub fn draw(view: AnyView) -> Drawn {
    match view {
        AnyView::Nothing => Drawn::Nothing(document().create_comment("").into()),
        AnyView::Text(words) => Drawn::Text(document().create_text_node(&words), words),
        AnyView::Still(markup, is_svg) => Drawn::Still(still(markup, is_svg), markup),
        AnyView::Element(element) => Drawn::Element(Box::new(DrawnElement::draw(element.into_parts()))),
        AnyView::Several(views) if views.is_empty() => draw(AnyView::Nothing),
        AnyView::Several(views) => Drawn::Several(views.into_iter().map(draw).collect()),
        AnyView::Live(ask) => Drawn::Live(live(ask, None)),
        AnyView::Rows(rows) => Drawn::Rows(DrawnRows::draw(*rows)),
    }
}

/// Keeps what is drawn up to what `ask` describes; what an effect before it drew goes on.
fn live(mut ask: Box<dyn Ask<AnyView>>, before: Option<Drawn>) -> Live {
    let shown = Rc::new(RefCell::new(before));
    let place = shown.clone();
    let _effect = RenderEffect::new(move |_| {
        let view = ask.ask();
        let mut place = place.borrow_mut();
        match place.as_mut() {
            Some(drawn) => drawn.become_(view),
            None => *place = Some(draw(view)),
        }
    });
    Live { shown, _effect }
}

impl Live {
    fn first(&self) -> Node {
        self.shown.borrow().as_ref().expect("an effect draws at once").first()
    }
}

impl Drop for Live {
    /// The effect's task goes a little later; what it drew must not be asked again until then, since
    /// what it reads is gone already.
    fn drop(&mut self) {
        self.shown.take();
    }
}

impl Drawn {
    /// Brings what is drawn to what a view says next.
    pub fn become_(&mut self, view: AnyView) {
        match (&mut *self, view) {
            (Drawn::Nothing(_), AnyView::Nothing) => {}
            (Drawn::Text(node, shown), AnyView::Text(words)) => {
                if *shown != words {
                    node.set_data(&words);
                    *shown = words;
                }
            }
            (Drawn::Still(_, shown), AnyView::Still(markup, _)) if *shown == markup => {}
            (Drawn::Element(drawn), AnyView::Element(element)) if drawn.is_like(element.parts()) => {
                drawn.become_(element.into_parts());
            }
            (Drawn::Several(drawn), AnyView::Several(views)) if !views.is_empty() => several(drawn, views),
            (Drawn::Live(old), AnyView::Live(ask)) => {
                let before = old.shown.take();
                *old = live(ask, before);
            }
            // Another kind of thing comes in its place.
            (_, view) => {
                let next = draw(view);
                next.stand_before(&self.first());
                self.remove();
                *self = next;
            }
        }
    }

    /// The first of its nodes: what comes before it is put before this.
    pub fn first(&self) -> Node {
        match self {
            Drawn::Nothing(node) | Drawn::Still(node, _) => node.clone(),
            Drawn::Text(node, _) => node.clone().into(),
            Drawn::Element(element) => element.node(),
            Drawn::Several(drawn) => drawn.first().expect("several are never none").first(),
            Drawn::Live(live) => live.first(),
            Drawn::Rows(rows) => rows.first(),
        }
    }

    /// Each of its nodes in order.
    fn nodes(&self, each: &mut dyn FnMut(&Node)) {
        match self {
            Drawn::Nothing(node) | Drawn::Still(node, _) => each(node),
            Drawn::Text(node, _) => each(node),
            Drawn::Element(element) => each(&element.node()),
            Drawn::Several(drawn) => drawn.iter().for_each(|drawn| drawn.nodes(each)),
            Drawn::Live(live) => {
                if let Some(drawn) = live.shown.borrow().as_ref() {
                    drawn.nodes(each);
                }
            }
            Drawn::Rows(rows) => rows.nodes(each),
        }
    }

    pub fn mount(&self, parent: &Node, before: Option<&Node>) {
        self.nodes(&mut |node| {
            // Fails only where `before` is no child of `parent`.
            let _ = parent.insert_before(node, before);
        });
    }

    pub fn stand_before(&self, next: &Node) {
        if let Some(parent) = next.parent_node() {
            self.mount(&parent, Some(next));
        }
    }

    pub fn remove(&self) {
        self.nodes(&mut |node| {
            if let Some(parent) = node.parent_node() {
                // A child of its parent can be removed.
                let _ = parent.remove_child(node);
            }
        });
    }
}

fn several(drawn: &mut Vec<Drawn>, views: Vec<AnyView>) {
    for gone in drawn.drain(views.len().min(drawn.len())..) {
        gone.remove();
    }
    let kept = drawn.len();
    let mut views = views.into_iter();
    for (drawn, view) in drawn.iter_mut().zip(views.by_ref().take(kept)) {
        drawn.become_(view);
    }
    let more: Vec<Drawn> = views.map(draw).collect();
    if more.is_empty() {
        return;
    }
    let mut last = None;
    drawn.iter().for_each(|drawn| drawn.nodes(&mut |node| last = Some(node.clone())));
    let last = last.expect("several are never none");
    if let Some(parent) = last.parent_node() {
        let next = last.next_sibling();
        more.iter().for_each(|drawn| drawn.mount(&parent, next.as_ref()));
    }
    drawn.extend(more);
}

thread_local! {
    /// Markup that was read once; each use is a copy.
    static STILL: RefCell<HashMap<(&'static str, bool), Node>> = RefCell::default();
}

fn still(markup: &'static str, is_svg: bool) -> Node {
    let read = || {
        let template: web_sys::HtmlTemplateElement =
            document().create_element("template").expect(ALIVE).unchecked_into();
        if is_svg {
            template.set_inner_html(&format!("<svg>{markup}</svg>"));
        } else {
            template.set_inner_html(markup);
        }
        let first = template.content().first_child().expect("the macro writes an element");
        if is_svg { first.first_child().expect("the macro writes an element") } else { first }
    };
    STILL.with_borrow_mut(|known| {
        let node = known.entry((markup, is_svg)).or_insert_with(read);
        node.clone_node_with_deep(true).expect(ALIVE)
    })
}
