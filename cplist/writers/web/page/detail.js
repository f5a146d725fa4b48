// One duty in a dialog: the clause with its words marked, who, by which article, and why.

/** The ids of the duties that are listed, in their order: through them one steps. */
let stepped = [];

/** Draw the duty that the state names, or close the dialog. */
function drawDetail() {
  const dialog = byId("detail");
  if (!state.duty) return dialog.open && dialog.close();
  const duty = duties.get(state.duty);
  redraw(dialog, dialogHead(duty), make("div", { class: "detail" }, clauseText(duty), facts(duty)));
  if (!dialog.open) {
    dialog.showModal();
    byId("detail-title").focus();
  }
  return (dialog.scrollTop = 0);
}

function dialogHead(duty) {
  const title = `${duty.id}　${word(`kind.${duty.kind}`)}`;
  return make(
    "div",
    { class: "dialog-head" },
    make("h2", { id: "detail-title", tabindex: -1 }, title),
    make("p", { class: "position", "aria-live": "polite" }, spoken(`${duty.id} `), position(duty)),
    make("div", { class: "tools" }, step("previous", -1), step("next", 1), button("close", "", {}, word("close"))),
  );
}

function position(duty) {
  const place = stepped.indexOf(duty.id);
  return place < 0 ? word("outside") : word("position", { place: place + 1, count: stepped.length });
}

const neighbour = (by) => stepped[stepped.indexOf(state.duty) + by];

function step(name, by) {
  const away = stepped.includes(state.duty) && neighbour(by) !== undefined;
  return button("step", String(by), { "aria-disabled": String(!away) }, word(name));
}

/** The clause's text, the duty's own words marked. */
function clauseText(duty) {
  const clause = clauses.get(duty.clause);
  return make(
    "div",
    { class: "clause" },
    make("h3", { ...CHINESE }, [clause.label, headingOf(clause)].filter(Boolean).join("　")),
    paragraphsOf(clause).map((pieces) =>
      make("p", { ...CHINESE }, pieces.map((piece) => make(piece.id === duty.id ? "mark" : "span", {}, piece.text))),
    ),
  );
}

const last = (items) => items[items.length - 1];

/** The clause's paragraphs as pieces of its duties; blanks and line ends may stand anywhere in between. */
function paragraphsOf(clause) {
  const ofClause = data.duties.filter((duty) => duty.clause === clause.id);
  const bare = (text) => text.replace(/\s/g, "");
  let number = 0;
  let left = bare(ofClause[0]?.text ?? "").length;
  return clause.paragraphs.map((paragraph) => {
    const pieces = [];
    for (const character of paragraph) {
      if (left === 0 && bare(character) && number + 1 < ofClause.length) left = bare(ofClause[++number].text).length;
      if (last(pieces)?.id !== ofClause[number]?.id) pieces.push({ id: ofClause[number]?.id, text: "" });
      last(pieces).text += character;
      left -= bare(character).length;
    }
    return pieces;
  });
}

function facts(duty) {
  const entries = [
    ["responsible", duty.responsible.length ? people(duty, "responsible") : !duty.borne_by.length && nobody(duty)],
    ["borne_by", people(duty, "borne_by")],
    ["grade", chinese(duty.grade)],
    ["local_part", chinese(duty.local_part)],
    ...["supporting", "overseen_by", "supervised_by", "deliberated_by", "approved_by"].map((field) => [field, people(duty, field)]),
    ["filter.standing", rowLines(duty)],
    ["filter.status", word(`status.${duty.status}`)],
    ["reason", why(duty)],
    ["articles", articles(duty)],
    ["trigger", duty.trigger_id && word(`trigger.${duty.trigger_id}`)],
    ["scope", chinese(duty.scope)],
    ...Object.entries(duty.advice).map(([key, advice]) => [key, adviceOf(advice)]),
    ["note", chinese(duty.note)],
    ...["parts", "within", "failing"].map((field) => [field, related(duty[field])]),
  ];
  const shown = entries.filter(([, content]) => content);
  return make("dl", {}, shown.map(([key, content]) => make("div", { class: key }, make("dt", {}, word(key)), make("dd", {}, content))));
}

const nobody = (duty) => duty.status === "gap" && make("strong", { class: "nobody" }, word("nobody"));

/** The parties of one field, with what they are in this duty; those that are the same stand together. */
function people(duty, field) {
  const leads = field === "responsible" && duty.responsible.length > 1;
  const groups = new Map();
  duty[field].forEach((id, number) => {
    const about = [
      leads && number === 0 && word("reports"),
      duty.roles[id] && phrase("role", { role: duty.roles[id] }),
      field === "responsible" && gradeText(parties.get(id)),
    ].filter(Boolean);
    const said = make("span", { class: "about" }, about.length > 0 && listed(about));
    if (!groups.has(said.textContent)) groups.set(said.textContent, { said, names: [] });
    groups.get(said.textContent).names.push(everything.has(id) ? button("only", id, {}, chinese(nameOf(id))) : chinese(nameOf(id)));
  });
  const items = [...groups.values()].map(({ said, names }) => make("li", {}, names.flatMap((name) => [name, " "]), said));
  return items.length > 0 && make("ul", {}, items);
}

function why(duty) {
  const values = { basis: duty.basis, rule: duty.rule, pack: data.pack.name };
  const basis = word(duty.decided ? "decided" : "rule_of_pack", values);
  return [chinese(duty.reason, "p"), make("p", { class: "about" }, basis)];
}

function articles(duty) {
  const items = duty.places.map((place) => {
    const title = data.articles[place.key].title;
    return make("li", {}, chinese(title ? `${place.text}（${title}）` : place.text));
  });
  if (!items.length) return duty.status !== "not_applicable" && word("no_article");
  const [before, after] = word("in_document", { file: "\n" }).split("\n");
  return [make("ul", {}, items), make("p", { class: "about" }, before, fileLink(data.document.system), after)];
}

function adviceOf(advice) {
  const label = word(advice.own ? "own_choice" : "suggested");
  return [make("span", { class: advice.own ? "tag own" : "tag" }, label), " ", chinese(advice.text)];
}

function related(ids) {
  return ids.length > 0 && ids.map((id) => [button("duty", id, { class: "duty-id" }, id), " "]);
}
