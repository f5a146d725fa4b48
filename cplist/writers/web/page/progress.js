// The map's state: how far the rows of the checklist are, by party and by clause, and when they are due.

/** A row of the checklist with the class that it has on the day that counts. */
const stateDay = () => state.on || data.state.day || "";
const kindOf = (row) => (row.open && state.on && row.due < state.on ? overdueOf(row.kind) : row.kind);

const ROWS = new Map();
for (const row of data.state?.rows ?? []) {
  if (!ROWS.has(row.duty)) ROWS.set(row.duty, []);
  ROWS.get(row.duty).push(row);
}

/** The duty's rows that the filters leave. */
function rowsOf(duty, filters) {
  return (ROWS.get(duty.id) ?? []).filter(
    (row) =>
      (!filters.party || row.party === filters.party) &&
      (!filters.standing || standingOf(kindOf(row)) === filters.standing) &&
      (!filters.due || row.due === filters.due),
  );
}

const asksForRows = (filters) => Boolean(filters.standing || filters.due);

function tallied(rows) {
  const tally = noTally();
  for (const row of rows) {
    const kind = kindOf(row);
    if (kind !== "summed") addRows(tally, kind, 1, row.due, row.open);
  }
  return tally;
}

function drawState() {
  if (!data.state) return;
  byId("state").hidden = false;
  document.body.classList.add("stated");
  const rows = data.state.rows.filter((row) => duties.has(row.duty));
  const whole = tallied(rows);
  byId("state-about").textContent = word("state_about");
  redraw(byId("state-day"), data.state.period && make("strong", {}, chinese(data.state.period)), dayChoice(data.state.day, state.on));
  redraw(byId("state-numbers"), standingNumbers(whole, standingNumber));
  redraw(byId("state-bar"), bar(numbersOf(whole)));
  redraw(byId("state-parties"), standingTable("by-party", word("by_party"), word("filter.party"), ofParties(rows), { press: ofParty }));
  redraw(byId("state-clauses"), standingTable("by-clause", word("by_clause"), word("filter.clause"), ofClauses(rows), { press: ofClause }));
  redraw(byId("state-calendar"), calendar(whole.due, stateDay(), dueButton));
}

function standingNumber(standing, count) {
  const attributes = { class: `number ${standing}${count ? "" : " zero"}`, "aria-pressed": String(state.standing === standing) };
  return button("standing", standing, attributes, make("b", {}, String(count)), " ", make("span", {}, word(`standing.${standing}`)));
}

function ofParties(rows) {
  const named = data.parties.filter((party) => rows.some((row) => row.party === party.id));
  return named.map((party) => ({
    id: party.id,
    name: button("go", `party=${encodeURIComponent(party.id)}`, {}, chinese(party.name)),
    tally: tallied(rows.filter((row) => row.party === party.id)),
  }));
}

function ofClauses(rows) {
  const clauseOf = (row) => duties.get(row.duty).clause;
  const found = data.clauses.filter((clause) => rows.some((row) => clauseOf(row) === clause.id));
  return found.map((clause) => ({
    id: clause.id,
    name: button("go", `clause=${clause.id}`, {}, chinese(clause.label, "b"), " ", chinese(headingOf(clause), "span", { class: "heading" })),
    tally: tallied(rows.filter((row) => clauseOf(row) === clause.id)),
  }));
}

const countButton = (key, { id, name }, standing, count) =>
  button("go", `${key}=${encodeURIComponent(id)}&standing=${standing}`, {}, spoken(`${name.textContent}，${word(`standing.${standing}`)} `), String(count));
const ofParty = (entry, standing, count) => countButton("party", entry, standing, count);
const ofClause = (entry, standing, count) => countButton("clause", entry, standing, count);
const dueButton = (date, content) => button("go", `due=${date}`, { "aria-pressed": String(state.due === date) }, content);

/** How far a duty is: the one row's class, or of several how many are in which. */
function standingText(duty) {
  const kinds = rowsOf(duty, filtersOf()).map((row) => standingOf(kindOf(row)));
  const found = [...STANDINGS, "summed"].filter((kind) => kinds.includes(kind));
  const count = (kind) => (kinds.length > 1 ? ` ${kinds.filter((one) => one === kind).length}` : "");
  return make("span", {}, found.flatMap((kind) => [make("span", { class: `state ${kind}` }, `${word(`standing.${kind}`)}${count(kind)}`), " "]));
}

/** Each row of a duty: whose, in which class, due when. */
function rowLines(duty) {
  const items = (ROWS.get(duty.id) ?? []).map((row) => {
    const standing = standingOf(kindOf(row));
    const said = [make("span", { class: `state ${standing}` }, word(`standing.${standing}`)), row.due && word("due_on", { day: row.due })];
    return make("li", {}, chinese(nameOf(row.party)), " ", said.filter(Boolean).flatMap((one) => [one, " "]));
  });
  return items.length > 0 && make("ul", {}, items);
}
