// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.netty;

import amqp.adapter.spi.Adapter;
import amqp.adapter.tck.AdapterTck;
import org.junit.jupiter.api.Assumptions;

/** The same rules with the TLS of OpenSSL, and several loops. */
class OpenSslTckTest extends AdapterTck {
    @Override
    protected Adapter newAdapter() {
        String reason = NettyOptions.Tls.OPENSSL.unusableReason();
        Assumptions.assumeTrue(reason.isEmpty(), reason);
        return NettyAdapter.create(
                NettyOptions.builder().threads(2).tls(NettyOptions.Tls.OPENSSL).build());
    }
}
