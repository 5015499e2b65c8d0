//! One member: role, organisation, devices, name, and closing their access.

use super::leaving::NameAndLeaving;
use super::way_back::WayBack;
use super::{Table, role_words};
use crate::components::{Panel, PanelPart};
use crate::device;
use crate::icons::{Icon, icon};
use crate::nav::Nav;
use crate::shell::called;
use crate::store::Store;
use leptos::prelude::*;
use shared::desk::{Answer, Ask};
use shared::door::{Device, MAX_NAME, MemberCard, MemberChange, Role};
use shared::ids::{MemberId, RecordId};
use shared::lang::Lang;
use shared::words;

#[component]
pub fn MemberPanel(table: Table, member: MemberId) -> impl IntoView {
    let (store, nav) = (table.store, Nav::here());
    let member = StoredValue::new(member);
    let name = move || member.with_value(|member| called(store, member));
    let is_me = Memo::new(move |_| member.with_value(|member| table.is_me(member)));
    let word =
        move |word: fn(Lang) -> &'static str| Signal::derive(move || word(store.lang.get()).to_owned());
    let card = Memo::new(move |_| member.with_value(|member| table.card(member)));
    view! {
        <Panel crumb=word(words::members::member) title=move || view! { <span>{name}</span> } on_close=move |()| nav.select(None)>
            {move || {
                card.get()
                    .map(|card| {
                        let devices = card.devices.clone();
                        let card = StoredValue::new(card);
                        view! {
                            <Show when=move || table.is_secretariat()>
                                <PanelPart heading=word(words::members::role_at_table)>
                                    <RoleChoice table=table card=card.get_value() />
                                </PanelPart>
                            </Show>
                            {(!devices.is_empty())
                                .then(|| {
                                    view! {
                                        <PanelPart heading=word(words::members::devices)>
                                            <Devices table=table member=member.get_value() devices=devices />
                                        </PanelPart>
                                    }
                                })}
                        }
                    })
            }}
            <Show when=move || is_me.get()>
                <PanelPart heading=word(words::members::own_name)>
                    <OwnName table=table />
                </PanelPart>
            </Show>
            <Show when=move || table.is_secretariat() && !is_me.get()>
                <PanelPart heading=word(words::members::way_back)>
                    <WayBack table=table member=member.get_value() />
                </PanelPart>
                <PanelPart heading=word(words::members::name_and_leaving)>
                    <NameAndLeaving table=table member=member.get_value() />
                </PanelPart>
            </Show>
        </Panel>
    }
    .into_any()
}

pub fn change(table: Table, member: MemberId, change: MemberChange, told: impl FnOnce(Store) + 'static) {
    let store = table.store;
    store.ask_for(Ask::ChangeMember { board: table.board.get_value(), member, change }, move |answer| {
        if let Answer::Member(_) = answer {
            told(store);
        }
        table.read_members();
    });
}

#[component]
fn RoleChoice(table: Table, card: MemberCard) -> impl IntoView {
    let store = table.store;
    let card = StoredValue::new(card);
    let (role, organisation) = card.with_value(|card| (card.role, card.organisation.clone()));
    let chosen = RwSignal::new(role);
    let organisation = RwSignal::new(organisation.map(|id| id.to_string()).unwrap_or_default());
    let save = move || {
        let (role, organisation) = (chosen.get_untracked(), RecordId::parse(&organisation.get_untracked()));
        // A partner speaks for an organisation: nothing is sent until one is chosen.
        if role == Role::Partner && organisation.is_none() {
            return;
        }
        let organisation = if role == Role::Secretariat { None } else { organisation };
        let member = card.with_value(|card| card.member.clone());
        change(table, member, MemberChange { role, organisation, name: None, function: None }, |_| ());
    };
    let option = move |role: Role| {
        let detail = move || {
            let lang = store.lang.get();
            match role {
                Role::Secretariat => words::members::role_secretariat_words(lang),
                Role::Partner => words::members::role_partner_words(lang),
                Role::Observer => words::members::role_observer_words(lang),
            }
        };
        view! {
            <label class="option">
                <input
                    type="radio"
                    name="role"
                    prop:checked=move || chosen.get() == role
                    on:change=move |_| {
                        chosen.set(role);
                        save();
                    }
                />
                <span>
                    <b>{move || role_words(role, store.lang.get())}</b>
                    <small>{detail}</small>
                </span>
            </label>
        }
    };
    view! {
        <div class="stack" role="radiogroup" aria-label=move || words::members::role_at_table(store.lang.get())>
            {[Role::Partner, Role::Observer, Role::Secretariat].map(option).collect_view()}
            <Show when=move || chosen.get() != Role::Secretariat>
                <OrganisationSelect store=store chosen=organisation on_choose=Callback::new(move |()| save()) />
            </Show>
            <small>{move || words::members::role_kept(store.lang.get())}</small>
        </div>
    }
    .into_any()
}

