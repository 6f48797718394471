package io.github.multiprocessing4j.classes;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.util.ArrayList;
import java.util.List;

/** Resources that came from elsewhere, as a class loader gives them: by URLs whose content is in memory. */
final class ShippedResources {
    private static final String PROTOCOL = "shipped";

    private ShippedResources() {}

    /** {@return a URL for each of several resources of one name} */
    static List<URL> urls(String name, List<byte[]> contents) {
        List<URL> urls = new ArrayList<>();
        for (byte[] content : contents) {
            try {
                URI uri = new URI(PROTOCOL, null, "/" + urls.size() + "/" + name, null);
                urls.add(URL.of(uri, new InMemory(content)));
            } catch (URISyntaxException | MalformedURLException e) {
                throw new IllegalArgumentException("a resource can't be called " + name, e);
            }
        }
        return urls;
    }

    private static final class InMemory extends URLStreamHandler {
        private final byte[] content;

        InMemory(byte[] content) {
            this.content = content;
        }

        @Override
        protected URLConnection openConnection(URL url) {
            return new URLConnection(url) {
                @Override
                public void connect() {}

                @Override
                public InputStream getInputStream() {
                    return new ByteArrayInputStream(content);
                }

                @Override
                public long getContentLengthLong() {
                    return content.length;
                }
            };
        }
    }
}
