// The list of samples: filtered, sorted, and drawn only where it is seen.
const ROW = 68;
const view = { rows: [], selected: -1, metric: 0, isChange: false };
// The configurations of one sample stand together, in the order in which the samples were first seen.
const firstSeen = new Map();
for (const row of report.rows) if (!firstSeen.has(row.id)) firstSeen.set(row.id, firstSeen.size);
report.rows.sort((left, right) => firstSeen.get(left.id) - firstSeen.get(right.id) || left.c - right.c);
const siblings = new Map();
report.rows.forEach((row, index) => {
  row.index = index;
  row.verdicts = {};
  for (const claim of row.l) row.verdicts[claim.v] = (row.verdicts[claim.v] || 0) + 1;
  if (!siblings.has(row.id)) siblings.set(row.id, []);
  siblings.get(row.id).push(row);
});

/** What the search looks at; made when it is first needed. */
function haystack(row) {
  if (row.haystack === undefined) {
    const findings = row.l.flatMap((claim) => claim.f);
    row.haystack = [row.id, row.q, row.a, row.r, ...findings].filter(Boolean).join("\n").toLowerCase();
  }
  return row.haystack;
}

const numberIn = (id) => (get(id).value.trim() === "" ? null : Number(get(id).value));

function criteria() {
  const [kind, metric, order] = get("sort").value.split(":");
  return {
    words: get("search").value.toLowerCase().split(/\s+/).filter(Boolean),
    configuration: get("configuration").value === "" ? null : Number(get("configuration").value),
    verdicts: VERDICTS.filter((verdict) => get(`verdict-${verdict}`).checked),
    metric: Number(get("range-metric").value), low: numberIn("range-low"), high: numberIn("range-high"),
    kind, sortMetric: Number(metric || 0), isWorstFirst: order !== "best",
    from: Number(get("change-from").value), to: Number(get("change-to").value),
  };
}

function matches(row, wanted) {
  if (wanted.configuration !== null && wanted.kind !== "change" && row.c !== wanted.configuration) return false;
  if (wanted.verdicts.length > 0 && !wanted.verdicts.some((verdict) => row.verdicts[verdict])) return false;
  if (wanted.low !== null || wanted.high !== null) {
    const value = row.m[wanted.metric];
    if (value === null || (wanted.low !== null && value < wanted.low) || (wanted.high !== null && value > wanted.high)) return false;
  }
  return wanted.words.every((word) => haystack(row).includes(word));
}

/** The value of a metric here less its value in another configuration; null where one is missing. */
function change(row, wanted) {
  const other = siblings.get(row.id).find((sibling) => sibling.c === wanted.from);
  const values = [row.m[wanted.sortMetric], other ? other.m[wanted.sortMetric] : null];
  return values.includes(null) ? null : values[0] - values[1];
}

function update() {
  const wanted = criteria();
  get("change").hidden = wanted.kind !== "change";
  get("configuration").disabled = wanted.kind === "change";
  let rows = report.rows.filter((row) => matches(row, wanted));
  view.isChange = wanted.kind === "change";
  if (view.isChange) {
    rows = rows.filter((row) => row.c === wanted.to);
    for (const row of rows) row.change = change(row, wanted);
    rows = rows.filter((row) => row.change !== null);
  }
  if (wanted.kind !== "order") {
    const isHigherBetter = report.metrics[wanted.sortMetric].better !== "lower";
    const sign = isHigherBetter === wanted.isWorstFirst ? 1 : -1;
    const value = (row) => (view.isChange ? row.change : row.m[wanted.sortMetric]);
    rows.sort((left, right) => {
      const [a, b] = [value(left), value(right)];
      if (a === null || b === null) return (a === null) - (b === null) || left.index - right.index;
      return sign * (a - b) || left.index - right.index;
    });
  }
  const selected = view.rows[view.selected];
  view.rows = rows;
  view.metric = wanted.kind === "order" ? view.defaultMetric : wanted.sortMetric;
  view.selected = selected ? rows.indexOf(selected) : -1;
  const count = rows.length === report.rows.length ? counted(rows.length, "result")
    : `${rows.length.toLocaleString("en")} of ${counted(report.rows.length, "result")}`;
  const metric = report.metrics[view.metric];
  const shownMetric = metric ? ` · ${view.isChange ? "change of " : ""}${words(metric.id)} shown` : "";
  get("count").textContent = count + shownMetric;
  get("rows").style.height = `${rows.length * ROW}px`;
  get("list").scrollTop = view.selected < 0 ? 0 : Math.max(0, (view.selected - 2) * ROW);
  drawRows();
  if (view.selected < 0 && rows.length > 0) select(0, { quietly: true });
  if (rows.length === 0) showNothing();
}

