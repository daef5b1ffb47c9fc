//! The command line: `companion --user "Ada Lovelace"`, one message per line.

use companion::{Companion, Config};
use lexopt::prelude::*;
use tokio::io::BufReader;

const USAGE: &str = "\
Usage: companion --user NAME [OPTIONS]

Options:
  --llm-url URL  OpenAI-compatible endpoint [env: LLM_URL] [default: https://api.openai.com/v1]
  --data FOLDER  Consent ledger and memory, sealed [env: COMPANION_DATA] [default: ~/.companion]
  --keys FOLDER  Their keys; back them up elsewhere [env: COMPANION_KEYS] [default: ~/.companion-keys]

The key of the endpoint is read from OPENAI_API_KEY, the models from CHAT_MODEL and EMBEDDING_MODEL. If the latter is empty, memories are
found by their words.";

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut config = Config::from_env();
    let mut args = lexopt::Parser::from_env();
    while let Some(arg) = args.next()? {
        match arg {
            Long("user") => config.user = args.value()?.string()?,
            Long("llm-url") => config.llm_url = args.value()?.string()?,
            Long("data") => config.data = args.value()?.into(),
            Long("keys") => config.keys = args.value()?.into(),
            Short('h') | Long("help") => {
                println!("{USAGE}");
                return Ok(());
            }
            _ => return Err(arg.unexpected().into()),
        }
    }
    anyhow::ensure!(!config.user.is_empty(), "no user is named\n\n{USAGE}");
    Companion::open(&config)?.run(BufReader::new(tokio::io::stdin()), tokio::io::stdout()).await
}
