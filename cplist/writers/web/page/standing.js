// How far rows are: their classes on a day, counts of them, and tables that show both.

/** What a row may be in; the third and the fourth are both shown as overdue. */
const CLASSES = ["done", "doing", "attention", "overdue", "overdue_blank", "blank"];
const STANDINGS = ["done", "doing", "attention", "overdue", "blank"];

const padded = (number) => String(number).padStart(2, "0");
const dayText = (date) => `${date.getFullYear()}-${padded(date.getMonth() + 1)}-${padded(date.getDate())}`;
/** The day by the clock of who looks at the page: the data know none. */
const today = () => dayText(new Date());
const isDay = (text) => /^\d{4}-\d{2}-\d{2}$/.test(text);

/** The class that a row of one class has once its due day is past. */
const overdueOf = (kind) => (kind === "blank" ? "overdue_blank" : "overdue");
const standingOf = (kind) => (kind === "overdue_blank" ? "overdue" : kind);

/** Rows counted: by class, and by due day as those that are settled, still open, overdue. */
const noTally = () => ({ counts: Object.fromEntries(CLASSES.map((kind) => [kind, 0])), due: new Map() });

/** Add so many rows of a class that are due on a day ("": none). */
function addRows(tally, kind, count, due, open) {
  tally.counts[kind] += count;
  if (!due) return;
  if (!tally.due.has(due)) tally.due.set(due, { settled: 0, open: 0, overdue: 0 });
  const place = standingOf(kind) === "overdue" ? "overdue" : open ? "open" : "settled";
  tally.due.get(due)[place] += count;
}

/** A tally's numbers as a table has them; `ratio` is what is filled in, of what has to be. */
function numbersOf({ counts }) {
  const asked = CLASSES.reduce((sum, kind) => sum + counts[kind], 0);
  const filled = asked - counts.blank - counts.overdue_blank;
  const { done, doing, attention, blank } = counts;
  return { asked, filled, ratio: asked ? filled / asked : -1, done, doing, attention, overdue: counts.overdue + counts.overdue_blank, blank };
}

const percent = (ratio) => (ratio < 0 ? "—" : `${Math.floor(ratio * 100)}%`);

/** A bar as long as its parts are many. */
function bar(numbers) {
  const parts = STANDINGS.filter((standing) => numbers[standing]).map((standing) => {
    const part = make("span", { class: `part ${standing}` });
    part.style.flexGrow = String(numbers[standing]);
    return part;
  });
  return make("span", { class: "bar", "aria-hidden": "true" }, parts);
}

/** The numbers of everything, the first of them with its percentage; `press` makes a button of one. */
function standingNumbers(tally, press) {
  const numbers = numbersOf(tally);
  const first = make("p", { class: "number filled" }, make("b", {}, percent(numbers.ratio)), " ", make("span", {}, word("filled_of", numbers)));
  return [first, STANDINGS.map((standing) => press(standing, numbers[standing]))];
}

/** What has to be done stands first, where a narrow screen shows it. */
const COLUMNS = ["ratio", "overdue", "blank", "attention", "doing", "done", "asked"];
/** Which column each table is sorted by, from the greatest; "name" is the order of the data. */
const sorted = {};

/**
 * A table of names with their numbers. An entry is `{ name, tally, cells }`: what stands in its first cell, its tally,
 * and what stands in the columns `more`; `press` makes a button of a number, or gives nothing.
 */
function standingTable(id, caption, first, entries, { more = [], press = null } = {}) {
  const rows = entries.map((entry) => ({ ...entry, numbers: numbersOf(entry.tally) }));
  const by = sorted[id] ?? "name";
  const value = (row) => (by in row.numbers ? row.numbers[by] : 0);
  if (by !== "name") rows.sort((one, other) => value(other) - value(one));
  const heads = [["name", first], ...more.map((key) => [`more.${key}`, word(key)]), ...COLUMNS.map((key) => [key, word(`standing.${key}`)])];
  return make(
    "table",
    { class: "standing-table", id },
    make("caption", {}, caption),
    make("thead", {}, make("tr", {}, heads.map(([key, name]) => sortHead(id, key, name, by)))),
    make("tbody", {}, rows.map((row) => standingRow(row, more, press))),
  );
}

function sortHead(id, key, name, by) {
  if (key.startsWith("more.")) return make("th", { scope: "col" }, name);
  const sort = key === by ? (key === "name" ? "ascending" : "descending") : false;
  return make("th", { scope: "col", class: key, "aria-sort": sort }, button("sort", `${id}:${key}`, {}, name));
}

function standingRow(row, more, press) {
  const cells = COLUMNS.map((key) => {
    const count = row.numbers[key];
    if (key === "ratio") return make("td", { class: "ratio" }, bar(row.numbers), make("span", { class: "percent" }, percent(count)));
    const pressed = press && count > 0 && STANDINGS.includes(key) && press(row, key, count);
    return make("td", { class: `${key}${count ? "" : " zero"}` }, pressed || String(count));
  });
  return make("tr", {}, make("th", { scope: "row" }, row.name), more.map((key) => make("td", { class: "more" }, row.cells[key])), cells);
}

/** Sort a table by a column; pressed again, in the order of the data. */
function sortBy(value) {
  const [id, key] = value.split(":");
  sorted[id] = sorted[id] === key ? "name" : key;
}

/** Which day counts: the data's own, or the day of who looks at the page, where that is later. */
function dayChoice(own, chosen) {
  const now = today();
  const choice = (value, label) => button("on", value, { "aria-pressed": String(chosen === value) }, label);
  const later = chosen || (now > (own ?? "") ? now : "");
  return [
    choice("", own ? word("own_day", { day: own }) : word("no_day")),
    later && choice(later, word(later === now ? "today" : "other_day", { day: later })),
  ];
}
