// SPDX-License-Identifier: MPL-2.0
package amqp.integration.support;

import amqp.adapter.tck.TestCertificates;
import amqp.cli.demo.EmbeddedBroker;
import amqp.testkit.broker.RabbitMqNode;
import amqp.testkit.broker.RabbitMqOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.rabbitmq.RabbitMQContainer;

/**
 * The brokers of this test run, each started when it is first asked for and ended with the JVM. The main one is chosen:
 * environment variable {@code AMQP_URI}, then the {@code rabbitmq-server} that a property names, as a private node, then
 * RabbitMQ in Docker, then the installed {@code rabbitmq-server}, then Qpid inside this process. Where the main one is another, Qpid runs beside it.
 */
public final class Brokers {
    private static final String IMAGE = "rabbitmq:4-alpine";

    private Brokers() {}

    /** The main broker. */
    public static TestBroker main() {
        return Main.BROKER;
    }

    /** The main broker, the embedded one, and the one of {@code amqp.test}. */
    public static List<TestBroker> all() {
        return Main.ALL;
    }

    /** Whether there is a {@link #node}. */
    public static boolean hasNode() {
        return !"absent".equals(System.getProperty("amqp.rabbitmq")) && RabbitMqNode.isInstalled();
    }

    /**
     * A RabbitMQ with TLS that tests may freeze and block, if they put it right again. It refuses what later releases do;
     * RabbitMQ 4 would not start again so, with what a stop leaves of exclusive queues.
     */
    public static RabbitMqNode node() {
        return Node.NODE;
    }

    /** {@link #node} as a broker. */
    public static TestBroker nodeBroker() {
        return Node.BROKER;
    }

    /** A RabbitMQ that tests may stop, kill and start again as well. */
    public static RabbitMqNode restartable() {
        return Restartable.NODE;
    }

    /** {@link #restartable} as a broker. */
    public static TestBroker restartableBroker() {
        return Restartable.BROKER;
    }

    /** What {@link #node} shows, and what is to be shown to it. */
    public static TestCertificates certificates() {
        return Node.CERTIFICATES;
    }

    /** Where a build looks for what was found: beside the reports of this run. */
    public static Path reports() throws IOException {
        return Files.createDirectories(Path.of(System.getProperty("amqp.reports", "target")));
    }

    private static final class Main {
        static final TestBroker BROKER = choose();
        static final List<TestBroker> ALL = BROKER.origin().equals("embedded")
                ? List.of(BROKER, inMemory())
                : List.of(BROKER, embedded(), inMemory());

        static {
            announce();
        }

        private static TestBroker choose() {
            var uri = System.getenv("AMQP_URI");
            if (uri != null && !uri.isEmpty()) {
                return TestBroker.at(URI.create(uri), "uri");
            }
            if (RabbitMqNode.isNamed() && hasNode()) {
                return Node.BROKER;
            }
            if (DockerClientFactory.instance().isDockerAvailable()) {
                return docker();
            }
            return hasNode() ? Node.BROKER : embedded();
        }

        /** Removed by Testcontainers when the JVM ends. */
        private static TestBroker docker() {
            var container = new RabbitMQContainer(IMAGE);
            container.start();
            var uri = "amqp://guest:guest@" + container.getHost() + ":" + container.getAmqpPort();
            return TestBroker.at(URI.create(uri), "docker");
        }

        /** Its threads are daemons. */
        private static TestBroker embedded() {
            return TestBroker.at(EmbeddedBroker.start().uri(), "embedded");
        }

        /** The broker that applications test with, over its port; it says that it does as RabbitMQ does. */
        private static TestBroker inMemory() {
            var broker = amqp.test.TestBroker.builder().user("guest", "guest").start();
            return new TestBroker("rabbitmq", "4.0.0", "memory", broker.listen());
        }

        /** For people, and for a build that must fail when the tests ran on another broker than it wants. */
        private static void announce() {
            System.out.println("Integration tests run on "
                    + ALL.stream().map(TestBroker::line).collect(Collectors.joining(" and on ")));
            try {
                Files.writeString(reports().resolve("broker.txt"), BROKER.line() + "\n");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final class Node {
        static final TestCertificates CERTIFICATES = TestCertificates.create();
        static final RabbitMqNode NODE = RabbitMqNode.start(RabbitMqOptions.DEFAULT
                .withTls(CERTIFICATES)
                .withExternal()
                .withoutDeprecated("transient_nonexcl_queues"));
        static final TestBroker BROKER = TestBroker.at(NODE.uri(), "local");

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(CERTIFICATES::close));
        }
    }

    private static final class Restartable {
        static final RabbitMqNode NODE = RabbitMqNode.start();
        static final TestBroker BROKER = TestBroker.at(NODE.uri(), "local");
    }
}
