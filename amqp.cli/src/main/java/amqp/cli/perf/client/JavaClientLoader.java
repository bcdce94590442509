// SPDX-License-Identifier: MPL-2.0
package amqp.cli.perf.client;

import amqp.cli.terminal.CommandFailedException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Loads what is written for com.rabbitmq.client together with the jars of amqp-client that a user names; this command
 * comes without them. Classes that need the jars are defined here, again, and all others are those of the command.
 */
final class JavaClientLoader extends URLClassLoader {
    private static final String THEIRS = "com.rabbitmq.";
    private static final List<String> OURS = List.of("amqp.cli.perf.javaclient.", "amqp.compat.rabbitmq.");
    private static final String CLIENTS = "amqp.cli.perf.javaclient.RabbitClients";
    private static final String FACTORY = "com.rabbitmq.client.ConnectionFactory";

    private JavaClientLoader(URL[] jars) {
        super(jars, JavaClientLoader.class.getClassLoader());
    }

    /**
     * @param jars of amqp-client; none if it is on the class path
     * @throws CommandFailedException when amqp-client is not found
     */
    static JavaClients load(List<Path> jars) {
        ClassLoader loader = jars.isEmpty()
                ? JavaClientLoader.class.getClassLoader()
                : new JavaClientLoader(jars.stream().map(JavaClientLoader::url).toArray(URL[]::new));
        try {
            loader.loadClass(FACTORY);
            return (JavaClients)
                    loader.loadClass(CLIENTS).getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new CommandFailedException(
                    jars.isEmpty()
                            ? "this --client needs amqp-client, which does not come with the command: name its jar by"
                                    + " --client-jar amqp-client-5.x.jar"
                            : "no amqp-client in " + jars + ": " + e,
                    e);
        }
    }

    private static URL url(Path jar) {
        try {
            if (Files.isReadable(jar)) {
                return jar.toUri().toURL();
            }
        } catch (IOException e) {
            throw new CommandFailedException("cannot use --client-jar \"" + jar + "\": " + e, e);
        }
        throw new CommandFailedException("there is no file \"" + jar + "\" to read; check --client-jar");
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(THEIRS) && OURS.stream().noneMatch(name::startsWith)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : name.startsWith(THEIRS) ? findClass(name) : define(name);
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] octets = in.readAllBytes();
            return defineClass(name, octets, 0, octets.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }
}
