// SPDX-License-Identifier: MPL-2.0
package amqp.cli.document;

import amqp.cli.terminal.CommandFailedException;
import amqp.cli.terminal.InputFile;
import amqp.cli.terminal.Text;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/** Reads a JSON or YAML file into {@link Node}s. A file that begins with a brace is JSON. */
public final class DocumentReader {
    private final String file;
    private final JsonParser parser;

    private DocumentReader(String file, JsonParser parser) {
        this.file = file;
        this.parser = parser;
    }

    /**
     * Reads a file.
     *
     * @return the whole document; nothing when the file is empty or has only comments
     * @throws CommandFailedException when the file cannot be read, or is neither JSON nor YAML
     */
    public static Optional<Node> read(InputFile file) {
        String text = Text.utf8(file.bytes())
                .orElseThrow(() -> new CommandFailedException(file.name() + " is not text in UTF-8"));
        return parse(file.path(), text.replaceFirst("^\ufeff", ""));
    }

    private static boolean isJson(String text) {
        return text.stripLeading().startsWith("{");
    }

    /**
     * Reads the text of a file, as {@link #read}.
     *
     * @param file its name, for errors
     */
    public static Optional<Node> parse(String file, String text) {
        TokenStreamFactory format =
                isJson(text) ? new JsonFactory() : YAMLFactory.builder().build();
        try (JsonParser parser = format.createParser(ObjectReadContext.empty(), text)) {
            return new DocumentReader(file, parser).document();
        } catch (JacksonException syntax) {
            throw syntaxError(file, syntax);
        }
    }

    /** YAML's own exception has the place and one sentence; Jackson's has its whole story, and the place of the last token. */
    private static CommandFailedException syntaxError(String file, JacksonException syntax) {
        if (syntax.getCause() instanceof MarkedYamlEngineException yaml
                && yaml.getProblemMark().isPresent()) {
            Mark at = yaml.getProblemMark().get();
            return Node.wrong(file, at.getLine() + 1, at.getColumn() + 1, yaml.getProblem());
        }
        TokenStreamLocation at = syntax.getLocation();
        String problem = syntax.getOriginalMessage().lines().findFirst().orElse("neither JSON nor YAML");
        return at == null
                ? new CommandFailedException("\"" + file + "\": " + problem)
                : Node.wrong(file, at.getLineNr(), at.getColumnNr(), problem);
    }

    private Optional<Node> document() {
        if (parser.nextToken() == null) {
            return Optional.empty();
        }
        Node root = node("", parser.currentTokenLocation());
        if (parser.nextToken() != null) {
            throw wrong("something follows the end of the document");
        }
        return Optional.of(root);
    }

    private Node node(String path, TokenStreamLocation place) {
        return new Node(file, path, place.getLineNr(), place.getColumnNr(), value(path));
    }

    private Object value(String path) {
        if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
            throw wrong(path + " is an alias (*name); write the value itself");
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> members(path);
            case START_ARRAY -> elements(path);
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT -> new BigDecimal(parser.getBigIntegerValue());
            case VALUE_NUMBER_FLOAT -> decimal(path);
            case VALUE_TRUE, VALUE_FALSE -> parser.getBooleanValue();
            case VALUE_NULL -> null;
            default -> throw wrong(path + " is no value");
        };
    }

    private BigDecimal decimal(String path) {
        try {
            return new BigDecimal(parser.getString());
        } catch (NumberFormatException infinite) {
            throw wrong(path + " is no finite number");
        }
    }

    private Map<String, Node> members(String path) {
        Map<String, Node> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            TokenStreamLocation place = parser.currentTokenLocation();
            parser.nextToken();
            Node member = node(path.isEmpty() ? name : path + "." + name, place);
            Node earlier = members.put(name, member);
            if (earlier != null) {
                throw member.wrong("is there twice, first in line " + earlier.line());
            }
        }
        return members;
    }

    private List<Node> elements(String path) {
        List<Node> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(node(path + "[" + elements.size() + "]", parser.currentTokenLocation()));
        }
        return elements;
    }

    private CommandFailedException wrong(String problem) {
        TokenStreamLocation place = parser.currentTokenLocation();
        return Node.wrong(file, place.getLineNr(), place.getColumnNr(), problem);
    }
}
