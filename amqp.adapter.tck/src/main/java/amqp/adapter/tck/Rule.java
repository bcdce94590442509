// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.tck;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rules that every adapter must keep. The documentation has the same sentences; a failure of the suite starts with
 * the id and the sentence of the broken rule, so that nobody has to read the tests to know what to fix.
 */
public enum Rule {
    CONNECTED_FIRST(
            "R1", "connect returns without waiting, and the handler hears connected first, once the peer is reached"),
    FAILURE_SAYS_WHY(
            "R2",
            "Where connecting fails, the handler hears closed alone, with a TransportException whose message is one line and"
                    + " names the peer and the reason",
            Feature.HOST_AND_PORT),
    CONNECT_TIMEOUT("R3", "Connecting is given up after the endpoint's connect timeout", Feature.HOST_AND_PORT),
    CLOSE_ENDS_CONNECTING("R4", "close gives connecting up, and closed follows", Feature.HOST_AND_PORT),
    CLOSED_ONCE_AND_LAST("R5", "closed is called exactly once, and nothing is called after it"),
    ON_IO_THREAD("R6", "onIoThread is true within the calls of the handler and its tasks, and false elsewhere"),
    CALLS_NEVER_OVERLAP("R7", "Calls to one handler never overlap, those of its tasks included"),
    FAULTS_STAY_APART(
            "R8", "What a handler or its task throws closes its transport with that cause, and no other transport"),
    BYTES_WHOLE("R9", "Bytes arrive whole and in order, in whatever slices they are written and read"),
    TRANSMIT_FOLLOWS_CALLS("R10", "transmit follows each call of the handler, without a flush"),
    ROOM_TO_TRANSMIT("R11", "transmit has room for 16384 bytes at least"),
    NO_FLUSH_LOST("R12", "transmit follows a flush from whatever thread, and none is lost"),
    FULL_SOCKET_WAITS(
            "R13",
            "transmit isn't called while the socket is full, and is when it takes bytes again; timeouts and reading go on"),
    PAUSE_STOPS_READING("R14", "pauseReading stops reading soon, timeouts go on, and resumeReading loses nothing"),
    END_OF_STREAM(
            "R15",
            "The peer's end of the stream closes the transport with an EOFException, after all that came before"),
    LOST_SAYS_SO("R16", "A connection that breaks closes the transport with a TransportException", Feature.RESET),
    CLOSE_SENDS_THE_REST(
            "R17", "close offers what the handler has, waits for nobody, and ends the stream; the cause is closedHere"),
    ADAPTER_CLOSES_ALL(
            "R18", "Closing the adapter closes its transports; connect and schedule then throw IllegalStateException"),
    NOTHING_LEFT(
            "R19",
            "No thread is left once awaitClosed has returned, and no socket; threads are daemons named amqp-<adapter>-<number>"),
    TASKS_IN_ORDER("R20", "Tasks run once, in the order of their time, and never before it"),
    CANCELLED_NEVER_RUNS("R21", "A cancelled task doesn't run"),
    TIMEOUT_COMES(
            "R22",
            "timeout is called when nanosUntilTimeout has passed, also when a flush told that it became shorter"),
    SCHEDULES_ALONE("R23", "The adapter's schedule needs no transport, and its task runs on a thread of the adapter"),
    INTERRUPT_HARMLESS("R24", "An interrupt of the I/O thread by a handler does no harm"),
    MANY_CONNECTIONS("R25", "One adapter serves a thousand connections at once", Feature.THOUSAND_CONNECTIONS),
    FOUND_BY_NAME(
            "R26",
            "ServiceLoader finds a provider under the adapter's name; making it starts no thread",
            Feature.PROVIDER),
    TLS_CARRIES("R27", "TLS 1.2 and TLS 1.3 carry bytes whole; connected comes after the handshake", Feature.TLS),
    TLS_VERIFIES(
            "R28",
            "A peer whose certificate isn't for the host, isn't trusted or is out of its time is refused before connected",
            Feature.TLS),
    TLS_CLIENT_CERTIFICATE(
            "R29",
            "A client certificate is shown where one is asked for; a peer's refusal closes the transport",
            Feature.TLS),
    TLS_SERVER_NAME("R30", "TLS sends the host's name (SNI)", Feature.TLS, Feature.HOST_AND_PORT),
    TLS_ENDS_IN_ORDER(
            "R31", "close ends TLS in order (close_notify); a peer that speaks no TLS is refused", Feature.TLS),
    TLS_VERIFIES_THE_NAME(
            "R32",
            "A peer whose certificate isn't for the host is refused before connected whatever the trust managers accept, and"
                    + " the message names the name that was asked for",
            Feature.TLS);

    /** System property: how long anything may take before it counts as never, in seconds; 30 unless set. */
    private static final String PATIENCE = "amqp.adapter.tck.patience";

    private static final long LONGEST_PAUSE_NANOS = 10_000_000;

    private final String id;
    private final String sentence;
    private final List<Feature> features;

    Rule(String id, String sentence, Feature... features) {
        this.id = id;
        this.sentence = sentence;
        this.features = List.of(features);
    }

    /** Returns the short name, such as "R1", which never changes. */
    public String id() {
        return id;
    }

    /** Returns what must hold. */
    public String sentence() {
        return sentence;
    }

    /** Returns the features without which the rule does not apply. */
    public List<Feature> features() {
        return features;
    }

    /** Returns all rules as a table in Markdown, for the documentation. */
    public static String table() {
        return Stream.of(values())
                .map(rule -> "| " + rule.id + " | " + rule.sentence + " | "
                        + rule.features.stream().map(Feature::name).collect(Collectors.joining(", ")) + " |\n")
                .collect(Collectors.joining("", "| id | rule | needs |\n|---|---|---|\n", ""));
    }

    /** The failure that says that this rule is broken, and by what. */
    AssertionError broken(String found) {
        return new AssertionError(message(found));
    }

    String message(String found) {
        return id + ": " + sentence + ". Found: " + found;
    }

    void check(boolean holds, Supplier<String> found) {
        if (!holds) {
            throw broken(found.get());
        }
    }

    /** How long anything may take before it counts as never. */
    static Duration patience() {
        return Duration.ofSeconds(Integer.getInteger(PATIENCE, 30));
    }

    /** Waits for the condition, which is asked again and again; it is broken when it never comes true. */
    void eventually(BooleanSupplier condition, Supplier<String> found) {
        long patience = patience().toNanos();
        long start = System.nanoTime();
        for (long pause = 100_000; !condition.getAsBoolean(); pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS)) {
            boolean late = System.nanoTime() - start >= patience;
            // Asked once more, for a machine that was slow.
            if (late && !condition.getAsBoolean() || Thread.currentThread().isInterrupted()) {
                throw broken("not within " + patience / 1_000_000_000 + " s: " + found.get());
            }
            LockSupport.parkNanos(pause);
        }
    }
}
