//! How `view!` calls a component by its name: by properties that are built, or without any.

/// Properties of a component.
pub trait Props {
    type Builder;

    fn builder() -> Self::Builder;
}

/// Stands for properties where a component has none.
pub struct NoProps;

impl NoProps {
    pub fn build(self) {}
}

pub trait Component<P> {}

impl<F: FnOnce() -> V, V> Component<NoProps> for F {}
impl<P: Props, F: FnOnce(P) -> V, V> Component<P> for F {}

pub trait PropsOrNone {
    type Builder;

    fn start() -> Self::Builder;
}

impl PropsOrNone for NoProps {
    type Builder = NoProps;

    fn start() -> NoProps {
        NoProps
    }
}

impl<P: Props> PropsOrNone for P {
    type Builder = P::Builder;

    fn start() -> P::Builder {
        P::builder()
    }
}

pub fn component_props_builder<P: PropsOrNone>(_: &impl Component<P>) -> P::Builder {
    P::start()
}

pub trait Construct<P, V> {
    fn construct(self, props: P) -> V;
}

impl<F: FnOnce() -> V, V> Construct<(), V> for F {
    fn construct(self, (): ()) -> V {
        self()
    }
}

impl<F: FnOnce(P) -> V, P: PropsOrNone, V> Construct<P, V> for F {
    fn construct(self, props: P) -> V {
        self(props)
    }
}

pub fn component_view<P, V>(component: impl Construct<P, V>, props: P) -> V {
    component.construct(props)
}
