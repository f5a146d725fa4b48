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
    [word("validity"), chinese(notice.validity)],
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
const MOST_FINDINGS = 5;

function drawFindings() {
  const weight = (found) => (found.accepted ? "accepted" : found.severity);
  const sorted = ORDER.flatMap((one) => data.findings.filter((found) => weight(found) === one));
  const items = sorted.map((found) => findingItem(found, weight(found)));
  if (!items.length) return byId("findings").replaceChildren(make("p", {}, word("no_findings")));
  const first = make("ul", { class: "findings" }, items.slice(0, MOST_FINDINGS));
  const rest = items.slice(MOST_FINDINGS);
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

function drawStructure() {
  const leaders = data.parties.filter((party) => party.kind === "leader");
  const overseen = new Set(data.parties.flatMap((party) => party.oversees ?? []));
  const others = data.parties.filter((party) => party.kind === "department" && !overseen.has(party.id));
  const kind = (name) => data.parties.filter((party) => party.kind === name);
  redraw(
    byId("structure"),
    group("leaders", leaders.map(leaderCard)),
    group("others", others.map((party) => card(party, [chinese(party.has)]))),
    group("bodies", kind("body").map((party) => card(party, bodyLines(party), overseenBy(party)))),
    group("unit", kind("institution").filter((party) => everything.has(party.id)).map((party) => card(party))),
    group("levels", kind("level").map((party) => card(party, levelLines(party)))),
    group("superior", kind("superior").map((party) => card(party, [party.kind_name !== SUPERIOR && chinese(party.kind_name)]))),
  );
}

const SUPERIOR = "上级机构";

function group(name, cards) {
  const heading = make("h3", {}, word(`group.${name}`));
  return cards.length > 0 && make("div", { class: `group ${name}` }, heading, make("ul", { class: "cards" }, cards));
}

const leaderCard = (leader) => card(leader, [chinese(leader.person), chinese(leader.has)], overseenBy(leader));

/** The departments that a leader or a body oversees. */
function overseenBy(party) {
  const below = (party.oversees ?? []).filter((id) => parties.has(id)).map((id) => make("li", {}, partyButton(parties.get(id))));
  return below.length > 0 && make("ul", { class: "overseen" }, below);
}

/** How many units a level has, and of which kinds. */
function levelLines(level) {
  const kinds = (level.kinds ?? []).map((one) => [one.name, one.count && word("units", { count: one.count })].filter(Boolean).join(" "));
  return [level.count && word("units", { count: level.count }), kinds.length > 0 && chinese(kinds.join("、"))];
}

function bodyLines(body) {
  return [
    body.chair && phrase(body.id === "deliberation" ? "presides" : "chair", { name: nameOf(body.chair) }),
    body.office && phrase("office", { name: nameOf(body.office) }),
  ];
}

function card(party, lines = [], more = null) {
  return make(
    "li",
    { class: "card" },
    partyButton(party),
    lines.filter(Boolean).map((line) => make("p", {}, line)),
    party.grade && make("p", { class: "grade" }, gradeText(party)),
    (party.own_duties ?? []).map((text) => make("p", {}, `${word("own_choice")}：`, chinese(text))),
    more,
  );
}

/** A party's grade as the notice gives it, with its clause. */
function gradeText(party) {
  return party.grade_clause ? phrase("grade_by", { grade: party.grade, clause: party.grade_clause }) : word("ungraded");
}

/** A party's name with its numbers; pressed it filters, where there is anything to filter. */
function partyButton(party) {
  const counts = everything.get(party.id);
  if (!counts) return make("span", { class: "party" }, chinese(party.name, "span", { class: "name" }));
  const given = SHARES.filter((share) => counts[share.id]);
  const attributes = { class: "party", "aria-pressed": String(state.party === party.id) };
  return button("party", party.id, attributes, chinese(party.name, "span", { class: "name" }), marks(given, counts));
}

/** Marks with their numbers, said in words to screen readers. */
function marks(given, counts) {
  const said = given.map((share) => word("share_count", { share: word(`share.${share.id}`), count: counts[share.id] }));
  const seen = given.map((share) => make("span", { class: share.id }, `${share.mark}${counts[share.id]}`));
  return make("span", { class: "marks" }, hidden(seen), spoken(` ${said.join("，") || word("nothing")}`));
}
