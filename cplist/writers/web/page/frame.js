// The frame of a page: its words in the chosen language, what is shown kept in its address, what clicks do.

/** Take the state from the address; what it names that isn't there is left out. */
function readAddress() {
  const address = new URLSearchParams(location.hash.slice(1));
  for (const [key, known] of Object.entries(KNOWN)) {
    const value = address.get(key) ?? "";
    state[key] = value && known(value) ? value : "";
  }
  language = address.get("lang") === "en" ? "en" : "zh";
}

function writeAddress() {
  const address = new URLSearchParams();
  for (const key of Object.keys(KNOWN)) if (state[key]) address.set(key, state[key]);
  if (language !== "zh") address.set("lang", language);
  const hash = String(address);
  if (hash !== location.hash.slice(1)) history.replaceState(null, "", `#${hash}`);
}

/** The words that stand in the page's shell. */
function translate() {
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  for (const element of document.querySelectorAll("[data-word]")) element.textContent = word(element.dataset.word);
  for (const element of document.querySelectorAll("[data-label]:not(td)")) element.setAttribute("aria-label", word(element.dataset.label));
  for (const element of document.querySelectorAll('[data-do="language"]')) {
    element.setAttribute("aria-pressed", String(element.dataset.value === language));
  }
}

/** Do what the element that was clicked says; whether it says anything. */
function acted(event) {
  const element = event.target.closest("[data-do]");
  if (!element) return false;
  event.preventDefault();
  ACTIONS[element.dataset.do](element.dataset.value);
  return true;
}

/** What a page starts with, and what it does when somebody changes its address. */
function follow() {
  readAddress();
  drawWords();
  draw();
  window.addEventListener("hashchange", () => {
    const before = language;
    readAddress();
    if (language !== before) drawWords();
    draw();
  });
}
