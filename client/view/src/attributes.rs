//! What an attribute, a class or a property is set to, now or whenever what it read changes.

use crate::closures::Ask;
use crate::signals::{Memo, RwSignal, Signal};
use std::borrow::Cow;

/// What something is set to.
#[derive(Clone, Debug, PartialEq)]
pub enum Word {
    Absent,
    Flag(bool),
    Text(Cow<'static, str>),
}

/// A word, or what is asked for it.
pub enum Words {
    Fixed(Word),
    Live(Box<dyn Ask<Word>>),
}

/// What can stand behind the `=` of an attribute.
pub trait IntoAttributeValue {
    fn into_attribute_value(self) -> Words;
}

/// What can be asked for again.
pub trait IntoWord {
    fn into_word(self) -> Word;
}

impl IntoWord for bool {
    fn into_word(self) -> Word {
        Word::Flag(self)
    }
}

impl IntoWord for &'static str {
    fn into_word(self) -> Word {
        Word::Text(Cow::Borrowed(self))
    }
}

impl IntoWord for String {
    fn into_word(self) -> Word {
        Word::Text(Cow::Owned(self))
    }
}

impl<W: IntoWord> IntoWord for Option<W> {
    fn into_word(self) -> Word {
        self.map_or(Word::Absent, W::into_word)
    }
}

macro_rules! numbers {
    ($($number:ty)*) => {$(
        impl IntoWord for $number {
            fn into_word(self) -> Word {
                self.to_string().into_word()
            }
        }
    )*};
}

numbers! { u8 u16 u32 u64 usize i32 i64 }

macro_rules! fixed {
    ($($kind:ty)*) => {$(
        impl IntoAttributeValue for $kind {
            fn into_attribute_value(self) -> Words {
                Words::Fixed(self.into_word())
            }
        }
    )*};
}

fixed! { bool &'static str String u8 u16 u32 u64 usize i32 i64 }

impl<W: IntoWord> IntoAttributeValue for Option<W> {
    fn into_attribute_value(self) -> Words {
        Words::Fixed(self.into_word())
    }
}

impl IntoAttributeValue for Words {
    fn into_attribute_value(self) -> Words {
        self
    }
}

impl<F: FnMut() -> W + 'static, W: IntoWord> IntoAttributeValue for F {
    fn into_attribute_value(mut self) -> Words {
        Words::Live(Box::new(move || self().into_word()))
    }
}

macro_rules! readers {
    ($($reader:ident)*) => {$(
        impl<T: IntoWord + Clone + 'static> IntoAttributeValue for $reader<T> {
            fn into_attribute_value(self) -> Words {
                Words::Live(Box::new(move || self.get().into_word()))
            }
        }
    )*};
}

readers! { Memo RwSignal Signal }
