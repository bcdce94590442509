// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.tck;

import amqp.adapter.spi.Adapter;
import amqp.adapter.spi.Endpoint;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A group of tests: one adapter for each, closed and judged afterwards. Each test says which rule it {@link Proves}. */
@ExtendWith(RuleExtension.class)
@Timeout(120)
abstract class RuleTests {
    private final AdapterTck tck;
    private AdapterUnderTest subject;

    RuleTests(AdapterTck tck) {
        this.tck = tck;
    }

    @BeforeEach
    final void createAdapter() {
        subject = new AdapterUnderTest(tck.newAdapter());
    }

    @AfterEach
    final void closeAdapter() {
        subject.close();
    }

    final String reasonForLacking(Feature feature) {
        return tck.lacking().getOrDefault(feature, "");
    }

    final Adapter adapter() {
        return subject.adapter();
    }

    /** Plain, at the peer. */
    final Endpoint endpoint(Peer peer) {
        return tck.endpoint(peer.port());
    }

    final <R extends Recorder> R connect(Endpoint endpoint, R recorder) {
        return subject.connect(endpoint, recorder);
    }

    /** Connects and waits until that is done. */
    final <R extends Recorder> R connected(Peer peer, R recorder) {
        subject.connect(endpoint(peer), recorder).awaitConnected();
        return recorder;
    }

    static byte[] random(long seed, int count) {
        byte[] octets = new byte[count];
        new Random(seed).nextBytes(octets);
        return octets;
    }
}
