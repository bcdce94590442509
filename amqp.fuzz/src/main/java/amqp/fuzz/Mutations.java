// SPDX-License-Identifier: MPL-2.0
package amqp.fuzz;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Changes of known inputs at random: a little of everything, so that most of an input stays what it was. */
public final class Mutations {
    private static final int LONGEST = 4096;
    private static final int LONGEST_PART = 32;
    private static final byte[] TELLING = {0, 1, -1, 127, -128, -50, 10, 20, 60, 'A'};

    private final Random random;
    private final List<byte[]> known;

    /** Mutations of these inputs; the same ones for the same seed. */
    public Mutations(long seed, List<byte[]> known) {
        this.random = new Random(seed);
        this.known = known;
    }

    /** The next input. */
    public byte[] next() {
        byte[] input = anyKnown();
        for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
            input = changed(input);
        }
        return input.length > LONGEST ? Arrays.copyOf(input, LONGEST) : input;
    }

    private byte[] anyKnown() {
        return known.isEmpty()
                ? new byte[random.nextInt(LONGEST_PART)]
                : known.get(random.nextInt(known.size())).clone();
    }

    private byte[] changed(byte[] input) {
        int at = random.nextInt(input.length + 1);
        int end = Math.min(input.length, at + 1 + random.nextInt(LONGEST_PART));
        return switch (random.nextInt(8)) {
            case 0 -> flipped(input, at);
            case 1 -> set(input, at, (byte) random.nextInt(256));
            case 2, 3 -> set(input, at, TELLING[random.nextInt(TELLING.length)]);
            case 4 -> joined(input, at, new byte[0], end); // removed
            case 5 -> joined(input, end, Arrays.copyOfRange(input, at, end), end); // repeated
            case 6 -> joined(input, at, noise(), at);
            default -> spliced(input, at);
        };
    }

    private byte[] flipped(byte[] input, int at) {
        return at == input.length ? input : set(input, at, (byte) (input[at] ^ 1 << random.nextInt(8)));
    }

    private static byte[] set(byte[] input, int at, byte octet) {
        if (at < input.length) {
            input[at] = octet;
        }
        return input;
    }

    private byte[] noise() {
        byte[] noise = new byte[1 + random.nextInt(LONGEST_PART)];
        random.nextBytes(noise);
        return noise;
    }

    /** The beginning of this one and the end of another. */
    private byte[] spliced(byte[] input, int at) {
        byte[] other = anyKnown();
        int from = random.nextInt(other.length + 1);
        return joined(Arrays.copyOf(input, at), at, Arrays.copyOfRange(other, from, other.length), at);
    }

    private static byte[] joined(byte[] input, int until, byte[] middle, int from) {
        var joined = new ByteArrayOutputStream();
        joined.write(input, 0, until);
        joined.writeBytes(middle);
        joined.write(input, from, input.length - from);
        return joined.toByteArray();
    }
}
