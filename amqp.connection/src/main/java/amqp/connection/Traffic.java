// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

/**
 * Bytes and frames of a connection, in both directions.
 *
 * @param bytesReceived of all frames, including their headers and ends
 * @param framesReceived frames that arrived completely
 * @param bytesSent of all frames that were encoded for sending, including those that still wait
 * @param framesSent likewise
 */
public record Traffic(long bytesReceived, long framesReceived, long bytesSent, long framesSent) {
    /** No bytes and no frames. */
    public static final Traffic NONE = new Traffic(0, 0, 0, 0);

    /** Returns the sums of both. */
    public Traffic plus(Traffic other) {
        return new Traffic(
                bytesReceived + other.bytesReceived,
                framesReceived + other.framesReceived,
                bytesSent + other.bytesSent,
                framesSent + other.framesSent);
    }
}
