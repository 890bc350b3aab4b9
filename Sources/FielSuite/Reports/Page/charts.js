// Charts, each with the same numbers beside it as text.
const report = JSON.parse(get("data").textContent);
const colour = (index) => `k${index % 6}`;
const digitsOf = (metric) => (metric.high - metric.low > 20 ? 0 : 3);

/**
 * The stretch of a metric's range that its intervals are drawn on: all of it for one configuration; for several, tenths of it
 * that hold every interval and gate, so that differences can be seen.
 */
function axisOf(metric, place) {
  const span = metric.high - metric.low || 1;
  if (report.configurations.length < 2) return { low: metric.low, high: metric.high };
  const summaries = report.configurations.map((configuration) => configuration.metrics[place]).filter((one) => one.mean !== null);
  const bounds = gatesOn(metric).map((gate) => gate.bound);
  const ends = [...summaries.flatMap((one) => [one.lower ?? one.mean, one.upper ?? one.mean]), ...bounds]
    .map((end) => (end - metric.low) / span);
  if (ends.length === 0) return { low: metric.low, high: metric.high };
  let first = Math.floor(Math.min(...ends) * 10);
  let last = Math.ceil(Math.max(...ends) * 10);
  while (last - first < 2) { if (first > 0) first -= 1; else last += 1; }
  return { low: metric.low + (span * first) / 10, high: metric.low + (span * last) / 10 };
}

const gatesOn = (metric) => report.gates.filter((gate) =>
  gate.metric === metric.id && gate.bound >= metric.low && gate.bound <= metric.high);
const CHART = { width: 220, height: 24 };

function axisLabels(metric, axis) {
  const chart = draw("svg", { width: CHART.width, height: 16, viewBox: `0 0 ${CHART.width} 16`, "aria-hidden": "true" });
  for (const share of [0, 0.5, 1]) {
    chart.append(draw("text", { x: share * CHART.width, y: 12, "text-anchor": ["start", "middle", "end"][share * 2] },
      fixed(axis.low + share * (axis.high - axis.low), digitsOf(metric) && 2)));
  }
  return chart;
}

/** The mean as a dot with its interval as a line; gates on the mean are dashed. */
function intervalChart(metric, axis, summary, configuration, index) {
  const { width, height } = CHART;
  const x = (value) => ((value - axis.low) / (axis.high - axis.low || 1)) * width;
  const chart = draw("svg", { width, height, viewBox: `0 0 ${width} ${height}`, class: colour(index), "aria-hidden": "true" });
  for (const share of [0, 0.25, 0.5, 0.75, 1]) {
    chart.append(draw("line", { class: "grid", x1: share * width, x2: share * width, y1: 0, y2: height }));
  }
  for (const gate of gatesOn(metric)) {
    if (gate.configuration !== configuration.name) continue;
    chart.append(draw("line", { class: "bound", x1: x(gate.bound), x2: x(gate.bound), y1: 0, y2: height }));
  }
  if (summary.mean === null) return chart;
  if (summary.lower !== null) {
    chart.append(draw("line", { class: "ink", "stroke-width": 2.5, x1: x(summary.lower), x2: x(summary.upper), y1: 12, y2: 12 }));
  }
  chart.append(draw("circle", { class: "ink", cx: x(summary.mean), cy: 12, r: 4.5 }));
  return chart;
}

/** How the values are spread, in twenty bins; each leads to its samples. */
function distribution(metric, place, configuration, index) {
  const [width, height, bins] = [140, 28, 20];
  const span = metric.high - metric.low || 1;
  const counts = new Array(bins).fill(0);
  for (const row of report.rows) {
    const value = row.m[place];
    if (row.c !== index || value === null) continue;
    counts[Math.max(0, Math.min(bins - 1, Math.floor(((value - metric.low) / span) * bins)))] += 1;
  }
  const most = Math.max(1, ...counts);
  const chart = draw("svg", { width, height, viewBox: `0 0 ${width} ${height}`, class: colour(index), "aria-hidden": "true" });
  counts.forEach((count, bin) => {
    const from = metric.low + (span * bin) / bins;
    const to = metric.low + (span * (bin + 1)) / bins;
    const size = count === 0 ? 0 : Math.max(1.5, (count / most) * (height - 3));
    const label = `${counted(count, "sample")} from ${fixed(from, 2)} to ${fixed(to, 2)}`;
    const left = (bin * width) / bins;
    const show = () => showRange(place, from, to, index);
    chart.append(
      draw("rect", { class: "hit", x: left, y: 0, width: width / bins, height, onclick: show }, draw("title", {}, label)),
      draw("rect", { class: "bin ink", "stroke-width": 0, x: left + 0.5, y: height - 1 - size, width: width / bins - 1,
        height: size, onclick: show }, draw("title", {}, label)),
    );
  });
  chart.append(draw("line", { class: "grid", x1: 0, x2: width, y1: height - 0.5, y2: height - 0.5 }));
  return chart;
}

