//! A new card, written where it will stand. Enter adds it and begins the next; Tab goes on with
//! what it leads to, a level further, linked; Escape leaves.

use super::card::level_class;
use super::hand::{Adding, Hand};
use super::who;
use leptos::html;
use leptos::prelude::*;
use shared::layout::{CARD_PX, HEAD_PX};
use shared::px::Px;
use shared::sections::Word;
use shared::sections::chain::Level;
use shared::words;

/// Longest title that is taken in one go, in characters.
const MAX_TITLE: i32 = 300;

/// The title of a new card of `level`: a field in the graph's column or at the list's end.
#[component]
pub fn AddField(adding: Adding) -> impl IntoView {
    let hand = Hand::here();
    let lang = hand.store.lang;
    let root = NodeRef::<html::Div>::new();
    let title = RwSignal::new(String::new());
    who::focus_field_in(root);
    let level = adding.level;
    let from = adding.from.clone();
    let adding = StoredValue::new(adding);
    let add = move || {
        // The field leaves the page with the focus in it: by then its title is gone.
        let written = title.try_update(std::mem::take).unwrap_or_default().trim().to_owned();
        (!written.is_empty()).then(|| adding.with_value(|adding| hand.add(adding, &written)))
    };
    // One level on, led to by the card just written; or one level back.
    let go_on = move |step: i32| {
        let next = Level::ALL.get((level as i32 + step) as usize).copied();
        let Some(next) = next.filter(|_| !title.with_untracked(|title| title.trim().is_empty())) else {
            return false;
        };
        let made = add();
        hand.adding.set(Some(Adding { level: next, from: made.filter(|_| step > 0) }));
        true
    };
    let led_to_by = move || {
        let title = hand.plan.with(|plan| from.as_ref().map(|from| plan.title(from).to_owned()))?;
        Some(view! { <small class="card-from">{words::chain::new_from(lang.get(), title)}</small> })
    };
    view! {
        <div
            class="card-title"
            node_ref=root
            on:focusout=move |_| {
                // What was written is kept, also by somebody who clicks elsewhere.
                add();
                let mine = hand.adding.try_get_untracked().flatten();
                if mine.is_some() && mine == adding.try_with_value(Adding::clone) {
                    hand.adding.set(None);
                }
            }
        >
            {led_to_by}
            <textarea
                class="card-new"
                rows="2"
                maxlength=MAX_TITLE
                aria-label=move || words::chain::new_title(lang.get(), hand.level_name(level))
                placeholder=move || words::chain::new_placeholder(lang.get())
                prop:value=move || title.get()
                on:input=move |event| title.set(event_target_value(&event))
                on:keydown=move |event| {
                    event.stop_propagation();
                    match event.key().as_str() {
                        "Enter" => {
                            event.prevent_default();
                            if add().is_none() {
                                hand.adding.set(None);
                                hand.focus_card_soon();
                            }
                        }
                        "Tab" if go_on(if event.shift_key() { -1 } else { 1 }) => event.prevent_default(),
                        "Escape" => {
                            title.set(String::new());
                            hand.adding.set(None);
                            hand.focus_card_soon();
                        }
                        // Everything else is text.
                        _ => {}
                    }
                }
            ></textarea>
            <small>{move || words::chain::new_hint(lang.get())}</small>
        </div>
    }
    .into_any()
}

/// The field as a card under its column's last one.
#[component]
pub fn AddCard(adding: Adding) -> impl IntoView {
    let hand = Hand::here();
    let level = adding.level;
    let style = move || {
        hand.layout.with(|layout| {
            let column = level as usize;
            let top = layout.column(column).map(|card| card.rect.bottom() + 26.0).fold(HEAD_PX, f64::max);
            let (left, width) = (layout.columns[column], layout.column_width);
            format!(
                "left:{left}px;top:{top}px;width:{width}px;min-height:{height}px",
                left = Px(left),
                top = Px(top),
                width = Px(width),
                height = Px(CARD_PX)
            )
        })
    };
    view! { <div class=format!("node-card new {}", level_class(level)) style=style><AddField adding=adding /></div> }
        .into_any()
}
