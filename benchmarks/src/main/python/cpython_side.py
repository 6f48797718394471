"""CPython's side of the comparison: one measure in a fresh process, its value on the last line of standard output.

    python3 cpython_side.py MEASURE [--quick] [ZIP ...]

The workloads and repeats are those of JavaSide.java. A spawned child imports this file again, so it imports at the top
only what every program that uses multiprocessing does.
"""
import multiprocessing
import sys
import time

now = time.perf_counter


def nothing():
    pass


def square(x):
    return x * x


def pid():
    import os
    return os.getpid()


def median(values):
    values = sorted(values)
    middle = len(values) // 2
    return values[middle] if len(values) % 2 else (values[middle - 1] + values[middle]) / 2


def timed(function, warm_up, repeats):
    """The median of the seconds that calls take, once it has been called a few times."""
    for _ in range(warm_up):
        function()
    seconds = []
    for _ in range(repeats):
        start = now()
        function()
        seconds.append(now() - start)
    return median(seconds)


def process_start_join_spawn(quick, _):
    context = multiprocessing.get_context("spawn")

    def start_and_join():
        process = context.Process(target=nothing)
        process.start()
        process.join()

    return timed(start_and_join, 3, 4 if quick else 10) * 1e3


def worker_idle_rss(quick, _):
    with multiprocessing.get_context("fork").Pool(2) as pool:
        worker = pool.apply(pid)
        with open(f"/proc/{worker}/status") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmRSS:")) / 1024


def pool_map(quick, size, chunk_size, warm_up, repeats):
    items = list(range(size))
    expected = [x * x for x in items]
    with multiprocessing.get_context("fork").Pool(2) as pool:

        def work():
            if pool.map(square, items, chunk_size) != expected:
                raise AssertionError("a wrong result")

        return size / timed(work, 2 if quick else warm_up, 3 if quick else repeats)


def pool_map_auto_chunks(quick, _):
    return pool_map(quick, 200_000, None, 10, 10)


def pool_map_chunksize_1(quick, _):
    return pool_map(quick, 20_000, 1, 5, 5)


def pool_apply_round_trip(quick, _):
    with multiprocessing.get_context("fork").Pool(2) as pool:
        return timed(lambda: pool.apply(square, (3,)), 200 if quick else 2000, 300 if quick else 3000) * 1e6


# -- Counting words, as WordCount.java does ------------------------------------------------------------------------------

def count(batch):
    import collections
    import re
    import zipfile
    path, names = batch
    counts = collections.Counter()
    with zipfile.ZipFile(path) as archive:
        for name in names:
            text = archive.read(name).decode("utf-8", "replace")
            counts.update(re.findall(r"[^\W\d_]{2,}", text.lower()))
    return counts


def batches(paths, workers):
    import zipfile
    sources = []
    for path in paths:
        with zipfile.ZipFile(path) as archive:
            sources += [(path, entry.filename, entry.file_size)
                        for entry in archive.infolist() if entry.filename.endswith(".java")]
    rest = sum(size for _, _, size in sources)
    result = []
    i = 0
    while i < len(sources):
        goal = min(max(rest // (2 * workers), 128 << 10), 16 << 20)
        path, names, total = sources[i][0], [], 0
        while i < len(sources) and total < goal and sources[i][0] == path:
            names.append(sources[i][1])
            total += sources[i][2]
            i += 1
        result.append((path, names))
        rest -= total
    return result


def wordcount_speedup_2_workers(_, paths):
    import collections
    work = batches(paths, 2)
    for path in paths:
        with open(path, "rb") as file:
            while file.read(1 << 20):
                pass
    start = now()
    together = collections.Counter()
    with multiprocessing.get_context("fork").Pool(2) as pool:
        for counts in pool.imap_unordered(count, work):
            together.update(counts)
        parallel = now() - start
    start = now()
    alone = collections.Counter()
    for batch in work:
        alone.update(count(batch))
    single = now() - start
    if together != alone:
        raise AssertionError("a wrong result")
    return single / parallel


if __name__ == "__main__":
    arguments = sys.argv[2:]
    is_quick = "--quick" in arguments
    print(globals()[sys.argv[1]](is_quick, [a for a in arguments if a != "--quick"]))
