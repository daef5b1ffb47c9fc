//! The command line: `guarded-agent --user ada`, one message per line.

use guarded_agent::{Agent, Config};
use lexopt::prelude::*;
use tokio::io::BufReader;

const USAGE: &str = "\
Usage: guarded-agent --user NAME [OPTIONS]

Options:
  --llm-url URL     OpenAI-compatible endpoint [env: LLM_URL] [default: https://api.openai.com/v1]
  --qdrant-url URL  Qdrant's gRPC port [env: QDRANT_URL] [default: http://localhost:6334]
  --data FOLDER     SQLite files, sealed [env: AGENT_DATA] [default: agent-data]
  --keys FOLDER     Their keys [env: AGENT_KEYS] [default: agent-keys]

The key of the endpoint is read from OPENAI_API_KEY, the models from CHAT_MODEL and EMBEDDING_MODEL.";

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut config = Config::from_env();
    let mut args = lexopt::Parser::from_env();
    while let Some(arg) = args.next()? {
        match arg {
            Long("user") => config.user = args.value()?.string()?,
            Long("llm-url") => config.llm_url = args.value()?.string()?,
            Long("qdrant-url") => config.qdrant_url = args.value()?.string()?,
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

    let agent = Agent::open(&config).await?;
    // What it answers gets to a terminal, which the check takes for a log: it cannot see who sits in front of it.
    // agent-guard: allow(AG302) the terminal is the user's own, and what is printed there is said to the person whom it is about
    agent.run(BufReader::new(tokio::io::stdin()), tokio::io::stdout()).await
}
