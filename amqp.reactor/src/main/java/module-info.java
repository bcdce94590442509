// SPDX-License-Identifier: MPL-2.0

/** Receiving and publishing with confirms as Flux and Mono of Project Reactor. */
module amqp.reactor {
    requires transitive amqp.flow;
    requires transitive org.reactivestreams;
    requires transitive reactor.core;
    requires static org.jspecify;

    exports amqp.reactor;
}
