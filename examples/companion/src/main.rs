//! The command line: `companion --user ada`, one message per line.

use companion::{Companion, Config};
use lexopt::prelude::*;
use tokio::io::BufReader;

const USAGE: &str = "\
Usage: companion --user NAME [OPTIONS]

Options:
  --llm-url URL      OpenAI-compatible endpoint [env: LLM_URL] [default: https://api.openai.com/v1]
  --ledger PATH      Consent ledger [env: COMPANION_LEDGER] [default: companion-consent.db]
  --ledger-key PATH  Its key [env: COMPANION_LEDGER_KEY] [default: companion-consent.key]

The key of the endpoint is read from OPENAI_API_KEY, the model from CHAT_MODEL.";

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut config = Config::from_env();
    let mut args = lexopt::Parser::from_env();
    while let Some(arg) = args.next()? {
        match arg {
            Long("user") => config.user = args.value()?.string()?,
            Long("llm-url") => config.llm_url = args.value()?.string()?,
            Long("ledger") => config.ledger = args.value()?.into(),
            Long("ledger-key") => config.ledger_key = args.value()?.into(),
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
