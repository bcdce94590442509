// SPDX-License-Identifier: MPL-2.0
package amqp.codec.generator;

/** Wire names (auto-delete) as Java names (autoDelete, AutoDelete). */
final class Names {
    private Names() {}

    static String pascal(String wireName) {
        var name = new StringBuilder();
        for (String word : wireName.split("-")) {
            name.append(Character.toUpperCase(word.charAt(0))).append(word, 1, word.length());
        }
        return name.toString();
    }

    static String camel(String wireName) {
        String name = pascal(wireName);
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }
}
