// SPDX-License-Identifier: MPL-2.0
package amqp.codec.generator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Reader of the definition file; its format is described at the head of that file. */
final class Definition {
    private final List<ProtocolClass> classes = new ArrayList<>();
    private List<ProtocolMethod> methods = List.of();
    private List<Field> fields = List.of();

    private Definition() {}

    static List<ProtocolClass> parse(String text) {
        var definition = new Definition();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            try {
                definition.line(line.strip());
            } catch (RuntimeException e) {
                throw new IllegalArgumentException("Line " + number + " can't be read: " + line, e);
            }
        }
        return definition.classes;
    }

    private void line(String line) {
        if (line.isEmpty() || line.startsWith("#")) {
            return;
        }
        int colon = line.indexOf(" : ");
        String doc = colon < 0 ? "" : line.substring(colon + 3).strip();
        List<String> words = Arrays.asList((colon < 0 ? line : line.substring(0, colon)).split("\\s+"));
        switch (words.get(0)) {
            case "class" -> beginClass(words, doc);
            case "method" -> beginMethod(words, doc);
            default -> fields.add(field(words, doc));
        }
    }

    private void beginClass(List<String> words, String doc) {
        methods = new ArrayList<>();
        classes.add(new ProtocolClass(words.get(1), Integer.parseInt(words.get(2)), doc, methods));
    }

    private void beginMethod(List<String> words, String doc) {
        fields = new ArrayList<>();
        int arrow = words.indexOf("->");
        List<String> flags = words.subList(3, arrow < 0 ? words.size() : arrow);
        List<String> replies = arrow < 0 ? List.of() : words.subList(arrow + 1, words.size());
        methods.add(new ProtocolMethod(
                words.get(1),
                Integer.parseInt(words.get(2)),
                flags.contains("request"),
                flags.contains("content"),
                replies,
                doc,
                fields));
    }

    private static Field field(List<String> words, String doc) {
        FieldType type = FieldType.valueOf(words.get(0).toUpperCase(Locale.ROOT));
        boolean required = words.size() == 3 && words.get(2).equals("required");
        String initial = words.size() == 4 && words.get(2).equals("=") ? words.get(3) : type.initial;
        return new Field(type, words.get(1), required, initial, doc);
    }
}
