// SPDX-License-Identifier: MPL-2.0
package amqp.simulation;

import amqp.testkit.mutation.Edit;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.function.LongFunction;

/** The client with one guard broken, and the simulation with it: classes of their own, beside those that are whole. */
final class Mutant extends ClassLoader {
    private static final String OURS = "amqp.";

    private final Edit edit;

    Mutant(Edit edit) {
        super(Mutant.class.getClassLoader());
        this.edit = edit;
        setDefaultAssertionStatus(true);
    }

    /** Runs one seed; gives what was violated, null when all held. */
    @SuppressWarnings("unchecked") // the class is our own
    LongFunction<String> simulation() throws ReflectiveOperationException {
        return (LongFunction<String>)
                loadClass(Seed.class.getName()).getDeclaredConstructor().newInstance();
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(OURS)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] octets = in.readAllBytes();
            byte[] changed = name.equals(edit.className()) ? edit.applyTo(octets) : octets;
            return defineClass(name, changed, 0, changed.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
