// SPDX-License-Identifier: MPL-2.0
package amqp.spring.boot;

import java.time.Duration;
import org.springframework.context.SmartLifecycle;

/**
 * First of what starts: connections with something to declare are opened. Last of what stops, after listeners, servers
 * and all else that may publish: the verdicts of what was published are awaited. The connections are closed after that,
 * with the beans.
 */
final class ConnectionLifecycle implements SmartLifecycle {
    /** Leaves room for what others want to have before it. */
    static final int PHASE = Integer.MIN_VALUE + 1000;

    private final AmqpConnections connections;
    private final Duration timeout;
    private volatile boolean running;

    ConnectionLifecycle(AmqpConnections connections, Duration timeout) {
        this.connections = connections;
        this.timeout = timeout;
    }

    @Override
    public void start() {
        connections.openDeclaring();
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        connections.awaitVerdicts(timeout);
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
