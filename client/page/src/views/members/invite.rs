//! Making an invitation link: for whom, with which place, how often and how long. The link is
//! shown once; what it opens is a seat, so it names the organisation.

use super::made::{Made, MadeLink};
use super::member::OrganisationSelect;
use super::{Table, role_words};
use crate::components::Dialog;
use crate::device;
use crate::icons::{Icon, icon};
use crate::store::{Store, unanswered};
use leptos::html;
use leptos::prelude::*;
use shared::desk::{Answer, Ask};
use shared::door::{Invitation, NewInvitation, NewLink, Role};
use shared::ids::RecordId;
use shared::words;

const MAX_USES: u32 = 100;
const MAX_DAYS: u32 = 90;
const USUAL_DAYS: u32 = 14;

/// What is being chosen for a link.
#[derive(Clone, Copy)]
pub struct Draft {
    role: RwSignal<Role>,
    organisation: RwSignal<String>,
    uses: RwSignal<String>,
    days: RwSignal<String>,
    admission: RwSignal<bool>,
}

impl Draft {
    pub fn new() -> Self {
        Self {
            role: RwSignal::new(Role::Partner),
            organisation: RwSignal::new(String::new()),
            uses: RwSignal::new("1".to_owned()),
            days: RwSignal::new(USUAL_DAYS.to_string()),
            admission: RwSignal::new(false),
        }
    }

    /// The same place once more.
    pub fn like(&self, invitation: &Invitation) {
        self.role.set(invitation.role);
        self.organisation.set(invitation.organisation.as_ref().map(ToString::to_string).unwrap_or_default());
        self.admission.set(invitation.admission);
    }

    /// Nothing if a partner's organisation is not chosen.
    fn read(&self, store: Store) -> Option<NewInvitation> {
        let (role, chosen) = (self.role.get_untracked(), RecordId::parse(&self.organisation.get_untracked()));
        if role == Role::Partner && chosen.is_none() {
            return None;
        }
        let chosen = chosen.filter(|_| role != Role::Secretariat);
        let number = |typed: RwSignal<String>, most: u32| {
            typed.get_untracked().trim().parse::<u32>().unwrap_or(1).clamp(1, most)
        };
        Some(NewInvitation {
            role,
            organisation_name: chosen.as_ref().map(|id| untrack(|| store.badge(id).name)).unwrap_or_default(),
            organisation: chosen,
            uses: number(self.uses, MAX_USES),
            days: number(self.days, MAX_DAYS),
            admission: self.admission.get_untracked(),
        })
    }
}

/// `made` remembers the links of this visit.
#[component]
pub fn InviteDialog(
    table: Table,
    open: RwSignal<bool>,
    draft: Draft,
    made: RwSignal<Vec<MadeLink>>,
) -> impl IntoView {
    let store = table.store;
    let Draft { role, organisation, uses, days, admission } = draft;
    let (shown, trouble) = (RwSignal::new(None::<MadeLink>), RwSignal::new(None::<String>));
    Effect::new(move || {
        if open.get() {
            shown.set(None);
            trouble.set(None);
        }
    });
    let make = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let lang = store.lang.get_untracked();
        let Some(invitation) = draft.read(store) else {
            return trouble.set(Some(words::members::choose_organisation(lang).to_owned()));
        };
        store.ask_then(
            Ask::Invite { board: table.board.get_value(), invitation },
            move |answer| match answer {
                Ok(Answer::Link(NewLink { invitation, path })) => {
                    let link = MadeLink { invitation, address: format!("{}{path}", device::origin()) };
                    made.update(|made| made.push(link.clone()));
                    shown.set(Some(link));
                }
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
                <label class="option">
                    <input
                        type="checkbox"
                        prop:checked=move || admission.get()
                        on:change=move |event| admission.set(event_target_checked(&event))
                    />
                    <span>
                        <b>{move || words::members::admission(store.lang.get())}</b>
                        <small>{move || words::members::admission_words(store.lang.get())}</small>
                    </span>
                </label>
                <p class="trouble" role="alert">{move || trouble.get()}</p>
                <div class="row">
                    <button class="button primary" type="submit">
                        {move || words::members::make_link(store.lang.get())}
                    </button>
                </div>
                {move || shown.get().map(|link| view! { <Made table=table link=link /> })}
            </form>
        </Dialog>
    }
    .into_any()
}

/// A secret to hand over: shown once, with a way to copy it.
#[component]
pub fn ShownOnce(
    store: Store,
    /// Of the field, on the whole page.
    id: String,
    label: &'static str,
    hint: &'static str,
    text: String,
) -> impl IntoView {
    let field = NodeRef::<html::Input>::new();
    let copied = text.clone();
    let copy = move |_| {
        if let Some(field) = field.get_untracked() {
            field.select();
        }
        super::made::copy(store, copied.clone());
    };
    view! {
        <div class="field shown-once">
            <label for=id.clone()>{label}</label>
            <div class="row">
                <input id=id class="input" readonly node_ref=field prop:value=text />
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
