// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.netty;

import amqp.adapter.netty.NettyOptions.Io;
import amqp.adapter.spi.Adapter;
import amqp.adapter.tck.AdapterTck;
import org.junit.jupiter.api.Assumptions;

/** The rules common to all adapters, over IO_URING. */
class IoUringTckTest extends AdapterTck {
    @Override
    protected Adapter newAdapter() {
        String reason = Io.IO_URING.unusableReason();
        Assumptions.assumeTrue(reason.isEmpty(), reason);
        return NettyAdapter.create(NettyOptions.builder().io(Io.IO_URING).build());
    }
}
