// SPDX-License-Identifier: MPL-2.0
package amqp.reconnection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.reconnection.Reconnector.OnRefusal;
import amqp.reconnection.Reconnector.State;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReconnectorTest {
    private static final long SECOND = 1_000_000_000;
    private static final ReconnectionStrategy DOUBLING =
            Exponential.builder().jitter(0).build();

    private static Reconnector<String> reconnector(ReconnectionStrategy strategy, String... addresses) {
        return reconnector(strategy, OnRefusal.GIVE_UP, addresses);
    }

    private static Reconnector<String> reconnector(
            ReconnectionStrategy strategy, OnRefusal onRefusal, String... addresses) {
        return new Reconnector<>(
                strategy, AddressRotation.inOrder(List.of(addresses)), new SplittableRandom(1), onRefusal);
    }

    private static Step<String> connect(String address, long seconds, int round) {
        return new Step.Connect<>(address, Duration.ofSeconds(seconds), round);
    }

    private static Step<String> end(String why) {
        return new Step.End<>(why);
    }

    @Test
    void firstConnectBeginsAtOnce() {
        var reconnector = reconnector(DOUBLING, "a", "b");
        assertEquals(State.NEW, reconnector.state());
        assertEquals(connect("a", 0, 0), reconnector.start(0));
        assertEquals(State.CONNECTING, reconnector.state());
    }

    @Test
    void delayComesAfterAWholeRound() {
        var reconnector = reconnector(DOUBLING, "a", "b", "c");
        reconnector.start(0);
        assertEquals(connect("b", 0, 0), reconnector.attemptFailed(0));
        assertEquals(connect("c", 0, 0), reconnector.attemptFailed(0));
        assertEquals(connect("a", 1, 1), reconnector.attemptFailed(0));
        assertEquals(connect("b", 0, 1), reconnector.attemptFailed(0));
        assertEquals(connect("c", 0, 1), reconnector.attemptFailed(0));
        assertEquals(connect("a", 2, 2), reconnector.attemptFailed(0));
        assertEquals(2, reconnector.round());
    }

    @Test
    void missingCredentialsEndTheRound() {
        var reconnector = reconnector(DOUBLING, "a", "b");
        reconnector.start(0);
        assertEquals(connect("b", 1, 1), reconnector.credentialsMissing(0));
        assertEquals(connect("a", 0, 1), reconnector.attemptFailed(0));
        assertEquals(connect("b", 2, 2), reconnector.credentialsMissing(0));
        reconnector.closedByApplication();
        assertEquals(end("The application closed the connection."), reconnector.credentialsMissing(0));
    }

    @Test
    void lossIsFollowedByTheAddressThatWorkedAfterTheDelay() {
        var reconnector = reconnector(DOUBLING, "a", "b");
        reconnector.start(0);
        reconnector.attemptFailed(0);
        assertTrue(reconnector.opened());
        assertEquals(State.OPEN, reconnector.state());
        assertEquals(connect("b", 1, 1), reconnector.lost(0));
        assertEquals(State.CONNECTING, reconnector.state());
        assertEquals(connect("a", 0, 1), reconnector.attemptFailed(0));
        assertEquals(connect("b", 2, 2), reconnector.attemptFailed(0));
    }

    @Test
    void successfulOpenSetsTheDelayBack() {
        var reconnector = reconnector(DOUBLING, "a");
        reconnector.start(0);
        assertEquals(connect("a", 1, 1), reconnector.attemptFailed(0));
        assertEquals(connect("a", 2, 2), reconnector.attemptFailed(0));
        assertEquals(connect("a", 4, 3), reconnector.attemptFailed(0));
        assertTrue(reconnector.opened());
        assertEquals(0, reconnector.round());
        assertEquals(connect("a", 1, 1), reconnector.lost(0));
    }

    @Test
    void noneTriesEachAddressOnceAndNeverComesBack() {
        var reconnector = reconnector(ReconnectionStrategy.none(), "a", "b");
        reconnector.start(0);
        assertEquals(connect("b", 0, 0), reconnector.attemptFailed(0));
        assertEquals(end("Reconnection is off."), reconnector.attemptFailed(0));
        assertEquals(State.ENDED, reconnector.state());

        var open = reconnector(ReconnectionStrategy.none(), "a", "b");
        open.start(0);
        open.opened();
        assertEquals(end("Reconnection is off."), open.lost(0));
    }

    @Test
    void limitOfRoundsEndsItAndIsFreshAfterAnOpen() {
        var reconnector = reconnector(DOUBLING.atMost(1), "a");
        reconnector.start(0);
        assertEquals(connect("a", 1, 1), reconnector.attemptFailed(0));
        reconnector.opened();
        assertEquals(connect("a", 1, 1), reconnector.lost(0));
        assertEquals(end("The limit of 1 rounds of reconnecting is used up."), reconnector.attemptFailed(0));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -5 * SECOND, Long.MAX_VALUE, Long.MAX_VALUE - 5 * SECOND, Long.MIN_VALUE})
    void limitOfTimeIsCountedFromTheLossWhereverTheTimeStands(long start) {
        var reconnector =
                reconnector(ReconnectionStrategy.fixed(Duration.ofSeconds(1)).within(Duration.ofSeconds(10)), "a");
        reconnector.start(start);
        assertEquals(connect("a", 1, 1), reconnector.attemptFailed(start + 9 * SECOND));
        reconnector.opened();
        var lost = start + 100 * SECOND;
        assertEquals(connect("a", 1, 1), reconnector.lost(lost));
        assertEquals(connect("a", 1, 2), reconnector.attemptFailed(lost + 9 * SECOND));
        var last = reconnector.attemptFailed(lost + 9 * SECOND + 1);
        assertEquals(end("The next round of reconnecting would begin later than the limit of PT10S."), last);
    }

    @Test
    void refusedCredentialsAreNotTriedAgain() {
        var reconnector = reconnector(DOUBLING, "a", "b");
        reconnector.start(0);
        assertEquals(end("The server refused the credentials."), reconnector.credentialsRefused(0));
        assertEquals(State.ENDED, reconnector.state());
    }

    @Test
    void refusedCredentialsAreTriedAgainWithDelayWhenAsked() {
        var reconnector = reconnector(DOUBLING, OnRefusal.RETRY, "a", "b");
        reconnector.start(0);
        assertEquals(connect("b", 1, 1), reconnector.credentialsRefused(0));
        assertEquals(connect("a", 2, 2), reconnector.credentialsRefused(0));
        assertEquals(connect("b", 0, 2), reconnector.attemptFailed(0));
    }

    @Test
    void applicationsCloseEndsItInEachState() {
        var why = end("The application closed the connection.");
        var fresh = reconnector(DOUBLING, "a");
        assertEquals(why, fresh.closedByApplication());
        assertEquals(why, fresh.start(0));

        var connecting = reconnector(DOUBLING, "a");
        connecting.start(0);
        assertEquals(why, connecting.closedByApplication());
        assertEquals(why, connecting.attemptFailed(0));
        assertEquals(why, connecting.credentialsRefused(0));
        assertFalse(connecting.opened());

        var open = reconnector(DOUBLING, "a");
        open.start(0);
        open.opened();
        assertEquals(why, open.closedByApplication());
        assertEquals(why, open.lost(0));
        assertEquals(why, open.closedByApplication());
        assertEquals(State.ENDED, open.state());
    }

    @Test
    void firstReasonToEndIsKept() {
        var reconnector = reconnector(DOUBLING, "a");
        reconnector.start(0);
        reconnector.credentialsRefused(0);
        assertEquals(end("The server refused the credentials."), reconnector.closedByApplication());
    }

    @Test
    void reportsThatDoNotFitTheStateAreTheCallersFault() {
        var reconnector = reconnector(DOUBLING, "a");
        assertThrows(IllegalStateException.class, reconnector::opened);
        assertThrows(IllegalStateException.class, () -> reconnector.lost(0));
        assertThrows(IllegalStateException.class, () -> reconnector.attemptFailed(0));
        assertThrows(IllegalStateException.class, () -> reconnector.credentialsRefused(0));
        reconnector.start(0);
        assertThrows(IllegalStateException.class, () -> reconnector.start(0));
        assertThrows(IllegalStateException.class, () -> reconnector.lost(0));
        reconnector.opened();
        var failure = assertThrows(IllegalStateException.class, () -> reconnector.attemptFailed(0));
        assertEquals(
                "The event attemptFailed belongs to the state CONNECTING, but the connection is OPEN.",
                failure.getMessage());
    }

    @Test
    void oneStrategyServesManyConnections() {
        var first = reconnector(DOUBLING, "a");
        var second = reconnector(DOUBLING, "a");
        first.start(0);
        second.start(0);
        first.attemptFailed(0);
        assertEquals(connect("a", 2, 2), first.attemptFailed(0));
        assertEquals(connect("a", 1, 1), second.attemptFailed(0));
    }

    @Test
    void replacedAddressesAreUsedAfterTheRound() {
        var addresses = AddressRotation.inOrder(List.of("a", "b"));
        var reconnector = new Reconnector<>(DOUBLING, addresses, new SplittableRandom(1), OnRefusal.GIVE_UP);
        reconnector.start(0);
        addresses.replace(List.of("x", "y"));
        assertEquals(connect("b", 0, 0), reconnector.attemptFailed(0));
        assertEquals(connect("x", 1, 1), reconnector.attemptFailed(0));
        assertEquals(connect("y", 0, 1), reconnector.attemptFailed(0));
    }
}
