// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.broker;

import amqp.testkit.LoopbackPorts;

/**
 * How a node is known.
 *
 * @param cookie the secret that nodes of one cluster, and their commands, share
 */
record NodeIdentity(int port, int tlsPort, int distributionPort, int epmdPort, String cookie) {

    /** One with ports of its own. */
    static NodeIdentity fresh(Epmd epmd, String cookie) {
        return new NodeIdentity(LoopbackPorts.free(), LoopbackPorts.free(), LoopbackPorts.free(), epmd.port(), cookie);
    }

    static String freshCookie() {
        return "AMQP" + System.nanoTime();
    }

    /** The node's name within Erlang. */
    String name() {
        return "amqp-" + port + "@localhost";
    }
}
