// SPDX-License-Identifier: MPL-2.0
package amqp.integration.tck;

import amqp.adapter.spi.Adapter;
import amqp.adapter.tck.Rule;

/** Faults of adapters: what each does wrong, the rule that it breaks, and a test of the suite that must find it. */
enum Fault {
    CONNECTED_TWICE(Rule.CONNECTED_FIRST, "Connecting", "peerIsReached"),
    FAILURE_IN_TWO_LINES(Rule.FAILURE_SAYS_WHY, "Connecting", "refusedSaysSo"),
    WAITS_FOR_EVER(Rule.CONNECT_TIMEOUT, "Connecting", "connectTimeoutSaysSo"),
    IGNORES_CLOSE(Rule.CLOSE_ENDS_CONNECTING, "Connecting", "closeWhileConnectingIsHeard"),
    NO_PROVIDER(Rule.FOUND_BY_NAME, "Connecting", "serviceLoaderFindsTheProvider"),
    CLOSED_TWICE(Rule.CLOSED_ONCE_AND_LAST, "Closing", "closeInsideACallWorks"),
    CALLS_FROM_ANOTHER_THREAD(Rule.ON_IO_THREAD, "Connecting", "peerIsReached"),
    OVERLAPPING_CALLS(Rule.CALLS_NEVER_OVERLAP, "Calls", "callsOfAllOriginsTakeTurns"),
    SWALLOWS_EXCEPTIONS(Rule.FAULTS_STAY_APART, "Calls", "exceptionOfAHandlerClosesOnlyItsTransport"),
    CHANGES_AN_OCTET(Rule.BYTES_WHOLE, "Streams", "singleOctetsOfThePeerArrive"),
    WAITS_FOR_A_FLUSH(Rule.TRANSMIT_FOLLOWS_CALLS, "Calls", "whatTheHandlerHasAtEachCallIsSentWithoutFlush"),
    LITTLE_ROOM(Rule.ROOM_TO_TRANSMIT, "Connecting", "peerIsReached"),
    LOSES_A_FLUSH(Rule.NO_FLUSH_LOST, "Streams", "flushesOfManyThreadsAreHeard"),
    TAKES_WITHOUT_END(Rule.FULL_SOCKET_WAITS, "Streams", "fullSocketTakesNoMoreButTimersAndReadingGoOn"),
    READS_ON_WHEN_PAUSED(Rule.PAUSE_STOPS_READING, "Streams", "pausedReadingStopsAndResumes"),
    END_IS_NO_EOF(Rule.END_OF_STREAM, "Closing", "endOfThePeersStreamIsEof"),
    RESET_IS_AN_END(Rule.LOST_SAYS_SO, "Closing", "resetIsAnError"),
    CLOSES_ROUGHLY(Rule.CLOSE_SENDS_THE_REST, "Closing", "closeSendsWhatTheHandlerHas"),
    OPEN_AFTER_CLOSE(Rule.ADAPTER_CLOSES_ALL, "Closing", "adapterClosesItsTransports"),
    LEAVES_A_THREAD(Rule.NOTHING_LEFT, "Connecting", "peerIsReached"),
    RUNS_TASKS_EARLY(Rule.TASKS_IN_ORDER, "Timers", "noTaskRunsBeforeItsTime"),
    RUNS_CANCELLED(Rule.CANCELLED_NEVER_RUNS, "Timers", "cancelledTaskOfATransportNeverRuns"),
    TELLS_NO_TIMEOUT(Rule.TIMEOUT_COMES, "Timers", "timeoutsOfTheHandlerRepeat"),
    RUNS_TASKS_AT_THE_CALLER(Rule.SCHEDULES_ALONE, "Timers", "adapterRunsTasksWithoutATransport"),
    DIES_OF_AN_INTERRUPT(Rule.INTERRUPT_HARMLESS, "Calls", "interruptOfTheIoThreadDoesNoHarm"),
    NEGLECTS_ALL_BUT_A_HUNDRED(Rule.MANY_CONNECTIONS, "Resources", "aThousandConnectionsAtOnce"),
    SPEAKS_NO_TLS(Rule.TLS_CARRIES, "Tls", "contextOfTheApplicationIsUsed"),
    TRUSTS_EVERYONE(Rule.TLS_VERIFIES, "Tls", "wrongHostIsRefused"),
    SHOWS_NO_CERTIFICATE(Rule.TLS_CLIENT_CERTIFICATE, "Tls", "clientCertificateIsShown"),
    SENDS_NO_SERVER_NAME(Rule.TLS_SERVER_NAME, "Tls", "nameOfTheHostIsSent"),
    CUTS_TLS_OFF(Rule.TLS_ENDS_IN_ORDER, "Tls", "closeSendsTheRestAndEndsTheStreamInOrder"),
    LEAVES_THE_NAME_TO_THE_CONTEXT(Rule.TLS_VERIFIES_THE_NAME, "Tls", "wrongHostIsRefusedWhateverTheContextAccepts");

    private final Rule rule;
    private final String group;
    private final String test;

    Fault(Rule rule, String group, String test) {
        this.rule = rule;
        this.group = group;
        this.test = test;
    }

    Rule rule() {
        return rule;
    }

    String group() {
        return group;
    }

    String test() {
        return test;
    }

    /** The adapter, with this fault. */
    Adapter in(Adapter sound) {
        return new FaultyAdapter(this, sound);
    }
}
