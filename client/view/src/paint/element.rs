//! One element on the page: what is set on it, what hears its events, what is inside.

use super::{ALIVE, Drawn, document, draw};
use crate::attributes::{Word, Words};
use crate::element::{Hear, Name, Parts};
use reactive_graph::effect::RenderEffect;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{Event, Node};

pub struct DrawnElement {
    element: web_sys::Element,
    tag: &'static str,
    set: Vec<Setting>,
    hear: Vec<Hearing>,
    inside: Option<Drawn>,
}

/// Something set on the element, and what keeps it current.
struct Setting {
    name: Name,
    /// What it was set to last; a field that somebody changed since is left alone.
    last: Rc<RefCell<Option<Word>>>,
    effect: Option<RenderEffect<()>>,
}

struct Hearing {
    element: web_sys::Element,
    event: &'static str,
    hear: Rc<RefCell<Hear>>,
    closure: Closure<dyn FnMut(Event)>,
}

const SVG: &str = "http://www.w3.org/2000/svg";

impl DrawnElement {
    pub fn draw(view: Parts) -> Self {
        let document = document();
        let element = if view.is_svg {
            document.create_element_ns(Some(SVG), view.tag)
        } else {
            document.create_element(view.tag)
        };
        let element = element.expect(ALIVE);
        // What is inside comes first: a list shows its value only once it has its options.
        let inside = view.inside.map(draw);
        if let Some(inside) = &inside {
            inside.mount(&element, None);
        }
        let set = view.set.into_iter().map(|(name, words)| Setting::new(&element, name, words)).collect();
        let hear = view.hear.into_iter().map(|(event, hear)| Hearing::new(&element, event, hear)).collect();
        if let Some(holder) = view.holder {
            holder.set(Some(element.clone()));
        }
        Self { element, tag: view.tag, set, hear, inside }
    }

    pub fn node(&self) -> Node {
        self.element.clone().into()
    }

    /// Whether a view says the same of this element, in other words.
    pub fn is_like(&self, view: &Parts) -> bool {
        self.tag == view.tag
            && self.inside.is_some() == view.inside.is_some()
            && self.set.iter().map(|setting| &setting.name).eq(view.set.iter().map(|(name, _)| name))
            && self.hear.iter().map(|hearing| hearing.event).eq(view.hear.iter().map(|(event, _)| *event))
    }

    pub fn become_(&mut self, view: Parts) {
        if let (Some(inside), Some(view)) = (&mut self.inside, view.inside) {
            inside.become_(view);
        }
        for (setting, (_, words)) in self.set.iter_mut().zip(view.set) {
            setting.keep(&self.element, words);
        }
        for (hearing, (_, hear)) in self.hear.iter().zip(view.hear) {
            hearing.hear.replace(hear);
        }
        if let Some(holder) = view.holder {
            holder.set(Some(self.element.clone()));
        }
    }
}

impl Setting {
    fn new(element: &web_sys::Element, name: Name, words: Words) -> Self {
        let mut setting = Self { name, last: Rc::default(), effect: None };
        setting.keep(element, words);
        setting
    }

    fn keep(&mut self, element: &web_sys::Element, words: Words) {
        // What kept it until now stops first: two effects would take turns.
        self.effect = None;
        match words {
            Words::Fixed(word) => set(element, &self.name, &self.last, word),
            Words::Live(mut ask) => {
                let (element, name, last) = (element.clone(), self.name.clone(), self.last.clone());
                self.effect = Some(RenderEffect::new(move |_| set(&element, &name, &last, ask.ask())));
            }
        }
    }
}

/// Sets what is not set so already. The browser refuses no name or class that views write.
fn set(element: &web_sys::Element, name: &Name, last: &RefCell<Option<Word>>, word: Word) {
    if last.borrow().as_ref() == Some(&word) {
        return;
    }
    let _ = match name {
        Name::Attribute(name) => match &word {
            Word::Text(text) => element.set_attribute(name, text),
            Word::Flag(true) => element.set_attribute(name, ""),
            Word::Flag(false) | Word::Absent => element.remove_attribute(name),
        },
        Name::Class(class) => match &word {
            Word::Flag(false) | Word::Absent => element.class_list().remove_1(class),
            Word::Flag(true) | Word::Text(_) => element.class_list().add_1(class),
        },
        Name::Property(name) => {
            let value = match &word {
                Word::Text(text) => JsValue::from_str(text),
                Word::Flag(flag) => JsValue::from_bool(*flag),
                Word::Absent => JsValue::UNDEFINED,
            };
            js_sys::Reflect::set(element, &JsValue::from_str(name), &value).map(drop)
        }
        Name::Inside => {
            if let Word::Text(markup) = &word {
                element.set_inner_html(markup);
            }
            Ok(())
        }
    };
    last.replace(Some(word));
}

impl Hearing {
    fn new(element: &web_sys::Element, event: &'static str, hear: Hear) -> Self {
        let hear = Rc::new(RefCell::new(hear));
        let current = hear.clone();
        let closure = Closure::<dyn FnMut(Event)>::new(move |event| {
            let hear = current.borrow().clone();
            hear.tell(event);
        });
        // Fails for no event name.
        let _ = element.add_event_listener_with_callback(event, closure.as_ref().unchecked_ref());
        Self { element: element.clone(), event, hear, closure }
    }
}

impl Drop for Hearing {
    /// A late event of an element that is gone finds nobody.
    fn drop(&mut self) {
        let heard = self.closure.as_ref().unchecked_ref();
        // As above.
        let _ = self.element.remove_event_listener_with_callback(self.event, heard);
    }
}
