// SPDX-License-Identifier: MPL-2.0
package amqp.integration.gates;

import amqp.integration.build.Reactor;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Blocks of a page that are copies of a region of a source, which is compiled and run. In the page stands
 *
 * <pre>&lt;!-- example: Hello.java#receive --&gt;</pre>
 *
 * right before the block, and in the source stand {@code // tag::receive[]} and {@code // end::receive[]} around the region.
 */
final class Snippets {
    private static final Pattern BLOCK = Pattern.compile(
            "^(<!-- example: (\\S+)#(\\S+) -->\\n)?```(java|kotlin)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    private static final Pattern TAG = Pattern.compile("\\s*// (tag|end)::[\\w-]+\\[]");

    private static final List<Path> EXAMPLES = Reactor.files(Reactor.ROOT.resolve("examples"));

    private Snippets() {}

    /** The page with each block as its region is now. */
    static String refreshed(String page) {
        return BLOCK.matcher(page).replaceAll(block -> Matcher.quoteReplacement(refreshed(block)));
    }

    /** The first lines of the blocks that name no region. */
    static List<String> unnamed(String page) {
        return BLOCK.matcher(page)
                .results()
                .filter(block -> block.group(1) == null)
                .map(block -> block.group(5).lines().findFirst().orElse(""))
                .toList();
    }

    private static String refreshed(MatchResult block) {
        if (block.group(1) == null) return block.group();
        String code = region(Reactor.text(source(block.group(2))), block.group(3));
        return block.group(1) + "```" + block.group(4) + "\n" + code + "```";
    }

    /** By its name among the examples, or by its path from the root of the repository. */
    private static Path source(String name) {
        if (name.contains("/")) return Reactor.ROOT.resolve(name);
        List<Path> found = EXAMPLES.stream().filter(file -> file.endsWith(name)).toList();
        if (found.size() != 1)
            throw new AssertionError(name + " is the name of " + found.size() + " examples: " + found);
        return found.get(0);
    }

    /** What stands between the tags, without the indentation that all lines share, and without other tags. */
    static String region(String source, String name) {
        List<String> lines = source.lines().toList();
        Function<String, Integer> line = tag -> {
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).strip().equals("// " + tag + "::" + name + "[]")) return i;
            }
            throw new AssertionError("there is no line // " + tag + "::" + name + "[]");
        };
        return lines.subList(line.apply("tag") + 1, line.apply("end")).stream()
                .filter(each -> !TAG.matcher(each).matches())
                .collect(Collectors.joining("\n"))
                .stripIndent()
                .strip()
                .concat("\n");
    }
}
