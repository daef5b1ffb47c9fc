//! The language model, behind any endpoint that speaks OpenAI's API. The redactor stands between the client and the network: what it
//! recognises is not sent, and is in the answer again. So nothing else in this file differs from the careless agent's.

use agent_guard::{Redactor, redact::http::RedactMiddleware};
use anyhow::{Context, Result};
use async_openai::{
    Client,
    config::OpenAIConfig,
    error::OpenAIError,
    middleware::{HttpRequestFactory, retry::OpenAIRetryLayer},
    types::{
        chat::{
            ChatCompletionRequestAssistantMessage, ChatCompletionRequestMessage, ChatCompletionRequestSystemMessage,
            ChatCompletionRequestUserMessage, CreateChatCompletionRequestArgs,
        },
        embeddings::CreateEmbeddingRequestArgs,
    },
};
use tower::ServiceBuilder;

use crate::{config::Config, memory::Turn};

/// A model that answers and a model that makes vectors.
pub(crate) struct Llm {
    client: Client<OpenAIConfig>,
    chat_model: String,
    embedding_model: String,
}

impl Llm {
    pub(crate) fn new(config: &Config) -> Result<Self> {
        // The first agent of the process installs it; for the others it is there already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let endpoint = OpenAIConfig::new().with_api_base(&config.llm_url).with_api_key(&config.llm_key);
        // A name has no form to be recognised by.
        let redactor = Redactor::builder().terms("NAME", [config.user.as_str()]).build()?;
        Ok(Self {
            client: redacting(Client::with_config(endpoint), redactor),
            chat_model: config.chat_model.clone(),
            embedding_model: config.embedding_model.clone(),
        })
    }

    pub(crate) async fn embed(&self, text: &str) -> Result<Vec<f32>> {
        let request = CreateEmbeddingRequestArgs::default().model(&self.embedding_model).input(text).build()?;
        let response = self.client.embeddings().create(request).await?;
        Ok(response.data.into_iter().next().context("the endpoint made no vector")?.embedding)
    }

    // The check follows what was said to here, and does not see what lies between the client and the network.
    #[agent_guard::allow(AG301, reason = "the client redacts each request: see `redacting`")]
    pub(crate) async fn answer(&self, recalled: &[String], recent: &[Turn], text: &str) -> Result<String> {
        let mut messages: Vec<ChatCompletionRequestMessage> = vec![ChatCompletionRequestSystemMessage::from(instructions(recalled)).into()];
        messages.extend(recent.iter().map(|turn| match turn.role.as_str() {
            "user" => ChatCompletionRequestUserMessage::from(turn.text.as_str()).into(),
            _ => ChatCompletionRequestAssistantMessage::from(turn.text.as_str()).into(),
        }));
        messages.push(ChatCompletionRequestUserMessage::from(text).into());

        let request = CreateChatCompletionRequestArgs::default().model(&self.chat_model).messages(messages).build()?;
        let response = self.client.chat().create(request).await?;
        let choice = response.choices.into_iter().next().context("the endpoint gave no answer")?;
        choice.message.content.context("the endpoint gave an answer without text")
    }
}

fn instructions(recalled: &[String]) -> String {
    let mut text = String::from("You are a friendly companion. Answer briefly.");
    for memory in recalled {
        text.push_str("\nYou remember that the user said: ");
        text.push_str(memory);
    }
    text
}

/// The client, with a redactor before the network. It tries again as it did before.
fn redacting(client: Client<OpenAIConfig>, redactor: Redactor) -> Client<OpenAIConfig> {
    let http = reqwest_middleware::ClientBuilder::new(reqwest::Client::new()).with(RedactMiddleware::new(redactor)).build();
    client.with_http_service(ServiceBuilder::new().layer(OpenAIRetryLayer::default()).service_fn(move |request: HttpRequestFactory| {
        let http = http.clone();
        async move {
            http.execute(request.build().await?).await.map_err(|error| match error {
                reqwest_middleware::Error::Reqwest(error) => OpenAIError::Reqwest(error),
                reqwest_middleware::Error::Middleware(error) => OpenAIError::Boxed(error.into()),
            })
        }
    }))
}
