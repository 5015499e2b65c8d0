//! The SDG targets that an objective serves, such as `11.6` or `14.a`.

use crate::icons::{Icon, icon};
use crate::store::Store;
use leptos::prelude::*;
use shared::act::Act;
use shared::record::{RecordAt, Scalar};
use shared::words;

/// The goals of the 2030 Agenda.
const GOALS: u8 = 17;

/// A target as the Agenda numbers it: the goal, then a number or a letter.
fn target(typed: &str) -> Option<String> {
    let (goal, part) = typed.trim().split_once('.')?;
    let goal: u8 = goal.parse().ok().filter(|goal| (1..=GOALS).contains(goal))?;
    let part = part.to_ascii_lowercase();
    let is_number = part.parse::<u8>().is_ok_and(|number| (1..=19).contains(&number));
    let is_letter = part.len() == 1 && part.bytes().all(|byte| byte.is_ascii_lowercase());
    (is_number || is_letter).then(|| format!("{goal}.{part}"))
}

#[component]
pub fn Targets(at: RecordAt) -> impl IntoView {
    let store = Store::here();
    let section = at.kind.section();
    let at = StoredValue::new(at);
    let typed = RwSignal::new(String::new());
    let wrong = RwSignal::new(false);
    let chosen = Memo::new(move |_| {
        at.with_value(|at| {
            store
                .record(at, |record| record.set("goal_targets").map(str::to_owned).collect::<Vec<_>>())
                .unwrap_or_default()
        })
    });
    let set = move |target: &str, on: bool| {
        let cell = at.with_value(|at| at.cell("goal_targets", target));
        store.act(Act::set(cell, Scalar::Flag(on)));
    };
    let add = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        match target(&typed.get_untracked()) {
            Some(target) => {
                wrong.set(false);
                typed.set(String::new());
                set(&target, true);
            }
            None => wrong.set(true),
        }
    };
    let chip = move |target: String| {
        let name = target.clone();
        let gone = target.clone();
        view! {
            <li class="pill">
                <span>{name}</span>
                <Show when=move || store.may_edit(section)>
                    <button
                        type="button"
                        aria-label={
                            let target = target.clone();
                            move || words::vision::remove_target(store.lang.get(), &target)
                        }
                        on:click={
                            let gone = gone.clone();
                            move |_| set(&gone, false)
                        }
                    >
                        {icon(Icon::Close, 14)}
                    </button>
                </Show>
            </li>
        }
    };
    view! {
        <ul class="pills">
            <For each=move || chosen.get() key=|target| target.clone() children=chip />
        </ul>
        <Show when=move || store.may_edit(section)>
            <form class="row" on:submit=add>
                <input
                    class="input"
                    maxlength="5"
                    aria-label=move || words::vision::add_target(store.lang.get())
                    placeholder=move || words::vision::target_hint(store.lang.get())
                    aria-describedby="target-wrong"
                    bind:value=typed
                />
                <button
                    class="icon-button"
                    type="submit"
                    aria-label=move || words::vision::add_target(store.lang.get())
                >
                    {icon(Icon::Plus, 18)}
                </button>
            </form>
        </Show>
        <p id="target-wrong" class="trouble" role="alert">
            {move || wrong.get().then(|| words::vision::target_wrong(store.lang.get()))}
        </p>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_a_goal_with_a_number_or_a_letter() {
        assert_eq!(target(" 11.6 ").as_deref(), Some("11.6"));
        assert_eq!(target("14.A").as_deref(), Some("14.a"));
        for odd in ["18.1", "11", "11.", "11.ab", "0.1", "water"] {
            assert_eq!(target(odd), None, "{odd}");
        }
    }
}
