//! One's own voice: what the organisation says, with a reason where one is asked. A new vote
//! takes the place of the one before; the document keeps both.

use super::words::{choice_words, gradient_words};
use crate::components::OrgBadge;
use crate::device;
use crate::icons::{Icon, icon};
use crate::store::Store;
use leptos::prelude::*;
use shared::act::{Act, Message};
use shared::ids::RecordId;
use shared::numbers::iso;
use shared::ordered::OrdMap;
use shared::policy::{Touch, Verb, Whose};
use shared::record::{RecordAt, Scalar, Value};
use shared::sections::governance::Method;
use shared::sections::{Kind, Word};
use shared::tally::Choice;
use shared::version::Version;
use shared::words::decisions as words;

/// What stands in the form.
#[derive(Clone, Copy)]
struct Form {
    store: Store,
    vote: Memo<Option<Version>>,
    choice: RwSignal<Choice>,
    reason: RwSignal<String>,
    proxy: RwSignal<String>,
    gradient: RwSignal<u8>,
    dots: RwSignal<OrdMap<String, u32>>,
    /// What has to be written first.
    trouble: RwSignal<&'static str>,
}

#[component]
pub fn BallotForm(vote: Memo<Option<Version>>) -> impl IntoView {
    let store = Store::here();
    let own = Memo::new(move |_| own_seat(store, vote));
    move || match own.get() {
        Some(organisation) => form(store, vote, organisation),
        None => {
            let is_secretariat = store.me.with(|me| me.as_ref().is_some_and(|me| me.organisation.is_none()));
            let said = if is_secretariat { words::no_vote_secretariat } else { words::no_vote_reader };
            view! {
                <p class="panel-part note">
                    {icon(Icon::Seat, 18)} <span>{said(store.lang.get())}</span>
                </p>
            }
            .into_any()
        }
    }
}

/// The organisation that this person votes for here; nothing for whoever has no vote.
pub fn own_seat(store: Store, vote: Memo<Option<Version>>) -> Option<RecordId> {
    let own = store.me.with(|me| me.as_ref().and_then(|me| me.organisation.clone()))?;
    let touch = Touch::of_record(RecordAt::single(Kind::Vote), Verb::Create);
    let may = store.may(&touch.by(Whose::Organisation(own.clone())));
    let has_seat = vote.with(|vote| {
        vote.as_ref().is_some_and(|vote| vote.tally.voices.iter().any(|(seat, _)| *seat == own))
    });
    (may && has_seat).then_some(own)
}

fn form(store: Store, vote: Memo<Option<Version>>, organisation: RecordId) -> AnyView {
    let said = vote.with_untracked(|vote| vote.as_ref()?.voice_of(&organisation).cloned());
    let form = Form {
        store,
        vote,
        choice: RwSignal::new(said.as_ref().map_or(Choice::Approve, |said| said.choice)),
        reason: RwSignal::new(said.as_ref().map(|said| said.reason.clone()).unwrap_or_default()),
        proxy: RwSignal::new(
            said.as_ref().and_then(|said| said.proxy.clone()).map(|id| id.to_string()).unwrap_or_default(),
        ),
        gradient: RwSignal::new(said.as_ref().and_then(|said| said.gradient).unwrap_or(1)),
        dots: RwSignal::new(said.as_ref().map(|said| said.dots.clone()).unwrap_or_default()),
        trouble: RwSignal::new(""),
    };
    let method =
        Memo::new(move |_| vote.with(|vote| vote.as_ref().map_or(Method::Consent, |vote| vote.rule.method)));
    let own = StoredValue::new(organisation.clone());
    let badge = organisation.clone();
    let name = move || own.with_value(|own| store.badge(own).name);
    let fields = move || match method.get() {
        Method::Dots => dot_trays(form),
        Method::Gradients => gradients(form),
        Method::Consent | Method::Majority | Method::Qualified => choices(form, own),
    };
    let label = move || {
        let lang = store.lang.get();
        if method.get() == Method::Dots {
            return words::cast_dots(lang).to_owned();
        }
        let has_said = own.with_value(|own| {
            vote.with(|vote| vote.as_ref().is_some_and(|vote| vote.voice_of(own).is_some()))
        });
        let choice = match method.get() {
            Method::Gradients => gradient_words(form.gradient.get(), lang),
            Method::Consent | Method::Majority | Method::Qualified | Method::Dots => {
                choice_words(form.choice.get(), lang)
            }
        };
        let choice = device::lower(choice);
        if has_said { words::cast_again(lang, choice) } else { words::cast(lang, choice) }
    };
    let until = move || {
        let lang = store.lang.get();
        let closes = vote.with(|vote| vote.as_ref().map(|vote| vote.closes.clone()).unwrap_or_default());
        let until = match closes.as_str() {
            "" => words::until_closing(lang).to_owned(),
            closes => words::until(lang, device::iso_day(lang, closes)),
        };
        format!("{until} {}", words::objection_suspends(lang))
    };
    let cast = move |event: leptos::ev::Event| {
        event.prevent_default();
        own.with_value(|own| form.cast(own));
    };
    view! {
        <form class="panel-part stack ballot" on:submit=move |event| cast(event.into())>
            <h3>
                {move || words::your_voice(store.lang.get(), name())} " " <OrgBadge organisation=badge size="sm" />
            </h3>
            {fields}
            <p class="trouble" role="alert">{move || form.trouble.get()}</p>
            <button class="button primary large" type="submit">{label}</button>
            <small>{until}</small>
        </form>
    }
    .into_any()
}

