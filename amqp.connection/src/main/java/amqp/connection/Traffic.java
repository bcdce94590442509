// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

/**
 * Bytes and frames of a connection, in both directions.
 *
 * @param bytesReceived of all frames, their headers and ends included
 * @param framesReceived that came whole
 * @param bytesSent of all frames that were given to be sent, those included that still wait
 * @param framesSent likewise
 */
public record Traffic(long bytesReceived, long framesReceived, long bytesSent, long framesSent) {
    /** Nothing. */
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
