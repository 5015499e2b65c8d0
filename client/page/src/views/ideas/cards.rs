//! Where a new card is typed. What is typed is no card before Enter: a thought that is not
//! finished is neither stored nor revealed.

use super::room::Room;
use leptos::prelude::*;
use shared::sections::ideas::MAX_CARD_UNITS;
use shared::words;

#[component]
pub fn NewCard() -> impl IntoView {
    let room = Room::here();
    let lang = room.store.lang;
    let by = move || {
        let named = room.store.organisations().into_iter();
        named.map(|(id, badge)| view! { <option value=id.to_string()>{badge.name}</option> }).collect_view()
    };
    view! {
        <form
            class="idea-new"
            on:submit=move |event| {
                event.prevent_default();
                room.add_draft();
            }
        >
            <label class="hidden-words" for="idea-new">
                {move || words::ideas::new_card(lang.get())}
            </label>
            <textarea
                id="idea-new"
                class="input"
                rows="2"
                maxlength=MAX_CARD_UNITS.to_string()
                placeholder=move || words::ideas::new_card_hint(lang.get())
                prop:value=move || room.draft.get()
                on:input=move |event| room.draft.set(event_target_value(&event))
                on:keydown=move |event| {
                    event.stop_propagation();
                    match event.key().as_str() {
                        "Enter" if !event.shift_key() && !event.is_composing() => {
                            event.prevent_default();
                            room.add_draft();
                        }
                        "Escape" => room.is_composing.set(false),
                        // Everything else is text.
                        _ => {}
                    }
                }
            ></textarea>
            <div class="row wrap">
                <Show when=move || room.is_secretariat()>
                    <label class="idea-heard">
                        <span>{move || words::ideas::said_by(lang.get())}</span>
                        <select
                            class="input"
                            on:change=move |event| room.heard_from.set(event_target_value(&event))
                        >
                            <option value="">{move || words::ideas::said_by_nobody(lang.get())}</option>
                            {by}
                        </select>
                    </label>
                </Show>
                <span class="grow"></span>
                <button class="button" type="submit" disabled=move || room.draft.with(|text| text.trim().is_empty())>
                    {move || words::ideas::add(lang.get())}
                </button>
            </div>
        </form>
    }
    .into_any()
}
