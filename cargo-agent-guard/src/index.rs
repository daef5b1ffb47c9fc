//! Typed indices: a number that knows what it counts.

/// Declares a `u32` newtype used as an index into one kind of table.
macro_rules! index {
    ($($(#[$meta:meta])* $name:ident),* $(,)?) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub u32);

        impl $name {
            /// The index as a position in a slice.
            pub fn index(self) -> usize {
                self.0 as usize
            }

            /// The index of the element at `position`.
            ///
            /// # Panics
            /// Where a table has more than `u32::MAX` elements, which no text of a crate's MIR reaches.
            pub fn from_usize(position: usize) -> Self {
                Self(u32::try_from(position).expect("tables of one crate stay below 2^32 elements"))
            }
        }
    )*};
}

index! {
    /// A variable slot of a body: `_0` is the return place, then come the arguments.
    Local,
    /// A basic block of a body.
    Block,
    /// A type that has come up in a crate.
    TypeId,
    /// A function, closure, coroutine, constant or static of one crate, in the order of its facts.
    FunctionId,
    /// A string of a facts file.
    Text,
    /// A target of a call in a facts file.
    TargetId,
    /// A set of held tokens of a facts file.
    HeldId,
}
