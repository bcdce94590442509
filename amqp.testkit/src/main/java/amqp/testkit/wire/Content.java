// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.wire;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** One message, complete: the method that brought it, its header and its body joined from all frames. */
public record Content(WireFrame.Method method, WireFrame.Header header, byte[] body) {
    public int channel() {
        return method.channel();
    }

    public Map<String, Object> properties() {
        return header.properties();
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return method + " " + header.properties() + " and " + body.length + " octets";
    }
}
