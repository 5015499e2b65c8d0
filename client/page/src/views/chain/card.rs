//! One card of the graph: its title, how far its measure is, who carries it, what is missing.

use super::hand::{Hand, card_element_id};
use super::plan::Measure;
use super::who;
use super::words as chain_words;
use crate::clipboard::Clipboard;
use crate::comments::CommentCount;
use crate::components::{Lines, TextBlock, org_badge};
use crate::icons::{Icon, icon};
use crate::moderation::ProposalCount;
use crate::store::Store;
use crate::terms::worded;
use crate::views::{MarkTag, mark_class, mark_words};
use leptos::html;
use leptos::prelude::*;
use shared::ids::RecordId;
use shared::lang::Lang;
use shared::layout::CARD_PX;
use shared::px::Px;
use shared::questions::About;
use shared::record::RecordAt;
use shared::sections::Kind;
use shared::sections::chain::{Level, Status};
use shared::words;

/// Everything that a card shows, compared as a whole: an edit elsewhere repaints no card.
#[derive(Clone, Debug, PartialEq)]
pub struct Face {
    pub title: String,
    pub level: Level,
    pub status: Status,
    pub carriers: Vec<RecordId>,
    pub measure: Option<Measure>,
    pub risks: usize,
}

/// What a card still lacks, in the order of urgency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gap {
    Orphan,
    NoIndicator,
    /// Something else to settle: two values, a circle, an edit of what was removed.
    Question,
}

/// What a card shows, by the node's id; nothing once the node is gone.
pub fn face(hand: Hand, id: RecordId) -> Memo<Option<Face>> {
    Memo::new(move |_| {
        hand.plan.with(|plan| {
            let node = plan.node(&id)?;
            Some(Face {
                title: plan.reads(&node.title).to_owned(),
                level: node.level,
                status: node.status,
                carriers: plan.carriers(&id),
                measure: plan.measure(&id),
                risks: plan.risks_on(&id).count(),
            })
        })
    })
}

/// What is missing on a node.
pub fn gap(store: Store, id: RecordId) -> Memo<Option<Gap>> {
    Memo::new(move |_| gap_now(store, &id))
}

pub fn gap_now(store: Store, id: &RecordId) -> Option<Gap> {
    let at = RecordAt::new(Kind::Node, id.clone());
    let gaps = store.questions_on(&at).into_iter().map(|question| match question.about {
        About::Orphan => Gap::Orphan,
        About::NoIndicator => Gap::NoIndicator,
        About::SeveralA { .. }
        | About::NoA
        | About::NoR
        | About::Cycle { .. }
        | About::LinkToRemoved { .. }
        | About::RemovedAndEdited
        | About::TwoValues { .. }
        | About::TwoTexts { .. }
        | About::OrganisationWithoutR
        | About::BeforeUnlock { .. }
        | About::VotesAtOnce { .. }
        | About::LateVote { .. } => Gap::Question,
    });
    gaps.min_by_key(|gap| *gap as u8)
}

pub fn gap_words(lang: Lang, gap: Gap) -> &'static str {
    match gap {
        Gap::Orphan => words::chain::orphan(lang),
        Gap::NoIndicator => words::chain::no_indicator(lang),
        Gap::Question => words::chain::to_settle(lang),
    }
}

pub fn level_class(level: Level) -> &'static str {
    match level {
        Level::Input => "level-1",
        Level::Activity => "level-2",
        Level::Output => "level-3",
        Level::Outcome => "level-4",
        Level::Impact => "level-5",
    }
}

/// A measure in words: `21 % · cible 45 %`, `14 sur 60 ateliers`.
pub fn measure_words(lang: Lang, measure: &Measure) -> String {
    let unit = measure.unit.as_str();
    if measure.is_words || measure.target.is_empty() {
        let shown = if measure.now.is_empty() { &measure.target } else { &measure.now };
        return chain_words::quantity(lang, shown, unit);
    }
    if measure.now.is_empty() {
        return words::chain::target_is(lang, chain_words::quantity(lang, &measure.target, unit));
    }
    if unit == "percent" || unit == "%" || measure.falls {
        let (now, target) = (&measure.now, &measure.target);
        let now = chain_words::quantity(lang, now, unit);
        return words::chain::now_and_target(lang, now, chain_words::quantity(lang, target, unit));
    }
    let target = chain_words::quantity(lang, &measure.target, unit);
    words::chain::so_much_of(lang, lang.number(&measure.now), target)
}

