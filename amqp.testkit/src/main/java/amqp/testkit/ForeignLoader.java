// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.adapter.spi.AdapterProvider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.stream.Collectors;

/** Stands for third parties' jars: has its own copies of {@link ForeignProviders}, and registers some as services. */
final class ForeignLoader extends ClassLoader {
    private final String providers;

    ForeignLoader(Class<?>... providers) {
        super(Adapters.class.getClassLoader());
        this.providers = Arrays.stream(providers).map(Class::getName).collect(Collectors.joining("\n"));
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(ForeignProviders.class.getName())) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }
    }

    private Class<?> define(String name) {
        String file = name.substring(name.lastIndexOf('.') + 1) + ".class";
        try (InputStream octets = Adapters.class.getResourceAsStream(file)) {
            byte[] content = octets.readAllBytes();
            return defineClass(name, content, 0, content.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected Enumeration<URL> findResources(String name) {
        return name.equals("META-INF/services/" + AdapterProvider.class.getName())
                ? Collections.enumeration(Collections.singleton(inMemory(providers)))
                : Collections.emptyEnumeration();
    }

    private static URL inMemory(String text) {
        URLStreamHandler handler = new URLStreamHandler() {
            @Override
            protected URLConnection openConnection(URL url) {
                return new URLConnection(url) {
                    @Override
                    public void connect() {}

                    @Override
                    public InputStream getInputStream() {
                        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
                    }
                };
            }
        };
        try {
            return new URL(null, "memory:services", handler);
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }
}
