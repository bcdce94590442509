// SPDX-License-Identifier: MPL-2.0
package amqp.fuzz;

import amqp.client.ConnectionOptions;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** Any text as a URI, or as a file of properties: options, or an {@link IllegalArgumentException}. */
final class SettingsTarget {
    private SettingsTarget() {}

    static void uri(byte[] octets) {
        String text = new Input(octets).text();
        try {
            used(ConnectionOptions.ofUri(text));
            used(ConnectionOptions.ofUris(List.of("amqp://other", text)));
        } catch (IllegalArgumentException refused) {
            said(refused);
        }
    }

    static void properties(byte[] octets) {
        Properties file = new Properties();
        try {
            file.load(new StringReader(new Input(octets).text()));
        } catch (IllegalArgumentException malformedUnicode) {
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> settings = new HashMap<>();
        file.stringPropertyNames().forEach(name -> settings.put(name, file.getProperty(name)));
        try {
            used(ConnectionOptions.ofProperties(settings));
        } catch (IllegalArgumentException refused) {
            said(refused);
        }
    }

    private static void used(ConnectionOptions options) {
        ConnectionOptions again = options.toBuilder().build();
        Conversation.check(again.addresses().equals(options.addresses()), "other addresses: " + again.addresses());
        Conversation.check(!options.addresses().isEmpty(), "no address");
    }

    private static void said(IllegalArgumentException refused) {
        Conversation.check(refused.getMessage() != null, "it is refused without a word");
    }
}