/// A bar from the baseline to the latest measure.
pub fn meter(measure: &Measure) -> AnyView {
    let (from, done) = (measure.from * 100.0, (measure.to - measure.from) * 100.0);
    view! {
        <span class="meter" aria-hidden="true">
            <i class="meter-base" style=format!("inline-size:{from}%", from = Px(from))></i>
            <i style=format!("inset-inline-start:{from}%;inline-size:{done}%", from = Px(from), done = Px(done))></i>
        </span>
    }
    .into_any()
}

/// The letters of those who carry it: three, then how many more.
pub fn carrier_badges(store: Store, carriers: &[RecordId]) -> AnyView {
    let more = carriers.len().saturating_sub(3);
    let badges = carriers.iter().take(3).map(|id| org_badge(&who::badge(store, id), "sm")).collect_view();
    view! {
        <span class="orgs">
            {badges} {(more > 0).then(|| view! { <span class="org sm more">{format!("+{more}")}</span> })}
        </span>
    }
    .into_any()
}

/// A card at its place on the canvas.
#[component]
pub fn GraphCard(id: RecordId) -> impl IntoView {
    let hand = Hand::here();
    let store = hand.store;
    let face = face(hand, id.clone());
    let gap = gap(store, id.clone());
    let id = StoredValue::new(id);
    let at = move || RecordAt::new(Kind::Node, id.get_value());
    let rect = Memo::new(move |_| {
        hand.layout
            .with(|layout| id.with_value(|id| layout.card(id).map(|card| (card.rect, card.row, card.column))))
    });
    let is_line = Memo::new(move |_| rect.get().is_some_and(|(rect, ..)| rect.height < CARD_PX));
    let carried = Memo::new(move |_| {
        hand.moving.with(|moving| {
            let moving = moving.as_ref().filter(|moving| id.with_value(|id| moving.node == *id));
            moving.map(|moving| moving.by)
        })
    });
    let style = move || {
        let (rect, _, _) = rect.get()?;
        let (x, y) = carried.get().unwrap_or_default();
        Some(format!(
            "left:{}px;top:{}px;width:{}px;height:{}px{}",
            Px(rect.x),
            Px(rect.y),
            Px(rect.width),
            Px(rect.height),
            if carried.get().is_some() {
                format!(";transform:translate({x}px,{y}px)", x = Px(x), y = Px(y))
            } else {
                String::new()
            }
        ))
    };
    let selected = Memo::new(move |_| id.with_value(|id| hand.is_selected(Kind::Node, id)));
    let off_path = Memo::new(move |_| {
        hand.path.with(|path| !path.cards.is_empty() && !id.with_value(|id| path.cards.contains(id)))
    });
    let writer = who::writer(store, at());
    let mark = Memo::new(move |_| store.mark(&at()));
    let clipboard = Clipboard::here();
    let picked = clipboard.is_picked(at());
    let class = move || {
        let mut class = String::from("node-card");
        let mut add = |name: &str| {
            class.push(' ');
            class.push_str(name);
        };
        if let Some(face) = face.get() {
            add(level_class(face.level));
        }
        if gap.get().is_some() {
            add("gap");
        }
        if off_path.get() {
            add("off-path");
        }
        if selected.get() {
            add("selected");
        }
        if carried.get().is_some() {
            add("carried");
        }
        if picked.get() {
            add("picked");
        }
        if let Some(mark) = mark.get() {
            add(mark_class(mark));
        }
        if is_line.get() {
            add("dense");
        }
        if let Some((badge, _)) = writer.get() {
            add(&format!("written hue-{}", badge.hue));
        }
        hand.linking.with(|linking| {
            let Some(linking) = linking else { return };
            id.with_value(|id| {
                if linking.to.as_ref() == Some(id) {
                    add("target");
                } else if linking.from != *id {
                    add("bystander");
                }
            });
        });
        class
    };
    let tab = move || {
        let mine = hand.focused.with(|focused| match focused {
            Some(focused) => id.with_value(|id| focused == id),
            // Until somebody comes in, the first card is the way in.
            None => rect.get().is_some_and(|(_, row, column)| {
                row == 0
                    && hand
                        .layout
                        .with(|layout| layout.cards.first().is_some_and(|card| card.column == column))
            }),
        });
        if mine { "0" } else { "-1" }
    };
    let name = move || {
        let lang = store.lang.get();
        face.get().map(|face| {
            let mut parts = vec![if face.title.is_empty() {
                words::chain::untitled(lang).to_owned()
            } else {
                face.title
            }];
            parts.extend(face.measure.map(|measure| measure_words(lang, &measure)));
            parts.push(chain_words::status(lang, face.status).to_owned());
            parts.extend(gap.get().map(|gap| gap_words(lang, gap).to_owned()));
            parts.extend(mark.get().map(|mark| mark_words(store, mark).to_owned()));
            parts.extend(picked.get().then(|| words::objects::is_picked(lang).to_owned()));
            parts.join(", ")
        })
    };
    let renaming =
        Memo::new(move |_| hand.renaming.with(|renaming| id.with_value(|id| renaming.as_ref() == Some(id))));
    let title = move || {
        if renaming.get() {
            view! { <Rename at=at() /> }.into_any()
        } else {
            let title = face.get().map(|face| face.title).unwrap_or_default();
            let lang = store.lang.get();
            if title.is_empty() {
                view! { <div class="card-title dim">{words::chain::untitled(lang)}</div> }.into_any()
            } else {
                view! { <div class="card-title" lang=lang.code()>{worded(&title)}</div> }.into_any()
            }
        }
    };
    let measure = move || {
        let measure = face.get().and_then(|face| face.measure)?;
        let words = (!is_line.get()).then(|| measure_words(store.lang.get(), &measure));
        Some(view! { <div class="card-measure">{meter(&measure)}<span>{words}</span></div> }.into_any())
    };
    let foot = move || {
        let (face, lang) = (face.get()?, store.lang.get());
        let risks = (face.risks > 0).then(|| {
            view! { <span class="card-count">{icon(Icon::Warning, 14)}{face.risks}</span> }.into_any()
        });
        let state = match gap.get() {
            Some(gap) => view! {
                <span class="card-state gap-words">{icon(Icon::Gap, 14)}<span>{gap_words(lang, gap)}</span></span>
            }
            .into_any(),
            None => view! {
                <span class=format!("card-state {}", status_class(face.status))>
                    {status_icon(face.status).map(|drawing| icon(drawing, 14))}
                    <span>{chain_words::status(lang, face.status)}</span>
                </span>
            }
            .into_any(),
        };
        Some(
            view! { <div class="card-foot">{carrier_badges(store, &face.carriers)}{risks}<ProposalCount at=at() /><CommentCount at=at() />{state}</div> }
                .into_any(),
        )
    };
    let port = move || {
        hand.may_edit()
            .then(|| view! { <span class="card-port" aria-hidden="true" data-port=""></span> }.into_any())
    };
    view! {
        <article
            class=class
            style=move || style().unwrap_or_else(|| "display:none".to_owned())
            id=id.with_value(card_element_id)
            data-card=id.with_value(|id| id.to_string())
            tabindex=tab
            role="group"
            aria-roledescription=move || words::chain::card_role(store.lang.get())
            aria-label=name
            title=move || is_line.get().then(|| face.get().map(|face| face.title)).flatten()
            aria-current=move || selected.get().then_some("true")
            on:focus=move |_| hand.focused.set(Some(id.get_value()))
            on:dblclick=move |_| {
                if untrack(|| hand.may_edit()) {
                    hand.renaming.set(Some(id.get_value()));
                }
            }
        >
            {move || writer.get().map(|(_, name)| view! { <span class="card-flag">{name}</span> })}
            <MarkTag at=at() />
            {title}
            {measure}
            {foot}
            {port}
        </article>
    }
    .into_any()
}