function rowElement(row, place) {
  const metric = report.metrics[view.metric];
  const value = metric ? row.m[view.metric] : null;
  const status = metric && value === null ? words(row.s[view.metric] || "not scored") : "";
  const shown = view.isChange ? signed(row.change) : value === null ? "–" : fixed(value, digitsOf(metric));
  const name = [el("bdi", {}, row.id)];
  if (report.configurations.length > 1) name.push(el("span", { class: "tag" }, el("bdi", {}, report.configurations[row.c].title)));
  const verdicts = el("div", { class: "verdicts" });
  for (const verdict of VERDICTS) {
    const count = row.verdicts[verdict];
    if (!count) continue;
    verdicts.append(el("span", { class: `v-${verdict}` }, el("span", { "aria-hidden": "true" }, `${ICONS[verdict]} ${count}`),
      el("span", { class: "unseen" }, `${count} ${words(verdict)}`)));
  }
  const node = el("div", { class: "row", role: "option", id: `row-${row.index}`, "aria-selected": String(place === view.selected),
    "aria-setsize": view.rows.length, "aria-posinset": place + 1, onclick: () => select(place, { opens: true }) },
  el("div", { class: "id" }, ...name),
  el("div", { class: "value", title: metric && words(metric.id) + (status ? `: ${status}` : "") }, shown),
  el("div", { class: "ask" }, el("bdi", {}, (row.q || row.a).slice(0, 160))), verdicts);
  node.style.top = `${place * ROW}px`;
  return node;
}

function drawRows() {
  const list = get("list");
  const first = Math.max(0, Math.floor(list.scrollTop / ROW) - 4);
  const last = Math.min(view.rows.length, Math.ceil((list.scrollTop + list.clientHeight) / ROW) + 4);
  const nodes = [];
  for (let place = first; place < last; place += 1) nodes.push(rowElement(view.rows[place], place));
  get("rows").replaceChildren(...nodes);
  const selected = view.rows[view.selected];
  const isSeen = selected && view.selected >= first && view.selected < last;
  if (isSeen) list.setAttribute("aria-activedescendant", `row-${selected.index}`);
  else list.removeAttribute("aria-activedescendant");
}

function select(place, { quietly = false, opens = false } = {}) {
  if (view.rows.length === 0) return;
  view.selected = Math.max(0, Math.min(view.rows.length - 1, place));
  const list = get("list");
  const top = view.selected * ROW;
  if (top < list.scrollTop) list.scrollTop = top;
  else if (top + ROW > list.scrollTop + list.clientHeight) list.scrollTop = top + ROW - list.clientHeight;
  drawRows();
  showDetail(view.rows[view.selected]);
  if (opens) openBrowser();
  if (!quietly) location.replace(`#sample-${view.rows[view.selected].index}`);
}

/** Shows the sample in place of the list, where there is no room for both. */
function openBrowser() {
  const browser = document.querySelector(".browser");
  browser.classList.add("open");
  if (get("list").clientHeight === 0) browser.scrollIntoView();
}

/** Shows the samples of one configuration whose value lies in a bin. */
function showRange(metric, low, high, configuration) {
  get("range-metric").value = String(metric);
  get("range-low").value = String(Number(low.toFixed(6)));
  get("range-high").value = String(Number(high.toFixed(6)));
  if (report.configurations.length > 1) get("configuration").value = String(configuration);
  if (get("sort").value.startsWith("change")) get("sort").value = "order";
  update();
  get("samples").scrollIntoView();
  get("list").focus({ preventScroll: true });
}
