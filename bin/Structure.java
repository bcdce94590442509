// SPDX-License-Identifier: MPL-2.0

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Prints the table that bin/structure promises; a program of one file that reads sources alone, so that nothing need be
 * built. An arrow of a module is what its descriptor requires or, without one, its pom; an arrow of a package is what its
 * files import of the same module.
 */
final class Structure {
    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");
    private static final Pattern REQUIRES = Pattern.compile("requires (?:transitive |static )*(amqp\\.[\\w.]+);");
    private static final Pattern EXPORTS = Pattern.compile("exports ([\\w.]+)");
    private static final Pattern DEPENDENCY = Pattern.compile("(?s)<dependency>(.*?)</dependency>");
    private static final Pattern ARTIFACT = Pattern.compile("<artifactId>(amqp\\.[\\w.]+)</artifactId>");
    private static final Pattern IMPORT =
            Pattern.compile("(?m)^import (?:static )?([a-z][a-z0-9_]*(?:\\.[a-z][a-z0-9_]*)*)\\.");

    /** What lies in one package. */
    private static final class Package {
        final Set<String> imports = new TreeSet<>();
        int files;
        long lines;

        void add(String source) {
            files++;
            lines += source.lines().count();
            IMPORT.matcher(source).results().forEach(found -> imports.add(found.group(1)));
        }
    }

    private final Path root;
    private int files;
    private long lines;

    private Structure(Path root) {
        this.root = root;
    }

    public static void main(String[] arguments) throws IOException {
        new Structure(Path.of(arguments[0])).print();
    }

    private void print() throws IOException {
        System.out.println("| module | requires | package | files | lines | imports of the module |");
        System.out.println("|---|---|---|---:|---:|---|");
        for (String module : modules()) {
            print(module);
        }
        System.out.println("| **total** | | | " + files + " | " + lines + " | |");
        var tests = new Package();
        for (String module : modules()) {
            packages(root.resolve(module).resolve("src/test/java")).values().forEach(each -> {
                tests.files += each.files;
                tests.lines += each.lines;
            });
        }
        System.out.println("| tests | | | " + tests.files + " | " + tests.lines + " | |");
    }

    private void print(String module) throws IOException {
        Path sources = root.resolve(module).resolve("src/main/java");
        var name = "`" + Path.of(module).getFileName() + "`";
        var arrows = names(arrows(root.resolve(module)));
        var packages = packages(sources);
        var descriptor = text(sources.resolve("module-info.java"));
        var exports = found(EXPORTS, descriptor);
        for (var entry : packages.entrySet()) {
            var each = entry.getValue();
            var title = "`" + entry.getKey() + "`";
            if (!descriptor.isEmpty() && !exports.contains(entry.getKey())) title = "[" + title + "]";
            each.imports.retainAll(packages.keySet());
            each.imports.remove(entry.getKey());
            System.out.printf(
                    "| %s | %s | %s | %d | %d | %s |%n",
                    name, arrows, title, each.files, each.lines, names(each.imports));
            files += each.files;
            lines += each.lines;
            name = "";
            arrows = "";
        }
    }

    /** In an order in which each stands above those that require it. */
    private List<String> modules() throws IOException {
        Map<String, String> folders = new TreeMap<>();
        for (var module : found(MODULE, Files.readString(root.resolve("pom.xml")))) {
            folders.put(Path.of(module).getFileName().toString(), module);
        }
        var sorted = new ArrayList<String>();
        while (sorted.size() < folders.size()) {
            int before = sorted.size();
            for (var module : folders.values()) {
                var below = arrows(root.resolve(module)).stream().map(folders::get).toList();
                if (!sorted.contains(module) && sorted.containsAll(below)) sorted.add(module);
            }
            if (sorted.size() == before) throw new IllegalStateException("The modules require each other in a circle.");
        }
        return sorted;
    }

    private static Set<String> arrows(Path module) throws IOException {
        var descriptor = text(module.resolve("src/main/java/module-info.java"));
        if (!descriptor.isEmpty()) return found(REQUIRES, descriptor);
        var arrows = new TreeSet<String>();
        for (var dependency : found(DEPENDENCY, Files.readString(module.resolve("pom.xml")))) {
            if (!dependency.contains("<scope>test</scope>")) arrows.addAll(found(ARTIFACT, dependency));
        }
        return arrows;
    }

    /** Empty where there is no such file. */
    private static String text(Path file) throws IOException {
        return Files.exists(file) ? Files.readString(file) : "";
    }

    private static Map<String, Package> packages(Path sources) throws IOException {
        var packages = new TreeMap<String, Package>();
        if (!Files.isDirectory(sources)) return packages;
        try (var walk = Files.walk(sources)) {
            for (var file : walk.filter(each -> each.toString().endsWith(".java")).toList()) {
                if (file.endsWith("module-info.java")) continue;
                var name = sources.relativize(file.getParent()).toString().replace(File.separatorChar, '.');
                packages.computeIfAbsent(name, each -> new Package()).add(Files.readString(file));
            }
        }
        return packages;
    }

    private static Set<String> found(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(each -> each.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String names(Set<String> names) {
        return names.isEmpty() ? "–" : names.stream().map(each -> "`" + each + "`").collect(Collectors.joining(", "));
    }
}
