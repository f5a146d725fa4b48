// A calendar of what comes due: the months that have something, a table each.

const WEEK = [1, 2, 3, 4, 5, 6, 0];
/** So many months stand open, from the one of the day that counts. */
const MOST_MONTHS = 6;
/** Days that count as soon. */
const SOON = 30;
const DUE_KINDS = ["overdue", "open", "settled"];

/** How many rows are overdue, how many come due soon, how many later. */
function dueNumbers(due, day) {
  const soon = day && dayText(new Date(Date.parse(day) + SOON * 86_400_000));
  const numbers = { overdue: 0, soon: 0, later: 0, settled: 0 };
  for (const [date, counts] of due) {
    numbers.overdue += counts.overdue;
    numbers.settled += counts.settled;
    numbers[day && date <= soon ? "soon" : "later"] += counts.open;
  }
  return numbers;
}

/** The calendar for a map of days to counts; `press` makes a button of a day. */
function calendar(due, day, press) {
  const months = [...new Set([...due.keys()].map((date) => date.slice(0, 7)))].sort();
  if (!months.length) return make("p", { class: "about" }, word("nothing_due"));
  const now = (day || today()).slice(0, 7);
  const from = Math.max(0, Math.min(months.findIndex((month) => month >= now), months.length - MOST_MONTHS));
  const first = months.findIndex((month) => month >= now) < 0 ? Math.max(0, months.length - MOST_MONTHS) : from;
  const open = months.slice(first, first + MOST_MONTHS);
  const rest = months.filter((month) => !open.includes(month));
  const drawn = (shown) => make("div", { class: "months" }, shown.map((month) => monthTable(month, due, day, press)));
  const summary = make("summary", {}, word("other_months", { count: rest.length }));
  return [
    make("p", { class: "about" }, word("due_numbers", dueNumbers(due, day))),
    drawn(open),
    rest.length > 0 && make("details", {}, summary, drawn(rest)),
  ];
}

function monthTable(month, due, day, press) {
  const [year, number] = month.split("-").map(Number);
  const days = new Date(year, number, 0).getDate();
  const before = WEEK.indexOf(new Date(year, number - 1, 1).getDay());
  const cells = Array.from({ length: before + days }, (_, place) => (place < before ? null : `${month}-${padded(place - before + 1)}`));
  const weeks = Array.from({ length: Math.ceil(cells.length / 7) }, (_, week) => cells.slice(7 * week, 7 * week + 7));
  return make(
    "table",
    { class: "month" },
    make("caption", {}, word("month", { year, month: number })),
    make("thead", {}, make("tr", {}, WEEK.map((weekday) => make("th", { scope: "col" }, word(`weekday.${weekday}`))))),
    make("tbody", {}, weeks.map((week) => make("tr", {}, week.map((date) => dayCell(date, due.get(date), day, press))))),
  );
}

function dayCell(date, counts, day, press) {
  if (!date) return make("td");
  const number = String(Number(date.slice(8)));
  const classes = [date === day && "now", counts && DUE_KINDS.find((kind) => counts[kind])].filter(Boolean).join(" ");
  if (!counts) return make("td", { class: classes || false }, make("span", { class: "date" }, number));
  const told = DUE_KINDS.filter((kind) => counts[kind]).map((kind) => word(`due.${kind}`, { count: counts[kind] }));
  const total = DUE_KINDS.reduce((sum, kind) => sum + counts[kind], 0);
  const content = [hidden(make("span", { class: "date" }, number), make("b", {}, String(total))), spoken(`${date} ${told.join(word("apart"))}`)];
  return make("td", { class: classes, title: told.join(word("apart")) }, press ? press(date, content) : content);
}
