// SPDX-License-Identifier: MPL-2.0
package amqp.codec.generator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reader of the definition file; its format is described at the head of that file. */
final class Definition {
    private final List<ProtocolClass> classes = new ArrayList<>();
    private List<ProtocolMethod> methods = List.of();
    private List<Field> fields = List.of();
    private List<Factory> factories = List.of();
    private List<Argument> arguments = List.of();

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
            case "factory" -> factories.add(factory(words, doc));
            case "argument" ->
                arguments.add(
                        new Argument(Argument.Kind.valueOf(upper(words.get(1))), words.get(2), words.get(3), doc));
            default -> fields.add(field(words, doc));
        }
    }

    private void beginClass(List<String> words, String doc) {
        methods = new ArrayList<>();
        classes.add(new ProtocolClass(words.get(1), Integer.parseInt(words.get(2)), doc, methods));
    }

    private void beginMethod(List<String> words, String doc) {
        fields = new ArrayList<>();
        factories = new ArrayList<>();
        arguments = new ArrayList<>();
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
                fields,
                factories,
                arguments));
    }

    private static Field field(List<String> words, String doc) {
        FieldType type = FieldType.valueOf(upper(words.get(0)));
        boolean required = words.size() == 3 && words.get(2).equals("required");
        String initial = words.size() == 4 && words.get(2).equals("=") ? words.get(3) : type.initial;
        return new Field(type, words.get(1), required, initial, doc);
    }

    private static Factory factory(List<String> words, String doc) {
        List<String> parameters = new ArrayList<>();
        Map<String, String> settings = new LinkedHashMap<>();
        for (String word : words.subList(2, words.size())) {
            int equals = word.indexOf('=');
            if (equals < 0) {
                parameters.add(Names.camel(word));
            } else {
                settings.put(Names.camel(word.substring(0, equals)), word.substring(equals + 1));
            }
        }
        return new Factory(Names.camel(words.get(1)), parameters, settings, doc);
    }

    private static String upper(String word) {
        return word.toUpperCase(Locale.ROOT);
    }
}
