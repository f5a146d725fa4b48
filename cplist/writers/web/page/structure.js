// The institution as a tree: superior, institution, bodies, leaders with their departments, levels below.

const SUPERIOR = "上级机构";
const BELOW = { board: ["board_committee"], committee: ["working_committee"] };
/** The highest first; bodies that a pack adds stand behind. */
const STANDING = ["board", "supervision", "committee", "deliberation"];
const standing = (body) => (STANDING.includes(body.id) ? STANDING.indexOf(body.id) : STANDING.length);

function drawStructure() {
  const leaders = data.parties.filter((party) => party.kind === "leader");
  const overseen = new Set(data.parties.flatMap((party) => party.oversees ?? []));
  const others = data.parties.filter((party) => party.kind === "department" && !overseen.has(party.id));
  const kind = (name) => data.parties.filter((party) => party.kind === name);
  const inner = [
    branch("bodies", bodies(kind("body"))),
    branch("leaders", leaders.map(leaderCard)),
    branch("others", others.map((party) => card(party, [chinese(party.has)]))),
    branch("levels", kind("level").map((party) => card(party, levelLines(party)))),
  ];
  const own = make("li", { class: "root" }, institutionCard(kind("institution")[0]), make("ul", { class: "branches" }, inner));
  const superior = kind("superior")[0];
  const above = superior && card(superior, [superior.kind_name !== SUPERIOR && chinese(superior.kind_name)], make("ul", { class: "below" }, own), "root");
  redraw(byId("structure"), make("ul", { class: "tree" }, above ?? own));
}

/** A group of parties of the same standing, with its heading. */
function branch(name, cards) {
  const heading = make("h3", {}, word(`group.${name}`));
  return cards.length > 0 && make("li", { class: `branch ${name}` }, heading, make("ul", { class: "cards" }, cards));
}

/** Bodies, each with those that belong to it below. */
function bodies(found) {
  const inner = new Set(Object.entries(BELOW).flatMap(([id, below]) => (found.some((body) => body.id === id) ? below : [])));
  const drawn = (body) => {
    const below = found.filter((one) => BELOW[body.id]?.includes(one.id)).map(drawn);
    return card(body, bodyLines(body), [overseenBy(body), below.length > 0 && make("ul", { class: "below" }, below)]);
  };
  const first = found.filter((body) => !inner.has(body.id));
  return first.sort((one, other) => standing(one) - standing(other)).map(drawn);
}

/** The institution itself: what rests on it as a whole, if anything does. */
function institutionCard(party) {
  return party && everything.has(party.id) ? partyButton(party) : make("span", { class: "party" }, chinese(data.institution.name, "span", { class: "name" }));
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

function card(party, lines = [], more = null, role = "card") {
  return make(
    "li",
    { class: role },
    partyButton(party),
    lines.filter(Boolean).map((line) => make("p", {}, line)),
    party.grade && make("p", { class: "grade" }, gradeText(party)),
    (party.own_duties ?? []).map((text) => make("p", {}, `${word("own_choice")}：`, chinese(text))),
    more,
  );
}

/** A party's grade as the notice gives it, with its clause; nothing where a final document is silent about it. */
function gradeText(party) {
  if (!party.grade) return "";
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
