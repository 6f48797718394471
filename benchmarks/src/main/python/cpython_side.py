"""CPython's side of the comparison: one measure in a fresh process, its value on the last line of standard output.

    python3 cpython_side.py MEASURE [--quick] [ZIP ...]

The workloads are those of JavaSide.java, SharedStateSide.java, PoolSide.java, CpuSide.java, PipeSide.java, QueueSide.java,
IdleSide.java, RowSide.java, ManagerSide.java and ManagerClientsSide.java. A spawned child imports this file again, and so does one of the fork server: for the measures that
time that it imports what a program that uses all of multiprocessing does, for all others next to nothing.
"""
import multiprocessing
import sys
import time

if sys.argv[1] in ("process_start_join_spawn", "process_start_join_forkserver"):
    import argparse
    import json
    import statistics
    import subprocess
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import managers, shared_memory

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
    seconds = []
    begin = time.monotonic()
    for _ in range(warm_up + repeats):
        start = now()
        function()
        seconds.append(now() - start)
    steady = median(seconds[warm_up:])
    tell_phases(begin, seconds, steady)
    return steady


phases = None


def tell_phases(begin, seconds, steady):
    """How this process came to that, as Phases.java and Timing.java say, of what was timed first."""
    global phases
    import os
    started = os.environ.get("MULTIPROCESSING4J_BENCHMARK_STARTED")
    if phases is None and started is not None:
        warm_up = 0.0
        for i in range(len(seconds) - 4):
            if median(seconds[i:i + 5]) <= 1.1 * steady:
                break
            warm_up += seconds[i]
        phases = (begin - int(started) / 1e9, seconds[0], warm_up, steady)


def process_start_join_spawn(quick, _):
    return process_start_join("spawn", quick)


def process_start_join(method, quick):
    context = multiprocessing.get_context(method)

    def start_and_join():
        process = context.Process(target=nothing)
        process.start()
        process.join()

    return timed(start_and_join, 3, 4 if quick else 10) * 1e3


def process_start_join_spawn_bare(quick, _):
    return process_start_join("spawn", quick)


def process_start_join_forkserver(quick, _):
    return process_start_join("forkserver", quick)


def process_start_join_forkserver_bare(quick, _):
    return process_start_join("forkserver", quick)


def process_spawn_cpu(quick, _):
    import resource
    context = multiprocessing.get_context("spawn")
    count = 12 if quick else 50
    for i in range(5 + count):
        if i == 5:
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
        process = context.Process(target=nothing)
        process.start()
        process.join()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) / count


def process_start_join_fork(quick, _):
    return process_start_join("fork", quick)


def worker_idle_rss(quick, _):
    with multiprocessing.get_context("fork").Pool(2) as pool:
        worker = pool.apply(pid)
        with open(f"/proc/{worker}/status") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmRSS:")) / 1024


def pool_ready_2_workers(quick, _):
    start = now()
    with multiprocessing.get_context("fork").Pool(2) as pool:
        if pool.map(square, range(2)) != [0, 1]:
            raise AssertionError("a wrong result")
        return (now() - start) * 1e3


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


def pool_imap_unordered_chunksize_1(quick, _):
    items = range(20_000)
    with multiprocessing.get_context("fork").Pool(2) as pool:

        def work():
            if sum(1 for _ in pool.imap_unordered(square, items)) != len(items):
                raise AssertionError("a wrong result")

        return len(items) / timed(work, 2 if quick else 5, 3 if quick else 5)


def pool_apply_round_trip(quick, _):
    with multiprocessing.get_context("fork").Pool(2) as pool:
        return timed(lambda: pool.apply(square, (3,)), 200 if quick else 2000, 300 if quick else 3000) * 1e6


def pool_map_1MiB_arguments(quick, _):
    import os
    blobs = [os.urandom(1 << 20)] * 128
    with multiprocessing.get_context("fork").Pool(2) as pool:
        return len(blobs) / timed(lambda: pool.map(len, blobs, chunksize=1), 2, 3 if quick else 5)


def executor_map_chunksize_1(quick, _):
    from concurrent.futures import ProcessPoolExecutor
    items = range(10_000)
    expected = [x * x for x in items]
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("fork")) as executor:

        def work():
            if list(executor.map(square, items)) != expected:
                raise AssertionError("a wrong result")

        return len(items) / timed(work, 1 if quick else 2, 2 if quick else 3)


