// SPDX-License-Identifier: MPL-2.0
package amqp.blocking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import amqp.client.CallInterruptedException;
import amqp.client.CallTimeoutException;
import amqp.client.Connection;
import amqp.client.ConnectionFailedException;
import amqp.client.ConsumerCancelledException;
import amqp.client.MessageTooLargeException;
import amqp.client.PublishBlockedException;
import amqp.client.Stages;
import amqp.client.UnconfirmedException;
import amqp.codec.AmqpException;
import amqp.codec.WireException;
import amqp.connection.CloseReason;
import amqp.connection.ClosedException;
import amqp.connection.DeliveryTagException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a stage failed with is thrown again as the same kind of exception, with the stack of the thread that waits. */
class FailuresTest {
    private static final CloseReason LOST = new CloseReason.TransportLost(new IOException("cable cut"));

    /** One of each kind that a stage of the client fails with. */
    private static final List<AmqpException> OF_STAGES = List.of(
            new ClosedException("channel 1", LOST),
            new CallTimeoutException("queue.declare", Duration.ofSeconds(1)),
            new ConnectionFailedException("no broker", LOST, new IOException("refused")),
            new MessageTooLargeException("a message was skipped", 1L << 40),
            new PublishBlockedException("no room"),
            new UnconfirmedException(new ClosedException("channel 1", LOST)));

    /**
     * Thrown by the very call that is at fault or by this package, or the cause of a connection's end, with all that extends
     * it: no stage fails with it.
     */
    private static final Set<Class<?>> NEVER_OF_STAGES = Set.of(
            WireException.class,
            DeliveryTagException.class,
            ConsumerCancelledException.class,
            PublishFailedException.class,
            CallInterruptedException.class);

    @Test
    void theKindAndAllThatItSaysStay() {
        for (AmqpException original : OF_STAGES) {
            RuntimeException thrown = Stages.failure(original);
            assertNotSame(original, thrown);
            assertSame(original.getClass(), thrown.getClass());
            assertEquals(original.getMessage(), thrown.getMessage());
            assertSame(original.getCause(), thrown.getCause());
            assertSame(original, thrown.getSuppressed()[0]);
        }
    }

    @Test
    void anyOtherKindOfTheSdkIsThrownAsItIs() {
        AmqpException other = new DeliveryTagException("message 1");
        assertSame(other, Stages.failure(other));
        RuntimeException fault = new UnsupportedOperationException("?");
        assertSame(fault, Stages.failure(fault));
        assertInstanceOf(IOException.class, Stages.failure(new IOException("?")).getCause());
        assertThrows(StackOverflowError.class, () -> Stages.failure(new StackOverflowError()));
    }

    @Test
    void aStageIsAwaitedAsLongAsOneWishes() {
        assertEquals("done", Stages.await(CompletableFuture.completedFuture("done"), Duration.ZERO));
        var open = new CompletableFuture<String>();
        assertThrows(CallTimeoutException.class, () -> Stages.await(open, Duration.ofMillis(1)));
        assertFalse(open.isDone());
        assertThrows(UnconfirmedException.class, () -> Stages.await(CompletableFuture.failedFuture(OF_STAGES.get(5))));
    }

    /** A new kind of exception must be made known to {@link Stages#failure}, or be listed here. */
    @Test
    void everyKindThatThereIsIsKnown() {
        Set<Class<?>> known = OF_STAGES.stream().map(Object::getClass).collect(Collectors.toSet());
        Set<Class<?>> found = Stream.of(AmqpException.class, ClosedException.class, Connection.class, Waiting.class)
                .flatMap(FailuresTest::classesBeside)
                .filter(AmqpException.class::isAssignableFrom)
                .filter(each -> !Modifier.isAbstract(each.getModifiers()))
                .filter(each -> NEVER_OF_STAGES.stream().noneMatch(never -> never.isAssignableFrom(each)))
                .collect(Collectors.toSet());
        assertEquals(known, found);
    }

    /** All classes of the module that this one is in. */
    private static Stream<Class<?>> classesBeside(Class<?> one) {
        try {
            URI place = one.getProtectionDomain().getCodeSource().getLocation().toURI();
            if (Files.isDirectory(Path.of(place))) {
                return classesIn(Path.of(place));
            }
            try (FileSystem jar = FileSystems.newFileSystem(URI.create("jar:" + place), Map.of())) {
                return classesIn(jar.getPath("/"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Stream<Class<?>> classesIn(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            List<Class<?>> classes = files.map(file -> root.relativize(file).toString())
                    .filter(file -> file.endsWith(".class") && !file.endsWith("-info.class"))
                    .<Class<?>>map(FailuresTest::named)
                    .toList();
            return classes.stream();
        }
    }

    private static Class<?> named(String file) {
        try {
            String name = file.substring(0, file.length() - ".class".length());
            return Class.forName(name.replace('/', '.').replace('\\', '.'), false, FailuresTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
