// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.connection.ScriptedConnection.Split;
import amqp.testkit.scripted.ScriptedBroker;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random conversations. Those that are left alone are good ones; in the others octets are changed, lost, added and
 * repeated on their way. The engine throws nothing for it, and its account is always in order. The seed of a failure is
 * in its message.
 */
class MutationTest {
    private static final int CASES = 1500;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void spoiledConversationsEndInOrder(long seed) {
        int noticed = 0;
        for (int i = 0; i < CASES; i++) {
            long own = seed * 1_000_000 + i;
            var random = new Random(own);
            var world = world(random).tampering(new Spoiler(random, 1 + random.nextInt(3000)));
            if (converse(world, own, random) instanceof CloseReason.PeerViolation) {
                noticed++;
            }
        }
        // Many changes make other good frames, or come too late; but when most do, this test proves little.
        assertTrue(noticed > CASES / 4, "only " + noticed + " were noticed");
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5})
    void goodConversationsHaveNoViolations(long seed) {
        for (int i = 0; i < 400; i++) {
            long own = seed * 1_000_000 + i;
            var random = new Random(own);
            var world = world(random);
            var reason = converse(world, own, random);
            assertFalse(reason instanceof CloseReason.PeerViolation, () -> "seed " + own + ": " + reason);
            assertEquals(List.of(), world.broker.violations(), () -> "seed " + own);
        }
    }

    private static ScriptedConnection world(Random random) {
        var split = Split.values()[random.nextInt(3)];
        return new ScriptedConnection(ScriptedBroker.automatic(), EngineOptions.DEFAULT).split(split);
    }

    private static CloseReason converse(ScriptedConnection world, long seed, Random random) {
        try {
            return new Session(world, random).live(60).settle();
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("seed " + seed, e);
        }
    }

    /** Does one bad thing, at a place chosen beforehand. */
    private static final class Spoiler implements UnaryOperator<byte[]> {
        private final Random random;
        private int untilThen;

        Spoiler(Random random, int place) {
            this.random = random;
            this.untilThen = place;
        }

        @Override
        public byte[] apply(byte[] octets) {
            int at = untilThen;
            untilThen -= octets.length;
            return at >= 0 && at < octets.length ? spoil(octets, at) : octets;
        }

        private byte[] spoil(byte[] octets, int at) {
            int length = Math.min(octets.length - at, 1 + random.nextInt(12));
            return switch (random.nextInt(6)) {
                case 0 -> { // a bit
                    octets[at] ^= (byte) (1 << random.nextInt(8));
                    yield octets;
                }
                case 1 -> { // an octet
                    octets[at] = (byte) random.nextInt(256);
                    yield octets;
                }
                case 2 -> { // noise
                    byte[] noise = new byte[length];
                    random.nextBytes(noise);
                    System.arraycopy(noise, 0, octets, at, length);
                    yield octets;
                }
                case 3 -> joined(octets, 0, at, octets, at + length, octets.length); // lost
                case 4 -> joined(octets, 0, at + length, octets, at, octets.length); // repeated
                default -> { // a length or a number that goes through the roof
                    Arrays.fill(octets, at, Math.min(octets.length, at + 4), (byte) 0xff);
                    yield octets;
                }
            };
        }

        private static byte[] joined(byte[] first, int from, int to, byte[] second, int from2, int to2) {
            byte[] joined = Arrays.copyOf(Arrays.copyOfRange(first, from, to), to - from + to2 - from2);
            System.arraycopy(second, from2, joined, to - from, to2 - from2);
            return joined;
        }
    }
}
