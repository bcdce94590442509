// SPDX-License-Identifier: MPL-2.0
/**
 * The test suite that every I/O adapter must pass: the author of an adapter extends
 * {@link amqp.adapter.tck.AdapterTck}, and each failure names the broken {@link amqp.adapter.tck.Rule}.
 */
module amqp.adapter.tck {
    requires transitive amqp.adapter.spi;
    requires transitive org.junit.jupiter.api;
    requires org.junit.jupiter.params;
    requires static org.jspecify;

    exports amqp.adapter.tck;

    // The tests are not public: JUnit finds them by reflection.
    opens amqp.adapter.tck to
            org.junit.platform.commons;

    uses amqp.adapter.spi.AdapterProvider;
}
