// Puts the page together and listens.
function option(value, text) { return el("option", { value }, text); }

function fillFilters() {
  const names = report.configurations.map((configuration) => configuration.title);
  get("configuration-field").hidden = names.length < 2;
  get("configuration").append(option("", "all"), ...names.map((name, index) => option(index, name)));
  for (const id of ["change-from", "change-to"]) get(id).append(...names.map((name, index) => option(index, name)));
  get("change-to").value = String(names.length - 1);
  for (const verdict of VERDICTS) {
    get("verdicts").append(el("label", { class: `v-${verdict}` }, el("input", { type: "checkbox", id: `verdict-${verdict}` }),
      `${ICONS[verdict]} ${words(verdict)}`));
  }
  const metrics = report.metrics.map((metric) => words(metric.id));
  get("range").hidden = metrics.length === 0;
  get("range-metric").append(...metrics.map((name, index) => option(index, name)));
  get("sort").append(option("order", "as in the file"));
  metrics.forEach((name, index) => {
    get("sort").append(option(`metric:${index}:worst`, `${name}, worst first`), option(`metric:${index}:best`, `${name}, best first`));
  });
  if (names.length > 1) {
    metrics.forEach((name, index) => get("sort").append(
      option(`change:${index}:worst`, `change of ${name}, worst first`),
      option(`change:${index}:best`, `change of ${name}, best first`)));
  }
  view.defaultMetric = Math.max(0, report.metrics.findIndex((metric) => metric.id === "groundedness"));
}

function showTitle() {
  const names = report.sources.map((source) => source.split("/").pop());
  get("title").textContent = names.join(", ");
  document.title = `${names.join(", ")} · Fiel`;
  const claims = report.configurations.flatMap((configuration) => Object.values(configuration.verdicts)).reduce((sum, n) => sum + n, 0);
  const parts = [counted(siblings.size, "sample"), counted(claims, "claim")];
  if (report.configurations.length > 1) parts.splice(1, 0, counted(report.configurations.length, "configuration"));
  if (report.failures.length > 0) parts.push(`${counted(report.failures.length, "line")} not scored`);
  get("subtitle").textContent = parts.join(" · ");
}

// MARK: Theme

const THEMES = ["system", "light", "dark"];
const dark = matchMedia("(prefers-color-scheme: dark)");
let theme = "system";

function applyTheme() {
  document.documentElement.dataset.theme = theme === "system" ? (dark.matches ? "dark" : "light") : theme;
  get("theme").textContent = `Theme: ${theme}`;
}

function nextTheme() {
  theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
  try { localStorage.setItem("fiel-theme", theme); } catch { /* a page from a file may have no storage */ }
  applyTheme();
}

// MARK: Keys

function moveClaim(step) {
  const claims = Array.from(get("detail").querySelectorAll(".claim"));
  const place = claims.indexOf(document.activeElement);
  const next = claims[Math.max(0, Math.min(claims.length - 1, place + step))];
  if (next) next.focus();
}

function openDetail() {
  openBrowser();
  const first = get("detail").querySelector(".claim[aria-pressed=true]") || get("detail").querySelector(".claim");
  (first || get("detail")).focus();
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const target = event.target;
  const isTyping = target.matches("input, select, textarea");
  const isInList = target === get("list");
  const isInDetail = get("detail").contains(target);
  if (event.key === "Escape") {
    if (isInDetail) back();
    else if (isTyping) get("list").focus();
    return;
  }
  if (isTyping) return;
  const page = Math.max(1, Math.floor(get("list").clientHeight / ROW) - 1);
  const actions = {
    "/": () => get("search").focus(),
    j: () => select(view.selected + 1),
    k: () => select(view.selected - 1),
  };
  if (isInList) {
    Object.assign(actions, {
      ArrowDown: () => select(view.selected + 1), ArrowUp: () => select(view.selected - 1),
      PageDown: () => select(view.selected + page), PageUp: () => select(view.selected - page),
      Home: () => select(0), End: () => select(view.rows.length - 1), Enter: openDetail,
    });
  }
  if (isInDetail && target.matches(".claim")) {
    Object.assign(actions, { ArrowRight: () => moveClaim(1), ArrowLeft: () => moveClaim(-1) });
  }
  const action = actions[event.key];
  if (!action) return;
  event.preventDefault();
  action();
  if ((event.key === "j" || event.key === "k") && isInDetail) get("detail").focus();
  if ((event.key === "j" || event.key === "k") && !isInDetail && !isInList) get("list").focus({ preventScroll: true });
}

// MARK: Start

try { theme = THEMES.find((name) => name === localStorage.getItem("fiel-theme")) || "system"; } catch { /* no storage */ }
applyTheme();
dark.addEventListener("change", applyTheme);
get("theme").addEventListener("click", nextTheme);
fillFilters();
showTitle();
gateList();
failureList();
metricTable();
verdictBars();
calibrationCharts();
get("filters").addEventListener("input", update);
get("filters").addEventListener("submit", (event) => event.preventDefault());
get("clear").addEventListener("click", () => {
  get("filters").reset();
  get("change-to").value = String(report.configurations.length - 1);
  update();
});
get("list").addEventListener("scroll", () => requestAnimationFrame(drawRows), { passive: true });
addEventListener("resize", () => requestAnimationFrame(drawRows));
addEventListener("keydown", onKey);
const wanted = /^#sample-(\d+)$/.exec(location.hash);
if (wanted && report.rows[Number(wanted[1])]) { view.rows = [report.rows[Number(wanted[1])]]; view.selected = 0; }
update();
if (view.selected >= 0) showDetail(view.rows[view.selected]);
document.documentElement.dataset.ready = "true";
