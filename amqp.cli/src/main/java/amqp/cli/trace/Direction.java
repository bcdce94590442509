// SPDX-License-Identifier: MPL-2.0
package amqp.cli.trace;

/** Which way octets go through the proxy. */
enum Direction {
    TO_BROKER("to-broker", "->"),
    TO_CLIENT("to-client", "<-");

    private final String text;
    private final String arrow;

    Direction(String text, String arrow) {
        this.text = text;
        this.arrow = arrow;
    }

    Direction opposite() {
        return this == TO_BROKER ? TO_CLIENT : TO_BROKER;
    }

    /** The client at the left, the broker at the right. */
    String arrow() {
        return arrow;
    }

    /** Who sends this way. */
    String sender() {
        return this == TO_BROKER ? "client" : "broker";
    }

    @Override
    public String toString() {
        return text;
    }
}
