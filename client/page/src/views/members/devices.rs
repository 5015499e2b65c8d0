//! One's own further ways in: a second device by code, other programs by ticket.

use super::Table;
use super::invite::ShownOnce;
use crate::device;
use crate::icons::{Icon, icon};
use leptos::prelude::*;
use shared::desk::{Answer, Ask};
use shared::door::{DeviceCode, Ticket};
use shared::words;

#[component]
pub fn OwnDevices(table: Table) -> impl IntoView {
    view! {
        <SecondDevice table=table />
        <Tickets table=table />
    }
    .into_any()
}

#[component]
fn SecondDevice(table: Table) -> impl IntoView {
    let store = table.store;
    let code = RwSignal::new(None::<DeviceCode>);
    let ask = move |_| {
        store.ask_for(Ask::NewCode, move |answer| {
            if let Answer::Code(made) = answer {
                code.set(Some(made));
            }
        });
    };
    view! {
        <section class="framed">
            <h2>{move || words::members::own_devices(store.lang.get())}</h2>
            {move || {
                code.get()
                    .map(|DeviceCode { code, .. }| {
                        view! {
                            <p class="device-code">{code}</p>
                            <p class="muted">{words::members::code_words(store.lang.get())}</p>
                        }
                    })
            }}
            <div class="row">
                <button class="button" type="button" on:click=ask>
                    {icon(Icon::Device, 16)}
                    {move || words::members::second_device(store.lang.get())}
                </button>
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn Tickets(table: Table) -> impl IntoView {
    let store = table.store;
    let tickets = RwSignal::new(Vec::<Ticket>::new());
    let made = RwSignal::new(None::<String>);
    let read = move || {
        store.ask_then(Ask::Tickets { board: table.board.get_value() }, move |answer| {
            if let Ok(Answer::Tickets(found)) = answer {
                tickets.set(found);
            }
        });
    };
    read();
    let make = move |_| {
        store.ask_for(Ask::NewTicket { board: table.board.get_value() }, move |answer| {
            if let Answer::Ticket(ticket) = answer {
                let address = device::origin().replacen("http", "ws", 1);
                made.set(Some(format!("{address}/sync?ticket={}", ticket.secret)));
            }
            read();
        });
    };
    let row = move |Ticket { id, expires, .. }: Ticket| {
        let close = move |_| {
            let ask = Ask::CloseTicket { board: table.board.get_value(), id: id.clone() };
            store.ask_for(ask, move |_| read());
        };
        let lang = store.lang.get();
        view! {
            <li class="row">
                {icon(Icon::Ticket, 16)}
                <span class="grow">{words::members::ticket_until(lang, device::day(lang, expires))}</span>
                <button class="button dense" type="button" on:click=close>
                    {words::members::close_ticket(lang)}
                </button>
            </li>
        }
    };
    view! {
        <details class="framed">
            <summary>{move || words::members::tickets(store.lang.get())}</summary>
            <p class="muted">{move || words::members::tickets_words(store.lang.get())}</p>
            <p class="muted">
                {move || words::members::document(store.lang.get())} " "
                <code>{move || table.board.with_value(|board| format!("automerge:{board}"))}</code>
            </p>
            <ul class="stack">{move || tickets.get().into_iter().map(row).collect_view()}</ul>
            {move || {
                made.get()
                    .map(|address| {
                        view! {
                            <ShownOnce
                                store=store
                                id="ticket".to_owned()
                                label=words::members::tickets(store.lang.get())
                                hint=words::members::ticket_words(store.lang.get())
                                text=address
                            />
                        }
                    })
            }}
            <div class="row">
                <button class="button dense" type="button" on:click=make>
                    {move || words::members::new_ticket(store.lang.get())}
                </button>
            </div>
        </details>
    }
    .into_any()
}