function metricRow(metric, place, axis, configuration, index, heading) {
  const summary = configuration.metrics[place];
  const digits = digitsOf(metric);
  const bounds = summary.lower === null ? "–" : `${fixed(summary.lower, digits)} – ${fixed(summary.upper, digits)}`;
  const missing = Object.entries(summary.statuses).filter(([status]) => status !== "scored")
    .map(([status, count]) => `${count} ${words(status)}`).join(", ");
  return el("tr", {}, heading,
    el("td", { class: "chart optional" }, distribution(metric, place, configuration, index)),
    el("td", { class: "chart" }, intervalChart(metric, axis, summary, configuration, index)),
    el("td", { class: "right mean" }, fixed(summary.mean, digits)),
    el("td", { class: "right optional" }, bounds),
    el("td", { class: "right optional" }, fixed(summary.median, digits)),
    el("td", { class: "right optional" }, fixed(summary.p05, digits)),
    el("td", { class: "right optional" }, fixed(summary.p95, digits)),
    el("td", { class: "right" }, summary.n.toLocaleString("en")),
    el("td", { class: "why optional" }, missing));
}

function metricTable() {
  const isGrouped = report.configurations.length > 1;
  const heads = [[isGrouped ? "metric, configuration" : "metric"], ["distribution", "optional"], ["mean and interval"], ["mean", "right"], ["95 % interval", "right optional"],
    ["median", "right optional"], ["p05", "right optional"], ["p95", "right optional"], ["n", "right"],
    ["not scored", "optional"]];
  const table = el("table", {}, el("thead", {}, el("tr", {},
    ...heads.map(([text, kind]) => el("th", { scope: "col", class: kind }, text)))));
  report.metrics.forEach((metric, place) => {
    const axis = axisOf(metric, place);
    const name = [words(metric.id), el("span", { class: "direction" }, metric.better === "neither" ? "" : ` ${metric.better} is better`)];
    const body = el("tbody", { class: isGrouped && "group" });
    if (isGrouped) {
      const heading = el("th", { class: "metric", scope: "rowgroup", title: metric.definition }, ...name);
      body.append(el("tr", { class: "metric-row" }, heading, el("td", { class: "optional" }),
        el("td", { class: "chart" }, axisLabels(metric, axis)), el("td", { colspan: heads.length - 3 })));
    }
    report.configurations.forEach((configuration, index) => {
      const heading = isGrouped
        ? el("th", { scope: "row", title: configuration.title },
          el("span", { class: colour(index), "aria-hidden": "true" }, "● "), el("bdi", {}, configuration.title))
        : el("th", { scope: "row", class: "metric", title: metric.definition }, ...name);
      body.append(metricRow(metric, place, axis, configuration, index, heading));
    });
    table.append(body);
  });
  get("metric-table").append(table);
}

function verdictBars() {
  const order = ["supported", "contradicted", "unsupported", "notCheckable"];
  const all = report.configurations.filter((configuration) => Object.keys(configuration.verdicts).length > 0);
  get("claims").hidden = all.length === 0;
  for (const configuration of all) {
    const stack = el("div", { class: "stack" });
    const total = Object.values(configuration.verdicts).reduce((sum, count) => sum + count, 0);
    for (const verdict of order) {
      const count = configuration.verdicts[verdict];
      if (!count) continue;
      const share = (100 * count) / total;
      const label = `${count.toLocaleString("en")} ${words(verdict)} (${share.toFixed(1)} %)`;
      const part = el("span", { class: `v-${verdict}`, title: label },
        el("span", { "aria-hidden": "true" }, `${ICONS[verdict]} ${share.toFixed(0)} %`), el("span", { class: "unseen" }, label));
      part.style.flex = `${count} 1 0`;
      stack.append(part);
    }
    const title = report.configurations.length > 1 ? configuration.title : counted(total, "claim");
    get("verdict-bars").append(el("div", { class: "verdict-row" }, el("span", { title }, el("bdi", {}, title)), stack));
  }
  get("verdict-bars").append(el("p", { class: "legend", "aria-hidden": "true" },
    ...order.map((verdict) => el("span", { class: `label v-${verdict}` }, `${ICONS[verdict]} ${words(verdict)}`))));
}

