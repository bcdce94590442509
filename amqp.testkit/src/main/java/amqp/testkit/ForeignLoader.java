// SPDX-License-Identifier: MPL-2.0
package amqp.testkit;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Stands for third parties' jars: has its own copies of some classes, outside of the module that they are tests of, and
 * registers some of them in {@code META-INF/services}.
 */
public final class ForeignLoader extends ClassLoader {
    private final String prefix;
    private final Class<?> service;
    private final List<Class<?>> providers;

    /**
     * Takes everything else from the loader of the service.
     *
     * @param prefix how the names of the classes begin that it has its own copies of
     * @param providers of the service, in this order, their names with the prefix
     */
    public ForeignLoader(String prefix, Class<?> service, Class<?>... providers) {
        super(service.getClassLoader());
        this.prefix = prefix;
        this.service = service;
        this.providers = List.of(providers);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(prefix)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }
    }

    private Class<?> define(String name) {
        String file = '/' + name.replace('.', '/') + ".class";
        // By one of the classes themselves, as another module's loader may not give them.
        try (InputStream octets = providers.get(0).getResourceAsStream(file)) {
            byte[] content = octets.readAllBytes();
            return defineClass(name, content, 0, content.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected Enumeration<URL> findResources(String name) {
        return name.equals("META-INF/services/" + service.getName())
                ? Collections.enumeration(Collections.singleton(inMemory(names())))
                : Collections.emptyEnumeration();
    }

    private String names() {
        return providers.stream().map(Class::getName).collect(Collectors.joining("\n"));
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
