// SPDX-License-Identifier: MPL-2.0
package amqp.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports on 127.0.0.1 for servers that must know theirs before they start. */
public final class LoopbackPorts {
    /** Below the ports that systems give to outgoing connections, so that none of those takes it meanwhile. */
    private static final int LOWEST = 15000;

    private static final int HIGHEST = 32000;
    private static final int TRIES = 200;

    private LoopbackPorts() {}

    /** A port that nobody listens on now. */
    public static int free() {
        for (var i = 0; i < TRIES; i++) {
            var port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            try (var probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return probe.getLocalPort();
            } catch (IOException e) {
                // Taken: try another one.
            }
        }
        throw new IllegalStateException("No free port found between " + LOWEST + " and " + HIGHEST + ".");
    }
}
