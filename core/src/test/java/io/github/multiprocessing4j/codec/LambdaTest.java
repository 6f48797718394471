package io.github.multiprocessing4j.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.function.RemoteCallable;
import io.github.multiprocessing4j.function.RemoteFunction;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Lambdas and method references cross with what they captured, in either format. */
@Timeout(60)
@NullUnmarked
class LambdaTest {
    record Greeter(String greeting) implements Serializable {
        String greet(String name) {
            return greeting + " " + name;
        }

        RemoteCallable<String> greeting(String name) {
            return () -> greet(name);
        }
    }

    private static int twice(int value) {
        return 2 * value;
    }

    @Test
    void lambdasThatCaptureNothingRun() throws Exception {
        RemoteFunction<Integer, Integer> square = x -> x * x;
        assertEquals(9, Crossing.of(square).apply(3));
        assertEquals(9, Crossing.inStream(square).apply(3));
    }

    @Test
    void lambdasCaptureEveryKindOfVariable() throws Exception {
        byte b = 1;
        short s = 2;
        char c = '3';
        int i = 4;
        long l = 5;
        float f = 6;
        double d = 7;
        boolean z = true;
        String text = "8";
        RemoteCallable<String> all = () -> "" + b + s + c + i + l + f + d + z + text;
        assertEquals(all.call(), Crossing.of(all).call());
        assertEquals(all.call(), Crossing.inStream(all).call());
    }

    @Test
    void lambdasCaptureWhatJavaItselfDoesNotSerialize() throws Exception {
        Path path = Path.of("/a");
        Optional<String> optional = Optional.of("b");
        List<Integer> sublist = new ArrayList<>(List.of(1, 2, 3)).subList(1, 3);
        Map.Entry<String, Integer> entry = Map.entry("k", 1);
        RemoteCallable<String> lambda = () -> "" + path + optional + sublist + entry;
        assertEquals("/aOptional[b][2, 3]k=1", Crossing.of(lambda).call());
        assertEquals("/aOptional[b][2, 3]k=1", Crossing.inStream(lambda).call());
    }

    @Test
    void lambdasCaptureLambdasAndThis() throws Exception {
        RemoteCallable<String> inner = new Greeter("hello").greeting("world");
        RemoteCallable<String> outer = () -> inner.call() + "!";
        assertEquals("hello world!", Crossing.of(outer).call());
        assertEquals("hello world!", Crossing.inStream(outer).call());
    }

    @Test
    void methodReferencesOfEveryKindRun() throws Exception {
        RemoteFunction<Integer, Integer> ofStatic = LambdaTest::twice;
        RemoteFunction<String, Integer> unbound = String::length;
        RemoteFunction<String, String> bound = new Greeter("hello")::greet;
        RemoteFunction<String, Greeter> constructor = Greeter::new;
        assertEquals(6, Crossing.of(ofStatic).apply(3));
        assertEquals(3, Crossing.of(unbound).apply("abc"));
        assertEquals("hello you", Crossing.of(bound).apply("you"));
        assertEquals(new Greeter("x"), Crossing.of(constructor).apply("x"));
        assertEquals("hello you", Crossing.inStream(bound).apply("you"));
    }

    @Test
    void lambdasOfTheJdkCross() {
        List<String> names = new ArrayList<>(List.of("bb", "a"));
        Comparator<String> byLength = Comparator.comparing((RemoteLength) String::length);
        names.sort(Crossing.of(byLength));
        assertEquals(List.of("a", "bb"), names);
    }

    interface RemoteLength extends java.util.function.Function<String, Integer>, Serializable {}

    @Test
    void aLambdaThatOccursTwiceArrivesOnce() {
        int captured = 3;
        RemoteCallable<Integer> lambda = () -> captured;
        List<Object> copy = Crossing.of(new ArrayList<>(List.of(lambda, lambda)));
        assertSame(copy.get(0), copy.get(1));
        assertNotSame(lambda, copy.get(0));
    }

    @Test
    void manyLambdasOfOnePlaceDescribeItOnce() throws Exception {
        List<RemoteCallable<Integer>> lambdas = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            int captured = i;
            lambdas.add(() -> captured);
        }
        assertEquals(99, Crossing.of(lambdas).get(99).call());
        assertTrue(Crossing.bytes(lambdas).length < 1_500);
    }
}
