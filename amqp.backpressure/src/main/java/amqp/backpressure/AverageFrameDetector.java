// SPDX-License-Identifier: MPL-2.0
package amqp.backpressure;

/**
 * Detects backpressure: more waits to be sent than the average frame times a multiplier. The average is all octets
 * through all frames since the connection opened, so it misleads where sizes are mixed; {@link WaterMarks} don't. One
 * owner at a time; nothing is synchronized.
 */
public final class AverageFrameDetector {
    /** The multiplier unless told otherwise. */
    public static final double DEFAULT_MULTIPLIER = 10;

    private final double multiplier;
    private long bytesSent;
    private long framesSent;
    private long bytesWaiting;
    private boolean active;

    /**
     * Starts with no frames counted.
     *
     * @param multiplier how many frames of average size may wait; positive
     * @throws IllegalArgumentException when it isn't, or is infinite
     */
    public AverageFrameDetector(double multiplier) {
        if (!(multiplier > 0 && multiplier < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "The multiplier of the average frame is " + multiplier + "; give a positive one.");
        }
        this.multiplier = multiplier;
    }

    /** Frames were encoded for the peer; octets of all of them, their headers and ends included. */
    public void sent(long octets, long frames) {
        bytesSent += octets;
        framesSent += frames;
    }

    /**
     * To be called after each flush with what it left behind.
     *
     * @param outboundBytes the octets that still wait in the outbound buffer
     */
    public Transition flushed(long outboundBytes) {
        bytesWaiting = outboundBytes;
        // With no frame counted the average is 0 and so is what may wait; nothing can wait then.
        var above = framesSent > 0 && outboundBytes > averageFrame() * multiplier;
        if (above == active) {
            return Transition.NONE;
        }
        active = above;
        return above ? Transition.BEGAN : Transition.ENDED;
    }

    /** Whether backpressure prevailed after the last flush. */
    public boolean isActive() {
        return active;
    }

    /** Octets per frame since the connection opened; 0 before the first frame. */
    public double averageFrame() {
        return framesSent == 0 ? 0 : (double) bytesSent / framesSent;
    }

    /** The octets that waited after the last flush. */
    public long bytesWaiting() {
        return bytesWaiting;
    }

    /** About how many frames waited after the last flush: the octets through the average frame, rounded up. */
    public long framesBehind() {
        return bytesSent == 0 ? 0 : (long) Math.ceil(bytesWaiting / averageFrame());
    }

    /** The octets counted since the connection opened. */
    public long bytesSent() {
        return bytesSent;
    }

    /** The frames counted since the connection opened. */
    public long framesSent() {
        return framesSent;
    }
}
