// SPDX-License-Identifier: MPL-2.0
package amqp.fuzz;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Lets Jazzer look for inputs that a target does not pass, guided by what code they reach: one process for each target. What
 * it finds goes to the checked-in inputs, where every build runs it; what reached new code is kept for the next time.
 */
public final class Fuzz {
    private static final String USAGE = "Usage: fuzz [--minutes N] [TARGET ...]";
    private static final Pattern RUNS = Pattern.compile("^#(\\d+)\\s|^Done (\\d+) runs");
    private static final int LONGEST_INPUT = 8192;
    private static final int SECONDS_FOR_ONE = 20;

    private final Path inputs;
    private final Path corpus;
    private int found;

    private Fuzz(Path inputs, Path corpus) {
        this.inputs = inputs;
        this.corpus = corpus;
    }

    /**
     * Ends the process with 0, with 1 when something was found, or with 2 for a command line that makes no sense.
     *
     * @param arguments the folder of the inputs, the folder of the corpora, then those of the user
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        double minutes = 10;
        List<Target> targets = new ArrayList<>();
        try {
            for (int i = 2; i < arguments.length; i++) {
                if (arguments[i].equals("--minutes")) {
                    minutes = Double.parseDouble(arguments[++i]);
                } else {
                    targets.add(Target.valueOf(arguments[i].toUpperCase(Locale.ROOT)));
                }
            }
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            System.err.println(USAGE + "\nTargets: "
                    + String.join(
                            " ", Stream.of(Target.values()).map(Target::label).toList()));
            System.exit(2);
        }
        List<Target> all = targets.isEmpty() ? Arrays.asList(Target.values()) : targets;
        Fuzz fuzz = new Fuzz(Path.of(arguments[0]), Path.of(arguments[1]));
        Duration each = Duration.ofMillis((long) (minutes * 60_000 / all.size()));
        for (Target target : all) {
            fuzz.run(target, each);
        }
        System.exit(fuzz.found > 0 ? 1 : 0);
    }

    private void run(Target target, Duration time) throws IOException, InterruptedException {
        Path seeds = Files.createDirectories(inputs.resolve(target.label()));
        Path grown = Files.createDirectories(corpus.resolve(target.label()));
        Path findings = Files.createDirectories(corpus.resolve(target.label() + "-findings"));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "com.code_intelligence.jazzer.Jazzer",
                        "--target_class=" + Fuzzed.class.getName(),
                        "--target_args=" + target.name(),
                        "--instrumentation_includes=amqp.**",
                        "--disabled_hooks=com.code_intelligence.jazzer.sanitizers.**",
                        "-max_total_time=" + Math.max(1, time.toSeconds()),
                        "-max_len=" + LONGEST_INPUT,
                        "-timeout=" + SECONDS_FOR_ONE,
                        "-rss_limit_mb=0",
                        "-artifact_prefix=" + findings + "/",
                        "--reproducer_path=" + findings,
                        grown.toString(),
                        seeds.toString())
                .redirectErrorStream(true)
                .start();
        String runs = watch(target, process);
        int status = process.waitFor();
        int before = found;
        keep(findings, seeds);
        System.out.printf("%s: %s inputs in %d s, %d found%n", target.label(), runs, time.toSeconds(), found - before);
        if (status != 0 && found == before) {
            throw new IllegalStateException("Jazzer ended with " + status + " and left no input; see above");
        }
    }

    /** Gives how many inputs were run; shows what it says once it has found something, or has trouble of its own. */
    private static String watch(Target target, Process process) throws IOException {
        String runs = "unknown";
        boolean showing = false;
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher progress = RUNS.matcher(line);
                if (progress.find()) {
                    runs = progress.group(1) == null ? progress.group(2) : progress.group(1);
                }
                showing |= line.startsWith("==") || line.startsWith("ERROR") || line.startsWith("Exception");
                if (showing) {
                    System.out.println(target.label() + ": " + line);
                }
            }
        }
        return runs;
    }

    private void keep(Path findings, Path seeds) throws IOException {
        try (Stream<Path> files = Files.list(findings)) {
            for (Path finding :
                    files.filter(file -> !file.toString().endsWith(".java")).toList()) {
                Path kept = seeds.resolve(finding.getFileName());
                Files.move(finding, kept, StandardCopyOption.REPLACE_EXISTING);
                System.out.println("kept: " + kept);
                found++;
            }
        }
    }
}
