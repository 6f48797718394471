package io.github.multiprocessing4j.testkit;

import io.github.multiprocessing4j.process.StartMethod;
import io.github.multiprocessing4j.process.StockForTests;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The children of these tests come from the stock unless a test says otherwise. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@LeakOracle.Exempt("the stock fills up as the tests run; the same tests under spawn are looked after")
@ExtendWith(UnderForkserver.Switch.class)
public @interface UnderForkserver {
    /** Sets the start method for a class of tests. */
    final class Switch implements BeforeAllCallback, AfterAllCallback {
        private StartMethod before = StartMethod.getDefault();

        @Override
        public void beforeAll(ExtensionContext context) {
            before = StartMethod.getDefault();
            StartMethod.setDefault(StartMethod.FORKSERVER, /* force= */ true);
            ShortLived.child().start(() -> {}).join();
            StockForTests.awaitOne();
        }

        @Override
        public void afterAll(ExtensionContext context) {
            StartMethod.setDefault(before, /* force= */ true);
            StockForTests.awaitOne(); // else they came from elsewhere
            StockForTests.clear();
        }
    }
}
