// SPDX-License-Identifier: MPL-2.0
package amqp.integration.build;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The module table of the architecture: which modules are products, who requires whom, who exports what. */
public final class ModuleTable {
    private static final String SPI = "amqp.adapter.spi";

    /** Each row requires only rows above it, so the table has no cycle. */
    public static final List<Row> ROWS = List.of(
            new Row("amqp.codec", Set.of(), Set.of("amqp.codec", "amqp.codec.method"), Library.NONE, Set.of()),
            row("amqp.frames", Library.NONE, "amqp.codec"),
            leaf("amqp.credentials"),
            leaf("amqp.heartbeat"),
            leaf("amqp.backpressure"),
            leaf("amqp.reconnection"),
            row(
                    "amqp.connection",
                    Library.NONE,
                    "amqp.frames",
                    "amqp.credentials",
                    "amqp.heartbeat",
                    "amqp.backpressure"),
            leaf("amqp.tls"),
            row("amqp.credentials.oauth2", Library.JACKSON, "amqp.credentials", "amqp.reconnection", "amqp.tls"),
            new Row(SPI, Set.of("amqp.tls"), Set.of(SPI, SPI + ".toolkit"), Library.NONE, Set.of()),
            row("amqp.adapter.tck", Library.JUNIT, SPI),
            row("amqp.client", Library.SLF4J_AND_JFR, "amqp.connection", "amqp.reconnection", SPI),
            row("amqp.adapter.nio", Library.SLF4J, SPI),
            row("amqp.adapter.blocking", Library.SLF4J, SPI),
            row("amqp.adapter.aio", Library.SLF4J, SPI),
            row("amqp.adapter.netty", Library.NETTY, SPI),
            row("amqp.adapter.vertx", Library.VERTX, SPI),
            row("amqp.blocking", Library.SLF4J, "amqp.client").bringing("amqp.adapter.blocking"),
            row("amqp.consumer", Library.SLF4J, "amqp.client"),
            row("amqp.tracing.opentelemetry", Library.OPENTELEMETRY, "amqp.client"),
            row("amqp.rpc", Library.SLF4J, "amqp.client", "amqp.consumer"),
            row("amqp.flow", Library.SLF4J, "amqp.client"),
            row("amqp.reactor", Library.REACTOR, "amqp.flow"),
            row("amqp.metrics.micrometer", Library.MICROMETER, "amqp.client"),
            row(
                    "amqp.spring.boot",
                    Library.SPRING,
                    "amqp.blocking",
                    "amqp.consumer",
                    "amqp.metrics.micrometer",
                    "amqp.tracing.opentelemetry"),
            row("amqp.compat.rabbitmq", Library.RABBITMQ, "amqp.client"),
            row("amqp.test", Library.JUNIT, "amqp.client"));

    /** Modules that do no I/O, start no thread and read no clock. */
    public static final Set<String> PURE = Set.of(
            "amqp.codec",
            "amqp.frames",
            "amqp.credentials",
            "amqp.heartbeat",
            "amqp.backpressure",
            "amqp.reconnection",
            "amqp.connection");

    private ModuleTable() {}

    /** A third party's library, by its modules, artifacts and packages, told by the beginning of their names. */
    public enum Library {
        NONE(List.of()),
        SLF4J(List.of("org.slf4j", "slf4j-api")),

        /** With the JDK's flight recorder, which may be missing. */
        SLF4J_AND_JFR(List.of("org.slf4j", "slf4j-api", "jdk.jfr")),

        NETTY(List.of("io.netty.", "netty-")),
        OPENTELEMETRY(List.of("io.opentelemetry.", "opentelemetry-api")),
        VERTX(List.of("io.vertx.", "vertx-core")),
        MICROMETER(List.of("io.micrometer.", "micrometer.", "micrometer-core")),
        JACKSON(List.of("tools.jackson.core", "jackson-core", "org.slf4j", "slf4j-api")),
        REACTOR(List.of("reactor.", "reactor-core", "org.reactivestreams")),
        SPRING(List.of(
                "org.springframework.",
                "spring.",
                "spring-boot-",
                "tools.jackson.",
                "io.micrometer.",
                "micrometer.",
                "io.opentelemetry.",
                "org.slf4j",
                "slf4j-api")),
        RABBITMQ(List.of("com.rabbitmq.client", "amqp-client")),
        JUNIT(List.of("org.junit.", "org.opentest4j", "org.apiguardian", "org.jspecify", "junit-jupiter"));

        private final List<String> names;

        Library(List<String> names) {
            this.names = names;
        }

        public boolean has(String name) {
            return names.stream().anyMatch(name::startsWith);
        }
    }

    /**
     * @param requires modules of ours that the module descriptor may name
     * @param library of a third party, the only one that is allowed
     * @param runtime modules of ours that the pom brings along for run time, so that one dependency suffices
     */
    public record Row(String name, Set<String> requires, Set<String> exports, Library library, Set<String> runtime) {
        Row bringing(String... modules) {
            return new Row(name, requires, exports, library, Set.of(modules));
        }

        /** This module and all that it reaches by the arrows. */
        public Set<String> reach() {
            var reach = new LinkedHashSet<>(Set.of(name));
            for (var required : requires) reach.addAll(of(required).reach());
            return reach;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    public static Row of(String module) {
        return ROWS.stream()
                .filter(row -> row.name.equals(module))
                .findFirst()
                .orElseThrow(() -> new AssertionError(module + " has no row in the module table."));
    }

    private static Row leaf(String name) {
        return row(name, Library.NONE);
    }

    private static Row row(String name, Library library, String... requires) {
        return new Row(name, Set.of(requires), Set.of(name), library, Set.of());
    }
}
