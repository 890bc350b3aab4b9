"""Scores a JSON Lines file on a Spark cluster, shard by shard through `fiel score -`, to the bytes that one process gives.

    spark-submit benchmarks/spark_score.py ANSWERS.jsonl OUT [--fiel PATH] [--shards 64] [--threads 1]
    cat OUT/part-* > results.jsonl

Every worker needs `fiel` at the same path, and a Python with pyspark. Spark writes a part for each shard, in the order of the
lines, and a part only when its shard is done: a worker that dies has its shards scored again by another, and nothing of what
it left behind is in the result.
"""

import argparse
import itertools
import os
import pathlib
import shlex

import pyspark

# Exit code 3 says that some lines could not be scored; their errors stand in the output. Any other code fails the shard.
FILTER = '"$0" score - --threads "$1" || [ $? -eq 3 ]'


def in_place(rows):
    """The lines of a shard behind as many empty lines as stand before it in the file.

    fiel passes over empty lines and counts them, so that `line-7` and the line of an error are those of the whole file.
    """
    for line, number in itertools.islice(rows, 1):
        yield from itertools.repeat("", number)
        yield line
    yield from (line for line, _ in rows)


def scores(context, answers, fiel="fiel", shards=64, threads=1):
    """The results of a file as an RDD of lines, with that many threads in each process that scores a shard."""
    command = shlex.join(["bash", "-c", FILTER, fiel, str(threads)])
    lines = context.textFile(str(answers), shards).zipWithIndex().mapPartitions(in_place)
    return lines.pipe(command, env={"PATH": os.environ["PATH"]}, checkCode=True)


def parts(out):
    """The parts of a folder, in the order of the lines."""
    return sorted(pathlib.Path(out).glob("part-*"), key=lambda part: int(part.name.removeprefix("part-")))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("answers")
    parser.add_argument("out")
    parser.add_argument("--fiel", default="fiel")
    parser.add_argument("--shards", type=int, default=64)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    with pyspark.SparkContext(appName="fiel score") as context:
        scores(context, options.answers, options.fiel, options.shards, options.threads).saveAsTextFile(options.out)


if __name__ == "__main__":
    main()
