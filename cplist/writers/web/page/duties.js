// The duties that the filters leave, one row each; on a narrow screen each row becomes a card.

const FIELDS = ["id", "filter.clause", "text", "filter.kind", "responsible", "overseen_by", "supporting", "supervised_by", "articles", "filter.status", ...(data.state ? ["filter.standing"] : [])];

/** What a party can be in a duty, the nearest first; each duty stands once, under the first that holds. */
const PARTS = [
  { name: "own", holds: (duty, party) => duty.responsible.includes(party) && duty.responsible.length === 1 },
  { name: "shared", holds: (duty, party) => duty.responsible.includes(party) },
  { name: "supporting", holds: (duty, party) => duty.supporting.includes(party) },
  { name: "overseeing", holds: (duty, party) => duty.overseen_by.includes(party) },
  { name: "supervising", holds: (duty, party) => duty.supervised_by.includes(party) },
];

/** All duties in one table; of a party that was chosen, one for each part that it has. */
function drawDuties(chosen) {
  if (!chosen.length) {
    const clear = button("clear", "", {}, word("clear"));
    return redraw(byId("duties"), make("p", { class: "empty" }, word("none"), " ", clear));
  }
  return redraw(byId("duties"), state.party ? partsOf(state.party, chosen) : dutyTable(chosen, word("duties_caption")));
}

function partsOf(party, chosen) {
  return PARTS.map((part) => {
    const own = chosen.filter((duty) => PARTS.find((one) => one.holds(duty, party)) === part);
    const title = word(`part.${part.name}`, { count: own.length });
    return own.length > 0 && make("section", { class: "part" }, make("h3", {}, title), dutyTable(own, title));
  });
}

function dutyTable(chosen, caption) {
  const heads = FIELDS.map((field) => make("th", { scope: "col", role: "columnheader", class: classOf(field) }, word(field)));
  return make(
    "table",
    { role: "table", class: "duties", "aria-label": caption },
    make("thead", { role: "rowgroup" }, make("tr", { role: "row" }, heads)),
    make("tbody", { role: "rowgroup" }, chosen.map(dutyRow)),
  );
}

function dutyRow(duty) {
  const names = (field) => chinese(joined(duty[field].map(nameOf)));
  const cells = [
    make("span", {}, button("duty", duty.id, { class: "duty-id", "aria-haspopup": "dialog" }, duty.id), ownPart(duty)),
    chinese(clauses.get(duty.clause).label),
    chinese(duty.text),
    word(`kind.${duty.kind}`),
    chinese(duty.carrier),
    names("overseen_by"),
    chinese(duty.supported),
    names("supervised_by"),
    chinese(places(duty)),
    word(`status.${duty.status}`),
    ...(data.state ? [standingText(duty)] : []),
  ];
  return make("tr", { role: "row", class: `duty ${duty.status}`, "data-duty": duty.id }, cells.map(dutyCell));
}

/** What the party that was chosen is in the duty: its name may stand there in a collective one only. */
function ownPart(duty) {
  const given = state.party && sharesOf(duty, filtersOf()).map((one) => SHARES.find((share) => share.id === one.share));
  if (!given) return null;
  const said = given.map((share) => word(`share.${share.id}`)).join(word("apart"));
  return make("span", { class: "marks" }, hidden(given.map((share) => share.mark).join("")), spoken(` ${said}`));
}

function dutyCell(content, number) {
  const field = FIELDS[number];
  const attributes = { role: "cell", class: classOf(field), "data-label": word(field) };
  const text = typeof content === "string" ? content : content.textContent;
  return make("td", { ...attributes, "data-empty": text === "" }, content);
}

const classOf = (field) => field.replace("filter.", "");

/** The places of the system that carry a duty. */
function places(duty) {
  return [...new Set(duty.places.map((place) => place.text))].join("、");
}
