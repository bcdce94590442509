// SPDX-License-Identifier: MPL-2.0
package amqp.integration.gates;

import amqp.integration.build.Reactor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The links of a page to other files and to headings, without those to other places. */
final class Links {
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Pattern BLOCK = Pattern.compile("^```.*?^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern CODE = Pattern.compile("`[^`\\n]*`");
    private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);
    private static final Pattern ELSEWHERE = Pattern.compile("[a-z]+:.*");

    private Links() {}

    /** The links that lead nowhere. */
    static List<String> broken(Path page, String text) {
        String prose = CODE.matcher(BLOCK.matcher(text).replaceAll("")).replaceAll("");
        return LINK.matcher(prose)
                .results()
                .map(link -> link.group(1))
                .filter(link -> !ELSEWHERE.matcher(link).matches() && !leadsSomewhere(page, text, link))
                .toList();
    }

    private static boolean leadsSomewhere(Path page, String text, String link) {
        int hash = link.indexOf('#');
        String path = hash < 0 ? link : link.substring(0, hash);
        Path target = path.isEmpty() ? page : page.resolveSibling(path).normalize();
        if (!Files.exists(target)) return false;
        if (hash < 0) return true;
        return anchors(path.isEmpty() ? text : Reactor.text(target)).contains(link.substring(hash + 1));
    }

    /** Of the headings, as GitHub makes them: the second one of a name ends in -1. */
    static Set<String> anchors(String text) {
        Map<String, Integer> seen = new HashMap<>();
        var anchors = new TreeSet<String>();
        HEADING.matcher(BLOCK.matcher(text).replaceAll("")).results().forEach(heading -> {
            String anchor = heading.group(1)
                    .replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1")
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N}_ -]", "")
                    .replace(' ', '-');
            int before = seen.merge(anchor, 1, Integer::sum) - 1;
            anchors.add(before == 0 ? anchor : anchor + "-" + before);
        });
        return anchors;
    }
}