# -- Calculation ---------------------------------------------------------------------------------------------------------

def spin(iterations):
    x = 1
    for _ in range(iterations):
        x = (x * 1103515245 + 12345) & 0x7FFFFFFF
    return x


def cpu_bound_speedup_2_workers(quick, _):
    tasks = [200_000] * 60
    repeats = 2 if quick else 3
    with multiprocessing.get_context("fork").Pool(2) as pool:
        alone = timed(lambda: [spin(iterations) for iterations in tasks], 1, repeats)
        return alone / timed(lambda: pool.map(spin, tasks, chunksize=1), 1, repeats)


# -- Locks, semaphores, events, values, shared memory --------------------------------------------------------------------

CONTENTION_SECONDS = 1.0


def per_call_ns(function, quick):
    """The median over several turns of the time that one call takes, loop included, as on the other side."""
    calls = 50_000 if quick else 300_000

    def many():
        for _ in range(calls):
            function()

    return timed(many, 1, 3 if quick else 7) / calls * 1e9


def lock_uncontended_acquire_release(quick, _):
    lock = multiprocessing.Lock()

    def take_and_give():
        lock.acquire()
        lock.release()

    return per_call_ns(take_and_give, quick)


def value_locked_increment(quick, _):
    value = multiprocessing.Value("q", 0)

    def increment():
        with value.get_lock():
            value.value += 1

    return per_call_ns(increment, quick)


def contender(lock, value, ready, go, counts, index):
    ready.release()
    go.acquire()
    count = 0
    end = now() + CONTENTION_SECONDS
    while now() < end:
        for _ in range(100):
            with lock:
                value.value += 1
        count += 100
    counts[index] = count


def contend():
    context = multiprocessing.get_context("fork")
    lock, value, counts = context.Lock(), context.Value("q", 0, lock=False), context.Array("q", 2, lock=False)
    ready, go = context.Semaphore(0), context.Semaphore(0)
    children = [context.Process(target=contender, args=(lock, value, ready, go, counts, i)) for i in range(2)]
    for child in children:
        child.start()
    for _ in children:
        ready.acquire()
    for _ in children:
        go.release()
    for child in children:
        child.join()
    if value.value != sum(counts):
        raise AssertionError("an increment was lost")
    return list(counts)


def lock_contended_2_processes(quick, _):
    return median([sum(contend()) / CONTENTION_SECONDS for _ in range(1 if quick else 3)])


def lock_contended_smaller_share(quick, _):
    shares = []
    for _ in range(1 if quick else 3):
        counts = contend()
        shares.append(min(counts) / sum(counts) * 100)
    return min(shares)


def answer_semaphore(request, reply, count):
    for _ in range(count):
        request.acquire()
        reply.release()


def round_trip_us(target, request, ask, reply, quick):
    count, warm_up = (2_000, 500) if quick else (20_000, 5_000)
    child = multiprocessing.get_context("fork").Process(target=target, args=(request, reply, count + warm_up))
    child.start()
    micros = []
    for i in range(count + warm_up):
        start = now()
        ask()
        reply.acquire()
        if i >= warm_up:
            micros.append((now() - start) * 1e6)
    child.join()
    return median(micros)


def semaphore_hand_off_round_trip(quick, _):
    request, reply = multiprocessing.Semaphore(0), multiprocessing.Semaphore(0)
    return round_trip_us(answer_semaphore, request, request.release, reply, quick)


def answer_event(event, reply, count):
    for _ in range(count):
        event.wait()
        event.clear()
        reply.release()


def event_wake_round_trip(quick, _):
    event, reply = multiprocessing.Event(), multiprocessing.Semaphore(0)
    return round_trip_us(answer_event, event, event.set, reply, quick)


def shared_memory_create_unlink_1MiB(quick, _, reserved=False):
    import os
    from multiprocessing import shared_memory

    def create_and_unlink():
        block = shared_memory.SharedMemory(create=True, size=1 << 20)
        if reserved:
            os.posix_fallocate(block._fd, 0, 1 << 20)
        block.buf[0] = 1
        block.close()
        block.unlink()

    return timed(create_and_unlink, 100, 200 if quick else 2000) * 1e6


