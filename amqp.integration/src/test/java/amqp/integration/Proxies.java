// SPDX-License-Identifier: MPL-2.0
package amqp.integration;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import amqp.testkit.proxy.FaultProxy;

/** Proxies in front of the brokers. */
final class Proxies {
    private Proxies() {}

    /** Skips the test where no proxy can stand between. */
    static FaultProxy to(Setup setup) {
        assumeTrue(setup.broker().isOpenToProxies(), "the proxy needs a broker on this machine, without TLS");
        return FaultProxy.to(setup.broker().port());
    }
}
