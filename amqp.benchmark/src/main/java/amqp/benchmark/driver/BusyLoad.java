// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.driver;

import amqp.benchmark.load.Mode;

/** What each of many connections does, at its own pace. */
enum BusyLoad {
    CONSUME("consume, prefetch " + Mode.PREFETCH + ", multiple ack each " + Mode.ACK_EVERY + ", 16 octets"),
    ECHO("echo, one at a time, 16 octets");

    private final String title;

    BusyLoad(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }
}
