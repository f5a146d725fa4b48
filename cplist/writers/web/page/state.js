// What the map shows, kept in its address (#party=…&duty=…), so that a view can be linked.

const state = { ...NO_FILTERS, duty: "", on: "" };

const KNOWN = {
  clause: (value) => clauses.has(value),
  party: (value) => everything.has(value),
  level: (value) => data.levels.some((level) => level.id === value),
  share: (value) => SHARES.some((share) => share.id === value),
  kind: (value) => `kind.${value}` in words,
  status: (value) => STATUSES.includes(value),
  standing: (value) => Boolean(data.state) && STANDINGS.includes(value),
  due: (value) => Boolean(data.state?.rows.some((row) => row.due === value)),
  q: () => true,
  duty: (value) => duties.has(value),
  on: (value) => Boolean(data.state) && isDay(value) && value > (data.state.day ?? ""),
};

const filtersOf = () => Object.fromEntries(Object.keys(NO_FILTERS).map((key) => [key, state[key]]));
const isFiltered = () => Object.keys(NO_FILTERS).some((key) => state[key]);

/** How a filter's value is called. */
function called(key, value) {
  if (key === "clause") return chinese(clauses.get(value).label);
  if (key === "party") return chinese(nameOf(value));
  if (key === "level") return chinese(data.levels.find((level) => level.id === value).name);
  return key === "q" || key === "due" ? value : word(`${key}.${value}`);
}
