// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.scripted;

import amqp.testkit.wire.Content;
import java.util.Map;

/**
 * One message that the client published.
 *
 * @param sequence its number on a channel in confirm mode, from 1; 0 on other channels
 */
public record Publish(Content content, long sequence) {
    public int channel() {
        return content.channel();
    }

    public String exchange() {
        return content.method().text("exchange");
    }

    public String routingKey() {
        return content.method().text("routing-key");
    }

    public boolean mandatory() {
        return content.method().flag("mandatory");
    }

    public Map<String, Object> properties() {
        return content.properties();
    }

    public byte[] body() {
        return content.body();
    }

    public String text() {
        return content.text();
    }
}
