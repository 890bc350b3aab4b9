// One sample: its answer with every claim marked, and the passages with the evidence of the chosen claim.
// Ranges count Unicode scalars, which are what an array of a string's characters holds.
let shown = null;

function showNothing() {
  shown = null;
  get("detail").replaceChildren(el("p", { class: "nothing" }, "No sample passes the filters."));
}

const back = () => {
  document.querySelector(".browser").classList.remove("open");
  get("list").focus();
};

function head(row) {
  const others = siblings.get(row.id).filter((sibling) => sibling.c !== row.c || sibling === row);
  const place = row.w.line ? `${row.w.file}:${row.w.line}` : row.w.file;
  const parts = [
    el("button", { class: "quiet back", type: "button", onclick: back }, "← All samples"),
    el("div", { class: "detail-head" }, el("h2", { id: "detail-title" }, row.id), el("span", { class: "where" }, el("bdi", {}, place))),
  ];
  if (others.length > 1) {
    const metric = view.metric;
    const buttons = others.sort((left, right) => left.c - right.c).map((sibling) =>
      el("button", { class: "quiet", type: "button", "aria-pressed": String(sibling === row),
        onclick: () => showSibling(sibling) },
      el("bdi", {}, report.configurations[sibling.c].title),
      el("span", { class: "number" }, ` ${fixed(sibling.m[metric], 2)}`)));
    parts.push(el("div", { class: "siblings", role: "group", "aria-label": "The same sample in every configuration" }, ...buttons));
  } else if (report.configurations.length > 1) {
    parts.push(el("p", { class: "where" }, el("bdi", {}, report.configurations[row.c].title)));
  }
  const values = report.metrics.map((metric, place) => {
    const value = row.m[place];
    if (value === null && !row.s[place]) return null;
    const definition = value === null ? el("dd", { class: "without" }, words(row.s[place]))
      : el("dd", {}, fixed(value, digitsOf(metric)));
    return el("div", {}, el("dt", { title: metric.definition }, words(metric.id)), definition);
  });
  parts.push(el("dl", { class: "values" }, ...values));
  return parts;
}

function showSibling(row) {
  const place = view.rows.indexOf(row);
  if (place >= 0) select(place);
  else showDetail(row);
  get("detail").focus();
}

/** The answer, cut at its claims; of claims that overlap the first is marked. */
function answer(row) {
  const characters = Array.from(row.a);
  const text = el("p", { class: "text", lang: "" });
  const claims = row.l.map((claim, index) => ({ claim, index })).sort((a, b) => a.claim.r[0] - b.claim.r[0]);
  let end = 0;
  for (const { claim, index } of claims) {
    const [from, to] = [claim.r[0], Math.min(claim.r[1], characters.length)];
    if (from < end || to <= from) continue;
    text.append(characters.slice(end, from).join(""));
    text.append(claimElement(claim, index, characters.slice(from, to).join("")));
    end = to;
  }
  text.append(characters.slice(end).join(""));
  const marked = new Set(Array.from(text.querySelectorAll(".claim"), (node) => Number(node.dataset.claim)));
  const others = row.l.map((claim, index) => ({ claim, index })).filter(({ index }) => !marked.has(index));
  return [text, ...others.map(({ claim, index }) => el("p", { class: "text" }, claimElement(claim, index, claim.t)))];
}

function claimElement(claim, index, text) {
  const choose = (event) => {
    if (event.type === "keydown" && event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    event.stopPropagation();
    chooseClaim(index);
  };
  return el("span", { class: `claim v-${claim.v}`, role: "button", tabindex: "0", "aria-pressed": "false", "data-claim": index,
    onclick: choose, onkeydown: choose },
  // A word joiner keeps the sign on the line of the first word.
  el("span", { class: "icon", "aria-hidden": "true" }, `${ICONS[claim.v]}\u2060`),
  el("span", { class: "unseen" }, `${words(claim.v)}: `), text);
}

function passages(row, evidence) {
  return row.x.map(([place, relevance], index) => {
    const isDeciding = evidence && evidence[0] === index;
    const characters = isDeciding ? Array.from(report.texts[place]) : null;
    const text = el("p", { class: "text", lang: "" });
    if (isDeciding) {
      text.append(characters.slice(0, evidence[1]).join(""), el("mark", {}, characters.slice(evidence[1], evidence[2]).join("")),
        characters.slice(evidence[2]).join(""));
    } else {
      text.append(report.texts[place]);
    }
    // Beside the evidence, other passages are folded: what decided must not be below the edge of the window.
    const isFolded = evidence && !isDeciding && report.texts[place].length > 220;
    const section = el("section", { class: isDeciding ? "passage deciding" : isFolded ? "passage folded" : "passage",
      "aria-label": `Passage ${index + 1}` });
    const unfold = isFolded && el("button", { type: "button", class: "link", onclick: () => {
      section.classList.remove("folded");
      unfold.remove();
    } }, "show all");
    section.append(el("header", {}, el("span", {}, `Passage ${index + 1}${isDeciding ? ", the evidence" : ""} `, unfold || null),
      el("span", { class: "number" }, relevance === null ? null : `relevance ${fixed(relevance, 2)}`)), text);
    return section;
  });
}

function reason(claim) {
  const decided = claim.e ? `The evidence is in passage ${claim.e[0] + 1}.`
    : claim.v === "notCheckable" ? "There is nothing to check." : "No passage talks about it.";
  const numbers = claim.v === "notCheckable" ? null
    : el("p", { class: "number" }, `support ${fixed(claim.s, 2)}, contradiction ${fixed(claim.k, 2)}`);
  return el("div", { class: `reason v-${claim.v}` },
    el("strong", {}, `${ICONS[claim.v]} ${words(claim.v)}`), numbers, el("p", {}, decided),
    ...claim.f.map((finding) => el("p", {}, el("bdi", {}, finding))));
}

function showDetail(row) {
  shown = row;
  const left = el("div", {});
  if (row.q) left.append(el("h3", {}, "Question"), el("p", { class: "text", lang: "" }, row.q));
  left.append(el("h3", {}, "Answer"), ...answer(row), el("div", { id: "reason" }));
  if (row.r) left.append(el("h3", {}, "Reference"), el("p", { class: "text", lang: "" }, row.r));
  const right = el("div", {}, el("h3", {}, row.x.length === 0 ? "No passages" : "Passages"), el("div", { id: "passages" }));
  const detail = get("detail");
  detail.replaceChildren(...head(row), el("div", { class: "pair" }, left, right));
  detail.scrollTop = 0;
  const worst = VERDICTS.map((verdict) => row.l.findIndex((claim) => claim.v === verdict)).find((index) => index >= 0);
  if (worst === undefined) get("passages").append(...passages(row, null));
  else chooseClaim(worst, { quietly: true });
}

function chooseClaim(index, { quietly = false } = {}) {
  const claim = shown.l[index];
  for (const node of get("detail").querySelectorAll(".claim")) {
    node.setAttribute("aria-pressed", String(Number(node.dataset.claim) === index));
  }
  get("reason").replaceChildren(reason(claim));
  get("passages").replaceChildren(...passages(shown, claim.e));
  if (quietly) return;
  const mark = get("passages").querySelector("mark");
  if (mark) mark.scrollIntoView({ block: "nearest" });
  const evidence = mark ? `Evidence in passage ${claim.e[0] + 1}: ${mark.textContent}` : "";
  get("announcer").textContent = `${words(claim.v)}. ${claim.f.join(". ")} ${evidence}`;
}
