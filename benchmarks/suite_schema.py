"""Checks the JSON Schema that `fiel suite schema` writes: it is a schema, suites that Fiel accepts are valid, broken ones are not.

    pip install jsonschema json5
    python benchmarks/suite_schema.py --fiel .build/release/fiel
"""

import argparse
import copy
import json
import pathlib
import subprocess
import sys
import tempfile

import json5
import jsonschema

HERE = pathlib.Path(__file__).parent


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--fiel", required=True)
    options = parser.parse_args()
    fiel = pathlib.Path(options.fiel).absolute()
    schema = json.loads(subprocess.run([fiel, "suite", "schema"], check=True, stdout=subprocess.PIPE).stdout)
    kind = jsonschema.validators.validator_for(schema)
    kind.check_schema(schema)
    validator = kind(schema)
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([fiel, "init"], cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        starters = [path.read_text() for path in sorted(pathlib.Path(folder).rglob("*.json5"))]
    own = [path.read_text() for path in sorted((HERE.parent / "fixtures").rglob("*.json5"))]
    suites = [json5.loads(text) for text in starters + own]
    assert starters and own, "no suite was found"
    for suite in suites:
        validator.validate(suite)
    broken = []
    for suite in suites:
        for change in ({"treads": 2}, {"threads": "two"}, {"gates": "x"}, {"metrics": [5]}, {"seed": -1}, {"outputs": {"pdf": "a"}}):
            broken.append(copy.deepcopy(suite) | change)
    for suite in broken:
        if validator.is_valid(suite):
            sys.exit(f"the schema takes {json.dumps(suite)[:300]}")
    print(f"{kind.__name__}: {len(suites)} suites are valid, {len(broken)} broken ones are not")


main()
