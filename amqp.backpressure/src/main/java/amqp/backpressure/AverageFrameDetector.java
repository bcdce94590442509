// SPDX-License-Identifier: MPL-2.0
package amqp.backpressure;

/**
 * Detects backpressure: more bytes wait to be sent than the average frame times a multiplier. The average is taken over
 * all frames since the connection opened, so it misleads if sizes are mixed; {@link WaterMarks} do not. One owner at a
 * time; nothing is synchronized.
 */
public final class AverageFrameDetector {
    /** The default multiplier. */
    public static final double DEFAULT_MULTIPLIER = 10;

    private final double multiplier;
    private long bytesSent;
    private long framesSent;
    private long bytesWaiting;
    private boolean active;

    /**
     * Creates a detector without counted frames.
     *
     * @param multiplier how many frames of average size may wait; positive
     * @throws IllegalArgumentException when it is not positive, or is infinite
     */
    public AverageFrameDetector(double multiplier) {
        if (!(multiplier > 0 && multiplier < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "The multiplier of the average frame is " + multiplier + "; give a positive one.");
        }
        this.multiplier = multiplier;
    }

    /** Counts frames that were encoded for the peer, and all of their bytes, including headers and ends. */
    public void sent(long octets, long frames) {
        bytesSent += octets;
        framesSent += frames;
    }

    /**
     * Updates the state. Call this after each flush.
     *
     * @param outboundBytes the bytes that still wait in the outbound buffer
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

    /** Returns whether there was backpressure after the last flush. */
    public boolean isActive() {
        return active;
    }

    /** Returns the bytes per frame since the connection opened; 0 before the first frame. */
    public double averageFrame() {
        return framesSent == 0 ? 0 : (double) bytesSent / framesSent;
    }

    /** Returns the bytes that waited after the last flush. */
    public long bytesWaiting() {
        return bytesWaiting;
    }

    /**
     * Returns about how many frames waited after the last flush: the bytes divided by the average frame, rounded up.
     */
    public long framesBehind() {
        return bytesSent == 0 ? 0 : (long) Math.ceil(bytesWaiting / averageFrame());
    }

    /** Returns the bytes counted since the connection opened. */
    public long bytesSent() {
        return bytesSent;
    }

    /** Returns the frames counted since the connection opened. */
    public long framesSent() {
        return framesSent;
    }
}
