"""Kills builds of an index at random moments, and checks what they leave.

    swift build -c release --product FielBench
    python benchmarks/kill_index_build.py --kills 50

An index of another corpus stands under the target's name. Each round starts a build, kills it (SIGKILL) after a random
part of the time that a whole build takes, and checks that the target is sound: either still the old index or the complete
new one. Builds go on from one another; whenever one gets through, its bytes must be those of an unbroken build.
"""

import argparse
import hashlib
import pathlib
import random
import subprocess
import tempfile
import time


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--bench", default=".build/release/FielBench")
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--documents", type=int, default=600)
    parser.add_argument("--pause", type=int, default=10, help="milliseconds a batch of embeddings")
    args = parser.parse_args()
    rng = random.Random(7)

    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        whole, old, target = folder / "whole", folder / "old", folder / "target"

        def build(path, documents):
            return subprocess.Popen([args.bench, "index", "build", str(path), str(documents), str(args.pause)])

        start = time.monotonic()
        assert build(whole, args.documents).wait() == 0
        duration = time.monotonic() - start
        assert build(old, 10).wait() == 0
        known = {digest(old): "old", digest(whole): "new"}
        kills, finished, phases = 0, 0, {"embedding": 0, "later": 0, "writing": 0}
        target.write_bytes(old.read_bytes())
        while kills < args.kills:
            process = build(target, args.documents)
            time.sleep(rng.uniform(0, 1.05) * duration)
            alive = process.poll() is None
            process.kill()
            process.wait()
            state = known.get(digest(target))
            assert state, "a broken index stands under the target's name"
            subprocess.run([args.bench, "index", "open", str(target)], check=True, stdout=subprocess.DEVNULL)
            if alive:
                kills += 1
                journal = pathlib.Path(f"{target}.embeddings")
                part = pathlib.Path(f"{target}.part")
                embedded = journal.exists() and journal.stat().st_size > args.documents * 4 * 384 * 4
                phases["writing" if part.exists() else "later" if embedded else "embedding"] += 1
            else:
                assert process.returncode == 0 and state == "new", "a build that got through gave other bytes"
                finished += 1
            if state == "new":
                target.write_bytes(old.read_bytes())
                pathlib.Path(f"{target}.part").unlink(missing_ok=True)
        assert build(target, args.documents).wait() == 0 and known[digest(target)] == "new"
        left = sorted(path.name for path in folder.iterdir())
        assert left == ["old", "target", "whole"], left
        print(f"{kills} builds killed, {finished} got through; a whole build takes {duration:.2f} s; killed at {phases}")


if __name__ == "__main__":
    main()
