// What the data say, looked up and counted: parties, clauses, and each duty's shares.

const SHARES = [
  { id: "responsible", mark: "●", field: "responsible" },
  { id: "supporting", mark: "○", field: "supporting" },
  { id: "overseeing", mark: "△", field: "overseen_by" },
  { id: "supervising", mark: "◇", field: "supervised_by" },
];
const STATUSES = ["assigned", "superior", "not_applicable", "statement", "ground", "gap"];

const indexed = (items) => new Map(items.map((item) => [item.id, item]));
const parties = indexed(data.parties);
const clauses = indexed(data.clauses);
const duties = indexed(data.duties);
const nameOf = (id) => parties.get(id)?.name ?? id;

for (const duty of data.duties) {
  duty.shares = SHARES.flatMap((share) => duty[share.field].map((party) => ({ party, share: share.id })));
  duty.searched = searchable([
    duty.id,
    duty.text,
    clauses.get(duty.clause).label,
    clauses.get(duty.clause).heading,
    duty.carrier,
    duty.supported,
    ...duty.shares.map((share) => nameOf(share.party)),
    ...[...duty.deliberated_by, ...duty.approved_by].map(nameOf),
    ...duty.places.flatMap((place) => [place.text, data.articles[place.key].title]),
  ].join("\n"));
}

function searchable(text) {
  return text.normalize("NFKC").toLowerCase();
}

/** Whether the filters ask for shares: then only those count. */
const asksForShares = (filters) => Boolean(filters.party || filters.level || filters.share);

/** The duty's shares that the filters leave. */
function sharesOf(duty, filters) {
  return duty.shares.filter(
    (one) =>
      (!filters.party || one.party === filters.party) &&
      (!filters.level || parties.get(one.party).level === filters.level) &&
      (!filters.share || one.share === filters.share),
  );
}

function matches(duty, filters, terms) {
  return (
    (!filters.clause || duty.clause === filters.clause) &&
    (!filters.kind || duty.kind === filters.kind) &&
    (!filters.status || duty.status === filters.status) &&
    terms.every((term) => duty.searched.includes(term)) &&
    (!asksForShares(filters) || sharesOf(duty, filters).length > 0) &&
    (!asksForRows(filters) || rowsOf(duty, filters).length > 0)
  );
}

/** The duties that the filters leave, in the notice's order. */
function matching(filters) {
  const terms = searchable(filters.q).split(/\s+/).filter(Boolean);
  return data.duties.filter((duty) => matches(duty, filters, terms));
}

/** Party → share → how many of the duties, of the shares that the filters leave. */
function counted(chosen, filters) {
  const counts = new Map();
  for (const duty of chosen) {
    for (const { party, share } of sharesOf(duty, filters)) {
      if (!counts.has(party)) counts.set(party, {});
      counts.get(party)[share] = (counts.get(party)[share] ?? 0) + 1;
    }
  }
  return counts;
}

const NO_FILTERS = Object.freeze({ clause: "", party: "", level: "", share: "", kind: "", status: "", standing: "", due: "", q: "" });
const everything = counted(data.duties, NO_FILTERS);
/** The columns of the matrix: whoever has a share in any duty, in the checklist's order. */
const columns = data.parties.filter((party) => everything.has(party.id));
