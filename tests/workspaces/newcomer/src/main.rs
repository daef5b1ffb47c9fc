//! No dependency on the runtime, no annotation, no policy: every access is reported.

mod memory;

use memory::Memory;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let memory = Memory::open().expect("a memory");
    let _ = memory.remember("ada", "likes tea").await;
    let _ = memory.recall("ada").await;
    let _ = memory.forget("ada").await;
}