def shared_memory_create_unlink_1MiB_confined(quick, _):
    return shared_memory_create_unlink_1MiB(quick, _)


def shared_memory_create_unlink_1MiB_reserved(quick, _):
    return shared_memory_create_unlink_1MiB(quick, _, reserved=True)


# -- Pipes and queues ----------------------------------------------------------------------------------------------------

SMALL, LARGE = 64, 1 << 20


class Pair:
    """A child, forked, and this process, each on a processor of its own as soon as both run, as in Pair.java."""

    def __init__(self, target, *args, pinned=True):
        import os
        context = multiprocessing.get_context("fork")
        processors = sorted(os.sched_getaffinity(0))[:2] if pinned else []
        self.acknowledged, acknowledge = context.Pipe(duplex=False)
        self.child = context.Process(target=self.run, args=(processors[1:], acknowledge, target, args))
        self.child.start()
        acknowledge.close()
        self.await_acknowledgement()
        if len(processors) == 2:
            os.sched_setaffinity(0, processors[:1])

    @staticmethod
    def run(processors, acknowledge, target, args):
        import os
        if processors:
            os.sched_setaffinity(0, processors)
        acknowledge.send_bytes(b"x")
        target(acknowledge, *args)

    def await_acknowledgement(self):
        self.acknowledged.recv_bytes()


def receive(acknowledge, turns, count, take):
    for _ in range(turns):
        for _ in range(count):
            take()
        acknowledge.send_bytes(b"x")


def one_way(quick, count, put, message, take):
    """Messages per second: from the first one's sending to the acknowledgement of the last."""
    warm_up, repeats = 1, 2 if quick else 5
    pair = Pair(receive, warm_up + repeats, count, take)

    def turn():
        for _ in range(count):
            put(message)
        pair.await_acknowledgement()

    seconds = timed(turn, warm_up, repeats)
    pair.child.join()
    return count / seconds


def pipe_one_way_64B(quick, _):
    reader, writer = multiprocessing.Pipe(duplex=False)
    return one_way(quick, 200_000, writer.send_bytes, bytes(SMALL), reader.recv_bytes)


def pipe_one_way_1MiB(quick, _):
    reader, writer = multiprocessing.Pipe(duplex=False)
    return one_way(quick, 500, writer.send_bytes, bytes(LARGE), reader.recv_bytes)


def pipe_one_way_1MiB_into(quick, _):
    reader, writer = multiprocessing.Pipe(duplex=False)
    buffer = bytearray(LARGE)
    return one_way(quick, 500, writer.send_bytes, bytes(LARGE), lambda: reader.recv_bytes_into(buffer))


def answer(_, count, take, put):
    for _ in range(count):
        put(take())


