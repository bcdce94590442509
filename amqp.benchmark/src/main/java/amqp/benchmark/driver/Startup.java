// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.driver;

import amqp.benchmark.report.Figures;
import amqp.benchmark.report.Machine;
import amqp.benchmark.report.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What small programs take until their first confirmed publish, each start a process of its own; without and with an archive
 * of the classes that the program loads.
 */
final class Startup {
    private static final int STARTS_PER_ROUND = 4;
    private static final double MEBIBYTE = 1 << 20;
    private static final double KIBIBYTE = 1 << 10;

    /** Since Java 25 one option makes an archive, and it holds linked classes and profiles too. */
    private static final boolean AOT_CACHE = Runtime.version().feature() >= 25;

    private final Settings settings;
    private final String uri;
    private final Path scratch;
    private final Map<Variant, List<Start>> starts = new LinkedHashMap<>();
    private final Map<Variant, Loaded> loaded = new LinkedHashMap<>();

    /** A program with or without an archive. */
    private record Variant(StartingProgram program, boolean archived) {
        String title() {
            return program.title() + (archived ? ", archive" : "");
        }
    }

    /** How many classes are loaded at the first confirmed publish, and how many of them are from jars. */
    private record Loaded(long all, long ofJars) {}

    private Startup(Settings settings, String uri, Path scratch) {
        this.settings = settings;
        this.uri = uri;
        this.scratch = scratch;
    }

    /** Measures all that the settings include, and gives the section of the report. */
    static String measure(Settings settings, String uri) throws IOException {
        Path scratch = Files.createTempDirectory("benchmark-startup");
        try {
            Startup startup = new Startup(settings, uri, scratch);
            startup.run();
            return startup.markdown();
        } finally {
            try (Stream<Path> files = Files.list(scratch)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(scratch);
        }
    }

    private void run() throws IOException {
        for (StartingProgram program : StartingProgram.ALL) {
            if (settings.includesClient(program.id())) {
                add(new Variant(program, false));
                if (program.isOnJarsAlone()) {
                    start(program, List.of(option(AOT_CACHE ? "AOTCacheOutput" : "ArchiveClassesAtExit", program)));
                    add(new Variant(program, true));
                }
            }
        }
        for (int i = 0; i < settings.rounds() * STARTS_PER_ROUND; i++) {
            for (Map.Entry<Variant, List<Start>> each : starts.entrySet()) {
                each.getValue().add(start(each.getKey().program(), options(each.getKey())));
            }
        }
    }

    private void add(Variant variant) throws IOException {
        System.err.println("startup: " + variant.title());
        loaded.put(variant, classes(variant));
        starts.put(variant, new ArrayList<>());
    }

    private List<String> options(Variant variant) {
        return variant.archived()
                ? List.of(option(AOT_CACHE ? "AOTCache" : "SharedArchiveFile", variant.program()))
                : List.of();
    }

    private String option(String name, StartingProgram program) {
        return "-XX:" + name + "=" + scratch.resolve(program.id() + ".archive");
    }

    private Start start(StartingProgram program, List<String> options) throws IOException {
        long begin = System.nanoTime();
        try (Child child = Child.start(command(program, options))) {
            double mainNanos = Double.parseDouble(child.readLine());
            double processNanos = System.nanoTime() - begin;
            double cpuNanos = child.cpuNanos();
            double resident = child.residentMemory();
            child.writeLine("heap");
            double heap = Double.parseDouble(child.readLine());
            return new Start(mainNanos / 1e6, processNanos / 1e6, cpuNanos / 1e6, resident, heap);
        }
    }

    private Loaded classes(Variant variant) throws IOException {
        Path log = scratch.resolve("classes");
        List<String> options = new ArrayList<>(options(variant));
        options.add("-Xlog:class+load:file=" + log);
        try (Child child = Child.start(command(variant.program(), options))) {
            child.readLine();
            List<String> lines = Files.readAllLines(log);
            long ofJars = lines.stream()
                    .filter(line -> line.contains("source: file:") || line.contains("(top)"))
                    .count();
            return new Loaded(lines.size(), ofJars);
        }
    }

    private List<String> command(StartingProgram program, List<String> options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xlog:disable");
        command.add("-Xlog:all=error:stderr");
        command.addAll(options);
        command.addAll(List.of("-cp", program.classPath(), program.main().getName(), uri));
        command.addAll(program.arguments());
        return command;
    }

    private String markdown() {
        Table table = new Table(
                "program",
                "ms from main",
                "ms from process",
                "CPU ms",
                "classes",
                "of jars",
                "RSS MiB",
                "heap MiB",
                "jars KiB");
        starts.forEach((variant, all) -> table.row(row(variant, Start.median(all))));
        return "## Starting, on Java " + Runtime.version().feature() + "\n\nMade by `" + settings.command("startup")
                + "`: medians of " + settings.rounds() * STARTS_PER_ROUND
                + " starts of each program, in turns, with the JVM's defaults, on the null broker. The program connects, opens a"
                + " channel, selects confirms, publishes one message and awaits its confirm. From main: since its first"
                + " statement; from process: since before the process was made. CPU time, classes and RSS are those at the"
                + " confirm; heap is what is alive after it. Jars: all that the program needs, SLF4J's API included. With an"
                + " archive: `" + (AOT_CACHE ? "-XX:AOTCache" : "-XX:SharedArchiveFile") + "`, made by one start with `"
                + (AOT_CACHE ? "-XX:AOTCacheOutput" : "-XX:ArchiveClassesAtExit") + "`. Machine: "
                + Machine.description() + ".\n\n" + table;
    }

    private List<String> row(Variant variant, Start median) {
        return List.of(
                variant.title(),
                Figures.digits(median.mainMillis()),
                Figures.digits(median.processMillis()),
                Figures.digits(median.cpuMillis()),
                Long.toString(loaded.get(variant).all()),
                Long.toString(loaded.get(variant).ofJars()),
                Figures.digits(median.resident() / MEBIBYTE),
                Figures.digits(median.heap() / MEBIBYTE),
                Figures.digits(variant.program().jarSize() / KIBIBYTE));
    }
}
