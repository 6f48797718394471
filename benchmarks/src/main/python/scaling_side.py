"""CPython's side of how costs grow: one workload at one point in a fresh process, what it finds on the last line of standard output.

    python3 scaling_side.py WORKLOAD POINT [--quick]

The workloads are those of the package benchmarks.scaling. Children are forked, CPython's default on Linux up to 3.13.
"""
import multiprocessing
import os
import sys
import time

now = time.perf_counter
context = multiprocessing.get_context("fork")


def median(values):
    values = sorted(values)
    middle = len(values) // 2
    return values[middle] if len(values) % 2 else (values[middle - 1] + values[middle]) / 2


def repeat(function, seconds, fewest):
    turns = []
    begin = now()
    while len(turns) < fewest or now() - begin < seconds:
        start = now()
        function()
        turns.append(now() - start)
    return turns


def steady(function, quick):
    """The median of the seconds that a turn takes, and what it takes of a processor in this process."""
    repeat(function, 0.5 if quick else 1, 1)
    before = time.process_time()
    turns = repeat(function, 1 if quick else 4, 3)
    return median(turns), (time.process_time() - before) / len(turns)


# -- Pools ---------------------------------------------------------------------------------------------------------------

def square(x):
    return x * x


def spin(iterations):
    x = 1
    for _ in range(iterations):
        x = (x * 1103515245 + 12345) & 0x7FFFFFFF
    return x


def meet(_):
    barrier.wait()
    return os.getpid()


def memory_mib(pid, line):
    with open(f"/proc/{pid}/smaps_rollup") as file:
        return next(int(each.split()[1]) for each in file if each.startswith(line + ":")) / 1024


def processor_seconds(pid):
    with open(f"/proc/{pid}/stat") as file:
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def pool_start(workers, quick):
    global barrier
    barrier = context.Barrier(workers)
    processor = time.process_time()
    start = now()
    with context.Pool(workers) as pool:
        pids = pool.map(meet, range(workers), 1)
        seconds = now() - start
        processor = time.process_time() - processor + sum(map(processor_seconds, pids))
        found = {"seconds": seconds, "processor_seconds": processor,
                 "rss_mib": sum(memory_mib(pid, "Rss") for pid in pids),
                 "pss_mib": sum(memory_mib(pid, "Pss") for pid in pids)}
        time.sleep(1)
        idle = 1 if quick else 4
        before = time.process_time()
        time.sleep(idle)
        found["idle_processors"] = (time.process_time() - before) / idle
        return found


def pool_map(workers, quick, size, chunk_size):
    items = list(range(size))
    results = []
    with context.Pool(workers) as pool:

        def work():
            results[:] = [pool.map(square, items, chunk_size)]

        seconds, processor = steady(work, quick)
    if results != [[x * x for x in items]]:
        raise AssertionError("a wrong result")
    return {"per_second": size / seconds, "coordinator_us": processor / size * 1e6}


def pool_map_auto_chunks(workers, quick):
    return pool_map(workers, quick, 200_000, None)


def pool_map_chunksize_1(workers, quick):
    return pool_map(workers, quick, 20_000, 1)


def pool_tasks_10_ms(workers, quick):
    """The loop is as long as takes this interpreter 10 ms."""
    trial = 20_000
    iterations = int(trial * 0.01 / steady(lambda: spin(trial), True)[0])
    alone, _ = steady(lambda: spin(iterations), quick)
    tasks = [iterations] * (10 * workers)
    with context.Pool(workers) as pool:
        seconds, _ = steady(lambda: pool.map(spin, tasks, 1), quick)
    at_once = min(workers, len(os.sched_getaffinity(0)))
    return {"per_second": len(tasks) / seconds, "ideal": at_once / alone}


# -- A lock --------------------------------------------------------------------------------------------------------------

def contender(lock, value, ready, go, counts, index, seconds):
    ready.release()
    go.wait()
    count = 0
    end = now() + seconds
    while now() < end:
        for _ in range(100):
            with lock:
                value.value += 1
        count += 100
    counts[index] = count


