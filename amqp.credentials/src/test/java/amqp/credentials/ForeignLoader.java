// SPDX-License-Identifier: MPL-2.0
package amqp.credentials;

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

/**
 * Stands for a third party's jar: a class loader with its own copies of the Foreign classes, outside of this module, one
 * of which it registers in {@code META-INF/services}.
 */
final class ForeignLoader extends ClassLoader {
    private final String provider;

    ForeignLoader(Class<? extends MechanismProvider> provider) {
        super(Mechanisms.class.getClassLoader());
        this.provider = provider.getName();
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith("amqp.credentials.Foreign")) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            var loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }
    }

    private Class<?> define(String name) {
        var file = name.substring(name.lastIndexOf('.') + 1) + ".class";
        try (var octets = Mechanisms.class.getResourceAsStream(file)) {
            var content = octets.readAllBytes();
            return defineClass(name, content, 0, content.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected Enumeration<URL> findResources(String name) {
        return name.equals("META-INF/services/" + MechanismProvider.class.getName())
                ? Collections.enumeration(Collections.singleton(inMemory(provider)))
                : Collections.emptyEnumeration();
    }

    private static URL inMemory(String text) {
        var handler = new URLStreamHandler() {
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
