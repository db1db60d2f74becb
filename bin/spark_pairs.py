"""Finds pairs of similar lines with MinHash-LSH on Spark, for Seedleaf to check by exact ROUGE-L.

    npm run -s seedleaf -- dedupe FILE.jsonl --threshold 0.7 --export-for spark --to FOLDER
    spark-submit FOLDER/spark_pairs.py --texts FOLDER/texts.jsonl --threshold 0.7 --out FOLDER/pairs
    npm run -s seedleaf -- dedupe FILE.jsonl --threshold 0.7 --pairs FOLDER/pairs

Two texts of m and n tokens whose F is over t have more than t/2 (m + n) elements in common, so a Jaccard similarity over
t / (2 - t). MinHash finds such a pair with a chance that grows with --bands and falls with --rows; the script prints it. A
pair that is not found can leave a near-duplicate in. What is found but is no near-duplicate costs time only: pairs with too
few elements in common are left out here, and Seedleaf compares the rest word by word.

Each machine needs numpy (pip install pyspark numpy). On a cluster, put texts.jsonl and --out where all machines reach them.
"""

import argparse
import hashlib

import numpy as np
from pyspark.sql import SparkSession
from pyspark.sql import functions as F
from pyspark.sql.types import ArrayType, LongType

SEED = 1
ROUNDING = 1e-6


def band_keys_of(bands, rows):
    """A function from elements to one number per band; texts that share a number are compared."""
    salts = np.random.default_rng(SEED).integers(0, 2**64, bands * rows, dtype=np.uint64)
    names = mixed(np.arange(1, bands + 1, dtype=np.uint64) << np.uint64(32))

    def band_keys(elements):
        hashes = [hashlib.blake2b(each.encode(), digest_size=8).digest() for each in elements]
        numbers = np.frombuffer(b"".join(hashes), dtype="<u8")
        least = mixed(numbers[:, None] ^ salts[None, :]).min(axis=0).reshape(bands, rows)
        keys = names
        for row in range(rows):
            keys = mixed(keys ^ least[:, row])
        return keys.view(np.int64).tolist()

    return band_keys


def mixed(numbers):
    """Spreads 64-bit numbers evenly, each bit depending on all others (splitmix64)."""
    numbers = numbers + np.uint64(0x9E3779B97F4A7C15)
    numbers = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    numbers = (numbers ^ (numbers >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return numbers ^ (numbers >> np.uint64(31))


def similar_pairs(texts, args):
    """Pairs (earlier, later) of different texts that share a band and have enough elements in common."""
    keys_of = F.udf(band_keys_of(args.bands, args.rows), ArrayType(LongType()), useArrow=False)
    keys = texts.select("line", F.explode(keys_of("elements")).alias("key"))
    buckets = keys.groupBy("key").agg(F.sort_array(F.collect_list("line")).alias("lines")).where(F.size("lines") > 1)
    # In a large bucket each line is paired with the first ones only: those are likely kept, and n lines make no n² pairs.
    firsts = buckets.select("lines", F.explode(F.slice("lines", 1, args.firsts)).alias("earlier"))
    pairs = firsts.select("earlier", F.explode("lines").alias("later")).where("earlier < later").distinct()
    a = texts.select(F.col("line").alias("earlier"), F.col("elements").alias("a"))
    b = texts.select(F.col("line").alias("later"), F.col("elements").alias("b"))
    common = F.size(F.array_intersect("a", "b"))
    needed = args.threshold / 2 * (F.size("a") + F.size("b")) - ROUNDING
    return pairs.join(a, "earlier").join(b, "later").where(common > needed).select("earlier", "later")


def with_copies(pairs, groups):
    """
    Pairs of lines from pairs of texts. Lines with the same text are paired with the first of them, and with what is similar
    to that, because a copy of a line is dropped for the same reason as the line.
    """
    copies = groups.where(F.size("same") > 1).select("line", F.explode("same").alias("copy")).where("line < copy")
    own = copies.select(F.col("line").alias("earlier"), F.col("copy").alias("later"))
    of_later = pairs.join(copies, pairs.later == copies.line).select("earlier", F.col("copy").alias("later"))
    of_earlier = (
        pairs.join(copies, pairs.earlier == copies.line)
        .where("later < copy")
        .select(F.col("later").alias("earlier"), F.col("copy").alias("later"))
    )
    return pairs.union(own).union(of_later).union(of_earlier)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", required=True, help="texts.jsonl, as Seedleaf wrote it")
    parser.add_argument("--out", required=True, help="a new folder for the pairs")
    parser.add_argument("--threshold", type=float, required=True, help="the F of `dedupe --threshold`")
    parser.add_argument("--bands", type=int, default=60)
    parser.add_argument("--rows", type=int, default=5, help="hashes of a band that must all agree")
    parser.add_argument("--firsts", type=int, default=200, help="lines of one bucket that the others are paired with")
    args = parser.parse_args()

    jaccard = args.threshold / (2 - args.threshold)
    for each in (jaccard, (1 + jaccard) / 2):
        chance = 1 - (1 - each**args.rows) ** args.bands
        print(f"A pair with a Jaccard similarity of {each:.2f} is found with a chance of {chance:.4f}.")

    spark = SparkSession.builder.appName("seedleaf-pairs").getOrCreate()
    lines = spark.read.schema("line long, elements array<string>").json(args.texts)
    groups = lines.groupBy("elements").agg(F.min("line").alias("line"), F.collect_list("line").alias("same")).persist()
    pairs = similar_pairs(groups.select("line", "elements"), args).persist()
    with_copies(pairs, groups).write.csv(args.out)
    spark.stop()


if __name__ == "__main__":
    main()
