// The page as a whole: the filter form, drawing, and what clicks and keys do.

const SELECTS = {
  clause: () => data.clauses.filter((clause) => data.duties.some((duty) => duty.clause === clause.id)).map((clause) => [clause.id, `${clause.label}　${headingOf(clause)}`]),
  party: () => columns.map((party) => [party.id, party.name]),
  level: () => data.levels.map((level) => [level.id, level.name]),
  share: () => SHARES.map((share) => [share.id, `${share.mark} ${word(`share.${share.id}`)}`]),
  kind: () => present("kind"),
  status: () => present("status"),
  ...(data.state && { standing: () => STANDINGS.map((standing) => [standing, word(`standing.${standing}`)]) }),
};

function present(field) {
  const values = [...new Set(data.duties.map((duty) => duty[field]))];
  return values.map((value) => [value, word(`${field}.${value}`)]);
}

function drawForm() {
  const text = make("input", { id: "filter-q", name: "q", type: "search", autocomplete: "off", placeholder: word("search_hint") });
  const selects = Object.entries(SELECTS).map(([key, options]) => {
    const own = ["clause", "party", "level"].includes(key) ? CHINESE : {};
    const all = make("option", { value: "" }, word("any"));
    return labelled(key, make("select", { id: `filter-${key}`, name: key }, all, options().map(([value, name]) => make("option", { value, ...own }, name))));
  });
  byId("filter").replaceChildren(labelled("q", text), ...selects);
}

const labelled = (key, control) => make("div", { class: `field ${key}` }, make("label", { for: control.id }, word(`filter.${key}`)), control);

function drawFilters(chosen) {
  for (const key of Object.keys(NO_FILTERS)) {
    const control = byId(`filter-${key}`);
    if (control && control.value !== state[key]) control.value = state[key];
  }
  const found = isFiltered() ? "found" : "all_found";
  byId("found").value = word(found, { count: chosen.length, all: data.duties.length });
  byId("clear").hidden = !isFiltered();
  document.body.classList.toggle("filtered", isFiltered());
  const filters = Object.keys(NO_FILTERS).filter((key) => state[key]);
  const named = filters.map((key) => [`${word(`filter.${key}`)} `, called(key, state[key])]);
  const party = parties.get(state.party);
  const said = [...named, party && gradeText(party)].filter(Boolean);
  redraw(byId("chosen"), filters.length > 0 && [word("chosen"), listed(said)]);
}

/** How much of the window the filters cover while they stick to its top. */
function measureBar() {
  const bar = byId("filters");
  const height = getComputedStyle(bar).position === "sticky" ? bar.offsetHeight : 0;
  document.documentElement.style.setProperty("--bar", `${height}px`);
}

/** Everything whose words depend on the language. */
function drawWords() {
  translate();
  drawFacts();
  drawFindings();
  drawForm();
}

function draw() {
  const chosen = matching(filtersOf());
  drawState();
  drawCoverage();
  drawStructure();
  drawFilters(chosen);
  drawMatrix(chosen);
  drawDuties(chosen);
  stepped = [...byId("duties").querySelectorAll("tr[data-duty]")].map((row) => row.dataset.duty);
  drawDetail();
  writeAddress();
  measureBar();
}

/** Change the state and show it. */
function show(changes) {
  Object.assign(state, changes);
  draw();
}

/** Open a duty (or none): what stands behind the dialog stays as it is, so that the focus can return to it. */
function showDuty(id) {
  state.duty = id;
  drawDetail();
  writeAddress();
}

/** Filter by a value, or let it go; the list comes into view, the focus stays where it is. */
function toggled(key, value) {
  const chosen = state[key] === value ? "" : value;
  show({ [key]: chosen });
  if (chosen) byId("duties-heading").scrollIntoView();
}


function goToDuties() {
  byId("duties-heading").focus();
  byId("duties-heading").scrollIntoView();
}

const ACTIONS = {
  skip: goToDuties,
  print: () => window.print(),
  language: (value) => {
    language = value;
    drawWords();
    draw();
  },
  clear: () => {
    show(NO_FILTERS);
    byId("filter-q").focus();
  },
  status: (value) => toggled("status", value),
  standing: (value) => toggled("standing", value),
  on: (value) => show({ on: value }),
  sort: (value) => {
    sortBy(value);
    draw();
  },
  go: (value) => {
    show({ ...NO_FILTERS, ...Object.fromEntries(new URLSearchParams(value)) });
    goToDuties();
  },
  party: (value) => toggled("party", value),
  column: (value) => toggled("party", value),
  clause: (value) => toggled("clause", value),
  bearing: () => show({ share: state.share === "responsible" ? "" : "responsible" }),
  scroll: (by) => scrollMatrix(Number(by)),
  cell: (value) => {
    const [clause, party] = value.split("|");
    show({ clause, party });
    goToDuties();
  },
  only: (value) => {
    show({ ...NO_FILTERS, party: value, duty: "" });
    goToDuties();
  },
  duty: showDuty,
  step: (by) => stepped.includes(state.duty) && neighbour(Number(by)) && showDuty(neighbour(Number(by))),
  close: () => byId("detail").close(),
};

document.addEventListener("click", (event) => {
  if (acted(event)) return;
  const row = event.target.closest("tr[data-duty]");
  if (row && !String(getSelection())) row.querySelector("button").click();
});

byId("filter").addEventListener("input", (event) => show({ [event.target.name]: event.target.value }));
byId("filter").addEventListener("submit", (event) => event.preventDefault());
byId("matrix").addEventListener("keydown", moveInGrid);
byId("matrix").addEventListener("scroll", drawScrolled);

byId("detail").addEventListener("close", () => state.duty && showDuty(""));
byId("detail").addEventListener("click", (event) => event.target === byId("detail") && byId("detail").close());
byId("detail").addEventListener("keydown", (event) => {
  const by = { ArrowLeft: "-1", ArrowRight: "1" }[event.key];
  if (by) ACTIONS.step(by);
});

window.addEventListener("resize", () => {
  measureBar();
  drawScrolled();
});
follow();
