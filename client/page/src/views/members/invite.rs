//! Making an invitation link: for whom, with which place, how often and how long. The link is
//! shown once; what it opens is a seat, so it names the organisation.

use super::member::OrganisationSelect;
use super::{Table, role_words};
use crate::components::Dialog;
use crate::device;
use crate::icons::{Icon, icon};
use crate::store::{Store, unanswered};
use leptos::html;
use leptos::prelude::*;
use shared::desk::{Answer, Ask};
use shared::door::{NewInvitation, Role};
use shared::ids::RecordId;
use shared::words;

const MAX_USES: u32 = 100;
const MAX_DAYS: u32 = 90;
const USUAL_DAYS: u32 = 14;

#[component]
pub fn InviteDialog(table: Table, open: RwSignal<bool>) -> impl IntoView {
    let store = table.store;
    let role = RwSignal::new(Role::Partner);
    let organisation = RwSignal::new(String::new());
    let (uses, days) = (RwSignal::new("1".to_owned()), RwSignal::new(USUAL_DAYS.to_string()));
    let (made, trouble) = (RwSignal::new(None::<String>), RwSignal::new(None::<String>));
    Effect::new(move || {
        if open.get() {
            made.set(None);
            trouble.set(None);
        }
    });
    let make = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let lang = store.lang.get_untracked();
        let (role, chosen) = (role.get_untracked(), RecordId::parse(&organisation.get_untracked()));
        if role == Role::Partner && chosen.is_none() {
            return trouble.set(Some(words::members::choose_organisation(lang).to_owned()));
        }
        let chosen = chosen.filter(|_| role != Role::Secretariat);
        let number = |typed: RwSignal<String>, most: u32| {
            typed.get_untracked().trim().parse::<u32>().unwrap_or(1).clamp(1, most)
        };
        let invitation = NewInvitation {
            role,
            organisation_name: chosen.as_ref().map(|id| untrack(|| store.badge(id).name)).unwrap_or_default(),
            organisation: chosen,
            uses: number(uses, MAX_USES),
            days: number(days, MAX_DAYS),
        };
        store.ask_then(
            Ask::Invite { board: table.board.get_value(), invitation },
            move |answer| match answer {
                Ok(Answer::Link(link)) => made.set(Some(format!("{}{}", device::origin(), link.path))),
                Ok(_) => {}
                Err(why) => trouble.set(Some(unanswered(store.lang.get_untracked(), &why).to_owned())),
            },
        );
    };
    let place = move |of: Role| {
        view! {
            <label class="option">
                <input
                    type="radio"
                    name="place"
                    prop:checked=move || role.get() == of
                    on:change=move |_| role.set(of)
                />
                <b>{move || role_words(of, store.lang.get())}</b>
            </label>
        }
    };
    view! {
        <Dialog
            open=open
            title=Signal::derive(move || words::members::invite_title(store.lang.get()).to_owned())
            foot=move || {
                view! {
                    <span class="grow"></span>
                    <button class="button" type="button" on:click=move |_| open.set(false)>
                        {move || words::members::done(store.lang.get())}
                    </button>
                }
            }
        >
            <form class="stack-3" on:submit=make>
                <p class="muted">{move || words::members::invite_words(store.lang.get())}</p>
                <Show when=move || store.organisations().is_empty()>
                    <p class="note">
                        {icon(Icon::Seat, 18)} <span>{move || words::members::first_organisation(store.lang.get())}</span>
                    </p>
                </Show>
                <fieldset class="options">
                    <legend>{move || words::members::place(store.lang.get())}</legend>
                    {[Role::Partner, Role::Observer, Role::Secretariat].map(place).collect_view()}
                </fieldset>
                <Show when=move || role.get() != Role::Secretariat>
                    <OrganisationSelect
                        store=store
                        chosen=organisation
                        on_choose=Callback::new(move |()| trouble.set(None))
                    />
                </Show>
                <div class="two">
                    <div class="field">
                        <label for="uses">{move || words::members::uses(store.lang.get())}</label>
                        <input id="uses" class="input" type="number" min="1" max=MAX_USES bind:value=uses />
                    </div>
                    <div class="field">
                        <label for="days">{move || words::members::days(store.lang.get())}</label>
                        <input id="days" class="input" type="number" min="1" max=MAX_DAYS bind:value=days />
                    </div>
                </div>
                <p class="trouble" role="alert">{move || trouble.get()}</p>
                <div class="row">
                    <button class="button primary" type="submit">
                        {move || words::members::make_link(store.lang.get())}
                    </button>
                </div>
                {move || {
                    made.get()
                        .map(|link| {
                            view! {
                                <ShownOnce
                                    store=store
                                    label=words::members::link(store.lang.get())
                                    hint=words::members::link_words(store.lang.get())
                                    text=link
                                />
                            }
                        })
                }}
            </form>
        </Dialog>
    }
    .into_any()
}

/// A secret to hand over: shown once, with a way to copy it.
#[component]
pub fn ShownOnce(store: Store, label: &'static str, hint: &'static str, text: String) -> impl IntoView {
    let field = NodeRef::<html::Input>::new();
    let copied = text.clone();
    let copy = move |_| {
        let text = copied.clone();
        if let Some(field) = field.get_untracked() {
            field.select();
        }
        leptos::task::spawn_local(async move {
            let is_copied = device::copy(&text).await;
            let lang = store.lang.get_untracked();
            store.tell(
                if is_copied { words::members::copied(lang) } else { words::members::copy_by_hand(lang) },
                false,
            );
        });
    };
    view! {
        <div class="field shown-once">
            <label for="shown-once">{label}</label>
            <div class="row">
                <input id="shown-once" class="input" readonly node_ref=field prop:value=text />
                <button class="button primary" type="button" on:click=copy>
                    {icon(Icon::Copy, 16)}
                    {move || words::members::copy(store.lang.get())}
                </button>
            </div>
            <small>{hint}</small>
        </div>
    }
    .into_any()
}
