// SPDX-License-Identifier: MPL-2.0
package amqp.integration.gates;

import amqp.integration.build.Reactor;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The blocks of Java in the documents, each made a class that a compiler takes. */
final class JavaBlocks {
    /** Of the README and of the pages of docs. */
    static final List<Path> DOCUMENTS = Stream.concat(
                    Stream.of(Reactor.ROOT.resolve("README.md")), Reactor.files(Reactor.ROOT.resolve("docs")).stream())
            .filter(file -> file.toString().endsWith(".md"))
            .sorted()
            .toList();

    /** Those that are copies of examples are compiled there: see {@link Snippets}. */
    private static final Pattern BLOCK =
            Pattern.compile("(?<! -->\\n)^```java\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    /** What begins like this stands in a class; all else stands in a method. */
    private static final Pattern MEMBER =
            Pattern.compile("^(static|final|public|private|class|record|interface|enum)\\b", Pattern.MULTILINE);

    private static final Pattern IMPORT = Pattern.compile("^import [a-zA-Z0-9_.* ]+;\\n", Pattern.MULTILINE);

    /** What the text around a block leaves to the reader's program. */
    private static final String FRAME = """
            package document;

            import amqp.adapter.spi.*;
            import amqp.adapter.tck.*;
            import amqp.blocking.*;
            import amqp.client.*;
            import amqp.codec.*;
            import amqp.codec.method.*;
            import amqp.connection.*;
            import amqp.credentials.*;
            import amqp.flow.*;
            import amqp.reconnection.*;
            import amqp.consumer.*;
            import amqp.rpc.*;
            import amqp.tls.*;
            import java.nio.file.*;
            import java.time.*;
            import java.util.*;
            import java.util.concurrent.*;
            %s
            class %s {
                static Connection connection;
                static Channel channel;

                %s
            }
            """;

    private static final String METHOD = """
            static void block() throws Exception {
            %s
                ;}
            """;

    private JavaBlocks() {}

    /** The text of the blocks of a document, in their order. */
    static List<String> of(String document) {
        return BLOCK.matcher(document)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    /**
     * A block as a class; where it has no end of its own, it is an expression, and the end is added. What it imports comes
     * before the class.
     */
    static String asClass(String name, String block) {
        var imports = IMPORT.matcher(block).results().map(MatchResult::group).collect(Collectors.joining());
        var code = withoutImports(block);
        return FRAME.formatted(imports, name, MEMBER.matcher(code).find() ? code : METHOD.formatted(code));
    }

    static String withoutImports(String block) {
        return IMPORT.matcher(block).replaceAll("");
    }
}
