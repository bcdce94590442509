// SPDX-License-Identifier: MPL-2.0
package amqp.tracing.opentelemetry;

/** What is done with messages, under the names of the conventions. */
enum Operation {
    SEND("send", "send"),
    PROCESS("process", "process"),
    RECEIVE("receive", "receive"),
    ACK("ack", "settle"),
    /** By basic.reject too. */
    NACK("nack", "settle");

    private final String text;
    private final String type;

    Operation(String text, String type) {
        this.text = text;
        this.type = type;
    }

    String text() {
        return text;
    }

    String type() {
        return type;
    }
}
