package io.github.multiprocessing4j.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.multiprocessing4j.connection.AuthKey;
import io.github.multiprocessing4j.connection.TlsContexts;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.FutureTask;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What goes between a server and its clients is encrypted if that is said at both ends. */
@Timeout(60)
class TlsManagerTest {
    @Test
    void clientsThatTrustTheServerUseItAndOthersAreRefused() throws Exception {
        AuthKey key = AuthKey.random();
        Server server = SyncManager.syncBuilder()
                .address(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .authKey(key)
                .tls(TlsContexts::ofServer)
                .getServer();
        FutureTask<Object> serving = new FutureTask<>(() -> {
            server.serveForever();
            return "done";
        });
        Thread.ofVirtual().start(serving);
        ManagerBuilder<SyncManager> builder =
                SyncManager.syncBuilder().address(server.address()).authKey(key).distant();
        assertThrows(
                UncheckedIOException.class,
                () -> builder.tls(SSLContext::getDefault).connect());
        try (SyncManager manager = builder.tls(TlsContexts::ofClient).connect();
                ListProxy<Object> list = manager.list()) {
            list.add(new byte[1 << 20]);
            assertEquals(1 << 20, ((byte[]) list.getFirst()).length);
            try (SyncManager near = SyncManager.syncBuilder()
                            .address(server.address())
                            .authKey(key)
                            .tls(TlsContexts::ofClient)
                            .connect();
                    MapProxy<String, Integer> map = near.map()) {
                map.put("k", 1);
                assertEquals(1, map.get("k"));
                list.add(map);
                assertEquals("{k=1}", list.getLast().toString());
            }
        }
        server.close();
        assertEquals("done", serving.get());
    }
}
