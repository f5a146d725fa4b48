// The matrix of clauses × parties: a grid with one tab stop, in which the arrow keys move.

function drawMatrix(chosen) {
  const filters = filtersOf();
  const counting = chosen.filter((duty) => duty.kind !== "statement");
  const rows = data.clauses
    .map((clause) => ({ clause, duties: counting.filter((duty) => duty.clause === clause.id) }))
    .filter((row) => row.duties.length > 0);
  const totals = counted(counting, filters);
  const most = Math.max(1, ...rows.flatMap((row) => [...counted(row.duties, filters).values()].map((one) => one.responsible ?? 0)));
  const shown = asksForShares(filters) ? columns.filter((party) => totals.has(party.id)) : columns;
  document.body.classList.toggle("many", shown.length > 12);
  if (!rows.length) return redraw(byId("matrix"), make("p", {}, word("none")));
  const table = make(
    "table",
    { role: "grid", class: "matrix", "aria-labelledby": "matrix-caption" },
    make("caption", { id: "matrix-caption" }, word("matrix_caption")),
    make("thead", {}, headRow(shown)),
    make("tbody", {}, rows.map((row) => matrixRow(row, shown, filters, most))),
    make("tfoot", {}, SHARES.map((share, number) => totalRow(share, number, shown, totals, counting))),
  );
  redraw(byId("matrix"), table);
  enterGrid(table);
  drawScrolled();
}

/** Above the matrix: a switch for responsible parties only, and which of its columns are seen. */
function drawScrolled() {
  const box = byId("matrix");
  const heads = [...box.querySelectorAll("thead th.turned:not(.sum)")];
  const { left, right } = box.getBoundingClientRect();
  const seen = heads.filter((head) => head.getBoundingClientRect().right > left + COVERED && head.getBoundingClientRect().left < right - COVERED);
  const only = button("bearing", "", { "aria-pressed": String(state.share === "responsible") }, word("bearing"));
  const [first, last] = [heads.indexOf(seen[0]) + 1, heads.indexOf(seen[seen.length - 1]) + 1];
  const away = box.scrollWidth > box.clientWidth + 1;
  const place = away && make("span", { class: "about" }, word("columns_seen", { first, last, count: heads.length }));
  const further = (by, key, end) => button("scroll", String(by), { "aria-disabled": String(end) }, word(key));
  const steps = away && [
    further(-1, "scroll_left", box.scrollLeft < 1),
    further(1, "scroll_right", box.scrollLeft + box.clientWidth > box.scrollWidth - 2),
  ];
  redraw(byId("matrix-tools"), only, place, steps);
}

/** Pixels of a column that may be covered while it still counts as seen. */
const COVERED = 12;

/** Move the matrix sideways by what is seen of it, less its first column. */
function scrollMatrix(by) {
  const box = byId("matrix");
  const fixed = box.querySelector("tbody th")?.offsetWidth ?? 0;
  box.scrollBy({ left: by * Math.max(box.clientWidth - fixed, 100) });
}

function headRow(shown) {
  const plain = (key, attributes) => make("th", { scope: "col", tabindex: -1, ...attributes }, word(key));
  return make(
    "tr",
    {},
    plain("filter.clause", { class: "corner" }),
    shown.map((party) => make("th", { scope: "col", class: `turned ${party.kind}` }, columnButton(party), onPaper(party))),
    ["bearers", "count", "not_applicable", "gaps"].map((key) => plain(key, { class: "turned sum" })),
  );
}

function columnButton(party) {
  const attributes = { "aria-pressed": String(state.party === party.id), tabindex: -1 };
  return button("column", party.id, attributes, chinese(party.name));
}

/** The same name for print, where buttons are not repeated with the table's head. */
const onPaper = (party) => chinese(party.name, "span", { class: "on-paper", "aria-hidden": true });