/// The plain choices, as radio buttons; objecting and reservations ask for words.
fn choices(form: Form, own: StoredValue<RecordId>) -> AnyView {
    let lang = move || form.store.lang.get();
    let option = move |choice: Choice| {
        let hint = move || match choice {
            Choice::Object => words::object_words(lang()),
            Choice::Reservations => words::reservations_words(lang()),
            Choice::Proxy => words::proxy_words(lang()),
            Choice::Approve | Choice::Abstain => "",
        };
        view! {
            <label class="option">
                <input
                    type="radio"
                    name="voice"
                    prop:checked=move || form.choice.get() == choice
                    on:change=move |_| {
                        form.trouble.set("");
                        form.choice.set(choice);
                    }
                />
                <span>
                    <b>{move || choice_words(choice, lang())}</b>
                    <small>{hint}</small>
                </span>
            </label>
        }
        .into_any()
    };
    let order = [Choice::Approve, Choice::Reservations, Choice::Abstain, Choice::Object, Choice::Proxy];
    let others = move || {
        let seats =
            form.vote.with(|vote| vote.as_ref().map(|vote| vote.tally.voices.clone()).unwrap_or_default());
        let others = seats.into_iter().filter(|(seat, _)| own.with_value(|own| own != seat));
        others.map(|(seat, _)| (seat.to_string(), form.store.badge(&seat).name)).collect::<Vec<_>>()
    };
    let more = move || match form.choice.get() {
        Choice::Approve | Choice::Abstain => ().into_any(),
        Choice::Reservations | Choice::Object => reason(form),
        Choice::Proxy => {
            let options = std::iter::once((String::new(), "–".to_owned())).chain(others());
            let options = options
                .map(|(id, name)| {
                    let is_chosen = form.proxy.with(|proxy| *proxy == id);
                    view! { <option value=id selected=is_chosen>{name}</option> }
                })
                .collect_view();
            view! {
                <label class="field">
                    <span class="field-label">{words::proxy_to(lang())}</span>
                    <select class="input" on:change=move |event| form.proxy.set(event_target_value(&event))>
                        {options}
                    </select>
                </label>
            }
            .into_any()
        }
    };
    view! {
        <div class="stack" role="radiogroup" aria-label=move || words::vote(lang())>
            {order.map(option).collect_view()}
        </div>
        {more}
    }
    .into_any()
}

fn reason(form: Form) -> AnyView {
    let lang = form.store.lang.get();
    view! {
        <label class="field">
            <span class="field-label">{words::reason(lang)}</span>
            <textarea
                class="input"
                rows="3"
                id="reason"
                aria-required=(form.choice.get_untracked() == Choice::Object).to_string()
                prop:value=form.reason.get_untracked()
                on:input=move |event| form.reason.set(event_target_value(&event))
            ></textarea>
            <small>{words::reason_shown(lang)}</small>
        </label>
    }
    .into_any()
}

/// The eight gradients of agreement, as radio buttons.
fn gradients(form: Form) -> AnyView {
    let lang = move || form.store.lang.get();
    let option = move |gradient: u8| {
        view! {
            <label class="option dense">
                <input
                    type="radio"
                    name="gradient"
                    prop:checked=move || form.gradient.get() == gradient
                    on:change=move |_| {
                        form.gradient.set(gradient);
                        form.choice.set(as_choice(gradient));
                    }
                />
                <span>{move || words::gradient_is(lang(), gradient, gradient_words(gradient, lang()))}</span>
            </label>
        }
        .into_any()
    };
    let asks = move || (form.gradient.get() >= 3).then(|| reason(form));
    view! {
        <div class="stack tight" role="radiogroup" aria-label=move || words::gradients(lang())>
            {(1..=8).map(option).collect_view()}
        </div>
        {asks}
    }
    .into_any()
}

/// What a gradient says at the ring.
fn as_choice(gradient: u8) -> Choice {
    match gradient {
        1 | 2 => Choice::Approve,
        3 => Choice::Reservations,
        8 => Choice::Object,
        // Neither for nor against; readers clamp what lies outside of 1 to 8.
        _ => Choice::Abstain,
    }
}

