// What is shown, kept in the address (#party=…&duty=…), so that a view can be linked.

const state = { ...NO_FILTERS, duty: "" };

const KNOWN = {
  clause: (value) => clauses.has(value),
  party: (value) => everything.has(value),
  level: (value) => data.levels.some((level) => level.id === value),
  share: (value) => SHARES.some((share) => share.id === value),
  kind: (value) => `kind.${value}` in words,
  status: (value) => STATUSES.includes(value),
  q: () => true,
  duty: (value) => duties.has(value),
};

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

const filtersOf = () => Object.fromEntries(Object.keys(NO_FILTERS).map((key) => [key, state[key]]));
const isFiltered = () => Object.keys(NO_FILTERS).some((key) => state[key]);

/** How a filter's value is called. */
function called(key, value) {
  if (key === "clause") return chinese(clauses.get(value).label);
  if (key === "party") return chinese(nameOf(value));
  if (key === "level") return chinese(data.levels.find((level) => level.id === value).name);
  return key === "q" ? value : word(`${key}.${value}`);
}
