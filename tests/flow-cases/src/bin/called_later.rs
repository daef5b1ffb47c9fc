//! Closures and functions that are put somewhere, and called by somebody else later.

use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};

use people::{Person, ada};

fn show(text: &str) {
    println!("{text}"); //~ AG302
}

fn measure(text: &str) {
    println!("{}", text.len()); //~ clean
}

fn show_theme(text: &str) {
    println!("{text}"); //~ clean: it is never called with anything else
}

struct Tool {
    name: &'static str,
    run: fn(&str),
}

fn tools_by_function(person: &Person) {
    let tools = vec![Tool { name: "show", run: show }, Tool { name: "measure", run: measure }];
    for tool in &tools {
        println!("{}", tool.name); //~ clean
        (tool.run)(&person.email);
    }
}

fn tools() -> Vec<Tool> {
    vec![Tool { name: "theme", run: show_theme }]
}

fn tools_of_a_function(person: &Person) {
    for tool in tools() {
        (tool.run)(&person.theme);
    }
}

type Named = HashMap<String, Box<dyn Fn(&str) -> String>>;

struct Registry {
    actions: Named,
}

impl Registry {
    fn add(&mut self, name: &str, action: impl Fn(&str) -> String + 'static) {
        self.actions.insert(name.to_owned(), Box::new(action));
    }

    fn call(&self, name: &str, text: &str) -> String {
        match self.actions.get(name) {
            Some(action) => action(text),
            None => String::new(),
        }
    }
}

fn kept_by_name(person: &Person) {
    let mut registry = Registry { actions: HashMap::new() };
    registry.add("shout", |text| {
        println!("{text}"); //~ AG302
        text.to_uppercase()
    });
    registry.add("count", |text| {
        println!("{}", text.len()); //~ clean
        text.len().to_string()
    });
    println!("{}", registry.call("shout", &person.email)); //~ AG302
    println!("{}", person.theme); //~ clean
}

struct Agent {
    on_message: Option<Box<dyn Fn(&str)>>,
    on_start: Option<Box<dyn Fn(&str)>>,
}

struct Builder {
    on_message: Option<Box<dyn Fn(&str)>>,
    on_start: Option<Box<dyn Fn(&str)>>,
}

impl Agent {
    fn builder() -> Builder {
        Builder { on_message: None, on_start: None }
    }

    fn say(&self, text: &str) {
        if let Some(on_message) = &self.on_message {
            on_message(text);
        }
    }

    fn start(&self) {
        if let Some(on_start) = &self.on_start {
            on_start("started");
        }
    }
}

impl Builder {
    fn on_message(mut self, hook: impl Fn(&str) + 'static) -> Self {
        self.on_message = Some(Box::new(hook));
        self
    }

    fn on_start(mut self, hook: impl Fn(&str) + 'static) -> Self {
        self.on_start = Some(Box::new(hook));
        self
    }

    fn build(self) -> Agent {
        Agent { on_message: self.on_message, on_start: self.on_start }
    }
}

fn built(person: &Person) {
    let agent = Agent::builder()
        .on_message(|text| println!("{text}")) //~ AG302
        .on_start(|text| println!("{text}")) //~ clean: it is told nothing of anybody
        .build();
    agent.start();
    agent.say(&person.email);
}

static HOOK: OnceLock<Box<dyn Fn(&str) + Send + Sync>> = OnceLock::new();
static QUIET: OnceLock<Box<dyn Fn(&str) + Send + Sync>> = OnceLock::new();

fn kept_in_a_static(person: &Person) {
    let _ = HOOK.set(Box::new(|text| println!("{text}"))); //~ AG302
    let _ = QUIET.set(Box::new(|text| println!("{}", text.len()))); //~ clean
    if let Some(hook) = HOOK.get() {
        hook(&person.name);
    }
    if let Some(hook) = QUIET.get() {
        hook(&person.name);
    }
}

fn each(hooks: &[Box<dyn Fn(&str)>], text: &str) {
    for hook in hooks {
        hook(text);
    }
}

#[derive(Default)]
struct Hooks {
    loud: Vec<Box<dyn Fn(&str)>>,
    soft: Vec<Box<dyn Fn(&str)>>,
}

impl Hooks {
    fn tell(&self, text: &str) {
        each(&self.loud, text);
    }

    fn tell_theme(&self, text: &str) {
        each(&self.soft, text);
    }
}

fn through_a_second_function(person: &Person) {
    let mut hooks = Hooks::default();
    hooks.loud.push(Box::new(|text| println!("{text}"))); //~ AG302
    hooks.soft.push(Box::new(|text| println!("{text}"))); //~ clean
    hooks.tell(&person.email);
    hooks.tell_theme(&person.theme);
}

fn lower() -> impl Fn(&str) -> String {
    |text| text.to_lowercase()
}

fn length() -> impl Fn(&str) -> usize {
    |text| text.len()
}

fn what_they_make_of_it(person: &Person) {
    println!("{}", lower()(&person.email)); //~ AG302
    println!("{}", length()(&person.email)); //~ clean
    println!("{}", lower()(&person.theme)); //~ clean
}

fn pair() -> (Box<dyn Fn(&str)>, Box<dyn Fn(&str)>) {
    (
        Box::new(|text| println!("{text}")), //~ AG302
        Box::new(|text| println!("{text}")), //~ clean
    )
}

fn two_at_once(person: &Person) {
    let (loud, soft) = pair();
    loud(&person.email);
    soft(&person.theme);
}

type Reply = Pin<Box<dyn Future<Output = String> + Send>>;

struct Server {
    handler: Arc<dyn Fn(String) -> Reply + Send + Sync>,
}

impl Server {
    fn new(handler: impl Fn(String) -> Reply + Send + Sync + 'static) -> Self {
        Server { handler: Arc::new(handler) }
    }

    async fn handle(&self, text: String) -> String {
        (self.handler)(text).await
    }
}

async fn asynchronous(person: &Person) {
    let server = Server::new(|text| {
        Box::pin(async move {
            println!("{text}"); //~ AG302
            text
        })
    });
    println!("{}", server.handle(person.email.clone()).await); //~ AG302
}

async fn asynchronous_and_clean(person: &Person) {
    let server = Server::new(|text| {
        Box::pin(async move {
            println!("{}", text.len()); //~ clean
            String::new()
        })
    });
    println!("{}", server.handle(person.email.clone()).await.len()); //~ clean
}

type Rename = fn(&str) -> String;

struct Renames {
    all: Vec<Rename>,
    of_theme: Option<Rename>,
}

fn announced(text: &str) -> String {
    println!("{text}"); //~ AG302
    text.to_owned()
}

fn numbered(text: &str) -> String {
    println!("{}", text.len()); //~ clean
    text.len().to_string()
}

fn announced_theme(text: &str) -> String {
    println!("{text}"); //~ clean: it is never called with anything else
    text.to_owned()
}

fn functions_that_give_text(person: &Person) {
    let renames = Renames { all: vec![announced, numbered], of_theme: Some(announced_theme) };
    for rename in &renames.all {
        rename(&person.name);
    }
    if let Some(rename) = renames.of_theme {
        rename(&person.theme);
    }
}

fn main() {
    let person = ada();
    functions_that_give_text(&person);
    tools_by_function(&person);
    tools_of_a_function(&person);
    kept_by_name(&person);
    built(&person);
    kept_in_a_static(&person);
    through_a_second_function(&person);
    what_they_make_of_it(&person);
    two_at_once(&person);
    let _ = asynchronous(&person);
    let _ = asynchronous_and_clean(&person);
}
