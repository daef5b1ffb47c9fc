pub trait Params {}

impl Params for () {}
impl<T> Params for [T; 1] {}
impl<A, B> Params for (A, B) {}
