// SPDX-License-Identifier: MPL-2.0
package amqp.reconnection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AddressRotationTest {
    private static List<String> take(AddressRotation<String> rotation, int count) {
        return Stream.generate(rotation::next).limit(count).toList();
    }

    @Test
    void goesRoundInOrder() {
        var rotation = AddressRotation.inOrder(List.of("a", "b", "c"));
        assertEquals(List.of("a", "b", "c", "a", "b"), take(rotation, 5));
    }

    @Test
    void tellsWhenAllWereTried() {
        var rotation = AddressRotation.inOrder(List.of("a", "b"));
        assertFalse(rotation.triedAll());
        rotation.next();
        assertFalse(rotation.triedAll());
        rotation.next();
        assertTrue(rotation.triedAll());
        rotation.startRound();
        assertFalse(rotation.triedAll());
        assertEquals("a", rotation.next());
    }

    @Test
    void roundBegunHalfwayStillTriesAll() {
        var rotation = AddressRotation.inOrder(List.of("a", "b", "c"));
        rotation.next();
        rotation.startRound();
        assertEquals(List.of("b", "c"), take(rotation, 2));
        assertFalse(rotation.triedAll());
        assertEquals("a", rotation.next());
        assertTrue(rotation.triedAll());
    }

    @Test
    void beginsAgainWithTheOneThatWorked() {
        var rotation = AddressRotation.inOrder(List.of("a", "b", "c"));
        take(rotation, 2);
        rotation.succeeded();
        assertFalse(rotation.triedAll());
        assertEquals(List.of("b", "c", "a"), take(rotation, 3));
        rotation.succeeded();
        rotation.succeeded();
        assertEquals("a", rotation.next());
    }

    @Test
    void successBeforeAnyAddressIsHarmless() {
        var rotation = AddressRotation.inOrder(List.of("a", "b"));
        rotation.succeeded();
        assertEquals("a", rotation.next());
    }

    @Test
    void replacementWaitsForTheNextRound() {
        var rotation = AddressRotation.inOrder(List.of("a", "b"));
        rotation.next();
        rotation.replace(List.of("x"));
        assertEquals("b", rotation.next());
        assertTrue(rotation.triedAll());
        rotation.startRound();
        assertEquals(List.of("x"), rotation.addresses());
        assertEquals("x", rotation.next());
        assertTrue(rotation.triedAll());
        rotation.startRound();
        assertEquals("x", rotation.next());
    }

    @Test
    void listIsCopied() {
        var list = new ArrayList<>(List.of("a", "b"));
        var rotation = AddressRotation.inOrder(list);
        list.clear();
        assertEquals(List.of("a", "b"), rotation.addresses());
        assertThrows(
                UnsupportedOperationException.class, () -> rotation.addresses().clear());
    }

    @Test
    void shuffleKeepsAllAndRepeatsWithItsSeed() {
        var list = IntStream.range(0, 20).boxed().toList();
        var rotation = AddressRotation.shuffled(list, new SplittableRandom(7));
        assertEquals(new HashSet<>(list), new HashSet<>(rotation.addresses()));
        assertEquals(list.size(), rotation.addresses().size());
        assertEquals(
                rotation.addresses(),
                AddressRotation.shuffled(list, new SplittableRandom(7)).addresses());
    }

    @Test
    void shuffleReachesEachOrder() {
        var random = new SplittableRandom(11);
        var seen = new HashSet<List<String>>();
        for (var draw = 0; draw < 200; draw++) {
            seen.add(AddressRotation.shuffled(List.of("a", "b", "c"), random).addresses());
        }
        assertEquals(6, seen.size());
    }

    @Test
    void replacementIsShuffledToo() {
        var list = IntStream.range(0, 20).boxed().toList();
        var rotation = AddressRotation.shuffled(List.of(1), new SplittableRandom(3));
        rotation.replace(list);
        rotation.startRound();
        assertEquals(new HashSet<>(list), new HashSet<>(rotation.addresses()));
        assertFalse(list.equals(rotation.addresses()));
    }

    @Test
    void whatIsSilentComesLast() {
        var rotation = AddressRotation.inOrder(List.of("a", "b", "c"));
        rotation.next();
        rotation.succeeded();
        rotation.failed(true); // lost
        rotation.startRound();
        assertEquals(List.of("b", "c", "a"), take(rotation, 3));
        rotation.startRound();
        assertEquals(List.of("b", "c", "a"), take(rotation, 3));
    }

    @Test
    void whatIsSilentLongestComesFirstOfThese() {
        var rotation = AddressRotation.inOrder(List.of("a", "b", "c"));
        rotation.next();
        rotation.failed(true);
        rotation.next();
        rotation.failed(true);
        rotation.next();
        rotation.failed(false);
        rotation.startRound();
        assertEquals(List.of("c", "a", "b"), take(rotation, 3));
    }

    @Test
    void anAnswerEndsTheSilence() {
        var rotation = AddressRotation.inOrder(List.of("a", "b"));
        rotation.next();
        rotation.failed(true);
        rotation.startRound();
        take(rotation, 2);
        rotation.failed(false); // "a" refuses
        rotation.startRound();
        assertEquals(List.of("b", "a"), take(rotation, 2));
        rotation.startRound();
        rotation.next();
        rotation.failed(true);
        rotation.succeeded();
        rotation.startRound();
        assertEquals("b", rotation.next());
    }

    /** So that each of them gets all its time once in a while. */
    @Test
    void nothingIsBetterThanOneThatIsSilentAsWell() {
        var rotation = AddressRotation.inOrder(List.of("a", "b"));
        rotation.next();
        assertTrue(rotation.hasBetter());
        rotation.failed(true);
        rotation.next();
        assertFalse(rotation.hasBetter());
        rotation.failed(true);
        rotation.startRound();
        rotation.next();
        assertFalse(rotation.hasBetter());
    }

    @Test
    void silenceOfAnAddressThatIsReplacedIsForgotten() {
        var rotation = AddressRotation.inOrder(List.of("a", "b"));
        rotation.failed(true);
        rotation.replace(List.of("x", "y"));
        rotation.startRound();
        rotation.replace(List.of("a", "b"));
        rotation.startRound();
        assertEquals(List.of("a", "b"), take(rotation, 2));
    }

    @Test
    void needsAnAddress() {
        var rotation = AddressRotation.inOrder(List.of("a"));
        assertThrows(IllegalArgumentException.class, () -> AddressRotation.inOrder(List.of()));
        assertThrows(IllegalArgumentException.class, () -> rotation.replace(List.of()));
    }
}
