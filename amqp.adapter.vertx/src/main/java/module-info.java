// SPDX-License-Identifier: MPL-2.0
/** An I/O adapter that uses Vert.x, on a context of its own or of the application. */
module amqp.adapter.vertx {
    requires transitive amqp.adapter.spi;
    requires transitive io.vertx.core;
    requires static org.jspecify;

    exports amqp.adapter.vertx;

    provides amqp.adapter.spi.AdapterProvider with
            amqp.adapter.vertx.VertxAdapterProvider;
}