/// The title as a field, in its place on the card. Enter and Escape end it.
#[component]
fn Rename(at: RecordAt) -> impl IntoView {
    let hand = Hand::here();
    let node = NodeRef::<html::Div>::new();
    who::focus_field_in(node);
    let end = move || {
        hand.renaming.set(None);
        hand.focus_card_soon();
    };
    view! {
        <div
            class="card-title"
            node_ref=node
            on:keydown=move |event| {
                event.stop_propagation();
                if matches!(event.key().as_str(), "Enter" | "Escape") {
                    end();
                }
            }
            on:pointerdown=|event| event.stop_propagation()
            on:focusout=move |_| hand.renaming.set(None)
        >
            <TextBlock at=at field="title" label=Signal::derive(move || words::chain::title(hand.store.lang.get()).to_owned()) lines=Lines::One />
        </div>
    }
    .into_any()
}

pub fn status_class(status: Status) -> &'static str {
    match status {
        Status::Planned | Status::OnTrack => "",
        Status::AtRisk => "watch",
        Status::Delayed => "late",
        Status::Achieved => "done",
    }
}

pub fn status_icon(status: Status) -> Option<Icon> {
    match status {
        Status::Planned | Status::OnTrack => None,
        Status::AtRisk => Some(Icon::Warning),
        Status::Delayed => Some(Icon::Clock),
        Status::Achieved => Some(Icon::Check),
    }
}
