//! The page's program, started by `www/boot.js`.

#[cfg(target_arch = "wasm32")]
fn main() {
    #[yew::component]
    fn App() -> yew::Html {
        yew::html! { <main><h1>{ "multisigner" }</h1></main> }
    }
    yew::Renderer::<App>::new().render();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
