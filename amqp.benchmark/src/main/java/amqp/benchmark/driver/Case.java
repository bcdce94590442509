// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.driver;

import amqp.benchmark.load.Mode;
import java.util.List;

/**
 * What is measured at a time.
 *
 * @param size octets of each body
 */
record Case(Mode mode, int size) {
    static final List<Case> ALL = List.of(
            new Case(Mode.PUBLISH, 16),
            new Case(Mode.PUBLISH_BATCH, 16),
            new Case(Mode.PUBLISH, 1024),
            new Case(Mode.CONFIRM, 16),
            new Case(Mode.CONSUME, 16),
            new Case(Mode.CONSUME, 1024),
            new Case(Mode.CONSUME, 16384),
            new Case(Mode.CONSUMEACK, 16),
            new Case(Mode.ECHO, 16));

    /** Over TLS. */
    static final List<Case> TLS =
            List.of(new Case(Mode.PUBLISH, 1024), new Case(Mode.CONSUME, 1024), new Case(Mode.ECHO, 16));

    /** Whether a round is more than a real broker, where it has to lie in a queue first, holds without an alarm. */
    boolean isLarge() {
        return size > 1024;
    }

    String title() {
        return switch (mode) {
            case PUBLISH -> "publish, " + size + " octets";
            case PUBLISH_BATCH -> "publish, " + Mode.BATCH + " messages a call, " + size + " octets";
            case CONFIRM -> "publish with confirms, " + Mode.WINDOW + " in flight, " + size + " octets";
            case CONSUME -> "consume, auto-ack, " + size + " octets";
            case CONSUMEACK ->
                "consume, prefetch " + Mode.PREFETCH + ", multiple ack each " + Mode.ACK_EVERY + ", " + size
                        + " octets";
            case ECHO -> "echo, one at a time, " + size + " octets";
        };
    }

    @Override
    public String toString() {
        return mode + "-" + size;
    }
}
