//! Members and invitations: who is at the table, on which devices, and how others come in.
//! Names are the server's records; without a network the list shows what this device last knew.

mod devices;
mod handed;
mod invite;
mod leaving;
mod links;
mod made;
mod member;
mod qr;
mod sharing;
mod waiting;
mod way_back;

use crate::components::{MemberBadge, OrgBadge, SectionPage};
use crate::icons::{Icon, icon};
use crate::nav::Nav;
use crate::shell::called;
use crate::store::Store;
use leptos::prelude::*;
use shared::desk::{Answer, Ask, SharedWithTable};
use shared::door::{MemberCard, Role};
use shared::ids::{BoardId, MemberId, RecordId};
use shared::lang::Lang;
use shared::record::RecordAt;
use shared::sections::Kind;
use shared::words;

/// What the parts of this page share.
#[derive(Clone, Copy)]
pub struct Table {
    pub board: StoredValue<BoardId>,
    pub store: Store,
}

impl Table {
    pub fn is_secretariat(&self) -> bool {
        self.store.me.with(|me| me.as_ref().is_some_and(|me| me.role == Role::Secretariat))
    }

    pub fn is_me(&self, member: &MemberId) -> bool {
        self.store.me.with(|me| me.as_ref().is_some_and(|me| me.member == *member))
    }

    /// Asks for the members again; what comes replaces what was known.
    pub fn read_members(&self) {
        let store = self.store;
        store.ask_then(Ask::Members { board: self.board.get_value() }, move |answer| {
            if let Ok(Answer::Members(members)) = answer {
                store.names.set(members);
            }
        });
    }

    /// One member as last known.
    pub fn card(&self, member: &MemberId) -> Option<MemberCard> {
        self.store.names.with(|names| names.iter().find(|card| card.member == *member).cloned())
    }
}

pub fn role_words(role: Role, lang: Lang) -> &'static str {
    match role {
        Role::Secretariat => words::members::role_secretariat(lang),
        Role::Partner => words::members::role_partner(lang),
        Role::Observer => words::members::role_observer(lang),
    }
}

#[component]
pub fn Members() -> impl IntoView {
    let (store, nav) = (Store::here(), Nav::here());
    store.open_board().map(|board| {
        let table = Table { board: StoredValue::new(board), store };
        table.read_members();
        let is_alone = Memo::new(move |_| {
            store.saving.with(|saving| {
                saving.as_ref().is_some_and(|saving| saving.table == SharedWithTable::Alone)
            })
        });
        let selected = Memo::new(move |_| {
            let object = nav.place().and_then(|place| place.object)?;
            MemberId::parse(object.id.as_str())
        });
        let word = move |word: fn(Lang) -> &'static str| Signal::derive(move || word(store.lang.get()).to_owned());
        view! {
            <SectionPage
                title=word(words::sections::people)
                question=word(words::members::question)
                panel=move || selected.get().map(|member| view! { <member::MemberPanel table=table member=member /> })
            >
                <waiting::WaitingRoom table=table />
                <handed::HandedWork table=table />
                <div class="members">
                    <div class="stack-3">
                        <MemberList table=table />
                    </div>
                    <div class="stack-3">
                        <Show when=move || is_alone.get()>
                            <sharing::ShareBoard table=table />
                        </Show>
                        <Show when=move || table.is_secretariat() && !is_alone.get()>
                            <links::Links table=table />
                        </Show>
                        <Show when=move || !is_alone.get()>
                            <devices::OwnDevices table=table />
                        </Show>
                        <leaving::Leaving table=table />
                    </div>
                </div>
            </SectionPage>
        }
        .into_any()
    })
}

/// Who is listed together.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    Secretariat,
    Organisation(RecordId),
    Observers,
}

#[component]
fn MemberList(table: Table) -> impl IntoView {
    let store = table.store;
    let groups = move || {
        let organisations = store.organisations().into_iter().map(|(id, _)| Group::Organisation(id));
        std::iter::once(Group::Secretariat).chain(organisations).chain([Group::Observers]).collect::<Vec<_>>()
    };
    view! {
        <div class="member-list">
            <For each=groups key=|group| group.clone() children=move |group| view! { <MemberGroup table=table group=group /> } />
        </div>
    }
    .into_any()
}

