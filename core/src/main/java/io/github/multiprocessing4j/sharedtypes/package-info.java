/**
 * Numbers, characters, structures and arrays of them in memory that processes share. CPython's counterpart is
 * {@code multiprocessing.sharedctypes}.
 *
 * <pre>{@code
 * try (var counter = Value.ofInt(0); var row = Array.ofDouble(1000)) {
 *     var child = ChildProcess.start(() -> {
 *         counter.add(1);                      // atomic, needs no lock
 *         var lock = row.getLock();
 *         lock.lock();
 *         try {
 *             row.set(0, row.get(0) + 0.5);
 *         } finally {
 *             lock.unlock();
 *         }
 *     });
 *     child.join();
 *     System.out.println(counter.get() + " " + row.get(0));   // 1 0.5
 * }
 * }</pre>
 *
 * <p>A value or an array reaches another process as an argument, captured in a lambda, or as an item of a pool's task, at any
 * time. There it is the same memory. {@link io.github.multiprocessing4j.sharedtypes.Value} and
 * {@link io.github.multiprocessing4j.sharedtypes.Array} make them; CPython's type codes are:
 *
 * <table>
 * <caption>Type codes</caption>
 * <tr><th>code</th><th>C type</th><th>bytes</th><th>made by</th><th>read as</th></tr>
 * <tr><td>?</td><td>_Bool</td><td>1</td><td>{@code ofBoolean}</td><td>boolean</td></tr>
 * <tr><td>c</td><td>char</td><td>1</td><td>{@code ofChar}</td><td>char, 0 to 255 (ISO 8859-1)</td></tr>
 * <tr><td>u</td><td>wchar_t</td><td>4</td><td>{@code ofUnicode}</td><td>int, a code point</td></tr>
 * <tr><td>b</td><td>signed char</td><td>1</td><td>{@code ofByte}</td><td>int</td></tr>
 * <tr><td>B</td><td>unsigned char</td><td>1</td><td>{@code ofUnsignedByte}</td><td>int, 0 to 255</td></tr>
 * <tr><td>h</td><td>short</td><td>2</td><td>{@code ofShort}</td><td>int</td></tr>
 * <tr><td>H</td><td>unsigned short</td><td>2</td><td>{@code ofUnsignedShort}</td><td>int, 0 to 65535</td></tr>
 * <tr><td>i</td><td>int</td><td>4</td><td>{@code ofInt}</td><td>int</td></tr>
 * <tr><td>I</td><td>unsigned int</td><td>4</td><td>{@code ofUnsignedInt}</td><td>long, 0 to 2<sup>32</sup> - 1</td></tr>
 * <tr><td>l, q</td><td>long, long long</td><td>8</td><td>{@code ofLong}</td><td>long</td></tr>
 * <tr><td>L, Q</td><td>unsigned of these</td><td>8</td><td>{@code ofUnsignedLong}</td><td>long, to be understood as unsigned:
 *     {@link java.lang.Long#toUnsignedString(long)}, {@link java.lang.Long#compareUnsigned}</td></tr>
 * <tr><td>f</td><td>float</td><td>4</td><td>{@code ofFloat}</td><td>double</td></tr>
 * <tr><td>d</td><td>double</td><td>8</td><td>{@code ofDouble}</td><td>double</td></tr>
 * </table>
 *
 * <p>A value that does not fit its type is an {@link java.lang.IllegalArgumentException}, where CPython's integers wrap silently; only
 * additions wrap around.
 *
 * <h2>What other threads and processes get to see</h2>
 *
 * <p>The same between threads of one process and of different ones:
 * <ul>
 * <li>{@code get} and {@code set} of a value or of one element are indivisible. What a thread did before a {@code set} <i>happens
 *     before</i> what another does after the {@code get} that returned what was set (as with
 *     {@link java.lang.invoke.VarHandle#setRelease} and {@link java.lang.invoke.VarHandle#getAcquire}).</li>
 * <li>{@code getAndAdd}, {@code addAndGet}, {@code add}, {@code getAndSet} and {@code compareAndSet}, where a type has them, are
 *     indivisible too, and read
 *     and write as a {@code volatile} variable is read and written. They look at no lock.</li>
 * <li>What a thread did before it released a lock of this library <i>happens before</i> what another does after it has acquired the
 *     same lock next.</li>
 * <li>What a thread did before it started a process, or before it sent something to one, <i>happens before</i> what the other
 *     does after it was started or has received it; what a process did <i>happens before</i> a {@code join} of it returns.</li>
 * <li>Copying of many elements at once, and what is done through {@code segment()}, is neither indivisible nor ordered. An
 *     array's own bulk operations hold its lock meanwhile, unless it is a raw one.</li>
 * </ul>
 *
 * <p>Unlike CPython's, {@code get} and {@code set} do not take the lock: there would be nothing to gain for the one value, and
 * a lock whose holder died does not get in the way of who only looks. So a {@code set} without the lock can come between a
 * {@code get} and a {@code set} of another who has it.
 *
 * <p>A process that is killed leaves what it had written last; a single value is the old or the new one. What becomes of a
 * lock that it held is told by the lock's Javadoc. Its share in the memory is given up by itself.
 */
@NullMarked
package io.github.multiprocessing4j.sharedtypes;

import org.jspecify.annotations.NullMarked;
