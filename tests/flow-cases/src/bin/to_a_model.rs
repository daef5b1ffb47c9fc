//! Requests to a language model: everything that is put into one is sent.

use agent_guard::Redactor;
use anyhow::Result;
use async_openai::{
    Client,
    config::OpenAIConfig,
    types::chat::{
        ChatCompletionRequestMessage, ChatCompletionRequestSystemMessage, ChatCompletionRequestUserMessage, CreateChatCompletionRequest,
        CreateChatCompletionRequestArgs,
    },
};
use people::{Person, ada, everybody};

fn request_of(text: &str) -> Result<CreateChatCompletionRequest> {
    let messages = vec![ChatCompletionRequestUserMessage::from(text).into()];
    Ok(CreateChatCompletionRequestArgs::default().model("small").messages(messages).build()?)
}

async fn in_a_message(client: &Client<OpenAIConfig>, person: &Person) -> Result<()> {
    let request = request_of(&format!("write to {}", person.email))?;
    client.chat().create(request).await?; //~ AG301
    let request = request_of(&format!("paint it {}", person.theme))?;
    client.chat().create(request).await?; //~ clean
    Ok(())
}

async fn redacted(client: &Client<OpenAIConfig>, person: &Person) -> Result<()> {
    let mut session = Redactor::new().session();
    let text = format!("write to {}", person.email);
    client.chat().create(request_of(&session.redact(&text))?).await?; //~ clean
    client.chat().create(request_of(&text)?).await?; //~ AG301
    Ok(())
}

fn instructions(people: &[Person]) -> String {
    let mut text = String::from("You know:");
    for person in people {
        text.push('\n');
        text.push_str(&person.name);
    }
    text
}

fn settings(people: &[Person]) -> String {
    let mut text = String::from("Their screens are:");
    for person in people {
        text.push('\n');
        text.push_str(&person.theme);
    }
    text
}

async fn in_the_instructions(client: &Client<OpenAIConfig>, people: &[Person]) -> Result<()> {
    let mut messages: Vec<ChatCompletionRequestMessage> = vec![ChatCompletionRequestSystemMessage::from(instructions(people)).into()];
    messages.push(ChatCompletionRequestUserMessage::from("Who are they?").into());
    let request = CreateChatCompletionRequestArgs::default().model("small").messages(messages).build()?;
    let response = client.chat().create(request).await?; //~ AG301
    log::info!("{} answers", response.choices.len()); //~ clean
    Ok(())
}

async fn in_harmless_instructions(client: &Client<OpenAIConfig>, people: &[Person]) -> Result<()> {
    let mut messages: Vec<ChatCompletionRequestMessage> = vec![ChatCompletionRequestSystemMessage::from(settings(people)).into()];
    messages.push(ChatCompletionRequestUserMessage::from("Which is dark?").into());
    let request = CreateChatCompletionRequestArgs::default().model("small").messages(messages).build()?;
    client.chat().create(request).await?; //~ clean
    Ok(())
}

async fn in_another_field(client: &Client<OpenAIConfig>, person: &Person) -> Result<()> {
    let mut request = request_of("good morning")?;
    client.chat().create(request.clone()).await?; //~ clean
    request.model = person.name.clone();
    client.chat().create(request).await?; //~ AG301
    Ok(())
}

struct Assistant {
    client: Client<OpenAIConfig>,
}

impl Assistant {
    async fn ask(&self, text: &str) -> Result<String> {
        let response = self.client.chat().create(request_of(text)?).await?; //~ AG301
        Ok(response.choices.into_iter().filter_map(|choice| choice.message.content).collect())
    }

    async fn ask_carefully(&self, text: &str) -> Result<String> {
        let mut session = Redactor::new().session();
        let response = self.client.chat().create(request_of(&session.redact(text))?).await?; //~ clean
        Ok(response.choices.into_iter().filter_map(|choice| choice.message.content).collect())
    }
}

async fn through_a_client_of_our_own(assistant: &Assistant, person: &Person) -> Result<()> {
    assistant.ask(&person.email).await?;
    assistant.ask_carefully(&person.email).await?;
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let (person, people) = (ada(), everybody());
    let assistant = Assistant { client: Client::new() };
    in_a_message(&assistant.client, &person).await?;
    redacted(&assistant.client, &person).await?;
    in_the_instructions(&assistant.client, &people).await?;
    in_harmless_instructions(&assistant.client, &people).await?;
    in_another_field(&assistant.client, &person).await?;
    through_a_client_of_our_own(&assistant, &person).await
}
