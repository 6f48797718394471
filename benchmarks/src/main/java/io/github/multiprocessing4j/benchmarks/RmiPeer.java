package io.github.multiprocessing4j.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.rmi.Remote;
import java.rmi.RemoteException;
import java.rmi.registry.LocateRegistry;
import java.rmi.server.RMIServerSocketFactory;
import java.rmi.server.UnicastRemoteObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The same map in an {@link OtherJvm}, called by Java RMI through the loopback interface. */
final class RmiPeer {
    private static final String NAME = "map";

    private RmiPeer() {}

    /** What is called. */
    interface RemoteMap extends Remote {
        @Nullable
        Object get(Object key) throws RemoteException;

        void put(Object key, Object value) throws RemoteException;
    }

    /** {@return the median time of a call in microseconds} */
    static double micros(Effort effort) throws Exception {
        String loopback = InetAddress.getLoopbackAddress().getHostAddress();
        try (var server = OtherJvm.start(RmiPeer.class, List.of("-Djava.rmi.server.hostname=" + loopback), "")) {
            var map = (RemoteMap)
                    LocateRegistry.getRegistry(loopback, server.port()).lookup(NAME);
            map.put(ManagerSide.KEY, ManagerSide.VALUE);
            return ManagerSide.micros(effort, () -> map.get(ManagerSide.KEY));
        }
    }

    /** A map that one call at a time is in, as a manager's. */
    private static final class Served implements RemoteMap {
        private final Map<Object, Object> map = new LinkedHashMap<>();

        @Override
        public synchronized @Nullable Object get(Object key) {
            return map.get(key);
        }

        @Override
        public synchronized void put(Object key, Object value) {
            map.put(key, value);
        }
    }

    /** Listens at the loopback interface and knows where. */
    private static final class Loopback implements RMIServerSocketFactory {
        private int port;

        @Override
        public ServerSocket createServerSocket(int wanted) throws IOException {
            var socket = new ServerSocket(wanted, 0, InetAddress.getLoopbackAddress());
            port = socket.getLocalPort();
            return socket;
        }
    }

    /** The server. */
    public static void main(String[] args) throws Exception {
        try (var input = OtherJvm.input()) {
            var _ = OtherJvm.secret(input);
            var served = new Served();
            var sockets = new Loopback();
            var registry = LocateRegistry.createRegistry(0, null, sockets);
            registry.bind(NAME, UnicastRemoteObject.exportObject(served, 0, null, new Loopback()));
            OtherJvm.serve(sockets.port, input);
            UnicastRemoteObject.unexportObject(served, true);
            UnicastRemoteObject.unexportObject(registry, true);
        }
    }
}
