//! The messages.

macro_rules! messages {
    ($($name:ident)*) => {
        $(
            #[derive(Clone, Debug, Default)]
            pub struct $name;

            impl From<&str> for $name {
                fn from(_: &str) -> Self {
                    $name
                }
            }
        )*
    };
}

messages! { QueryPoints QueryResponse UpsertPoints DeletePoints PointsOperationResponse }
