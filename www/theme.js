// Trusted Types: the page starts programs of its own place, and nothing else becomes script (no text ever does).
globalThis.trustedTypes?.createPolicy("default", {
  createScriptURL: (address) => (new URL(address, document.baseURI).origin === location.origin ? address : null),
});

// Before the first paint, or a person who chose the other theme sees a flash of this one.
try {
  const theme = localStorage.getItem("theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // No storage (a private window, a sandboxed frame): the system's theme it is.
}
