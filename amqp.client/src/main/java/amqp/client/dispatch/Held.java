// SPDX-License-Identifier: MPL-2.0
package amqp.client.dispatch;

import amqp.codec.BasicProperties;

/** What is taken to be held, in bytes, by what is counted against a bound. */
public final class Held {
    /** What a message costs beside its octets: the objects around it. */
    public static final int OVERHEAD = 200;

    /** A method or event: its texts are short strings, of 255 octets at most each. */
    public static final int EVENT = 1024;

    private Held() {}

    /** A message with a body of so many bytes: what came, or will go, over the wire, and the objects around it. */
    public static long message(String exchange, String routingKey, BasicProperties properties, int body) {
        return (long) OVERHEAD + exchange.length() + routingKey.length() + properties.encodedSize() + body;
    }
}
