//! The language model, behind any endpoint that speaks OpenAI's API. It never sees what the redactor recognises.

use agent_guard::{Consent, Redactor, redact::Session, store::Recalled, user_consent_required};
use anyhow::{Context as _, Result};
use async_openai::{
    Client,
    config::OpenAIConfig,
    types::{
        chat::{
            ChatCompletionRequestAssistantMessage, ChatCompletionRequestMessage, ChatCompletionRequestSystemMessage,
            ChatCompletionRequestUserMessage, CreateChatCompletionRequestArgs,
        },
        embeddings::CreateEmbeddingRequestArgs,
    },
};

use crate::{config::Config, purposes::Answers};

/// A model that answers, perhaps one that makes vectors, and the conversation with them.
pub(crate) struct Llm {
    client: Client<OpenAIConfig>,
    chat_model: String,
    embedding_model: Option<String>,
    redactor: Redactor,
    /// What each placeholder of this conversation stands for. It is wiped when it is dropped.
    session: Session,
    /// What was said since the start, as the model saw it.
    said: Vec<ChatCompletionRequestMessage>,
}

impl Llm {
    pub(crate) fn new(config: &Config) -> Result<Self> {
        // The first companion of the process installs it; for the others it is there already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let endpoint = OpenAIConfig::new().with_api_base(&config.llm_url).with_api_key(&config.llm_key);
        // Names have no form to be recognised by. Parts of two letters (`de`, `la`) are words, and stay.
        let name = config.user.split_whitespace().filter(|part| part.chars().count() > 2).chain([config.user.as_str()]);
        let redactor = Redactor::builder().terms("NAME", name).build()?;
        Ok(Self {
            client: Client::with_config(endpoint),
            chat_model: config.chat_model.clone(),
            embedding_model: config.embedding_model.clone(),
            session: redactor.session(),
            redactor,
            said: Vec::new(),
        })
    }

    /// Answers, given what fits of what is remembered.
    #[user_consent_required(Answers)]
    pub(crate) async fn answer(&mut self, consent: &Consent<Answers>, recalled: &[Recalled], text: &str) -> Result<String> {
        let instructions = self.session.redact(&instructions(recalled));
        let question = ChatCompletionRequestUserMessage::from(self.session.redact(text));
        let mut messages = vec![ChatCompletionRequestSystemMessage::from(instructions).into()];
        messages.extend(self.said.iter().cloned());
        messages.push(question.clone().into());

        let request = CreateChatCompletionRequestArgs::default().model(&self.chat_model).messages(messages).build()?;
        let response = self.client.chat().create(request).await?;
        let choice = response.choices.into_iter().next().context("the endpoint gave no answer")?;
        let answer = choice.message.content.context("the endpoint gave an answer without text")?;

        self.said.extend([question.into(), ChatCompletionRequestAssistantMessage::from(answer.as_str()).into()]);
        Ok(self.session.restore(&answer))
    }

    /// The text's vector; none if there is no model for it.
    #[user_consent_required(Answers)]
    pub(crate) async fn embed(&self, consent: &Consent<Answers>, text: &str) -> Result<Option<Vec<f32>>> {
        let Some(model) = &self.embedding_model else { return Ok(None) };
        // In a session of its own, so that a text has the same vector whenever it is said.
        let request = CreateEmbeddingRequestArgs::default().model(model).input(self.redactor.redact(text)).build()?;
        let response = self.client.embeddings().create(request).await?;
        Ok(Some(response.data.into_iter().next().context("the endpoint made no vector")?.embedding))
    }

    /// Forgets the conversation. It only takes away, so it needs no consent.
    pub(crate) fn forget(&mut self) {
        self.session = self.redactor.session();
        self.said.clear();
    }
}

fn instructions(recalled: &[Recalled]) -> String {
    let mut text = String::from(
        "You are a friendly companion. Answer briefly. What stands in ⟨ ⟩ is a placeholder for something personal: use it as it is.",
    );
    for found in recalled {
        text.push_str("\nYou remember that the user said: ");
        text.push_str(&found.memory.text);
    }
    text
}
