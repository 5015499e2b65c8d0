//! Elements: a tag, what is set on it, what it hears, what is inside. One type for all of them.

use crate::attributes::{IntoAttributeValue, Words};
use crate::closures::Tell;
use crate::events::{EventName, NodeRef, Value};
use crate::into_view::{AnyView, IntoView};
use crate::signals::RwSignal;
use std::borrow::Cow;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::Event;

/// Boxed, since each step of building it hands it on.
pub struct Element(Box<Parts>);

pub struct Parts {
    pub tag: &'static str,
    pub is_svg: bool,
    pub set: Vec<(Name, Words)>,
    pub hear: Vec<(&'static str, Hear)>,
    pub holder: Option<RwSignal<Option<web_sys::Element>>>,
    pub inside: Option<AnyView>,
}

/// Told of an event.
pub type Hear = Rc<dyn Tell<Event, ()>>;

/// What is set on an element.
#[derive(Clone, PartialEq, Eq)]
pub enum Name {
    Attribute(Cow<'static, str>),
    /// A class that comes and goes by itself.
    Class(&'static str),
    Property(&'static str),
    /// Markup of our own (icons), never of people.
    Inside,
}

/// What can stand behind `class=` and `class:name=`.
pub trait IntoClass {
    fn into_class(self) -> (Name, Words);
}

impl<W: IntoAttributeValue> IntoClass for W {
    fn into_class(self) -> (Name, Words) {
        (Name::Attribute(Cow::Borrowed("class")), self.into_attribute_value())
    }
}

impl<W: IntoAttributeValue> IntoClass for (&'static str, W) {
    fn into_class(self) -> (Name, Words) {
        (Name::Class(self.0), self.1.into_attribute_value())
    }
}

impl Element {
    fn new(tag: &'static str, is_svg: bool) -> Self {
        Self(Box::new(Parts { tag, is_svg, set: vec![], hear: vec![], holder: None, inside: None }))
    }

    pub fn parts(&self) -> &Parts {
        &self.0
    }

    pub fn into_parts(self) -> Parts {
        *self.0
    }

    /// Not inlined, nor are the others below: a view calls them for each thing it says.
    #[inline(never)]
    fn with(mut self, name: Name, words: Words) -> Self {
        self.0.set.push((name, words));
        self
    }

    #[inline(never)]
    fn named(self, name: &'static str, words: Words) -> Self {
        self.with(Name::Attribute(Cow::Borrowed(name)), words)
    }

    #[inline(never)]
    fn holding(mut self, inside: AnyView) -> Self {
        self.0.inside = Some(inside);
        self
    }

    #[inline(never)]
    fn hearing(mut self, event: &'static str, hear: Hear) -> Self {
        self.0.hear.push((event, hear));
        self
    }

    pub fn child(self, child: impl IntoView) -> Self {
        self.holding(child.into_view())
    }

    pub fn attr(self, name: &'static str, value: impl IntoAttributeValue) -> Self {
        self.named(name, value.into_attribute_value())
    }

    pub fn class(self, class: impl IntoClass) -> Self {
        let (name, words) = class.into_class();
        self.with(name, words)
    }

    pub fn prop(self, name: &'static str, value: impl IntoAttributeValue) -> Self {
        self.with(Name::Property(name), value.into_attribute_value())
    }

    pub fn inner_html(self, markup: impl IntoAttributeValue) -> Self {
        self.with(Name::Inside, markup.into_attribute_value())
    }

    pub fn node_ref<E>(mut self, holder: NodeRef<E>) -> Self {
        self.0.holder = Some(holder.signal());
        self
    }

    pub fn on<E: JsCast>(self, event: EventName<E>, hear: impl Fn(E) + 'static) -> Self {
        self.hearing(event.name, Rc::new(move |event: Event| hear(event.unchecked_into())))
    }

    pub fn bind(self, _: Value, signal: RwSignal<String>) -> Self {
        let hear = move |event: Event| signal.set(crate::browser::event_target_value(&event));
        self.prop("value", signal).hearing("input", Rc::new(hear))
    }
}

macro_rules! attributes {
    ($($method:ident $name:literal)*) => {
        impl Element {
            $(pub fn $method(self, value: impl IntoAttributeValue) -> Self {
                self.named($name, value.into_attribute_value())
            })*
        }
    };
}

attributes! {
    accept "accept" aria_activedescendant "aria-activedescendant" aria_autocomplete "aria-autocomplete"
    aria_checked "aria-checked" aria_controls "aria-controls" aria_current "aria-current"
    aria_busy "aria-busy" aria_describedby "aria-describedby" aria_disabled "aria-disabled" aria_expanded "aria-expanded"
    aria_haspopup "aria-haspopup" aria_hidden "aria-hidden" aria_invalid "aria-invalid"
    aria_keyshortcuts "aria-keyshortcuts" aria_label "aria-label" aria_labelledby "aria-labelledby"
    aria_live "aria-live" aria_modal "aria-modal" aria_posinset "aria-posinset"
    aria_pressed "aria-pressed" aria_required "aria-required"
    aria_roledescription "aria-roledescription" aria_selected "aria-selected"
    aria_setsize "aria-setsize"
    aria_valuemax "aria-valuemax" aria_valuemin "aria-valuemin" aria_valuenow "aria-valuenow"
    aria_valuetext "aria-valuetext" autocapitalize "autocapitalize" autocomplete "autocomplete" autofocus "autofocus" checked "checked"
    cols "cols" colspan "colspan" datetime "datetime" dir "dir" disabled "disabled" download "download" draggable "draggable"
    enterkeyhint "enterkeyhint" r#for "for" form "form" hidden "hidden" href "href" id "id" inert "inert"
    inputmode "inputmode" lang "lang" max "max" maxlength "maxlength" min "min" minlength "minlength"
    multiple "multiple" name "name" open "open" pattern "pattern" placeholder "placeholder"
    readonly "readonly" rel "rel" required "required" role "role" rows "rows" rowspan "rowspan"
    scope "scope" selected "selected" size "size" span "span" spellcheck "spellcheck" src "src" step "step"
    style "style" tabindex "tabindex" target "target" title "title" translate "translate" r#type "type"
    value "value"
}

macro_rules! tags {
    ($is_svg:literal: $($tag:ident)*) => {
        use super::Element;
        $(pub fn $tag() -> Element {
            Element::new(stringify!($tag), $is_svg)
        })*
    };
}

pub mod html {
    tags! { false:
        a abbr article aside b blockquote br button caption code col colgroup datalist dd del details dialog
        div dl dt em fieldset figcaption figure footer form h1 h2 h3 h4 header hr i img input ins kbd label
        legend li main mark meter nav ol optgroup option output p pre progress s section select small
        span strong sub summary sup table tbody td textarea tfoot th thead time tr u ul
    }
}

pub mod svg {
    tags! { true:
        circle defs ellipse g line marker mask path pattern polygon polyline rect svg text tspan
    }
}

/// Markup in which nothing ever changes.
pub struct InertElement(&'static str);

impl InertElement {
    pub fn new(markup: &'static str) -> Self {
        Self(markup)
    }
}

impl IntoView for InertElement {
    fn into_view(self) -> AnyView {
        AnyView::Still(self.0, false)
    }
}

/// The same within an SVG.
pub struct InertSvgElement(&'static str);

impl InertSvgElement {
    pub fn new(markup: &'static str) -> Self {
        Self(markup)
    }
}

impl IntoView for InertSvgElement {
    fn into_view(self) -> AnyView {
        AnyView::Still(self.0, true)
    }
}

impl IntoView for Element {
    fn into_view(self) -> AnyView {
        AnyView::Element(self)
    }
}
