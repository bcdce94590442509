// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.micro;

import amqp.codec.FieldTable;
import amqp.codec.WireWriter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Field tables to octets and back: six entries, among them a list and a table. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class Tables {
    private final Map<String, Object> values = values();
    private final byte[] octets = entries();
    private final WireWriter out = new WireWriter();

    @Benchmark
    public int encode() {
        out.reset();
        out.table(FieldTable.of(values));
        return out.position();
    }

    @Benchmark
    public Map<String, ?> decode() {
        return FieldTable.ofOctets(octets).entries();
    }

    /** In an order that is the same in each process, so that allocation is. */
    private static Map<String, Object> values() {
        Map<String, Object> origin = new LinkedHashMap<>();
        origin.put("host", "b");
        origin.put("port", 5672);
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("tenant", "a");
        values.put("attempt", 3);
        values.put("sent", Instant.ofEpochSecond(1_700_000_000));
        values.put("final", true);
        values.put("hops", List.of("one", "two"));
        values.put("origin", origin);
        return values;
    }

    private byte[] entries() {
        WireWriter written = new WireWriter();
        written.table(FieldTable.of(values));
        byte[] withLength = written.toByteArray();
        byte[] entries = new byte[withLength.length - 4];
        System.arraycopy(withLength, 4, entries, 0, entries.length);
        return entries;
    }
}
