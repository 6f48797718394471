package io.github.multiprocessing4j.process;

import io.github.multiprocessing4j.Context;
import io.github.multiprocessing4j.testkit.ShortLived;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;

/** What every process does, by processes that come from the stock. */
class ForkserverProcessTest extends ChildProcessContract {
    private static final JvmSettings SETTINGS = JvmSettings.builder()
            .startMethod(StartMethod.FORKSERVER)
            .jvmOptions(ShortLived.OPTIONS)
            .build();

    @AfterEach
    void clear() {
        Stocks.clear().forEach(member -> member.exit().join());
    }

    @Override
    Context context() {
        return Context.builder()
                .startMethod(StartMethod.FORKSERVER)
                .jvmOptions(ShortLived.OPTIONS.toArray(String[]::new))
                .build();
    }

    @Override
    Starter starter() {
        return target -> ChildProcess.builder().jvm(SETTINGS).start(target);
    }

    @Override
    ChildProcess sleeper() {
        return ChildProcess.builder().jvm(SETTINGS).daemon(true).start(() -> new CountDownLatch(1).await());
    }

    @Override
    void end(ChildProcess process) {
        process.kill();
        process.join();
    }
}