function matrixRow({ clause, duties: ofClause }, shown, filters, most) {
  const counts = counted(ofClause, filters);
  const bearers = new Set(ofClause.flatMap((duty) => duty.responsible)).size;
  const status = (name) => ofClause.filter((duty) => duty.status === name).length;
  const gaps = status("gap");
  const label = [chinese(clause.label, "b"), " ", chinese(headingOf(clause), "span", { class: "heading" })];
  return make(
    "tr",
    { class: gaps > 0 && "nobody" },
    make("th", { scope: "row" }, button("clause", clause.id, { "aria-pressed": String(state.clause === clause.id), tabindex: -1 }, label)),
    shown.map((party) => matrixCell(clause, party, counts.get(party.id), most)),
    [bearers, ofClause.length, status("not_applicable"), gaps].map((count) => sum(count)),
  );
}

/** A clause's heading without its own number and stop. */
function headingOf(clause) {
  return clause.heading.replace(/^（?[一二三四五六七八九十]+[）、]\s*/, "").replace(/。$/, "");
}

/** How dark a cell is: by the number of duties that the party bears in the clause, as a part of the most. */
const SHADES = 4;
const shade = (count, most) => (count ? `shade-${Math.ceil((SHADES * count) / most)}` : "");

function matrixCell(clause, party, counts, most) {
  if (!counts) return make("td", { tabindex: -1 });
  const given = SHARES.filter((share) => counts[share.id]);
  const place = make("span", { class: "spoken", ...CHINESE }, `${clause.label}，${party.name}：`);
  const cell = button("cell", `${clause.id}|${party.id}`, { tabindex: -1 }, place, marks(given, counts));
  const kinds = [party.id === state.party && "own", shade(counts.responsible, most)].filter(Boolean).join(" ");
  return make("td", { class: kinds || false }, cell);
}

const sum = (count, attributes = {}) => make("td", { class: "sum", tabindex: -1, ...attributes }, String(count));

function totalRow(share, number, shown, totals, counting) {
  const status = (name) => counting.filter((duty) => duty.status === name).length;
  const whole = { rowspan: SHARES.length };
  const name = word("total", { mark: share.mark, share: word(`share.${share.id}`) });
  return make(
    "tr",
    { "data-share": share.id },
    make("th", { scope: "row", tabindex: -1 }, name),
    shown.map((party) => sum(totals.get(party.id)?.[share.id] ?? 0)),
    number === 0 && [
      make("td", whole),
      sum(counting.length, whole),
      sum(status("not_applicable"), whole),
      sum(status("gap"), whole),
    ],
  );
}

/** What takes the focus in a cell: its button, else the cell itself. */
const target = (cell) => cell.querySelector("button") ?? cell;

/** Leave one tab stop: the cell that was left last, else the first. */
function enterGrid(table) {
  const focused = table.contains(document.activeElement) ? document.activeElement : null;
  (focused ?? target(table.rows[0].cells[0])).tabIndex = 0;
}

const MOVES = {
  ArrowRight: (row, column) => [row, column + 1],
  ArrowLeft: (row, column) => [row, column - 1],
  ArrowDown: (row, column) => [row + 1, column],
  ArrowUp: (row, column) => [row - 1, column],
  Home: (row, column, event) => [event.ctrlKey ? 0 : row, 0],
  End: (row, column, event) => [event.ctrlKey ? Infinity : row, Infinity],
};

function moveInGrid(event) {
  const cell = event.target.closest("td, th");
  const move = MOVES[event.key];
  if (!cell || !move || event.altKey || event.metaKey) return;
  const { rows } = cell.closest("table");
  const [row, column] = move(cell.parentElement.rowIndex, cell.cellIndex, event);
  const within = (number, count) => Math.max(0, Math.min(number, count - 1));
  const cells = rows[within(row, rows.length)].cells;
  const next = target(cells[within(column, cells.length)]);
  target(cell).tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
  event.preventDefault();
}
