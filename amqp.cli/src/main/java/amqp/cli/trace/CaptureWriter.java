// SPDX-License-Identifier: MPL-2.0
package amqp.cli.trace;

import amqp.cli.terminal.CommandFailedException;
import amqp.cli.terminal.OutputFile;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Writes a capture file on a thread of its own. Where the disk is slower than what passes, frames are left out and counted,
 * in the file too; where it fails, the file ends.
 */
final class CaptureWriter implements Capture {
    private static final long BOUND = 32 << 20;
    private static final int BUFFER = 1 << 16;

    private final Path file;
    private final Consumer<String> problems;
    private final Summary summary;
    private final RecordQueue queue = new RecordQueue(BOUND);
    private final Worker writer;
    private final DataOutputStream out;

    /** Of each connection, the frames left out since the last that was not; for the thread that decodes. */
    private final Map<Integer, Long> missing = new HashMap<>();

    private volatile boolean failed;

    /**
     * Begins to write.
     *
     * @param file for messages
     * @param out at its beginning
     */
    CaptureWriter(Path file, DataOutputStream out, Summary summary, Consumer<String> problems) {
        this.file = file;
        this.out = out;
        this.summary = summary;
        this.problems = problems;
        writer = Worker.start("amqp-trace-capture", this::run);
    }

    /**
     * Makes the file, for its owner alone.
     *
     * @param problems is told in a sentence when writing fails
     * @throws CommandFailedException when it is there already, or cannot be made
     */
    static CaptureWriter create(Path file, Summary summary, Consumer<String> problems) {
        try {
            DataOutputStream out = new DataOutputStream(new BufferedOutputStream(
                    Channels.newOutputStream(Files.newByteChannel(
                            file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly())),
                    BUFFER));
            return new CaptureWriter(file, out, summary, problems);
        } catch (IOException e) {
            throw OutputFile.notMade("--write", file, e);
        }
    }

    private static FileAttribute<?>[] ownerOnly() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    @Override
    public void record(TraceRecord passed) {
        queue.offer(passed);
    }

    @Override
    public void frame(TraceRecord passed, RawFrame frame, boolean open) {
        if (failed) {
            return;
        }
        int connection = passed.connection();
        if (!reportGap(passed)
                || !queue.offer(TraceRecord.octets(
                        connection, passed.direction(), passed.nanos(), masked(passed, frame, open)))) {
            missing.merge(connection, 1L, Long::sum);
            summary.missing(1);
        }
    }

    /** Returns false where there is no room to say that frames are missing. */
    private boolean reportGap(TraceRecord passed) {
        Long frames = missing.isEmpty() ? null : missing.get(passed.connection());
        if (frames == null) {
            return true;
        }
        boolean told = queue.offer(
                TraceRecord.of(TraceRecord.Kind.GAP, passed.connection(), passed.nanos(), frames.toString()));
        if (told) {
            missing.remove(passed.connection());
        }
        return told;
    }

    private static byte[] masked(TraceRecord passed, RawFrame frame, boolean open) {
        byte[] octets = frame.copy();
        if (frame.type() == RawFrame.UNDECODABLE && passed.direction() == Direction.TO_BROKER) {
            Secrets.maskUndecodable(octets, open && !frame.problem().isEmpty());
        } else if (Secrets.isSecret(frame)) {
            Secrets.mask(octets);
        }
        return octets;
    }

    private void run() {
        try {
            CaptureFormat.begin(out);
            for (TraceRecord passed = queue.take(); passed != null; passed = queue.take()) {
                CaptureFormat.write(out, passed);
                if (queue.isEmpty()) {
                    out.flush();
                }
            }
            out.close();
        } catch (IOException e) {
            failed = true;
            queue.close();
            problems.accept("cannot write " + file + " any more, it ends here: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean hasFailed() {
        return failed;
    }

    @Override
    public void close() {
        queue.close();
        writer.awaitEnd();
    }
}
