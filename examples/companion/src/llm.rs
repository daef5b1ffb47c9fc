//! The language model, behind any endpoint that speaks OpenAI's API.

use agent_guard::{Consent, user_consent_required};
use anyhow::{Context as _, Result};
use async_openai::{
    Client,
    config::OpenAIConfig,
    types::chat::{
        ChatCompletionRequestAssistantMessage, ChatCompletionRequestMessage, ChatCompletionRequestSystemMessage,
        ChatCompletionRequestUserMessage, CreateChatCompletionRequestArgs,
    },
};

use crate::{config::Config, conversation::Turn, purposes::Answer};

pub(crate) struct Llm {
    client: Client<OpenAIConfig>,
    model: String,
}

impl Llm {
    pub(crate) fn new(config: &Config) -> Self {
        // The first companion of the process installs it; for the others it is there already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let endpoint = OpenAIConfig::new().with_api_base(&config.llm_url).with_api_key(&config.llm_key);
        Self { client: Client::with_config(endpoint), model: config.chat_model.clone() }
    }

    /// The only place from which anything that somebody said leaves this machine.
    #[user_consent_required(Answer)]
    pub(crate) async fn answer(&self, consent: &Consent<Answer>, earlier: &[Turn], text: &str) -> Result<String> {
        let system = ChatCompletionRequestSystemMessage::from("You are a friendly companion. Answer briefly.");
        let mut messages: Vec<ChatCompletionRequestMessage> = vec![system.into()];
        messages.extend(earlier.iter().map(|turn| match turn.is_users {
            true => ChatCompletionRequestUserMessage::from(turn.text.as_str()).into(),
            false => ChatCompletionRequestAssistantMessage::from(turn.text.as_str()).into(),
        }));
        messages.push(ChatCompletionRequestUserMessage::from(text).into());
        let request = CreateChatCompletionRequestArgs::default().model(&self.model).messages(messages).build()?;
        let response = self.client.chat().create(request).await?;
        let choice = response.choices.into_iter().next().context("the endpoint gave no answer")?;
        choice.message.content.context("the endpoint gave an answer without text")
    }
}
