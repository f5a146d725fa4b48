// The top of the page: what this is, coverage, findings, and the institution's structure.

function drawFacts() {
  const { institution: own, document: paper, notice } = data;
  byId("title").replaceChildren(data.title);
  byId("notice").replaceChildren(...phrase("by_notice", notice));
  const facts = [
    [word("institution"), chinese([own.type_name, own.tier_name, own.region].filter(Boolean).join("，"))],
    [word("status"), make("strong", {}, word(paper.draft ? "draft" : "final"))],
    [word("number"), chinese(paper.number)],
    [word("date"), chinese(paper.date)],
    [word("effective"), chinese(paper.effective)],
    [word("reach"), word(own.by_reference ? "by_reference" : "direct")],
    [word("validity"), (paper.draft || notice.verified) && chinese(notice.validity)],
    [word("system"), fileLink(paper.system)],
    [word("checklist"), fileLink(paper.checklist)],
    [word("version"), make("code", {}, data.build.id)],
  ];
  facts.push(...(data.particulars ?? []).map((line) => [chinese(line.title), chinese(line.text)]));
  const shown = facts.filter(([, value]) => value);
  byId("facts").replaceChildren(...shown.map(([name, value]) => make("div", {}, make("dt", {}, name), make("dd", {}, value))));
  const made = { ...data.build, pack: data.pack.name, version: data.pack.version, fingerprint: data.build.pack };
  byId("made").replaceChildren(word("made", made));
}

/** A document in the same folder as this page. */
const fileLink = (name) => make("a", { href: encodeURIComponent(name), ...CHINESE }, name);

function drawCoverage() {
  document.querySelector('[data-word="coverage_about"]').textContent = word("coverage_about", { count: data.duties.length });
  const numbers = STATUSES.map((status) => number(status, data.summary[status]));
  redraw(byId("coverage"), number("", data.duties.length), numbers);
}

function number(status, count) {
  const name = word(`status.${status || "all"}`);
  const attributes = {
    class: `number ${status || "all"}${count ? "" : " zero"}`,
    "aria-pressed": String(state.status === status),
  };
  return button("status", status, attributes, make("b", {}, String(count)), " ", make("span", {}, name));
}

const ORDER = ["error", "warning", "accepted", "note"];
/** So many findings stand open, and no notes: those only say what can be written as well. */
const MOST_FINDINGS = 5;

function drawFindings() {
  const weight = (found) => (found.accepted ? "accepted" : found.severity);
  const sorted = ORDER.flatMap((one) => data.findings.filter((found) => weight(found) === one));
  const items = sorted.map((found) => findingItem(found, weight(found)));
  if (!items.length) return byId("findings").replaceChildren(make("p", {}, word("no_findings")));
  const shown = Math.min(MOST_FINDINGS, sorted.filter((found) => weight(found) !== "note").length);
  const first = shown > 0 ? make("ul", { class: "findings" }, items.slice(0, shown)) : make("p", {}, word("only_notes"));
  const rest = items.slice(shown);
  const summary = make("summary", {}, word("all_findings", { count: rest.length }));
  const more = rest.length > 0 && make("details", {}, summary, make("ul", { class: "findings" }, rest));
  return redraw(byId("findings"), first, more);
}

function findingItem(found, weight) {
  const hint = found.hint[language];
  return make(
    "li",
    { class: weight },
    make("b", {}, word(`severity.${weight}`)),
    " ",
    found.message[language],
    hint && make("span", { class: "hint" }, ` ${hint}`),
    " ",
    make("code", {}, found.rule),
  );
}
