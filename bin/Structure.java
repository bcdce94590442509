// SPDX-License-Identifier: MPL-2.0

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Prints the table that bin/structure promises; a program of one file, so that it needs no build. */
final class Structure {
    private static final Pattern REQUIRES = Pattern.compile("(?m)^ {4}requires (?:transitive )?(amqp[\\w.]*);");
    private static final Pattern EXPORTS = Pattern.compile("(?m)^ {4}exports ([\\w.]+)");
    private static final Pattern IMPORT = Pattern.compile("(?m)^import (?:static )?(amqp(?:\\.[a-z]\\w*)+)\\.[A-Z]");

    private final Path root;
    private int files;
    private int lines;

    private Structure(Path root) {
        this.root = root;
    }

    public static void main(String[] arguments) throws IOException {
        new Structure(Path.of(arguments[0])).print();
    }

    private void print() throws IOException {
        System.out.println("| module | requires | package | files | lines | arrows to other packages of the module |");
        System.out.println("|---|---|---|---:|---:|---|");
        for (Path module : modules()) {
            print(module);
        }
        System.out.printf("| all | | | %d | %d | |%n", files, lines);
    }

    /** Folders with the description of a bundle. */
    private List<Path> modules() throws IOException {
        try (var folders = Files.list(root)) {
            return folders.filter(folder -> Files.exists(folder.resolve("bnd.bnd"))).sorted().toList();
        }
    }

    private void print(Path module) throws IOException {
        Path sources = module.resolve("src/main/java");
        String descriptor = Files.readString(sources.resolve("module-info.java"));
        var exported = new TreeSet<>(found(EXPORTS, descriptor));
        String head = "| `" + module.getFileName() + "` | " + quoted(found(REQUIRES, descriptor));
        for (var entry : packages(sources).entrySet()) {
            String name = entry.getKey();
            String shown = exported.contains(name) ? "`" + name + "`" : "[`" + name + "`]";
            var texts = entry.getValue();
            long count = texts.stream().mapToLong(text -> text.lines().count()).sum();
            System.out.println(head + " | " + shown + " | " + texts.size() + " | " + count + " | "
                    + quoted(arrows(name, texts, packages(sources).keySet())) + " |");
            head = "| | ";
            files += texts.size();
            lines += (int) count;
        }
    }

    /** The sources by their packages. */
    private static Map<String, List<String>> packages(Path sources) throws IOException {
        var packages = new TreeMap<String, List<String>>();
        List<Path> all;
        try (var walk = Files.walk(sources)) {
            all = walk.filter(file -> file.toString().endsWith(".java")).toList();
        }
        for (Path file : all) {
            Path folder = sources.relativize(file).getParent();
            if (folder != null) {
                packages.computeIfAbsent(folder.toString().replace('/', '.'), name -> new ArrayList<>())
                        .add(Files.readString(file));
            }
        }
        return packages;
    }

    private static TreeSet<String> arrows(String name, List<String> texts, Set<String> packages) {
        var arrows = new TreeSet<String>();
        texts.forEach(text -> arrows.addAll(found(IMPORT, text)));
        arrows.retainAll(packages);
        arrows.remove(name);
        return arrows;
    }

    private static List<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group(1)).toList();
    }

    private static String quoted(Collection<String> names) {
        return names.isEmpty() ? "–" : names.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
    }
}