#[component]
fn MemberGroup(table: Table, group: Group) -> impl IntoView {
    let store = table.store;
    let group = StoredValue::new(group);
    let members = Memo::new(move |_| {
        store.names.with(|names| {
            let is_here = |card: &&MemberCard| {
                group.with_value(|group| match group {
                    Group::Secretariat => card.role == Role::Secretariat,
                    Group::Organisation(id) => {
                        card.role != Role::Secretariat && card.organisation.as_ref() == Some(id)
                    }
                    Group::Observers => card.role == Role::Observer && card.organisation.is_none(),
                })
            };
            names.iter().filter(is_here).map(|card| card.member.clone()).collect::<Vec<_>>()
        })
    });
    let head = move || {
        let lang = store.lang.get();
        match group.get_value() {
            Group::Secretariat => view! {
                <span class="org sm hue-0">"S"</span>
                <h3>{words::members::secretariat(lang)}</h3>
                <small>{words::members::secretariat_words(lang)}</small>
            }
            .into_any(),
            Group::Observers => view! {
                <span class="org sm more">{icon(Icon::Eye, 13)}</span>
                <h3>{words::members::observers(lang)}</h3>
                <small>{words::members::observers_words(lang)}</small>
            }
            .into_any(),
            Group::Organisation(id) => view! {
                <OrgBadge organisation=id.clone() size="sm" />
                <h3>{store.badge(&id).name}</h3>
                <small>
                    {match members.with(Vec::len) {
                        0 => words::members::nobody(lang).to_owned(),
                        n => words::members::count_one_voice(lang, n as u64),
                    }}
                </small>
            }
            .into_any(),
        }
    };
    let is_shown =
        move || group.with_value(|group| *group != Group::Observers) || !members.with(Vec::is_empty);
    view! {
        <Show when=is_shown>
            <section>
                <header>{head}</header>
                <ul>
                    <For
                        each=move || members.get()
                        key=|member| member.clone()
                        children=move |member| view! { <MemberRow table=table member=member /> }
                    />
                </ul>
            </section>
        </Show>
    }
    .into_any()
}

#[component]
fn MemberRow(table: Table, member: MemberId) -> impl IntoView {
    let (store, nav) = (table.store, Nav::here());
    let stored = StoredValue::new(member.clone());
    let card = move || stored.with_value(|member| table.card(member));
    let known_as = move || {
        card().map(|card| if card.name.is_empty() { card.function } else { card.name }).unwrap_or_default()
    };
    let name = move || {
        let lang = store.lang.get();
        let is_me = stored.with_value(|member| table.is_me(member));
        let name = known_as();
        match is_me {
            true if name.is_empty() => words::shell::you_alone(lang).to_owned(),
            true => words::shell::you_named(lang, name),
            false if name.is_empty() => stored.with_value(|member| called(store, member)),
            false => name,
        }
    };
    // The function may stand in the first name's place: once is enough.
    let function = move || {
        let lang = store.lang.get();
        card().filter(|card| !card.function.is_empty()).map(|card| match card.name.is_empty() {
            true => words::home::function_short(lang).to_owned(),
            false => card.function,
        })
    };
    let tone = move || match card().map(|card| card.role) {
        Some(Role::Partner) => "accent",
        Some(Role::Observer) => "outlined",
        Some(Role::Secretariat) | None => "",
    };
    // Only the secretariat sees how many, and of oneself.
    let devices = move || {
        let card = card()?;
        let is_known = table.is_secretariat() || table.is_me(&card.member);
        is_known.then(|| {
            let (count, lang) = (card.devices.len(), store.lang.get());
            let (drawing, label) = match count {
                0 => (Icon::Phone, words::members::no_device(lang).to_owned()),
                1 => (Icon::Phone, words::members::device_count(lang, 1)),
                n => (Icon::Devices, words::members::device_count(lang, n as u64)),
            };
            view! {
                <small class="member-devices" title=label.clone()>
                    {icon(drawing, 15)} <span aria-hidden="true">{count}</span>
                    <span class="hidden-words">{label.clone()}</span>
                </small>
            }
        })
    };
    let seen = move || {
        let lang = store.lang.get();
        let card = card()?;
        let here = store.peers.with(|peers| peers.iter().any(|peer| peer.member == card.member));
        Some(match card.last_seen {
            _ if card.online || here => words::members::online(lang).to_owned(),
            0 => String::new(),
            at => words::members::seen(lang, crate::device::day(lang, at)),
        })
    };
    let is_open = move || {
        nav.place()
            .and_then(|place| place.object)
            .is_some_and(|open| stored.with_value(|member| open.id.as_str() == member.as_str()))
    };
    let open = move |_| {
        let id = stored.with_value(|member| RecordId::parse(member.as_str()));
        nav.select(id.map(|id| RecordAt::new(Kind::Member, id)));
    };
    view! {
        <li>
            <button type="button" class="member-row" aria-expanded=move || is_open().to_string() on:click=open>
                <MemberBadge member=member size="sm" />
                <span class="member-name">
                    <b>{name}</b>
                    <small>{function}</small>
                </span>
                <span class=move || format!("tag {}", tone())>
                    {move || card().map(|card| role_words(card.role, store.lang.get()))}
                </span>
                {devices}
                <small class="member-seen">{seen}</small>
                {icon(Icon::ChevronRight, 16)}
            </button>
        </li>
    }
    .into_any()
}
