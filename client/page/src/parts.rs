//! The page in parts: what a view needs is fetched when the view is first shown, so that a first
//! visit on a slow network loads what it looks at. The service worker keeps all parts, so each is
//! there without a network too.
//!
//! A part is a function behind `#[wasm_split]`; xtask cuts the module there. Code that several
//! parts use lies with the page itself or in a chunk that they share.

use crate::components::EmptyState;
use crate::icons::Icon;
use crate::store::Store;
use crate::views;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::words;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};
use wasm_split_helpers::{SplitLoaderError, wasm_split};

type Loaded<T> = Result<T, SplitLoaderError>;
type Loading<T> = Pin<Box<dyn Future<Output = Loaded<T>>>>;

macro_rules! parts {
    ($($name:ident $module:ident $preload:ident $view:path;)*) => {
        /// What is fetched as one.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Part { $($name),* }

        $(
            #[wasm_split($module, fallible, preload($preload))]
            fn $module() -> Loaded<AnyView> {
                Ok(view! { <$view /> }.into_any())
            }
        )*

        impl Part {
            fn load(self) -> Loading<()> {
                match self { $(Part::$name => Box::pin($preload())),* }
            }

            fn view(self) -> Loading<AnyView> {
                match self { $(Part::$name => Box::pin($module())),* }
            }
        }
    };
}

parts! {
    Home home load_home views::Home;
    Join join load_join views::Join;
    About about load_about views::About;
    Members members load_members views::Members;
    Vision vision load_vision views::Vision;
    Glossary glossary load_glossary views::Glossary;
    Chain chain load_chain views::Chain;
    Roles roles load_roles views::Roles;
    Context context load_context views::Context;
    Decisions decisions load_decisions views::Decisions;
    Adopt adopt load_adopt views::Adopt;
    Ideas ideas load_ideas views::Ideas;
    Sessions sessions load_sessions views::Sessions;
    Past past load_past views::Past;
}

/// Where fetching a part stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Coming,
    Here,
    /// Neither on this device nor to be had from the server now.
    NotHere,
}

/// Shows a part, at once if it is loaded: a page, or a piece of one that has its frame already.
#[component]
pub fn PartView(part: Part, #[prop(default = true)] is_page: bool) -> impl IntoView {
    let store = Store::here();
    let state = RwSignal::new(State::Coming);
    let fetch = move || {
        let mut loading = part.load();
        let arrived = |loaded: Loaded<()>| loaded.map_or(State::NotHere, |()| State::Here);
        match at_once(&mut loading) {
            Some(loaded) => state.set(arrived(loaded)),
            None => spawn_local(async move { state.set(arrived(loading.await)) }),
        }
    };
    fetch();
    let again = move |_| {
        state.set(State::Coming);
        fetch();
    };
    move || match (state.get(), is_page) {
        (State::Coming, true) => view! { <main id="main" tabindex="-1"></main> }.into_any(),
        (State::Coming, false) => ().into_any(),
        (State::Here, _) => at_once(&mut part.view()).and_then(Loaded::ok).into_any(),
        (State::NotHere, true) => view! {
            <main id="main" tabindex="-1">
                <EmptyState
                    drawing=Icon::Offline
                    words=Signal::derive(move || words::shell::part_not_here(store.lang.get()).to_owned())
                >
                    <button class="button primary" type="button" on:click=again>
                        {move || words::shell::try_again(store.lang.get())}
                    </button>
                </EmptyState>
            </main>
        }
        .into_any(),
        (State::NotHere, false) => view! {
            <p class="note warn">
                <span>{move || words::shell::part_not_here(store.lang.get())}</span>
                <button class="button dense" type="button" on:click=again>
                    {move || words::shell::try_again(store.lang.get())}
                </button>
            </p>
        }
        .into_any(),
    }
}

/// What a future has to give without waiting.
fn at_once<T>(future: &mut Loading<T>) -> Option<Loaded<T>> {
    match future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => Some(value),
        Poll::Pending => None,
    }
}
