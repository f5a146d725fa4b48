// Elements, and words in two languages. All text goes in as text: nothing is ever parsed as markup.

const data = JSON.parse(document.getElementById("data").textContent);
const words = JSON.parse(document.getElementById("words").textContent);
const LANGUAGES = ["zh", "en"];
const CHINESE = { lang: "zh-CN" };
let language = "zh";

const byId = (id) => document.getElementById(id);

/** An element with attributes (false: none) and children: elements, texts, lists of them; what is empty is left out. */
function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== false && value !== undefined) element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat(3).filter((child) => child || child === 0));
  return element;
}

/** The wording of a key in the language of the interface, with its {places} filled. */
function word(key, values = {}) {
  return words[key][LANGUAGES.indexOf(language)].replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}

/** The same where the values are the document's words: those stay Chinese in any interface. */
function phrase(key, values) {
  const pieces = words[key][LANGUAGES.indexOf(language)].split(/\{(\w+)\}/);
  return pieces.map((piece, number) => (number % 2 ? chinese(String(values[piece])) : piece));
}

/** Several things with the language's own stop between them. */
const listed = (things) => things.flatMap((thing, number) => (number ? [word("apart"), thing] : [thing]));

/** Words of the document, which are Chinese in any interface; nothing where there are none. */
const chinese = (text, name = "span", attributes = {}) => text && make(name, { ...CHINESE, ...attributes }, text);

/** A button; what it does stands in `data-do`, with what in `data-value`; `key` finds it again when it was redrawn. */
function button(action, value, attributes, ...children) {
  const key = `${action}:${value}`;
  return make("button", { type: "button", "data-do": action, "data-value": value, "data-key": key, ...attributes }, ...children);
}

/** Text that only screen readers say. */
const spoken = (text) => make("span", { class: "spoken" }, text);
const hidden = (...children) => make("span", { "aria-hidden": "true" }, ...children);

/** Put new content in an element; the focus stays on what has the same key. */
function redraw(element, ...children) {
  const key = element.contains(document.activeElement) && document.activeElement.dataset.key;
  element.replaceChildren(...children.flat(3).filter(Boolean));
  if (key) element.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
}

/** Names joined as Chinese texts join them: by ； where one of them holds a 、 itself. */
function joined(names) {
  return names.join(names.length > 1 && names.some((name) => name.includes("、")) ? "；" : "、");
}
