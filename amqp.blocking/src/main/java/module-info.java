// SPDX-License-Identifier: MPL-2.0

/** The synchronous API: connections and channels whose commands return when they are done, over any adapter. */
module amqp.blocking {
    requires transitive amqp.client;
    requires static org.jspecify;

    exports amqp.blocking;
}
