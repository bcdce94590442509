// SPDX-License-Identifier: MPL-2.0
package amqp.integration;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The module table of the architecture: which modules are products, who requires whom, who exports what. */
final class ModuleTable {
    private static final String SPI = "amqp.adapter.spi";

    /** Each row requires only rows above it, so the table has no cycle. */
    static final List<Row> ROWS = List.of(
            new Row("amqp.codec", Set.of(), Set.of("amqp.codec", "amqp.codec.frame", "amqp.codec.method"), false),
            leaf("amqp.credentials"),
            leaf("amqp.heartbeat"),
            leaf("amqp.backpressure"),
            leaf("amqp.reconnection"),
            row("amqp.connection", false, "amqp.codec", "amqp.credentials", "amqp.heartbeat", "amqp.backpressure"),
            leaf(SPI),
            row("amqp.client", true, "amqp.connection", "amqp.reconnection", SPI),
            row("amqp.adapter.nio", true, SPI),
            row("amqp.adapter.blocking", true, SPI, "amqp.client"));

    /** Modules that do no I/O, start no thread and read no clock. */
    static final Set<String> PURE = Set.of(
            "amqp.codec",
            "amqp.credentials",
            "amqp.heartbeat",
            "amqp.backpressure",
            "amqp.reconnection",
            "amqp.connection");

    private ModuleTable() {}

    /**
     * @param requires modules of ours that the module descriptor may name
     * @param logs whether SLF4J is allowed, which is the only third-party library in any of these
     */
    record Row(String name, Set<String> requires, Set<String> exports, boolean logs) {
        /** This module and all that it reaches by the arrows. */
        Set<String> reach() {
            var reach = new LinkedHashSet<>(Set.of(name));
            for (var required : requires) reach.addAll(of(required).reach());
            return reach;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Row of(String module) {
        return ROWS.stream()
                .filter(row -> row.name.equals(module))
                .findFirst()
                .orElseThrow(() -> new AssertionError(module + " has no row in the module table."));
    }

    private static Row leaf(String name) {
        return row(name, false);
    }

    private static Row row(String name, boolean logs, String... requires) {
        return new Row(name, Set.of(requires), Set.of(name), logs);
    }
}