/// Dots by option, plus and minus; others' stay hidden until the vote closes.
fn dot_trays(form: Form) -> AnyView {
    let lang = move || form.store.lang.get();
    let all = move || form.vote.with(|vote| vote.as_ref().map_or(0, |vote| vote.rule.dots));
    let left = Memo::new(move |_| all().saturating_sub(form.dots.with(|dots| dots.values().sum())));
    let row = move |key: String, name: String| {
        let key = StoredValue::new(key);
        let own = move || key.with_value(|key| form.dots.with(|dots| dots.get(key).copied().unwrap_or(0)));
        let change = move |by: i32| {
            let now = own().saturating_add_signed(by);
            form.dots.update(|dots| {
                dots.insert(key.get_value(), now);
            });
        };
        let take_one = move || {
            if own() > 0 {
                change(-1);
            }
        };
        let give_one = move || match left.get_untracked() {
            0 => form.trouble.set(words::dots_none_left(form.store.lang.get_untracked())),
            _ => {
                form.trouble.set("");
                change(1);
            }
        };
        let (give, take) = (name.clone(), name.clone());
        let why = move || (left.get() == 0).then(|| words::dots_none_left(lang()));
        view! {
            <li>
                <span class="grow">{name}</span>
                <span class="dots" role="img" aria-label=move || words::dots_yours(lang(), u64::from(own()))>
                    {move || (0..own()).map(|_| view! { <i></i> }).collect_view()}
                </span>
                <button
                    class="icon-button"
                    type="button"
                    aria-label=move || words::dot_take(lang(), &take)
                    aria-disabled=move || (own() == 0).to_string()
                    on:click=move |_| take_one()
                >
                    {icon(Icon::Minus, 16)}
                </button>
                <button
                    class="icon-button"
                    type="button"
                    aria-label=move || words::dot_give(lang(), &give)
                    aria-disabled=move || (left.get() == 0).to_string()
                    title=why
                    on:click=move |_| give_one()
                >
                    {icon(Icon::Plus, 16)}
                </button>
            </li>
        }
        .into_any()
    };
    let options = Memo::new(move |_| {
        form.vote.with(|vote| vote.as_ref().map(|vote| vote.options.clone()).unwrap_or_default())
    });
    view! {
        <p>
            <b>{move || words::dots_left(lang(), u64::from(left.get()))}</b>
        </p>
        <ul class="dot-trays">
            {move || options.get().into_iter().map(|(key, name)| row(key, name)).collect_view()}
        </ul>
        <small>{move || words::dots_hidden(lang())}</small>
    }
    .into_any()
}

impl Form {
    /// Writes the vote down, unless something has to be said first.
    fn cast(self, organisation: &RecordId) {
        let lang = self.store.lang.get_untracked();
        let Some(vote) = self.vote.get_untracked() else { return };
        let method = vote.rule.method;
        let choice = match method {
            Method::Dots => Choice::Approve,
            Method::Gradients => as_choice(self.gradient.get_untracked()),
            Method::Consent | Method::Majority | Method::Qualified => self.choice.get_untracked(),
        };
        let asks = matches!(choice, Choice::Object | Choice::Reservations);
        let reason = if asks { self.reason.get_untracked().trim().to_owned() } else { String::new() };
        if choice == Choice::Object && reason.is_empty() {
            self.trouble.set(words::object_words(lang));
            return crate::views::fields::focus("#reason");
        }
        let proxy = RecordId::parse(&self.proxy.get_untracked()).filter(|_| choice == Choice::Proxy);
        if choice == Choice::Proxy && proxy.is_none() {
            return self.trouble.set(words::proxy_choose(lang));
        }
        self.trouble.set("");
        let scalar = |key: &str, value: Scalar| (key.to_owned(), Value::Scalar(value));
        let mut values = vec![
            scalar("version", Scalar::from(vote.id.as_str())),
            scalar("organisation", Scalar::from(organisation.as_str())),
            scalar("choice", Scalar::from(choice.key())),
            scalar("cast", Scalar::Text(iso(device::now()))),
            ("reason".to_owned(), Value::Text(reason)),
        ];
        values.extend(proxy.map(|proxy| scalar("proxy", Scalar::from(proxy.as_str()))));
        if method == Method::Gradients {
            values.push(scalar("gradient", Scalar::Int(self.gradient.get_untracked().into())));
        }
        if method == Method::Dots {
            let given = self.dots.get_untracked().into_iter().filter(|(_, dots)| *dots > 0);
            let given = given.map(|(key, dots)| (key, Scalar::Int(dots.into())));
            values.push(("dots".to_owned(), Value::Cells(given.collect())));
        }
        let at = RecordAt::new(Kind::Vote, self.store.new_id());
        self.store.act(Act::new(Message::Vote, Act::create(at, values).edits));
        self.store.tell(words::cast_done(lang, self.store.badge(organisation).name), true);
    }
}