def ask_us(quick, ask, take, put, count=20_000):
    warm_up, repeats = min(500, count // 10), count // 10 if quick else count
    pair = Pair(answer, warm_up + repeats, take, put)
    seconds = timed(ask, warm_up, repeats)
    pair.child.join()
    return seconds * 1e6


def pipe_round_trip_64B(quick, _):
    return pipe_round_trip(quick, SMALL)


def pipe_round_trip_1MiB(quick, _):
    return pipe_round_trip(quick, LARGE)


def pipe_round_trip(quick, size):
    here, there = multiprocessing.Pipe()
    message = bytes(size)

    def ask():
        here.send_bytes(message)
        here.recv_bytes()

    return ask_us(quick, ask, there.recv_bytes, there.send_bytes, 20_000 if size == SMALL else 1_000)


def queue_one_way(quick, queue, count, element):
    return one_way(quick, count, queue.put, element, queue.get)


def Queue_one_way_small_tuple(quick, _):
    return queue_one_way(quick, multiprocessing.Queue(), 100_000, ("k", 1, 2.5))


def Queue_one_way_1MiB(quick, _):
    return queue_one_way(quick, multiprocessing.Queue(), 500, bytes(LARGE))


def SimpleQueue_one_way_small_tuple(quick, _):
    return queue_one_way(quick, multiprocessing.SimpleQueue(), 100_000, ("k", 1, 2.5))


def SimpleQueue_one_way_1MiB(quick, _):
    return queue_one_way(quick, multiprocessing.SimpleQueue(), 500, bytes(LARGE))


def queues_round_trip(quick, questions, answers):
    def ask():
        questions.put(1)
        answers.get()

    return ask_us(quick, ask, questions.get, answers.put)


def Queue_round_trip(quick, _):
    return queues_round_trip(quick, multiprocessing.Queue(), multiprocessing.Queue())


def SimpleQueue_round_trip(quick, _):
    return queues_round_trip(quick, multiprocessing.SimpleQueue(), multiprocessing.SimpleQueue())


def hold(acknowledge, ends):
    for end in ends:
        end.send("the first message")
    acknowledge.send_bytes(b"x")
    ends[0].recv()
    for end in ends:
        end.send("the last message")


def idle_100_readers_cpu(quick, _):
    import threading
    measured = 2 if quick else 10
    pipes = [multiprocessing.Pipe() for _ in range(100)]
    pair = Pair(hold, [far for _, far in pipes], pinned=False)
    started = threading.Semaphore(0)

    def read(end):
        end.recv()
        started.release()
        end.recv()

    readers = [threading.Thread(target=read, args=(near,)) for near, _ in pipes]
    for reader in readers:
        reader.start()
    for _ in readers:
        started.acquire()
    time.sleep(1)
    before = time.process_time()
    time.sleep(measured)
    used = time.process_time() - before
    pipes[0][0].send("that's all")
    for reader in readers:
        reader.join()
    pair.child.join()
    return used * 10 / measured


def wait_and_release(lock):
    with lock:
        pass


def hold_lock(acknowledge, lock, released):
    with lock:
        acknowledge.send_bytes(b"x")
        released.recv()


def idle_100_waiters_cpu(quick, _):
    import threading
    measured = 2 if quick else 10
    lock = multiprocessing.Lock()
    released, release = multiprocessing.Pipe(duplex=False)
    acknowledged, acknowledge = multiprocessing.Pipe(duplex=False)
    holder = multiprocessing.get_context("fork").Process(target=hold_lock, args=(acknowledge, lock, released))
    holder.start()
    acknowledged.recv_bytes()
    waiters = [threading.Thread(target=wait_and_release, args=(lock,)) for _ in range(100)]
    for waiter in waiters:
        waiter.start()
    time.sleep(1)
    before = time.process_time()
    time.sleep(measured)
    used = time.process_time() - before
    release.send("that's all")
    for waiter in waiters:
        waiter.join()
    holder.join()
    return used * 10 / measured


# -- Managers ------------------------------------------------------------------------------------------------------------

def dict_get_us(manager, quick):
    shared = manager.dict({"k": 1})

    def get():
        if shared["k"] != 1:
            raise AssertionError("a wrong value")

    return timed(get, 500, 2_000 if quick else 5_000) * 1e6


def manager_dict_get_round_trip(quick, _):
    with multiprocessing.get_context("fork").Manager() as manager:
        return dict_get_us(manager, quick)


def manager_dict_get_round_trip_tcp(quick, _):
    from multiprocessing import managers
    with managers.SyncManager(("127.0.0.1", 0), ctx=multiprocessing.get_context("fork")) as manager:
        return dict_get_us(manager, quick)


def manager_client(shared, counts, index, ready, go, seconds):
    for _ in range(500):
        shared["k"]
    ready.release()
    go.wait()
    count = 0
    end = now() + seconds
    while now() < end:
        for _ in range(10):
            if shared["k"] != 1:
                raise AssertionError("a wrong value")
        count += 10
    counts[index] = count


def manager_8_clients(quick, _):
    clients, seconds = 8, 0.4 if quick else 4.0
    context = multiprocessing.get_context("fork")
    with context.Manager() as manager:
        shared = manager.dict({"k": 1})
        counts, ready, go = context.Array("q", clients, lock=False), context.Semaphore(0), context.Event()
        children = [context.Process(target=manager_client, args=(shared, counts, i, ready, go, seconds))
                    for i in range(clients)]
        for child in children:
            child.start()
        for _ in children:
            ready.acquire()
        go.set()
        for child in children:
            child.join()
    if 0 in counts:
        raise AssertionError("a client had no answers")
    return sum(counts) / seconds


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
    value = globals()[sys.argv[1]](is_quick, [a for a in arguments if a != "--quick"])
    print(value if phases is None else f"{value} phases " + " ".join(f"{seconds:.6e}" for seconds in phases))
