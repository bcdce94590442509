// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.driver;

import java.util.Arrays;
import java.util.Locale;

/** What is beside a client whose latency is measured. */
enum Scenario {
    /** Nothing. */
    PLAIN(""),
    /** A slow consumer on another channel of the same connection. */
    NEIGHBOUR(", beside a slow consumer on the same connection"),
    /** TLS between client and broker. */
    TLS("");

    private final String title;

    Scenario(String title) {
        this.title = title;
    }

    static Scenario named(String name) {
        return Arrays.stream(values())
                .filter(each -> each.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no scenario \"" + name + "\""));
    }

    /** What readers are told behind the broker's title. */
    String title() {
        return title;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