/// A choice among the organisations at the table.
#[component]
pub fn OrganisationSelect(store: Store, chosen: RwSignal<String>, on_choose: Callback<()>) -> impl IntoView {
    view! {
        <div class="field">
            <label for="organisation">{move || words::members::organisation(store.lang.get())}</label>
            <select
                id="organisation"
                class="input"
                on:change=move |event| {
                    chosen.set(event_target_value(&event));
                    on_choose.run(());
                }
            >
                {move || {
                    let now = chosen.get();
                    let none = words::members::choose_organisation(store.lang.get()).to_owned();
                    std::iter::once((String::new(), none))
                        .chain(store.organisations().into_iter().map(|(id, badge)| (id.to_string(), badge.name)))
                        .map(|(id, name)| {
                            let is_chosen = id == now;
                            view! { <option value=id selected=is_chosen>{name}</option> }
                        })
                        .collect_view()
                }}
            </select>
        </div>
    }
    .into_any()
}

#[component]
fn Devices(table: Table, member: MemberId, devices: Vec<Device>) -> impl IntoView {
    let store = table.store;
    let member = StoredValue::new(member);
    let row = move |found: Device| {
        let Device { id, added, last_seen, this } = found;
        let remove = move |_| {
            let ask = Ask::RemoveDevice {
                board: table.board.get_value(),
                member: member.get_value(),
                device: id.clone(),
            };
            store.ask_for(ask, move |_| table.read_members());
        };
        let name = move || {
            let lang = store.lang.get();
            if this {
                words::members::this_device(lang).to_owned()
            } else {
                words::members::device(lang, device::day(lang, added))
            }
        };
        let seen = move || {
            let lang = store.lang.get();
            (last_seen > 0).then(|| words::members::seen(lang, device::day(lang, last_seen)))
        };
        view! {
            <li class="row">
                {icon(Icon::Device, 18)}
                <span class="grow">{name} <small class="block">{seen}</small></span>
                {(!this)
                    .then(|| {
                        view! {
                            <button class="button dense" type="button" on:click=remove>
                                {move || words::members::remove_device(store.lang.get())}
                            </button>
                        }
                    })}
            </li>
        }
    };
    view! { <ul class="stack-3">{devices.into_iter().map(row).collect_view()}</ul> }.into_any()
}

/// One's own name and function, as the others see them.
#[component]
fn OwnName(table: Table) -> impl IntoView {
    let store = table.store;
    let me = store.me.get_untracked();
    let (name, function) = match &me {
        Some(me) => (RwSignal::new(me.name.clone()), RwSignal::new(me.function.clone())),
        None => (RwSignal::new(String::new()), RwSignal::new(String::new())),
    };
    let save = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let Some(me) = &me else { return };
        let named = MemberChange {
            role: me.role,
            organisation: me.organisation.clone(),
            name: Some(name.get_untracked().trim().to_owned()),
            function: Some(function.get_untracked().trim().to_owned()),
        };
        change(table, me.member.clone(), named, |store| {
            store.tell(words::members::name_kept(store.lang.get_untracked()), false);
        });
    };
    view! {
        <form class="stack-3" on:submit=save>
            <div class="field">
                <label for="own-name">{move || words::home::first_name(store.lang.get())}</label>
                <input id="own-name" class="input" maxlength=MAX_NAME bind:value=name />
            </div>
            <div class="field">
                <label for="own-function">{move || words::home::function(store.lang.get())}</label>
                <input id="own-function" class="input" maxlength=MAX_NAME bind:value=function />
            </div>
            <div class="row">
                <button class="button dense" type="submit">
                    {move || words::members::keep_name(store.lang.get())}
                </button>
            </div>
        </form>
    }
    .into_any()
}
