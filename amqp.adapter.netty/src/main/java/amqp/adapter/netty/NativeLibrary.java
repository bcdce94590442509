// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.netty;

import amqp.adapter.spi.toolkit.AdapterThreads;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What Netty says of one of its native libraries. */
final class NativeLibrary {
    private NativeLibrary() {}

    /**
     * Says why the library can't be used, in one sentence; empty where it can. Asks on a thread of its own: Netty keeps what
     * it found for ever, an exception with all the classes on the stack of whoever was the first to ask.
     *
     * @param what is not to be had without it
     * @param obstacle asks Netty
     */
    static String unusableReason(String what, Supplier<@Nullable Throwable> obstacle) {
        Throwable found = new AdapterThreads(NettyAdapter.NAME).detached(() -> asked(obstacle));
        return found == null
                ? ""
                : what + " can't be used here; is Netty's native library for it on the path? ("
                        + String.valueOf(found.getMessage()).lines().findFirst().orElse("") + ")";
    }

    private static @Nullable Throwable asked(Supplier<@Nullable Throwable> obstacle) {
        try {
            return obstacle.get();
        } catch (Throwable noSuchClass) {
            return noSuchClass;
        }
    }
}
