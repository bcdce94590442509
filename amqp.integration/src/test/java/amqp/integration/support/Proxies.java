// SPDX-License-Identifier: MPL-2.0
package amqp.integration.support;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import amqp.testkit.proxy.FaultProxy;

/** Proxies in front of the brokers. */
public final class Proxies {
    private Proxies() {}

    /** Skips the test where no proxy can stand between. */
    public static FaultProxy to(Setup setup) {
        assumeTrue(setup.broker().isOpenToProxies(), "the proxy needs a broker on this machine, without TLS");
        return FaultProxy.to(setup.broker().port());
    }
}
