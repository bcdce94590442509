// SPDX-License-Identifier: MPL-2.0
package amqp.integration.support;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** Names that no other test, and no other run on the same broker, has. */
public final class Names {
    private static final String RUN = Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), 36);
    private static final AtomicInteger COUNT = new AtomicInteger();

    private Names() {}

    public static String fresh(String kind) {
        return "it-" + RUN + "-" + kind + "-" + COUNT.incrementAndGet();
    }
}