def lock_contended(processes, quick):
    seconds = 1 if quick else 4
    lock, value, counts = context.Lock(), context.Value("q", 0, lock=False), context.Array("q", processes, lock=False)
    ready, go = context.Semaphore(0), context.Event()
    children = [context.Process(target=contender, args=(lock, value, ready, go, counts, i, seconds))
                for i in range(processes)]
    for child in children:
        child.start()
    for _ in children:
        ready.acquire()
    go.set()
    for child in children:
        child.join()
    total = sum(counts)
    if value.value != total:
        raise AssertionError("an increment was lost")
    return {"per_second": total / seconds, "smallest_share": 100 * min(counts) / total, "equal": 100 / processes}


# -- Pipes ---------------------------------------------------------------------------------------------------------------

BYTES, MOST_MESSAGES, MOST_ROUND_TRIPS, FEWEST_ROUND_TRIPS = 128 << 20, 100_000, 20_000, 5


class Pair:
    """A child, and this process, each on a processor of its own as soon as both run, as in Pair.java."""

    def __init__(self, target, *args):
        processors = sorted(os.sched_getaffinity(0))[:2]
        self.acknowledged, acknowledge = context.Pipe(duplex=False)
        self.child = context.Process(target=self.run, args=(processors[1:], acknowledge, target, args))
        self.child.start()
        acknowledge.close()
        self.await_acknowledgement()
        if len(processors) == 2:
            os.sched_setaffinity(0, processors[:1])

    @staticmethod
    def run(processors, acknowledge, target, args):
        if processors:
            os.sched_setaffinity(0, processors)
        acknowledge.send_bytes(b"x")
        target(acknowledge, *args)

    def await_acknowledgement(self):
        self.acknowledged.recv_bytes()


def receive(acknowledge, turns, messages, reader, size):
    buffer = bytearray(size)
    for _ in range(turns):
        for _ in range(messages):
            if reader.recv_bytes_into(buffer) != size:
                raise AssertionError("a message of another size")
        acknowledge.send_bytes(b"x")


def pipe_one_way(size, quick):
    warm_up, repeats = 1, 3 if quick else 5
    messages = max(1, min(MOST_MESSAGES, BYTES // size))
    reader, writer = context.Pipe(duplex=False)
    message = bytes(size)
    pair = Pair(receive, warm_up + repeats, messages, reader, size)

    def turn():
        for _ in range(messages):
            writer.send_bytes(message)
        pair.await_acknowledgement()

    seconds = median([repeat(turn, 0, 1)[0] for _ in range(warm_up + repeats)][warm_up:])
    pair.child.join()
    return {"bytes_per_second": messages * size / seconds, "per_second": messages / seconds}


def answer(_, count, connection, size):
    buffer = bytearray(size)
    for _ in range(count):
        connection.recv_bytes_into(buffer)
        connection.send_bytes(buffer)


def pipe_round_trip(size, quick):
    most = MOST_ROUND_TRIPS // 4 if quick else MOST_ROUND_TRIPS
    count = max(FEWEST_ROUND_TRIPS, min(most, BYTES // size))
    warm_up = max(2, count // 10)
    here, there = context.Pipe()
    message, buffer = bytes(size), bytearray(size)
    pair = Pair(answer, warm_up + count, there, size)

    def ask():
        here.send_bytes(message)
        if here.recv_bytes_into(buffer) != size:
            raise AssertionError("a message of another size")

    turns = repeat(ask, 0, warm_up + count)[warm_up:]
    pair.child.join()
    return {"us": median(turns) * 1e6}


WORKLOADS = {function.__name__: function for function in (
    pool_start, pool_map_auto_chunks, pool_map_chunksize_1, pool_tasks_10_ms, lock_contended, pipe_one_way, pipe_round_trip)}

if __name__ == "__main__":
    found = WORKLOADS[sys.argv[1]](int(sys.argv[2]), "--quick" in sys.argv)
    print(" ".join(f"{name}={float(value)!r}" for name, value in found.items()))