/** Predicted against observed share of hallucinated answers. */
function calibrationChart(curve, index) {
  const [size, left, bottom] = [200, 44, 30];
  const chart = draw("svg", { width: size + left + 8, height: size + bottom + 8, class: colour(index), role: "img",
    "aria-label": `Calibration of ${curve.title}: expected calibration error ${fixed(curve.error)}` });
  const plot = draw("g", { transform: `translate(${left},8)` });
  for (const share of [0, 0.5, 1]) {
    plot.append(
      draw("line", { class: "grid", x1: share * size, x2: share * size, y1: 0, y2: size }),
      draw("line", { class: "grid", y1: share * size, y2: share * size, x1: 0, x2: size }),
      draw("text", { x: share * size, y: size + 15, "text-anchor": "middle" }, String(share)),
      draw("text", { x: -7, y: (1 - share) * size + 4, "text-anchor": "end" }, String(share)));
  }
  plot.append(
    draw("line", { class: "diagonal", x1: 0, y1: size, x2: size, y2: 0 }),
    draw("text", { x: size / 2, y: size + 28, "text-anchor": "middle" }, "predicted"),
    draw("text", { x: -size / 2, y: -28, transform: "rotate(-90)", "text-anchor": "middle" }, "observed"),
    draw("polyline", { fill: "none", stroke: "currentColor", "stroke-width": 1.5,
      points: curve.bins.map((bin) => `${bin.predicted * size},${(1 - bin.observed) * size}`).join(" ") }));
  for (const bin of curve.bins) {
    const label = `predicted ${fixed(bin.predicted, 2)}, observed ${fixed(bin.observed, 2)}, ${counted(bin.n, "answer")}`;
    plot.append(draw("circle", { class: "ink", cx: bin.predicted * size, cy: (1 - bin.observed) * size,
      r: 2.5 + 10 * Math.sqrt(bin.n / curve.n) }, draw("title", {}, label)));
  }
  chart.append(plot);
  return el("figure", {}, chart, el("figcaption", {}, el("bdi", {}, curve.title),
    `: ${counted(curve.n, "label")}, expected calibration error ${fixed(curve.error)}`));
}

function calibrationCharts() {
  get("calibration").hidden = report.calibration.length === 0;
  get("calibration-charts").append(...report.calibration.map((curve) => calibrationChart(curve, curve.configuration)));
}

function gateList() {
  get("gates").hidden = report.gates.length === 0;
  const groups = new Map();
  for (const gate of report.gates) groups.set(gate.text, [...(groups.get(gate.text) || []), gate]);
  const failed = Array.from(groups.values()).filter((results) => !results.every((gate) => gate.passed)).length;
  get("gates-title").textContent = failed === 0 ? "Gates: all hold"
    : `Gates: ${failed} of ${groups.size} ${failed === 1 ? "fails" : "fail"}`;
  for (const [text, results] of groups) {
    const passed = results.every((gate) => gate.passed);
    const found = results.length === 1 ? el("small", {}, el("bdi", {}, results[0].message))
      : el("small", {}, ...results.map((gate) => el("span", { class: "found", title: gate.message },
        el("span", { class: gate.passed ? "holds" : "fails" }, el("span", { "aria-hidden": "true" }, gate.passed ? "✓" : "✕"),
          el("span", { class: "unseen" }, gate.passed ? "holds for" : "fails for")),
        " ", el("bdi", {}, gate.configuration || "unnamed"), " ",
        el("span", { class: "number" }, gate.shown === undefined ? "without a value" : gate.shown))));
    get("gate-list").append(el("li", {},
      el("span", { class: `state ${passed ? "holds" : "fails"}` }, passed ? "✓ holds" : "✕ fails"),
      el("span", {}, el("code", {}, text), found)));
  }
}

function failureList() {
  get("failures").hidden = report.failures.length === 0;
  get("failure-list").append(...report.failures.map((failure) =>
    el("li", {}, el("bdi", {}, [failure.line && `line ${failure.line}`, failure.id, failure.message].filter(Boolean).join(": ")))));
}
